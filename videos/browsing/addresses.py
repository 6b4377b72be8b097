"""Where the other faces show what a filter finds: its feed, its answer of the API, one of its videos at random."""

from dataclasses import replace

from django.urls import reverse

from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList


def at_rest(video_filter: VideoFilter) -> VideoFilter:
    """The filter from its first page on; a random order, which lasts for a visit only, becomes newest."""
    is_random = video_filter.sort.startswith("random")
    return replace(video_filter, sort="newest" if is_random else video_filter.sort, page=1)


def feed_href(video_filter: VideoFilter, never: NeverList = NOTHING) -> str:
    """The Atom feed. It carries the never-list as parameters: no feed reader has the visitor's cookie."""
    return _address("video-feed", at_rest(video_filter), never)


def random_href(video_filter: VideoFilter) -> str:
    """The page that leads to one of the videos."""
    return _address("video-random", at_rest(video_filter).with_sort("newest"), NOTHING)


def videos_api_href(video_filter: VideoFilter, never: NeverList) -> str:
    return _address("api:videos", video_filter, never)


def creators_api_href(*, q: str, page: int, never: NeverList) -> str:
    return _address("api:creators", VideoFilter(q=q, page=page), never)


def _address(name: str, video_filter: VideoFilter, never: NeverList) -> str:
    query = "&".join(filter(None, [video_filter.query_string, never.query_string]))
    return f"{reverse(name)}?{query}" if query else reverse(name)
