from datetime import UTC, datetime, timedelta

import pytest

from videos.importing.checking import request_check, videos_to_check
from videos.models import ImportRun

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class TestVideosToCheck:
    def test_begin_with_those_whose_second_check_decides_then_the_longest_unasked(self, make_video):
        third = make_video(checked_at=NOW - 8 * DAY)
        second = make_video(checked_at=NOW - 9 * DAY)
        never = make_video()
        decides = make_video(checked_at=NOW - 7 * DAY, missing_since=NOW - 7 * DAY, missing_reason="gone")

        assert list(videos_to_check(NOW)) == [decides, never, second, third]

    @pytest.mark.parametrize(
        "values",
        [
            {"checked_at": NOW - 6 * DAY},
            {"checked_at": NOW - 29 * DAY, "missing_since": NOW - 60 * DAY, "gone_at": NOW - 50 * DAY},
            {"listing_state": "taken-down"},
            {"site": "generic"},
        ],
    )
    def test_leave_out_what_is_fresh_gone_taken_down_or_without_a_site(self, make_video, values):
        make_video(**values)

        assert list(videos_to_check(NOW)) == []

    @pytest.mark.parametrize(
        ("values", "is_due"),
        [
            ({"live_status": "is_live", "checked_at": NOW - 2 * DAY}, True),
            ({"live_status": "is_upcoming", "checked_at": NOW - 2 * DAY, "release_at": NOW - DAY}, True),
            ({"live_status": "is_upcoming", "checked_at": NOW - 2 * DAY, "release_at": NOW + DAY}, False),
            ({"live_status": "is_live", "checked_at": NOW - DAY / 2}, False),
            ({"live_status": "was_live", "checked_at": NOW - 2 * DAY}, False),
        ],
    )
    def test_look_soon_whether_a_live_or_announced_video_is_over(self, make_video, values, is_due):
        make_video(**values)

        assert videos_to_check(NOW).exists() is is_due

    def test_leave_out_creators_who_asked_to_be_removed(self, make_video, make_creator):
        make_video(creator=make_creator(status="removed"))

        assert list(videos_to_check(NOW)) == []

    def test_look_at_what_is_gone_now_and_then(self, make_video):
        video = make_video(checked_at=NOW - 31 * DAY, missing_since=NOW - 60 * DAY, gone_at=NOW - 50 * DAY)

        assert list(videos_to_check(NOW)) == [video]


class TestRequestCheck:
    def test_lays_out_a_slice(self, make_video):
        videos = [make_video() for _ in range(3)]

        run = request_check(2)

        assert list(run.items.values_list("video", "address")) == [(video.pk, video.url) for video in videos[:2]]

    def test_requests_nothing_where_nothing_is_due(self):
        assert (request_check(2), ImportRun.objects.count()) == (None, 0)
