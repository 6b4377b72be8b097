"""A worker: takes runs from the queue as they come, one after the other, and says that it lives."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError, OperationalError, close_old_connections

from videos.importing import queue
from videos.importing.runs import work
from videos.management import explaining_failures
from videos.management.reporting import Reporter
from videos.models import ImportRun

POLL_SECONDS = 5
WITHOUT_DATABASE_SECONDS = 30  # until the next attempt
PARENT_POLL_SECONDS = 1

logger = logging.getLogger(__name__)


def keep_working(
    reporter: Reporter,
    *,
    once: bool = False,
    parent: int | None = None,
    feed: Callable[[], ImportRun | None] = lambda: None,
) -> None:
    """Work on runs until told to stop; with `once` until none can go on now. `feed` may put more into the queue.

    To be called where SIGTERM raises KeyboardInterrupt, as in `stopping_cleanly`: that is how it ends, and no failure
    but with `once`. With `parent`, a process id, it also ends within seconds of that process. A run that it is told to
    drop, whatever it is at, is left to the next worker. A database that does not answer for a while is waited for.
    Raises CommandError at the end, with `once`, where a run was stopped or something in it failed.
    """
    worker, failures = queue.this_process(), []
    queue.sign_in(worker)
    try:
        with _ending_with(parent) as is_orphaned:
            while not is_orphaned():
                close_old_connections()
                try:
                    queue.sign_in(worker)
                    feed()
                    run = queue.claim_next(worker=worker)
                except OperationalError as error:
                    if once:
                        raise
                    reporter.complain(f"The database does not answer: {str(error).strip()}. It is asked again.")
                    time.sleep(WITHOUT_DATABASE_SECONDS)
                    continue
                if run is not None:
                    failed = _work(run, reporter)
                    failures += failed if once else []
                elif once:
                    reporter.say("No import can go on now.")
                    break
                else:
                    time.sleep(POLL_SECONDS)
    except KeyboardInterrupt:
        if once:
            raise
        reporter.say("Told to end. What was at work goes on with the next worker.")
    finally:
        _sign_out(worker)
    if failures:
        raise CommandError("\n".join(failures))


@contextmanager
def leaving_to_the_next(run: ImportRun) -> Iterator[None]:
    """Where this process is told to stop (Ctrl+C, SIGTERM), let the next worker or timer go on with the run."""
    try:
        yield
    except KeyboardInterrupt:
        queue.leave(run)
        raise


def _work(run: ImportRun, reporter: Reporter) -> list[str]:
    """Work on one run; returns what it failed with, in words. A run that breaks off must not end the worker."""
    reporter.say(f"{run} begins: {run.get_kind_display()}.")
    try:
        with explaining_failures():
            with leaving_to_the_next(run):
                reporter.follow(run, work(run))
            reporter.sum_up(run)
    except CommandError as failure:
        if isinstance(failure.__cause__, queue.LostRunError):
            reporter.complain(f"{failure.__cause__}: let go.")
            return []
        words = str(failure)
    except Exception:
        # Whatever it was: the run's row has it, the log has the place, and the next run is another one's.
        logger.exception("%s broke off", run)
        return [f"{run} stopped: {run.reason}"]
    else:
        return []
    reporter.complain(words)
    return [words]


@contextmanager
def _ending_with(parent: int | None) -> Iterator[Callable[[], bool]]:
    """Give what tells whether the process `parent`, whose child this one is, has ended; interrupt this one then.

    The interruption, a KeyboardInterrupt, reaches every pause and request.
    """
    is_over = threading.Event()

    def is_orphaned() -> bool:
        return parent is not None and os.getppid() != parent

    def watch() -> None:
        while not is_over.wait(PARENT_POLL_SECONDS):
            if is_orphaned():
                # To the main thread itself: sent to the process, it might not end the sleep that it is in.
                signal.pthread_kill(threading.main_thread().ident, signal.SIGTERM)
                return

    if parent is not None:
        threading.Thread(target=watch, daemon=True).start()
    try:
        yield is_orphaned
    finally:
        is_over.set()


def _sign_out(worker: str) -> None:
    try:
        queue.sign_out(worker)
    except DatabaseError:
        # It is known to be gone without that, at once on this machine and after a lease elsewhere.
        logger.warning("%s could not sign out: the database does not answer", worker)
