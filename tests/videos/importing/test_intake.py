import math
import threading
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from creators.models import Creator, CreatorTrace
from videos.curation.judging import Judge, VocabularyNotLoadedError
from videos.curation.tags import decide
from videos.curation.vocabulary import load
from videos.importing.files import FoundInfo, SkippedInfo, read_files
from videos.importing.intake import Import
from videos.importing.records import MetadataError
from videos.importing.store import writing
from videos.importing.ytdlp import FetchError
from videos.models import FormerTitle, Tag, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db


def brief(outcomes):
    return [(outcome.state, outcome.detail) for outcome in outcomes]


def found_infos(*infos):
    return [FoundInfo(f"found.jsonl:{line}", info) for line, info in enumerate(infos, start=1)]


def present_tags():
    return sorted(Video.objects.get().tags.values_list("slug", flat=True))


def everything():
    tables = (Video, Creator, TaggedVideo, TagDecision)
    return [list(table.objects.order_by("pk").values()) for table in tables]


class TestBegin:
    def test_needs_the_vocabulary_in_the_database(self):
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        with pytest.raises(VocabularyNotLoadedError) as caught:
            Import.begin()

        assert str(caught.value) == "1 tag of the vocabulary is not in the database (tapping)"


class TestAnItem:
    def test_that_is_new_is_created_and_tagged(self, run_import, make_info):
        [outcome] = run_import(make_info(title="ASMR tapping"))

        assert (outcome.state, outcome.title, outcome.held) == ("created", "ASMR tapping", "")
        assert [finding.tag for finding in outcome.findings] == ["tapping"]
        assert present_tags() == ["tapping"]

    def test_that_is_the_same_is_unchanged(self, run_import, make_info):
        run_import(make_info(title="ASMR tapping"))

        assert brief(run_import(make_info(title="ASMR tapping"))) == [("unchanged", "")]

    def test_that_changed_names_what_did(self, run_import, make_info):
        run_import(make_info(title="ASMR tapping"))

        outcomes = run_import(make_info(title="ASMR brushing", duration=60))

        assert brief(outcomes) == [("updated", "source_title, duration_seconds, tags or listing")]
        assert present_tags() == ["brushing", "shorts"]

    def test_that_is_met_again_is_unchanged_and_says_so(self, run_import, make_info):
        outcomes = run_import(make_info(), make_info())

        assert brief(outcomes) == [("created", ""), ("unchanged", "met before in this import")]

    def test_that_is_met_again_and_knows_more_is_updated(self, run_import, make_info):
        outcomes = run_import(make_info(duration=None), make_info(duration=3600))

        assert brief(outcomes) == [("created", ""), ("updated", "duration_seconds, tags or listing")]

    def test_that_was_left_out_on_purpose_is_skipped(self, run_import):
        assert brief(run_import(SkippedInfo("found.json", "an empty list"))) == [("skipped", "an empty list")]

    @pytest.mark.parametrize("error", [MetadataError("found.json", "not JSON"), FetchError("found.json", "not JSON")])
    def test_that_cannot_be_read_is_failed_with_its_place(self, run_import, error):
        [outcome] = run_import(error)

        assert (outcome.state, outcome.address, outcome.detail) == ("failed", "found.json", "not JSON")

    def test_of_a_video_taken_down_is_skipped(self, run_import, make_info):
        run_import(make_info())
        Video.objects.update(listing_state="taken-down")

        outcomes = run_import(make_info(title="Back again"))

        assert brief(outcomes) == [("skipped", "taken down; it stays out of the catalog")]
        assert Video.objects.get().title == "ASMR rain 1"

    def test_of_a_creator_who_asked_to_be_removed_is_skipped(self, run_import, make_info):
        Creator.objects.create(curator_name="Quiet Tent", status="removed")

        outcomes = run_import(make_info(channel="Quiet Tent"))

        assert brief(outcomes) == [("skipped", "its creator was taken down; it stays out of the catalog")]
        assert Video.objects.count() == 0

    def test_that_the_database_refuses_takes_no_other_with_it(self, run_import, make_info):
        def refuse_the_second(execute, sql, params, many, context):
            if sql.startswith("INSERT") and "aaaaaaaaa02" in repr(params):
                raise IntegrityError("a constraint")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse_the_second):
            outcomes = run_import(make_info(1), make_info(2, channel="Refused"), make_info(3))

        assert [outcome.state for outcome in outcomes] == ["created", "failed", "created"]
        assert outcomes[1].detail == "the database refused it: a constraint"
        assert sorted(Video.objects.values_list("site_id", flat=True)) == ["aaaaaaaaa01", "aaaaaaaaa03"]
        assert Creator.objects.count() == 0


class TestBadInput:
    """Each is named, and what can be kept is."""

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"id": None}, "no id"),
            ({"title": None}, "no title: the video aaaaaaaaa02 is not available"),
            ({"extractor_key": None}, "no extractor_key: nothing tells which site it is from"),
        ],
    )
    def test_that_is_no_video_is_failed(self, run_import, make_info, changes, reason):
        outcomes = run_import(make_info(1), make_info(2, **changes), make_info(3))

        assert brief(outcomes) == [("created", ""), ("failed", reason), ("created", "")]
        assert outcomes[1].address == "found.jsonl:2"

    @pytest.mark.parametrize(
        ("changes", "column", "kept"),
        [
            ({"duration": -5}, "duration_seconds", None),
            ({"duration": math.nan}, "duration_seconds", None),
            ({"duration": math.inf}, "duration_seconds", None),
            ({"duration": 1e300}, "duration_seconds", None),
            ({"view_count": -1}, "view_count", None),
            ({"view_count": 10**30}, "view_count", None),
            ({"upload_date": "99990101"}, "published_at", None),
            ({"timestamp": 1e20}, "published_at", None),
            ({"age_limit": 99999}, "age_limit", None),
            ({"availability": "a" * 500}, "availability", ""),
            ({"language": "l" * 500}, "language", ""),
        ],
    )
    def test_value_is_named_and_the_rest_is_stored(self, run_import, make_info, changes, column, kept):
        [outcome] = run_import(make_info(**changes))

        assert (outcome.state, len(outcome.warnings)) == ("created", 1)
        assert outcome.warnings[0].startswith(next(iter(changes)))
        assert getattr(Video.objects.get(), column) == kept

    def test_text_is_cut_and_freed_of_what_no_database_takes(self, run_import, make_info):
        run_import(make_info(title="ASMR\0 rain\ud800", description="x\0" * 2_500_000, channel="Quiet\0Tent"))

        video = Video.objects.get()
        assert (video.title, len(video.description)) == ("ASMR rain", 5000)
        assert "\0" not in video.description + video.creator.name

    def test_longer_than_the_columns_is_stored(self, run_import, make_info):
        long = "ß" * 20_000

        outcomes = run_import(
            make_info(title=f"ASMR {long}", description=long, tags=[long] * 1000, channel=long, channel_id=long,
                      uploader_id=f"@{long}", chapters=[{"start_time": 1, "title": long}] * 1000,
                      channel_url=f"https://a.example/{long}"),
        )  # fmt: skip

        assert [outcome.state for outcome in outcomes] == ["created"]

    def test_site_that_is_not_known_is_named_and_stored(self, run_import, make_info):
        [outcome] = run_import(make_info(extractor_key="Calm", webpage_url="https://calm.example/v/1"))

        assert outcome.state == "created"
        assert outcome.warnings == ("extractor_key: 'Calm' is not a site this catalog knows",)
        assert Video.objects.get().site == "calm"


class TestListing:
    @pytest.mark.parametrize(
        ("changes", "held"),
        [
            ({"title": "A quiet evening", "tags": ["asmr"]}, "not recognised as ASMR"),
            ({"title": "A quiet evening", "channel": "Rain ASMR"}, ""),
            ({"title": "A quiet evening", "description": "For lovers of ASMR."}, "not recognised as ASMR"),
            ({"title": "A whispered evening", "description": "For lovers of ASMR."}, ""),
            ({"title": "Tapping on wood"}, ""),
            ({"title": "ASMR ear eating"}, "a moderator must decide"),
            ({"age_limit": 18}, "age-restricted at the source"),
            ({"age_limit": 16}, ""),
            ({"availability": "subscriber_only"}, "not public at the source"),
            ({"live_status": "is_live"}, "upcoming or live now"),
        ],
    )
    def test_follows_the_rules(self, run_import, make_info, changes, held):
        [outcome] = run_import(make_info(**changes))

        assert (outcome.state, outcome.held) == ("created", held)

    def test_of_an_asmr_creator_needs_no_sign(self, run_import, make_info):
        Creator.objects.create(curator_name="Quiet Tent", is_asmr_creator=True)

        [outcome] = run_import(make_info(title="A quiet evening", channel="Quiet Tent"))

        assert outcome.held == ""

    def test_is_judged_anew_when_the_creator_is_marked(self, run_import, make_info):
        run_import(make_info(title="A quiet evening", channel="Quiet Tent"))
        Creator.objects.update(is_asmr_creator=True)

        [outcome] = run_import(make_info(title="A quiet evening", channel="Quiet Tent"))

        assert (outcome.state, outcome.detail, outcome.held) == ("updated", "tags or listing", "")

    @pytest.mark.parametrize(
        ("changes", "held"),
        [
            ({"title": "A quiet evening"}, ""),
            ({"title": "ASMR ear eating"}, "a moderator must decide"),
            ({"age_limit": 18}, "age-restricted at the source"),
        ],
    )
    def test_of_all_lifts_recognition_only(self, run_import, make_info, changes, held):
        [outcome] = run_import(make_info(**changes), list_all=True)

        assert outcome.held == held

    def test_of_all_stands_through_a_later_import(self, run_import, make_info):
        run_import(make_info(title="A quiet evening"), list_all=True)

        [outcome] = run_import(make_info(title="A quiet evening"))

        assert (outcome.state, outcome.held) == ("unchanged", "")

    def test_by_a_curator_is_final(self, run_import, make_info):
        run_import(make_info(title="ASMR ear eating"))
        Video.objects.update(listing_state="listed", held_reason="", is_listing_curated=True)

        run_import(make_info(title="ASMR ear eating, again", age_limit=18))

        assert Video.objects.get().listing_state == "listed"

    def test_forgets_what_held_it_when_the_text_no_longer_says_it(self, run_import, make_info):
        run_import(make_info(title="ASMR ear eating"))

        [outcome] = run_import(make_info(title="ASMR tapping"))

        assert (outcome.held, present_tags()) == ("", ["tapping"])


class TestCounts:
    def test_tell_every_item_once_and_the_held_besides(self, make_info):
        run = Import.begin()

        found = found_infos(make_info(1), make_info(1), make_info(2, title="A quiet evening"), make_info(3, id=""))
        list(run.store_all(found))

        assert run.counts == {"created": 2, "unchanged": 1, "failed": 1, "held": 1}


class TestADryRun:
    def test_changes_nothing(self, run_import, make_info):
        run_import(make_info(1, title="ASMR tapping"))
        before = everything()

        outcomes = run_import(
            make_info(1, title="ASMR brushing"), make_info(2, channel="Quiet Tent"), dry_run=True, batch_size=1
        )

        assert [outcome.state for outcome in outcomes] == ["updated", "created"]
        assert everything() == before

    def test_tells_the_tags_of_unchanged_videos_too(self, run_import, make_info):
        run_import(make_info(title="ASMR tapping"))

        [outcome] = run_import(make_info(title="ASMR tapping"), dry_run=True)

        assert (outcome.state, [finding.tag for finding in outcome.findings]) == ("unchanged", ["tapping"])

    def test_counts_a_video_once_though_its_batch_was_rolled_back(self, run_import, make_info):
        outcomes = run_import(make_info(), make_info(duration=60), make_info(2), dry_run=True, batch_size=1)

        assert brief(outcomes) == [("created", ""), ("unchanged", "met before in this import"), ("created", "")]


class TestALiveImport:
    def test_remembers_when_counts_were_read(self, run_import, make_info):
        run_import(make_info(view_count=5), is_live=True)
        first = Video.objects.get().counts_read_at

        outcomes = run_import(make_info(view_count=5), is_live=True)

        assert brief(outcomes) == [("unchanged", "")]
        assert Video.objects.get().counts_read_at > first

    def test_leaves_the_time_unknown_where_there_are_no_counts(self, run_import, make_info):
        run_import(make_info(), is_live=True)

        assert Video.objects.get().counts_read_at is None


class TestBatches:
    def test_give_every_outcome_in_order(self, run_import, make_info):
        outcomes = run_import(*(make_info(number) for number in range(1, 8)), batch_size=3)

        assert [outcome.title for outcome in outcomes] == [f"ASMR rain {number}" for number in range(1, 8)]

    def test_are_stored_before_the_next_is_read(self, make_info):
        def found():
            yield from found_infos(make_info(1), make_info(2))
            assert Video.objects.count() == 2
            yield from found_infos(make_info(3))

        outcomes = list(Import.begin(batch_size=2).store_all(found()))

        assert len(outcomes) == 3


def test_unchanged_videos_of_a_batch_cost_the_same_few_queries_whatever_their_number(run_import, make_info):
    infos = [make_info(number, channel="Quiet Tent", channel_id="UCquiet") for number in range(1, 31)]
    run_import(*infos)

    def count(some):
        with CaptureQueriesContext(connection) as queries:
            run_import(*some)
        return len(queries)

    assert count(infos) == count(infos[:10])


def test_new_videos_of_a_batch_cost_the_same_few_queries_whatever_their_number(run_import, make_info):
    def count(*numbers):
        infos = [make_info(number, channel=f"Tent {number}", channel_id=f"UC{number}") for number in numbers]
        with CaptureQueriesContext(connection) as queries:
            run_import(*infos)
        return len(queries)

    assert count(1, 2, 3) == count(*range(4, 16))


def test_recorded_infos_are_all_accounted_for_and_change_nothing_the_second_time(shared_folder):
    files = [shared_folder / "data" / "infodicts.jsonl"]

    def run_once():
        run = Import.begin()
        items = len(list(run.store_all(read_files(files))))
        return items, {state: run.counts[state] for state in ("created", "updated", "unchanged", "skipped", "failed")}

    assert run_once() == (926, {"created": 899, "updated": 1, "unchanged": 22, "skipped": 3, "failed": 1})
    assert run_once() == (926, {"created": 0, "updated": 0, "unchanged": 922, "skipped": 3, "failed": 1})


class TestBoilerplate:
    """Lines that a creator puts under every video tag none of them."""

    @pytest.fixture
    def infos(self, make_info):
        channel = {"channel": "Tent", "channel_id": "UCtent"}
        return [
            make_info(
                id=f"video{number:06}",
                title=f"ASMR rain {number}",
                description=f"I love slime\nNo. {number}",
                **channel,
            )
            for number in range(5)
        ]

    def slugs(self):
        return sorted({*Video.objects.values_list("tags__slug", flat=True)})

    def test_it_is_found_in_the_batch_and_its_tags_are_taken_back(self, run_import, infos):
        run_import(*infos)

        assert self.slugs() == ["rain-sounds"]
        assert Creator.objects.get().boilerplate == ["i love slime"]

    def test_that_shows_in_one_batch_costs_no_second_examination(self, run_import, infos, monkeypatch):
        asked = []
        examine = Judge.examine
        monkeypatch.setattr(Judge, "examine", lambda judge, video: asked.append(video) or examine(judge, video))

        run_import(*infos)

        assert len(asked) == 5

    def test_too_few_videos_show_no_habit(self, run_import, infos):
        run_import(*infos[:3])

        assert self.slugs() == ["rain-sounds", "slime"]

    def test_earlier_videos_are_tagged_anew_once_the_habit_shows(self, run_import, infos):
        run_import(*infos[:3])
        run_import(*infos[3:])

        assert self.slugs() == ["rain-sounds"]

    def test_importing_the_same_again_changes_nothing(self, run_import, infos):
        run_import(*infos)
        before = everything()

        assert brief(run_import(*infos)) == [("unchanged", "")] * 5
        assert everything() == before

    def test_what_was_tagged_anew_is_not_judged_again(self, run_import, infos, monkeypatch):
        run_import(*infos[:3])
        run_import(*infos[3:])
        monkeypatch.setattr("videos.tagging.examination.examine", None)

        assert brief(run_import(*infos)) == [("unchanged", "")] * 5

    def test_a_curators_tag_stays(self, run_import, infos, curator):
        run_import(*infos[:3])
        decide(Video.objects.first(), Tag.objects.get(slug="slime"), kind=None, user=curator)

        run_import(*infos[3:])

        assert self.slugs() == ["rain-sounds", "slime"]

    def test_what_a_moderator_must_see_is_held_though_it_stands_under_every_video(self, run_import, infos):
        run_import(*({**info, "description": "NSFW, for adults\n" + info["title"]} for info in infos))

        assert Creator.objects.get().boilerplate == ["nsfw, for adults"]
        assert set(Video.objects.values_list("listing_state", "held_reason")) == {("held", "moderation")}

    def test_an_import_that_is_broken_off_before_it_is_learned_makes_up_for_it_the_next_time(
        self, run_import, infos, monkeypatch
    ):
        def break_off(*_, **__):
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr("videos.curation.retagging.find_changes", break_off)
            with pytest.raises(KeyboardInterrupt):
                run_import(*infos, batch_size=2)
        assert (self.slugs(), Creator.objects.get().boilerplate) == (["rain-sounds", "slime"], [])

        run_import(*infos)

        assert (self.slugs(), Creator.objects.get().boilerplate) == (["rain-sounds"], ["i love slime"])

    def test_a_habit_that_comes_with_new_descriptions_is_learned(self, run_import, infos):
        run_import(*({**info, "description": "x"} for info in infos))

        run_import(*infos)

        assert Creator.objects.get().boilerplate == ["i love slime"]

    def test_a_dry_run_learns_nothing(self, run_import, infos):
        run_import(*infos[:3])

        run_import(*infos[3:], dry_run=True)
        run_import(infos[0] | {"description": "I love slime"}, dry_run=True)

        assert Creator.objects.get().boilerplate == []


class TestAnImportThatIsBrokenOff:
    """Resumed by skipping the items that are stored, it ends exactly as an undisturbed one."""

    def infos(self, make_info):
        tent = {"channel": "Tent", "channel_id": "UCtent"}
        rain = [
            make_info(number, description=f"I love slime\nNo. {number}", **tent, epoch=1_600_000_000 + number)
            for number in range(1, 6)
        ]
        return [
            make_info(20, title="ASMR brushing", channel="tent", duration=60, view_count=1),
            make_info(20, title="ASMR tapping", channel="Tent", duration=7200, view_count=2, epoch=1_600_000_000),
            *rain[:2],
            make_info(20, title="ASMR rain", description="Cut …", availability="subscriber_only", _type="url"),
            make_info(1, title="ASMR thunder", description="Thunder.", **tent, uploader_id="@first"),
            make_info(21, channel="Calm"),
            *rain[2:],
            make_info(20, description="Whole, with tapping.", availability="public", tags=[]),
            make_info(21, channel="CALM", channel_id="UCcalm", uploader_id="@calm"),
            make_info(22, channel="Hidden", channel_id="UCcalm", uploader_id="@other"),
            make_info(2, title="ASMR tapping", **{**tent, "channel": "Other tent"}, uploader_id="@second"),
            make_info(23, id=""),
            make_info(21, channel="Calm", duration=61, upload_date="20240101"),
            make_info(21, channel="Calm", duration=62, timestamp=1_704_100_000),
            make_info(21, channel="Calm", duration=62, timestamp=1_704_200_000),
        ]

    def state(self):
        """Everything stored, but keys and the times of writing."""
        left_out = {"id", "created_at", "updated_at", "decided_at", "replaced_at", "first_seen_at", "last_seen_at"}
        titles = dict(Video.objects.values_list("pk", "site_id"))
        creators = dict(Creator.objects.values_list("pk", "slug"))
        names = {"creator_id": creators, "video_id": titles, "content_object_id": titles}

        def tell(row):
            told = {name: names[name].get(value) if name in names else value for name, value in row.items()}
            return {name: value for name, value in told.items() if name not in left_out}

        tables = (Video, Creator, TaggedVideo, TagDecision, FormerTitle, CreatorTrace)
        return [sorted((tell(row) for row in table.objects.values()), key=repr) for table in tables]

    def run(self, items, *, cut=None, batch_size=250, known=()):
        """Import in a catalog that knows some already; broken off after `cut` items, and resumed by another."""
        with transaction.atomic():
            list(Import.begin().store_all(found_infos(*known)))
            if cut is not None:
                # Neither finished nor its last batch whole.
                broken = Import.begin(batch_size=batch_size)
                for start in range(0, cut, batch_size):
                    broken.store_batch(items[start : min(start + batch_size, cut)])
            run = Import.begin(batch_size=batch_size)
            run.remember(items[: cut or 0])
            list(run.store_all(items[cut or 0 :]))
            state = self.state()
            transaction.set_rollback(True)
        return state

    def test_anywhere_ends_as_an_undisturbed_one(self, make_info):
        items = found_infos(*self.infos(make_info))
        undisturbed = self.run(items)

        assert [cut for cut in range(len(items) + 1) if self.run(items, cut=cut) != undisturbed] == []
        assert undisturbed[1][1]["boilerplate"] == ["i love slime"]

    def test_ends_so_where_the_videos_are_known_already(self, make_info):
        items = found_infos(*self.infos(make_info))
        known = [{**info, "title": f"{info['title']}, old", "duration": 5} for info in self.infos(make_info)[:12]]
        undisturbed = self.run(items, known=known)

        assert [cut for cut in range(len(items) + 1) if self.run(items, cut=cut, known=known) != undisturbed] == []

    @pytest.mark.parametrize("batch_size", [1, 2, 3, 7])
    def test_does_not_depend_on_how_it_is_cut_into_batches(self, make_info, batch_size):
        items = found_infos(*self.infos(make_info))

        assert self.run(items, batch_size=batch_size) == self.run(items)

    def test_is_remembered_without_writing(self, run_import, make_info):
        infos = self.infos(make_info)
        run_import(*infos)

        with CaptureQueriesContext(connection) as queries:
            Import.begin().remember(found_infos(*infos))

        assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


class TestStoreBatch:
    def test_stores_in_the_transaction_of_the_caller(self, make_info):
        run = Import.begin()

        with writing():
            outcomes = run.store_batch(found_infos(make_info(1), make_info(2, id=""), make_info(3)))
            transaction.set_rollback(True)

        assert [outcome.state for outcome in outcomes] == ["created", "failed", "created"]
        assert Video.objects.count() == 0

    def test_tells_the_keys_of_what_was_stored(self, make_info):
        run = Import.begin()

        outcomes = run.store_batch(
            found_infos(make_info(1, channel="Tent"), make_info(2), make_info(3, id=""), make_info(1))
        )

        tent, other = Video.objects.order_by("site_id")
        keys = [(outcome.video_id, outcome.creator_id) for outcome in outcomes]
        assert keys == [(tent.pk, tent.creator_id), (other.pk, None), (None, None), (tent.pk, tent.creator_id)]


class TestFinish:
    def test_does_nothing_a_second_time(self, make_info):
        run = Import.begin()
        run.store_batch(found_infos(make_info(description="Rain.", channel="Tent")))
        run.finish()

        with CaptureQueriesContext(connection) as queries:
            run.finish()

        assert len(queries) == 0


class TestWhatASiteCalls:
    """The history of titles and names."""

    def titles(self):
        return list(FormerTitle.objects.values_list("title", flat=True))

    def traces(self):
        return sorted(CreatorTrace.objects.values_list("kind", "value"))

    def test_a_video_otherwise_keeps_its_former_titles(self, run_import, make_info):
        for title in ("ASMR rain", "ASMR thunder", "ASMR thunder", "ASMR rain"):
            run_import(make_info(title=title))

        assert self.titles() == ["ASMR thunder", "ASMR rain"]

    def test_a_video_the_same_but_for_white_space_keeps_none(self, run_import, make_info):
        run_import(make_info(title="ASMR rain"))
        Video.objects.update(source_title="ASMR  rain")

        run_import(make_info(title="ASMR rain"))

        assert (self.titles(), Video.objects.get().title) == ([], "ASMR rain")

    def test_a_sample_otherwise_keeps_none(self, run_import, make_info):
        run_import(make_info(title="ASMR rain"), is_sample=True)

        run_import(make_info(title="ASMR thunder"))

        assert self.titles() == []

    def test_a_creator_is_kept_with_the_id(self, run_import, make_info):
        run_import(make_info(channel="Tent", channel_id="UCtent", uploader_id="@tent"))
        run_import(make_info(channel="Loud tent", channel_id="UCtent", uploader_id="@loud"))

        assert (Creator.objects.get().name, Creator.objects.get().handle) == ("Loud tent", "@loud")
        names = [(kind, value) for kind, value in self.traces() if kind != "address"]
        assert names == [("handle", "@loud"), ("handle", "@tent"), ("name", "Loud tent"), ("name", "Tent")]

    def test_a_creator_again_is_seen_again(self, run_import, make_info):
        def call(name):
            run_import(make_info(channel=name, channel_id="UCtent"))
            return dict(CreatorTrace.objects.filter(kind="name").values_list("value", "last_seen_at"))

        first = call("Tent")
        same = call("Tent")
        call("Loud tent")
        again = call("Tent")

        assert same == first
        assert again["Tent"] > first["Tent"]
        assert len(again) == 2

    def test_a_creator_from_before_there_were_traces_is_kept(self, run_import, make_info):
        run_import(make_info(channel="Tent", channel_id="UCtent"))
        CreatorTrace.objects.all().delete()

        run_import(make_info(channel="Loud tent", channel_id="UCtent"))

        former = CreatorTrace.objects.get(value="Tent")
        assert former.first_seen_at == Creator.objects.get().created_at


class TestAPageThatWasRead:
    READ, LATER = 1_700_000_000, 1_700_100_000

    def gone(self, **values):
        day = datetime.fromtimestamp(self.READ, UTC)
        Video.objects.update(missing_since=day, missing_reason="removed", gone_at=day, **values)

    def test_says_when(self, run_import, make_info):
        run_import(make_info(description="Rain.", epoch=self.READ))

        video, moment = Video.objects.get(), datetime.fromtimestamp(self.READ, UTC)
        assert (video.read_at, video.checked_at) == (moment, moment)

    def test_is_not_a_listing(self, run_import, make_info):
        run_import(make_info(epoch=self.READ, _type="url", description="Rain."))

        assert (Video.objects.get().read_at, Video.objects.get().checked_at) == (None, None)

    def test_in_time_to_come_is_not_believed(self, run_import, make_info):
        run_import(make_info(description="Rain.", epoch=4_000_000_000))

        assert Video.objects.get().checked_at is None

    def test_brings_a_video_back_that_was_gone(self, run_import, make_info):
        run_import(make_info(description="Rain.", epoch=self.READ))
        self.gone(listing_state="held", held_reason="gone", checked_at=datetime.fromtimestamp(self.READ, UTC))

        [outcome] = run_import(make_info(description="Rain.", epoch=self.LATER))

        video = Video.objects.get()
        assert (outcome.state, outcome.detail, outcome.held) == ("updated", "gone_at, tags or listing", "")
        assert (video.missing_since, video.missing_reason, video.gone_at) == (None, "", None)

    def test_before_the_last_check_brings_nothing_back(self, run_import, make_info):
        run_import(make_info(description="Rain."))
        checked = datetime.fromtimestamp(self.LATER, UTC)
        self.gone(checked_at=checked)

        [outcome] = run_import(make_info(description="Rain.", epoch=self.READ))

        video = Video.objects.get()
        assert (outcome.held, video.missing_reason, video.checked_at) == ("gone at the source", "removed", checked)
        assert video.gone_at is not None

    def test_anew_without_a_change_leaves_the_video_unchanged(self, run_import, make_info):
        run_import(make_info(description="Rain.", epoch=self.READ))
        before = Video.objects.get()

        outcomes = run_import(make_info(description="Rain.", epoch=self.LATER))

        after = Video.objects.get()
        assert brief(outcomes) == [("unchanged", "")]
        assert (after.updated_at, after.read_at) == (before.updated_at, datetime.fromtimestamp(self.LATER, UTC))

    def test_says_that_a_video_is_public_after_all(self, run_import, make_info):
        run_import(
            make_info(availability="subscriber_only", _type="url"), make_info(availability="public", description="")
        )

        assert (Video.objects.get().availability, Video.objects.get().listing_state) == ("public", "listed")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_imports_of_the_same_creators_in_opposite_order_do_not_fail(make_info, vocabulary):
    load(vocabulary)
    infos = [make_info(number, channel=f"Tent {number % 5}", channel_id=f"UC{number % 5}") for number in range(40)]
    outcomes = []

    def run(some):
        try:
            outcomes.extend(Import.begin(batch_size=5).store_all(found_infos(*some)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[some]) for some in (infos, infos[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(outcome.state for outcome in outcomes) == {"created": 40, "unchanged": 40}
    assert (Video.objects.count(), Creator.objects.count()) == (40, 5)
