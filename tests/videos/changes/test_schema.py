"""The database notes every change that visitors may see, whoever writes it and however."""

import pytest
from django.db import connection
from django.utils import timezone

from creators.models import CreatorStatus
from videos.changes import schema
from videos.changes.log import find_position, read_changes
from videos.models import FormerTitle, Tag, TagDecision, TaggedVideo, Video
from videos.writing import insert_rows, update_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(django_capture_on_commit_callbacks):
    """Do something; give the videos and creators that it was noted of, and whether everything was."""

    def of(do):
        since = find_position()
        do()
        changes = read_changes(since)
        # On PostgreSQL what this very transaction wrote is new at every question; only what came later counts here.
        rows = _rows_after(since.last_id)
        assert changes.video_ids >= {video for video, _ in rows if video}
        videos, creators = ({row[place] for row in rows if row[place]} for place in (0, 1))
        return videos, creators, any(row in {(None, None), (0, None)} for row in rows)

    return of


def _rows_after(last_id):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT video_id, creator_id FROM {schema.LOG} WHERE id > %s", [last_id])
        return cursor.fetchall()


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


class TestVideo:
    def test_is_noted_when_it_is_made(self, noted, make_video):
        made = []

        videos, _, _ = noted(lambda: made.append(make_video()))

        assert videos == {made[0].pk}

    @pytest.mark.parametrize(
        "values",
        [
            {"listing_state": "hidden"},
            {"duration_seconds": 61},
            {"view_count": 0},
            {"curator_title": "Rain"},
            {"source_language": "de"},
            {"published_at": timezone.now(), "published_precision": "exact"},
        ],
    )
    def test_is_noted_when_what_is_shown_of_it_changes_without_save(self, noted, make_video, values):
        video = make_video()

        assert noted(lambda: Video.objects.filter(pk=video.pk).update(**values)) == ({video.pk}, set(), False)

    def test_is_noted_when_another_program_writes_sql(self, noted, make_video):
        video = make_video()

        def write():
            execute("UPDATE videos_video SET listing_state = 'hidden' WHERE id = %s", video.pk)

        assert noted(write) == ({video.pk}, set(), False)

    def test_is_not_noted_for_what_nobody_sees_or_for_the_same_values(self, noted, make_video):
        video = make_video(duration_seconds=60)

        def write():
            Video.objects.update(checked_at=timezone.now(), judged_fingerprint="x", duration_seconds=60)
            FormerTitle.objects.create(video=video, title="Old", replaced_at=timezone.now())

        assert noted(write) == (set(), set(), False)

    def test_is_noted_by_bulk_writers(self, noted, make_video):
        video = make_video()
        video.duration_seconds = 99
        rows = [TaggedVideo(content_object=video, tag=Tag.objects.get(slug="tapping"), decided_at=timezone.now())]

        assert noted(lambda: update_rows([video], ["duration_seconds"]))[0] == {video.pk}
        assert noted(lambda: insert_rows(rows))[0] == {video.pk}

    def test_is_noted_when_it_is_deleted(self, noted, make_video):
        video = make_video(tags=["tapping"])
        pk = video.pk

        assert noted(video.delete) == ({pk}, set(), False)


class TestTagsOfAVideo:
    def test_are_noted_when_one_comes_changes_or_goes(self, noted, make_video):
        video = make_video(tags=["tapping"])
        rows = TaggedVideo.objects.filter(content_object=video)

        assert noted(lambda: video.tags.add(Tag.objects.get(slug="cbt")))[0] == {video.pk}
        assert noted(lambda: rows.update(evidence="taps"))[0] == {video.pk}
        assert noted(lambda: rows.all().delete())[0] == {video.pk}

    def test_are_noted_of_both_videos_when_one_moves(self, noted, make_video):
        one, other = make_video(tags=["tapping"]), make_video()

        assert noted(lambda: one.tagged_videos.update(content_object=other))[0] == {one.pk, other.pk}

    def test_are_noted_when_one_is_suggested_or_rejected(self, noted, make_video):
        video, tag = make_video(), Tag.objects.get(slug="cbt")

        def suggest():
            TagDecision.objects.create(video=video, tag=tag, kind="suggested", source="automatic")

        assert noted(suggest)[0] == {video.pk}
        assert noted(lambda: TagDecision.objects.update(kind="rejected"))[0] == {video.pk}


class TestCreator:
    def test_is_noted_for_what_is_shown_not_for_when_it_was_read(self, noted, make_creator):
        creator = make_creator()
        own = type(creator).objects.filter(pk=creator.pk)

        assert noted(lambda: own.update(status=CreatorStatus.REMOVED)) == (set(), {creator.pk}, False)
        assert noted(lambda: own.update(synced_at=timezone.now())) == (set(), set(), False)
        assert noted(lambda: creator.aliases.create(name="QC")) == (set(), {creator.pk}, False)


class TestVocabulary:
    @pytest.mark.parametrize(
        "write",
        [
            lambda: Tag.objects.filter(slug="cbt").update(definition="Another."),
            lambda: Tag.objects.get(slug="cbt").parents.clear(),
            lambda: Tag.objects.get(slug="cbt").aliases.create(kind="synonym", name="another word"),
        ],
    )
    def test_is_a_change_of_everything(self, noted, write):
        assert noted(write) == (set(), set(), True)


class TestInstalling:
    def test_finds_nothing_missing_after_migrations(self):
        assert (schema.find_missing(connection), schema.install(connection)) == ([], False)

    def test_puts_a_lost_trigger_back_and_notes_a_change_of_everything(self, noted, make_video):
        video = make_video()
        name = "note_change_of_videos_video_update"
        execute(f"DROP TRIGGER {name}" + (" ON videos_video" if connection.vendor == "postgresql" else ""))

        missing = schema.find_missing(connection)
        whole = noted(lambda: schema.install(connection))

        assert (missing, whole) == ([name], (set(), set(), True))
        assert noted(lambda: Video.objects.update(view_count=3))[0] == {video.pk}
