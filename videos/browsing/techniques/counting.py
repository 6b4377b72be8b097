"""How many videos and creators do a technique, and how much of it a person has confirmed. No query."""

from pyroaring import BitMap

from videos.browsing.index.bitmaps import union
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.search import SearchResult
from videos.browsing.techniques import FACET


def find_confirmed(result: SearchResult, slug: str) -> BitMap:
    """The videos found of which a person says this tag, or one that brings it."""
    return result.videos & result.index.with_any(result.graph.making_present(slug), "confirmed")


def find_reported(result: SearchResult, slug: str) -> BitMap:
    """The videos found of which the tag, or one that brings it, is suggested, and which are not known to have it.

    A suggestion of what the never-list shuts out is none.
    """
    unwanted = result.unwanted
    bringing = [other for other in result.graph.making_present(slug) if ("tag", other) not in unwanted]
    suggested = result.index.with_any(bringing, "suggested")
    return (result.videos & suggested) - result.index.present[slug]


def is_gap(videos: BitMap, index: VideoIndex) -> bool:
    """Whether "nobody yet" is true of what these videos have: whoever asks for nothing meets none of them.

    A never-list makes no gap: what it hides is there.
    """
    return videos.issubset(index.opt_in)


def count_creators_of(result: SearchResult, videos: BitMap) -> int:
    """How many creators made these videos; those of nobody known count for none."""
    return int((result.index.count_creators(videos)[1:] > 0).sum())


def count_confirmed(result: SearchResult) -> tuple[int, int]:
    """Of the videos found: how many have any technique, and of how many of these a person confirmed one."""
    slugs = [tag.slug for tag in result.graph.public_tags if tag.group.facet_id == FACET]
    used = union(result.index.present[slug] for slug in slugs) & result.videos
    return len(used), len(union(find_confirmed(result, slug) for slug in slugs))
