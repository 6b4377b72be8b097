"""The page on which a visitor chooses what never to see: its choices, and the list that they amount to."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from urllib.parse import urlencode

from django.urls import reverse

from creators.models import Creator
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import clean
from videos.browsing.index.current import current_index
from videos.browsing.never import NeverList
from videos.browsing.options import LinkOption
from videos.browsing.presets import PRESETS
from videos.browsing.resolving import resolve_shut_out
from videos.browsing.search import search
from videos.models import Facet, Tag
from videos.tag_graph import TagGraph

MOST_FOUND = 20  # creators offered for the words searched


@dataclass(frozen=True)
class Choice:
    """A box to tick. `comes_with` names the preset that has ticked it; such a box is not one's own choice."""

    value: str
    label: str
    note: str = ""
    is_chosen: bool = False
    comes_with: str = ""


def choose(*, presets: Iterable[str], tags: Iterable[str], creators: Iterable[str]) -> NeverList:
    """The list that ticked boxes amount to. A preset that does not exist is nothing. Raises `TooMuchError`."""
    wanted = set(presets)
    behind = [tag for preset in PRESETS if preset.slug in wanted for tag in preset.tags]
    return NeverList(tags=(*tags, *behind), creators=tuple(creators))


def shorten(never: NeverList) -> NeverList:
    """The same list without the tags that others on it bring with them: it leaves out the same videos."""
    graph = current_index().graph
    return never.without_tags(*(tag for tag in never.tags if _comes_along(tag, never.tags, graph)))


def never_context(never: NeverList, *, find: str = "") -> dict:
    """Every choice with its state under `never`, the creators called `find`, and how many videos it hides."""
    result = search(VideoFilter(), never=never)
    graph = result.graph
    shut_out = resolve_shut_out(never.tags, graph)
    chosen = set(shut_out.slugs)
    hidden_count = result.hidden_count
    return {
        "presets": [
            Choice(preset.slug, preset.label, preset.note, is_chosen=chosen.issuperset(preset.tags))
            for preset in PRESETS
        ],
        "shelves": _make_shelves(chosen, graph),
        "unknown_tags": [Choice(slug, slug, is_chosen=True) for slug in sorted(shut_out.unknown)],
        "creators": _make_creators(result.never),
        "found_creators": _find_creators(find, result.never),
        "find": find,
        "never": never,
        "hidden_count": hidden_count,
        "video_count": result.count() + hidden_count,
    }


def offer_never(tags: Iterable[Tag], creator: Creator | None = None) -> tuple[LinkOption, ...]:
    """Links to this page, each with one box ticked: the tags', then the creator's."""
    path = reverse("never")
    links = [LinkOption(tag.name, f"{path}?{urlencode({'add': tag.slug})}") for tag in tags]
    if creator:
        links.append(LinkOption("everything by this creator", f"{path}?{urlencode({'add-creator': creator.slug})}"))
    return tuple(links)


def _comes_along(tag: str, tags: Iterable[str], graph: TagGraph) -> bool:
    others = (other for other in tags if other != tag and other in graph.tags and tag in graph.tags)
    return any(graph.making_present(tag) < graph.making_present(other) for other in others)


def _make_shelves(chosen: set[str], graph: TagGraph) -> list[tuple[Facet, int, list[tuple[str, list[Choice]]]]]:
    """(facet, how many of its tags are chosen, [(group's label, its tags)]), what people avoid most first."""
    behind = {tag: preset.label for preset in PRESETS if chosen.issuperset(preset.tags) for tag in preset.tags}
    shelves = []
    for facet, facet_tags in groupby(graph.public_tags, key=attrgetter("group.facet")):
        groups = [
            (group.label, [_make_choice(tag, chosen, behind) for tag in tags])
            for group, tags in groupby(facet_tags, key=attrgetter("group"))
        ]
        count = sum(choice.is_chosen for _, choices in groups for choice in choices)
        shelves.append((facet, count, groups))
    return sorted(shelves, key=lambda shelf: shelf[0].slug != "caution")


def _make_choice(tag: Tag, chosen: set[str], behind: dict[str, str]) -> Choice:
    return Choice(tag.slug, tag.name, tag.definition, tag.slug in chosen, behind.get(tag.slug, ""))


def _make_creators(never: NeverList) -> list[Choice]:
    """The creators on a list of today's slugs, by name; those no longer in the catalog by slug. At most one query."""
    if not never.creators:
        return []
    names = dict(Creator.objects.visible().filter(slug__in=never.creators).values_list("slug", "name"))
    return [
        Choice(slug, names.get(slug, slug), "" if slug in names else "not in the catalog now", is_chosen=True)
        for slug in never.creators
    ]


def _find_creators(words: str, never: NeverList) -> list[Choice]:
    words = clean(words)
    if not words:
        return []
    found = Creator.objects.visible().named(words).without(never.creators).values_list("slug", "name")
    return [Choice(slug, name) for slug, name in found[:MOST_FOUND]]
