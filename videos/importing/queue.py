"""The queue of runs: whose a run is and for how long, what keeps one from going on, and how it ends."""

import os
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from videos.importing.planning import lay_out
from videos.importing.troubles import Trouble
from videos.models import ImportLock, ImportRun, ItemState, RunItem, RunKind, RunState, SiteLimit, Worker

# Longer than one fetch with its pause may take: who works renews it at each step.
LEASE = timedelta(minutes=5)
LEASE_WHILE_ASKING = timedelta(days=1)  # a person who is asked something may be away
# How long a site is left alone where it does not say: YouTube speaks of "up to an hour"; robots are remembered longer.
WAITS = {Trouble.RATE_LIMITED: timedelta(hours=1), Trouble.BOT_CHECK: timedelta(hours=6)}
# A site may say less or more than makes sense: within a minute it is asked too soon, after a day things have changed.
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)
_MAX_SITE_LENGTH = 40  # as limits keep it; of a longer host the end counts
KEEPS_ITEMS = timedelta(days=90)  # of a run that has ended; the run itself stays, with its counts


class LostRunError(Exception):
    """Another process has taken the run over, or it has ended: whoever worked on it must let go."""


class CancelledError(Exception):
    """A person cancelled the run."""


def this_process() -> str:
    """ "host:process", the name under which this process holds runs."""
    return f"{socket.gethostname()}:{os.getpid()}"


@transaction.atomic
def request_run(kind: RunKind, options: dict, *, user=None) -> ImportRun:
    """Put a run into the queue, with its first items. Items of runs that ended long ago are cleared away meanwhile."""
    RunItem.objects.filter(run__ended_at__lt=timezone.now() - KEEPS_ITEMS, run__state=RunState.FINISHED).delete()
    run = ImportRun.objects.create(kind=kind, options=options, requested_by=user)
    RunItem.objects.bulk_create(lay_out(run))
    return run


def unfinished_runs() -> list[ImportRun]:
    """Runs that broke off or were stopped and that nobody works on now, newest first."""
    runs = ImportRun.objects.filter(state__in=[RunState.STOPPED, RunState.RUNNING]).order_by("-pk")
    return [run for run in runs if run.state == RunState.STOPPED or not is_held(run)]


def find_unfinished(kind: RunKind | None = None, options: dict | None = None) -> ImportRun | None:
    """The newest run that broke off or was stopped; of that kind and with those options, where they are given."""
    fitting = (run for run in unfinished_runs() if kind in (None, run.kind) and options in (None, run.options))
    return next(fitting, None)


def claim(run: ImportRun, *, worker: str) -> bool:
    """Make the run this worker's, if it is nobody's now; returns whether it is. One UPDATE decides between two."""
    now = timezone.now()
    free = Q(state__in=[RunState.REQUESTED, RunState.STOPPED]) | Q(state=RunState.RUNNING, lease_until__lt=now)
    if run.state == RunState.RUNNING and _is_dead(run.worker):
        free |= Q(state=RunState.RUNNING, worker=run.worker)
    taken = ImportRun.objects.filter(free, pk=run.pk).update(
        state=RunState.RUNNING,
        worker=worker,
        lease_until=now + LEASE,
        started_at=Coalesce("started_at", now),
        ended_at=None,
        resume_at=None,
        reason="",
    )
    run.refresh_from_db()
    return bool(taken)


def claim_next(*, worker: str, kinds: Iterable[RunKind] = RunKind) -> ImportRun | None:
    """The next run that may go on now: requested, stopped until a time that has come, or left by a dead worker."""
    now = timezone.now()
    waiting = Q(state=RunState.REQUESTED) | Q(state=RunState.STOPPED, resume_at__lte=now)
    for run in ImportRun.objects.filter(waiting | Q(state=RunState.RUNNING), kind__in=kinds).order_by("pk"):
        if (run.state != RunState.RUNNING or not is_held(run)) and claim(run, worker=worker):
            return run
    return None


def is_held(run: ImportRun) -> bool:
    """Whether a living process works on the run. One of this machine that is gone is known at once."""
    is_leased = run.lease_until is not None and run.lease_until >= timezone.now()
    return run.state == RunState.RUNNING and is_leased and not _is_dead(run.worker)


def renew(run: ImportRun, *, current: str = "", lease: timedelta = LEASE) -> None:
    """Keep the run for another lease, and let people see how far it is. Three queries.

    Raises `LostRunError` where it is no longer this worker's, `CancelledError` where a person cancelled it.
    """
    now = timezone.now()
    mine = ImportRun.objects.filter(pk=run.pk, worker=run.worker, state=RunState.RUNNING)
    if not mine.update(lease_until=now + lease, current=current[:500], counts=run.counts):
        raise LostRunError(f"{run} is no longer this process's")
    Worker.objects.filter(name=run.worker).update(seen_at=now)
    if mine.filter(is_cancel_requested=True).exists():
        raise CancelledError


def end(
    run: ImportRun,
    state: RunState,
    *,
    reason: str = "",
    trouble: Trouble | str = "",
    resume_at: datetime | None = None,
) -> None:
    """Let the run go: finished, cancelled, or stopped with the reason. Trouble once met stays on record.

    One that a person wants to end does not stop, to go on later: it is cancelled.
    """
    mine = ImportRun.objects.filter(pk=run.pk, worker=run.worker, state=RunState.RUNNING)
    if state == RunState.STOPPED and mine.filter(is_cancel_requested=True).exists():
        state, resume_at = RunState.CANCELLED, None
    run.state, run.reason, run.resume_at = state, reason, resume_at
    run.trouble = trouble or run.trouble
    run.ended_at, run.lease_until, run.current = timezone.now(), None, ""
    fields = ["state", "reason", "resume_at", "trouble", "ended_at", "lease_until", "current", "counts"]
    with transaction.atomic():
        if mine.update(**{name: getattr(run, name) for name in fields}):
            run.locks.all().delete()
            if state == RunState.CANCELLED:
                _give_up_items(run)


def cancel(run: ImportRun) -> None:
    """End a run at a person's wish: at once where nobody works on it, else at its next step."""
    ImportRun.objects.filter(pk=run.pk).exclude(state__in=[RunState.FINISHED, RunState.CANCELLED]).update(
        is_cancel_requested=True
    )
    run.refresh_from_db()
    if run.is_cancel_requested and not is_held(run):
        unfinished = ImportRun.objects.filter(pk=run.pk).exclude(state=RunState.FINISHED)
        if unfinished.update(state=RunState.CANCELLED, ended_at=timezone.now(), lease_until=None, current=""):
            run.locks.all().delete()
            _give_up_items(run)
        run.refresh_from_db()


def _give_up_items(run: ImportRun) -> None:
    """What still waited in a cancelled run waits no more."""
    waiting = run.items.filter(state=ItemState.WAITING)
    waiting.update(state=ItemState.SKIPPED, detail="given up: the import was cancelled", done_at=timezone.now())


def retry_failed(run: ImportRun) -> int:
    """Put what failed in an ended run back into the queue; returns how many items. Of files nothing can be retried.

    What still waited when a person cancelled the run stays undone.
    """
    if run.kind == RunKind.FILES or is_held(run):
        return 0
    failed = run.items.filter(state=ItemState.FAILED)
    with transaction.atomic():
        if run.state == RunState.CANCELLED and failed.exists():
            given_up = run.items.filter(state=ItemState.WAITING)
            given_up.update(state=ItemState.SKIPPED, detail="cancelled before its turn", done_at=timezone.now())
        count = failed.update(state=ItemState.WAITING, detail="", trouble="", done_at=None)
        if count:
            ImportRun.objects.filter(pk=run.pk).update(
                state=RunState.REQUESTED, is_cancel_requested=False, resume_at=None, reason="", ended_at=None
            )
    run.refresh_from_db()
    return count


def go_on(run: ImportRun) -> bool:
    """Let a worker go on with a stopped run now; returns whether it was stopped."""
    return bool(
        ImportRun.objects.filter(pk=run.pk, state=RunState.STOPPED).update(
            state=RunState.REQUESTED, resume_at=None, is_cancel_requested=False, reason=""
        )
    )


def leave(run: ImportRun) -> None:
    """Let the next worker or timer go on with a run that this process was told to drop, and so stopped."""
    ImportRun.objects.filter(pk=run.pk, state=RunState.STOPPED, resume_at=None).update(resume_at=timezone.now())


@transaction.atomic
def lock(run: ImportRun, key: str) -> bool:
    """Keep what `key` names for this run until it ends; False where another run at work has it."""
    other = ImportLock.objects.filter(key=key).exclude(run=run).select_related("run").first()
    if other and is_held(other.run):
        return False
    if other:
        other.delete()
    held, _ = ImportLock.objects.get_or_create(key=key, defaults={"run": run})
    return held.run_id == run.pk


def remember_limit(site: str, trouble: Trouble, said: str, *, retry_after_seconds: int | None = None) -> SiteLimit:
    """Note that the site asked to be left alone, and until when."""
    now = timezone.now()
    wait = timedelta(seconds=retry_after_seconds) if retry_after_seconds else WAITS[trouble]
    wait = min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)
    values = {"until": now + wait, "trouble": trouble, "said": said, "seen_at": now}
    limit, _ = SiteLimit.objects.update_or_create(site=site[-_MAX_SITE_LENGTH:], defaults=values)
    return limit


def find_limit(site: str) -> SiteLimit | None:
    """The limit of that site which is in force now."""
    return SiteLimit.objects.filter(site=site[-_MAX_SITE_LENGTH:], until__gt=timezone.now()).first()


def sign_in(name: str) -> None:
    """Say that this worker lives; those not heard of for a day are forgotten."""
    now = timezone.now()
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": now}, create_defaults={"started_at": now, "seen_at": now}
    )
    Worker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


def sign_out(name: str) -> None:
    Worker.objects.filter(name=name).delete()


def living_workers() -> list[Worker]:
    """The workers heard of within a lease; those of this machine that are gone are left out."""
    return [
        worker for worker in Worker.objects.filter(seen_at__gte=timezone.now() - LEASE) if not _is_dead(worker.name)
    ]


def count_items(run: ImportRun) -> dict[str, int]:
    """How many videos and addresses of the run came to which end, "waiting" included; of files, what is counted."""
    if run.kind == RunKind.FILES:
        return dict(run.counts)
    listings = Q(kind="listing") & ~Q(state__in=[ItemState.WAITING, ItemState.FAILED, ItemState.SKIPPED])
    states = run.items.exclude(listings).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(states)


def _is_dead(worker: str) -> bool:
    """Whether the process was one of this machine and is gone. Of other machines only the lease tells."""
    host, _, process = worker.rpartition(":")
    if host != socket.gethostname() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def describe_limits(sites: Iterable[str] | None = None) -> list[str]:
    """Plain words for each limit in force; of all sites for None."""
    limits = SiteLimit.objects.filter(until__gt=timezone.now()).order_by("site")
    limits = limits if sites is None else limits.filter(site__in=sites)
    return [f"{limit.site} is left alone until {limit.until:%H:%M} UTC: {limit.said}" for limit in limits]
