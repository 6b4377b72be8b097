"""A worker: takes runs from the queue as they come, one after the other, and says that it lives."""

import logging
import os
import time
from collections.abc import Callable

from django.core.management.base import CommandError
from django.db import close_old_connections

from videos.importing import queue
from videos.importing.runs import work
from videos.management.reporting import Reporter
from videos.models import ImportRun

POLL_SECONDS = 5

logger = logging.getLogger(__name__)


def keep_working(
    reporter: Reporter,
    *,
    once: bool = False,
    parent: int | None = None,
    feed: Callable[[], ImportRun | None] = lambda: None,
) -> None:
    """Work on runs until told to stop; with `once` until none can go on now. `feed` may put more into the queue.

    With `parent`, a process id, it ends with that process. Raises CommandError at the end, with `once`, where a run
    was stopped or something in it failed.
    """
    worker, failures = queue.this_process(), []
    queue.sign_in(worker)
    try:
        while parent is None or os.getppid() == parent:
            close_old_connections()
            feed()
            run = queue.claim_next(worker=worker)
            if run is not None:
                failures += _work(run, reporter)
            elif once:
                break
            else:
                time.sleep(POLL_SECONDS)
            queue.sign_in(worker)
    finally:
        queue.sign_out(worker)
    if failures:
        raise CommandError("\n".join(failures))


def _work(run: ImportRun, reporter: Reporter) -> list[str]:
    """Work on one run; returns what it failed with, in words. A run that breaks off must not end the worker."""
    reporter.say(f"{run} begins: {run.get_kind_display()}.")
    try:
        reporter.follow(run, work(run))
        reporter.sum_up(run)
    except CommandError as failure:
        reporter.complain(str(failure))
        return [str(failure)]
    except queue.LostRunError as lost:
        reporter.complain(f"{lost}: let go.")
    except Exception:
        # Whatever it was: the run's row has it, the log has the place, and the next run is another one's.
        logger.exception("%s broke off", run)
        return [f"{run} stopped: {run.reason}"]
    return []
