"""The home page's context: ways in by facet, purposes, techniques with their honest zeros, what came last."""

from django.urls import reverse

from videos.browsing import options
from videos.browsing.addresses import random_href
from videos.browsing.cards import make_cards
from videos.browsing.counting import count_options
from videos.browsing.facets import FacetOptions, GroupOptions, TagOption, make_facets
from videos.browsing.filters import VideoFilter
from videos.browsing.index.sorting import find_latest
from videos.browsing.never import NeverList
from videos.browsing.search import SearchResult, search
from videos.browsing.techniques import FACET
from videos.browsing.techniques.counting import count_creators_of, is_gap
from videos.browsing.techniques.ways import make_purposes
from videos.models import Video

RECENT = 12  # videos on the home page
WAYS = ("trigger", "technique", "roleplay", "voice")  # facets that the home page leads into, besides purposes
MOST_OF_A_WAY = 8


def home_context(*, never: NeverList) -> dict:
    """Ways in by facet, the techniques with their honest zeros, what came last."""
    result = search(VideoFilter(), never=never)
    counts = count_options(result)
    facets = {facet.slug: facet for facet in make_facets(result, counts)}
    return {
        "video_count": result.count(),
        "hidden_count": result.hidden_count,
        "creator_count": count_creators_of(result, result.videos),
        "tag_count": len(result.graph.public_tags),
        "ways": [_make_way(facets[slug]) for slug in WAYS if slug in facets],
        "purposes": [_link_option(option) for option in _most_frequent(facets.get("benefit"), most=MOST_OF_A_WAY)],
        "by_purpose": make_purposes(result),
        "techniques": _sum_up(facets[FACET], result) if FACET in facets else (),
        "lengths": options.make_lengths(result, counts),
        "random_href": random_href(result.filter),
        "recent": make_cards(Video.objects.for_cards().in_order(find_latest(result.videos, RECENT)), result.graph),
    }


def _sum_up(techniques: FacetOptions, result: SearchResult) -> list[dict]:
    """The groups of techniques, each with its videos, and how many of its techniques none has, whatever is hidden.

    None is counted that the never-list shuts out.
    """
    index, unwanted = result.index, result.unwanted
    groups = []
    for group in techniques.groups:
        slugs = [option.slug for option in group.options if ("tag", option.slug) not in unwanted]
        groups.append(
            {
                "slug": group.slug,
                "label": group.label,
                "count": group.count,
                "is_gap": is_gap(index.groups[group.slug], index),
                "gap_count": sum(is_gap(index.present[slug], index) for slug in slugs),
                "size": len(slugs),
            }
        )
    return groups


def _make_way(facet: FacetOptions) -> dict:
    is_technique = facet.slug == FACET
    return {
        "title": facet.label,
        "question": facet.question,
        "url": reverse("techniques") if is_technique else f"{reverse('tag-list')}#facet-{facet.slug}",
        # The most frequent techniques would be of one world; by their groups both are in sight.
        "tags": [_link_group(group) for group in facet.groups]
        if is_technique
        else [_link_option(option) for option in _most_frequent(facet, most=MOST_OF_A_WAY)],
    }


def _link_group(group: GroupOptions) -> dict:
    """A group without videos leads to what there might be, and how to suggest one."""
    url = group.include_href if group.count else f"{reverse('techniques')}#group-{group.slug}"
    return {"label": group.label, "url": url, "count": group.count, "definition": ""}


def _most_frequent(facet: FacetOptions | None, *, most: int) -> list[TagOption]:
    """The tags of a facet with most videos, most first; tags without any are left out."""
    found = [option for group in (facet.groups if facet else ()) for option in group.options if not option.is_empty]
    return sorted(found, key=lambda option: -option.count)[:most]


def _link_option(option: TagOption) -> dict:
    return {
        "label": option.label,
        "url": option.include_href,
        "href": option.include_href,
        "count": option.count,
        "definition": option.definition,
    }
