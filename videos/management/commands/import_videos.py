"""`manage.py import_videos`: metadata of videos, from the web or from files, into the catalog."""

import time
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from videos.curation.judging import load_judge
from videos.importing import queue, ytdlp
from videos.importing.estimating import describe_seconds, estimate_seconds, seconds_for
from videos.importing.files import count_rows, mark_files, read_files
from videos.importing.intake import Import, Item
from videos.importing.options import DEFAULT_TABS, DETAILS, TABS, RunOptions
from videos.importing.planning import addresses_of_url
from videos.importing.runs import work
from videos.importing.sites import site_of_address
from videos.importing.ytdlp_options import check_options
from videos.management import counted, explaining_failures, positive_number, stopping_cleanly
from videos.management.reporting import Reporter, describe_counts
from videos.models import ImportRun, ItemState, RunKind

SHOWN_AT_ONCE = 10  # outcomes; what comes slowly is shown soon
ASKS_FROM = 200  # videos' pages; reading more takes long enough to be asked for


class Command(BaseCommand):
    help = "Import metadata (never media) of videos, playlists or channels with yt-dlp, or from files it wrote."

    def add_arguments(self, parser):
        parser.add_argument(
            "urls", nargs="*", type=_text, metavar="URL", help="of a video, a playlist, a channel or one of its tabs"
        )
        parser.add_argument(
            "--from-json",
            nargs="+",
            type=Path,
            metavar="FILE_OR_FOLDER",
            default=[],
            help="one info dict, JSON lines, a -J playlist, or a folder of .info.json files",
        )
        parser.add_argument(
            "--resume", action="store_true", help="go on with the last import that broke off or stopped"
        )
        parser.add_argument(
            "--tabs", type=_tabs, default=DEFAULT_TABS, help=f"of a channel: {', '.join(TABS)} (videos,streams)"
        )
        parser.add_argument("--since", type=_date, metavar="YYYY-MM-DD", help="leave out what was published before")
        parser.add_argument(
            "--newest", type=positive_number, metavar="N", help="of each channel tab, only the N newest"
        )
        parser.add_argument(
            "--limit", type=positive_number, help="take at most so many items of each URL, or of all files"
        )
        parser.add_argument(
            "--details",
            choices=DETAILS,
            default="new",
            help="of which listed videos to read the own page: none, those never read (new), also those read long ago "
            "(stale), or all",
        )
        parser.add_argument("--yes", action="store_true", help="do not ask before many pages are read")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="change nothing; show tags, and how long reading the pages would take",
        )
        parser.add_argument(
            "--list-all",
            action="store_true",
            help="list videos that show no sign of ASMR too; moderation and age limits still hold",
        )

    def handle(self, *args, urls, from_json, resume, dry_run, yes, verbosity, **options):
        if [bool(urls), bool(from_json), resume].count(True) != 1:
            raise CommandError("Name either URLs or, after --from-json, files, or give --resume: one of these.")
        if options["since"] and (options["details"] == "none" or from_json):
            raise CommandError("--since needs the dates that stand on the videos' own pages: not with --details none.")
        wanted = RunOptions(
            urls=tuple(urls),
            files=tuple(str(path.absolute()) for path in from_json),
            marks=mark_files(from_json),
            **{name: options[name] for name in ("tabs", "since", "newest", "limit", "details", "list_all")},
        )
        reporter = Reporter(self, verbosity=verbosity)
        with explaining_failures(), stopping_cleanly():
            if dry_run:
                self._try_out(wanted, from_json, reporter, verbosity=verbosity)
                return
            load_judge()  # what is wrong with the vocabulary is said before anything is begun
            run = self._find_run(wanted, resume=resume, verbosity=verbosity)
            confirm = None if yes else partial(self._confirm, reporter)
            total = count_rows(from_json) if from_json and self.stdout.isatty() else None
            reporter.follow(run, work(run, confirm=confirm), total=total)
        reporter.sum_up(run)

    def _find_run(self, wanted: RunOptions, *, resume: bool, verbosity: int) -> ImportRun:
        """The run to work on, claimed: a new one, or the one that the same command left unfinished."""
        kind = RunKind.FILES if wanted.files else RunKind.ADDRESSES
        run = queue.find_unfinished() if resume else queue.find_unfinished(kind, wanted.as_json())
        if run is None and resume:
            raise CommandError("There is no import to go on with: none broke off or was stopped.")
        if run is not None and verbosity:
            self.stdout.write(f"Going on with {run}, where it was left.")
            self._name_others(run)
        run = run or queue.request_run(kind, wanted.as_json())
        if not queue.claim(run, worker=queue.this_process()):
            raise CommandError(f"Another process has just taken {run}. Watch it in the admin.")
        return run

    def _name_others(self, run: ImportRun) -> None:
        others = [other for other in queue.unfinished_runs() if other != run]
        if others:
            self.stdout.write(f"Left unfinished too, for later: {', '.join(map(str, others))}.")

    def _confirm(self, reporter: Reporter, run: ImportRun) -> bool:
        pages = run.items.filter(state=ItemState.WAITING).count()
        if pages < ASKS_FROM:
            return True
        self.stdout.write(
            f"Listed. {pages} videos' own pages are to be read, one after the other: "
            f"{describe_seconds(estimate_seconds(run))}. The run can be stopped and resumed at any time."
        )
        return reporter.ask("Go on?")

    def _try_out(self, wanted: RunOptions, files, reporter: Reporter, *, verbosity: int) -> None:
        """Show what an import would do, and roll everything back."""
        counts, addresses = Counter(), []
        if files:
            found = islice(read_files(files), wanted.limit)
        else:
            check_options(settings.ASMR_YTDLP_OPTIONS)
            addresses = [address for url in wanted.urls for address in addresses_of_url(url, wanted.tabs)]
            limits = queue.describe_limits({site_of_address(address) for address in addresses})
            if limits:
                raise CommandError("\n".join(limits))
            limit = min(filter(None, [wanted.limit, wanted.newest]), default=None)
            found = _fetch_politely(addresses, limit=limit)
        batch = {} if files else {"batch_size": SHOWN_AT_ONCE}
        run = Import.begin(dry_run=True, list_all=wanted.list_all, is_live=not files, **batch)
        for outcome in run.store_all(found):
            counts[outcome.state] += 1
            reporter.show(outcome)
            if verbosity:
                for finding in outcome.findings:
                    self.stdout.write(f"             {finding.describe()}")
        self.stdout.write(f"Dry run, nothing was changed. {describe_counts(counts, held=run.counts['held'])}")
        if not files and wanted.details != "none":
            pages = counts["created"] if wanted.details == "new" else counts.total() - counts["failed"]
            seconds = describe_seconds(seconds_for(pages=pages, listings=len(addresses)))
            self.stdout.write(
                f"The import would read {counted(len(addresses), 'listing')} and up to {counted(pages, 'page')} of "
                f"videos: {pages + len(addresses)} requests or more, {seconds}."
            )
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} of {counted(counts.total(), 'item')} failed, named above.")


def _fetch_politely(addresses: list[str], *, limit: int | None) -> Iterator[Item]:
    for number, address in enumerate(addresses):
        if number:
            time.sleep(settings.ASMR_IMPORT_PAUSE_SECONDS)
        yield from ytdlp.fetch(address, options=settings.ASMR_YTDLP_OPTIONS, limit=limit)


def _text(argument: str) -> str:
    try:
        argument.encode()
    except UnicodeEncodeError:  # bytes that the terminal's encoding does not have
        shown = argument.encode(errors="backslashreplace").decode()
        raise ArgumentTypeError(f"no text that can be read: {shown}") from None
    return argument


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a date such as 2026-01-31, not {text!r}") from None


def _tabs(text: str) -> tuple[str, ...]:
    tabs = tuple(filter(None, (tab.strip() for tab in text.split(","))))
    unknown = [tab for tab in tabs if tab not in TABS]
    if unknown or not tabs:
        raise ArgumentTypeError(f"expected some of {', '.join(TABS)}, not {text!r}")
    return tabs
