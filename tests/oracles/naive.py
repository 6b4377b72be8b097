"""A list of videos as a good Django developer would write it first: the baseline that the product is measured by.

Subqueries for tags, `icontains` for words, one aggregate for each kind of option; every number exact, nothing kept
between two requests. Of the product it takes the address's grammar and the vocabulary, nothing of search. Words are
looked for in titles, descriptions and creators' names as they stand, so they find other videos than the product does.
"""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import ExtractYear

from creators.models import Creator
from tests.oracles.answers import LENGTHS, MOST_CREATORS, Answer, Counts
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import Range, parse_length
from videos.browsing.resolving import resolve
from videos.models import TagDecision, TaggedVideo, Video
from videos.querysets import VideoQuerySet
from videos.tag_graph import TagGraph, load_tag_graph

PAGE_SIZE = 24
ORDERS = {
    "newest": (F("published_at").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_at").asc(nulls_last=True), "pk"),
    "longest": (F("duration_seconds").desc(nulls_last=True), "-pk"),
    "shortest": (F("duration_seconds").asc(nulls_last=True), "pk"),
    "most-viewed": (F("view_count").desc(nulls_last=True), "-pk"),
}


def naive_search(query_string: str) -> Answer:
    """The page's ids, the total and every count. `best` is answered as `newest`."""
    graph = load_tag_graph()
    asked = VideoFilter.from_query(query_string)
    chosen = Creator.objects.visible().filter(slug__in=asked.creators) if asked.creators else Creator.objects.none()
    resolution = resolve(asked, graph, creators=dict(chosen.values_list("slug", "slug")))
    wanted, unknown = resolution.filter, set(resolution.unknown)
    videos = _find(wanted, unknown, graph)
    start = (wanted.page - 1) * PAGE_SIZE
    ids = tuple(_order(videos, wanted)[start : start + PAGE_SIZE])
    return Answer(ids, videos.count(), 0, _count_all(videos, wanted, unknown, graph))


def _find(wanted: VideoFilter, unknown: set, graph: TagGraph) -> VideoQuerySet:
    def known(name: str, slugs: Iterable[str]) -> list[str]:
        return [slug for slug in slugs if (name, slug) not in unknown]

    videos = Video.objects.published()
    if wanted.is_cut_short:
        return videos.none()
    for clause in wanted.tags:
        videos = videos.filter(_has_any(_making(known("tag", clause), graph)))
    for clause in wanted.groups:
        public = [tag.slug for tag in graph.public_tags if tag.group_id in known("group", clause)]
        videos = videos.filter(_has_any(_making(public, graph)))
    asking = _making(graph.holding, graph)
    if not any(asking.issuperset(clause) for clause in wanted.tags):
        videos = videos.exclude(_has_any(asking))
    groups = known("not-group", wanted.not_groups)
    shut_out = _making([*known("not", wanted.not_tags), *_tags_of(groups, graph)], graph)
    if shut_out:
        videos = videos.exclude(_has_any(shut_out) | _may_have_any(shut_out, graph))
    for name, slug in unknown:
        if name == "not":
            videos = videos.exclude(_says(slug.replace("-", " ")))
    for slug in wanted.free_tags:
        videos = videos.filter(_is_known_free_of(slug, graph) if known("free", [slug]) else Q(pk=None))
    return _find_by_facts(videos, wanted)


def _find_by_facts(videos: VideoQuerySet, wanted: VideoFilter) -> VideoQuerySet:
    if wanted.length:
        videos = videos.filter(_has_length(wanted.length))
    if wanted.year and wanted.year.start:
        videos = videos.filter(published_at__gte=datetime(wanted.year.start, 1, 1, tzinfo=UTC))
    if wanted.year and wanted.year.end:
        videos = videos.filter(published_at__lt=datetime(wanted.year.end + 1, 1, 1, tzinfo=UTC))
    if wanted.languages:
        videos = videos.filter(language__in=wanted.languages)
    if wanted.creators:
        videos = videos.filter(creator__slug__in=wanted.creators)
    for word in wanted.q.split():
        videos = videos.filter(_says(word) | Q(creator__name__icontains=word))
    return videos


def _order(videos: VideoQuerySet, wanted: VideoFilter) -> list[int] | VideoQuerySet:
    if wanted.seed is not None:
        pks = sorted(videos.values_list("pk", flat=True))
        random.Random(wanted.seed).shuffle(pks)
        return pks
    return videos.order_by(*ORDERS.get(wanted.sort, ORDERS["newest"])).values_list("pk", flat=True)


def _count_all(videos: VideoQuerySet, wanted: VideoFilter, unknown: set, graph: TagGraph) -> Counts:
    def without(name: str, value=None) -> VideoQuerySet:
        other = wanted.without(name, value)
        return videos if other == wanted.with_page(1) else _find(other, unknown, graph)

    tags, groups = _count_tags(videos), _count_groups(videos)
    for slug in wanted.not_tags:
        tags[slug] = _count_tags(without("not", slug))[slug]
    for slug in _making(graph.holding, graph):
        asked = wanted.including(slug)
        tags[slug] = _find(asked, unknown, graph).count()
    for slug in wanted.not_groups:
        groups[slug] = _count_groups(without("not-group", slug))[slug]
    by_creator = without("creator").exclude(creator=None).values_list("creator__slug").annotate(count=Count("pk"))
    creators = dict(by_creator.order_by("-count", "creator__slug")[:MOST_CREATORS])
    chosen = dict(by_creator.filter(creator__slug__in=wanted.creators).order_by()) if wanted.creators else {}
    years = without("year").exclude(published_at=None).annotate(year=ExtractYear("published_at"))
    languages = without("lang").exclude(language="").values_list("language")
    return Counts(
        tags={tag.slug: tags[tag.slug] for tag in graph.public_tags},
        groups={tag.group_id: groups[tag.group_id] for tag in graph.public_tags},
        lengths=without("length").aggregate(
            **{text: Count("pk", filter=_has_length(parse_length(text))) for text in LENGTHS}
        ),
        years=dict(years.values_list("year").annotate(count=Count("pk")).order_by()),
        languages=dict.fromkeys(wanted.languages, 0) | dict(languages.annotate(count=Count("pk")).order_by()),
        creators=creators | chosen,
    )


def _count_tags(videos: VideoQuerySet) -> Counter:
    return _count(videos, "slug")


def _count_groups(videos: VideoQuerySet) -> Counter:
    return _count(videos, "group_id")


def _count(videos: VideoQuerySet, column: str) -> Counter:
    rows = TaggedVideo.objects.filter(content_object__in=videos, tag__closure__present__is_staff_only=False)
    counted = rows.values_list(f"tag__closure__present__{column}")
    return Counter(dict(counted.annotate(count=Count("content_object", distinct=True)).order_by()))


def _making(slugs: Iterable[str], graph: TagGraph) -> frozenset[str]:
    return frozenset().union(*(graph.making_present(slug) for slug in slugs))


def _tags_of(groups: Iterable[str], graph: TagGraph) -> list[str]:
    return [tag.slug for group in groups for tag in graph.in_group(group)]


def _has_any(slugs: Iterable[str]) -> Exists:
    return Exists(TaggedVideo.objects.filter(content_object=OuterRef("pk"), tag__slug__in=slugs))


def _may_have_any(slugs: Iterable[str], graph: TagGraph) -> Exists:
    doubtful = [slug for slug in slugs if any(graph.tags[other].is_shut_out for other in graph.present[slug])]
    return Exists(TagDecision.objects.filter(video=OuterRef("pk"), kind="suggested", tag__slug__in=doubtful))


def _is_known_free_of(slug: str, graph: TagGraph) -> Q:
    absent_with = graph.ancestors.get(slug, frozenset())
    declaring = [
        tag.slug
        for tag in graph.tags.values()
        if (tag.group_id == "declared-absence" or tag.slug == "no-talking") and graph.opposed[tag.slug] & absent_with
    ]
    decisions = TagDecision.objects.filter(video=OuterRef("pk"))
    is_absent = Exists(decisions.filter(kind__in=["absent-declared", "absent-checked"], tag__slug__in=absent_with))
    making = graph.making_present(slug)
    is_suggested = Exists(decisions.filter(kind="suggested", tag__slug__in=making))
    return Q(is_absent | _has_any(declaring)) & ~Q(_has_any(making)) & ~Q(is_suggested)


def _has_length(minutes: Range) -> Q:
    condition = Q(duration_seconds__gte=(minutes.start or 0) * 60)
    return condition & Q(duration_seconds__lt=minutes.end * 60) if minutes.end else condition


def _says(words: str) -> Q:
    return Q(title__icontains=words) | Q(description__icontains=words)
