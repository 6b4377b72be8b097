"""The public pages of creators: parse, ask, render."""

from django.shortcuts import get_object_or_404, render

from creators.models import Creator
from videos.browsing import pages
from videos.browsing.filters import VideoFilter
from videos.unchanged import answers_unchanged
from videos.visitor import lasting_never_of, never_of, query_of


@answers_unchanged
def creator_list(request):
    asked = VideoFilter.from_query(query_of(request))
    context = pages.creator_list_context(page=asked.page, q=asked.q, never=never_of(request))
    return render(request, "creators/creator_list.html", context)


@answers_unchanged
def creator_detail(request, slug):
    """One creator; whom the visitor chose never to see stops them first."""
    creator = get_object_or_404(Creator.objects.visible().prefetch_related("aliases"), slug=slug)
    never = never_of(request)
    if creator.slug in never.creators:
        return render(request, "stop.html", {"thing": "creator"})
    page = VideoFilter.from_query(query_of(request)).page
    context = pages.creator_context(creator, page=page, never=never, feed_never=lasting_never_of(request))
    return render(request, "creators/creator_detail.html", context)
