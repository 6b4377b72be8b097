from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from creators.models import Creator
from videos.importing import queue
from videos.importing.options import RunOptions
from videos.importing.syncing import (
    describe_sync,
    due,
    find_creators,
    find_rhythm,
    followed,
    note_reading,
    request_sync,
    schedule,
)
from videos.models import ImportRun

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def follow(make_creator):
    """Make a followed creator with a channel id."""

    def make(name, **values):
        return make_creator(name, **{"site_id": f"UC{name:a<22}", "is_followed": True, **values})

    return make


class TestFollowed:
    def test_are_those_who_can_be_read_and_did_not_ask_to_be_removed(self, follow):
        follow("removed", status="removed")
        follow("nowhere", site_id="")
        follow("stranger", is_followed=False)
        expected = [follow("id"), follow("handle", site_id="", handle="@handle")]

        assert list(followed().order_by("pk")) == expected


class TestDue:
    def test_are_the_longest_waiting_first_and_before_them_who_was_never_read(self, follow):
        follow("later", sync_due_at=NOW + DAY)
        third = follow("third", sync_due_at=NOW)
        second = follow("second", sync_due_at=NOW - DAY)
        first = follow("first")

        assert list(due(NOW)) == [first, second, third]

    def test_are_not_those_whom_an_unfinished_run_will_read(self, follow):
        request_sync([follow("tent")])

        assert list(due(NOW)) == []

    @pytest.mark.parametrize(
        ("values", "is_due"),
        [
            ({"state": "stopped"}, True),
            ({"state": "stopped", "resume_at": NOW + DAY}, False),
            ({"state": "stopped", "resume_at": NOW - 2 * DAY}, True),
            ({"state": "running", "lease_until": NOW}, False),
            ({"state": "running", "lease_until": NOW - 2 * DAY}, True),
        ],
    )
    def test_do_not_wait_for_a_run_that_nobody_goes_on_with(self, follow, values, is_due):
        tent = follow("tent")
        ImportRun.objects.filter(pk=request_sync([tent]).pk).update(**values)

        assert list(due(NOW)) == [tent] * is_due

    def test_are_for_a_day_not_those_whose_run_a_person_cancelled(self, follow):
        tent = follow("tent")
        queue.cancel(request_sync([tent]))

        assert [list(due(timezone.now())), list(due(timezone.now() + 2 * DAY))] == [[], [tent]]


class TestRhythm:
    def publish(self, creator, make_video, *days_ago):
        for days in days_ago:
            make_video(creator=creator, published_at=NOW - days * DAY)

    @pytest.mark.parametrize(
        ("days_ago", "days"),
        [
            ((), 7),
            ((0, 4), 7),
            ((0, 4, 8), 2),
            ((0, 4, 8, 300), 2),
            ((0, 0.1, 0.2), 1),
            ((0, 300, 600), 30),
        ],
    )
    def test_is_twice_as_often_as_they_publish(self, follow, make_video, days_ago, days):
        creator = follow("tent")
        self.publish(creator, make_video, *days_ago)

        assert find_rhythm(creator) == days * DAY

    def test_does_not_go_by_estimated_dates(self, follow, make_video):
        creator = follow("tent")
        for days in (0, 4, 8):
            make_video(creator=creator, published_at=NOW - days * DAY, published_precision="approximate")

        assert find_rhythm(creator) == 7 * DAY


class TestSchedule:
    def test_has_jitter_so_that_no_two_fall_due_together_for_ever(self, follow):
        creators = [follow(f"tent{number}") for number in range(5)]
        for creator in creators:
            schedule(creator, now=NOW)

        waits = [moment - NOW for moment in Creator.objects.values_list("sync_due_at", flat=True)]
        assert len(set(waits)) == 5
        assert all(5.6 * DAY <= wait <= 8.4 * DAY for wait in waits)

    def test_of_trouble_is_tomorrow(self, follow):
        creator = follow("tent")

        schedule(creator, now=NOW, trouble="no answer")

        creator.refresh_from_db()
        assert creator.sync_trouble == "no answer"
        assert creator.sync_due_at - NOW < 2 * DAY

    def test_of_a_closed_channel_looks_at_it_rarely(self, follow):
        creator = follow("tent", terminated_at=NOW - 40 * DAY)

        schedule(creator, now=NOW, trouble="terminated")

        creator.refresh_from_db()
        assert 24 * DAY <= creator.sync_due_at - NOW <= 36 * DAY


class TestNoteReading:
    @pytest.mark.parametrize(
        ("before", "trouble", "after"),
        [
            (None, "channel-closed", NOW),
            (NOW - 40 * DAY, "channel-closed", NOW - 40 * DAY),
            (NOW - 40 * DAY, "network", NOW - 40 * DAY),
            (NOW - 40 * DAY, "", None),
            (None, "network", None),
        ],
    )
    def test_keeps_since_when_the_channel_is_closed(self, follow, before, trouble, after):
        creator = follow("tent", terminated_at=before)

        note_reading(creator, now=NOW, trouble=trouble)

        creator.refresh_from_db()
        assert creator.terminated_at == after

    @pytest.mark.parametrize(("trouble", "read_at"), [("", NOW), ("network", NOW - 9 * DAY)])
    def test_keeps_when_the_channel_was_last_read(self, follow, trouble, read_at):
        creator = follow("tent", synced_at=NOW - 9 * DAY)

        note_reading(creator, now=NOW, trouble=trouble)

        creator.refresh_from_db()
        assert creator.synced_at == read_at


class TestFindCreators:
    @pytest.mark.parametrize("words", ["quiet-tent", "UCquiet", "@QuietTent", "quiet tent"])
    def test_by_slug_id_handle_or_name(self, make_creator, words):
        creator = make_creator("Quiet Tent", site_id="UCquiet", handle="@quiettent")

        assert find_creators(words) == [creator]

    def test_may_be_several_or_none(self, make_creator):
        both = [make_creator("Quiet Tent"), make_creator("Quiet Tent", site="vimeo")]

        assert (find_creators("Quiet Tent"), find_creators("Loud Tent")) == (both, [])


class TestDescribeSync:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, "Never read yet. Due now: the next sync_creators reads it."),
            ({"is_followed": False}, "Never read yet. Not followed: new videos come only by an import."),
            ({"status": "removed"}, "Taken down: never read."),
            ({"sync_trouble": "no answer"},
             "Never read yet. The last attempt failed: no answer. Due now: the next sync_creators reads it."),
        ],
    )  # fmt: skip
    def test_is_plain_words(self, follow, values, words):
        assert describe_sync(follow("tent", **values)) == words

    def test_tells_when_it_was_read_and_will_be(self, follow):
        now = timezone.now()
        creator = follow("tent", synced_at=now - 2 * DAY, sync_due_at=now + 3 * DAY + timedelta(minutes=1))

        assert describe_sync(creator) == "Last read 2\xa0days ago. Due again in 3\xa0days."

    def test_tells_of_a_closed_channel(self, follow):
        creator = follow("tent", terminated_at=timezone.now() - 2 * DAY)

        assert describe_sync(creator).startswith("The site has closed this channel (first seen 2\xa0days ago).")

    def test_tells_of_the_run_that_is_at_it(self, follow):
        creator = follow("tent")
        run = request_sync([creator])
        waiting = describe_sync(creator)
        queue.claim(run, worker="elsewhere:1")

        assert (waiting, describe_sync(creator)) == (
            f"Waiting for a worker, in import {run.pk}.",
            f"Being read now, by import {run.pk}.",
        )


def test_options_survive_being_kept_as_json():
    options = RunOptions(urls=("https://a.example/",), creators=(1, 2), since=NOW.date(), newest=3, details="stale")

    assert RunOptions.from_json(options.as_json()) == options
