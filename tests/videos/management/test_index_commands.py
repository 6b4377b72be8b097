"""`verify_index` and `rebuild_index`: what is wrong is named, and mended."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from pyroaring import BitMap

from videos.browsing.filters import VideoFilter
from videos.browsing.index.current import current_index
from videos.browsing.index.verifying import find_differences
from videos.browsing.search import search
from videos.changes.log import find_position, read_changes
from videos.fulltext import checking
from videos.models import Video

pytestmark = pytest.mark.django_db

UPDATE_TRIGGER = "note_change_of_videos_video_update"


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out, no_color=True)
    return out.getvalue()


def said_by_failing(command: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command(command, stdout=out, no_color=True)
    return f"{out.getvalue()}{failure.value}"


def drop_trigger(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (" ON videos_video" if connection.vendor == "postgresql" else ""))


class TestVerifyIndex:
    def test_is_content_with_a_catalog_that_nobody_tampered_with(self, examples):
        assert run("verify_index") == "The index says what the database says: tags, lengths, orders and words.\n"

    def test_names_words_that_are_not_those_of_the_texts(self, make_video):
        video = make_video("Rain")
        Video.objects.update(source_title="Snow")

        said = said_by_failing("verify_index")

        assert f"words of video {video.pk} are not those of its texts" in said
        assert "1 difference. To mend: " in said

    def test_names_a_trigger_that_is_gone(self):
        drop_trigger(UPDATE_TRIGGER)

        assert f"trigger missing: {UPDATE_TRIGGER}" in said_by_failing("verify_index")

    def test_takes_a_full_text_that_it_could_not_read_for_no_difference(self, monkeypatch):
        def is_locked():
            raise OperationalError("database is locked")

        monkeypatch.setattr(checking, "is_whole", is_locked)

        assert said_by_failing("verify_index").startswith("The full text could not be read: database is locked.")

    def test_finds_what_got_by_an_index(self, make_video):
        make_video(tags=["cbt"])
        index = current_index()
        drop_trigger(UPDATE_TRIGGER)

        Video.objects.update(listing_state="hidden")

        assert "tag cbt: 1 videos in the index, 0 in the database" in list(find_differences(index))

    def test_finds_a_confirmation_that_an_index_does_not_know_or_still_holds(self, make_video):
        confirmed, taken_back = (make_video(tags=[slug]) for slug in ("cbt", "reiki"))
        index = current_index()
        said = {**index.confirmed, "cbt": index.confirmed["cbt"] - BitMap([confirmed.pk])}
        said["dbt"] = BitMap([taken_back.pk])

        assert list(find_differences(replace(index, confirmed=said))) == [
            "confirmed tag cbt: 0 videos in the index, 1 in the database",
            "confirmed tag dbt: 1 videos in the index, 0 in the database",
        ]


# PostgreSQL makes no index where rows of the same transaction still wait for their checks.
@pytest.mark.django_db(transaction=True)
class TestRebuildIndex:
    def test_mends_words_triggers_and_full_text_and_has_every_process_read_anew(self, make_video):
        make_video("Rain")
        drop_trigger(UPDATE_TRIGGER)
        Video.objects.update(source_title="Snow")
        since = find_position()

        said = run("rebuild_index")

        assert said.splitlines()[0] == "1 video had other words than their texts."
        assert read_changes(since).is_everything
        assert run("verify_index")
        assert search(VideoFilter(q="snow")).count() == 1
