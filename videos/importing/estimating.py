"""How long what is left of a run takes at the polite rate."""

from django.conf import settings

from videos.models import ImportRun, ItemKind, ItemState, RunKind

REQUEST_SECONDS = 1.5  # a video's page, fetched and stored
LISTING_SECONDS = 3  # some pages of a listing


def estimate_seconds(run: ImportRun) -> int | None:
    """For what waits in the run now; None for files, whose rows are not counted before. Two queries."""
    if run.kind == RunKind.FILES:
        return None
    waiting = run.items.filter(state=ItemState.WAITING)
    pages = waiting.filter(kind=ItemKind.VIDEO).count()
    listings = waiting.filter(kind=ItemKind.LISTING).count()
    return seconds_for(pages=pages, listings=listings)


def seconds_for(*, pages: int, listings: int = 0) -> int:
    pause = settings.ASMR_IMPORT_PAUSE_SECONDS
    return round(pages * (pause + REQUEST_SECONDS) + listings * (pause + LISTING_SECONDS))


def describe_seconds(seconds: int) -> str:
    """ "about 27 minutes", "about 3 hours"."""
    if seconds < 90:
        return f"about {seconds} second{'' if seconds == 1 else 's'}"
    if seconds < 90 * 60:
        return f"about {round(seconds / 60)} minutes"
    if seconds < 36 * 3600:
        return f"about {round(seconds / 3600)} hours"
    return f"about {round(seconds / 86400)} days"
