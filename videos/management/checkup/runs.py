"""Imports: who works on them, which of them wait, and for whom."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from videos.importing import queue
from videos.importing.troubles import NEEDS_A_PERSON
from videos.management import command_line, counted
from videos.management.checkup.findings import Finding, Level
from videos.models import ImportRun, RunState

LATEST_RUNS = 5
# A command that works on its own run takes it at once; what waits longer waits for a worker.
TAKEN_WITHIN = timedelta(minutes=1)
# What broke off goes on with the next timer; a nightly one has had its chance.
RESUMED_WITHIN = timedelta(days=1)


def examine() -> Iterator[Finding]:
    yield check_workers()
    yield from find_runs_that_need_a_person()
    yield from describe_limits()
    yield from describe_latest_runs()


def check_workers() -> Finding:
    """Whether somebody takes the runs that wait."""
    workers, waiting = queue.living_workers(), _find_waiting()
    if workers:
        names = ", ".join(worker.name for worker in workers)
        return Finding(Level.OK, "workers", f"{names}; {counted(len(waiting), 'import')} waiting")
    if waiting:
        words = f"none lives, and {counted(len(waiting), 'import')} waiting: {', '.join(map(str, waiting))}. Run: "
        return Finding(Level.MEND, "workers", words + command_line("import_worker"))
    stopped = ImportRun.objects.filter(state=RunState.STOPPED, resume_at__isnull=False).order_by("pk")
    if stopped:
        words = f"none lives to go on with {', '.join(map(str, stopped))}, stopped until a time. Run: "
        return Finding(Level.LOOK, "workers", words + command_line("import_worker"))
    words = f"none lives; nothing waits for one. Imports requested in the admin need {command_line('import_worker')}"
    return Finding(Level.OK, "workers", words)


def find_runs_that_need_a_person() -> Iterator[Finding]:
    """Stopped runs that stop again until somebody looks at why, and those that a person stopped."""
    stopped = ImportRun.objects.filter(Q(resume_at=None) | Q(trouble__in=NEEDS_A_PERSON), state=RunState.STOPPED)
    stopped = stopped.order_by("pk")
    for run in stopped.exclude(trouble=""):
        advice = "Then go on with it in the admin, or cancel it there"
        yield Finding(Level.MEND, str(run), f"{run.get_kind_display()}, stopped: {run.reason.rstrip('.')}. {advice}")
    by_hand = stopped.filter(trouble="")
    if by_hand:
        names = ", ".join(map(str, by_hand))
        advice = f"To go on: {command_line('import_videos', '--resume')}, or in the admin"
        yield Finding(Level.LOOK, "stopped", f"{names}: broken off by hand. {advice}")


def describe_limits() -> Iterator[Finding]:
    limits = queue.describe_limits()
    yield from (Finding(Level.LOOK, "limit", words) for words in limits)
    if not limits:
        yield Finding(Level.OK, "limits", "no site asks to be left alone")


def describe_latest_runs() -> Iterator[Finding]:
    """The last five, newest first, with when they were last touched."""
    for run in ImportRun.objects.order_by("-pk")[:LATEST_RUNS]:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(queue.count_items(run).items()))
        is_left = run.state == RunState.RUNNING and not queue.is_held(run)
        state = "left by a process that is gone" if is_left else run.get_state_display()
        when = run.ended_at or run.started_at or run.requested_at
        words = f"{run.get_kind_display()}, {state}, {when:%Y-%m-%d %H:%M} UTC: {counts or 'nothing yet'}"
        yield Finding(Level.OK, str(run), words)


def _find_waiting() -> list[ImportRun]:
    """Runs that a worker could take and nobody took for a while."""
    now = timezone.now()
    requested = Q(state=RunState.REQUESTED, requested_at__lt=now - TAKEN_WITHIN)
    stopped = Q(state=RunState.STOPPED, resume_at__lt=now - RESUMED_WITHIN)
    died = Q(state=RunState.RUNNING, lease_until__lt=now - RESUMED_WITHIN)
    return list(ImportRun.objects.filter(requested | stopped | died).order_by("pk"))
