"""`manage.py evaluate_tagging LABELS.jsonl`: how good the tagger is, measured without the database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from videos.importing.labels import BadRow, read_labels
from videos.management import explaining_failures
from videos.management.evaluation_json import as_json
from videos.management.evaluation_text import as_lines
from videos.tagging.evaluation import evaluate
from videos.vocabulary.parser import catalog_vocabulary


class Command(BaseCommand):
    help = "Measure the tagger on videos that people labelled: what it gets right, wrong and misses. Nothing is stored."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="LABELS",
            help="JSON lines, a row a video: id, title, description, chapters, tags (the source's keywords), language, "
            "channel, duration; asmr (true, false); present and uncertain (lists of tags); null is not known",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: one object")
        parser.add_argument("--figures-only", action="store_true", help="leave out the list of mistakes by video")

    def handle(self, *args, files, figures_only, **options):
        with explaining_failures():
            vocabulary = catalog_vocabulary()
        videos, bad_rows = [], 0
        for row in read_labels(files, vocabulary):
            if isinstance(row, BadRow):
                self.stderr.write(self.style.ERROR(f"failed  {row.address}  {row.reason}"))
                bad_rows += 1
            else:
                videos.append(row)
        if videos:
            evaluation = evaluate(videos, vocabulary)
            if options["format"] == "json":
                shown = [json.dumps(as_json(evaluation, with_listing=not figures_only), ensure_ascii=False, indent=2)]
            else:
                shown = as_lines(evaluation, with_listing=not figures_only)
            for line in shown:
                self.stdout.write(line)
        if bad_rows:
            self._fail(bad_rows, has_measured=bool(videos))
        if not any(video.present is not None or video.is_asmr is not None for video in videos):
            raise CommandError("No row is labelled: give “present” (a list of tags) or “asmr” (true or false).")

    def _fail(self, bad_rows, *, has_measured):
        rows = "1 row or file" if bad_rows == 1 else f"{bad_rows} rows or files"
        others = "All others are measured." if has_measured else "There was nothing else to measure."
        raise CommandError(
            f"{rows} could not be used, named above. {others} Mend what is named and run the same command again."
        )
