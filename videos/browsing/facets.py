"""Every tag as a choice, by facet and group: its state, its links, and the exact number of videos it would give."""

from dataclasses import dataclass

from videos.browsing.counting import Counts, count_either
from videos.browsing.links import FilterLinks
from videos.browsing.search import SearchResult
from videos.models import Facet, Tag, TagGroup

LONG = 12  # options from which on a group is looked through by typing rather than by scrolling
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
    either_count: int | None = None  # what `either_href` would find; None without such a link, or not counted


@dataclass(frozen=True)
class GroupOptions:
    slug: str
    label: str
    count: int  # videos with any tag of the group
    state: str
    include_href: str
    exclude_href: str
    options: tuple[TagOption, ...]  # each below its parent
    is_open: bool

    @property
    def is_long(self) -> bool:
        """Whether the options are so many that they are searched."""
        return len(self.options) > LONG


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
    choosing = _Choosing(result, counts)
    return tuple(
        _make_facet(facet, [choosing.make_group(group, tags) for group, tags in groups])
        for facet, groups in result.graph.shelves
    )


def _make_facet(facet: Facet, groups: list[GroupOptions]) -> FacetOptions:
    active = sum(bool(group.state) + sum(bool(option.state) for option in group.options) for group in groups)
    return FacetOptions(facet.slug, facet.label, facet.question, tuple(groups), active)


class _Choosing:
    """What is asked for now, and the links to what can be asked for next."""

    def __init__(self, result: SearchResult, counts: Counts):
        self._result = result
        self._filter = video_filter = result.filter
        self._counts = counts
        self._links = FilterLinks(video_filter)
        asked = (slug for clause in video_filter.tags for slug in clause)
        self._states = {
            **dict.fromkeys(asked, "included"),
            **dict.fromkeys(video_filter.not_tags, "excluded"),
            **dict.fromkeys(video_filter.free_tags, "free"),
        }

    def make_group(self, group: TagGroup, tags: tuple[tuple[Tag, int], ...]) -> GroupOptions:
        """`tags` come with their depths."""
        slug = group.slug
        state = "included" if self._filter.contains("group", slug) else ""
        state = "excluded" if slug in self._filter.not_groups else state
        slugs = {tag.slug for tag, _ in tags}
        asked = next((other for clause in self._filter.tags for other in clause if other in slugs), None)
        either = count_either(self._result, asked, slugs) if asked else {}
        options = tuple(self._make_tag(tag, depth, instead_of=asked, either=either) for tag, depth in tags)
        return GroupOptions(
            slug=slug,
            label=group.label,
            count=self._counts.groups[slug],
            state=state,
            include_href=self._links.including_group(slug),
            exclude_href=self._links.excluding_group(slug),
            options=options,
            is_open=bool(state) or any(option.state for option in options),
        )

    def _make_tag(self, tag: Tag, depth: int, *, instead_of: str | None, either: dict[str, int]) -> TagOption:
        slug, links = tag.slug, self._links
        count = self._counts.tags[slug]
        state = self._states.get(slug, "")
        undo = {"included": "tag", "free": "free"}.get(state)
        return TagOption(
            slug=slug,
            label=tag.name,
            definition=tag.definition,
            count=count,
            state=state,
            state_label=STATE_LABELS[state],
            include_href=links.toggled(undo, slug) if undo else links.including(slug),
            exclude_href=links.toggled("not", slug) if state == "excluded" else links.excluding(slug),
            either_href=links.widened(instead_of, slug) if instead_of and not state else "",
            either_count=None if state else either.get(slug),
            depth=depth,
            is_empty=not count and not state,
        )
