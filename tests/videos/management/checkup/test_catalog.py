from datetime import timedelta

import pytest
from django.utils import timezone

from videos.curation.takedowns import take_down
from videos.management import command_line
from videos.management.checkup import catalog
from videos.management.checkup.findings import Finding, Level
from videos.models import Tag, TagAlias, Video
from videos.vocabulary import parser

pytestmark = pytest.mark.django_db
LOAD = command_line("load_vocabulary")


class TestTheVocabulary:
    def test_is_the_same_in_files_and_database(self, vocabulary):
        assert catalog.check_vocabulary() == Finding(
            Level.OK, "vocabulary", f"{len(vocabulary.tags)} tags, the same in files and database"
        )

    def test_whose_files_are_ahead_is_to_be_loaded_and_is_not(self):
        Tag.objects.filter(slug="whispered").update(definition="old")
        Tag.objects.create(name="No more", slug="no-more", group=Tag.objects.get(slug="whispered").group)
        TagAlias.objects.filter(tag__slug="tapping").delete()
        before = list(Tag.objects.order_by("pk").values())

        found = catalog.check_vocabulary()

        assert found == Finding(
            Level.MEND, "vocabulary", f"the files are ahead of the database (2 changed, 1 retired). Run: {LOAD}"
        )
        assert list(Tag.objects.order_by("pk").values()) == before
        assert not TagAlias.objects.filter(tag__slug="tapping").exists()

    def test_whose_files_are_broken_is_to_be_mended(self, tmp_path, monkeypatch):
        monkeypatch.setattr(parser.read_vocabulary, "__defaults__", (tmp_path,))

        assert catalog.check_vocabulary() == Finding(
            Level.MEND, "vocabulary", f"1 problem in its files. To see them run: {LOAD}"
        )

    def test_that_a_curator_s_label_stops_is_to_be_mended(self):
        Tag.objects.filter(slug="whispered").update(name="~")
        Tag.objects.filter(slug="tapping").update(name="Whispered", curated_fields=["name"])

        assert catalog.check_vocabulary() == Finding(
            Level.MEND, "vocabulary", f"a curator's label stands in its way. To see which run: {LOAD}"
        )


def test_videos_are_counted_by_what_becomes_of_them(make_video):
    now = timezone.now()
    make_video()
    make_video(missing_since=now)
    make_video(listing_state="held", held_reason="moderation")
    make_video(listing_state="held", held_reason="moderation", missing_since=now, gone_at=now)

    assert catalog.describe_videos().words == (
        "2 listed, 2 held for a person to decide; 1 missing at the last check, 1 gone and hidden"
    )


class TestCreators:
    @pytest.fixture
    def follow(self, make_creator):
        def follow(name, *, due=timedelta(days=1), **values):
            return make_creator(name, site_id=name, is_followed=True, sync_due_at=timezone.now() + due, **values)

        return follow

    def test_are_counted_by_the_state_of_following(self, follow, make_creator):
        make_creator("Stranger")
        follow("Due", due=timedelta(hours=-1))
        follow("Later")
        follow("Closed", terminated_at=timezone.now(), sync_trouble="terminated")

        assert catalog.check_creators(timezone.now()) == Finding(
            Level.OK, "creators", "4 known, 3 followed; of these 1 due, 0 with trouble, 1 closed by their site"
        )

    def test_that_could_not_be_read_are_worth_a_look(self, follow):
        follow("Troubled", sync_trouble="no answer")

        found = catalog.check_creators(timezone.now())

        assert (found.level, "1 with trouble" in found.words) == (Level.LOOK, True)

    def test_that_nobody_reads_want_a_timer(self, follow):
        follow("Forgotten", due=timedelta(days=-3))

        assert catalog.check_creators(timezone.now()) == Finding(
            Level.LOOK,
            "creators",
            "1 known, 1 followed; of these 1 due, 0 with trouble, 0 closed by their site; "
            f"1 due for days. Have a timer run: {command_line('sync_creators', '--due')}",
        )


class TestTakedowns:
    def test_are_not_spoken_of_as_long_as_they_stand(self, make_video):
        take_down(make_video(), reason="other")

        assert list(catalog.find_undone_takedowns()) == []

    def test_that_another_program_undid_are_to_be_mended(self, make_video):
        takedown = take_down(make_video(), reason="privacy")
        Video.objects.update(listing_state="listed")

        again = command_line("takedown", f"'{takedown.address}'", "--reason", "privacy", "--apply")
        assert list(catalog.find_undone_takedowns()) == [
            Finding(
                Level.MEND,
                "takedowns",
                f"{takedown.address} was taken down and is not so any more. Reverse that on the desk, or run: {again}",
            )
        ]
