"""`manage.py sync_creators`: new videos of the creators whom the catalog follows; for a timer, or to stay running."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timesince import timeuntil

from videos.importing import queue
from videos.importing.runs import work
from videos.importing.syncing import due, find_creators, followed, request_sync
from videos.management import command_line, counted, explaining_failures, stopping_cleanly
from videos.management.reporting import Reporter
from videos.management.working import keep_working, leaving_to_the_next
from videos.models import RunKind, RunState

CREATORS_A_RUN = 50  # so that the pages of the first are read before the last are listed


class Command(BaseCommand):
    help = "Read the channels of followed creators and the pages of their new videos, politely and in turns."

    def add_arguments(self, parser):
        parser.add_argument("creators", nargs="*", metavar="CREATOR", help="slug, handle, name or channel id")
        parser.add_argument("--due", action="store_true", help="those whose time has come, by each one's rhythm")
        parser.add_argument("--all", action="store_true", help="all who are followed, due or not")
        parser.add_argument("--whole", action="store_true", help="read the channels to their end, not only what is new")
        parser.add_argument(
            "--watch", action="store_true", help="stay running: sync whoever falls due, and work as import_worker does"
        )

    def handle(self, *args, creators, due, all, whole, watch, verbosity, **options):  # noqa: A002
        if [bool(creators), due, all, watch].count(True) != 1:
            raise CommandError("Name creators, or give --due, --all or --watch: one of these.")
        reporter = Reporter(self, verbosity=verbosity)
        with explaining_failures(), stopping_cleanly():
            if watch:
                keep_working(reporter, feed=lambda: next(iter(_request_due(whole=whole)), None))
            elif creators:
                self._sync([self._find(words) for words in creators], reporter, whole=whole)
            elif all:
                self._sync(list(followed().order_by("pk")), reporter, whole=whole)
            else:
                self._sync_due(reporter, whole=whole)

    def _find(self, words: str):
        found = find_creators(words)
        if len(found) != 1:
            names = ", ".join(f"{creator} ({creator.slug})" for creator in found[:5])
            several = f"{words!r} names several creators: {names}. Give the slug."
            raise CommandError(several if found else f"The catalog knows no creator {words!r}.")
        return found[0]

    def _sync(self, creators, reporter: Reporter, *, whole: bool) -> None:
        if not creators:
            raise CommandError(f"Nobody is followed. Run: {command_line('add_creators', 'FILE')}")
        run = request_sync(creators, is_whole=whole)
        if queue.claim(run, worker=queue.this_process()):
            with leaving_to_the_next(run):
                reporter.follow(run, work(run))
            reporter.sum_up(run)

    def _sync_due(self, reporter: Reporter, *, whole: bool) -> None:
        worker, failures = queue.this_process(), []
        # What an earlier time left unfinished goes first.
        while run := queue.claim_next(worker=worker, kinds=[RunKind.CREATORS]) or _claim_due(worker, whole=whole):
            with leaving_to_the_next(run):
                reporter.follow(run, work(run))
            try:
                reporter.sum_up(run)
            except CommandError as failure:
                failures.append(str(failure))
            if run.state == RunState.STOPPED:
                break  # what stops one would stop the next, after more requests to a site in trouble
        if failures:
            raise CommandError("\n".join(failures))
        self._say_when()

    def _say_when(self) -> None:
        following = followed()
        following_next = following.exclude(sync_due_at=None).order_by("sync_due_at").first()
        if following_next is None:
            self.stdout.write(f"Nobody is followed yet. Run: {command_line('add_creators', 'FILE')}")
        elif following_next.sync_due_at > timezone.now():
            self.stdout.write(
                f"{counted(following.count(), 'creator')} followed, nobody is due now. "
                f"Next: {following_next}, in {timeuntil(following_next.sync_due_at)}."
            )


def _request_due(*, whole: bool):
    """Put a run for the creators who are due into the queue, if there are any; yields it."""
    creators = list(due(timezone.now())[:CREATORS_A_RUN])
    if creators:
        yield request_sync(creators, is_whole=whole)


def _claim_due(worker: str, *, whole: bool):
    run = next(_request_due(whole=whole), None)
    return run if run and queue.claim(run, worker=worker) else None
