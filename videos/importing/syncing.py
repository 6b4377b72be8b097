"""Following creators: whose channel is due, how often, and what can be said of it."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus
from creators.querysets import CreatorQuerySet
from videos.importing import queue
from videos.importing.options import RunOptions
from videos.importing.troubles import Trouble
from videos.models import ImportRun, ItemKind, ItemState, RunItem, RunKind, RunState

OFTENEST, RAREST = timedelta(days=1), timedelta(days=30)
UNKNOWN_RHYTHM = timedelta(days=7)
AFTER_TROUBLE = timedelta(days=1)
CLOSED = timedelta(days=30)  # a closed channel may come back: it is looked at now and then
JITTER = 0.2  # of the rhythm, to and fro: channels added together do not fall due together for ever
LATEST_DATES = 12  # enough to show a habit, few enough to notice when it changes


def followed() -> CreatorQuerySet:
    """Creators whose channel is to be read now and then: followed, reachable, and not taken down."""
    reachable = ~Q(site_id="") | ~Q(handle="") | ~Q(source_url="") | ~Q(curator_url="")
    return Creator.objects.filter(reachable, is_followed=True).exclude(status=CreatorStatus.REMOVED)


def due(now: datetime) -> CreatorQuerySet:
    """Those whose time has come, the longest waiting first; those never read before all others.

    Those whom an unfinished run will read are left to it, unless it goes on with nothing for a day or until somebody
    says so; those whose run a person cancelled are left alone for a day.
    """
    stopped = Q(run__state=RunState.STOPPED, run__resume_at__gt=now - AFTER_TROUBLE)
    running = Q(run__state=RunState.RUNNING, run__lease_until__gt=now - AFTER_TROUBLE)
    unfinished = Q(run__state=RunState.REQUESTED) | running | stopped
    cancelled = Q(run__state=RunState.CANCELLED, run__ended_at__gt=now - AFTER_TROUBLE)
    waiting, given_up = unfinished & Q(state=ItemState.WAITING), cancelled & Q(state=ItemState.SKIPPED)
    left = RunItem.objects.filter(waiting | given_up, creator=OuterRef("pk"), kind=ItemKind.LISTING)
    is_due = Q(sync_due_at=None) | Q(sync_due_at__lte=now)
    return followed().filter(is_due, ~Exists(left)).order_by(F("sync_due_at").asc(nulls_first=True), "pk")


def find_creators(words: str) -> list[Creator]:
    """The creators whom an operator means by a slug, channel id, handle or name; up to two queries."""
    exact = Creator.objects.filter(Q(slug=words) | Q(site_id=words) | Q(handle__iexact=words))
    return list(exact) or list(Creator.objects.filter(folded_name=fold_name(words)))


def request_sync(creators: Iterable[Creator], *, user=None, is_whole: bool = False) -> ImportRun:
    """Put a run into the queue that reads these creators' channels and the pages of their new videos."""
    keys = tuple(creator.pk for creator in creators)
    options = RunOptions(creators=keys, details="stale", is_whole=is_whole)
    return queue.request_run(RunKind.CREATORS, options.as_json(), user=user)


def find_rhythm(creator: Creator) -> timedelta:
    """How often to look: twice as often as they publish, from the middle gap between their latest videos."""
    dates = creator.videos.filter(published_precision__in=["exact", "day"]).order_by("-published_at")
    latest = list(dates.values_list("published_at", flat=True)[:LATEST_DATES])
    gaps = [newer - older for newer, older in pairwise(latest)]
    if len(gaps) < 2:
        return UNKNOWN_RHYTHM
    return min(max(median(gaps) / 2, OFTENEST), RAREST)


def note_reading(creator: Creator, *, now: datetime, trouble: str) -> None:
    """Keep when the channel was read, or since when the site says that it is closed; what can be read is not, any more.

    `trouble` is one of Trouble, blank for a success.
    """
    if trouble == Trouble.CHANNEL_CLOSED:
        creator.terminated_at = creator.terminated_at or now
    elif not trouble:
        creator.terminated_at, creator.synced_at = None, now
    Creator.objects.filter(pk=creator.pk).update(terminated_at=creator.terminated_at, synced_at=creator.synced_at)


def schedule(creator: Creator, *, now: datetime, trouble: str = "") -> None:
    """Write down when to read the channel again, and why it could not be read now; blank for a success."""
    wait = CLOSED if creator.terminated_at else AFTER_TROUBLE if trouble else find_rhythm(creator)
    wait *= 1 + random.uniform(-JITTER, JITTER)
    Creator.objects.filter(pk=creator.pk).update(sync_due_at=now + wait, sync_trouble=trouble)


def describe_sync(creator: Creator) -> str:
    """The state of following in plain words. Up to two queries."""
    if creator.status == CreatorStatus.REMOVED:
        return "Taken down: never read."
    working = _describe_waiting(creator)
    if working:
        return working
    parts = []
    if creator.terminated_at:
        parts.append(f"The site has closed this channel (first seen {_ago(creator.terminated_at)}).")
    if creator.synced_at:
        parts.append(f"Last read {_ago(creator.synced_at)}.")
    else:
        parts.append("Never read yet.")
    if creator.sync_trouble:
        parts.append(f"The last attempt failed: {creator.sync_trouble}.")
    if not creator.is_followed:
        parts.append("Not followed: new videos come only by an import.")
    elif creator.sync_due_at is None or creator.sync_due_at <= timezone.now():
        parts.append("Due now: the next sync_creators reads it.")
    else:
        parts.append(f"Due again in {timeuntil(creator.sync_due_at)}.")
    return " ".join(parts)


def _describe_waiting(creator: Creator) -> str:
    items = RunItem.objects.filter(creator=creator, kind=ItemKind.LISTING, state=ItemState.WAITING)
    item = items.filter(run__state__in=[RunState.REQUESTED, RunState.RUNNING]).select_related("run").first()
    if item is None:
        return ""
    if item.run.state == RunState.RUNNING:
        return f"Being read now, by {item.run}."
    return f"Waiting for a worker, in {item.run}."


def _ago(moment: datetime) -> str:
    return f"{timesince(moment)} ago"
