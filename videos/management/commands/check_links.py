"""`manage.py check_links`: whether videos are still there, a slice at a time."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from videos.curation.reports import delete_overdue
from videos.importing import queue
from videos.importing.checking import request_check
from videos.importing.runs import work
from videos.management import counted, explaining_failures, positive_number, stopping_cleanly
from videos.management.reporting import Reporter
from videos.management.working import leaving_to_the_next
from videos.models import RunKind

SLICE = 100


class Command(BaseCommand):
    help = (
        "Ask for the pages of the videos that were not asked for longest. A video is hidden from visitors when two "
        "checks, a week or more apart, found it gone; found again, it comes back. Contacts that visitors left with a "
        "report are deleted after 90 days, in passing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--slice", type=positive_number, default=SLICE, metavar="N", help=f"so many videos ({SLICE})"
        )

    def handle(self, *args, verbosity, **options):
        reporter, worker = Reporter(self, verbosity=verbosity), queue.this_process()
        with explaining_failures(), stopping_cleanly():
            if forgotten := delete_overdue(timezone.now()):
                self.stdout.write(f"Deleted, being 90 days old: {counted(forgotten, 'contact')} that visitors left.")
            run = queue.claim_next(worker=worker, kinds=[RunKind.CHECK])
            if run is None:
                run = request_check(options["slice"])
                if run is None:
                    self.stdout.write("Every video was checked within the last days. Nothing to do.")
                    return
                if not queue.claim(run, worker=worker):
                    raise CommandError(f"Another process has just taken {run}.")
            with leaving_to_the_next(run):
                reporter.follow(run, work(run))
            missing = run.items.filter(video__missing_since__isnull=False).count()
            gone = run.items.filter(video__gone_at__isnull=False).count()
            if verbosity:
                self.stdout.write(
                    f"Not there: {counted(missing, 'video')}; of these found so a second time, and hidden from "
                    f"visitors: {gone}."
                )
        reporter.sum_up(run)
