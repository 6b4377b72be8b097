"""`manage.py print_evidence`: what is claimed of each technique, how well it is founded, and who reviewed it."""

from django.core.management.base import BaseCommand

from videos.management.evidence_text import FORMATS, read_rows
from videos.models import Tag


class Command(BaseCommand):
    help = (
        "Print each technique with its definition, the level of evidence in words (of the technique, never of a "
        "video), its references, and whether a person reviewed what is said of it. For a reviewer, or for a record."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=sorted(FORMATS), default="text")

    def handle(self, *args, format, **options):
        techniques = Tag.objects.public().in_order().filter(group__facet="technique")
        for line in FORMATS[format](read_rows(techniques)):
            self.stdout.write(line)
