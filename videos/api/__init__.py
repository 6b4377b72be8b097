"""The read-only API: the same `search()` as the pages, as JSON. Its description is its documentation."""

from urllib.parse import parse_qsl

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError
from ninja.openapi.docs import Swagger

from creators.models import Creator
from videos.api.schemas import (
    CreatorEntry,
    CreatorList,
    CreatorParameters,
    NeverParameters,
    Problem,
    TagEntry,
    TagList,
    VideoEntry,
    VideoList,
    VideoParameters,
)
from videos.browsing import grammar
from videos.browsing.addresses import creators_api_href, videos_api_href
from videos.browsing.counting import count_tags, count_videos_of
from videos.browsing.demand import note_demand
from videos.browsing.describing import describe_creator, describe_tags, describe_video
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList, TooMuchError
from videos.browsing.pages import seeded
from videos.browsing.resolving import find_meanings
from videos.browsing.said_of_creators import PARTS, said_tags
from videos.browsing.search import find_shunned, search
from videos.gone import GoneError, get_or_gone
from videos.models import Video
from videos.visitor import query_of

MAX_ID = 2**63 - 1  # beyond it no database has an id
ON_NEVER_LIST = "on your never-list"
FAILURES = {400: Problem, 404: Problem}
MAY_BE_GONE = {**FAILURES, 410: Problem}

api = NinjaAPI(
    title=f"{settings.ASMR_SITE_NAME}: API",
    version="1",
    description="ASMR videos by what is in them, and by what is not. Read-only, without a key. The never-list comes as "
    "a parameter; the cookie of the pages is not read. Metadata only: the videos stay where their creators put them.",
    urls_namespace="api",
    # Without null it would ask a host of Swagger's for its opinion.
    docs=Swagger(settings={"validatorUrl": None, "supportedSubmitMethods": ["get"], "deepLinking": False}),
)


@api.exception_handler(ValidationError)
def explain_unreadable(request, error):
    told = "; ".join(f"{problem['loc'][-1]}: {problem['msg']}" for problem in error.errors)
    return JsonResponse({"detail": told}, status=400)


@api.exception_handler(TooMuchError)
def explain_too_much(request, error):
    return JsonResponse({"detail": f"never-list: {error}"}, status=400)


@api.exception_handler(GoneError)
def explain_gone(request, error):
    return JsonResponse({"detail": "taken down"}, status=410)


@api.get(
    "videos", tags=["videos"], response={200: VideoList, 400: Problem}, url_name="videos", operation_id="list_videos"
)
def list_videos(request, parameters: Query[VideoParameters]):
    """Find videos. One page of what a filter finds, in its order, with the filter's one address."""
    query = query_of(request)
    asked = VideoFilter.from_query(query)
    result = search(seeded(asked), never=NeverList.from_query(query))
    note_demand(result)
    shown = Paginator(result.hits, settings.ASMR_API_PAGE_SIZE)
    number = result.filter.page
    ids = shown.page(number).object_list if number <= shown.num_pages else ()
    following = result.filter.with_page(number + 1)
    has_next = number < shown.num_pages and following.page > number
    address = request.build_absolute_uri
    return {
        "url": address(videos_api_href(result.filter, result.never)),
        "web_page": address(result.filter.with_page(1).href()),
        "next": address(videos_api_href(following, result.never)) if has_next else None,
        "page": number,
        "pages": shown.num_pages,
        "total": shown.count,
        "hidden": result.hidden_count,
        "unknown": _words((*result.unknown, *result.unknown_never)),
        "ignored": _words((*result.filter.ignored, *_unknown_parameters(query, VideoParameters))),
        "videos": [
            describe_video(video, result.graph, address=address)
            for video in Video.objects.for_page().in_order(list(ids))
        ],
    }


@api.get(
    "videos/{id}",
    tags=["videos"],
    response={200: VideoEntry, **MAY_BE_GONE},
    url_name="video",
    operation_id="get_video",
)
def get_video(request, parameters: Query[NeverParameters], id: int = Path(ge=0, le=MAX_ID)):  # noqa: A002
    """One video. 404 also for one on the never-list given: `detail` says which of both it is. 410: taken down."""
    videos = Video.objects.filter(pk=id)
    try:
        video = get_or_gone(videos.published().for_page(), videos.taken_down())
    except Http404:
        raise HttpError(404, f"no video {id}") from None
    result = search(VideoFilter(), never=NeverList.from_query(query_of(request)))
    if result.never and id in find_shunned(result.never, result.index):
        raise HttpError(404, ON_NEVER_LIST)
    return describe_video(video, result.graph, address=request.build_absolute_uri)


@api.get("tags", tags=["tags"], response={200: TagList, 400: Problem}, url_name="tags", operation_id="list_tags")
def list_tags(request, parameters: Query[NeverParameters]):
    """Every tag of the vocabulary, in its order, also those without videos: a gap is an answer."""
    result = search(VideoFilter(), never=NeverList.from_query(query_of(request)))
    return {
        "ignored": _words(_unknown_parameters(query_of(request), NeverParameters)),
        "tags": _describe_tags(result.graph.public_tags, result, request),
    }


@api.get("tags/{slug}", tags=["tags"], response={200: TagEntry, **FAILURES}, url_name="tag", operation_id="get_tag")
def get_tag(request, slug: str, parameters: Query[NeverParameters]):
    """One tag. By an old slug or a synonym the tag that is meant: compare `slug`."""
    result = search(VideoFilter(), never=NeverList.from_query(query_of(request)))
    slug, public = grammar.slug(slug), {tag.slug: tag for tag in result.graph.public_tags}
    meanings = (slug,) if slug in public else find_meanings({slug}, result.graph).get(slug, ())
    if len(meanings) != 1:
        raise HttpError(404, f"{slug} may be: {', '.join(meanings)}" if meanings else f"no tag {slug}")
    [found] = _describe_tags([public[meanings[0]]], result, request)
    return found


@api.get(
    "creators",
    tags=["creators"],
    response={200: CreatorList, 400: Problem},
    url_name="creators",
    operation_id="list_creators",
)
def list_creators(request, parameters: Query[CreatorParameters]):
    """Creators by name, one page."""
    query = query_of(request)
    asked = VideoFilter.from_query(query)
    result = search(VideoFilter(), never=NeverList.from_query(query))
    unreadable = [(name, value) for name, value in asked.ignored if name in CreatorParameters.model_fields]
    creators = Creator.objects.visible().named(asked.q).exclude(slug__in=result.never.creators)
    shown = Paginator(creators.prefetch_related(*PARTS), settings.ASMR_API_PAGE_SIZE)
    page = shown.page(asked.page).object_list if asked.page <= shown.num_pages else ()

    def address(number: int) -> str:
        return request.build_absolute_uri(creators_api_href(q=asked.q, page=number, never=result.never))

    return {
        "url": address(asked.page),
        "next": address(asked.page + 1) if asked.page < min(shown.num_pages, grammar.MAX_PAGE) else None,
        "page": asked.page,
        "pages": shown.num_pages,
        "total": shown.count,
        "ignored": _words((*unreadable, *_unknown_parameters(query, CreatorParameters))),
        "creators": _describe_creators(page, result, request),
    }


@api.get(
    "creators/{slug}",
    tags=["creators"],
    response={200: CreatorEntry, **MAY_BE_GONE},
    url_name="creator",
    operation_id="get_creator",
)
def get_creator(request, slug: str, parameters: Query[NeverParameters]):
    """One creator. By a former slug the one that is meant: compare `slug`. 404 also for one on the never-list given."""
    result = search(VideoFilter(), never=NeverList.from_query(query_of(request)))
    slug = grammar.slug(slug)
    slug = result.index.creator_slugs.get(slug, slug)
    shown = Creator.objects.visible().prefetch_related(*PARTS).filter(slug=slug)
    try:
        creator = get_or_gone(shown, Creator.objects.taken_down().called(slug))
    except Http404:
        raise HttpError(404, f"no creator {slug}") from None
    if creator.slug in result.never.creators:
        raise HttpError(404, ON_NEVER_LIST)
    [found] = _describe_creators([creator], result, request)
    return found


def _describe_tags(tags, result, request):
    return describe_tags(tags, result.graph, count_tags(result), address=request.build_absolute_uri)


def _describe_creators(creators, result, request):
    counts = count_videos_of(result, [creator.pk for creator in creators])
    return [
        describe_creator(
            creator,
            said_tags=said_tags(creator, result),
            video_count=counts[creator.pk],
            address=request.build_absolute_uri,
        )
        for creator in creators
    ]


def _unknown_parameters(query, schema):
    """A misspelt parameter would silently widen what is found."""
    known = {field.alias or name for name, field in schema.model_fields.items()}
    return [
        (grammar.clean(name)[:100], grammar.clean(value)[:100])
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name not in known
    ][:20]


def _words(pairs):
    return [{"parameter": name, "value": value} for name, value in pairs]
