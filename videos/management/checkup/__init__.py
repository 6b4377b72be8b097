"""What `manage.py doctor` looks at: findings in plain words, made without changing anything."""

from collections.abc import Iterator

from django.db import DatabaseError

from videos.management.checkup import care, catalog, database, installation, reports, runs
from videos.management.checkup.findings import Finding, Level

__all__ = ["Finding", "Level", "examine"]


def examine(*, is_thorough: bool = False) -> Iterator[Finding]:
    """Everything, in the order in which an operator wants it: what is installed, the database, what is in it, imports.

    What lies in the database is left out where that cannot be used. `is_thorough` reads all of an SQLite file.
    """
    yield from installation.examine()
    is_usable = True
    for finding in database.examine(is_thorough=is_thorough):
        is_usable = is_usable and not database.makes_unusable(finding)
        yield finding
    if not is_usable:
        return
    try:
        yield from catalog.examine()
        yield from care.examine()
        yield from reports.examine()
        yield from runs.examine()
    except DatabaseError as error:
        yield Finding(Level.MEND, "database", f"fails while it is read: {' '.join(str(error).split())}")
