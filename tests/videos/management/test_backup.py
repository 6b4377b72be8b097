import os
import shlex
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from videos.models import Video

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def database(tmp_path, make_video, monkeypatch):
    """The catalog's database is a file with one video in it."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's backup is for SQLite")
    make_video("Soft rain")
    path = tmp_path / "catalog 1.sqlite3"
    path.write_bytes(connection.connection.serialize())
    with closing(sqlite3.connect(path)) as live:
        live.execute("PRAGMA journal_mode = WAL")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    return path


def test_says_what_the_copy_holds_and_how_to_restore_it(run, database, tmp_path):
    file = tmp_path / "copy.sqlite3"

    said = run("backup", file)

    size = f"{file.stat().st_size / 1e6:,.1f} MB"
    assert said.out == [
        f"1 video in {file} ({size}), checked.",
        "To restore it, stop the catalog, type this, and start the catalog again:",
        f"  rm -f '{database}-wal' '{database}-shm' && cp {file} '{database}'",
    ]
    assert (said.err, said.failure) == ([], "")


def test_what_it_says_restores_the_catalog(run, database, tmp_path):
    said = run("backup", tmp_path / "copy.sqlite3")
    with closing(sqlite3.connect(database)) as live, live:
        live.execute("DELETE FROM videos_video")

    subprocess.run(said.out[-1], shell=True, check=True)

    with closing(sqlite3.connect(database)) as live:
        assert live.execute("SELECT title FROM videos_video").fetchall() == [("Soft rain",)]


def test_a_copy_made_during_an_import_is_a_catalog(run, database, tmp_path):
    """Another thread adds videos, each with a former title in the same transaction."""
    began, ends = threading.Event(), threading.Event()
    columns = ", ".join(
        field.column
        for field in Video._meta.concrete_fields
        if not (field.generated or field.name in ("id", "site_id"))
    )

    def keep_importing():
        with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as live:
            for number in range(100_000):
                live.execute("BEGIN IMMEDIATE")
                added = live.execute(
                    f"INSERT INTO videos_video (site_id, {columns}) SELECT ?, {columns} FROM videos_video LIMIT 1",
                    [f"new{number}"],
                )
                live.execute(
                    "INSERT INTO videos_formertitle (video_id, title, replaced_at) VALUES (?, 'Rain', '2026-01-01')",
                    [added.lastrowid],
                )
                live.execute("COMMIT")
                began.set()
                if ends.is_set():
                    return

    writer = threading.Thread(target=keep_importing)
    writer.start()
    began.wait()
    try:
        said = run("backup", tmp_path / "copy.sqlite3")
    finally:
        ends.set()
        writer.join()

    count = int(said.out[0].split()[0])
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM videos_formertitle").fetchone()[0] == count - 1
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/copy.sqlite3", "ASMR_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "quickstart", "--no-serve", "--no-sample"]
    started = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert f"{count} videos are listed, 0 are held for a person to decide." in started.stdout.splitlines()


def test_replaces_another_file_only_where_it_is_forced_to(run, database, tmp_path):
    file = tmp_path / "copy.sqlite3"
    file.write_text("precious")

    refused, done = run("backup", file), run("backup", file, "--force", verbosity=0)

    assert refused.failure == (f"No backup was made: {file} is there already, and stays as it is without --force.")
    assert (done.out, done.failure) == ([], "")
    assert file.read_bytes().startswith(b"SQLite format 3")


def test_never_writes_over_the_catalog(run, database):
    said = run("backup", database, "--force")

    assert said.failure == f"No backup was made: {database} is the database itself."


class TestOnPostgreSQL:
    @pytest.fixture
    def on_postgresql(self, monkeypatch):
        """Give on_postgresql(**values): the catalog's database is there, with these settings."""

        def pretend(**values):
            values = {"HOST": "", "PORT": "", "USER": "", "PASSWORD": "", "NAME": "asmr", **values}
            there = SimpleNamespace(vendor="postgresql", settings_dict=values)
            monkeypatch.setattr("videos.management.commands.backup.connection", there)

        return pretend

    def test_it_names_the_programs_to_use(self, run, on_postgresql):
        on_postgresql(HOST="db.example", PORT=5433, USER="asmr user", PASSWORD="geheim", NAME="asmr catalog")

        said = run("backup", "asmr.dump")

        where = "--host=db.example --port=5433 '--username=asmr user'"
        assert (said.out, said.failure) == (
            [],
            "No backup was made: the catalog is on PostgreSQL, which has its own program for it. Type:\n"
            f"  pg_dump --format=custom --file=asmr.dump {where} 'asmr catalog'\n"
            "It asks for the password, or takes it from PGPASSWORD or ~/.pgpass. To restore, stop the catalog, type "
            "this, and start the catalog again:\n"
            f"  pg_restore --clean --if-exists --single-transaction {where} '--dbname=asmr catalog' asmr.dump",
        )

    def test_it_leaves_out_what_is_not_set(self, run, on_postgresql):
        on_postgresql()

        dump, restore = (shlex.split(line) for line in run("backup", "a.dump").failure.splitlines()[1::2])

        assert dump == ["pg_dump", "--format=custom", "--file=a.dump", "asmr"]
        assert restore == ["pg_restore", "--clean", "--if-exists", "--single-transaction", "--dbname=asmr", "a.dump"]
