"""Videos out of a search result other than page by page: one at random, all of them."""

import random
from collections.abc import Iterator

from videos.browsing.calling import calls_for_help
from videos.browsing.recommending import leave_startling_out
from videos.browsing.search import SearchResult
from videos.models import Video
from videos.querysets import VideoQuerySet

CHUNK = 250  # videos that are in memory at once


def pick_at_random(result: SearchResult) -> int | None:
    """The id of one video found, each as likely as any other; None where nothing is found.

    Nor is any chosen for somebody in distress: the list has a hand for them first.
    """
    if calls_for_help(result):
        return None
    result = leave_startling_out(result)
    return result.videos[random.randrange(result.count())] if result.count() else None


def iterate_videos(result: SearchResult, videos: VideoQuerySet) -> Iterator[Video]:
    """All videos found, in the filter's order, fetched as `videos` says.

    A fixed number of queries for each 250. In memory are these, and the ids of all.
    """
    ids = result.hits[:]
    for start in range(0, len(ids), CHUNK):
        yield from videos.in_order(ids[start : start + CHUNK])
