import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from creators.models import Creator
from videos.importing import queue
from videos.importing.troubles import Trouble
from videos.importing.ytdlp import FetchError
from videos.management import command_line
from videos.management.commands import import_videos
from videos.models import ImportRun, SiteLimit, Tag, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
TAB = "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa/videos"
TABLES = (Video, Creator, TaggedVideo, TagDecision)


NOTHING_ELSE = "0 updated, 0 unchanged, 0 skipped, 0 failed; 0 of them held and not shown to visitors."


def watch(number):
    return f"https://www.youtube.com/watch?v=aaaaaaaaa{number:02}"


def row_counts():
    return [table.objects.count() for table in TABLES]


def titles():
    return sorted(Video.objects.values_list("title", flat=True))


class TestFromFiles:
    def test_says_a_line_a_video_and_sums_up(self, run, write, make_info):
        path = write(make_info(1), make_info(1), make_info(2, title="A quiet evening"), {"entries": []})

        said = run("import_videos", "--from-json", path)

        assert said.out == [
            "created    ASMR rain 1",
            "unchanged  ASMR rain 1  (met before in this import)",
            "held       A quiet evening  (held: not recognised as ASMR)",
            f"skipped    {path}:4  (empty playlist (without a title))",
            "4 items: 2 created, 0 updated, 1 unchanged, 1 skipped, 0 failed; 1 of them held and not shown to visitors.",  # noqa: E501
        ]
        assert (said.err, said.failure) == ([], "")

    def test_says_what_changed(self, run, write, make_info):
        run("import_videos", "--from-json", write(make_info()))

        said = run("import_videos", "--from-json", write(make_info(title="ASMR wind", duration=60)))

        assert said.out[0] == "updated    ASMR wind  (source_title, duration_seconds, tags or listing)"

    def test_changes_nothing_the_second_time(self, run, write, make_info):
        path = write(make_info(1, channel="Quiet Tent"), make_info(2), make_info(1, duration=60))
        run("import_videos", "--from-json", path)

        said = run("import_videos", "--from-json", path)

        assert said.out[-1].startswith("3 items: 0 created, 0 updated, 3 unchanged, 0 skipped, 0 failed;")

    def test_reads_folders_documents_and_several_files(self, run, write, make_info, tmp_path):
        playlist = {"_type": "playlist", "title": "Rain", "entries": [make_info(3), None]}
        paths = [write(make_info(1), name="one.info.json"), write(playlist, name="two.json")]

        said = run("import_videos", "--from-json", *paths, tmp_path)

        assert titles() == ["ASMR rain 1", "ASMR rain 3"]
        assert said.failure.startswith("2 of 6 items failed")

    def test_takes_no_more_than_the_limit(self, run, write, make_info):
        run("import_videos", "--from-json", write(*map(make_info, range(1, 6))), "--limit", "2")

        assert titles() == ["ASMR rain 1", "ASMR rain 2"]

    def test_names_everything_bad_with_its_place_and_stores_the_rest(self, run, write, make_info, tmp_path):
        (tmp_path / "empty").mkdir()
        path = write(
            make_info(1),
            '{"id": "aaaaaaaaa02", "title": "ASM',
            "not json",
            "[1]",
            make_info(5, id=None),
            make_info(6, title=None),
            make_info(7, extractor_key=None),
            make_info(8, duration=-1),
            '{"id": "aaaaaaaaa09", "title": "ASMR rain 9", "extractor_key": "Youtube", "duration": NaN}',
            make_info(10, upload_date="99990101"),
            make_info(11, description="x" * 5_000_000),
            make_info(12, title="ASMR\0 rain 12"),
            make_info(13, extractor_key="Calm", webpage_url="https://calm.example/1"),
        )

        said = run("import_videos", "--from-json", path, tmp_path / "empty", tmp_path / "missing.json")

        assert [line.replace(str(tmp_path), "…") for line in said.err if line.startswith("failed")] == [
            "failed     …/found.jsonl:2  JSON that breaks off (column 32): Unterminated string starting at",
            "failed     …/found.jsonl:3  not JSON (column 1): Expecting value",
            "failed     …/found.jsonl:4  a list, not an object",
            "failed     …/found.jsonl:5  no id",
            "failed     …/found.jsonl:6  no title: the video aaaaaaaaa06 is not available",
            "failed     …/found.jsonl:7  no extractor_key: nothing tells which site it is from",
            "failed     …/empty  a folder without .json, .jsonl, .ndjson files",
            "failed     …/missing.json  no such file or folder",
        ]
        assert [line.split()[1].rpartition(":")[2] for line in said.err if line.startswith("warning")] == [
            "8", "9", "10", "11", "12", "13",
        ]  # fmt: skip
        assert [int(title.split()[-1]) for title in Video.objects.order_by("pk").values_list("title", flat=True)] == [
            1, 8, 9, 10, 11, 12, 13,
        ]  # fmt: skip
        assert said.failure == (
            "8 of 15 items failed, named above. The others were saved. Mend them and run the same command again: "
            "what is there stays as it is."
        )

    def test_lists_all_where_the_operator_says_so(self, run, write, make_info):
        path = write(make_info(1, title="A quiet evening"), make_info(2, age_limit=18))

        run("import_videos", "--from-json", path, "--list-all")

        assert dict(Video.objects.values_list("source_title", "listing_state")) == {
            "A quiet evening": "listed",
            "ASMR rain 2": "held",
        }

    def test_speaks_of_failures_only_where_it_shall_be_quiet(self, run, write, make_info):
        said = run("import_videos", "--from-json", write(make_info(1), "not json"), verbosity=0)

        assert (said.out, len(said.err)) == ([], 1)


class TestADryRun:
    def test_of_a_channel_lists_it_and_tells_how_long_the_pages_would_take(self, run, web, make_info, settings):
        web[TAB] = web.listing(make_info(1), make_info(2))
        settings.ASMR_IMPORT_PAUSE_SECONDS = 6

        said = run("import_videos", TAB, "--dry-run")

        assert Video.objects.count() == 0
        assert ImportRun.objects.count() == 0
        assert said.out[-1] == (
            "The import would read 1 listing and up to 2 pages of videos: 3 requests or more, about 24 seconds."
        )

    def test_changes_nothing_and_shows_the_tags_with_their_reasons(self, run, write, make_info):
        run("import_videos", "--from-json", write(make_info(1, title="ASMR brushing")))
        before = row_counts()

        path = write(make_info(1, title="ASMR tapping, no talking"), make_info(2, channel="Quiet Tent"))
        said = run("import_videos", "--from-json", path, "--dry-run")

        assert row_counts() == before
        assert titles() == ["ASMR brushing"]
        assert said.out[0] == "updated    ASMR tapping, no talking  (source_title, tags or listing)"
        assert "             tapping  publish 0.95, title: “tapping”" in said.out
        assert "             no-talking  publish 0.95, title: “no talking”" in said.out
        assert said.out[-1].startswith("Dry run, nothing was changed. 2 items: 1 created, 1 updated,")


class TestFromTheWeb:
    def test_lists_first_and_then_reads_each_video_s_own_page(self, run, web, make_info):
        web[TAB] = web.listing(make_info(1), make_info(2))
        web[watch(1)] = web.video(make_info(1, description="Rain", view_count=5))
        web[watch(2)] = web.video(make_info(2, title="ASMR tapping", description="Wood"))

        said = run("import_videos", TAB)

        assert said.out == [
            "found      ASMR rain 1",
            "found      ASMR rain 2",
            "created    ASMR rain 1",
            "created    ASMR tapping",
            f"2 items: 2 created, {NOTHING_ELSE}",
        ]
        assert [address for address, _ in web.asked] == [TAB, watch(1), watch(2)]
        assert Video.objects.filter(completeness="full").count() == 2
        assert (said.err, said.failure) == ([], "")

    def test_reads_no_pages_where_none_are_wanted(self, run, web, make_info):
        web[TAB] = web.listing(make_info(1))

        said = run("import_videos", TAB, "--details", "none")

        assert said.out[0] == "created    ASMR rain 1"
        assert [address for address, _ in web.asked] == [TAB]

    def test_names_what_failed(self, run, web):
        web[watch(1)] = [FetchError(watch(1), "This video is private.", Trouble.PRIVATE)]

        said = run("import_videos", watch(1))

        assert said.err == [f"failed     {watch(1)}  This video is private."]
        assert said.failure.startswith("1 of 1 item failed, named above. Where")

    def test_asks_with_the_operator_s_options_and_limit_for_each_address(self, run, web, make_info):
        web[TAB] = web.listing(*map(make_info, (1, 2, 3)))
        web["https://b.example/"] = web.listing(*map(make_info, (4, 5, 6)))

        run("import_videos", TAB, "https://b.example/", "--limit", "2", "--details", "none")

        assert web.asked == [(TAB, 2), ("https://b.example/", 2)]
        assert titles() == [f"ASMR rain {number}" for number in (1, 2, 4, 5)]

    def test_takes_only_the_newest_of_a_tab(self, run, web, make_info):
        web[TAB] = web.listing(*map(make_info, (1, 2, 3)))

        run("import_videos", TAB, "--newest", "1", "--details", "none")

        assert titles() == ["ASMR rain 1"]

    def test_reads_the_wanted_tabs_of_a_channel(self, run, web, make_info):
        channel = TAB.removesuffix("/videos")
        for number, tab in enumerate(("videos", "streams", "shorts")):
            web[f"{channel}/{tab}"] = web.listing(make_info(number))

        run("import_videos", channel, "--details", "none")
        run("import_videos", channel, "--details", "none", "--tabs", "shorts")

        assert [address for address, _ in web.asked] == [f"{channel}/{tab}" for tab in ("videos", "streams", "shorts")]

    def test_leaves_out_what_was_published_before_the_wanted_date(self, run, web, make_info):
        web[TAB] = web.listing(*map(make_info, range(1, 8)))
        for number, day in enumerate(("20260301", "20260201", "20251231", "20251230", "20251229"), start=1):
            web[watch(number)] = web.video(make_info(number, description="", upload_date=day))

        said = run("import_videos", TAB, "--since", "2026-01-01")

        assert titles() == ["ASMR rain 1", "ASMR rain 2"]
        assert len(web.asked) == 6
        assert said.out[-1].startswith("7 items: 2 created, 0 updated, 0 unchanged, 5 skipped, 0 failed;")

    def test_names_an_address_that_is_none(self, run, web):
        web["rain"] = [FetchError("rain", "not a web address", Trouble.REFUSED)]

        said = run("import_videos", "rain")

        assert said.err == ["failed     rain  not a web address"]
        assert said.failure.startswith("1 of 1 item failed, named above. Where")

    def test_stops_where_the_site_asks_for_a_pause_and_says_what_to_do(self, run, web, make_info):
        web[TAB] = web.listing(make_info(1))
        web[watch(1)] = [FetchError(watch(1), "try again later", Trouble.RATE_LIMITED)]

        said = run("import_videos", TAB)

        assert said.failure.startswith("Stopped, with 1 item left: try again later. The site asks for a pause. Nothing")
        assert said.failure.endswith(f"To go on: {command_line('import_videos', '--resume')}")

    def test_asks_nothing_of_a_site_that_is_left_alone(self, run, web, make_info):
        web[watch(1)] = [FetchError(watch(1), "try again later", Trouble.RATE_LIMITED)]
        run("import_videos", watch(1))

        said = run("import_videos", watch(2))

        assert len(web.asked) == 1
        assert re.match(
            r"Stopped, with 1 item left: youtube is left alone until \d\d:\d\d UTC: try again", said.failure
        )

    def test_goes_on_where_the_same_command_left_off(self, run, web, make_info):
        web[TAB] = web.listing(make_info(1), make_info(2))
        web[watch(1)] = web.video(make_info(1, description=""))
        web[watch(2)] = [FetchError(watch(2), "not a bot", Trouble.BOT_CHECK)]
        run("import_videos", TAB)
        SiteLimit.objects.all().delete()
        web[watch(2)] = web.video(make_info(2, description=""))

        said = run("import_videos", TAB)

        assert said.out == [
            f"Going on with import {ImportRun.objects.get().pk}, where it was left.",
            "created    ASMR rain 2",
            f"2 items: 2 created, {NOTHING_ELSE}",
        ]

    def test_goes_on_with_whatever_stopped_last(self, run, web, make_info):
        web[watch(1)] = [FetchError(watch(1), "not a bot", Trouble.BOT_CHECK)]
        run("import_videos", watch(1), "--tabs", "shorts")
        SiteLimit.objects.all().delete()
        web[watch(1)] = web.video(make_info(1, description=""))

        said = run("import_videos", "--resume")

        assert said.out[1] == "created    ASMR rain 1"

    def test_has_nothing_to_go_on_with(self, run):
        assert run("import_videos", "--resume").failure == (
            "There is no import to go on with: none broke off or was stopped."
        )

    @pytest.mark.parametrize("arguments", [["--details", "none"], ["--from-json", "a.json"]])
    def test_needs_pages_for_dates(self, run, arguments):
        urls = [] if "--from-json" in arguments else [TAB]

        said = run("import_videos", *urls, *arguments, "--since", "2026-01-01")

        assert said.failure == "--since needs the dates that stand on the videos' own pages: not with --details none."


class TestManyPages:
    @pytest.fixture
    def many(self, web, make_info, monkeypatch):
        monkeypatch.setattr(import_videos, "ASKS_FROM", 2)
        web[TAB] = web.listing(make_info(1), make_info(2))
        for number in (1, 2):
            web[watch(number)] = web.video(make_info(number, description=""))

    def test_are_not_read_unasked_where_nobody_can_answer(self, run, web, many):
        said = run("import_videos", TAB)

        assert said.out[2].startswith(
            "Listed. 2 videos' own pages are to be read, one after the other: about 3 seconds."
        )
        assert said.err == ["Nobody is here to be asked: give --yes to go on."]
        assert said.failure.startswith(
            "Stopped, with 2 items left: The pages of the listed videos were not to be read."
        )
        assert len(web.asked) == 1

    def test_are_read_where_the_operator_said_yes_before(self, run, web, many):
        said = run("import_videos", TAB, "--yes")

        assert (len(web.asked), said.failure) == (3, "")


class TestRecordedAnswers:
    @pytest.fixture
    def replayed(self, settings, replay):
        settings.ASMR_YTDLP_OPTIONS = replay
        settings.ASMR_IMPORT_PAUSE_SECONDS = 0

    def test_of_a_video_are_stored(self, run, replayed):
        said = run("import_videos", "https://www.youtube.com/watch?v=KI7fMGRg0Wk")

        video = Video.objects.get()
        assert said.out[0].startswith("held ")
        assert (video.listing_state, video.held_reason) == ("held", "not-recognised")
        assert (video.site_id, bool(video.title), len(video.chapters)) == ("KI7fMGRg0Wk", True, 13)
        assert (video.duration_seconds, f"{video.published_at:%Y-%m-%d}") == (953, "2021-03-17")

    def test_of_a_channel_are_stored(self, run, replayed, expected):
        listing = expected("channel_videos_2pages")

        run("import_videos", listing["url"], "--details", "none")

        stored = set(Video.objects.values_list("site_id", flat=True))
        assert stored == {entry["id"] for entry in listing["info"]["entries"]}


class TestTheCommandLine:
    @pytest.mark.parametrize("arguments", [[], ["https://a.example/", "--from-json", "a.json"]])
    def test_takes_addresses_or_files(self, run, arguments):
        said = run("import_videos", *arguments)

        assert said.failure == "Name either URLs or, after --from-json, files, or give --resume: one of these."

    @pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5", "99999999999999999999"])
    def test_takes_a_limit_of_one_or_more(self, run, limit):
        said = run("import_videos", "https://a.example/", f"--limit={limit}")

        assert (
            said.failure == f"Error: argument --limit: expected a whole number from 1 to 1,000,000,000, not '{limit}'"
        )

    def test_says_what_to_do_without_a_vocabulary(self, run, write, make_info):
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        said = run("import_videos", "--from-json", write(make_info()))

        assert said.failure == (
            "1 tag of the vocabulary is not in the database (tapping). "
            f"Run: {command_line('migrate')}, then: {command_line('load_vocabulary')}"
        )


def manage(*arguments, folder):
    """Run the command as an operator does, on a catalog in `folder`."""
    environment = {**os.environ, "ASMR_DATA_DIR": str(folder), "DATABASE_URL": ""}
    command = [sys.executable, ROOT / "manage.py", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_the_exit_status_tells_of_failures(write, make_info, tmp_path):
    before_setup = manage("import_videos", "--from-json", write(make_info()), folder=tmp_path)
    manage("migrate", "-v0", folder=tmp_path)
    manage("load_vocabulary", "-v0", folder=tmp_path)

    good = manage("import_videos", "--from-json", write(make_info()), folder=tmp_path)
    bad = manage("import_videos", "--from-json", write(make_info(), "not json"), folder=tmp_path)

    assert [before_setup.returncode, good.returncode, bad.returncode] == [1, 0, 1]
    assert before_setup.stderr.startswith("CommandError: The database is not set up (no such table: ")
    assert bad.stderr.splitlines()[-1].startswith("CommandError: 1 of 2 items failed")


def test_an_address_of_bytes_that_are_no_text_is_refused_in_words(run, db):
    assert (
        "no text that can be read: https://a.example/\\udcff"
        in run("import_videos", "https://a.example/\udcff").failure
    )


def test_a_run_that_another_process_took_over_is_told_of_in_words(run, web, make_info):
    def take_over():
        ImportRun.objects.update(worker="elsewhere:1")
        return web.video(make_info(1))

    web[watch(1)], web[watch(2)] = take_over, web.video(make_info(2))

    said = run("import_videos", watch(1), watch(2))

    assert said.failure == (
        "import 1 is no longer this process's: it took too long, and another has taken it over. Watch it in the admin."
    ).replace("import 1", str(ImportRun.objects.get()))


def test_a_dry_run_leaves_a_site_alone_that_asked_for_it(run, web, db):
    limit = queue.remember_limit("youtube", Trouble.RATE_LIMITED, "try again later")

    said = run("import_videos", "--dry-run", watch(1))

    assert said.failure == f"youtube is left alone until {limit.until:%H:%M} UTC: try again later"
    assert web.asked == []
