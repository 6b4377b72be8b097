"""The public pages of creators: parse, ask, render."""

from django.shortcuts import redirect, render
from django.urls import reverse

from creators.models import Creator
from videos.browsing import pages
from videos.browsing.filters import VideoFilter
from videos.browsing.index.current import current_index
from videos.browsing.said_of_creators import PARTS
from videos.gone import get_or_gone
from videos.unchanged import answers_unchanged
from videos.visitor import carried, lasting_never_of, never_of, query_of


@answers_unchanged
def creator_list(request):
    asked = VideoFilter.from_query(query_of(request))
    context = pages.creator_list_context(page=asked.page, q=asked.q, never=never_of(request))
    return render(request, "creators/creator_list.html", context)


@answers_unchanged
def creator_detail(request, slug):
    """One creator; whom the visitor chose never to see stops them first. Former slugs redirect to the present one."""
    page = VideoFilter.from_query(query_of(request)).page
    slugs = current_index().creator_slugs
    if slugs.get(slug, slug) != slug:
        address = VideoFilter(page=page).href(reverse("creator-detail", args=[slugs[slug]]))
        return redirect(carried(request, address), permanent=True)
    shown = Creator.objects.visible().prefetch_related(*PARTS).filter(slug=slug)
    creator = get_or_gone(shown, Creator.objects.taken_down().called(slug))
    never = never_of(request).replaced_creators(slugs)
    if creator.slug in never.creators:
        return render(request, "stop.html", {"thing": "creator"})
    context = pages.creator_context(creator, page=page, never=never, feed_never=lasting_never_of(request))
    return render(request, "creators/creator_detail.html", context)
