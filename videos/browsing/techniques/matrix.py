"""Who does what, and how much of it: creators by groups of techniques."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

import numpy as np
from django.core.paginator import Paginator

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus, CreatorTag
from videos.browsing.filters import VideoFilter
from videos.browsing.index.bitmaps import union
from videos.browsing.paging import PageLinks, link_pages
from videos.browsing.resolving import resolve_shut_out
from videos.browsing.search import SearchResult
from videos.browsing.shelves import BAR_STEP
from videos.browsing.techniques import FACET
from videos.models import TagGroup

ROWS = 12  # creators on a page
DEFAULT_ORDER = "clinical"  # the question that the page answers first
ANCHOR = "#who"  # the heading of the table
NAME, VIDEOS = "name", "videos"
SAID, NAMED = "said", "named"
_SAID_FIRST = (SAID, NAMED, "")


@dataclass(frozen=True)
class Column:
    """`sort` is what a screen reader is told: ascending, descending, or blank for a column that does not order."""

    label: str
    href: str
    sort: str


@dataclass(frozen=True)
class Cell:
    """A creator's videos with any technique of a group; the share is of all their videos.

    `share_step` is the share in steps of 5 %, for a class of the style sheet. `said`: what is said of the creator
    themselves, whatever their videos' texts say: "said" by a curator, "named" by a source that no curator vouches for,
    or blank.
    """

    group: str
    count: int
    share_percent: int
    share_step: int
    href: str
    said: str


@dataclass(frozen=True)
class Row:
    name: str
    url: str
    is_unverified: bool
    video_count: int  # with any technique
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    columns: tuple[Column, ...]  # the creators' names, all videos with a technique, a group each
    rows: tuple[Row, ...]
    total: int
    pages: PageLinks


def make_matrix(result: SearchResult, *, by: str, path: str) -> Matrix:
    """Creators with a technique in the videos found, or of whom a curator says one; a page of them. Two queries.

    Ordered by the number of videos with a technique of the group `by`, most first, then by what a curator says; or by
    "name", or "videos" with any technique. What is none of these is the default. Equal ones stand by name.
    """
    groups = [group for facet, shelf in result.graph.shelves if facet.slug == FACET for group, _ in shelf]
    labels = {NAME: "Creator", VIDEOS: "Any technique", **{group.slug: group.label for group in groups}}
    by = by if by in labels else DEFAULT_ORDER if DEFAULT_ORDER in labels else VIDEOS
    counting = _Counting(result, groups)
    ordered = sorted(counting.creators, key=partial(counting.order_key, by))
    link = partial(_address, result.filter, path, by)
    page = Paginator(ordered, ROWS).get_page(result.filter.page)
    creators = Creator.objects.in_bulk(list(page.object_list))
    return Matrix(
        columns=tuple(_make_columns(labels, by, result.filter, path)),
        rows=tuple(counting.make_row(creators[pk]) for pk in page.object_list if pk in creators),
        total=len(ordered),
        pages=link_pages(page, link),
    )


class _Counting:
    """What is counted for each creator, by id."""

    def __init__(self, result: SearchResult, groups: list[TagGroup]):
        index = result.index
        self._result, self._groups = result, groups
        found = {group.slug: result.videos & index.groups[group.slug] for group in groups}
        self._counts = {slug: index.count_creators(videos) for slug, videos in found.items()}
        self._counts[VIDEOS] = index.count_creators(union(found.values()))
        # Who asks for a tag for a moderator finds what is among nobody else's videos.
        self._made = index.count_creators(result.with_filter(VideoFilter()).videos | result.videos)
        self._said = _find_said(result)
        counted = np.flatnonzero(self._counts[VIDEOS]).tolist()
        self.creators = [pk for pk in {*counted, *self._said} if pk in index.creators]

    def order_key(self, by: str, pk: int) -> tuple:
        name = fold_name(self._result.index.creators[pk].name)
        if by == NAME:
            return (name, pk)
        said = self._said.get(pk, {}).get(by, "")
        return (-self._count(by, pk), _SAID_FIRST.index(said), -self._count(VIDEOS, pk), name, pk)

    def make_row(self, creator: Creator) -> Row:
        wanted = self._result.filter.without("creator").toggled("creator", creator.slug).with_sort("newest")
        groups = (group.slug for group in self._groups)
        return Row(
            name=creator.name,
            url=creator.get_absolute_url(),
            is_unverified=creator.status == CreatorStatus.UNVERIFIED,
            video_count=self._count(VIDEOS, creator.pk),
            cells=tuple(self._make_cell(creator.pk, slug, wanted) for slug in groups),
        )

    def _make_cell(self, pk: int, group: str, wanted: VideoFilter) -> Cell:
        count, made = self._count(group, pk), int(self._made[pk]) if pk < len(self._made) else 0
        percent = round(100 * count / made) if made else 0
        # An any-of that the group satisfies says nothing beside it.
        clauses = [clause for clause in wanted.groups if group not in clause]
        return Cell(
            group=group,
            count=count,
            share_percent=percent,
            share_step=max(1, round(percent / BAR_STEP)) if count else 0,
            href=replace(wanted, groups=(*clauses, (group,))).href(),
            said=self._said.get(pk, {}).get(group, ""),
        )

    def _count(self, column: str, pk: int) -> int:
        counts = self._counts[column]
        return int(counts[pk]) if pk < len(counts) else 0


def _find_said(result: SearchResult) -> Mapping[int, dict[str, str]]:
    """By creator's id the groups of techniques that are said of them, with who says so, as far as the filter asks.

    Nothing where it asks for more than techniques: of a creator nobody says a length or a language. One query.
    """
    wanted, graph = result.filter, result.graph
    if wanted.is_cut_short or wanted.free_tags or wanted.length or wanted.year or wanted.languages or wanted.q:
        return {}
    refused = {*wanted.not_tags, *resolve_shut_out(result.never.tags, graph).slugs}
    only = {result.index.creator_ids[slug] for slug in wanted.creators if slug in result.index.creator_ids}
    never = {result.index.creator_ids.get(slug) for slug in result.never.creators}
    said: dict[int, dict[str, str]] = defaultdict(dict)
    rows = CreatorTag.objects.filter(tag__group__facet=FACET).values_list("creator_id", "tag_id", "source")
    for pk, tag_id, source in rows:
        present = graph.present.get(graph.slugs.get(tag_id), frozenset())
        groups = {graph.tags[slug].group_id for slug in present}
        is_asked = all(present.intersection(clause) for clause in wanted.tags) and all(
            groups.intersection(clause) for clause in wanted.groups
        )
        is_refused = present & refused or groups.intersection(wanted.not_groups)
        if present and is_asked and not is_refused and pk not in never and (pk in only or not wanted.creators):
            for group in {graph.tags[slug].group_id for slug in present if graph.tags[slug].group.facet_id == FACET}:
                said[pk][group] = NAMED if source and said[pk].get(group) != SAID else SAID
    return said


def _make_columns(labels: Mapping[str, str], by: str, wanted: VideoFilter, path: str):
    for column, label in labels.items():
        sort = "" if column != by else "ascending" if column == NAME else "descending"
        yield Column(label, _address(wanted, path, column, 1), sort)


def _address(wanted: VideoFilter, path: str, by: str, page: int) -> str:
    """The same techniques in another order, or another page of it, from the table on."""
    href = wanted.with_page(page).href(path)
    ordered = href if by == DEFAULT_ORDER else f"{href}{'&' if '?' in href else '?'}{urlencode({'by': by})}"
    return f"{ordered}{ANCHOR}"
