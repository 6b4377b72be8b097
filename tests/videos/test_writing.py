from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.models import Tag, TaggedVideo, Video
from videos.writing import insert_rows, update_rows, writing

pytestmark = pytest.mark.django_db


class TestInsertRows:
    def test_writes_each_row_as_saving_it_would(self, make_video):
        video = make_video()
        slugs = ["tapping", "rain-sounds", "hypnosis"]
        tags = [Tag.objects.get(slug=slug) for slug in slugs]

        insert_rows(
            [TaggedVideo(content_object=video, tag=tags[0], confidence=0.8, evidence="„Tapping“", zone="title")]
        )
        insert_rows([TaggedVideo(content_object=video, tag=tag, source="automatic") for tag in tags[1:]])

        saved = TaggedVideo(
            content_object=make_video(), tag=tags[0], confidence=0.8, evidence="„Tapping“", zone="title"
        )
        saved.save()
        names = ["tag", "source", "confidence", "evidence", "zone", "decided_by"]
        rows = list(TaggedVideo.objects.order_by("pk").values_list(*names))
        assert (rows[0], len(rows)) == (rows[3], 4)
        assert None not in TaggedVideo.objects.values_list("decided_at", flat=True)

    def test_is_one_statement_for_hundreds(self, make_video):
        tag, videos = Tag.objects.get(slug="tapping"), [make_video() for _ in range(300)]

        with CaptureQueriesContext(connection) as queries:
            insert_rows([TaggedVideo(content_object=video, tag=tag) for video in videos])

        assert (len(queries), TaggedVideo.objects.count()) == (1, 300)

    def test_of_none_does_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            insert_rows([])

        assert len(queries) == 0


class TestUpdateRows:
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("source_title", "Rain – für „dich“"),
            ("chapters", [[5, "Drops"]]),
            ("chapters", None),
            ("published_precision", "unknown"),
            ("view_count", 10**12),
            ("is_embeddable", False),
            ("is_embeddable", None),
            ("read_at", datetime(2024, 1, 1, 18, 0, 0, 5, tzinfo=UTC)),
            ("read_at", None),
        ],
    )
    def test_writes_a_field_of_each_row_and_no_other(self, make_video, column, value):
        first, second, other = make_video("One"), make_video("Two"), make_video("Three")
        setattr(first, column, value)
        first.description = "not written"

        update_rows([first, second], [column])

        stored = Video.objects.get(pk=first.pk)
        assert (getattr(stored, column), stored.description) == (value, "")
        assert list(Video.objects.exclude(pk=first.pk).order_by("pk").values_list("title")) == [("Two",), ("Three",)]
        assert Video.objects.get(pk=other.pk).updated_at == other.updated_at

    def test_writes_foreign_keys(self, make_video, make_creator):
        video = make_video("One")
        video.creator = make_creator()

        update_rows([video], ["creator", "updated_at"])

        stored = Video.objects.get()
        assert stored.creator == video.creator
        assert stored.updated_at == video.updated_at

    def test_writes_more_rows_than_a_statement_takes(self, make_video, monkeypatch):
        monkeypatch.setattr("videos.writing._MAX_PARAMETERS", 4)
        videos = [make_video(str(number)) for number in range(5)]
        for video in videos:
            video.view_count = video.pk

        with CaptureQueriesContext(connection) as queries:
            update_rows(videos, ["view_count"])

        assert len(queries) == 3
        assert all(video.view_count == video.pk for video in Video.objects.all())

    def test_makes_no_row_anew_that_is_gone(self, make_video):
        video = make_video("One")
        Video.objects.all().delete()

        update_rows([video], ["description"])

        assert Video.objects.count() == 0


def test_writing_takes_turns_on_postgresql():
    with CaptureQueriesContext(connection) as queries, writing():
        pass

    takes_turns = any("pg_advisory_xact_lock" in query["sql"] for query in queries)
    assert takes_turns is (connection.vendor == "postgresql")
