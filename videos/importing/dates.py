"""When a video was published, how precisely that is known, and when it was looked up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from videos.importing.fields import Fields
from videos.importing.sites import is_flat

PRECISIONS = ("exact", "day", "approximate", "unknown")  # best first
LIVE_STATUSES = frozenset({"not_live", "is_live", "is_upcoming", "was_live", "post_live"})
_DAY_SECONDS = 24 * 3600
_ANNOUNCED_AHEAD = timedelta(days=2 * 366)  # what is due later than in two years is a placeholder


def read_moment(info: Mapping[str, Any], playlist: Mapping[str, Any], read_at: datetime | None) -> datetime | None:
    """Give when the dict, or the listing it stood in, says it was read; else `read_at`."""
    for mapping in (info, playlist):
        moment = Fields(mapping).moment("epoch", now=read_at)
        if moment:
            return moment
    return read_at


def read_live_status(info: Mapping[str, Any], reader: Fields) -> str | None:
    """Give one of LIVE_STATUSES, from the older yes-and-no fields where it is missing."""
    status = reader.word("live_status", known=LIVE_STATUSES)
    if status:
        return status
    if info.get("is_live") is True:
        return "is_live"
    if info.get("was_live") is True:
        return "was_live"
    return "not_live" if info.get("is_live") is False and info.get("was_live") is False else None


def read_publication(
    info: Mapping[str, Any], reader: Fields, *, site: str, live_status: str | None, now: datetime | None
) -> tuple[datetime | None, str]:
    """Give the moment and its precision. An announced video is not yet published."""
    if live_status == "is_upcoming":
        return None, "unknown"
    moment = reader.moment("timestamp", now=now)
    if moment:
        return moment, "approximate" if _is_estimated(info, moment, site=site) else "exact"
    day = reader.day("upload_date", now=now)
    if day:
        return day, "approximate" if _is_bare_file(info) else "day"
    return None, "unknown"


def read_release(reader: Fields, *, now: datetime | None) -> datetime | None:
    """Give when an announced video is due, or when it was: up to two years after `now`."""
    return reader.moment("release_timestamp", now=now, ahead=_ANNOUNCED_AHEAD)


def _is_estimated(info: Mapping[str, Any], moment: datetime, *, site: str) -> bool:
    """Tell whether the time is made from "2 years ago"."""
    is_midnight = moment.timestamp() % _DAY_SECONDS == 0
    return _is_bare_file(info) or (is_flat(info) and (is_midnight or site == "youtube"))


def _is_bare_file(info: Mapping[str, Any]) -> bool:
    """Tell whether there was no page, only a media file: its date is that of its last change."""
    return bool(info.get("direct")) and info.get("title") == info.get("id")
