"""The list of videos as curators work on it, and the preview of an edit: all that their templates print."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.urls import reverse

from videos.browsing.cards import duration_label, published_label
from videos.browsing.chips import make_chips
from videos.browsing.counting import count_creators, count_tags
from videos.browsing.links import FilterLinks
from videos.browsing.options import SORTS, LinkOption, videos_label
from videos.browsing.paging import link_pages
from videos.browsing.search import SearchResult
from videos.curation.bulk import BulkPreview
from videos.curation.bulk_edits import BulkEdit, BulkKind, Outcome
from videos.curation.bulk_words import describe_outcome, propose
from videos.models import ListingState, TagDecision, Video
from videos.tag_graph import TagGraph

PER_PAGE = 50  # videos of the list
FREQUENT = 20  # tags that the list offers to narrow by
NAMED_CREATORS = 200  # offered while one types
SAMPLES = 5  # titles of each outcome


@dataclass(frozen=True)
class Row:
    """One video of the list. Tags as they are written; what follows from them is left out."""

    pk: int
    title: str
    edit_href: str
    creator: str
    length: str
    published: str
    tags: tuple[str, ...]
    suggested: tuple[str, ...]
    is_ticked: bool


def list_context(result: SearchResult, *, ticked=frozenset()) -> dict:
    """One page of what a filter finds. A fixed number of queries."""
    path = reverse("desk:videos")
    links = FilterLinks(result.filter, path)
    page = Paginator(result.hits, PER_PAGE).get_page(result.filter.page)
    here = result.filter.with_page(page.number)
    return {
        "filter": here,
        "query": here.query_string,
        "chips": make_chips(result, path),
        "clear_href": here.cleared().href(path),
        "total_label": videos_label(result.count()),
        "is_understood": not result.filter.ignored and not result.unknown,
        "rows": _make_rows(list(page.object_list), result.graph, ticked),
        "pages": link_pages(page, links.with_page),
        "kept": [(name, value) for name, value in here.pairs if name not in {"q", "sort", "page"}],
        "sorts": _make_sorts(here),
        "frequent": _make_frequent(result, links),
        "tag_names": [(tag.slug, tag.name) for tag in result.graph.tags.values()],
        "creator_names": [
            result.index.creators[result.index.creator_ids[slug]].name
            for slug in count_creators(result, most=NAMED_CREATORS)
        ],
        "public_href": here.href(),
        "others": _count_others(),
    }


def preview_context(preview: BulkPreview, graph: TagGraph) -> dict:
    """What an edit would do, by outcome, with some titles of each. One query."""
    shown = [pk for ids in preview.groups.values() for pk in ids[:SAMPLES]]
    videos = Video.objects.only("source_title", "curator_title").in_bulk(shown)
    edit, groups = preview.edit, preview.groups
    lines = [
        {
            "is_change": outcome.is_change,
            "words": describe_outcome(edit, outcome),
            "count": len(ids),
            "samples": [(videos[pk].shown_title, _edit_href(pk)) for pk in ids[:SAMPLES] if pk in videos],
            "more": max(len(ids) - SAMPLES, 0),
        }
        for outcome, ids in groups.items()
    ]
    total, changing = len(preview.outcomes), len(preview.changing)
    return {
        "proposal": propose(edit, videos_label(total)),
        "changes": [line for line in lines if line["is_change"]],
        "rest": [line for line in lines if not line["is_change"]],
        "change_label": videos_label(changing),
        "changing": changing,
        "rest_count": total - changing,
        "can_overrule": edit.overrules or Outcome.STANDING in groups,
        "holding": _name_holding(edit, graph),
        "fingerprint": preview.fingerprint,
    }


def _make_rows(ids: list[int], graph: TagGraph, ticked) -> list[Row]:
    suggested = TagDecision.objects.filter(kind=TagDecision.Kind.SUGGESTED).only("video_id", "tag_id")
    found = Video.objects.for_cards().prefetch_related(Prefetch("tag_decisions", queryset=suggested))
    return [
        Row(
            pk=video.pk,
            title=video.shown_title,
            edit_href=_edit_href(video.pk),
            creator=video.creator.shown_name if video.creator else "creator unknown",
            length=duration_label(video.duration_seconds),
            published=published_label(video),
            tags=_name_tags(video.tagged_videos.all(), graph),
            suggested=_name_tags(video.tag_decisions.all(), graph),
            is_ticked=video.pk in ticked,
        )
        for video in found.in_order(ids)
    ]


def _name_tags(rows, graph: TagGraph) -> tuple[str, ...]:
    slugs = [graph.slugs[row.tag_id] for row in rows if row.tag_id in graph.slugs]
    return tuple(tag.name for tag in graph.in_order(slugs))


def _edit_href(pk: int) -> str:
    return reverse("admin:videos_video_change", args=[pk])


def _make_sorts(video_filter) -> list[tuple[str, str, bool]]:
    """(value, label, whether it is chosen); a random order is for visitors, but one that is asked for stays."""
    sorts = {sort: label for sort, label in SORTS.items() if sort != "random"}
    if video_filter.q:
        sorts = {"best": "best match", **sorts}
    if video_filter.seed is not None:
        sorts[video_filter.sort] = "random"
    return [(sort, label, sort == video_filter.sort) for sort, label in sorts.items()]


def _make_frequent(result: SearchResult, links: FilterLinks) -> list[LinkOption]:
    """The tags that narrow the list, those that most of it has first."""
    counts, total = count_tags(result), result.count()
    narrowing = [(slug, count) for slug, count in counts.items() if 0 < count < total]
    most = sorted(narrowing, key=lambda pair: (-pair[1], pair[0]))[:FREQUENT]
    return [LinkOption(result.graph.tags[slug].name, links.including(slug), count) for slug, count in most]


def _count_others() -> list[LinkOption]:
    """The videos that no visitor sees, by state, in the admin's list: filters find listed ones alone."""
    rows = Video.objects.exclude(listing_state=ListingState.LISTED).order_by()
    counts = dict(rows.values_list("listing_state").annotate(count=Count("pk")))
    path = reverse("admin:videos_video_changelist")
    return [
        LinkOption(state.label, f"{path}?listing_state__exact={state.value}", counts[state.value])
        for state in ListingState
        if counts.get(state.value)
    ]


def _name_holding(edit: BulkEdit, graph: TagGraph) -> str:
    """The tags for a moderator that the videos get by this edit; blank for none."""
    given = {BulkKind.ADD_TAG: edit.tag, BulkKind.REPLACE_TAG: edit.new_tag}.get(edit.kind)
    held = graph.in_order(graph.closure([given.slug]) & graph.holding) if given else []
    return ", ".join(tag.name for tag in held)
