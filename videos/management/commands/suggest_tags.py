"""`manage.py suggest_tags --from-json FILE`: what the tagger finds, without touching the database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from videos.importing.files import SkippedInfo, read_files
from videos.importing.suggestions import Suggestion, suggest
from videos.vocabulary.parser import catalog_vocabulary

STATES = {"present": "present", "absent_declared": "absent"}


class Command(BaseCommand):
    help = "Show which tags videos would get, and why. Nothing is stored."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--from-json",
            required=True,
            nargs="+",
            type=Path,
            metavar="FILE",
            help="info dicts: a JSON file, JSON lines, or a folder of .info.json files",
        )
        parser.add_argument("--format", choices=["text", "jsonl"], default="text", help="jsonl: one object a video")

    def handle(self, *args, from_json, **options):
        show = {"text": self._show_text, "jsonl": self._show_jsonl}[options["format"]]
        failures = 0
        for item in suggest(read_files(from_json), catalog_vocabulary()):
            if isinstance(item, Suggestion):
                show(item)
                continue
            is_skipped = isinstance(item, SkippedInfo)
            self.stderr.write(f"{'skipped' if is_skipped else 'failed'}  {item.address}  {item.reason}")
            failures += not is_skipped
        if failures:
            raise CommandError(f"{failures} items could not be read; they are named above. All others are shown.")

    def _show_text(self, suggestion):
        record, examination = suggestion.record, suggestion.examination
        sign = "" if examination.is_recognised else "  (shows no sign of ASMR)"
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
