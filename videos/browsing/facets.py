"""Every tag as a choice, by facet and group: its state, its links, and the exact number of videos it would give."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from videos.browsing.counting import Counts
from videos.browsing.search import SearchResult
from videos.models import Facet, Tag, TagGroup

STATE_LABELS = {"": "", "included": "included", "excluded": "excluded", "free": "known to be free of it"}


@dataclass(frozen=True)
class TagOption:
    """A tag to ask for or shut out; each link undoes what it did. `state`: "", included, excluded or free."""

    slug: str
    label: str
    definition: str
    count: int
    state: str
    state_label: str
    include_href: str
    exclude_href: str
    either_href: str  # this one or the one already asked for in its group; blank where there is none
    depth: int  # below how many parents of its own group
    is_empty: bool


@dataclass(frozen=True)
class GroupOptions:
    slug: str
    label: str
    count: int  # videos with any tag of the group
    state: str
    include_href: str
    exclude_href: str
    options: tuple[TagOption, ...]
    is_open: bool


@dataclass(frozen=True)
class FacetOptions:
    slug: str
    label: str
    question: str
    groups: tuple[GroupOptions, ...]
    active_count: int

    @property
    def is_active(self) -> bool:
        return self.active_count > 0


def make_facets(result: SearchResult, counts: Counts) -> tuple[FacetOptions, ...]:
    """Every public tag by facet and group, in the vocabulary's order. No query."""
    return tuple(
        _make_facet(
            facet,
            [
                _make_group(result, group, list(tags), counts.tags, counts.groups[group.slug])
                for group, tags in groupby(facet_tags, key=attrgetter("group"))
            ],
        )
        for facet, facet_tags in groupby(result.graph.public_tags, key=attrgetter("group.facet"))
    )


def _make_facet(facet: Facet, groups: list[GroupOptions]) -> FacetOptions:
    active = sum(bool(group.state) + sum(bool(option.state) for option in group.options) for group in groups)
    return FacetOptions(facet.slug, facet.label, facet.question, tuple(groups), active)


def _make_group(result: SearchResult, group: TagGroup, tags: list[Tag], counts: Counter, count: int) -> GroupOptions:
    wanted = result.filter
    state = "included" if wanted.contains("group", group.slug) else ""
    state = "excluded" if group.slug in wanted.not_groups else state
    options = tuple(_make_tag(result, tag, counts[tag.slug]) for tag in tags)
    return GroupOptions(
        slug=group.slug,
        label=group.label,
        count=count,
        state=state,
        include_href=wanted.without("not-group", group.slug).toggled("group", group.slug).href(),
        exclude_href=wanted.without("group", group.slug).toggled("not-group", group.slug).href(),
        options=options,
        is_open=bool(state) or any(option.state for option in options),
    )


def _make_tag(result: SearchResult, tag: Tag, count: int) -> TagOption:
    wanted, slug = result.filter, tag.slug
    state = "included" if wanted.contains("tag", slug) else ""
    state = "free" if slug in wanted.free_tags else "excluded" if slug in wanted.not_tags else state
    undone = {"included": wanted.without("tag", slug), "free": wanted.without("free", slug)}
    return TagOption(
        slug=slug,
        label=tag.name,
        definition=tag.definition,
        count=count,
        state=state,
        state_label=STATE_LABELS[state],
        include_href=undone.get(state, wanted.including(slug)).href(),
        exclude_href=(wanted.without("not", slug) if state == "excluded" else wanted.excluding(slug)).href(),
        either_href="" if state else _either_href(result, tag),
        depth=result.graph.depth(slug),
        is_empty=not count and not state,
    )


def _either_href(result: SearchResult, tag: Tag) -> str:
    asked = [slug for clause in result.filter.tags for slug in clause]
    group = {other.slug for other in result.graph.in_group(tag.group_id)}
    sibling = next((slug for slug in asked if slug in group), None)
    return result.filter.widened(sibling, tag.slug).href() if sibling else ""
