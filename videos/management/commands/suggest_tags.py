"""`manage.py suggest_tags`: what the tagger finds in files, or what it would change in the catalog."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from videos.curation import retagging
from videos.curation.judging import load_judge
from videos.importing.files import SkippedInfo, read_files
from videos.importing.suggestions import Suggestion, suggest
from videos.management import command_line, counted, explaining_failures
from videos.management.retagging_text import Tally, describe_change
from videos.vocabulary.parser import catalog_vocabulary

STATES = {"present": "present", "absent_declared": "absent"}


class Command(BaseCommand):
    help = (
        "Show which tags videos get, and why: those in files, without touching the database, or with --all those of "
        "the catalog, where --apply writes what changed. A curator's word is never changed."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument(
            "--from-json",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="info dicts: a JSON file, JSON lines, or a folder of .info.json files",
        )
        source.add_argument(
            "--all", action="store_true", help="tag every video of the catalog anew and show what changes"
        )
        parser.add_argument("--apply", action="store_true", help="with --all: write the changes")
        parser.add_argument(
            "--format", choices=["text", "jsonl"], help="with --from-json: text (the default) or one object a video"
        )

    def handle(self, *args, from_json, apply, verbosity, **options):
        if options["all"]:
            if options["format"]:
                raise CommandError("--format goes with --from-json: changes are shown as text only.")
            self._retag(apply=apply, verbosity=verbosity)
        elif apply:
            raise CommandError("--apply goes with --all: files are only shown.")
        else:
            self._show_files(from_json, show=self._show_jsonl if options["format"] == "jsonl" else self._show_text)

    def _retag(self, *, apply, verbosity):
        tally = Tally()
        with explaining_failures():
            for change in retagging.retag_all(load_judge(), apply=apply):
                tally.add(change)
                for line in describe_change(change, verbosity=verbosity) if verbosity else ():
                    self.stdout.write(line)
        self.stdout.write(self.style.SUCCESS(tally.describe(is_applied=apply)))
        if not apply and tally.videos:
            self.stdout.write(f"Nothing was written. To write it: {command_line('suggest_tags', '--all', '--apply')}")

    def _show_files(self, files, *, show):
        with explaining_failures():
            vocabulary = catalog_vocabulary()
        failures = shown = 0
        for item in suggest(read_files(files), vocabulary):
            if isinstance(item, Suggestion):
                show(item)
                shown += 1
                continue
            is_skipped = isinstance(item, SkippedInfo)
            self.stderr.write(f"{'skipped' if is_skipped else 'failed'}  {item.address}  {item.reason}")
            failures += not is_skipped
        if failures:
            others = "All others are shown." if shown else "There was nothing else to show."
            raise CommandError(
                f"{counted(failures, 'item')} could not be read, named above. {others} "
                "Mend what is named and run the same command again."
            )

    def _show_text(self, suggestion):
        record, examination = suggestion.record, suggestion.examination
        sign = "" if examination.is_recognised else "  (shows no sign of ASMR)"
        if examination.objection:
            sign = f"  (no ASMR: the title says “{examination.objection}”)"
        self.stdout.write(f"{record.site_id}  {record.title}{sign}")
        for finding in examination.findings:
            self.stdout.write(f"    {finding.describe()}")

    def _show_jsonl(self, suggestion):
        examination = suggestion.examination
        self.stdout.write(
            json.dumps(
                {
                    "id": suggestion.record.site_id,
                    "recognised": examination.is_recognised,
                    "tags": [
                        {
                            "slug": finding.tag,
                            "state": STATES[finding.state],
                            "status": finding.status,
                            "confidence": finding.confidence,
                            "zone": finding.zone,
                            "evidence": finding.evidence,
                        }
                        for finding in examination.findings
                    ],
                },
                ensure_ascii=False,
            )
        )
