from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creators.models import Creator
from videos.importing.facts import Said
from videos.importing.known import Known
from videos.importing.records import ChapterRecord, CreatorRecord, VideoRecord
from videos.importing.store import RefusedError, draft_video, find_creator, save_drafts
from videos.models import Video

pytestmark = pytest.mark.django_db

RECORD = VideoRecord(
    address="found.jsonl:1",
    site="youtube",
    site_id="aaaaaaaaaa1",
    url="https://www.youtube.com/watch?v=aaaaaaaaaa1",
    title="Soft rain",
)
QUIET_TENT = CreatorRecord(
    site="youtube", site_id="UCquiet", name="Quiet Tent", handle="@quiet", url="https://a.example/q"
)
MONDAY = datetime(2024, 1, 1, 18, tzinfo=UTC)
TUESDAY = datetime(2024, 1, 2, 18, tzinfo=UTC)


def record(**changes):
    return replace(RECORD, **changes)


def by(**changes):
    return CreatorRecord(site="youtube", **changes)


def store(*records, is_sample=False):
    """Store records in one import; returns what each changed."""
    said, changes = Said(), []
    for each in records:
        draft = draft_video(each, said=said, is_sample=is_sample)
        save_drafts([draft])
        said.add(each)
        changes.append({*draft.changed, *({"creator's entry"} if draft.creator_changed else ())})
    return changes


def find(creator):
    return find_creator(creator, Known([record(creator=creator)]))


def stored(*names):
    [values] = Video.objects.values_list(*names)
    return values[0] if len(names) == 1 else values


class TestAVideo:
    def test_is_stored_with_all_that_the_record_knows(self):
        store(
            record(
                description="Rain on a tent.",
                duration_seconds=60,
                published_at=MONDAY,
                published_precision="exact",
                view_count=0,
                like_count=2,
                counts_read_at=TUESDAY,
                chapters=(ChapterRecord(5, "Drops"),),
                keywords=("rain",),
                language="pt",
                availability="public",
                live_status="not_live",
                media_type="video",
                is_embeddable=False,
                age_limit=0,
                is_full=True,
            )
        )

        video = Video.objects.get()
        assert (video.site, video.site_id, video.url, video.title) == (
            "youtube", "aaaaaaaaaa1", "https://www.youtube.com/watch?v=aaaaaaaaaa1", "Soft rain",
        )  # fmt: skip
        assert (video.description, video.duration_seconds, video.chapters) == ("Rain on a tent.", 60, [[5, "Drops"]])
        assert (video.published_at, video.published_precision) == (MONDAY, "exact")
        assert (video.view_count, video.like_count, video.counts_read_at) == (0, 2, TUESDAY)
        assert (video.source_keywords, video.language) == (["rain"], "pt")
        assert (video.availability, video.live_status, video.media_type) == ("public", "not_live", "video")
        assert (video.is_embeddable, video.age_limit, video.completeness) == (False, 0, "full")

    def test_of_which_nothing_more_is_known_is_stored_with_nothing_invented(self):
        store(RECORD)

        assert stored("description", "duration_seconds", "published_at", "published_precision", "view_count") == (
            "", None, None, "unknown", None,
        )  # fmt: skip
        assert stored("chapters", "source_keywords", "language", "is_embeddable", "age_limit", "completeness") == (
            None, None, "", None, None, "stub",
        )  # fmt: skip

    def test_is_one_by_site_and_id(self):
        store(RECORD)
        store(record(title="Softer rain"), record(site="vimeo"), record(site_id="aaaaaaaaaa2"))

        assert sorted(Video.objects.values_list("site", "site_id", "title")) == [
            ("vimeo", "aaaaaaaaaa1", "Soft rain"),
            ("youtube", "aaaaaaaaaa1", "Softer rain"),
            ("youtube", "aaaaaaaaaa2", "Soft rain"),
        ]

    def test_that_is_refreshed_names_what_changed(self):
        store(RECORD)

        assert store(record(title="Softer rain", duration_seconds=60)) == [{"source_title", "duration_seconds"}]

    def test_that_is_the_same_changes_nothing(self):
        known = record(
            creator=QUIET_TENT, chapters=(ChapterRecord(5, "Drops"),), keywords=("rain",), published_at=MONDAY,
            published_precision="day", view_count=7, counts_read_at=MONDAY, language="en", is_full=True,
        )  # fmt: skip
        store(known)

        assert store(known) == [set()]


class TestUnknown:
    @pytest.mark.parametrize(
        "known",
        [
            {"description": "Rain on a tent."},
            {"duration_seconds": 60},
            {"view_count": 7},
            {"language": "en"},
            {"availability": "unlisted"},
            {"is_embeddable": False},
            {"age_limit": 18},
            {"chapters": (ChapterRecord(5, "Drops"),)},
            {"keywords": ("rain",)},
            {"published_at": MONDAY, "published_precision": "approximate"},
            {"is_full": True},
            {"creator": QUIET_TENT},
        ],
    )
    def test_overwrites_nothing_known(self, known):
        store(record(**known))

        assert store(RECORD) == [set()]

    def test_is_not_the_same_as_known_to_be_empty(self):
        store(record(description="Rain.", chapters=(ChapterRecord(5, "Drops"),), keywords=("rain",)))

        store(record(description="", chapters=(), keywords=()))

        assert stored("description", "chapters", "source_keywords") == ("", [], [])


class TestADate:
    @pytest.mark.parametrize(
        ("known", "told", "kept"),
        [
            ("exact", "day", "exact"),
            ("exact", "approximate", "exact"),
            ("day", "approximate", "day"),
            ("approximate", "day", "day"),
            ("day", "exact", "exact"),
        ],
    )
    def test_gives_way_to_a_more_exact_one_only(self, known, told, kept):
        store(record(published_at=MONDAY, published_precision=known))

        store(record(published_at=TUESDAY, published_precision=told))

        moment = MONDAY if kept == known else TUESDAY
        assert stored("published_at", "published_precision") == (moment, kept)

    def test_follows_the_source_where_it_is_known_as_exactly(self):
        store(record(published_at=MONDAY, published_precision="day"))

        store(record(published_at=TUESDAY, published_precision="day"))

        assert stored("published_at") == TUESDAY


class TestADescription:
    def test_of_the_video_s_own_page_is_not_cut_by_a_listing(self):
        store(record(description="Rain on a tent, all night.", is_full=True))

        assert store(record(description="Rain on a …")) == [set()]

    def test_that_a_listing_cut_is_completed(self):
        store(record(description="Rain on a …"))

        store(record(description="Rain on a tent, all night.", is_full=True))

        assert stored("description") == "Rain on a tent, all night."


class TestCounts:
    def test_of_an_earlier_reading_do_not_replace_later_ones(self):
        store(record(view_count=20, counts_read_at=TUESDAY))

        assert store(record(view_count=10, counts_read_at=MONDAY)) == [set()]

    def test_of_an_unknown_time_do_not_replace_those_of_a_known_one(self):
        store(record(view_count=20, counts_read_at=TUESDAY))

        assert store(record(view_count=10)) == [set()]

    def test_of_a_later_reading_replace_earlier_ones(self):
        store(record(view_count=10, counts_read_at=MONDAY))

        store(record(view_count=20, counts_read_at=TUESDAY))

        assert stored("view_count", "counts_read_at") == (20, TUESDAY)


class TestOneImport:
    """A video may be met several times: in files that overlap, in a listing and by itself."""

    def test_fills_what_the_first_record_does_not_know(self):
        store(record(title="Soft rain"), record(title="Other", duration_seconds=60))

        assert stored("title", "duration_seconds") == ("Soft rain", 60)

    def test_takes_the_first_complete_value_over_an_unknown_one(self):
        store(RECORD, record(duration_seconds=60), record(duration_seconds=70))

        assert stored("duration_seconds") == 60

    def test_refreshes_what_only_a_later_record_knows(self):
        store(record(duration_seconds=60))

        store(RECORD, record(duration_seconds=70))

        assert stored("duration_seconds") == 70

    def test_lets_a_more_exact_date_replace_a_less_exact_one(self):
        store(
            record(published_at=MONDAY, published_precision="approximate"),
            record(published_at=TUESDAY, published_precision="exact"),
            record(published_at=MONDAY, published_precision="exact"),
        )

        assert stored("published_at", "published_precision") == (TUESDAY, "exact")

    def test_lets_the_video_s_own_description_replace_a_listing_s(self):
        store(record(description="Rain on a …"), record(description="Rain on a tent, all night.", is_full=True))

        assert stored("description") == "Rain on a tent, all night."

    @pytest.mark.parametrize(
        "records",
        [
            [record(title="One"), record(title="Two")],
            [record(duration_seconds=60), RECORD, record(duration_seconds=70)],
            [record(description="Cut …"), record(description="Whole.", is_full=True)],
            [record(description="Cut …"), record(description="", is_full=True),
             record(description="Own.", is_full=True)],
            [record(description="Cut …"), record(is_full=True), record(description="Own.", is_full=True)],
            [record(description="", is_full=True), record(description="Cut …")],
            [record(is_full=True), record(description="Cut …")],
            [record(published_at=MONDAY, published_precision="day"),
             record(published_at=TUESDAY, published_precision="exact")],
            [record(published_at=MONDAY, published_precision="approximate"),
             record(published_at=TUESDAY, published_precision="approximate")],
            [record(view_count=1), record(view_count=2, counts_read_at=MONDAY)],
            [record(view_count=1, counts_read_at=TUESDAY), record(view_count=2, like_count=1, counts_read_at=MONDAY)],
            [record(creator=by(site_id="UC1", name="One")), record(creator=by(site_id="UC2", name="Two"))],
            [record(creator=by(name="One")), record(creator=by(site_id="UC2", name="Two"))],
            [record(creator=by(site_id="UC1", name="One")), record(creator=by(name="ONE"))],
            [record(creator=by(name="One")), record(creator=by(site_id="UC1", name="ONE")),
             record(site_id="b", creator=by(name="one"))],
            [record(creator=QUIET_TENT),
             record(site_id="b", creator=replace(QUIET_TENT, handle="@other", name="Other"))],
        ],
    )  # fmt: skip
    def test_of_the_same_records_changes_nothing_the_second_time(self, records):
        store(*records)

        assert store(*records) == [set()] * len(records)


class TestACuratorsWord:
    def test_that_comes_while_a_video_is_judged_waits_until_it_is_saved(self):
        store(record())

        with CaptureQueriesContext(connection) as queries:
            draft_video(record(), said=Said())

        locks = any("FOR UPDATE" in query["sql"] for query in queries)
        assert locks is connection.features.has_select_for_update

    def test_on_a_creator_is_not_written_over_by_a_record_read_before_it(self):
        store(record(creator=by(site_id="UC1", name="Quiet Corner")))
        draft = draft_video(record(creator=by(site_id="UC1", name="Quiet Corner ASMR")), said=Said())
        Creator.objects.update(status="removed", approach="Tests to relax with.")

        save_drafts([draft])

        creator = Creator.objects.get()
        assert (creator.source_name, creator.status, creator.approach) == (
            "Quiet Corner ASMR",
            "removed",
            "Tests to relax with.",
        )

    def test_stands_through_a_refresh(self):
        store(record(creator=QUIET_TENT, language="en"))
        Video.objects.update(curator_title="Rain for sleep", curator_language="de")
        Creator.objects.update(
            curator_name="The Tent", curator_url="https://b.example/", approach="Rain.", status="active"
        )

        renamed = replace(QUIET_TENT, name="QUIET TENT!", url="https://c.example/")
        store(record(title="SOFT RAIN!", language="fr", creator=renamed))

        video, creator = Video.objects.get(), Creator.objects.get()
        assert (video.title, video.source_title) == ("Rain for sleep", "SOFT RAIN!")
        assert (video.language, video.source_language) == ("de", "fr")
        assert (creator.name, creator.source_name) == ("The Tent", "QUIET TENT!")
        assert (creator.url, creator.source_url) == ("https://b.example/", "https://c.example/")
        assert (creator.approach, creator.status) == ("Rain.", "active")

    @pytest.mark.parametrize("chosen", ["The Tent", None])
    def test_on_who_made_a_video_stands(self, chosen):
        store(record(creator=QUIET_TENT))
        creator = Creator.objects.create(curator_name=chosen) if chosen else None
        Video.objects.update(creator=creator, is_creator_curated=True)

        store(record(creator=QUIET_TENT), record(creator=by(name="Quiet Tent")))

        assert Video.objects.get().creator == creator

    def test_that_a_video_is_taken_down_keeps_it_out(self):
        store(RECORD)
        Video.objects.update(listing_state="taken-down")

        with pytest.raises(RefusedError, match=r"^taken down; it stays out of the catalog$"):
            draft_video(RECORD, said=Said())

    @pytest.mark.parametrize("told", [QUIET_TENT, by(name="quiet  TENT"), None])
    def test_that_a_creator_is_removed_keeps_their_videos_out(self, told):
        store(record(creator=QUIET_TENT))
        Creator.objects.update(status="removed")

        with pytest.raises(RefusedError, match=r"^its creator was taken down; it stays out of the catalog$"):
            draft_video(record(creator=told), said=Said())

    def test_that_a_creator_is_removed_keeps_new_videos_out(self):
        Creator.objects.create(curator_name="Quiet Tent", status="removed")

        with pytest.raises(RefusedError):
            draft_video(record(creator=QUIET_TENT), said=Said())


class TestACreator:
    def test_is_stored_with_the_first_video(self):
        store(record(creator=QUIET_TENT), record(site_id="b", creator=QUIET_TENT))

        [creator] = Creator.objects.all()
        assert (creator.site_id, creator.name, creator.handle) == ("UCquiet", "Quiet Tent", "@quiet")
        assert (creator.url, creator.slug, creator.status) == ("https://a.example/q", "quiet-tent", "unverified")
        assert creator.videos.count() == 2

    def test_is_nobody_where_the_record_names_none(self):
        store(RECORD, record(site_id="b", creator=by(handle="@quiet")))

        assert (Creator.objects.count(), Video.objects.filter(creator=None).count()) == (0, 2)

    def test_with_an_id_keeps_entry_and_slug_when_renamed(self):
        store(record(creator=QUIET_TENT))

        store(record(creator=replace(QUIET_TENT, name="Loud Tent")))

        creator = Creator.objects.get()
        assert (creator.name, creator.folded_name, creator.slug) == ("Loud Tent", "loud tent", "quiet-tent")

    def test_takes_over_no_namesake_who_is_known_by_another_handle(self):
        waiting = Creator.objects.create(source_name="Quiet Tent", handle="@quiettent2")

        store(record(creator=QUIET_TENT))

        waiting.refresh_from_db()
        assert (waiting.site_id, waiting.handle, Creator.objects.count()) == ("", "@quiettent2", 2)

    def test_without_an_id_takes_one_over_by_exact_folded_name(self):
        by_hand = Creator.objects.create(curator_name="quiet  TÉNT", status="active")

        store(record(creator=QUIET_TENT))

        by_hand.refresh_from_db()
        assert (by_hand.site_id, by_hand.name, by_hand.status) == ("UCquiet", "quiet  TÉNT", "active")
        assert Creator.objects.count() == 1

    @pytest.mark.parametrize("name", ["Quiet Tents", "Quiet", "QuietTent"])
    def test_of_nearly_the_same_name_is_another(self, name):
        Creator.objects.create(curator_name=name)

        store(record(creator=QUIET_TENT))

        assert Creator.objects.count() == 2

    def test_of_the_same_name_on_another_site_is_another(self):
        Creator.objects.create(site="vimeo", curator_name="Quiet Tent")

        store(record(creator=QUIET_TENT))

        assert Creator.objects.count() == 2

    def test_of_the_same_name_with_another_id_is_another(self):
        store(record(creator=QUIET_TENT), record(site_id="b", creator=replace(QUIET_TENT, site_id="UCother")))

        assert list(Creator.objects.order_by("pk").values_list("site_id", "name", "slug")) == [
            ("UCquiet", "Quiet Tent", "quiet-tent"),
            ("UCother", "Quiet Tent", "quiet-tent-2"),
        ]

    def test_known_by_name_only_is_the_one_of_that_name(self):
        store(record(creator=QUIET_TENT))

        assert find(by(name="quiet tent")) == Creator.objects.get()

    def test_known_by_name_only_is_a_new_one_where_several_have_the_name(self):
        store(record(creator=QUIET_TENT), record(site_id="b", creator=replace(QUIET_TENT, site_id="UCother")))

        assert find(by(name="Quiet Tent")).pk is None

    def test_without_a_name_is_called_by_handle_until_one_is_known(self):
        store(record(creator=by(site_id="UCquiet", handle="@quiet")))
        first = Creator.objects.get().name

        store(record(creator=QUIET_TENT))

        assert (first, Creator.objects.get().name) == ("@quiet", "Quiet Tent")

    def test_loses_a_video_to_another_id_only(self):
        store(record(creator=QUIET_TENT))
        Creator.objects.create(curator_name="Loud Tent", site_id="UCloud")

        by_name = store(record(creator=by(name="Loud Tent")))
        by_id = store(record(creator=by(site_id="UCloud")))

        assert (by_name, by_id) == ([set()], [{"creator", "creator's entry"}])
        assert Video.objects.get().creator.site_id == "UCloud"

    def test_of_an_old_name_is_not_made_up_beside_the_one_the_video_has(self):
        store(record(creator=QUIET_TENT))

        store(record(creator=by(name="Former Tent")))

        assert list(Creator.objects.values_list("name", flat=True)) == ["Quiet Tent"]


class TestASample:
    def test_is_marked_with_its_creator(self):
        store(record(creator=QUIET_TENT), is_sample=True)

        assert (Video.objects.get().is_sample, Creator.objects.get().is_sample) == (True, True)

    def test_is_none_any_more_once_imported_for_real(self):
        store(record(creator=QUIET_TENT), is_sample=True)

        store(record(creator=QUIET_TENT))

        assert (Video.objects.get().is_sample, Creator.objects.get().is_sample) == (False, False)

    def test_changes_nothing_that_was_imported_for_real(self):
        store(record(creator=QUIET_TENT, description="Rain."))

        old = record(title="Old", creator=replace(QUIET_TENT, name="Old"), duration_seconds=60)

        assert store(old, is_sample=True) == [set()]

    def test_by_a_creator_imported_for_real_leaves_their_entry_alone(self):
        store(record(creator=QUIET_TENT))

        changes = store(record(site_id="b", creator=replace(QUIET_TENT, name="Old")), is_sample=True)

        assert "creator's entry" not in changes[0]
        assert (Creator.objects.get().name, Creator.objects.get().is_sample) == ("Quiet Tent", False)
