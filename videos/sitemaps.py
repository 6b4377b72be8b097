"""What search engines are told of: the lists, tags that have videos, creators, listed videos."""

from math import ceil

from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import EmptyPage, Page, PageNotAnInteger
from django.db.models import Max, QuerySet
from django.urls import reverse

from creators.models import Creator
from videos.browsing.counting import count_tags
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search
from videos.models import Video

PAGE_SIZE = 5_000  # addresses a page at most


class Lists(Sitemap):
    def items(self):
        return ["home", "video-list", "tag-list", "creator-list"]

    def location(self, item):
        return reverse(item)


class Tags(Sitemap):
    """Tags of which there is a video; a page that says "nobody yet" is for people who ask."""

    def items(self):
        result = search(VideoFilter())
        counts = count_tags(result)
        return [tag for tag in result.graph.public_tags if counts[tag.slug]]


class IdRanges:
    """A paginator whose pages are ranges of ids: none counts the rows before it, and no row moves to another page.

    What a range lacks, its page lacks; it may be empty.
    """

    def __init__(self, rows: QuerySet):
        self.rows = rows

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
        ids = {"pk__gt": (number - 1) * PAGE_SIZE, "pk__lte": number * PAGE_SIZE}
        return Page(self.rows.filter(**ids).order_by("pk"), number, self)


class Creators(Sitemap):
    @property
    def paginator(self):
        return IdRanges(Creator.objects.visible().only("slug"))


class Videos(Sitemap):
    @property
    def paginator(self):
        return IdRanges(Video.objects.published().only("updated_at"))

    def lastmod(self, video):
        return video.updated_at

    def get_latest_lastmod(self):
        return Video.objects.published().aggregate(latest=Max("updated_at"))["latest"]


SECTIONS = {"lists": Lists, "tags": Tags, "creators": Creators, "videos": Videos}


def sitemap_index(request):
    return views.index(request, SECTIONS, sitemap_url_name="sitemap")


def sitemap(request, section):
    return views.sitemap(request, SECTIONS, section=section)
