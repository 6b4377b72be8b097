import sqlite3
from collections import namedtuple

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from videos.management import command_line
from videos.management.checkup import database
from videos.management.checkup.findings import Finding, Level

Usage = namedtuple("Usage", "total used free")


class Answers:
    """Stands for the connection to a database that gives these answers to SQL."""

    vendor = "sqlite"

    def __init__(self, answers, **settings):
        self.answers, self.settings_dict = answers, settings

    def is_in_memory_db(self):
        return False

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def execute(self, sql):
        if isinstance(self.answers, Exception):
            raise self.answers
        self.answer = self.answers[sql]

    def fetchone(self):
        return (self.answer,)


@pytest.mark.django_db
class TestADatabaseThatIsWell:
    def test_says_its_kind_and_size(self):
        found = database.describe_database()

        kind = {"sqlite": "SQLite 3.", "postgresql": "PostgreSQL "}[connection.vendor]
        assert (found.level, found.words.startswith(kind)) == (Level.OK, True)
        assert "B" in found.words

    def test_has_all_migrations(self):
        assert database.check_migrations() == Finding(Level.OK, "migrations", "all applied")


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_to_be():
    MigrationRecorder.Migration.objects.filter(app="videos").order_by("-pk").first().delete()

    found = database.check_migrations()

    assert found == Finding(Level.MEND, "migrations", f"1 migration not applied yet. Run: {command_line('migrate')}")
    assert database.makes_unusable(found)


class TestADatabase:
    def test_without_a_file_is_not_made(self, tmp_path, monkeypatch):
        file = tmp_path / "catalog.sqlite3"
        monkeypatch.setattr(database, "connection", Answers({}, NAME=str(file)))

        assert list(database.examine(is_thorough=False)) == [
            Finding(
                Level.MEND,
                "database",
                f"there is none at {file}. Run: {command_line('quickstart')}, or {command_line('migrate')}",
            )
        ]
        assert not file.exists()

    def test_that_does_not_answer_says_why(self, tmp_path, monkeypatch):
        refusal = OperationalError("connection refused\n\tIs it on?")
        monkeypatch.setattr(database, "connection", Answers(refusal, NAME=__file__))

        assert list(database.examine(is_thorough=False)) == [
            Finding(
                Level.MEND,
                "database",
                "does not answer (connection refused Is it on?). See DATABASE_URL, and whether its server runs",
            )
        ]


class TestTheJournal:
    @pytest.mark.parametrize(("mode", "level"), [("wal", Level.OK), ("delete", Level.LOOK)])
    def test_is_to_be_wal(self, monkeypatch, mode, level):
        monkeypatch.setattr(database, "connection", Answers({"PRAGMA journal_mode": mode}))

        assert database.check_journal().level == level


class TestTheDisk:
    @pytest.mark.parametrize(
        ("free", "level", "words"),
        [
            (10**9, Level.OK, "953.7 MB free where the database lies"),
            (10**9 - 1, Level.LOOK, "953.7 MB free where the database lies"),
        ],
    )
    def test_has_room_for_more(self, monkeypatch, tmp_path, free, level, words):
        monkeypatch.setattr(database.shutil, "disk_usage", lambda folder: Usage(10**12, 0, free))

        assert database.check_space(tmp_path) == Finding(level, "disk", words)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")
class TestDamage:
    @pytest.mark.parametrize(("is_thorough", "times"), [(False, 0), (True, 1)])
    @pytest.mark.django_db
    def test_is_looked_for_when_asked(self, is_thorough, times):
        topics = [finding.topic for finding in database.examine(is_thorough=is_thorough)]

        assert topics == ["database", "migrations", "journal", "disk", *["integrity"] * times]

    def test_is_found_and_hides_nothing_else(self, monkeypatch, tmp_path):
        file = tmp_path / "damaged.sqlite3"
        with sqlite3.connect(file) as damaged:
            damaged.execute("CREATE TABLE words (word TEXT UNIQUE)")
            damaged.executemany("INSERT INTO words VALUES (?)", [(f"word {n}",) for n in range(5000)])
        damaged.close()
        content = bytearray(file.read_bytes())
        content[4096 * 3 : 4096 * 3 + 200] = b"\xff" * 200
        file.write_bytes(content)
        with sqlite3.connect(file) as damaged:
            [(said,)] = damaged.execute("PRAGMA quick_check(1)").fetchall()
        damaged.close()
        monkeypatch.setattr(database, "connection", Answers({"PRAGMA quick_check(1)": said}))

        found = database.check_integrity()

        assert (found.level, found.words.endswith("Bring back the last backup")) == (Level.MEND, True)
        assert not database.makes_unusable(found)
