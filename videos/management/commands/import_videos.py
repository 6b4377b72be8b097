"""`manage.py import_videos`: metadata of videos, from the web or from files, into the catalog."""

from argparse import ArgumentTypeError
from itertools import chain, islice
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from videos.importing import ytdlp
from videos.importing.files import read_files
from videos.importing.intake import Import
from videos.management import explaining_failures

STATES = ("created", "updated", "unchanged", "skipped", "failed")
NETWORK_BATCH = 10  # items; what was fetched slowly is saved and shown soon
FILE_BATCH = 500


class Command(BaseCommand):
    help = "Import metadata (never media) of videos, playlists or channel tabs with yt-dlp, or from files it wrote."

    def add_arguments(self, parser):
        parser.add_argument("urls", nargs="*", metavar="URL", help="of a video, a playlist or a channel's tab")
        parser.add_argument(
            "--from-json",
            nargs="+",
            type=Path,
            metavar="FILE_OR_FOLDER",
            default=[],
            help="one info dict, JSON lines, a -J playlist, or a folder of .info.json files",
        )
        parser.add_argument("--limit", type=_positive, help="take at most so many items of each URL, or of all files")
        parser.add_argument("--dry-run", action="store_true", help="change nothing; show the tags each video would get")
        parser.add_argument(
            "--list-all",
            action="store_true",
            help="list videos that show no sign of ASMR too; moderation and age limits still hold",
        )

    def handle(self, *args, urls, from_json, limit, dry_run, list_all, verbosity, **options):
        if bool(urls) == bool(from_json):
            raise CommandError("Name either URLs or, after --from-json, files: one of both.")
        with explaining_failures():
            try:
                if urls:
                    ytdlp.check_options(settings.ASMR_YTDLP_OPTIONS)
            except ytdlp.OptionsError as error:
                raise CommandError(str(error)) from error
            run = Import.begin(
                dry_run=dry_run, list_all=list_all, is_live=bool(urls), batch_size=NETWORK_BATCH if urls else FILE_BATCH
            )
        with explaining_failures():
            for outcome in run.store_all(self._find(urls, from_json, limit)):
                self._show(outcome, dry_run=dry_run, verbosity=verbosity)
        self._sum_up(run.counts, dry_run=dry_run, verbosity=verbosity)

    def _find(self, urls, files, limit):
        if urls:
            options = settings.ASMR_YTDLP_OPTIONS
            return chain.from_iterable(ytdlp.fetch(url, options=options, limit=limit) for url in urls)
        return islice(read_files(files), limit)

    def _show(self, outcome, *, dry_run, verbosity):
        if outcome.state == "failed":
            told = "  ".join(filter(None, [outcome.address, outcome.title, outcome.detail]))
            self.stderr.write(self.style.ERROR(f"failed     {told}"))
            return
        for warning in outcome.warnings:
            self.stderr.write(self.style.WARNING(f"warning    {outcome.address}  {warning}"))
        if verbosity == 0:
            return
        state = "held" if outcome.state == "created" and outcome.held else outcome.state
        reason = "; ".join(filter(None, [outcome.detail, outcome.held and f"held: {outcome.held}"]))
        self.stdout.write(f"{state:<10} {outcome.title or outcome.address}{f'  ({reason})' if reason else ''}")
        if dry_run:
            for finding in outcome.findings:
                self.stdout.write(f"             {finding.describe()}")

    def _sum_up(self, counts, *, dry_run, verbosity):
        total = counts.total() - counts["held"]
        states = ", ".join(f"{counts[state]} {state}" for state in STATES)
        items = f"{total} item{'' if total == 1 else 's'}"
        summary = f"{items}: {states}; {counts['held']} of them held and not shown to visitors."
        if verbosity:
            self.stdout.write(f"Dry run, nothing was changed. {summary}" if dry_run else summary)
        if counts["failed"]:
            others = "" if dry_run or counts["failed"] == total else " The others were saved."
            raise CommandError(
                f"{counts['failed']} of {items} failed, named above.{others} "
                "Mend them and run the same command again: what is there stays as it is."
            )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number from 1, not {text!r}")
    return int(text)
