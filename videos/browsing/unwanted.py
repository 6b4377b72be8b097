"""What the never-list keeps from being offered, by name."""

from videos.browsing.never import NeverList
from videos.browsing.resolving import resolve_shut_out
from videos.tag_graph import TagGraph


def unwanted_things(never: NeverList, graph: TagGraph) -> frozenset[tuple[str, str]]:
    """(kind, slug) of all that the never-list shuts out: with a tag whatever would bring it."""
    known = resolve_shut_out(never.tags, graph).slugs
    tags = frozenset().union(*(graph.making_present(slug) for slug in known))
    return frozenset([*(("tag", slug) for slug in tags), *(("creator", slug) for slug in never.creators)])
