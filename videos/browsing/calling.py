"""Whether what is asked for calls for a hand before a list."""

from videos.browsing.distress import speaks_of_distress
from videos.browsing.search import SearchResult

SENSITIVE = "crisis-sensitive"


def calls_for_help(result: SearchResult) -> bool:
    """Whether the filter's words may come from somebody in distress, or a tag is asked for that is about it."""
    asked = {slug for clause in result.filter.tags for slug in clause}
    return speaks_of_distress(result.filter.q) or any(SENSITIVE in result.graph.present.get(slug, ()) for slug in asked)
