"""The contexts of the pages of tags: all of them, and one with what it means, who does it and its videos."""

from videos.browsing import options
from videos.browsing.addresses import feed_href
from videos.browsing.counting import count_creators, count_tags
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.never_page import offer_never
from videos.browsing.options import LinkOption
from videos.browsing.pages import numbered, page_of
from videos.browsing.resources import resources_of
from videos.browsing.said_of_creators import find_creators_said_elsewhere, find_creators_said_to_do
from videos.browsing.search import SearchResult, search
from videos.browsing.shelves import find_nearest, find_relatives, make_shelves
from videos.browsing.techniques import FACET
from videos.browsing.techniques.page import describe_technique, mark_confirmed
from videos.models import Tag


def tag_list_context(*, never: NeverList) -> dict:
    everything = search(VideoFilter(), never=never)
    shelves = make_shelves(everything.graph, count_tags(everything))
    return {"facets": shelves, "hidden_count": everything.hidden_count}


def tag_context(tag: Tag, *, page: int, never: NeverList, feed_never: NeverList) -> dict:
    """One tag: what it means, where it stands, who does it, its videos; of a technique how well it is founded, too."""
    everything = search(VideoFilter(), never=never)
    result = everything.with_filter(VideoFilter(tags=((tag.slug,),)))
    cards, pages, total = page_of(result, page, numbered(tag.get_absolute_url()))
    is_technique = tag.group.facet_id == FACET
    return {
        **_describe(tag, everything),
        **_link(tag, everything, result, feed_never),
        "technique": describe_technique(tag, everything) if is_technique else None,
        "creators": options.make_creators(result, count_creators(result)) if total else (),
        "creators_said": find_creators_said_to_do(tag, everything),
        "creators_said_elsewhere": find_creators_said_elsewhere(tag, everything),
        "video_count": total,
        "hidden_count": result.hidden_count,
        "cards": mark_confirmed(cards, tag, result) if is_technique else cards,
        "pages": pages,
    }


def _describe(tag: Tag, everything: SearchResult) -> dict:
    counts, graph = count_tags(everything), everything.graph
    return {
        "tag": tag,
        "facet_label": tag.group.facet.label,
        "group_label": tag.group.label,
        "synonyms": [alias.name for alias in tag.aliases.filter(kind="synonym")],
        **find_relatives(tag, graph, counts),
        "resources": resources_of(tag, everything.unwanted),
        "is_caution": tag.group.facet_id == "caution",
        "crisis_sensitive": "crisis-sensitive" in graph.present[tag.slug],
        "nearest": [
            LinkOption(other.name, other.get_absolute_url(), counts[other.slug])
            for other in (() if counts[tag.slug] else find_nearest(tag, graph, counts))
        ],
    }


def _link(tag: Tag, everything: SearchResult, result: SearchResult, feed_never: NeverList) -> dict:
    free = everything.with_filter(VideoFilter(free_tags=(tag.slug,)))
    is_never_shown = ("tag", tag.slug) in everything.unwanted
    return {
        "include_href": result.filter.href(),
        "feed_href": feed_href(result.filter, feed_never),
        "exclude_href": VideoFilter(not_tags=(tag.slug,)).href(),
        "free_href": free.filter.href(),
        "free_count": free.count(),
        "is_never_shown": is_never_shown,
        "never_options": () if is_never_shown else offer_never([tag]),
    }
