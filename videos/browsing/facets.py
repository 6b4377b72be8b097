"""Every tag as a choice, by facet and group: its state, its links, and the exact number of videos it would give."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from videos.browsing.filters import VideoFilter
from videos.browsing.links import FilterLinks
from videos.browsing.search import SearchResult
from videos.models import Facet, Tag, TaggedVideo, TagGroup
from videos.querysets import VideoQuerySet

LONG = 12  # options from which on a group is looked through by typing rather than by scrolling
MOST_UNDONE = 5  # exclusions whose undoing is counted, a query each
STATE_LABELS = {"": "", "included": "included", "excluded": "excluded", "free": "known to be free of it"}


@dataclass(frozen=True)
class TagOption:
    """A tag to ask for or shut out; each link undoes what it did. `state`: "", included, excluded or free."""

    slug: str
    label: str
    definition: str
    count: int | None  # None: not counted, for one of many exclusions
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


def count_tags(videos: VideoQuerySet) -> Counter:
    """How many of `videos` have each tag, closure included, by slug. One query."""
    return _count(videos, "tag__closure__present__slug")


def make_facets(result: SearchResult) -> tuple[FacetOptions, ...]:
    """Every public tag by facet and group, in the vocabulary's order. Two queries, one more for each exclusion."""
    counts = count_tags(result.matching)
    group_counts = _count_groups(result.matching)
    # What is shut out is counted as if it were not, so that one sees what undoing would bring.
    for place, slug in enumerate(result.filter.not_tags):
        without = result.with_filter(result.filter.without("not", slug))
        counts[slug] = count_tags(without.matching)[slug] if place < MOST_UNDONE else None
    for place, slug in enumerate(result.filter.not_groups):
        without = result.with_filter(result.filter.without("not-group", slug))
        group_counts[slug] = _count_groups(without.matching)[slug] if place < MOST_UNDONE else None
    choosing = _Choosing(result.filter, counts)
    return tuple(
        _make_facet(facet, [choosing.make_group(group, tags, group_counts[group.slug]) for group, tags in groups])
        for facet, groups in result.graph.shelves
    )


def _count_groups(videos: VideoQuerySet) -> Counter:
    """How many of `videos` have any tag of each group, by slug. One query."""
    return _count(videos, "tag__closure__present__group_id")


def _count(videos: VideoQuerySet, column: str) -> Counter:
    rows = TaggedVideo.objects.filter(content_object__in=videos).values_list(column)
    return Counter(dict(rows.annotate(count=Count("content_object", distinct=True)).order_by()))


def _make_facet(facet: Facet, groups: list[GroupOptions]) -> FacetOptions:
    active = sum(bool(group.state) + sum(bool(option.state) for option in group.options) for group in groups)
    return FacetOptions(facet.slug, facet.label, facet.question, tuple(groups), active)


class _Choosing:
    """What is asked for now, and the links to what can be asked for next."""

    def __init__(self, video_filter: VideoFilter, counts: Counter):
        self._filter = video_filter
        self._counts = counts
        self._links = FilterLinks(video_filter)
        asked = (slug for clause in video_filter.tags for slug in clause)
        self._states = {
            **dict.fromkeys(asked, "included"),
            **dict.fromkeys(video_filter.not_tags, "excluded"),
            **dict.fromkeys(video_filter.free_tags, "free"),
        }

    def make_group(self, group: TagGroup, tags: list[tuple[Tag, int]], count: int) -> GroupOptions:
        """`tags` come with their depths."""
        slug = group.slug
        state = "included" if self._filter.contains("group", slug) else ""
        state = "excluded" if slug in self._filter.not_groups else state
        slugs = {tag.slug for tag, _ in tags}
        asked = next((other for clause in self._filter.tags for other in clause if other in slugs), None)
        options = tuple(self._make_tag(tag, depth, instead_of=asked) for tag, depth in tags)
        return GroupOptions(
            slug=slug,
            label=group.label,
            count=count,
            state=state,
            include_href=self._links.including_group(slug),
            exclude_href=self._links.excluding_group(slug),
            options=options,
            is_open=bool(state) or any(option.state for option in options),
        )

    def _make_tag(self, tag: Tag, depth: int, *, instead_of: str | None) -> TagOption:
        slug, links = tag.slug, self._links
        count = self._counts[slug]
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
            depth=depth,
            is_empty=not count and not state,
        )
