"""The public pages of videos and tags: parse, ask, render."""

from dataclasses import asdict

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from videos.browsing import pages, tag_pages
from videos.browsing.addresses import at_rest
from videos.browsing.demand import note_demand
from videos.browsing.filters import VideoFilter, is_canonical
from videos.browsing.home import home_context
from videos.browsing.index.current import current_index
from videos.browsing.never import rest_of
from videos.browsing.picking import pick_at_random
from videos.browsing.resolving import find_meanings
from videos.browsing.search import search
from videos.browsing.sharing import SharedList, find_video, make_shared_list
from videos.browsing.stopping import find_reasons
from videos.browsing.suggesting import make_suggestions
from videos.browsing.techniques.glance import glance_context
from videos.gone import get_or_gone
from videos.models import Video
from videos.staff import may_curate
from videos.unchanged import answers_unchanged
from videos.visitor import carried, lasting_never_of, never_of, query_of


@answers_unchanged
def home(request):
    return render(request, "home.html", home_context(never=never_of(request)))


@answers_unchanged
def video_list(request):
    """The filterable list. Other spellings of a filter redirect to its one address, if all of it was understood."""
    query = rest_of(query_of(request))
    asked = VideoFilter.from_query(query)
    result = search(pages.seeded(asked), never=never_of(request))
    if not result.filter.ignored and (result.filter != asked or not is_canonical(query)):
        return redirect(carried(request, result.filter.href()), permanent=asked.sort != "random")
    note_demand(result)
    context = pages.list_context(result, feed_never=lasting_never_of(request))
    if may_curate(request):
        context["curate_href"] = result.filter.href(reverse("desk:videos"))
    return render(request, "videos/video_list.html", context)


@never_cache
def random_video(request):
    """One of the filter's videos by chance. Where there is none, or something was not understood, the list says so."""
    query = query_of(request)
    asked = VideoFilter.from_query(query)
    picked = None if asked.ignored else pick_at_random(search(at_rest(asked), never=never_of(request)))
    if picked is None:
        return redirect(f"{reverse('video-list')}?{query}")
    return redirect(carried(request, reverse("video-detail", args=[picked])))


@answers_unchanged
def shared_list(request):
    """Videos named in the address. A further one, by its id or address in `add`, leads to the list with it."""
    shared = SharedList.from_query(query_of(request))
    addition = request.GET.get("add", "")
    found = find_video(addition, host=request.get_host()) if addition else None
    if found:
        return redirect(carried(request, shared.including(found).href))
    context = make_shared_list(shared, never_of(request), not_found=addition)
    return render(request, "videos/shared_list.html", context)


@answers_unchanged
def suggest(request):
    """What `q` may become while it is typed, as JSON."""
    asked, index = VideoFilter.from_query(query_of(request)), current_index()
    suggestions = make_suggestions(asked.q, index, never=never_of(request).replaced_creators(index.creator_slugs))
    return JsonResponse({"suggestions": [asdict(suggestion) for suggestion in suggestions]})


@answers_unchanged
def video_detail(request, pk):
    """One video; what the visitor chose never to see stops them first, and says no more of it than the reason."""
    videos = Video.objects.filter(pk=pk)
    video = get_or_gone(videos.published().for_page(), videos.taken_down())
    never, index = never_of(request), current_index()
    if reasons := find_reasons(video, never, index):
        return render(request, "stop.html", {"thing": "video", "reasons": reasons})
    return render(request, "videos/video_detail.html", pages.video_context(video, index.graph, never=never))


@answers_unchanged
def techniques(request):
    """Techniques at a glance, counted among the videos of a filter, which is read as the list's is."""
    asked = VideoFilter.from_query(rest_of(query_of(request)))
    return render(
        request, "videos/techniques.html", glance_context(asked, by=request.GET.get("by", ""), never=never_of(request))
    )


@answers_unchanged
def tag_list(request):
    return render(request, "videos/tag_list.html", tag_pages.tag_list_context(never=never_of(request)))


@answers_unchanged
def tag_detail(request, slug):
    """One tag. Its old slugs and synonyms redirect to it."""
    graph, page = current_index().graph, VideoFilter.from_query(query_of(request)).page
    tag = next((tag for tag in graph.public_tags if tag.slug == slug), None)
    if tag is None:
        meanings = find_meanings({slug}, graph).get(slug, ())
        if len(meanings) != 1:
            raise Http404(f"no tag {slug}")
        href = VideoFilter(page=page).href(reverse("tag-detail", args=[meanings[0]]))
        return redirect(carried(request, href), permanent=True)
    context = tag_pages.tag_context(tag, page=page, never=never_of(request), feed_never=lasting_never_of(request))
    if may_curate(request):
        context["review_href"] = f"{reverse('desk:review')}?group={tag.group_id}"
    return render(request, "videos/tag_detail.html", context)
