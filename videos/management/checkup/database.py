"""The database: is it there, does it answer, is it set up, and is there room for more."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import filesizeformat

from videos.management import command_line, counted
from videos.management.checkup.findings import Finding, Level

LITTLE_SPACE_BYTES = 10**9


def examine(*, is_thorough: bool) -> Iterator[Finding]:
    """Stops after what makes all the rest unknowable."""
    missing = find_missing_file()
    if missing:
        words = f"there is none at {missing}. Run: {command_line('quickstart')}, or {command_line('migrate')}"
        yield Finding(Level.MEND, "database", words)
        return
    try:
        yield describe_database()
        yield check_migrations()
        if connection.vendor == "sqlite":
            yield check_journal()
            yield check_space(Path(connection.settings_dict["NAME"]).parent)
            if is_thorough:
                yield check_integrity()
    except DatabaseError as error:
        words = f"does not answer ({' '.join(str(error).split())}). See DATABASE_URL, and whether its server runs"
        yield Finding(Level.MEND, "database", words)


def makes_unusable(finding: Finding) -> bool:
    """Whether nothing can be said of what is in the database. A damaged file may still be read."""
    return finding.level == Level.MEND and finding.topic in ("database", "migrations")


def find_missing_file() -> Path | None:
    """The SQLite file that is not there: to connect to it would make it."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return None
    file = Path(connection.settings_dict["NAME"])
    return None if file.is_file() else file


def describe_database() -> Finding:
    if connection.vendor == "sqlite":
        size = _ask("PRAGMA page_count") * _ask("PRAGMA page_size")
        words = (
            f"SQLite {_ask('SELECT sqlite_version()')}, {filesizeformat(size)} in {connection.settings_dict['NAME']}"
        )
    else:
        size = _ask("SELECT pg_database_size(current_database())")
        words = f"PostgreSQL {_ask('SHOW server_version')}, {filesizeformat(size)}"
    return Finding(Level.OK, "database", words.replace("\xa0", " "))


def check_migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        words = f"{counted(len(plan), 'migration')} not applied yet. Run: {command_line('migrate')}"
        return Finding(Level.MEND, "migrations", words)
    return Finding(Level.OK, "migrations", "all applied")


def check_journal() -> Finding:
    mode = _ask("PRAGMA journal_mode")
    if mode != "wal":
        words = f"{mode} instead of WAL: pages may wait while an import writes. Network drives cannot do better"
        return Finding(Level.LOOK, "journal", words)
    return Finding(Level.OK, "journal", "WAL: pages are served while an import writes")


def check_space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    level = Level.LOOK if free < LITTLE_SPACE_BYTES else Level.OK
    return Finding(level, "disk", f"{filesizeformat(free)} free where the database lies".replace("\xa0", " "))


def check_integrity() -> Finding:
    """Reads the whole file: seconds for each gigabyte."""
    said = _ask("PRAGMA quick_check(1)")
    if said != "ok":
        return Finding(Level.MEND, "integrity", f"the file is damaged ({said}). Bring back the last backup")
    return Finding(Level.OK, "integrity", "SQLite finds no damage in the file")


def _ask(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
