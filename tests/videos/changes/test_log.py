"""Whoever reads the log misses nothing, in whatever order transactions end."""

import threading

import pytest
from django.db import connection, transaction

from videos.changes import log
from videos.changes.log import Position, cut_log, find_position, name_state, note_everything, read_changes
from videos.models import Video

pytestmark = pytest.mark.django_db(transaction=True)


class TestReading:
    def test_gives_each_change_once(self, make_video):
        video = make_video()
        start = find_position()
        Video.objects.update(view_count=1)

        first = read_changes(start)
        second = read_changes(first.position)

        assert (first.video_ids, bool(second)) == ({video.pk}, False)

    def test_sees_nothing_of_what_was_rolled_back(self, make_video):
        make_video()
        start = find_position()
        with transaction.atomic():
            Video.objects.update(view_count=1)
            transaction.set_rollback(True)

        assert not read_changes(start)

    def test_of_a_change_of_everything_says_so(self):
        start = find_position()
        note_everything()

        assert read_changes(start).is_everything is True

    def test_takes_a_log_that_ends_before_what_was_read_for_another_database(self):
        position = find_position()

        assert read_changes(Position(position.last_id + 1000, position.snapshot)).is_everything is True

    @pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
    def test_finds_a_change_that_was_begun_first_and_committed_last(self, make_video):
        slow, quick = make_video(), make_video()
        has_written, may_commit = threading.Event(), threading.Event()

        def write_slowly():
            with transaction.atomic():
                Video.objects.filter(pk=slow.pk).update(view_count=1)
                has_written.set()
                may_commit.wait(10)
            connection.close()

        start = find_position()
        thread = threading.Thread(target=write_slowly)
        thread.start()
        has_written.wait(10)
        Video.objects.filter(pk=quick.pk).update(view_count=1)
        before = read_changes(start)
        state = name_state(before.position)
        may_commit.set()
        thread.join()
        after = read_changes(before.position)

        assert (before.video_ids, after.video_ids) == ({quick.pk}, {slow.pk})
        assert name_state(after.position) != state


class TestCutting:
    def test_keeps_the_latest_and_sends_those_far_behind_to_read_everything(self, make_video, monkeypatch):
        monkeypatch.setattr(log, "KEPT", 5)
        make_video()
        start = find_position()
        for count in range(20):
            Video.objects.update(view_count=count)
        late = find_position()
        cut_log()
        Video.objects.update(view_count=99)

        assert (read_changes(start).is_everything, read_changes(late).is_everything) == (True, False)
