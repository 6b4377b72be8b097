"""Whether what is known of a video is fresh, or its own page is to be read."""

from datetime import datetime, timedelta

from videos.curation.listing import NOT_OVER, NOT_PUBLIC
from videos.models import Completeness, Video

# How long the details of a video stay fresh: while it is young, its title and text change most.
_YOUNG = timedelta(days=30)
_FRESH, _FRESH_WHILE_YOUNG = timedelta(days=180), timedelta(days=7)
_FRESH_WHILE_NOT_OVER = _FRESH_IF_RENAMED = timedelta(days=1)


def wants_details(video: Video, details: str, *, listed_title: str = "", now: datetime) -> bool:
    """Whether the page of a listed video is to be read; `details` is one of DETAILS.

    A title that the listing gives otherwise is a reason: the page decides, for listings translate titles.
    """
    if details in ("none", "all"):
        return details == "all"
    if video.availability in NOT_PUBLIC:
        return False
    is_stub = video.completeness == Completeness.STUB
    is_renamed = listed_title not in ("", video.source_title) and _is_older(video.read_at, _FRESH_IF_RENAMED, now)
    return is_stub or is_renamed or (details == "stale" and _is_stale(video, now))


def _is_older(moment: datetime | None, age: timedelta, now: datetime) -> bool:
    return moment is None or now - moment >= age


def _is_stale(video: Video, now: datetime) -> bool:
    if video.read_at is None:
        return True
    age = now - video.read_at
    if video.live_status in NOT_OVER:
        is_due = video.release_at is not None and video.read_at < video.release_at <= now
        return is_due or age >= _FRESH_WHILE_NOT_OVER
    is_young = video.published_at is not None and now - video.published_at < _YOUNG
    return age >= (_FRESH_WHILE_YOUNG if is_young else _FRESH)
