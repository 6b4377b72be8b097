"""What a curator does to whole entries. Each edit leaves the mark that keeps imports and clean-ups from undoing it."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from creators.models import Creator
from creators.querysets import CreatorQuerySet
from videos.curation import listing
from videos.curation.tags import Kind, decide, forget, set_present_tags
from videos.models import HeldReason, ListingState, Tag, Video
from videos.querysets import TagQuerySet, VideoQuerySet
from videos.tag_graph import load_tag_graph

LISTING_FIELDS = {"listing_state", "held_reason"}


def save_video(video: Video, *, changed: Collection[str]) -> None:
    """Save the fields named in `changed` as a person's edit; listing state and creator are decided for good by it.

    `changed` may be empty: then only something around the video was edited, such as its tags.
    """
    marks = {"curated_at"}
    video.curated_at = timezone.now()
    if LISTING_FIELDS & set(changed):
        video.is_listing_curated = True
        marks.add("is_listing_curated")
    if "creator" in changed:
        video.is_creator_curated = True
        marks.add("is_creator_curated")
    # Nothing else is written: what an import stored since the video was read stays.
    video.save(update_fields={*changed, *marks, "updated_at"})


@transaction.atomic
def decide_tags(
    video: Video,
    *,
    shown: Iterable[Tag],
    present: Iterable[Tag],
    shown_absent: Iterable[Tag],
    absent: Iterable[Tag],
    user=None,
) -> None:
    """Take over a person's word on the tags of `video`: they were shown the tags in `shown` and chose `present`.

    Those they added are a curator's, those they took out are rejected. In the same way they were shown `shown_absent`
    as checked absent and chose `absent`: those they took out are unknown again. What came or went meanwhile, unseen by
    them, is left as it is. A video that has a tag for a moderator now is held, unless a person decided on its listing.
    """
    shown, present, shown_absent, absent = set(shown), set(present), set(shown_absent), set(absent)
    current = {row.tag for row in video.tagged_videos.select_related("tag")}
    set_present_tags(video, (current | (present - shown)) - (shown - present), user=user)
    checked = {row.tag for row in video.tag_decisions.filter(kind=Kind.ABSENT_CHECKED).select_related("tag")}
    for tag in absent - shown_absent - checked:
        decide(video, tag, kind=Kind.ABSENT_CHECKED, user=user)
    for tag in (checked & shown_absent) - absent:
        forget(video, tag)
    if listing.hold_for_moderator(video, load_tag_graph()):
        video.save(update_fields={*LISTING_FIELDS, "updated_at"})


def is_held_without_cause(video: Video) -> bool:
    """Whether `video` waits for a moderator although none of its tags, present or suggested, asks for one any more.

    Never so where a person decided on its listing.
    """
    if video.is_listing_curated or video.held_reason != HeldReason.MODERATION:
        return False
    slugs = {
        *video.tagged_videos.values_list("tag__slug", flat=True),
        *video.tag_decisions.filter(kind=Kind.SUGGESTED).values_list("tag__slug", flat=True),
    }
    graph = load_tag_graph()
    return not any(tag.holds_for_moderator for tag in graph.in_order(graph.closure(slugs)))


@transaction.atomic
def decide_listing(videos: VideoQuerySet, *, state: ListingState) -> list[Video]:
    """Set the listing state of `videos` as a curator's decision; two queries. Returns them, with their titles alone.

    Videos that were taken down are left out: that is decided one by one.
    """
    videos = videos.exclude(listing_state=ListingState.TAKEN_DOWN)
    decided = list(videos.select_related(None).only("source_title", "curator_title"))
    now = timezone.now()
    videos.update(
        listing_state=state,
        held_reason=HeldReason.CURATOR if state == ListingState.HELD else HeldReason.NONE,
        is_listing_curated=True,
        curated_at=now,
        updated_at=now,
    )
    return decided


@transaction.atomic
def let_rules_decide(videos: VideoQuerySet) -> list[Video]:
    """Take back what people decided on the listing of `videos`: the next import judges them anew. Two queries.

    Until then they stay as they are. Returns them, with their titles alone. Hidden videos and those taken down are left
    out, for the rules have no say in these.
    """
    videos = videos.exclude(listing_state__in=[ListingState.HIDDEN, ListingState.TAKEN_DOWN])
    given_back = list(videos.select_related(None).only("source_title", "curator_title"))
    videos.update(is_listing_curated=False, judged_fingerprint="", updated_at=timezone.now())
    return given_back


def save_creator(creator: Creator, *, changed: Collection[str]) -> None:
    """Save `creator` as a person's edit: a new one wholly, of a known one the fields named in `changed` alone."""
    creator.curated_at = timezone.now()
    if creator.pk is None:
        creator.save()
    else:
        creator.save(update_fields={*changed, "curated_at"})


@transaction.atomic
def set_followed(creators: CreatorQuerySet, *, is_followed: bool) -> list[Creator]:
    """Follow these creators' channels, or follow them no longer, at a person's word. Returns those it changed."""
    changed = list(creators.exclude(is_followed=is_followed))
    Creator.objects.filter(pk__in=[creator.pk for creator in changed]).update(
        is_followed=is_followed, curated_at=timezone.now()
    )
    return changed


def list_recognised_by_creator(creator: Creator) -> int:
    """List the videos that were held only because nothing said ASMR: their creator now does. Returns how many."""
    held = creator.videos.filter(
        listing_state=ListingState.HELD, held_reason=HeldReason.NOT_RECOGNISED, is_listing_curated=False
    )
    return held.update(listing_state=ListingState.LISTED, held_reason=HeldReason.NONE, updated_at=timezone.now())


def save_tag(tag: Tag, *, changed: Collection[str]) -> None:
    """Save `tag`; from now on loading the vocabulary leaves the fields in `changed` alone."""
    tag.curated_fields = sorted({*tag.curated_fields, *changed})
    tag.save()


def give_back_to_vocabulary(tags: TagQuerySet) -> int:
    """Let the next loading of the vocabulary write all of `tags` again. Returns how many a curator had changed."""
    return tags.exclude(curated_fields=[]).update(curated_fields=[])
