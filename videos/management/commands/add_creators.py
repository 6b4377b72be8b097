"""`manage.py add_creators`: channels from a list that somebody pasted or exported."""

import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from videos.importing.following import follow
from videos.importing.subscriptions import BadLine, NoListError, read_subscriptions
from videos.management import command_line, counted, explaining_failures

STATES = ("added", "followed now", "duplicate", "refused", "failed")


class Command(BaseCommand):
    help = "Add the channels that a file names, and follow them. Harmless to repeat: who is there stays as they are."

    def add_arguments(self, parser):
        parser.add_argument(
            "file",
            metavar="FILE",
            help="a channel a line (address, @handle or id), Takeout's subscriptions.csv, an export of NewPipe or "
            "FreeTube, or OPML; - reads what is piped in",
        )
        parser.add_argument("--no-follow", action="store_true", help="only add them; no new videos are looked for")

    def handle(self, *args, file, no_follow, verbosity, **options):
        counts = Counter()
        try:
            with explaining_failures():
                for item in read_subscriptions(self._read(file)):
                    counts[self._take(item, is_followed=not no_follow, verbosity=verbosity)] += 1
        except NoListError as error:
            raise CommandError(f"{file}: {error}.") from error
        if not counts:
            raise CommandError(f"{file}: no channel in it. Expected one a line: an address, an @handle or an id.")
        if verbosity:
            self._sum_up(counts, no_follow=no_follow)
        if counts["failed"]:
            others = "" if counts["failed"] == counts.total() else " The others were saved."
            raise CommandError(
                f"{counts['failed']} of {counted(counts.total(), 'entry', 'entries')} failed, named above.{others} "
                "Mend them and run the same command again: who is there stays as they are."
            )

    def _read(self, file):
        try:
            return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: cannot be read ({error.strerror}).") from error

    def _take(self, item, *, is_followed, verbosity):
        """Follow one entry of the list and say so; returns the state."""
        if isinstance(item, BadLine):
            self.stderr.write(self.style.ERROR(f"failed        {item.place}: {item.text}  ({item.reason})"))
            return "failed"
        done = follow(item.address, name=item.name, is_followed=is_followed)
        if verbosity:
            name = done.creator.shown_name
            told = {"duplicate": f"of {name}", "refused": f"{name}  (taken down; stays out of the catalog)"}
            self.stdout.write(f"{done.state:<13} {told.get(done.state, name)}  [{item.place}]")
        return done.state

    def _sum_up(self, counts, *, no_follow):
        states = ", ".join(f"{counts[state]} {state}" for state in STATES)
        self.stdout.write(self.style.SUCCESS(f"{counted(counts.total(), 'entry', 'entries')}: {states}."))
        if counts["added"] + counts["followed now"] and not no_follow:
            self.stdout.write(f"To look for their videos, run: {command_line('sync_creators', '--due')}")
        elif counts["added"]:
            self.stdout.write("They are not followed. To follow them, run the same command without --no-follow.")
