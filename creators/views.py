"""The public pages of creators: parse, ask, render."""

from django.shortcuts import get_object_or_404, render

from creators.models import Creator
from videos.browsing import pages
from videos.browsing.filters import VideoFilter
from videos.unchanged import answers_unchanged


@answers_unchanged
def creator_list(request):
    asked = VideoFilter.from_query(request.META["QUERY_STRING"])
    return render(request, "creators/creator_list.html", pages.creator_list_context(page=asked.page, q=asked.q))


@answers_unchanged
def creator_detail(request, slug):
    creator = get_object_or_404(Creator.objects.visible().prefetch_related("aliases"), slug=slug)
    page = VideoFilter.from_query(request.META["QUERY_STRING"]).page
    return render(request, "creators/creator_detail.html", pages.creator_context(creator, page=page))
