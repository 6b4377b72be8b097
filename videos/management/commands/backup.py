"""`manage.py backup`: a copy of the catalog's database while the catalog runs."""

import shlex
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from asmr_catalog.backup import BackupError, back_up
from videos.management import counted
from videos.models import Video


class Command(BaseCommand):
    help = "Copy the database to a file while the catalog runs and imports, and check the copy."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="where the copy goes")
        parser.add_argument("--force", action="store_true", help="replace FILE where it is there already")

    def handle(self, *args, file, force, verbosity, **options):
        if connection.vendor == "postgresql":
            raise CommandError(_explain_postgresql(connection.settings_dict, file))
        database = Path(connection.settings_dict["NAME"])
        try:
            count = back_up(database, file, table=Video._meta.db_table, replaces=force)
        except BackupError as error:
            raise CommandError(f"No backup was made: {error}.") from error
        if verbosity:
            size = f"{file.stat().st_size / 1e6:,.1f} MB"
            self.stdout.write(self.style.SUCCESS(f"{counted(count, 'video')} in {file} ({size}), checked."))
            self.stdout.write("To restore it, stop the catalog, type this, and start the catalog again:")
            side_files = shlex.join([f"{database}-wal", f"{database}-shm"])
            self.stdout.write(f"  rm -f {side_files} && {shlex.join(['cp', str(file.absolute()), str(database)])}")


def _explain_postgresql(values: dict, file: Path) -> str:
    """How to do it with PostgreSQL's own programs, which run beside the catalog too. The password is not repeated."""
    wanted = (("host", values["HOST"]), ("port", values["PORT"]), ("username", values["USER"]))
    where = [f"--{name}={value}" for name, value in wanted if value]
    dump = ["pg_dump", "--format=custom", f"--file={file}", *where, values["NAME"]]
    restore = ["pg_restore", "--clean", "--if-exists", "--single-transaction", *where, f"--dbname={values['NAME']}"]
    return (
        "No backup was made: the catalog is on PostgreSQL, which has its own program for it. Type:\n"
        f"  {shlex.join(dump)}\n"
        "It asks for the password, or takes it from PGPASSWORD or ~/.pgpass. To restore, stop the catalog, type this, "
        "and start the catalog again:\n"
        f"  {shlex.join([*restore, str(file)])}"
    )
