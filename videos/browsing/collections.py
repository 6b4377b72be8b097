"""Collections as pages: what a source outside the catalog names, without what a visitor never wants to meet."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import F, Model
from pyroaring import BitMap

from creators.models import Creator
from videos.browsing.cards import make_cards
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.paging import link_pages
from videos.browsing.search import search
from videos.browsing.shelves import make_creator_rows
from videos.models import Collection, Video


@dataclass(frozen=True)
class CollectionRow:
    """`date` is blank where it is not known. The counts are of what this visitor sees."""

    title: str
    url: str
    source_title: str
    date: str
    creator_count: int
    video_count: int


def collection_list_context(*, never: NeverList) -> dict:
    """All shown collections by title. A fixed number of queries."""
    result = search(VideoFilter(), never=never)
    collections = list(Collection.objects.shown())
    creators = set(Creator.objects.visible().without(result.never.creators).values_list("pk", flat=True))
    creator_counts = _count_members(Collection.creators.through, "creator_id", creators.__contains__)
    video_counts = _count_members(Collection.videos.through, "video_id", result.videos.__contains__)
    return {
        "collections": [
            CollectionRow(
                title=collection.title,
                url=collection.get_absolute_url(),
                source_title=collection.source_title,
                date=_date_of(collection),
                creator_count=creator_counts.get(collection.pk, 0),
                video_count=video_counts.get(collection.pk, 0),
            )
            for collection in collections
        ]
    }


def collection_context(collection: Collection, *, page: int, never: NeverList) -> dict:
    """One collection: its source, its creators by name, its videos, newest first. A fixed number of queries."""
    result = search(VideoFilter(), never=never)
    named = Creator.objects.visible().filter(collections=collection)
    creators = list(named.without(result.never.creators))
    members = BitMap(collection.videos.values_list("pk", flat=True)) & result.found
    videos = Video.objects.filter(pk__in=members & result.videos)
    newest_first = videos.order_by(F("published_at").desc(nulls_last=True), "-pk").values_list("pk", flat=True)
    shown = Paginator(newest_first, settings.ASMR_PAGE_SIZE).get_page(page)
    cards = make_cards(Video.objects.for_cards().in_order(list(shown.object_list)), result.graph)
    hidden_count = named.count() - len(creators) + len(members - result.videos)
    return {
        "collection": collection,
        "date": _date_of(collection),
        "creators": make_creator_rows(creators, result),
        "video_count": shown.paginator.count,
        "hidden_count": hidden_count,
        "cards": cards,
        "pages": link_pages(shown, lambda number: VideoFilter(page=number).href(collection.get_absolute_url())),
    }


def _count_members(through: type[Model], key: str, is_shown: Callable[[int], bool]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for collection, member in through.objects.values_list("collection_id", key):
        counts[collection] = counts.get(collection, 0) + is_shown(member)
    return counts


def _date_of(collection: Collection) -> str:
    return f"{collection.source_date:%-d %b %Y}" if collection.source_date else ""
