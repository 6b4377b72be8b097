"""The public pages of collections: parse, ask, render."""

from django.shortcuts import get_object_or_404, render

from videos.browsing.collections import collection_context, collection_list_context
from videos.browsing.filters import VideoFilter
from videos.models import Collection
from videos.unchanged import answers_unchanged
from videos.visitor import never_of, query_of


@answers_unchanged
def collection_list(request):
    return render(request, "collections/collection_list.html", collection_list_context(never=never_of(request)))


@answers_unchanged
def collection_detail(request, slug):
    collection = get_object_or_404(Collection.objects.shown(), slug=slug)
    page = VideoFilter.from_query(query_of(request)).page
    context = collection_context(collection, page=page, never=never_of(request))
    return render(request, "collections/collection_detail.html", context)
