"""Whether what is asked for calls for a hand before a list."""

from videos.browsing.distress import speaks_of_distress
from videos.browsing.search import SearchResult

SENSITIVE = "crisis-sensitive"


def calls_for_help(result: SearchResult) -> bool:
    """Whether the filter's words may come from somebody in distress, or a tag is asked for, or named, about it."""
    present, asked = result.graph.present, _asked(result) | _named(result)
    return is_from_distress(result) or any(SENSITIVE in present.get(slug, ()) for slug in asked)


def is_from_distress(result: SearchResult) -> bool:
    """Whether the filter's words may come from somebody in distress.

    Words beyond those that are searched for count too, and names of tags that do not exist: they were typed as well.
    """
    beyond = [value for name, value in result.filter.ignored if name == "q"]
    unknown = (slug for slug in _asked(result) if slug not in result.graph.present)
    return any(map(speaks_of_distress, [" ".join([result.filter.q, *beyond]), *unknown]))


def _asked(result: SearchResult) -> set[str]:
    return {slug for clause in result.filter.tags for slug in clause}


def _named(result: SearchResult) -> set[str]:
    """The tags that the words name, alone or among others."""
    q = result.filter.q
    namings = result.index.names.named_in(q) if q else ()
    return {thing.slug for naming in namings for thing, _ in naming.meanings if thing.kind == "tag"}
