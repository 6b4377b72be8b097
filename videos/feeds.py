"""The Atom feed of any filter."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from videos.browsing.addresses import at_rest, feed_href
from videos.browsing.cards import make_card
from videos.browsing.chips import describe_unknown_never, make_chips
from videos.browsing.demand import note_demand
from videos.browsing.describing import describe_video
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import clean
from videos.browsing.never import NeverList, TooMuchError
from videos.browsing.search import SearchResult, search
from videos.models import DatePrecision, Video
from videos.tag_graph import TagGraph
from videos.unchanged import answers_unchanged
from videos.visitor import query_of

ENTRIES = 50
# The year since when names are given: a tag URI (RFC 4151) has one, and must never change.
NAMED_SINCE = 2026


class VideoFeed(Atom1Feed):
    """Atom as Django writes it; a feed without entries has no other day than the first of all."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=datetime.fromtimestamp(0, UTC))


@answers_unchanged
def video_feed(request):
    """The first fifty videos of a filter, in its order."""
    query = query_of(request)
    try:
        never = NeverList.from_query(query)
    except TooMuchError as error:
        return HttpResponseBadRequest(f"never-list: {error}\n", content_type="text/plain; charset=utf-8")
    result = search(at_rest(VideoFilter.from_query(query)), never=never)
    note_demand(result)
    feed = _make_feed(result, request)
    return HttpResponse(feed.writeString("utf-8"), content_type=VideoFeed.content_type)


def _make_feed(result: SearchResult, request) -> VideoFeed:
    # Whoever subscribes to a filter is told what of it means nothing here, as the page tells it.
    conditions = ", ".join(clean(chip.label) for chip in make_chips(result))
    href = feed_href(result.filter, result.never)
    feed = VideoFeed(
        title=f"{conditions} · {settings.ASMR_SITE_NAME}" if conditions else settings.ASMR_SITE_NAME,
        link=request.build_absolute_uri(result.filter.href()),
        description=None,
        subtitle=clean("; ".join(describe_unknown_never(result))) or None,
        language="en",
        author_name=settings.ASMR_SITE_NAME,
        feed_url=request.build_absolute_uri(href),
        feed_guid=_tag_uri(request, href),
    )
    for video in Video.objects.for_page().in_order(list(result.hits[:ENTRIES])):
        feed.add_item(**_make_entry(video, result.graph, request))
    return feed


def _make_entry(video: Video, graph: TagGraph, request) -> dict:
    """Our own words about the video, never the source's description. An estimated date is no date."""
    is_dated = video.published_precision in {DatePrecision.EXACT, DatePrecision.DAY}
    described = describe_video(video, graph, address=request.build_absolute_uri)
    return {
        "title": clean(video.title),
        "link": described["page"],
        "description": escape(_summarise(video, graph)),
        # An entry without an author would be by the author of the feed, which is us.
        "author_name": clean(video.creator.name) if video.creator else "creator unknown",
        "author_link": request.build_absolute_uri(video.creator.get_absolute_url()) if video.creator else None,
        "pubdate": video.published_at if is_dated else None,
        "updateddate": video.updated_at,
        "unique_id": _tag_uri(request, f"video/{video.pk}"),
        "categories": [tag["label"] for tag in described["tags"]],
    }


def _summarise(video: Video, graph: TagGraph) -> str:
    card = make_card(video, graph)
    parts = [card.duration_label, *(voice.label for voice in card.voices), f"published: {card.published_label}"]
    if card.cautions:
        parts.append(f"good to know first: {', '.join(caution.label for caution in card.cautions)}")
    return " · ".join(parts)


def _tag_uri(request, name: str) -> str:
    """A name that stays whatever the port or the scheme of the site."""
    host = request.get_host().rpartition("]")[0].lstrip("[") or request.get_host().partition(":")[0]
    return f"tag:{host},{NAMED_SINCE}:{name.lstrip('/')}"
