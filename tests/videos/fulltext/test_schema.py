import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asmr_catalog.tokens import keep_words, tokenise
from videos.fulltext import schema
from videos.fulltext.matching import find_videos
from videos.fulltext.terms import Term

RAIN = Term(("rain",))
# Enough for many odd texts, not for the time of a benchmark.
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# PostgreSQL makes no index where rows of the same transaction still wait for their checks.
@pytest.mark.django_db(transaction=True)
class TestInstall:
    def test_asks_once_and_does_nothing_where_all_is_there(self):
        with CaptureQueriesContext(connection) as queries:
            is_changed = schema.install(connection)

        assert (is_changed, len(queries)) == (False, 1)

    def test_makes_what_is_missing_and_indexes_the_videos_that_are_there(self, make_video):
        schema.uninstall(connection)
        video = make_video("Rain")

        assert schema.install(connection) is True
        assert find_videos(RAIN).tolist() == [video.pk]

    def test_makes_one_missing_piece_and_catches_up_with_what_was_written_meanwhile(self, make_video):
        is_sqlite = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            cursor.execute(
                f"DROP {'TRIGGER videos_fulltext_inserted' if is_sqlite else 'INDEX videos_fulltext_search_words'}"
            )
        video = make_video("Rain")

        assert schema.install(connection) is True
        assert find_videos(RAIN).tolist() == [video.pk]

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's triggers go with their table")
    def test_replaces_a_trigger_of_an_older_release(self, make_video):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER videos_fulltext_inserted")
            cursor.execute("CREATE TRIGGER videos_fulltext_inserted AFTER INSERT ON videos_video BEGIN SELECT 1; END")
        video = make_video("Rain")

        schema.install(connection)

        assert find_videos(RAIN).tolist() == [video.pk]

    def test_does_nothing_before_the_columns_are_there(self, monkeypatch):
        monkeypatch.setattr(schema, "COLUMNS", ("not_yet",))

        assert schema.install(connection) is False


class KilledError(Exception):
    pass


def killed_at(word):
    """A wrapper of the connection that dies at the statement with this word in it."""

    def execute(execute, sql, *arguments):
        if word in sql:
            raise KilledError
        return execute(sql, *arguments)

    return connection.execute_wrapper(execute)


LAST = "'rebuild'" if connection.vendor == "sqlite" else "CREATE INDEX videos_fulltext_title_words"


@pytest.mark.django_db(transaction=True)
class TestRebuild:
    def test_makes_everything_anew(self, make_video):
        video = make_video("Rain")
        with connection.cursor() as cursor:  # as if something had damaged it
            if connection.vendor == "sqlite":
                cursor.execute("INSERT INTO videos_fulltext (videos_fulltext) VALUES ('delete-all')")
            else:
                cursor.execute("DROP INDEX videos_fulltext_search_words")

        schema.rebuild(connection)

        assert (schema.install(connection), find_videos(RAIN).tolist()) == (False, [video.pk])

    def test_that_is_broken_off_leaves_what_was_there(self, make_video):
        video = make_video("Rain")

        with pytest.raises(KilledError), killed_at(LAST):
            schema.rebuild(connection)

        assert (schema.is_installed(connection), find_videos(RAIN).tolist()) == (True, [video.pk])
        video.delete()

    def test_an_installation_that_is_broken_off_is_done_by_the_next_one(self, make_video):
        schema.uninstall(connection)
        video = make_video("Rain")

        with pytest.raises(KilledError), killed_at(LAST):
            schema.install(connection)

        assert schema.is_installed(connection) is False
        assert (schema.install(connection), find_videos(RAIN).tolist()) == (True, [video.pk])


@pytest.mark.django_db(transaction=True)
class TestOutsideATransaction:
    def test_emptying_all_tables_empties_the_index(self, make_video):
        make_video("Rain")

        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)

        assert find_videos(RAIN).tolist() == []
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("INSERT INTO videos_fulltext (videos_fulltext) VALUES ('integrity-check')")

    def test_going_back_a_migration_and_forth_again_keeps_every_word(self, make_video):
        video = make_video("Soft rain", chapters=[[0, "Wind"]], description="Drops", curator_title="Rain")

        call_command("migrate", "videos", "0002", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT search_text FROM videos_video")
            (search_text,) = cursor.fetchone()
        call_command("migrate", "videos", verbosity=0)

        assert search_text == "rain\nsoft rain\nwind\ndrops"
        video.refresh_from_db()
        assert (video.title_words, video.search_words) == ("rain", "rain z soft rain z wind z drops")
        assert find_videos(RAIN).tolist() == [video.pk]


class TestSplitsAlike:
    """Neither database sees other words than ours, in the same places, in any text."""

    @MANY
    @given(st.lists(st.text(max_size=60), max_size=4))
    def test_fts5(self, texts):
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("CREATE VIRTUAL TABLE t USING fts5(title_words, search_words, tokenize='ascii')")
            database.execute("CREATE VIRTUAL TABLE words USING fts5vocab(t, instance)")
            database.execute("INSERT INTO t VALUES ('', ?)", [keep_words(*texts)])
            found = database.execute("SELECT term FROM words ORDER BY offset").fetchall()

        assert [word for (word,) in found] == keep_words(*texts).split()

    @pytest.mark.django_db
    @pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
    @MANY
    @given(st.lists(st.text(max_size=60), max_size=4))
    def test_postgresql(self, texts):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT lexeme, unnest(positions) AS place FROM unnest(to_tsvector('simple', %s)) ORDER BY place",
                [keep_words(*texts)],
            )
            found = cursor.fetchall()

        assert found == [(word, place) for place, word in enumerate(keep_words(*texts).split(), start=1)]

    @pytest.mark.parametrize("text", ["1e5 0x1F 3.14 1,000 -5", "a@b.example https://a.b/c?d=e&f", "a/b/c.txt a-b_c"])
    def test_numbers_and_addresses_are_runs_of_letters_and_digits(self, text):
        assert all(word.isalnum() for word in tokenise(text))
