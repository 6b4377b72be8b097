"""Whether an index says what the database says: asked in SQL, which shares nothing with the index but the rows."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractYear

from videos.browsing.index.bitmaps import to_array
from videos.browsing.index.building import KINDS
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.index.sorting import select
from videos.models import TagDecision, TaggedVideo, Video

# The database's own order for each of the index's.
SQL_ORDERS = {
    "newest": (F("published_at").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_at").asc(nulls_last=True), "pk"),
    "longest": (F("duration_seconds").desc(nulls_last=True), "-pk"),
    "shortest": (F("duration_seconds").asc(nulls_last=True), "pk"),
    "most-viewed": (F("view_count").desc(nulls_last=True), "-pk"),
}


def find_differences(index: VideoIndex) -> Iterator[str]:
    """Name everything in which the index differs from the database now. Nothing: it is true.

    Compares number and sum of the ids under each key, and every order to its end. Some seconds for 100,000 videos.
    """
    published = Video.objects.published()
    listed = _sums(published.annotate(key=F("listing_state")), "pk")
    yield from _compare("listed videos", {"listed": index.listed}, listed)
    of_listed = Q(content_object__in=published)
    present = TaggedVideo.objects.filter(of_listed, tag__is_retired=False).values(key=F("tag__closure__present__slug"))
    pairs = present.values("key", "content_object_id").distinct()
    yield from _compare("tag", index.present, _sum_pairs(pairs, "content_object_id", index))
    for kind, names in KINDS.items():
        decisions = TagDecision.objects.filter(video__in=published, kind__in=names, tag__is_retired=False)
        rows = decisions.values("video_id", key=F("tag__slug"))
        yield from _compare(f"{kind} tag", getattr(index, kind), _sum_pairs(rows, "video_id", index))
    yield from _compare(
        "language", index.languages, _sums(published.exclude(language="").annotate(key=F("language")), "pk")
    )
    dated = published.exclude(published_at=None).annotate(key=ExtractYear("published_at"))
    yield from _compare("year", index.years, _sums(dated, "pk"))
    made = published.exclude(creator=None).annotate(key=F("creator_id"))
    counted = {pk: int(count) for pk, count in enumerate(index.count_creators(index.listed)) if pk and count}
    for pk, (count, _) in _sums(made, "pk").items():
        if counted.pop(pk, 0) != count:
            yield f"creator {pk}: another number of videos than the database's {count}"
    yield from (f"creator {pk}: {count} videos that the database does not know" for pk, count in counted.items())
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


def _compare(kind: str, bitmaps, sums: dict) -> Iterator[str]:
    for key in sorted(bitmaps.keys() | sums.keys(), key=str):
        ids = to_array(bitmaps[key]) if key in bitmaps else ()
        own = (len(ids), int(sum(ids.tolist())) if len(ids) else 0)
        said = sums.get(key, (0, 0))
        if own != said:
            yield f"{kind} {key}: {own[0]} videos in the index, {said[0]} in the database" + (
                ", others" if own[0] == said[0] else ""
            )
