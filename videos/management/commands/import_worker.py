"""`manage.py import_worker`: works on the imports that people request in the admin."""

from django.core.management.base import BaseCommand

from videos.management import explaining_failures, stopping_cleanly
from videos.management.reporting import Reporter
from videos.management.working import keep_working


class Command(BaseCommand):
    help = "Take requested imports, and those left unfinished, one after the other; stays running and waits for more."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when nothing is left that can go on now")
        parser.add_argument("--parent", type=int, metavar="PID", help="end with that process, the parent of this one")

    def handle(self, *args, once, parent, verbosity, **options):
        with explaining_failures(), stopping_cleanly():
            keep_working(Reporter(self, verbosity=verbosity), once=once, parent=parent)
