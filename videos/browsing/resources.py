"""What one may read elsewhere: all of it, what belongs to a tag, what a search is after."""

from collections.abc import Collection

from asmr_catalog.tokens import tokenise
from videos.browsing.never import NeverList
from videos.browsing.unwanted import unwanted_things
from videos.models import Resource, Tag
from videos.tag_graph import TagGraph

NAMING = 2  # words of a title in a row, from which on a search names it: one alone says too little


def find_resources(never: NeverList, graph: TagGraph) -> tuple[list[Resource], int]:
    """All that are shown, in their order, and how many more the never-list hides: those of a tag on it. Two queries."""
    resources = Resource.objects.filter(is_shown=True).prefetch_related("tags")
    but = unwanted_things(never, graph)
    wanted = [one for one in resources if not _is_unwanted(one, but)]
    return wanted, len(resources) - len(wanted)


def resources_of(tag: Tag, but: frozenset[tuple[str, str]] = frozenset()) -> list[Resource]:
    """Those that a tag's page names, in their order. `but`: unwanted things. Two queries."""
    found = tag.resources.filter(is_shown=True).prefetch_related("tags")
    return [one for one in found if not _is_unwanted(one, but)]


def find_named(q: str, slugs: Collection[str], but: frozenset[tuple[str, str]]) -> tuple[Resource, ...]:
    """Those of the tags `slugs`, and those whose titles have all the words of `q` in a row. `but`: unwanted things.

    Two queries.
    """
    words = tokenise(q)
    found = [
        one
        for one in Resource.objects.filter(is_shown=True).prefetch_related("tags")
        if not _is_unwanted(one, but)
        and (_is_in(words, tokenise(one.title)) or any(tag.slug in slugs for tag in one.tags.all()))
    ]
    return tuple(found)


def _is_unwanted(resource: Resource, unwanted: frozenset[tuple[str, str]]) -> bool:
    return any(("tag", tag.slug) in unwanted for tag in resource.tags.all())


def _is_in(words: list[str], title: list[str]) -> bool:
    starts = range(len(title) - len(words) + 1)
    return len(words) >= NAMING and any(title[start : start + len(words)] == words for start in starts)
