"""From one state of the index to the next: what changed is read anew, everything else is shared between both."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from pyroaring import BitMap

from videos.browsing.index import building
from videos.browsing.index.bitmaps import MAX_ID, to_array, to_bitmap
from videos.browsing.index.catalog import UNKNOWNS, Columns, CreatorEntry, OnDemand, Order, TermKey, VideoIndex
from videos.browsing.index.memory import Memory
from videos.browsing.index.names import read_names, reread_names
from videos.changes.log import Changes
from videos.fulltext.terms import Term, says
from videos.models import Source, TagDecision, TaggedVideo, Video
from videos.tag_graph import load_tag_graph

_FEW, _MANY = 1000, 0.03  # videos, and a share of all: beyond both reading everything is quicker
_SOME = 500  # videos whose texts remembered terms are looked for in, or creators whose names are read


def update(index: VideoIndex, changes: Changes) -> VideoIndex:
    """Give the index at the position of `changes`.

    A few queries and some copying, milliseconds for a hundred videos of a hundred thousand. Where anything may have
    changed, very many videos did, or other tags let nothing be listed, a whole `build`.
    """
    if changes.is_everything:
        return building.build()
    if changes.is_vocabulary:
        refusing = index.graph.refusing
        index = _follow_vocabulary(index)
        if index.graph.refusing != refusing:  # what may be listed is another question then
            return building.build()
    ids = frozenset(pk for pk in changes.video_ids if pk <= MAX_ID) | _moved_with(index, changes.creator_ids)
    if len(ids) > max(_FEW, _MANY * len(index.listed)):
        return building.build()
    rows = building.read_videos(ids)
    touched = changes.creator_ids | _creators_of(index, ids, rows)
    creators = _update_creators(index, touched)
    # An alias is no part of an entry: the names of a creator that changed are read anew.
    is_named_anew = changes.creator_ids or creators is not index.creators
    names = _update_names(index, touched) if is_named_anew else index.names_on_demand
    index = replace(index, position=changes.position, creators=creators, names_on_demand=names)
    return _update_videos(index, ids, rows) if ids else replace(index, memory=Memory(dict(_terms_of(index))))


def _update_videos(index: VideoIndex, ids: frozenset[int], rows: dict[str, np.ndarray]) -> VideoIndex:
    changed, now_listed = to_bitmap(np.array(sorted(ids))), to_bitmap(rows["pk"])
    columns = _update_columns(index.columns, sorted(ids), rows)
    by_tag = {
        kind: _update_bitmaps(getattr(index, kind), changed, now) for kind, now in _read_tags(index, now_listed).items()
    }
    direct = by_tag["direct"]
    return replace(
        index,
        listed=(index.listed - changed) | now_listed,
        **by_tag,
        present=_update_bitmaps(
            index.present, changed, building.close({slug: direct[slug] & now_listed for slug in direct}, index.graph)
        ),
        languages=_update_bitmaps(index.languages, changed, building.split(rows["pk"], rows["language"], but="")),
        years=_update_bitmaps(
            index.years, changed, building.split(rows["pk"], building.years_of(rows["published"]), but=0)
        ),
        columns=columns,
        orders={name: _update_order(index.orders[name], changed, rows, columns, name) for name in UNKNOWNS},
        memory=_update_terms(index, changed, now_listed) if len(ids) <= _SOME else Memory(),
    )


def _follow_vocabulary(index: VideoIndex) -> VideoIndex:
    """The tags and their arrows are read anew; of the videos only those that have a tag which was none before."""
    graph, slugs = load_tag_graph(), index.graph.slugs
    newcomers = graph.slugs.keys() - slugs.keys()
    maps = {}
    for kind, read in building.tag_readers(index.listed, graph).items():
        known = {slug: getattr(index, kind)[slugs[pk]] for pk, slug in graph.slugs.items() if pk in slugs}
        maps[kind] = {**read(newcomers), **known} if newcomers else known
    return replace(
        index,
        graph=graph,
        **maps,
        present=building.close(maps["direct"], graph),
        names_on_demand=OnDemand(partial(read_names, graph)),
    )


def _update_names(index: VideoIndex, creator_ids: frozenset[int]) -> OnDemand:
    """Of few creators alone, if the names are there already; two queries when they are asked for."""
    if index.names_on_demand.is_made and len(creator_ids) <= _SOME:
        return OnDemand(partial(reread_names, index.names, creator_ids))
    return OnDemand(partial(read_names, index.graph))


def _moved_with(index: VideoIndex, creator_ids: frozenset[int]) -> frozenset[int]:
    """Videos that appear or disappear with a creator who asked to be removed, or takes that back."""
    found: set[int] = set()
    for some in building.in_portions(sorted(creator_ids)):
        found.update(Video.objects.published().filter(creator__in=some).values_list("pk", flat=True))
    return frozenset(found ^ set(index.by_creator_ids(creator_ids)))


def _creators_of(index: VideoIndex, ids: Iterable[int], rows: dict[str, np.ndarray]) -> frozenset[int]:
    """Whose videos came or went: with the first one a creator appears, with the last one perhaps disappears."""
    listed = to_array(index.listed & to_bitmap(np.array(sorted(ids), np.int64)))
    before = dict(zip(listed.tolist(), index.columns.creator[listed].tolist(), strict=True))
    after = dict(zip(rows["pk"].tolist(), rows["creator"].tolist(), strict=True))
    moved = [pk for pk in ids if before.get(pk) != after.get(pk)]
    return frozenset(creators[pk] for creators in (before, after) for pk in moved if pk in creators) - {0}


def _update_creators(index: VideoIndex, ids: frozenset[int]) -> Mapping[int, CreatorEntry]:
    now = building.read_creators(ids) if ids else {}
    before = {pk: index.creators[pk] for pk in ids if pk in index.creators}
    if now == before:
        return index.creators
    return {pk: entry for pk, entry in index.creators.items() if pk not in ids} | now


def _read_tags(index: VideoIndex, videos: BitMap) -> dict[str, dict[str, BitMap]]:
    """The tags of these videos alone, by kind and slug. Two queries for each 500."""
    slugs = index.graph.slugs
    found: dict[str, dict[str, BitMap]] = {"direct": {}, "confirmed": {}, **{kind: {} for kind in building.KINDS}}
    kinds = {name: kind for kind, names in building.KINDS.items() for name in names}
    for some in building.in_portions(list(videos)):
        tagged = TaggedVideo.objects.filter(content_object__in=some)
        rows = list(tagged.values_list("content_object_id", "tag_id", "source"))
        decided = TagDecision.objects.filter(video__in=some, kind__in=kinds).values_list("video_id", "tag_id", "kind")
        for video, tag, kind in [
            *((video, tag, "direct") for video, tag, _ in rows),
            *((video, tag, "confirmed") for video, tag, source in rows if source == Source.CURATOR),
            *((video, tag, kinds[name]) for video, tag, name in decided),
        ]:
            if tag in slugs:
                found[kind].setdefault(slugs[tag], BitMap()).add(video)
    return found


def _update_bitmaps(bitmaps: Mapping, changed: BitMap, now: Mapping) -> dict:
    """Bitmaps in which nothing changed are shared with the earlier index."""
    updated = {}
    for key in bitmaps.keys() | now.keys():
        before, after = bitmaps.get(key, BitMap()), now.get(key, BitMap())
        updated[key] = before if before & changed == after else (before - changed) | after
    return updated


def _update_columns(columns: Columns, ids: list[int], rows: dict[str, np.ndarray]) -> Columns:
    size = max(len(columns.creator), ids[-1] + 1)
    blank = {**UNKNOWNS, "creator": 0}
    longer = Columns(
        **{
            name: np.concatenate(
                [columns.of(name), np.full(size - len(columns.of(name)), value, columns.of(name).dtype)]
            )
            for name, value in blank.items()
        }
    )
    for name, value in blank.items():
        longer.of(name)[ids] = value
    building.fill(longer, rows)
    return longer


def _terms_of(index: VideoIndex) -> list[tuple[TermKey, BitMap]]:
    """What texts say does not depend on tags, names and rules; everything else that is remembered does."""
    return [(key, videos) for key, videos in index.memory.items() if isinstance(key, TermKey)]


def _update_terms(index: VideoIndex, changed: BitMap, listed: BitMap) -> Memory:
    """Look for the remembered terms in the changed texts, instead of asking for each term anew. A query, if any."""
    terms = _terms_of(index)
    if not terms:
        return Memory()
    now: dict[TermKey, BitMap] = {key: BitMap() for key, _ in terms}
    # A hundred texts meet hundreds of terms: most are single words, which are met in sets.
    words = {(key.term.tokens[0], key.in_title): key for key in now if _is_word(key.term)}
    others = [key for key in now if not _is_word(key.term)]
    rows = Video.objects.filter(pk__in=list(listed)).values_list("pk", "title_words", "search_words")  # at most 500
    for pk, *texts in rows:
        for in_title, text in zip((True, False), texts, strict=True):
            for word in words.keys() & {(word, in_title) for word in text.split()}:
                now[words[word]].add(pk)
        for key in others:
            if says(key.term, texts[not key.in_title]):
                now[key].add(pk)
    return Memory({key: (videos - changed) | now[key] for key, videos in terms})


def _is_word(term: Term) -> bool:
    return len(term.tokens) == 1 and not term.is_prefix


def _update_order(order: Order, changed: BitMap, rows: dict[str, np.ndarray], columns: Columns, name: str) -> Order:
    """Take the changed ones out and put them in where they belong now."""
    is_changed = np.zeros(len(columns.creator), dtype=bool)
    is_changed[list(changed)] = True
    known, unknown = (ids[~is_changed[ids]] for ids in (order.known, order.unknown))
    added = building.make_order(rows["pk"], columns.of(name), UNKNOWNS[name])
    values = columns.of(name)
    places = _places(values[known], known, values[added.known], added.known)
    return Order(
        np.insert(known, places, added.known),
        np.insert(unknown, np.searchsorted(unknown, added.unknown), added.unknown),
    )


def _places(values: np.ndarray, ids: np.ndarray, new_values: np.ndarray, new_ids: np.ndarray) -> list[int]:
    """Where (value, id) pairs belong among others, both ascending."""
    lows, highs = np.searchsorted(values, new_values, "left"), np.searchsorted(values, new_values, "right")
    return [
        low + int(np.searchsorted(ids[low:high], pk))
        for low, high, pk in zip(lows.tolist(), highs.tolist(), new_ids.tolist(), strict=True)
    ]
