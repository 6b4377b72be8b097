from datetime import timedelta

import pytest
from django.utils import timezone

from videos.importing import queue
from videos.importing.options import RunOptions
from videos.importing.troubles import Trouble
from videos.importing.ytdlp import FetchError
from videos.management import command_line
from videos.management.commands import sync_creators
from videos.models import ImportRun, Report, Video

pytestmark = pytest.mark.django_db

CHANNEL_ID = "UCaaaaaaaaaaaaaaaaaaaaaa"
CHANNEL = f"https://www.youtube.com/channel/{CHANNEL_ID}"


def watch(number):
    return f"https://www.youtube.com/watch?v=aaaaaaaaa{number:02}"


@pytest.fixture
def creator(make_creator, web, make_info):
    web[f"{CHANNEL}/videos"] = web.listing(make_info(1), id=CHANNEL_ID, channel_id=CHANNEL_ID, channel="Quiet Tent")
    web[f"{CHANNEL}/streams"] = [FetchError(CHANNEL, "does not have a streams tab", Trouble.NO_SUCH_TAB)]
    web[watch(1)] = web.video(make_info(1))
    return make_creator("Quiet Tent", site_id=CHANNEL_ID, is_followed=True)


class TestSyncCreators:
    @pytest.mark.parametrize("arguments", [["--due"], ["--all"], ["quiet-tent"]])
    def test_lists_the_channel_and_reads_the_new_videos(self, run, web, creator, arguments):
        said = run("sync_creators", *arguments)

        assert [address for address, _ in web.asked] == [f"{CHANNEL}/videos", f"{CHANNEL}/streams", watch(1)]
        assert Video.objects.get().completeness == "full"
        assert said.failure == ""
        assert "created    ASMR rain 1" in said.out

    def test_reads_nobody_twice_who_is_not_due(self, run, web, creator):
        run("sync_creators", "--due")
        web.asked.clear()

        said = run("sync_creators", "--due")

        assert web.asked == []
        assert said.out[-1].startswith("1 creator followed, nobody is due now. Next: Quiet Tent, in ")

    def test_goes_on_first_with_what_was_left_unfinished(self, run, web, creator):
        left = queue.request_run("creators", RunOptions(creators=(creator.pk,)).as_json())
        queue.claim(left, worker="elsewhere:1")
        ImportRun.objects.update(lease_until="2026-01-01T00:00Z")

        run("sync_creators", "--due")

        assert list(ImportRun.objects.values_list("pk", "state")) == [(left.pk, "finished")]

    def test_says_who_could_not_be_read(self, run, web, creator):
        web[f"{CHANNEL}/videos"] = [FetchError(f"{CHANNEL}/videos", "terminated", Trouble.CHANNEL_CLOSED)]

        said = run("sync_creators", "--due")

        assert said.err == [f"failed     {CHANNEL}/videos  terminated"]
        assert said.failure.startswith("1 of 2 items failed")

    def test_knows_no_stranger(self, run):
        assert run("sync_creators", "nobody").failure == "The catalog knows no creator 'nobody'."

    def test_asks_which_of_several_is_meant(self, run, make_creator):
        make_creator("Tent"), make_creator("Tent")

        assert run("sync_creators", "Tent").failure == (
            "'Tent' names several creators: Tent (tent), Tent (tent-2). Give the slug."
        )

    @pytest.mark.parametrize("arguments", [[], ["--due", "--all"], ["tent", "--watch"]])
    def test_wants_to_be_told_whom(self, run, arguments):
        assert run("sync_creators", *arguments).failure == (
            "Name creators, or give --due, --all or --watch: one of these."
        )

    @pytest.mark.parametrize("arguments", [["--due"], ["--all"]])
    def test_says_how_to_follow_somebody(self, run, arguments):
        said = run("sync_creators", *arguments)

        assert command_line("add_creators", "FILE") in "".join([*said.out, said.failure])


class TestImportWorker:
    def test_works_on_what_is_requested_and_on_what_was_left(self, run, web, creator):
        requested = queue.request_run("addresses", RunOptions(urls=(f"{CHANNEL}/videos",)).as_json())

        said = run("import_worker", "--once")

        requested.refresh_from_db()
        assert requested.state == "finished"
        assert said.out[0] == f"import {requested.pk} begins: addresses."
        assert queue.living_workers() == []

    def test_goes_on_after_a_run_that_failed_and_says_so_at_the_end(self, run, web, make_info):
        web[watch(1)], web[watch(2)] = [FetchError(watch(1), "gone", Trouble.GONE)], web.video(make_info(2))
        for number in (1, 2):
            queue.request_run("addresses", RunOptions(urls=(watch(number),)).as_json())

        said = run("import_worker", "--once")

        assert list(ImportRun.objects.order_by("pk").values_list("state", flat=True)) == ["finished", "finished"]
        assert said.failure.startswith("1 of 1 item failed")

    def test_survives_a_run_that_breaks_off(self, run, web, make_info):
        def fail():
            raise ZeroDivisionError("a slip")

        web[watch(1)], web[watch(2)] = fail, web.video(make_info(2))
        for number in (1, 2):
            queue.request_run("addresses", RunOptions(urls=(watch(number),)).as_json())

        said = run("import_worker", "--once")

        assert list(ImportRun.objects.order_by("pk").values_list("state", flat=True)) == ["stopped", "finished"]
        assert said.failure == (
            f"import {ImportRun.objects.last().pk} stopped: It broke off: ZeroDivisionError: a slip. "
            "It can go on with --resume."
        )

    def test_leaves_a_site_alone_that_asked_for_it(self, run, web):
        web[watch(1)] = [FetchError(watch(1), "try again later", Trouble.RATE_LIMITED)]
        queue.request_run("addresses", RunOptions(urls=(watch(1),)).as_json())
        queue.request_run("addresses", RunOptions(urls=(watch(2),)).as_json())

        run("import_worker", "--once")

        assert len(web.asked) == 1
        assert list(ImportRun.objects.values_list("state", flat=True)) == ["stopped", "stopped"]


class TestCheckLinks:
    def test_checks_a_slice_and_says_what_is_missing(self, run, web, make_video, make_info):
        first, second, third = (make_video(site_id=f"aaaaaaaaa{n:02}", url=watch(n)) for n in (1, 2, 3))
        web[watch(1)], web[watch(2)] = web.video(make_info(1)), [FetchError(watch(2), "removed", Trouble.GONE)]

        said = run("check_links", "--slice", "2")

        assert len(web.asked) == 2
        second.refresh_from_db()
        assert second.missing_since is not None
        assert "Not there: 1 video; of these found so a second time, and hidden from visitors: 0." in said.out

    def test_has_nothing_to_do_where_all_was_checked_lately(self, run):
        assert run("check_links").out == ["Every video was checked within the last days. Nothing to do."]

    def test_deletes_in_passing_what_visitors_left_90_days_ago(self, run):
        for days in (89, 91):
            reported_at = timezone.now() - timedelta(days=days)
            Report.objects.create(kind="other", fingerprint=days, contact="a@example.org", reported_at=reported_at)

        said = run("check_links")

        assert said.out[0] == "Deleted, being 90 days old: 1 contact that visitors left."
        assert list(Report.objects.order_by("pk").values_list("contact", flat=True)) == ["a@example.org", ""]


def test_no_more_runs_are_begun_where_one_was_stopped(run, web, make_creator, monkeypatch):
    monkeypatch.setattr(sync_creators, "CREATORS_A_RUN", 2)
    for number in range(6):
        make_creator(site_id=f"UC{number:022}", is_followed=True)
    queue.remember_limit("youtube", Trouble.RATE_LIMITED, "try again later")

    said = run("sync_creators", "--due")

    assert (ImportRun.objects.count(), web.asked) == (1, [])
    assert said.failure.startswith("Stopped, with 4 items left: youtube is left alone until ")
