"""The database notes every change that visitors may see, whoever writes it and however."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.utils import timezone

from creators.models import CreatorStatus
from videos.changes import schema
from videos.changes.log import find_position, read_changes
from videos.importing.store import save_readings
from videos.models import Facet, FormerTitle, Tag, TagDecision, TaggedVideo, Video
from videos.writing import insert_rows, update_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(django_capture_on_commit_callbacks):
    """Do something; give the videos and creators that it was noted of, and whether everything was."""

    def of(do):
        since = find_position()
        do()
        changes = read_changes(since)
        # On PostgreSQL what this very transaction wrote is new at every question; only what came later counts here.
        rows = _rows_after(since.last_id)
        assert changes.video_ids >= {video for video, _ in rows if video}
        videos, creators = ({row[place] for row in rows if row[place]} for place in (0, 1))
        return videos, creators, any(row in {(None, None), (0, None)} for row in rows)

    return of


def _rows_after(last_id):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT video_id, creator_id FROM {schema.LOG} WHERE id > %s", [last_id])
        return cursor.fetchall()


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


class TestVideo:
    def test_is_noted_when_it_is_made(self, noted, make_video):
        made = []

        videos, _, _ = noted(lambda: made.append(make_video()))

        assert videos == {made[0].pk}

    @pytest.mark.parametrize(
        "values",
        [
            {"listing_state": "hidden"},
            {"duration_seconds": 61},
            {"view_count": 0},
            {"curator_title": "Rain"},
            {"source_language": "de"},
            {"published_at": timezone.now(), "published_precision": "exact"},
            {"updated_at": timezone.now()},
            {"title_words": "snow"},
            {"search_words": "snow"},
        ],
    )
    def test_is_noted_when_what_is_shown_of_it_changes_without_save(self, noted, make_video, values):
        video = make_video()

        assert noted(lambda: Video.objects.filter(pk=video.pk).update(**values)) == ({video.pk}, set(), False)

    def test_is_noted_when_another_program_writes_sql(self, noted, make_video):
        video = make_video()

        def write():
            execute("UPDATE videos_video SET listing_state = 'hidden' WHERE id = %s", video.pk)

        assert noted(write) == ({video.pk}, set(), False)

    def test_is_not_noted_for_what_nobody_sees_or_for_the_same_values(self, noted, make_video):
        video = make_video(duration_seconds=60)

        def write():
            Video.objects.update(checked_at=timezone.now(), judged_fingerprint="x", duration_seconds=60)
            FormerTitle.objects.create(video=video, title="Old", replaced_at=timezone.now())

        assert noted(write) == (set(), set(), False)

    def test_is_not_noted_when_it_was_read_again_and_nothing_was_new(self, noted, make_video):
        video = make_video(counts_read_at=datetime(2026, 1, 1, tzinfo=UTC))
        video.read_at = video.checked_at = timezone.now()

        assert noted(lambda: save_readings([video])) == (set(), set(), False)

    def test_is_noted_under_both_ids_when_another_program_changes_it(self, noted, make_video):
        video = make_video()

        assert noted(lambda: Video.objects.update(id=video.pk + 7)) == ({video.pk, video.pk + 7}, set(), False)

    def test_is_noted_by_bulk_writers(self, noted, make_video):
        video = make_video()
        video.duration_seconds = 99
        rows = [TaggedVideo(content_object=video, tag=Tag.objects.get(slug="tapping"), decided_at=timezone.now())]

        assert noted(lambda: update_rows([video], ["duration_seconds"]))[0] == {video.pk}
        assert noted(lambda: insert_rows(rows))[0] == {video.pk}

    def test_is_noted_when_it_is_deleted(self, noted, make_video):
        video = make_video(tags=["tapping"])
        pk = video.pk

        assert noted(video.delete) == ({pk}, set(), False)


class TestTagsOfAVideo:
    def test_are_noted_when_one_comes_changes_or_goes(self, noted, make_video):
        video = make_video(tags=["tapping"])
        rows = TaggedVideo.objects.filter(content_object=video)

        assert noted(lambda: video.tags.add(Tag.objects.get(slug="cbt")))[0] == {video.pk}
        assert noted(lambda: rows.update(evidence="taps"))[0] == {video.pk}
        assert noted(lambda: rows.all().delete())[0] == {video.pk}

    def test_are_noted_of_both_videos_when_one_moves(self, noted, make_video):
        one, other = make_video(tags=["tapping"]), make_video()

        assert noted(lambda: one.tagged_videos.update(content_object=other))[0] == {one.pk, other.pk}

    def test_are_noted_when_one_is_suggested_or_rejected(self, noted, make_video):
        video, tag = make_video(), Tag.objects.get(slug="cbt")

        def suggest():
            TagDecision.objects.create(video=video, tag=tag, kind="suggested", source="automatic")

        assert noted(suggest)[0] == {video.pk}
        assert noted(lambda: TagDecision.objects.update(kind="rejected"))[0] == {video.pk}


class TestCreator:
    def test_is_noted_for_what_is_shown_not_for_when_it_was_read(self, noted, make_creator):
        creator = make_creator()
        own = type(creator).objects.filter(pk=creator.pk)

        assert noted(lambda: own.update(status=CreatorStatus.REMOVED)) == (set(), {creator.pk}, False)
        assert noted(lambda: own.update(site_id="UC123")) == (set(), {creator.pk}, False)
        assert noted(lambda: own.update(synced_at=timezone.now())) == (set(), set(), False)
        assert noted(lambda: creator.aliases.create(name="QC")) == (set(), {creator.pk}, False)


class TestVocabulary:
    @pytest.mark.parametrize(
        "write",
        [
            lambda: Tag.objects.filter(slug="cbt").update(definition="Another."),
            lambda: Tag.objects.get(slug="cbt").parents.clear(),
            lambda: Tag.objects.get(slug="cbt").aliases.create(kind="synonym", name="another word"),
            lambda: Facet.objects.filter(slug="empty").update(slug="renamed"),
        ],
    )
    def test_is_a_change_of_everything(self, noted, write):
        Facet.objects.create(slug="empty", label="Empty", order=99)

        assert noted(write) == (set(), set(), True)

    def test_is_none_for_what_only_loading_it_reads(self, noted):
        tags = Tag.objects.filter(slug="cbt")

        assert noted(lambda: tags.update(rules_fingerprint="x", curated_fields=["name"])) == (set(), set(), False)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no search path")
def test_notes_what_is_written_without_a_search_path(noted, make_video):
    video = make_video()

    def restore():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (name,) = cursor.fetchone()
            cursor.execute("SET LOCAL search_path = ''")
            cursor.execute(f"UPDATE {name}.videos_video SET view_count = 7")
            cursor.execute("SET LOCAL search_path TO DEFAULT")

    assert noted(restore)[0] == {video.pk}


class TestInstalling:
    def test_finds_nothing_missing_after_migrations(self):
        assert (schema.find_missing(connection), schema.install(connection)) == ([], False)

    def test_puts_a_lost_trigger_back_and_notes_a_change_of_everything(self, noted, make_video):
        video = make_video()
        name = "note_change_of_videos_video_update"
        execute(f"DROP TRIGGER {name}" + (" ON videos_video" if connection.vendor == "postgresql" else ""))

        missing = schema.find_missing(connection)
        whole = noted(lambda: schema.install(connection))

        assert (missing, whole) == ([name], (set(), set(), True))
        assert schema.find_missing(connection) == []
        assert noted(lambda: Video.objects.update(view_count=3))[0] == {video.pk}

    def test_waits_for_tables_of_later_migrations(self, monkeypatch):
        tables = connection.introspection.table_names()
        schema.uninstall(connection)
        monkeypatch.setattr(
            connection.introspection, "table_names", lambda: [name for name in tables if name != "videos_helpcontact"]
        )

        missing = schema.find_missing(connection)

        assert "note_change_of_videos_tag_insert" in missing
        assert [name for name in missing if "helpcontact" in name] == []

    def test_that_is_broken_off_notes_it_the_next_time(self, noted):
        name = "note_change_of_videos_video_update"
        execute(f"DROP TRIGGER {name}" + (" ON videos_video" if connection.vendor == "postgresql" else ""))

        class KilledError(Exception):
            pass

        def die_at_the_note(execute, sql, *arguments):
            if sql.startswith("INSERT"):
                raise KilledError
            return execute(sql, *arguments)

        with pytest.raises(KilledError), connection.execute_wrapper(die_at_the_note):
            schema.install(connection)

        assert schema.find_missing(connection) == [name]
        assert noted(lambda: schema.install(connection)) == (set(), set(), True)
