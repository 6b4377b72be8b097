"""What waits for a curator's word, in the order in which it is asked, and what becomes of their answers.

What may harm comes first: videos held for a moderator, then suggestions of what a moderator decides and of cautions,
then techniques, then the rest. Within each the tags that visitors ask for or shut out most, within a tag the videos
seen most. So one tag's suggestions come in a row, and nothing is ever sorted as a whole.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db import transaction
from django.db.models import Count, F

from creators.models import Creator, CreatorStatus
from videos.browsing.demand import NONE, Demand
from videos.curation.editing import decide_listing
from videos.curation.history import acting
from videos.curation.pairs import PRESENT, Knowledge, Pair
from videos.curation.tags import Kind, decide_pairs, describe_decision
from videos.models import (
    Action,
    ActionKind,
    HeldReason,
    ImportRun,
    ListingState,
    RecordedChange,
    RunItem,
    Tag,
    TagDecision,
    TagGroup,
    Video,
)
from videos.querysets import VideoQuerySet
from videos.tag_graph import TagGraph

HELD, HARM, TECHNIQUE, REST = "held", "harm", "technique", "rest"
CLASSES = {
    HELD: "Held videos",
    HARM: "Cautions and moderation",
    TECHNIQUE: "Techniques",
    REST: "Everything else",
}
FOR_A_PERSON = (HeldReason.MODERATION, HeldReason.AGE_LIMIT)
_KEY = re.compile(r"(\d{1,18})(?:-(\d{1,18}))?", re.ASCII)
_OUT_OF_SIGHT = (ListingState.HIDDEN, ListingState.TAKEN_DOWN)


class DecidedMeanwhileError(Exception):
    """Nobody waits for this answer any more: somebody else gave one, or an import took the question away."""


class NeverListedError(Exception):
    """A video with a tag that lets nobody list it: who sees that the tag is wrong rejects it first."""


@dataclass(frozen=True)
class Place:
    """What is asked: of a suggestion its video and tag, of a held video that alone."""

    video_id: int
    tag_id: int | None = None

    @classmethod
    def from_key(cls, text: str) -> Self | None:
        """Read what `key` wrote; None for anything else."""
        match = _KEY.fullmatch(text)
        return match and cls(*(int(number) for number in match.groups() if number))

    @property
    def key(self) -> str:
        return f"{self.video_id}" if self.tag_id is None else f"{self.video_id}-{self.tag_id}"


@dataclass(frozen=True)
class Scope:
    """What the review is narrowed to; None and blank do not narrow."""

    creator: Creator | None = None
    run: ImportRun | None = None
    tag: Tag | None = None
    kind: str = ""  # one of CLASSES
    shelf: TagGroup | None = None

    @property
    def is_of_held(self) -> bool:
        return self.tag is None and self.shelf is None and self.kind in {"", HELD}

    def has(self, waiting: "WaitingTag") -> bool:
        if self.shelf not in {None, waiting.tag.group}:
            return False
        return self.kind in {"", waiting.kind} and self.tag in {None, waiting.tag}

    def held_videos(self) -> VideoQuerySet:
        """Videos that the rules hold for a person and of which none has decided."""
        held = Video.objects.filter(held_reason__in=FOR_A_PERSON, is_listing_curated=False)
        held = held.exclude(pk__in=_of_removed_creators())
        if self.creator:
            held = held.filter(creator=self.creator)
        return held.filter(pk__in=self._videos_of_run()) if self.run else held

    def suggestions(self):
        """Suggestions that wait, whatever their tag; not of videos that were hidden or taken down."""
        # As subqueries on purpose: joined, each suggestion would have its video's row fetched to be counted.
        out_of_sight = Video.objects.filter(listing_state__in=_OUT_OF_SIGHT).values("pk")
        waiting = TagDecision.objects.filter(kind=Kind.SUGGESTED)
        waiting = waiting.exclude(video__in=out_of_sight).exclude(video__in=_of_removed_creators())
        if self.creator:
            waiting = waiting.filter(video__in=Video.objects.filter(creator=self.creator).values("pk"))
        return waiting.filter(video__in=self._videos_of_run()) if self.run else waiting

    def _videos_of_run(self):
        return RunItem.objects.filter(run=self.run, video__isnull=False).values("video")


def _of_removed_creators():
    return Video.objects.filter(creator__in=Creator.objects.filter(status=CreatorStatus.REMOVED).values("pk")).values(
        "pk"
    )


@dataclass(frozen=True)
class WaitingTag:
    """A tag of which so many suggestions wait."""

    tag: Tag
    kind: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """How much waits: held videos, and suggestions by tag in the order in which they are asked."""

    held_count: int
    tags: tuple[WaitingTag, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How much of each class."""
        counts = Counter({HELD: self.held_count})
        for waiting in self.tags:
            counts[waiting.kind] += waiting.count
        return counts


def class_of(tag: Tag, graph: TagGraph) -> str:
    if tag.group.facet_id == "caution" or graph.present[tag.slug] & graph.holding:
        return HARM
    return TECHNIQUE if tag.group.facet_id == "technique" else REST


def count_waiting(scope: Scope, graph: TagGraph, demand: Mapping[int, Demand]) -> Waiting:
    """Count what waits of the scope's creator and run, whatever its tag and class. Two queries."""
    counted = scope.suggestions().order_by().values_list("tag").annotate(count=Count("pk"))
    tags = [
        WaitingTag(tag, class_of(tag, graph), count)
        for tag_id, count in counted
        if (tag := graph.tags.get(graph.slugs.get(tag_id))) is not None
    ]
    classes, places = list(CLASSES), {slug: place for place, slug in enumerate(graph.tags)}
    tags.sort(
        key=lambda one: (classes.index(one.kind), -demand.get(one.tag.pk, NONE).total, places[one.tag.slug]),
    )
    return Waiting(scope.held_videos().count(), tuple(tags))


def count_all_waiting() -> int:
    """How much waits in the whole catalog. Two queries."""
    scope = Scope()
    return scope.suggestions().filter(tag__is_retired=False).count() + scope.held_videos().count()


def find_next(scope: Scope, waiting: Waiting, skipped: Sequence[Place] = ()) -> Place | None:
    """What is asked next; what was `skipped` comes after all else, in that order. At most four queries."""
    asked = {one.tag.pk: one for one in filter(scope.has, waiting.tags)}
    still = [place for place in find_still_waiting(scope, skipped) if place.tag_id is None or place.tag_id in asked]
    if scope.is_of_held and waiting.held_count > sum(place.tag_id is None for place in still):
        left = scope.held_videos().exclude(pk__in=[place.video_id for place in still if place.tag_id is None])
        most_seen = F("view_count").desc(nulls_last=True)
        if (pk := left.order_by(most_seen, "pk").values_list("pk", flat=True).first()) is not None:
            return Place(pk)
    skipped_of = Counter(place.tag_id for place in still)
    for one in asked.values():
        if one.count > skipped_of[one.tag.pk]:
            return _find_first(scope, one.tag, [place.video_id for place in still if place.tag_id == one.tag.pk])
    return next(iter(still), None)


def find_still_waiting(scope: Scope, places: Collection[Place]) -> list[Place]:
    """Those of `places` that wait for an answer and are in the scope, in their order. At most two queries."""
    pairs = [place for place in places if place.tag_id is not None]
    waiting = set()
    if pairs and scope.kind != HELD:
        videos, tags = {place.video_id for place in pairs}, {place.tag_id for place in pairs}
        rows = scope.suggestions().filter(video__in=videos, tag__in=tags, tag__is_retired=False)
        if scope.tag:
            rows = rows.filter(tag=scope.tag)
        if scope.shelf:
            rows = rows.filter(tag__group=scope.shelf)
        waiting |= {Place(*row) for row in rows.values_list("video_id", "tag_id")}
    if len(pairs) < len(places) and scope.is_of_held:
        held = scope.held_videos().filter(pk__in=[place.video_id for place in places if place.tag_id is None])
        waiting |= {Place(pk) for pk in held.values_list("pk", flat=True)}
    return [place for place in places if place in waiting]


def _find_first(scope: Scope, tag: Tag, but: Collection[int]) -> Place | None:
    left = scope.suggestions().filter(tag=tag)
    if but:
        left = left.exclude(video__in=but)
    most_seen = F("video__view_count").desc(nulls_last=True)
    pk = left.order_by(most_seen, "video_id").values_list("video_id", flat=True).first()
    return None if pk is None else Place(pk, tag.pk)


def decide_suggestion(place: Place, *, kind: str, user, instead: Tag | None = None) -> Action:
    """Give a person's answer to a suggestion: PRESENT or REJECTED; with `instead` that tag is present in its stead.

    Raises DecidedMeanwhileError where it does not wait any more; then nothing is changed.
    """
    tags = [place.tag_id, *([instead.pk] if instead else [])]
    names = Tag.objects.in_bulk(tags)
    decided = {(place.video_id, place.tag_id): kind, **({(place.video_id, instead.pk): PRESENT} if instead else {})}
    summary = ", ".join(describe_decision(names[tag], word) for (_, tag), word in decided.items())
    with acting(user, ActionKind.TAGS, summary) as recorder:
        check_there(place)
        told = decide_pairs(decided, recorder=recorder)
        check_before(told, place, Kind.SUGGESTED)
    return recorder.action


def decide_held(place: Place, *, state: ListingState, user) -> Action:
    """Give a person's word on a video that waits for one.

    Raises DecidedMeanwhileError where it waits no more, NeverListedError where it cannot be listed.
    """
    found = Scope().held_videos().filter(pk=place.video_id)
    with transaction.atomic():
        if state == ListingState.LISTED and found.unlistable().exists():
            raise NeverListedError
        if not decide_listing(found, state=state, user=user):
            raise DecidedMeanwhileError("somebody has decided on this video meanwhile")
        return _last_listing(place.video_id)


def hold(video_id: int, *, user) -> Action | None:
    """Hold a video at a curator's word; None where one holds it already or it was taken down."""
    with transaction.atomic():
        videos = Video.objects.filter(pk=video_id).exclude(held_reason=HeldReason.CURATOR)
        return _last_listing(video_id) if decide_listing(videos, state=ListingState.HELD, user=user) else None


def _last_listing(video_id: int) -> Action:
    changes = RecordedChange.objects.filter(video=video_id, action__kind=ActionKind.LISTING)
    return changes.select_related("action").first().action


def check_there(place: Place) -> None:
    """Raise DecidedMeanwhileError where the video is gone. One query."""
    if not Video.objects.filter(pk=place.video_id).exists():
        raise DecidedMeanwhileError("the video is gone")


def check_before(told: Mapping[Pair, Knowledge | None], place: Place, kind: str | None) -> None:
    """Raise DecidedMeanwhileError, which takes the transaction back, unless `kind` was known of the pair before.

    `told` is what `decide_pairs` gave.
    """
    pair = place.video_id, place.tag_id
    if pair not in told:
        raise DecidedMeanwhileError("somebody has given the same answer")
    known = told[pair]
    if known is None and kind is not None:
        raise DecidedMeanwhileError("it is suggested no longer")
    if known is not None and known.kind != kind:
        state = "present" if known.kind == PRESENT else Kind(known.kind).label
        raise DecidedMeanwhileError(f"somebody has decided meanwhile: {state}")
