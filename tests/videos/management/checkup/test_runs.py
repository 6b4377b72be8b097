from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from videos.importing import queue
from videos.importing.troubles import Trouble
from videos.management import command_line
from videos.management.checkup import runs
from videos.management.checkup.findings import Finding, Level
from videos.models import ImportRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_run():
    """Give make_run(state, age=…, …): a run, requested so long ago."""

    def make(state, *, age=timedelta(), **values):
        run = ImportRun.objects.create(kind="addresses", state=state, **values)
        ImportRun.objects.filter(pk=run.pk).update(requested_at=timezone.now() - age)
        return run

    return make


def ago(**span):
    return timezone.now() - timedelta(**span)


class TestWorkers:
    def test_need_not_live_while_nothing_waits(self, make_run):
        make_run("finished", age=timedelta(days=1))
        make_run("requested")  # by a command that is about to take it
        make_run("stopped", age=timedelta(days=9))  # by hand
        make_run("running", lease_until=ago(hours=1))

        assert runs.check_workers() == Finding(
            Level.OK,
            "workers",
            f"none lives; nothing waits for one. Imports requested in the admin need {command_line('import_worker')}",
        )

    def test_would_take_what_goes_on_by_itself(self, make_run):
        run = make_run("stopped", resume_at=ago(hours=2))  # the next timer takes it too

        assert runs.check_workers() == Finding(
            Level.LOOK,
            "workers",
            f"none lives to go on with {run}, stopped until a time. Run: {command_line('import_worker')}",
        )

    @pytest.mark.parametrize(
        ("state", "values"),
        [
            ("requested", {"age": timedelta(minutes=2)}),
            ("stopped", {"resume_at": ago(days=2)}),
            ("running", {"lease_until": ago(days=2), "worker": "elsewhere:1"}),
        ],
    )
    def test_are_missed_by_what_waits(self, make_run, state, values):
        run = make_run(state, **values)

        assert runs.check_workers() == Finding(
            Level.MEND, "workers", f"none lives, and 1 import waiting: {run}. Run: {command_line('import_worker')}"
        )

    def test_that_live_are_named(self, make_run):
        make_run("requested", age=timedelta(minutes=2))
        queue.sign_in("elsewhere:7")

        assert runs.check_workers() == Finding(Level.OK, "workers", "elsewhere:7; 1 import waiting")


class TestStoppedRuns:
    def test_that_wait_for_a_person_say_why(self, make_run):
        run = make_run("stopped", trouble=Trouble.BROKEN, reason="It failed. Upgrade yt-dlp.")
        make_run("stopped", trouble=Trouble.NETWORK, resume_at=timezone.now())

        assert list(runs.find_runs_that_need_a_person()) == [
            Finding(
                Level.MEND,
                str(run),
                "addresses, stopped: It failed. Upgrade yt-dlp. Then go on with it in the admin, or cancel it there",
            )
        ]

    def test_that_a_person_broke_off_are_worth_a_look(self, make_run):
        run = make_run("stopped", reason="Interrupted.")

        assert list(runs.find_runs_that_need_a_person()) == [
            Finding(
                Level.LOOK,
                "stopped",
                f"{run}: broken off by hand. To go on: {command_line('import_videos', '--resume')}, or in the admin",
            )
        ]


class TestLimits:
    def test_in_force_are_told_in_the_site_s_words(self):
        limit = queue.remember_limit("youtube", Trouble.RATE_LIMITED, "try again later")

        assert list(runs.describe_limits()) == [
            Finding(Level.LOOK, "limit", f"youtube is left alone until {limit.until:%H:%M} UTC: try again later")
        ]

    def test_are_denied_where_there_are_none(self):
        assert list(runs.describe_limits()) == [Finding(Level.OK, "limits", "no site asks to be left alone")]


class TestTheLatestRuns:
    def test_are_five_newest_first(self, make_run):
        made = [make_run("finished") for _ in range(6)]

        assert [found.topic for found in runs.describe_latest_runs()] == [str(run) for run in made[:0:-1]]

    def test_tell_state_time_and_counts(self, make_run):
        ended_at = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
        run = make_run("finished", ended_at=ended_at)
        run.items.create(kind="video", address="a", state="created")
        run.items.create(kind="video", address="b", state="failed")

        assert list(runs.describe_latest_runs()) == [
            Finding(Level.OK, str(run), "addresses, finished, 2026-03-04 05:06 UTC: 1 created, 1 failed")
        ]

    def test_tell_what_a_dead_process_left(self, make_run):
        started_at = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
        run = make_run("running", started_at=started_at, lease_until=ago(minutes=1), worker="elsewhere:1")

        assert list(runs.describe_latest_runs()) == [
            Finding(Level.OK, str(run), "addresses, left by a process that is gone, 2026-03-04 05:06 UTC: nothing yet")
        ]
