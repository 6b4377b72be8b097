"""Whether visitors may see a video: the rules of holding, and a curator's word over them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from videos.models import HeldReason, ListingState, Source, Tag, TagDecision, Video
from videos.querysets import ADULT_AGE, VideoQuerySet
from videos.tag_graph import TagGraph
from videos.tagging.findings import Finding
from videos.writing import in_chunks

NOT_PUBLIC = {"private", "subscriber_only", "premium_only", "needs_auth"}
NOT_OVER = {"is_live", "is_upcoming"}


@dataclass(frozen=True)
class Listing:
    """The listing state that the rules give, and the words that explain it to an operator."""

    state: ListingState
    reason: HeldReason = HeldReason.NONE
    detail: str = ""


LISTED = Listing(ListingState.LISTED)


def judge(
    video: Video, findings: Iterable[Finding], *, is_recognised: bool, graph: TagGraph, list_all: bool = False
) -> Listing:
    """What the rules say of `video`. `list_all` lifts the rule of recognition only, never moderation or age.

    It lasts: a video once listed is not held for want of recognition later. "Gone" holds only what nothing else does,
    so that what comes back is as it was.
    """
    listing = _judge_by_rules(video, findings, is_recognised=is_recognised, graph=graph, list_all=list_all)
    if listing.reason == HeldReason.NOT_RECOGNISED and _was_listed(video):
        listing = LISTED
    return _held(HeldReason.GONE, video.missing_reason) if listing == LISTED and video.gone_at else listing


def _was_listed(video: Video) -> bool:
    is_listed = video.pk is not None and video.listing_state == ListingState.LISTED
    return is_listed or video.held_reason == HeldReason.GONE


def _judge_by_rules(
    video: Video, findings: Iterable[Finding], *, is_recognised: bool, graph: TagGraph, list_all: bool
) -> Listing:
    holding = _holding_tags(video, findings, graph)
    if holding:
        return _held(HeldReason.MODERATION, ", ".join(holding))
    if (video.age_limit or 0) >= ADULT_AGE:
        return _held(HeldReason.AGE_LIMIT, f"from {video.age_limit}")
    if video.availability in NOT_PUBLIC:
        return _held(HeldReason.NOT_PUBLIC, video.availability)
    if video.live_status in NOT_OVER:
        return _held(HeldReason.NOT_OVER, video.live_status)
    is_asmr_creator = video.creator is not None and video.creator.is_asmr_creator is True
    if not (is_recognised or list_all or is_asmr_creator):
        return _held(HeldReason.NOT_RECOGNISED)
    return LISTED


def apply(video: Video, listing: Listing) -> bool:
    """Set what the rules say on `video`, unsaved; returns whether it changed. A curator's decision stands."""
    decided = video.is_listing_curated or video.listing_state in {ListingState.HIDDEN, ListingState.TAKEN_DOWN}
    if decided or (video.listing_state, video.held_reason) == (listing.state, listing.reason):
        return False
    video.listing_state, video.held_reason = listing.state, listing.reason
    return True


def refuses_listing(videos: VideoQuerySet) -> VideoQuerySet:
    """Those of `videos` that nobody may list as long as their tags stand."""
    return videos.unlistable()


def refusing_tags(slugs: Iterable[str], graph: TagGraph) -> list[Tag]:
    """The tags among all that `slugs` bring with which nothing is ever listed."""
    return graph.in_order(graph.closure(slugs) & graph.never_listed)


def hold_for_moderators(videos: VideoQuerySet, *, recorder=None) -> int:
    """Hold at once those of `videos` that the rules listed and a moderator is to see first; returns how many.

    For changes of rules and of tags that come without a judgement of their own; noted with `recorder`, where a person
    acts. What a person listed stays so. Two queries where there are none. Call it inside a transaction.
    """
    listed = videos.filter(listing_state=ListingState.LISTED, is_listing_curated=False)
    reasons = {
        HeldReason.MODERATION: listed.with_moderators_tags(),
        HeldReason.AGE_LIMIT: listed.filter(age_limit__gte=ADULT_AGE),
    }
    count = 0
    for reason, waiting in reasons.items():
        # Locked, so that nobody's word that comes meanwhile is written over; in the order in which imports lock them.
        found = list(waiting.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        after = {"listing_state": ListingState.HELD, "held_reason": reason}
        for some in in_chunks(found):
            Video.objects.filter(pk__in=some).update(**after, updated_at=timezone.now())
        for pk in found if recorder else ():
            recorder.note(video=pk, before={"listing_state": ListingState.LISTED, "held_reason": ""}, after=after)
        count += len(found)
    return count


def _holding_tags(video: Video, findings: Iterable[Finding], graph: TagGraph) -> list[str]:
    """Labels of the tags for a moderator that are present or only suggested, closure included.

    A person's word counts, for and against; earlier automatic tags do not, for `findings` stand in their place.
    """
    slugs = {finding.tag for finding in findings if finding.state == "present"}
    if video.pk:
        said = [row for row in video.tagged_videos.all() if row.source != Source.AUTOMATIC]
        decided = [row for row in video.tag_decisions.all() if row.source != Source.AUTOMATIC]
        denied = [row for row in decided if row.kind != TagDecision.Kind.SUGGESTED]
        slugs |= {graph.slugs.get(row.tag_id) for row in said} - {None}
        slugs -= {graph.slugs.get(row.tag_id) for row in denied}
    return [tag.name for tag in graph.in_order(graph.closure(slugs) & graph.holding)]


def _held(reason: HeldReason, detail: str = "") -> Listing:
    return Listing(ListingState.HELD, reason, detail)
