"""What a curator does to whole entries. Each edit leaves the mark that keeps imports and clean-ups from undoing it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from creators.models import Creator
from creators.querysets import CreatorQuerySet
from videos.curation.credentials import settle_confirmation
from videos.curation.history import acting, field_values
from videos.curation.listing import hold_for_moderators
from videos.curation.pairs import PRESENT
from videos.curation.tags import Kind, decide_pairs, describe_decision
from videos.models import (
    REVIEW_FIELDS,
    REVIEWED_FIELDS,
    ActionKind,
    HeldReason,
    ListingState,
    Source,
    Tag,
    Video,
    fingerprint_texts,
)
from videos.querysets import TagQuerySet, VideoQuerySet
from videos.tag_graph import load_tag_graph
from videos.writing import in_chunks

LISTING_FIELDS = {"listing_state", "held_reason"}
DECIDED_LISTING = {*LISTING_FIELDS, "is_listing_curated"}


def save_video(video: Video, *, changed: Collection[str], user=None) -> None:
    """Save the fields named in `changed` as a person's edit; listing state and creator are decided for good by it.

    `changed` may be empty: then only something around the video was edited, such as its tags.
    """
    marks = {"curated_at"}
    video.curated_at = timezone.now()
    recorded = set(changed)
    if LISTING_FIELDS & set(changed):
        video.is_listing_curated = True
        recorded.add("is_listing_curated")
    if "creator" in changed:
        video.is_creator_curated = True
        recorded.add("is_creator_curated")
    kind = ActionKind.LISTING if recorded and recorded <= DECIDED_LISTING else ActionKind.VIDEO
    with acting(user, kind, _describe_edit(video, changed)) as recorder:
        before = field_values(video, recorded)
        # Nothing else is written: what an import stored since the video was read stays.
        video.save(update_fields={*recorded, *marks, "updated_at"})
        recorder.note_fields(video, before=before, after=field_values(video, recorded))


def _describe_edit(video: Video, changed: Collection[str]) -> str:
    if set(changed) <= LISTING_FIELDS:
        reason = f" ({video.get_held_reason_display()})" if video.held_reason else ""
        return f"Decided: {video.get_listing_state_display()}{reason}"
    return _describe_fields(changed)


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
    checked = {row.tag for row in video.tag_decisions.filter(kind=Kind.ABSENT_CHECKED).select_related("tag")}
    decided = {
        **dict.fromkeys(present - shown - current, PRESENT),
        **dict.fromkeys((shown - present) & current, Kind.REJECTED),
        **dict.fromkeys(absent - shown_absent - checked, Kind.ABSENT_CHECKED),
        **dict.fromkeys((checked & shown_absent) - absent - (present - shown)),
    }
    with acting(user, ActionKind.TAGS, "") as recorder:
        ordered = sorted(decided.items(), key=lambda item: item[0].name)
        recorder.summary = ", ".join(describe_decision(tag, kind) for tag, kind in ordered)
        decide_pairs({(video.pk, tag.pk): kind for tag, kind in decided.items()}, recorder=recorder)
    if decided:
        video.refresh_from_db(fields=LISTING_FIELDS)


def is_held_without_cause(video: Video) -> bool:
    """Whether `video` waits for a moderator although none of its tags, present or suggested, asks for one any more.

    Never so where a person decided on its listing.
    """
    if video.is_listing_curated or video.held_reason != HeldReason.MODERATION:
        return False
    suggested = video.tag_decisions.filter(kind=Kind.SUGGESTED).exclude(source=Source.VISITOR)
    slugs = {
        *video.tagged_videos.values_list("tag__slug", flat=True),
        *suggested.values_list("tag__slug", flat=True),
    }
    graph = load_tag_graph()
    return not any(tag.holds_for_moderator for tag in graph.in_order(graph.closure(slugs)))


def decide_listing(videos: VideoQuerySet, *, state: ListingState, user=None) -> list[Video]:
    """Set the listing state of `videos` as a curator's decision. Returns them, with titles and former states alone.

    Videos that were taken down are left out, and are never listed those of which `refuses_listing` says so. A fixed
    number of statements.
    """
    reason = HeldReason.CURATOR if state == ListingState.HELD else HeldReason.NONE
    after = {"listing_state": state, "held_reason": reason, "is_listing_curated": True}
    summary = f"Decided: {ListingState(state).label}"
    videos = videos.exclude(listing_state=ListingState.TAKEN_DOWN)
    return _set_listing(videos.listable() if state == ListingState.LISTED else videos, after, summary, user=user)


def let_rules_decide(videos: VideoQuerySet, *, user=None) -> list[Video]:
    """Take back what people decided on the listing of `videos`: the next import judges them anew.

    Until then they stay as they are, but what waits for a moderator is held at once. Returns them, with titles and
    former states alone. Hidden videos and those taken down are left out, for the rules have no say in these. A fixed
    number of statements.
    """
    videos = videos.exclude(listing_state__in=[ListingState.HIDDEN, ListingState.TAKEN_DOWN])
    summary = "Decided: by the rules again"
    return _set_listing(videos, {"is_listing_curated": False}, summary, user=user, judged_fingerprint="")


def _set_listing(videos: VideoQuerySet, after: dict, summary: str, *, user, **values) -> list[Video]:
    now = timezone.now()
    with acting(user, ActionKind.LISTING, summary) as recorder:
        # In the order in which imports lock them.
        locked = videos.select_related(None).select_for_update(of=("self",)).order_by("pk")
        decided = list(locked.only("source_title", "curator_title", *DECIDED_LISTING))
        for some in in_chunks(decided):
            found = Video.objects.filter(pk__in=[video.pk for video in some])
            found.update(**after, **values, curated_at=now, updated_at=now)
        for video in decided:
            recorder.note_fields(video, before={name: getattr(video, name) for name in DECIDED_LISTING}, after=after)
        if not after["is_listing_curated"]:
            for some in in_chunks(decided):
                found = Video.objects.filter(pk__in=[video.pk for video in some])
                hold_for_moderators(found, recorder=recorder)
    return decided


def save_creator(creator: Creator, *, changed: Collection[str], user=None) -> None:
    """Save `creator` as a person's edit: a new one wholly, of a known one the fields named in `changed` alone.

    With its credentials a confirmation of them changes too, as `settle_confirmation` says.
    """
    creator.curated_at = timezone.now()
    is_new = creator.pk is None
    written = {*changed, *settle_confirmation(creator, changed=changed, user=user)}
    with acting(user, ActionKind.CREATOR, "Added" if is_new else _describe_fields(changed)) as recorder:
        recorder.is_undoable = not is_new
        before = {} if is_new else field_values(creator, written)
        creator.save(**({} if is_new else {"update_fields": {*written, "curated_at"}}))
        recorder.note_fields(creator, before=before, after=field_values(creator, written))


def set_followed(creators: CreatorQuerySet, *, is_followed: bool, user=None) -> list[Creator]:
    """Follow these creators' channels, or follow them no longer, at a person's word. Returns those it changed."""
    with acting(user, ActionKind.CREATOR, "Decided: followed" if is_followed else "Decided: not followed") as recorder:
        changed = list(creators.exclude(is_followed=is_followed))
        Creator.objects.filter(pk__in=[creator.pk for creator in changed]).update(
            is_followed=is_followed, curated_at=timezone.now()
        )
        for creator in changed:
            recorder.note_fields(creator, before={"is_followed": not is_followed}, after={"is_followed": is_followed})
    return changed


def list_recognised_by_creator(creator: Creator, *, user=None) -> int:
    """List the videos that were held only because nothing said ASMR: their creator now does. Returns how many.

    What has come to wait for a moderator since stays held, and what is gone at its source.
    """
    held = creator.videos.filter(
        listing_state=ListingState.HELD,
        held_reason=HeldReason.NOT_RECOGNISED,
        is_listing_curated=False,
        gone_at=None,
    )
    held = held.exclude(pk__in=held.for_moderators().values("pk"))
    after = {"listing_state": ListingState.LISTED, "held_reason": HeldReason.NONE}
    with acting(user, ActionKind.LISTING, f"Listed, for {creator} is an ASMR creator") as recorder:
        found = list(held.select_for_update().order_by("pk").values_list("pk", flat=True))
        for some in in_chunks(found):
            Video.objects.filter(pk__in=some).update(**after, updated_at=timezone.now())
        for pk in found:
            before = {"listing_state": ListingState.HELD, "held_reason": HeldReason.NOT_RECOGNISED}
            recorder.note(video=pk, before=before, after=after)
    return len(found)


def save_tag(tag: Tag, *, changed: Collection[str], seen: Mapping[str, Any] | None = None, user=None) -> None:
    """Save `tag`; from now on loading the vocabulary leaves the fields in `changed` alone.

    A new date of a review says that the texts were reviewed as they are in `seen`, None: as they are now. Another
    spelling of the reviewer's name reviews nothing anew.
    """
    recorded = {*changed, "curated_fields"} if changed else set()
    if "note_reviewed_on" in changed:
        recorded.add("note_reviewed_fingerprint")
        texts = seen or {name: getattr(tag, name) for name in REVIEWED_FIELDS}
        tag.note_reviewed_fingerprint = fingerprint_texts(texts) if tag.note_reviewed_on else ""
    with acting(user, ActionKind.TAG, _describe_fields(changed)) as recorder:
        before = field_values(tag, recorded)
        tag.curated_fields = sorted({*tag.curated_fields, *changed} - {*REVIEW_FIELDS})
        tag.save()
        recorder.note_fields(tag, before=before, after=field_values(tag, recorded))


def give_back_to_vocabulary(tags: TagQuerySet, *, user=None) -> int:
    """Let the next loading of the vocabulary write all of `tags` again. Returns how many a curator had changed."""
    with acting(user, ActionKind.TAG, "Given back to the vocabulary") as recorder:
        curated = list(tags.exclude(curated_fields=[]))
        Tag.objects.filter(pk__in=[tag.pk for tag in curated]).update(curated_fields=[])
        for tag in curated:
            recorder.note_fields(tag, before={"curated_fields": tag.curated_fields}, after={"curated_fields": []})
    return len(curated)


def _describe_fields(changed: Collection[str]) -> str:
    return f"Edited: {', '.join(sorted(name.removeprefix('curator_').replace('_', ' ') for name in changed))}"
