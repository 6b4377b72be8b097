"""Whether an index says what the database says: asked in SQL, which shares nothing with the index but the rows."""

from collections.abc import Callable, Iterator

import numpy as np
from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractYear

from videos.browsing.index.bitmaps import to_array
from videos.browsing.index.building import KINDS, read_creators
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.index.sorting import select
from videos.changes.log import read_changes
from videos.models import Source, TagDecision, TaggedVideo, Video

# The database's own order for each of the index's.
SQL_ORDERS = {
    "newest": (F("published_at").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_at").asc(nulls_last=True), "pk"),
    "longest": (F("duration_seconds").desc(nulls_last=True), "-pk"),
    "shortest": (F("duration_seconds").asc(nulls_last=True), "pk"),
    "most-viewed": (F("view_count").desc(nulls_last=True), "-pk"),
}


class RestlessError(Exception):
    """The catalog changes faster than it can be compared."""


def find_lasting_differences(read_index: Callable[[], VideoIndex]) -> list[str]:
    """The differences that are no change made meanwhile; tries three times, then raises `RestlessError`."""
    for _ in range(3):
        index = read_index()
        differences = list(find_differences(index))
        if not differences or not read_changes(index.position):
            return differences
    raise RestlessError


def find_differences(index: VideoIndex) -> Iterator[str]:
    """Name everything in which the index differs from the database now. Nothing: it is true.

    Compares number and sum of the ids under each key, the sums of lengths and views, creators, and every order to its
    end. Some seconds for 100,000 videos.
    """
    published = Video.objects.published()
    listed = _sums(published.annotate(key=F("listing_state")), "pk")
    yield from _compare("listed videos", {"listed": index.listed}, listed)
    of_listed = Q(content_object__in=published)
    present = TaggedVideo.objects.filter(of_listed, tag__is_retired=False).values(key=F("tag__closure__present__slug"))
    pairs = present.values("key", "content_object_id").distinct()
    yield from _compare("tag", index.present, _sum_pairs(pairs, "content_object_id", index))
    said = TaggedVideo.objects.filter(of_listed, source=Source.CURATOR, tag__is_retired=False)
    confirmed = said.values("content_object_id", key=F("tag__slug"))
    yield from _compare("confirmed tag", index.confirmed, _sum_pairs(confirmed, "content_object_id", index))
    for kind, names in KINDS.items():
        decisions = TagDecision.objects.filter(video__in=published, kind__in=names, tag__is_retired=False)
        rows = decisions.values("video_id", key=F("tag__slug"))
        yield from _compare(f"{kind} tag", getattr(index, kind), _sum_pairs(rows, "video_id", index))
    yield from _compare(
        "language", index.languages, _sums(published.exclude(language="").annotate(key=F("language")), "pk")
    )
    dated = published.exclude(published_at=None).annotate(key=ExtractYear("published_at"))
    yield from _compare("year", index.years, _sums(dated, "pk"))
    made = _sums(published.exclude(creator=None).annotate(key=F("creator_id")), "pk")
    yield from _compare_sums("creator", _sum_creators(index), made)
    if dict(index.creators) != read_creators():
        yield "creators: others in the index than those whom visitors may see"
    for column, name in (("duration", "duration_seconds"), ("views", "view_count")):
        values = index.columns.of(column)[to_array(index.listed)]
        said = published.aggregate(total=Sum(name))["total"] or 0
        if (own := int(values[values >= 0].sum())) != said:
            yield f"{name}: {own} in all in the index, {said} in the database"
    yield from _compare_orders(index)


def _compare_orders(index: VideoIndex) -> Iterator[str]:
    for sort, order in SQL_ORDERS.items():
        place = 0
        own = select(index, index.listed, sort, 0, len(index.listed))
        for place, pk in enumerate(Video.objects.published().order_by(*order).values_list("pk", flat=True).iterator()):
            if place >= len(own) or own[place] != pk:
                yield f"order {sort}: place {place + 1} is video {pk} in the database"
                break


def _sums(rows, pk: str) -> dict:
    """Number and sum of ids by `key`."""
    sums = rows.values("key").annotate(count=Count(pk), sum=Sum(pk)).order_by()
    return {key: (count, int(total)) for key, count, total in sums.values_list("key", "count", "sum")}


def _sum_pairs(pairs, column: str, index: VideoIndex) -> dict:
    """The same for rows of `key` and a video's id that the query has made distinct. Only of active tags."""
    sql, parameters = pairs.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, COUNT(*), SUM({column}) FROM ({sql}) AS pairs GROUP BY key", parameters)
        return {key: (count, int(total)) for key, count, total in cursor.fetchall() if key in index.graph.tags}


def _sum_creators(index: VideoIndex) -> dict[int, tuple[int, int]]:
    ids = to_array(index.listed)
    creators = index.columns.creator[ids]
    counts, sums = np.bincount(creators), np.bincount(creators, weights=ids)
    return {pk: (int(counts[pk]), int(sums[pk])) for pk in counts.nonzero()[0].tolist() if pk}


def _compare(kind: str, bitmaps, sums: dict) -> Iterator[str]:
    own = {key: (len(videos), int(to_array(videos).sum(dtype=np.int64))) for key, videos in bitmaps.items()}
    yield from _compare_sums(kind, own, sums)


def _compare_sums(kind: str, own: dict, said: dict) -> Iterator[str]:
    for key in sorted(own.keys() | said.keys(), key=str):
        mine, theirs = own.get(key, (0, 0)), said.get(key, (0, 0))
        if mine != theirs:
            others = ", others" if mine[0] == theirs[0] else ""
            yield f"{kind} {key}: {mine[0]} videos in the index, {theirs[0]} in the database{others}"
