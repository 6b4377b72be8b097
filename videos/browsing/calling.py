"""Whether what is asked for calls for a hand before a list."""

from videos.browsing.distress import speaks_of_distress
from videos.browsing.search import SearchResult

SENSITIVE = "crisis-sensitive"


def calls_for_help(result: SearchResult) -> bool:
    """Whether the filter's words may come from somebody in distress, or a tag is asked for that is about it.

    Words beyond those that are searched for count too, and names of tags that do not exist: they were typed as well.
    """
    asked, present = {slug for clause in result.filter.tags for slug in clause}, result.graph.present
    beyond = [value for name, value in result.filter.ignored if name == "q"]
    said = [" ".join([result.filter.q, *beyond]), *(slug for slug in asked if slug not in present)]
    return any(map(speaks_of_distress, said)) or any(SENSITIVE in present.get(slug, ()) for slug in asked)
