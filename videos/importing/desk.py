"""What the steps of one run share in the process that works on it: its options, its intake, its manners."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from videos.importing import queue, ytdlp
from videos.importing.facts import Said
from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.intake import Import
from videos.importing.options import RunOptions
from videos.importing.sites import site_of_address
from videos.importing.troubles import ADVICE, OF_THE_WAY, STOPS_THE_RUN, Trouble
from videos.importing.ytdlp import FetchError
from videos.models import ImportRun, ItemState, RunItem

# So many failures of one kind in a row are no accident of single videos.
FAILURES_IN_A_ROW = 3
# How long after them the run is tried again: networks mend themselves, and by the next day yt-dlp may be upgraded.
_WAITS = {Trouble.NETWORK: timedelta(minutes=15)}
_LONGEST_WAIT = timedelta(days=1)
_NAP_SECONDS = 5  # a long pause is taken in such pieces, so that the run is kept and a cancellation heard


class StopRunError(Exception):
    """The run cannot go on now. `resume_at` is None where a person must do something first."""

    def __init__(self, trouble: Trouble | str, reason: str, *, resume_at: datetime | None = None):
        super().__init__(reason)
        self.trouble = trouble
        self.reason = reason
        self.resume_at = resume_at


@dataclass
class Desk:
    """One process at work on one run."""

    run: ImportRun
    options: RunOptions
    intake: Import
    in_a_row: list[RunItem] = field(default_factory=list)  # items that failed on the way, one after another
    put_back: set[int] = field(default_factory=set)  # keys of items that failed so in an earlier attempt at the run
    too_old: dict[int | None, int] = field(default_factory=dict)  # by listing: videos in a row from before `since`
    has_asked: bool = False

    def begin(self, item: RunItem) -> None:
        """Begin an item: within it, of records that disagree the first is right, and between items the later one.

        So it does not matter whether another process did the items before.
        """
        self.intake = replace(self.intake, said=Said())
        if item.trouble and item.trouble not in STOPS_THE_RUN:
            self.put_back.add(item.pk)
        self.renew(item.title or item.address)

    def renew(self, current: str, *, lease: timedelta = queue.LEASE) -> None:
        """Keep the run and show how far it is. Raises what `queue.renew` does."""
        self.run.counts = queue.count_items(self.run)
        queue.renew(self.run, current=current, lease=lease)

    def fetch(self, address: str, *, limit: int | None = None) -> Iterator[FoundInfo | SkippedInfo | FetchError]:
        """Ask for an address, politely: after a pause, and not at all while its site wants to be left alone.

        Raises StopRunError for the latter.
        """
        site = site_of_address(address)
        limited = queue.find_limit(site)
        if limited:
            reason = f"{site} is left alone until {limited.until:%H:%M} UTC: {limited.said}"
            raise StopRunError(limited.trouble, reason, resume_at=limited.until)
        if self.has_asked:
            self._pause(address)
        self.has_asked = True
        yield from ytdlp.fetch(address, options=settings.ASMR_YTDLP_OPTIONS, limit=limit)

    def note_success(self) -> None:
        self.in_a_row.clear()

    def note_failure(self, item: RunItem, error: FetchError) -> None:
        """See whether the run can go on after this failure.

        Raises StopRunError where the site wants us to stop, and after several failures on the way: the items in
        question wait again then, for nothing is known of them. Those of which that was said before have failed: else
        three dead addresses would keep the run from its others for ever.
        """
        if error.trouble not in OF_THE_WAY:
            self.in_a_row.clear()
            return
        if self.in_a_row and self.in_a_row[-1].trouble != error.trouble:
            self.in_a_row.clear()
        item.trouble = error.trouble
        self.in_a_row.append(item)
        is_stopping = error.trouble in STOPS_THE_RUN
        if not is_stopping and len(self.in_a_row) < FAILURES_IN_A_ROW:
            return
        keys = {failed.pk for failed in self.in_a_row}
        keys -= set() if is_stopping else self.put_back
        self.run.items.filter(pk__in=keys).update(state=ItemState.WAITING, done_at=None)
        resume_at = timezone.now() + _WAITS.get(error.trouble, _LONGEST_WAIT)
        if is_stopping:
            wait = error.retry_after_seconds
            limit = queue.remember_limit(
                site_of_address(error.url), error.trouble, error.reason, retry_after_seconds=wait
            )
            resume_at = limit.until
        raise StopRunError(error.trouble, f"{error.reason.rstrip('.')}. {ADVICE[error.trouble]}", resume_at=resume_at)

    def _pause(self, address: str) -> None:
        left = settings.ASMR_IMPORT_PAUSE_SECONDS * random.uniform(0.5, 1.5)
        while left > 0:
            nap = min(left, _NAP_SECONDS)
            time.sleep(nap)
            left -= nap
            if left > 0:
                queue.renew(self.run, current=address)
