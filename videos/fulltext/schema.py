"""The index of words that lives in the database beside the table of videos: which objects it consists of.

SQLite: an FTS5 table over the columns of `videos_video`, kept current by three triggers. PostgreSQL: two GIN indexes.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

VIDEOS = "videos_video"
COLUMNS = ("title_words", "search_words")
INDEX = "videos_fulltext"  # SQLite's table

_NAMES = ", ".join(COLUMNS)
_NEW = f"new.id, {', '.join(f'new.{column}' for column in COLUMNS)}"
_OLD = f"old.id, {', '.join(f'old.{column}' for column in COLUMNS)}"
_ADD = f"INSERT INTO {INDEX} (rowid, {_NAMES}) VALUES ({_NEW});"
# An FTS5 table over another one's content must be told what stood there.
_TAKE_OUT = f"INSERT INTO {INDEX} ({INDEX}, rowid, {_NAMES}) VALUES ('delete', {_OLD});"
_IS_CHANGED = " OR ".join(f"old.{column} <> new.{column}" for column in COLUMNS)

SQLITE = {
    INDEX: (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5"
        f"({_NAMES}, content='{VIDEOS}', content_rowid='id', tokenize='ascii', columnsize=0)"
    ),
    f"{INDEX}_inserted": f"CREATE TRIGGER {INDEX}_inserted AFTER INSERT ON {VIDEOS} BEGIN {_ADD} END",
    f"{INDEX}_deleted": f"CREATE TRIGGER {INDEX}_deleted AFTER DELETE ON {VIDEOS} BEGIN {_TAKE_OUT} END",
    f"{INDEX}_updated": (
        f"CREATE TRIGGER {INDEX}_updated AFTER UPDATE OF {_NAMES} ON {VIDEOS} "
        f"WHEN {_IS_CHANGED} BEGIN {_TAKE_OUT} {_ADD} END"
    ),
}
POSTGRESQL = {
    f"{INDEX}_{column}": (f"CREATE INDEX {INDEX}_{column} ON {VIDEOS} USING gin (to_tsvector('simple', {column}))")
    for column in COLUMNS
}


def is_installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether everything is there, and as it should be."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return SQLITE.items() <= _present_on_sqlite(cursor).items()
        return POSTGRESQL.keys() <= _present_on_postgresql(cursor)


def install(connection: BaseDatabaseWrapper) -> bool:
    """Make what is missing or out of date, and index all videos anew if anything was. Gives whether anything was.

    Wholly or not at all: whoever breaks it off leaves it as it was. One query where nothing is missing. A migration
    that makes the table anew takes SQLite's triggers with it, so this runs after each. Does nothing as long as the
    table lacks the columns.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            present = _present_on_sqlite(cursor)
            has_columns = all(f'"{column}"' in present.get(VIDEOS, "") for column in COLUMNS)
            missing = SQLITE.keys() if has_columns and not SQLITE.items() <= present.items() else ()
        else:
            present = _present_on_postgresql(cursor)
            missing = POSTGRESQL.keys() - present if present >= set(COLUMNS) else ()
        if missing:
            _make(missing, connection)
        return bool(missing)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Make everything anew, wholly or not at all. Meanwhile searches go on with what was there, and writers wait."""
    _make(SQLITE if connection.vendor == "sqlite" else POSTGRESQL, connection)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take it all out, before the columns go."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _drop_from_sqlite(cursor)
        else:
            cursor.execute(f"DROP INDEX IF EXISTS {', '.join(POSTGRESQL)}")


def _make(names: Iterable[str], connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _drop_from_sqlite(cursor)
            for statement in SQLITE.values():
                cursor.execute(statement)
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")
            return
        # Dropped last: from then on nobody may read the table until all is done.
        for name in sorted(names):
            cursor.execute(f"ALTER INDEX IF EXISTS {name} RENAME TO {name}_former")
            cursor.execute(POSTGRESQL[name])
        cursor.execute(f"DROP INDEX IF EXISTS {', '.join(f'{name}_former' for name in names)}")


def _present_on_sqlite(cursor) -> dict[str, str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s ESCAPE '!'", ["videos!_%"])
    return dict(cursor.fetchall())


def _present_on_postgresql(cursor) -> set[str]:
    """The columns and indexes that are there."""
    cursor.execute(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = ANY(%s) "
        "UNION ALL SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s",
        [VIDEOS, list(COLUMNS), VIDEOS],
    )
    return {name for (name,) in cursor.fetchall()}


def _drop_from_sqlite(cursor) -> None:
    for name, statement in reversed(SQLITE.items()):
        cursor.execute(f"DROP {'TABLE' if 'TABLE' in statement.split()[:3] else 'TRIGGER'} IF EXISTS {name}")
