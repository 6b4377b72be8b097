import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from videos.importing import queue
from videos.importing.options import RunOptions
from videos.importing.troubles import Trouble
from videos.models import ImportLock, ImportRun, RunItem, SiteLimit, Worker

pytestmark = pytest.mark.django_db

ME = queue.this_process()
ELSEWHERE = "elsewhere:1"


@pytest.fixture
def make_run():
    def make(*urls, **values) -> ImportRun:
        run = queue.request_run("addresses", RunOptions(urls=urls).as_json())
        ImportRun.objects.filter(pk=run.pk).update(**values)
        run.refresh_from_db()
        return run

    return make


@pytest.fixture
def dead_process():
    """The name of a process of this machine that is gone."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()}:{process.pid}"


def in_minutes(minutes):
    return timezone.now() + timedelta(minutes=minutes)


class TestRequestRun:
    def test_lays_out_what_was_asked_for(self):
        options = RunOptions(
            urls=("https://www.youtube.com/@tent", "https://www.youtube.com/watch?v=aaaaaaaaa01", "https://a.example/1")
        )

        run = queue.request_run("addresses", options.as_json())

        assert list(run.items.values_list("kind", "address")) == [
            ("listing", "https://www.youtube.com/@tent/videos"),
            ("listing", "https://www.youtube.com/@tent/streams"),
            ("video", "https://www.youtube.com/watch?v=aaaaaaaaa01"),
            ("listing", "https://a.example/1"),
        ]

    def test_clears_away_the_items_of_runs_that_ended_long_ago(self, make_run):
        old = make_run("https://a.example/1", state="finished", ended_at=in_minutes(-60 * 24 * 91))
        new = make_run("https://a.example/1", state="finished", ended_at=in_minutes(-60 * 24 * 89))

        make_run()

        assert list(RunItem.objects.values_list("run", flat=True)) == [new.pk]
        assert ImportRun.objects.filter(pk=old.pk).exists()


class TestClaim:
    def test_makes_a_requested_run_this_worker_s(self, make_run):
        run = make_run()

        assert queue.claim(run, worker=ME) is True
        assert (run.state, run.worker, run.lease_until > timezone.now()) == ("running", ME, True)

    def test_takes_none_that_another_works_on(self, make_run):
        run = make_run(state="running", worker=ELSEWHERE, lease_until=in_minutes(1))

        assert queue.claim(run, worker=ME) is False
        assert run.worker == ELSEWHERE

    def test_takes_one_over_whose_lease_has_expired(self, make_run):
        run = make_run(state="running", worker=ELSEWHERE, lease_until=in_minutes(-1))

        assert queue.claim(run, worker=ME) is True

    def test_takes_one_over_at_once_whose_process_here_is_gone(self, make_run, dead_process):
        run = make_run(state="running", worker=dead_process, lease_until=in_minutes(4))

        assert queue.claim(run, worker=ME) is True

    @pytest.mark.parametrize("state", ["finished", "cancelled"])
    def test_takes_none_that_has_ended(self, make_run, state):
        assert queue.claim(make_run(state=state), worker=ME) is False

    def test_of_two_only_one_gets_it(self, make_run):
        run = make_run()
        same = ImportRun.objects.get(pk=run.pk)

        assert [queue.claim(run, worker=ME), queue.claim(same, worker=ELSEWHERE)] == [True, False]


class TestClaimNext:
    def test_takes_the_oldest_that_can_go_on(self, make_run):
        make_run(state="finished")
        make_run(state="stopped")
        make_run(state="stopped", resume_at=in_minutes(1))
        make_run(state="running", worker=ELSEWHERE, lease_until=in_minutes(1))
        expected = [
            make_run(state="stopped", resume_at=in_minutes(-1)),
            make_run(state="running", worker=ELSEWHERE, lease_until=in_minutes(-1)),
            make_run(),
        ]

        taken = [queue.claim_next(worker=ME) for _ in range(4)]

        assert taken == [*expected, None]

    def test_takes_only_the_kinds_asked_for(self, make_run):
        make_run()

        assert queue.claim_next(worker=ME, kinds=["creators"]) is None


class TestRenew:
    def test_shows_how_far_the_run_is(self, make_run):
        run = make_run()
        queue.claim(run, worker=ME)
        run.counts = {"created": 3}

        queue.renew(run, current="Rain")

        assert ImportRun.objects.values_list("current", "counts").get() == ("Rain", {"created": 3})

    def test_fails_where_another_took_the_run_over(self, make_run):
        run = make_run()
        queue.claim(run, worker=ME)
        ImportRun.objects.update(worker=ELSEWHERE)

        with pytest.raises(queue.LostRunError):
            queue.renew(run)

    def test_says_that_a_person_cancelled(self, make_run):
        run = make_run()
        queue.claim(run, worker=ME)
        queue.cancel(ImportRun.objects.get())

        with pytest.raises(queue.CancelledError):
            queue.renew(run)


class TestEnd:
    def test_lets_run_and_locks_go_and_keeps_the_trouble_once_met(self, make_run):
        run = make_run()
        queue.claim(run, worker=ME)
        queue.lock(run, "youtube:UCa")
        queue.end(run, "stopped", reason="Wait.", trouble=Trouble.BOT_CHECK, resume_at=in_minutes(1))
        queue.claim(run, worker=ME)

        queue.end(run, "finished")

        run.refresh_from_db()
        assert (run.state, run.reason, run.trouble, run.lease_until) == ("finished", "", "bot-check", None)
        assert ImportLock.objects.count() == 0

    def test_changes_nothing_of_a_run_that_another_took_over(self, make_run):
        run = make_run()
        queue.claim(run, worker=ME)
        ImportRun.objects.update(worker=ELSEWHERE)

        queue.end(run, "finished")

        assert ImportRun.objects.get().state == "running"


class TestCancel:
    def test_ends_a_run_that_nobody_works_on_at_once(self, make_run):
        run = make_run()

        queue.cancel(run)

        assert run.state == "cancelled"

    def test_asks_the_worker_to_end_it(self, make_run):
        run = make_run()
        queue.claim(run, worker=ME)

        queue.cancel(run)

        assert (run.state, run.is_cancel_requested) == ("running", True)

    def test_ends_a_run_that_stops_before_it_hears_of_it(self, make_run):
        run = make_run()
        queue.claim(run, worker=ELSEWHERE)
        queue.cancel(run)

        queue.end(run, "stopped", reason="A pause.", resume_at=in_minutes(60))

        run.refresh_from_db()
        assert (run.state, run.resume_at) == ("cancelled", None)

    def test_leaves_what_has_finished(self, make_run):
        run = make_run(state="finished")

        queue.cancel(run)

        assert (run.state, run.is_cancel_requested) == ("finished", False)


class TestRetryFailed:
    def test_puts_what_failed_back_into_the_queue(self, make_run):
        run = make_run("https://a.example/1", "https://a.example/2", state="finished")
        run.items.filter(address="https://a.example/1").update(state="failed", detail="no")
        run.items.filter(address="https://a.example/2").update(state="listed")

        count = queue.retry_failed(run)

        assert (count, run.state) == (1, "requested")
        assert sorted(run.items.values_list("state", "detail")) == [("listed", ""), ("waiting", "")]

    def test_has_nothing_to_do_where_nothing_failed(self, make_run):
        run = make_run("https://a.example/1", state="finished")
        run.items.update(state="listed")

        assert (queue.retry_failed(run), run.state) == (0, "finished")

    def test_leaves_alone_what_a_person_gave_up(self, make_run):
        run = make_run("https://a.example/1", "https://a.example/2")
        run.items.filter(address="https://a.example/1").update(state="failed")
        queue.cancel(run)

        queue.retry_failed(run)

        assert dict(run.items.values_list("address", "state")) == {
            "https://a.example/1": "waiting",
            "https://a.example/2": "skipped",
        }


class TestLock:
    def test_is_one_run_s_while_that_is_at_work(self, make_run):
        first, second = make_run(), make_run()
        queue.claim(first, worker=ELSEWHERE)
        queue.claim(second, worker=ME)

        assert [queue.lock(first, "a"), queue.lock(second, "a"), queue.lock(first, "a")] == [True, False, True]

    def test_is_void_where_its_run_was_killed(self, make_run, dead_process):
        first, second = make_run(), make_run()
        queue.claim(first, worker=dead_process)
        queue.lock(first, "a")

        assert queue.lock(second, "a") is True
        assert ImportLock.objects.get().run == second


class TestLimit:
    @pytest.mark.parametrize(
        ("trouble", "retry_after", "minutes"),
        [
            (Trouble.RATE_LIMITED, None, 60),
            (Trouble.BOT_CHECK, None, 360),
            (Trouble.RATE_LIMITED, 600, 10),
            (Trouble.RATE_LIMITED, 1, 1),
            (Trouble.RATE_LIMITED, 10**9, 24 * 60),
        ],
    )
    def test_lasts_as_long_as_the_site_says_or_as_is_known(self, trouble, retry_after, minutes):
        queue.remember_limit("youtube", trouble, "try again later", retry_after_seconds=retry_after)

        limit = queue.find_limit("youtube")
        assert abs(limit.until - in_minutes(minutes)) < timedelta(seconds=30)
        assert queue.find_limit("vimeo.com") is None

    def test_is_remembered_of_hosts_with_long_names(self):
        host = "videos.a-peertube-instance-with-a-name.example.org"
        queue.remember_limit(host, Trouble.RATE_LIMITED, "try again later")

        limit = queue.find_limit(host)
        limit.full_clean()  # it fits: PostgreSQL would refuse it
        assert limit.site == host[-40:]

    def test_is_over_when_its_time_has_come(self):
        queue.remember_limit("youtube", Trouble.RATE_LIMITED, "try again later")
        SiteLimit.objects.update(until=in_minutes(-1))

        assert (queue.find_limit("youtube"), queue.describe_limits()) == (None, [])

    def test_is_told_in_plain_words(self):
        queue.remember_limit("youtube", Trouble.RATE_LIMITED, "try again later")
        until = SiteLimit.objects.get().until

        assert queue.describe_limits() == [f"youtube is left alone until {until:%H:%M} UTC: try again later"]


class TestWorkers:
    def test_are_alive_who_were_heard_of_lately(self, dead_process):
        queue.sign_in(ME)
        queue.sign_in(ELSEWHERE)
        queue.sign_in("silent:1")
        queue.sign_in(dead_process)
        Worker.objects.filter(name="silent:1").update(seen_at=in_minutes(-6))

        assert sorted(worker.name for worker in queue.living_workers()) == sorted([ME, ELSEWHERE])

    def test_are_gone_who_signed_out(self):
        queue.sign_in(ME)
        queue.sign_out(ME)

        assert queue.living_workers() == []


def test_this_process_is_named_by_host_and_number():
    assert f"{socket.gethostname()}:{os.getpid()}" == ME
