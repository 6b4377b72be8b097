import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from asmr_catalog.backup import BackupError, back_up

ROOT = Path(__file__).resolve().parents[2]
MAX_WRITES = 30_000  # far more than are made during one copy


@pytest.fixture
def database(tmp_path):
    """A database in WAL mode, 2,500 pages long, with a table of accounts whose balances add up to nothing."""
    path = tmp_path / "live" / "catalog #1?.sqlite3"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as live, live:
        live.execute("PRAGMA journal_mode = WAL")
        live.execute("CREATE TABLE account (balance INTEGER, note TEXT)")
        live.executemany("INSERT INTO account VALUES (0, ?)", [("x" * 4000,)] * 2500)
    return path


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder / "copy.sqlite3"


def refusal(database, file, **options):
    with pytest.raises(BackupError) as error:
        back_up(database, file, table="account", **options)
    return str(error.value)


def read(path, query):
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        return copy.execute(query).fetchall()


class TestACopy:
    def test_has_everything_and_needs_no_other_file(self, database, file):
        assert back_up(database, file, table="account") == 2500

        assert list(file.parent.iterdir()) == [file]
        assert read(file, "SELECT count(*), sum(length(note)) FROM account") == [(2500, 10_000_000)]
        assert read(file, "PRAGMA journal_mode") == [("delete",)]

    def test_is_for_its_owner_alone(self, database, file):
        back_up(database, file, table="account")

        assert oct(file.stat().st_mode & 0o777) == "0o600"

    def test_has_what_is_not_yet_in_the_main_file(self, database, file):
        with closing(sqlite3.connect(database)) as live, live:
            live.execute("INSERT INTO account VALUES (0, 'late')")
            live.commit()

            assert back_up(database, file, table="account") == 2501

    def test_of_a_database_without_wal_is_made_too(self, database, file):
        with closing(sqlite3.connect(database)) as live:
            live.execute("PRAGMA journal_mode = DELETE")

        assert back_up(database, file, table="account") == 2500

    def test_leaves_the_database_as_it_is(self, database, file):
        before = database.read_bytes()

        back_up(database, file, table="account")

        assert (database.read_bytes() == before, read(database, "PRAGMA journal_mode")) == (True, [("wal",)])

    def test_is_of_one_moment_while_others_write(self, database, file):
        """Each transaction takes from one account what it gives to another: only between two of them the sum is 0."""
        writing = SimpleNamespace(count=0, began=threading.Event(), ends=threading.Event())

        def keep_writing():
            with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as live:
                live.execute("PRAGMA synchronous = OFF")
                while not writing.ends.is_set() and writing.count < MAX_WRITES:
                    live.execute("BEGIN IMMEDIATE")
                    live.execute("INSERT INTO account VALUES (5, 'given')")
                    live.execute("INSERT INTO account VALUES (-5, 'taken')")
                    live.execute("COMMIT")
                    writing.count += 1
                    writing.began.set()

        writer = threading.Thread(target=keep_writing)
        writer.start()
        writing.began.wait()
        before = writing.count
        try:
            count = back_up(database, file, table="account")
        finally:
            during = writing.count - before
            writing.ends.set()
            writer.join()

        assert 0 < during < MAX_WRITES - before  # it was made while others still wrote, not after they had ended
        assert read(file, "SELECT sum(balance), count(*) FROM account") == [(0, count)]
        assert read(file, "PRAGMA integrity_check") == [("ok",)]
        assert 2500 + 2 * before <= count <= 2500 + 2 * (before + during)

    def test_replaces_another_file_only_where_it_shall(self, database, file):
        file.write_text("precious")

        assert refusal(database, file) == f"{file} is there already, and stays as it is without --force"
        assert file.read_text() == "precious"
        assert back_up(database, file, table="account", replaces=True) == 2500
        assert list(file.parent.iterdir()) == [file]


class TestARefusal:
    @pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
    def test_meets_who_would_write_over_the_database(self, database, ending):
        file = database.with_name(database.name + ending)

        assert refusal(database, file, replaces=True) == f"{file} is the database itself"

    @pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
    def test_meets_who_would_do_so_under_another_name(self, database, file, link):
        getattr(file, link)(database)

        assert refusal(database, file, replaces=True) == f"{file} is the database itself"

    def test_names_a_folder_that_is_missing(self, database, tmp_path):
        file = tmp_path / "none" / "copy.sqlite3"

        assert refusal(database, file) == f"there is no folder {tmp_path}/none; make it first"

    def test_names_a_folder_in_the_place_of_a_file(self, database, file):
        assert refusal(database, file.parent) == f"{file.parent} is a folder; name a file in it"

    def test_names_a_database_that_is_missing(self, file, tmp_path):
        assert refusal(tmp_path / "none.sqlite3", file) == f"there is no database at {tmp_path}/none.sqlite3"

    def test_comes_before_a_disk_is_filled(self, database, file, monkeypatch):
        monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000_000))

        assert refusal(database, file) == f"the disk of {file.parent} has 1 MB left, the copy needs 10 MB"
        assert list(file.parent.iterdir()) == []

    def test_names_a_database_that_is_damaged(self, database, file):
        content = bytearray(database.read_bytes())
        content[4096 * 4 : 4096 * 5] = b"\xff" * 4096
        database.write_bytes(content)
        file.write_text("an older copy")

        assert refusal(database, file, replaces=True).startswith("the copy is damaged, so the database may be too (")
        assert ([path.name for path in file.parent.iterdir()], file.read_text()) == ([file.name], "an older copy")

    def test_names_what_is_no_database(self, database, file):
        database.write_text("no database" * 100)

        assert refusal(database, file) == "SQLite says: file is not a database"
        assert list(file.parent.iterdir()) == []

    def test_names_a_database_without_the_table(self, database, file):
        with pytest.raises(BackupError, match=r"^SQLite says: no such table: videos$"):
            back_up(database, file, table="videos")

        assert list(file.parent.iterdir()) == []

    def test_leaves_nothing_behind_where_the_writing_breaks_off(self, database, file):
        """The system lets the process write files of three megabytes at most."""
        script = (
            "import resource, sys; from pathlib import Path; from asmr_catalog.backup import BackupError, back_up\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))\n"
            "try: back_up(Path(sys.argv[1]), Path(sys.argv[2]), table='account')\n"
            "except BackupError as error: print(error)"
        )
        command = [sys.executable, "-c", script, database, file]

        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

        assert (said.stdout, said.stderr) == ("SQLite says: disk I/O error\n", "")
        assert list(file.parent.iterdir()) == []
