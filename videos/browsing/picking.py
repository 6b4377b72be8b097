"""Videos out of a search result other than page by page: one at random, those of given ids, all of them."""

import random
from collections.abc import Iterable, Iterator
from math import ceil

from videos.browsing.search import SearchResult
from videos.models import Video
from videos.querysets import VideoQuerySet

CHUNK = 250  # videos that are in memory at once


def pick_at_random(result: SearchResult) -> int | None:
    """The id of one video found, each as likely as any other; None where nothing is found."""
    total = result.count()
    if not total:
        return None
    place = random.randrange(total)
    # The catalog may have shrunk since it was counted.
    return next(iter(result.hits[place : place + 1]), None)


def keep_found(result: SearchResult, ids: Iterable[int]) -> tuple[int, ...]:
    """Those of `ids` that are in the result, in the order given. Reads the ids of the whole result."""
    wanted = tuple(ids)
    found = set(wanted).intersection(result.hits) if wanted else set()
    return tuple(pk for pk in wanted if pk in found)


def iterate_videos(result: SearchResult, videos: VideoQuerySet) -> Iterator[Video]:
    """All videos found, in the filter's order, fetched as `videos` says. A fixed number of queries for each 250."""
    hits = result.hits
    for number in range(ceil(len(hits) / CHUNK)):
        yield from videos.in_order([*hits[number * CHUNK : (number + 1) * CHUNK]])
