"""Whoever reads the log misses nothing, in whatever order transactions end."""

import threading
from dataclasses import replace

import pytest
from django.db import connection, transaction

from videos.changes import log
from videos.changes.log import cut_log, find_position, note_everything, read_changes
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

    @pytest.mark.parametrize("other", [{"last_id": 10**9}, {"token": 1}])
    def test_takes_a_log_without_the_row_that_was_read_last_for_another_history(self, make_video, other):
        make_video()
        position = replace(find_position(), **other)

        assert read_changes(position).is_everything is True

    def test_names_no_two_states_alike_though_a_backup_came_back(self, make_video):
        make_video()
        start = find_position()
        Video.objects.update(view_count=1)
        first = find_position()
        with connection.cursor() as cursor:  # as if the backup from before had been put back and changed otherwise
            cursor.execute("DELETE FROM videos_change WHERE id > %s", [start.last_id])
            cursor.execute(
                "INSERT INTO videos_change (id, video_id, transaction_id) VALUES (%s, 1, 0)", [first.last_id]
            )

        assert (find_position().last_id, find_position().count) == (first.last_id, first.count)
        assert find_position().state != first.state

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
        may_commit.set()
        thread.join()
        after = read_changes(before.position)

        assert (before.video_ids, after.video_ids) == ({quick.pk}, {slow.pk})
        assert after.position.state != before.position.state

    @pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL numbers transactions")
    def test_is_not_confused_by_numbers_of_another_cluster(self, make_video):
        make_video()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE videos_change SET transaction_id = transaction_id + 5000000")
        position = find_position()
        first = read_changes(position)
        beyond = replace(position, snapshot="99999999:99999999:")

        assert (bool(first), read_changes(beyond).is_everything) == (False, True)


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

    @pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
    def test_hurts_whoever_may_not_have_seen_what_it_took(self, make_video, monkeypatch):
        monkeypatch.setattr(log, "KEPT", 3)
        slow, quick = make_video(), make_video()
        has_written, may_commit = threading.Event(), threading.Event()

        def write_slowly():
            with transaction.atomic():
                Video.objects.filter(pk=slow.pk).update(listing_state="hidden")
                has_written.set()
                may_commit.wait(10)
            connection.close()

        thread = threading.Thread(target=write_slowly)
        thread.start()
        has_written.wait(10)
        for count in range(20):
            Video.objects.filter(pk=quick.pk).update(view_count=count)
        lagging = find_position()
        may_commit.set()
        thread.join()
        cut_log()

        assert read_changes(lagging).is_everything is True
