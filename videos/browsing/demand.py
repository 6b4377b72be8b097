"""How often filters ask for a tag or shut it out: counted in memory, added to the database now and then.

Of no visitor, address or hour: sums of a month. No page waits for the database: a thread of its own writes, and where
somebody else is writing, the counts are kept for the next time. What a process has not written when it ends is lost.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from videos.browsing.search import SearchResult
from videos.models import Tag, TagDemand

SAVE_EVERY_SECONDS = 300
# Between two savings of a process, of one wish for one tag: a robot that walks through all filters asks for everything,
# and what it asks for most must not look like what people want.
MOST_KEPT = 100
MONTHS = 12  # that count for what is wanted now
WISHES = ("included", "excluded", "freed")

_ADD = (
    "INSERT INTO videos_tagdemand (tag_id, month, included, excluded, freed) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (tag_id, month) DO UPDATE SET "
    + ", ".join(f"{wish} = videos_tagdemand.{wish} + excluded.{wish}" for wish in WISHES)
)


@dataclass(frozen=True)
class Demand:
    """How many lists asked for a tag, shut it out, or wanted what is known to be without it."""

    included: int = 0
    excluded: int = 0
    freed: int = 0

    @property
    def total(self) -> int:
        return self.included + self.excluded + self.freed

    @property
    def against(self) -> int:
        """How many lists wanted to be without it."""
        return self.excluded + self.freed


NONE = Demand()


class Tally:
    """What one process has counted since it last saved. Threads may share it."""

    def __init__(self):
        self._turn = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._saved_at = time.monotonic()

    def add(self, wishes: Counter[tuple[str, str]]) -> None:
        """Count wishes by (slug, wish); beyond `MOST_KEPT` of one they are not counted any more."""
        with self._turn:
            for wish, count in wishes.items():
                self._counts[wish] = min(self._counts[wish] + count, MOST_KEPT)

    def begin_saving(self) -> bool:
        """Whether it is time to save; then the next time begins now, so that one thread at a time is told so."""
        with self._turn:
            is_due = bool(self._counts) and time.monotonic() - self._saved_at >= SAVE_EVERY_SECONDS
            if is_due:
                self._saved_at = time.monotonic()
            return is_due

    def save(self) -> bool:
        """Add what was counted to the database; False where that was not possible, and nothing is lost. Two queries."""
        with self._turn:
            counts, self._counts = self._counts, Counter()
        try:
            with transaction.atomic():
                _add_to_database(counts)
        except DatabaseError:
            self.add(counts)
            return False
        return True


_tally = Tally()


def note_demand(result: SearchResult) -> None:
    """Count what the filter of a list and the visitor's never-list want of tags. Some microseconds, no query.

    The first page alone counts: who turns pages wants nothing new.
    """
    if result.filter.page > 1:
        return
    _tally.add(find_wishes(result))
    # Within a transaction another connection might wait for this very thread.
    if not connection.in_atomic_block and _tally.begin_saving():
        threading.Thread(target=_save_aside, args=[_tally], name="save-demand", daemon=True).start()


def find_wishes(result: SearchResult) -> Counter[tuple[str, str]]:
    """What a list wants of which tags, by (slug, wish), each once. Words that are no tag's are left out."""
    shown = result.filter
    slugs = {
        "included": {slug for clause in shown.tags for slug in clause},
        "excluded": {*shown.not_tags, *result.never.tags},
        "freed": {*shown.free_tags},
    }
    return Counter({(slug, wish): 1 for wish in WISHES for slug in slugs[wish] & result.graph.tags.keys()})


def read_demand() -> dict[int, Demand]:
    """What the last twelve months' lists wanted, by the tag's primary key; a tag that is missing nobody. One query."""
    rows = TagDemand.objects.filter(month__gte=_month(MONTHS - 1)).values_list("tag").annotate(*map(Sum, WISHES))
    return {tag_id: Demand(*sums) for tag_id, *sums in rows}


def _save_aside(tally: Tally) -> None:
    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 0")  # while an import writes it is left for the next time
        tally.save()
    finally:
        connection.close()


def _add_to_database(counts: Counter[tuple[str, str]]) -> None:
    keys = dict(Tag.objects.filter(slug__in={slug for slug, _ in counts}).values_list("slug", "pk"))
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, list(_make_rows(counts, keys)))


def _make_rows(counts: Counter[tuple[str, str]], keys: dict[str, int]) -> Iterator[tuple]:
    """By key: two processes that write at once never wait for one another in a circle."""
    month = _month(0)
    for slug, key in sorted(keys.items(), key=lambda item: item[1]):
        yield (key, month, *(counts[slug, wish] for wish in WISHES))


def _month(ago: int) -> date:
    """The first day of the month so many months ago."""
    today = timezone.now().date()
    months = today.year * 12 + today.month - 1 - ago
    return date(months // 12, months % 12 + 1, 1)
