"""A copy of an SQLite database while others read and write it."""

import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

# Four megabytes, then a pause: a slow disk serves pages meanwhile.
PAGES_PER_STEP = 1_000
PAUSE_SECONDS = 0.01
LOCK_TIMEOUT_SECONDS = 20
# What SQLite keeps beside a database while it is open.
_SIDE_FILES = ("-wal", "-shm", "-journal")


class BackupError(Exception):
    """No copy was made; the text says why."""


def back_up(database: Path, file: Path, *, table: str, replaces: bool = False) -> int:
    """Copy `database` as it is at one moment to `file`; returns how many rows `table` has there.

    Writers are not kept waiting. The copy is checked and can be read by itself, by its owner alone; until it is whole
    nothing stands at `file`, or with `replaces` what stood there. Raises BackupError, leaving everything as it was.
    """
    _check(database, file, replaces=replaces)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        _copy(database, draft)
        count = _count_rows(draft, table)
        if file.exists() and not replaces:
            raise BackupError(f"{file} has come into being meanwhile")
        draft.replace(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be written ({error.strerror})") from error
    except sqlite3.Error as error:
        if "full" in str(error):
            raise BackupError(f"the disk of {file.parent} is full") from error
        raise BackupError(f"SQLite says: {error}") from error
    finally:
        for name in (draft.name, *(draft.name + ending for ending in _SIDE_FILES)):
            draft.with_name(name).unlink(missing_ok=True)
    return count


def _check(database: Path, file: Path, *, replaces: bool) -> None:
    if not database.is_file():
        raise BackupError(f"there is no database at {database}")
    own = [database.resolve(), *(database.resolve().with_name(database.resolve().name + end) for end in _SIDE_FILES)]
    if file.resolve() in own or (file.exists() and file.samefile(database)):
        raise BackupError(f"{file} is the database itself")
    if file.is_dir():
        raise BackupError(f"{file} is a folder; name a file in it")
    if not file.parent.is_dir():
        raise BackupError(f"there is no folder {file.parent}; make it first")
    if file.exists() and not replaces:
        raise BackupError(f"{file} is there already, and stays as it is without --force")


def _copy(database: Path, draft: Path) -> None:
    source_address = f"{database.absolute().as_uri()}?mode=ro"
    with (
        closing(_connect(source_address)) as source,
        closing(_connect(draft.absolute().as_uri())) as copy,
    ):
        (page_count,), (page_size,) = (source.execute(f"PRAGMA page_{name}").fetchone() for name in ("count", "size"))
        free_bytes = shutil.disk_usage(draft.parent).free
        if page_count * page_size > free_bytes:
            raise BackupError(
                f"the disk of {draft.parent} has {free_bytes / 1e6:,.0f} MB left, "
                f"the copy needs {page_count * page_size / 1e6:,.0f} MB"
            )
        if source.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            # With one view held to the end no write makes the copying start again, and none has to wait for it.
            # Without WAL a held view would keep writers waiting: there it starts again after each write.
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_schema").fetchone()
        source.backup(copy, pages=PAGES_PER_STEP, sleep=PAUSE_SECONDS)
        # The copy would ask for WAL's side files, which a read-only place cannot give it.
        copy.execute("PRAGMA journal_mode = DELETE")
        problem = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if problem != "ok":
        raise BackupError(f"the copy is damaged, so the database may be too ({' '.join(problem.split())})")


def _count_rows(draft: Path, table: str) -> int:
    with closing(_connect(f"{draft.absolute().as_uri()}?mode=ro")) as copy:
        return copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=LOCK_TIMEOUT_SECONDS)
