"""From the database to the index: everything read once, by the ORM's portable queries."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain

import numpy as np
from django.db import models
from django.db.models.functions import Cast
from pyroaring import BitMap

from creators.models import Creator, FormerSlug
from videos.browsing.index.bitmaps import MAX_ID, to_bitmap, union
from videos.browsing.index.catalog import NO_DATE, UNKNOWN, UNKNOWNS, Columns, CreatorEntry, OnDemand, Order, VideoIndex
from videos.browsing.index.names import read_names
from videos.changes.log import find_position
from videos.models import Source, TagDecision, TaggedVideo, Video
from videos.tag_graph import TagGraph, load_tag_graph

CHUNK = 50_000  # rows at a time
KINDS = {"suggested": ("suggested",), "absent": ("absent-declared", "absent-checked")}
# As text, because neither database makes a moment for Python quickly, and numpy reads a million in half a second.
_VIDEO_FIELDS = ("pk", "creator_id", "published_text", "duration_seconds", "view_count", "language")


def build() -> VideoIndex:
    """Read the whole catalog. Some 15 µs a video: a second for 50,000 to 100,000 of them.

    Changes made meanwhile may be in it or not; the position is that from before, so they are read again. A video whose
    id is beyond 32 bits is not in it, and shown nowhere; `verify_index` tells.
    """
    position = find_position()
    graph = load_tag_graph()
    rows = _to_arrays(_tuples(Video.objects.published()))
    listed = to_bitmap(rows["pk"])
    columns = make_columns(rows)
    by_tag = {kind: read() for kind, read in tag_readers(listed, graph).items()}
    return VideoIndex(
        position=position,
        graph=graph,
        creators=read_creators(),
        names_on_demand=OnDemand(partial(read_names, graph)),
        listed=listed,
        **by_tag,
        present=close(by_tag["direct"], graph),
        languages=split(rows["pk"], rows["language"], but=""),
        years=split(rows["pk"], years_of(rows["published"]), but=0),
        columns=columns,
        orders={name: make_order(rows["pk"], columns.of(name), unknown) for name, unknown in UNKNOWNS.items()},
    )


def read_videos(ids: Iterable[int]) -> dict[str, np.ndarray]:
    """The published ones among `ids`, as arrays by field, ascending by "pk". One query for each 500."""
    published = Video.objects.published()
    parts = (published.filter(pk__in=some) for some in in_portions(sorted(ids)))
    return _to_arrays(chain.from_iterable(map(_tuples, parts)))


def read_creators(ids: Iterable[int] | None = None) -> dict[int, CreatorEntry]:
    """Creators whom visitors may see, by id; of `ids` where given. Two queries, or two for each 500."""
    creators, former = Creator.objects.visible(), FormerSlug.objects.all()
    if ids is None:
        return _make_entries(creators, former)
    entries = {}
    for some in in_portions(sorted(ids)):
        entries |= _make_entries(creators.filter(pk__in=some), former.filter(creator__in=some))
    return entries


def _make_entries(creators, former) -> dict[int, CreatorEntry]:
    former_slugs = defaultdict(list)
    for pk, slug in former.values_list("creator_id", "slug"):
        former_slugs[pk].append(slug)
    rows = creators.values_list("pk", "slug", "name")
    return {pk: CreatorEntry(slug, name, tuple(former_slugs.get(pk, ()))) for pk, slug, name in rows}


def in_portions(ids: list[int]) -> Iterator[list[int]]:
    """As many at a time as any database takes in a query."""
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def close(direct: dict[str, BitMap], graph: TagGraph) -> dict[str, BitMap]:
    """Where a tag is present, whatever makes it so."""
    making = {slug: [] for slug in graph.tags}
    for slug, made in graph.present.items():
        for other in made:
            making[other].append(direct[slug])
    return {slug: union(bitmaps) for slug, bitmaps in making.items()}


def make_columns(rows: dict[str, np.ndarray]) -> Columns:
    size = int(rows["pk"][-1]) + 1 if len(rows["pk"]) else 1
    columns = Columns(
        published=np.full(size, NO_DATE, np.int64),
        duration=np.full(size, UNKNOWN, np.int32),
        views=np.full(size, UNKNOWN, np.int64),
        creator=np.zeros(size, np.int32),
    )
    fill(columns, rows)
    return columns


def fill(columns: Columns, rows: dict[str, np.ndarray]) -> None:
    for name in (*UNKNOWNS, "creator"):
        columns.of(name)[rows["pk"]] = rows[name]


def make_order(ids: np.ndarray, column: np.ndarray, unknown: int) -> Order:
    """Order `ids`, which are ascending, by their values in the column, where `unknown` stands for no value."""
    values = column[ids]
    known = ids[values != unknown]
    return Order(known[np.argsort(column[known], kind="stable")], ids[values == unknown])


def years_of(published: np.ndarray) -> np.ndarray:
    """The years in UTC; 0 for an unknown date."""
    years = published.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    return np.where(published == NO_DATE, 0, years)


def _tuples(videos) -> Iterator[tuple]:
    text = Cast("published_at", models.CharField())
    rows = videos.annotate(published_text=text).values_list(*_VIDEO_FIELDS)
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def _to_arrays(rows: Iterable[tuple]) -> dict[str, np.ndarray]:
    rows = [row for row in rows if row[0] <= MAX_ID]
    pks, creators, dates, durations, views, languages = zip(*rows, strict=True) if rows else [()] * 6
    return {
        "pk": np.array(pks, np.uint32),
        "creator": np.array([creator or 0 for creator in creators], np.int32),
        "published": _parse_dates(dates),
        "duration": np.array([UNKNOWN if value is None else value for value in durations], np.int32),
        "views": np.array([UNKNOWN if value is None else value for value in views], np.int64),
        "language": np.array(languages, dtype=object),
    }


def _parse_dates(texts: Iterable[str | None]) -> np.ndarray:
    """Microseconds since 1970; PostgreSQL writes the zone, which is UTC, behind them."""
    moments = [("NaT" if text is None else text.removesuffix("+00")) for text in texts]
    return np.array(moments, dtype="datetime64[us]").astype(np.int64)


def tag_readers(listed: BitMap, graph: TagGraph) -> dict[str, Callable[..., dict[str, BitMap]]]:
    """By kind (direct, confirmed, suggested, absent): reads the listed videos of all active tags, or of some ids."""
    tagged, decisions = TaggedVideo.objects, TagDecision.objects
    return {
        "direct": partial(_read_tags, tagged.all(), "content_object_id", graph, listed),
        "confirmed": partial(_read_tags, tagged.filter(source=Source.CURATOR), "content_object_id", graph, listed),
        **{
            kind: partial(_read_tags, decisions.filter(kind__in=names), "video_id", graph, listed)
            for kind, names in KINDS.items()
        },
    }


def _read_tags(
    rows, video: str, graph: TagGraph, listed: BitMap, tag_ids: Collection[int] | None = None
) -> dict[str, BitMap]:
    """The listed videos of each tag. One query, which reads the whole table if it is for all."""
    if tag_ids is not None:
        rows = rows.filter(tag__in=tag_ids)
    pairs: dict[int, list[np.ndarray]] = {}
    for chunk in _chunks(rows.order_by("pk").values_list("tag_id", video).iterator(chunk_size=CHUNK)):
        tags, videos = np.array(chunk, np.int64).T
        places = np.argsort(tags, kind="stable")
        found, starts = np.unique(tags[places], return_index=True)
        for tag, ids in zip(found.tolist(), np.split(videos[places], starts[1:]), strict=True):
            pairs.setdefault(tag, []).append(ids)
    bitmaps = {}
    for pk, slug in graph.slugs.items():
        if tag_ids is not None and pk not in tag_ids:
            continue
        ids = np.concatenate(pairs[pk]) if pk in pairs else np.empty(0, np.int64)
        bitmaps[slug] = to_bitmap(np.sort(ids[ids <= MAX_ID])) & listed
    return bitmaps


def _chunks(rows: Iterator[tuple]) -> Iterator[list[tuple]]:
    chunk: list[tuple] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def split(ids: np.ndarray, values: np.ndarray, *, but) -> dict:
    """The videos of each value, without those whose value is `but`."""
    found, kind = np.unique(values.astype(str) if values.dtype == object else values, return_inverse=True)
    return {value: to_bitmap(ids[kind == place]) for place, value in enumerate(found.tolist()) if value != but}
