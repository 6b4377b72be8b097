"""`manage.py export_videos`: the videos that a filter finds, as CSV or JSON lines."""

import os
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import parse_qsl

from django.core.management.base import BaseCommand, CommandError

from videos.browsing.exporting import FORMATS, find_faults
from videos.browsing.filters import VideoFilter, is_parameter
from videos.browsing.never import NeverList, TooMuchError
from videos.browsing.search import search
from videos.management import counted, explaining_failures


class Command(BaseCommand):
    help = (
        "Write the listed videos that a filter finds, in its order. CSV has a heading; cells of several slugs have “;” "
        "between them, and an empty cell is unknown, or none. JSON lines are what the API says of a video; null is "
        "unknown. Texts stand as they are: a spreadsheet may take one that begins with “=” for a formula, so import "
        "the columns as text."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--filter", default="", metavar="QUERY", help="as in an address: 'tag=cbt&not=mouth-sounds' (default: all)"
        )
        parser.add_argument("--never", default="", metavar="SLUGS", help="tags that must not be met: gum,mouth-sounds")
        parser.add_argument("--never-creator", default="", metavar="SLUGS", help="creators that must not be met")
        parser.add_argument("--format", choices=sorted(FORMATS), default="csv")
        parser.add_argument("--output", default="-", metavar="FILE", help="“-”, the default: standard output")

    def handle(self, *args, output, verbosity, **options):
        with explaining_failures():
            result = self._search(**options)
            try:
                with self._open(output) as file:
                    number = FORMATS[options["format"]](result, file)
            except BrokenPipeError:
                # Who reads has enough (`| head`); what is left in the buffer must not be tried again at the end.
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())
                return
            except OSError as error:
                raise CommandError(f"{output} cannot be written: {error.strerror}") from error
            if verbosity:
                hidden = f" ({result.hidden_count} more are on the never-list)" if result.never else ""
                self.stderr.write(f"{counted(number, 'video')}{hidden}")

    def _open(self, output):
        return nullcontext(self.stdout) if output == "-" else Path(output).open("w", encoding="utf-8", newline="")

    def _search(self, *, filter, never, never_creator, **options):
        query = filter.partition("?")[2] or filter
        asked = VideoFilter.from_query(query)
        try:
            shunned = NeverList(tags=tuple(never.split(",")), creators=tuple(never_creator.split(",")))
        except TooMuchError as error:
            raise CommandError(str(error)) from error
        result = search(asked, never=shunned)
        strange = [name for name, _ in parse_qsl(query, keep_blank_values=True) if not is_parameter(name)]
        faults = [f"{name}: there is no such parameter" for name in strange] + find_faults(result)
        if faults:
            raise CommandError(f"Nothing was written: {'; '.join(faults)}.")
        return result
