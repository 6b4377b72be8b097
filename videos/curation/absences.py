"""What nobody knows yet: whether the videos seen most are free of what people shut out. A person checks, and says so.

The answers are known absences, so lists of what is known to be free of a tag (`free=`) grow by them.
"""

from collections.abc import Collection, Mapping

from pyroaring import BitMap

from videos.browsing.demand import NONE, Demand
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.index.sorting import select
from videos.browsing.search import find_said_absent
from videos.curation.history import acting
from videos.curation.reviewing import Place, check_before, check_there
from videos.curation.tags import Kind, decide_pairs, describe_decision
from videos.models import Action, ActionKind, Tag, TagDecision
from videos.tag_graph import TagGraph


def find_checkable_tags(graph: TagGraph, demand: Mapping[int, Demand]) -> list[Tag]:
    """The public tags that people shut out and that can be set on a video, those shut out most first."""
    tags = [tag for tag in graph.public_tags if tag.is_shut_out and tag.is_assignable]
    return sorted(tags, key=lambda tag: -demand.get(tag.pk, NONE).against)


def find_unchecked(tag: Tag, index: VideoIndex) -> BitMap:
    """Listed videos of which nothing is known about `tag`: neither said nor suggested, and no parent is absent.

    What a person rejected is said. One query.
    """
    graph = index.graph
    rejected = TagDecision.objects.filter(kind=Kind.REJECTED, tag=tag).values_list("video_id", flat=True)
    suggested = index.with_any(graph.making_present(tag.slug), "suggested")
    known = index.present[tag.slug] | suggested | find_said_absent(tag.slug, index)
    return index.listed - known - BitMap(rejected)


def find_next(tag: Tag, unchecked: BitMap, index: VideoIndex, skipped: Collection[Place] = ()) -> Place | None:
    """The video seen most, of equal ones the one that came last; what was `skipped` comes after all else, in order."""
    passed = [place for place in skipped if place.tag_id == tag.pk and place.video_id in unchecked]
    left = unchecked - BitMap(place.video_id for place in passed)
    if not left:
        return next(iter(passed), None)
    [video_id] = select(index, left, "most-viewed", 0, 1)
    return Place(video_id, tag.pk)


def decide_unchecked(place: Place, *, kind: str, user) -> Action:
    """Record what a person found: ABSENT_CHECKED or PRESENT.

    Raises DecidedMeanwhileError where something is known of the tag by now; then nothing is changed.
    """
    with acting(user, ActionKind.TAGS, describe_decision(Tag.objects.get(pk=place.tag_id), kind)) as recorder:
        check_there(place)
        check_before(decide_pairs({(place.video_id, place.tag_id): kind}, recorder=recorder), place, None)
    return recorder.action
