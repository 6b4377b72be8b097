"""What search engines are told of: the lists, tags that have videos, creators, listed videos.

Who reads it with a never-list set is told of nothing on it, as everywhere.
"""

from collections.abc import Iterable
from math import ceil

from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import EmptyPage, Page, PageNotAnInteger
from django.db.models import Max, QuerySet
from django.urls import reverse
from pyroaring import BitMap

from creators.models import Creator
from videos.browsing.counting import count_tags
from videos.browsing.filters import VideoFilter
from videos.browsing.search import SearchResult, search
from videos.models import Video
from videos.visitor import never_of

PAGE_SIZE = 5_000  # addresses a page at most


class Lists(Sitemap):
    def items(self):
        first = ["home", "start", "help", "video-list", "techniques", "tag-list", "creator-list"]
        return [*first, "collection-list", "glossary", "science", "resources"]

    def location(self, item):
        return reverse(item)


class Tags(Sitemap):
    """Tags of which there is a video; a page that says "nobody yet" is for people who ask."""

    def __init__(self, result: SearchResult):
        self.result = result

    def items(self):
        counts = count_tags(self.result)
        return [tag for tag in self.result.graph.public_tags if counts[tag.slug]]


class IdRanges:
    """A paginator whose pages are ranges of ids: none counts the rows before it, and no row moves to another page.

    What a range lacks, its page lacks; it may be empty. `hidden` are ids that no page has.
    """

    def __init__(self, rows: QuerySet, hidden: Iterable[int] = ()):
        self.rows, self.hidden = rows, BitMap(hidden)

    @property
    def num_pages(self) -> int:
        """At least 1. One query."""
        last = self.rows.aggregate(last=Max("pk"))["last"] or 1
        return ceil(last / PAGE_SIZE)

    def page(self, number) -> Page:
        """Raises PageNotAnInteger and EmptyPage, as Django's paginator does."""
        try:
            number = int(number)
        except ValueError:
            raise PageNotAnInteger(f"{number[:20]} is no page") from None
        if not 1 <= number <= self.num_pages:
            raise EmptyPage(f"there is no page {number}")
        start, end = (number - 1) * PAGE_SIZE + 1, number * PAGE_SIZE + 1
        rows = self.rows.filter(pk__gte=start, pk__lt=end).exclude(pk__in=self.hidden & BitMap(range(start, end)))
        return Page(rows.order_by("pk"), number, self)


class Creators(Sitemap):
    def __init__(self, result: SearchResult):
        self.result = result

    @property
    def paginator(self):
        return IdRanges(Creator.objects.visible().without(self.result.never.creators).only("slug"))


class Videos(Sitemap):
    def __init__(self, result: SearchResult):
        self.result = result

    @property
    def paginator(self):
        # Nor what only they find who ask for a tag for moderators.
        hidden = (self.result.found - self.result.videos) | self.result.index.opt_in
        return IdRanges(Video.objects.published().only("updated_at"), hidden)

    def lastmod(self, video):
        return video.updated_at

    def get_latest_lastmod(self):
        return Video.objects.published().aggregate(latest=Max("updated_at"))["latest"]


def sitemap_index(request):
    return views.index(request, _make_sections(request), sitemap_url_name="sitemap")


def sitemap(request, section):
    return views.sitemap(request, _make_sections(request), section=section)


def _make_sections(request) -> dict[str, Sitemap]:
    result = search(VideoFilter(), never=never_of(request))
    return {"lists": Lists(), "tags": Tags(result), "creators": Creators(result), "videos": Videos(result)}
