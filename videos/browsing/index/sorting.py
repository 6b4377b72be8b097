"""The videos of a page, in their order, without sorting all the others."""

import numpy as np
from pyroaring import BitMap

from videos.browsing.index.bitmaps import to_array
from videos.browsing.index.catalog import UNKNOWNS, VideoIndex

# Column, and whether its known values descend. What is unknown comes last in any order.
ORDERS = {
    "newest": ("published", True),
    "oldest": ("published", False),
    "longest": ("duration", True),
    "shortest": ("duration", False),
    "most-viewed": ("views", True),
}
_SPARSE = 25  # times as many videos as are wanted: then sorting these is quicker than walking through all


def select(index: VideoIndex, videos: BitMap, sort: str, start: int, stop: int) -> list[int]:
    """Give the ids in places `start` to `stop` of `videos` in the order `sort`; equal values by id."""
    stop = min(stop, len(videos))
    if start >= stop:
        return []
    if len(videos) * _SPARSE < len(index.listed):
        return _sort_some(index, videos, sort)[start:stop].tolist()
    return _walk(index, videos, sort, stop)[start:stop].tolist()


def find_latest(videos: BitMap, most: int) -> list[int]:
    """The ids that came last into the catalog, latest first."""
    return to_array(videos)[-most:][::-1].tolist()


def select_random(videos: BitMap, seed: int, start: int, stop: int) -> list[int]:
    """Give the ids in places `start` to `stop` of the order that belongs to `seed`, a whole number from 0.

    A video's place depends on itself and the seed alone: others that come or go do not shuffle it anew.
    """
    stop = min(stop, len(videos))
    if start >= stop:
        return []
    ids = to_array(videos)
    keys = _scramble(ids, seed)
    if stop < len(ids):
        # Everything up to the last place wanted, equal keys included; only these are sorted.
        among = np.flatnonzero(keys <= np.partition(keys, stop - 1)[stop - 1])
        ids, keys = ids[among], keys[among]
    return ids[np.lexsort((ids, keys))][start:stop].tolist()


def select_best(index: VideoIndex, videos: BitMap, in_titles: list[BitMap], start: int, stop: int) -> list[int]:
    """Give the ids in places `start` to `stop`: those whose titles have most of the words first, then newest.

    `in_titles` holds, for each word, the videos whose titles have it.
    """
    found: list[int] = []
    for tier in _tiers(videos, in_titles):
        found += select(index, tier, "newest", start, stop)
        start, stop = max(start - len(tier), 0), stop - len(tier)
        if stop <= 0:
            break
    return found


def _tiers(videos: BitMap, in_titles: list[BitMap]) -> list[BitMap]:
    """Split into those that are in all of the bitmaps, in all but one, … in none."""
    tiers = [videos]
    for titles in in_titles:
        hits, misses = [tier & titles for tier in tiers], [tier - titles for tier in tiers]
        tiers = [hits[0], *(miss | hit for miss, hit in zip(misses[:-1], hits[1:], strict=True)), misses[-1]]
    return tiers


def _walk(index: VideoIndex, videos: BitMap, sort: str, wanted: int) -> np.ndarray:
    """Go through all videos in their order until enough of `videos` are found."""
    column, descends = ORDERS[sort]
    order = index.orders[column]
    if len(videos) == len(index.listed):
        parts = [part[::-1] if descends else part for part in (order.known, order.unknown)]
        return parts[0] if len(parts[0]) >= wanted else np.concatenate(parts)
    is_wanted = np.zeros(len(index.columns.creator), dtype=bool)
    is_wanted[to_array(videos)] = True
    found, count = [], 0
    step = max(4 * wanted * len(index.listed) // len(videos), 4096)
    for part in (order.known, order.unknown):
        ids = part[::-1] if descends else part
        for begin in range(0, len(ids), step):
            some = ids[begin : begin + step]
            hits = some[is_wanted[some]]
            found.append(hits)
            count += len(hits)
            if count >= wanted:
                return np.concatenate(found)
    return np.concatenate(found)


def _sort_some(index: VideoIndex, videos: BitMap, sort: str) -> np.ndarray:
    column, descends = ORDERS[sort]
    ids = to_array(videos)
    values = index.columns.of(column)[ids]
    is_unknown = values == UNKNOWNS[column]
    places = np.lexsort((ids, values, is_unknown if not descends else ~is_unknown))
    return ids[places[::-1] if descends else places]


def _scramble(ids: np.ndarray, seed: int) -> np.ndarray:
    """A random-looking number for each id: the finaliser of MurmurHash3 over 32 bits, which loses none."""
    keys = ids ^ np.uint32((seed * 0x9E3779B1 + 0x85EBCA6B) & 0xFFFFFFFF)
    keys ^= keys >> np.uint32(16)
    keys *= np.uint32(0x85EBCA6B)
    keys ^= keys >> np.uint32(13)
    keys *= np.uint32(0xC2B2AE35)
    keys ^= keys >> np.uint32(16)
    return keys
