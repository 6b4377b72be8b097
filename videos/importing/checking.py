"""Which videos to look after next: whether they are still there is asked a slice at a time."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from creators.models import CreatorStatus
from videos.curation.listing import NOT_OVER
from videos.importing import queue
from videos.importing.missing import CONFIRMED_AFTER
from videos.importing.options import RunOptions
from videos.importing.sites import GENERIC
from videos.models import ImportRun, ListingState, RunKind, Video

AGAIN_AFTER = timedelta(days=7)
NOT_OVER_AGAIN_AFTER = timedelta(days=1)
GONE_AGAIN_AFTER = timedelta(days=30)  # what is gone may come back: it is looked at rarely


def request_check(count: int) -> ImportRun | None:
    """Put a check of `count` videos into the queue; None where none is due."""
    keys = videos_to_check(timezone.now()).values_list("pk", flat=True)[:count]
    if not keys:
        return None
    return queue.request_run(RunKind.CHECK, RunOptions(videos=tuple(keys), details="all").as_json())


def videos_to_check(now: datetime) -> QuerySet:
    """Videos due for a check: first those whose second check decides and those that may be over by now, then those not
    asked for longest."""
    may_be_over = Q(live_status__in=NOT_OVER) & (Q(release_at=None) | Q(release_at__lte=now))
    may_be_over &= Q(checked_at__lte=now - NOT_OVER_AGAIN_AFTER)
    fresh = Q(checked_at__gt=now - AGAIN_AFTER) & ~may_be_over
    fresh |= Q(gone_at__isnull=False, checked_at__gt=now - GONE_AGAIN_AFTER)
    removed = Q(listing_state=ListingState.TAKEN_DOWN) | Q(creator__status=CreatorStatus.REMOVED)
    decides = Q(gone_at=None, missing_since__lte=now - CONFIRMED_AFTER)
    return (
        Video.objects.exclude(fresh)
        .exclude(removed)
        .exclude(site=GENERIC)
        .annotate(rank=Case(When(decides | may_be_over, then=Value(0)), default=Value(1)))
        .order_by("rank", F("checked_at").asc(nulls_first=True), "pk")
    )
