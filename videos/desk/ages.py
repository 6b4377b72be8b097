"""How long ago something was, in words for the desk."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince


def tell_age(moment: datetime, now: datetime, *, depth: int = 2) -> str:
    """As "2 days, 3 hours"; the empty string for less than a minute, which is called "just now"."""
    return "" if now - moment < timedelta(minutes=1) else timesince(moment, now, depth=depth)
