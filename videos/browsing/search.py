"""The one way from a filter to videos: every list of the site asks here."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Concat
from django.db.models.lookups import Contains

from asmr_catalog.folding import fold
from asmr_catalog.tokens import tokenise
from creators.models import CreatorAlias
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import Range
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.resolving import resolve
from videos.models import TagDecision, TaggedVideo, Video
from videos.querysets import VideoQuerySet
from videos.tag_graph import TagGraph, load_tag_graph

DECLARING_GROUP = "declared-absence"  # its tags, and no-talking, declare absent what they oppose
ORDERS = {
    "newest": (F("published_at").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_at").asc(nulls_last=True), "pk"),
    "longest": (F("duration_seconds").desc(nulls_last=True), "-pk"),
    "shortest": (F("duration_seconds").asc(nulls_last=True), "pk"),
    "most-viewed": (F("view_count").desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True)
class SearchResult:
    """What a filter finds. `filter` is in today's slugs; `unknown` are those (parameter, slug) that mean nothing."""

    filter: VideoFilter
    unknown: tuple[tuple[str, str], ...]
    graph: TagGraph
    never: NeverList
    found: VideoQuerySet  # whatever the filter asks for
    matching: VideoQuerySet  # the videos found, without those on the never-list, in no order

    @property
    def hits(self) -> Sequence[int]:
        """Ids of the videos found, in the filter's order; lazy but for a random order."""
        return _ordered(self.matching, self.filter)

    def count(self) -> int:
        """One query."""
        return self.matching.count()

    @property
    def hidden_count(self) -> int:
        """How many of the videos found the never-list takes out."""
        return self.found.count() - self.matching.count()

    def with_filter(self, video_filter: VideoFilter) -> "SearchResult":
        """The result of this filter with a condition more or less, without looking its words up again."""
        found = _match(video_filter, self.unknown, self.graph)
        return replace(self, filter=video_filter, found=found, matching=_without_never(found, self.never, self.graph))


def search(video_filter: VideoFilter, *, never: NeverList = NOTHING, graph: TagGraph | None = None) -> SearchResult:
    """Find the published videos that `video_filter` asks for, without those that are on the visitor's never-list.

    A word that is no tag never widens the result: asked for, it finds nothing; shut out, it shuts out the videos whose
    text has it. Lazy: the videos are queried when used; the vocabulary at once (four queries without `graph`).
    """
    graph = graph or load_tag_graph()
    resolution = resolve(video_filter, graph)
    found = _match(resolution.filter, resolution.unknown, graph)
    return SearchResult(
        filter=resolution.filter,
        unknown=resolution.unknown,
        graph=graph,
        never=never,
        found=found,
        matching=_without_never(found, never, graph),
    )


def _without_never(videos: VideoQuerySet, never: NeverList, graph: TagGraph) -> VideoQuerySet:
    if never.tags:
        resolution = resolve(VideoFilter(not_tags=never.tags), graph)
        shunned = _match(resolution.filter, resolution.unknown, graph)
        videos = videos.filter(pk__in=shunned.values("pk"))
    return videos.exclude(creator__slug__in=never.creators) if never.creators else videos


def _match(video_filter: VideoFilter, unknown, graph: TagGraph) -> VideoQuerySet:
    def known(name: str, slugs: Iterable[str]) -> list[str]:
        return [slug for slug in slugs if (name, slug) not in unknown]

    videos = Video.objects.published()
    if video_filter.is_cut_short:
        return videos.none()
    for clause in video_filter.tags:
        videos = videos.filter(_has_any(_making_any_present(known("tag", clause), graph)))
    for clause in video_filter.groups:
        videos = videos.filter(_has_any(_making_any_present(_tags_of(known("group", clause), graph), graph)))
    groups = known("not-group", video_filter.not_groups)
    shut_out = _making_any_present([*known("not", video_filter.not_tags), *_tags_of(groups, graph)], graph)
    if shut_out:
        videos = videos.exclude(_has_any(shut_out) | _may_have_any(shut_out, graph))
    for name, slug in unknown:
        if name == "not":
            videos = videos.exclude(_has_words("search_words", slug))
    for slug in video_filter.free_tags:
        is_free = _is_known_free_of(slug, graph) if known("free", [slug]) else Q(pk=None)
        videos = videos.filter(is_free)
    return _match_facts(videos, video_filter)


def _match_facts(videos: VideoQuerySet, video_filter: VideoFilter) -> VideoQuerySet:
    """Length, year, language, creator and words. What is unknown of a video never satisfies a condition."""
    if video_filter.length:
        videos = videos.filter(_within("duration_seconds", _seconds(video_filter.length)))
    if video_filter.year:
        videos = videos.filter(_within("published_at", _days(video_filter.year)))
    if video_filter.languages:
        videos = videos.filter(language__in=video_filter.languages)
    if video_filter.creators:
        videos = videos.filter(creator__slug__in=video_filter.creators)
    for word in fold(video_filter.q).split():
        videos = videos.filter(_says(word))
    return videos


def _making_any_present(slugs: Iterable[str], graph: TagGraph) -> frozenset[str]:
    return frozenset().union(*(graph.making_present(slug) for slug in slugs))


def _tags_of(groups: Iterable[str], graph: TagGraph) -> list[str]:
    return [tag.slug for group in groups for tag in graph.in_group(group)]


def _has_any(slugs: Iterable[str]) -> Exists:
    return Exists(TaggedVideo.objects.filter(content_object=OuterRef("pk"), tag__slug__in=slugs))


def _may_have_any(slugs: Iterable[str], graph: TagGraph) -> Exists:
    """Whether one is suggested and undecided that is, or brings with it, something that people shut out.

    Who excludes it is spared the doubt.
    """
    doubtful = [slug for slug in slugs if any(graph.tags[other].is_shut_out for other in graph.present[slug])]
    suggestions = TagDecision.objects.filter(kind="suggested", tag__slug__in=doubtful)
    return Exists(suggestions.filter(video=OuterRef("pk")))


def _is_known_free_of(slug: str, graph: TagGraph) -> Q:
    """Declared or checked absent, itself or a parent of it, and nothing present or suggested is it or implies it."""
    absent_with = graph.ancestors.get(slug, frozenset())
    declaring = [
        tag.slug
        for tag in graph.tags.values()
        if (tag.group_id == DECLARING_GROUP or tag.slug == "no-talking") and graph.opposed[tag.slug] & absent_with
    ]
    decisions = TagDecision.objects.filter(video=OuterRef("pk"))
    is_absent = Exists(decisions.filter(kind__in=["absent-declared", "absent-checked"], tag__slug__in=absent_with))
    making = graph.making_present(slug)
    is_suggested = Exists(decisions.filter(kind="suggested", tag__slug__in=making))
    return Q(is_absent | _has_any(declaring)) & ~Q(_has_any(making)) & ~Q(is_suggested)


def _within(field: str, bounds: Range) -> Q:
    """From the start, included, to the end, excluded; open ends are open, unknown values are outside."""
    condition = Q(**{f"{field}__isnull": False})
    if bounds.start is not None:
        condition &= Q(**{f"{field}__gte": bounds.start})
    if bounds.end is not None:
        condition &= Q(**{f"{field}__lt": bounds.end})
    return condition


def _seconds(minutes: Range) -> Range:
    return Range(minutes.start and minutes.start * 60, minutes.end and minutes.end * 60)


def _days(years: Range) -> Range:
    """From the first moment of the first year to that of the year after the last."""
    start = years.start and datetime(years.start, 1, 1, tzinfo=UTC)
    return Range(start, years.end and datetime(years.end + 1, 1, 1, tzinfo=UTC))


def _says(word: str) -> Q:
    alias = CreatorAlias.objects.filter(creator=OuterRef("creator"), folded_name__contains=word)
    return Q(_has_words("search_words", word)) | Q(creator__folded_name__contains=word) | Q(Exists(alias))


def _has_words(column: str, text: str) -> Contains:
    """Whether the words of `text` stand in a row in a column of kept words."""
    return Contains(Concat(Value(" "), column, Value(" "), output_field=TextField()), f" {' '.join(tokenise(text))} ")


def _ordered(videos: VideoQuerySet, video_filter: VideoFilter) -> Sequence[int]:
    if video_filter.seed is not None:
        # Every id once: the same seed gives the same order on every page, on every database.
        pks = sorted(videos.values_list("pk", flat=True))
        random.Random(video_filter.seed).shuffle(pks)
        return pks
    if video_filter.sort == "best" and video_filter.q:
        return _best_first(videos, video_filter.q)
    return videos.order_by(*ORDERS.get(video_filter.sort, ORDERS["newest"])).values_list("pk", flat=True)


def _best_first(videos: VideoQuerySet, q: str) -> Sequence[int]:
    """Videos whose title has all the words before those that have some elsewhere; within both, newest first."""
    in_title = Q()
    for word in fold(q).split():
        in_title &= Q(_has_words("title_words", word))
    place = Case(When(in_title, then=0), default=1)
    return videos.order_by(place, *ORDERS["newest"]).values_list("pk", flat=True)
