"""Taking videos and creators down, and bringing them back: at once on every face, and no import undoes it.

What is taken down keeps what identifies it (site, id, address, title), which no face shows, and the curators' own
words. The source's texts go; reversed, the next reading of its page brings them back.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from creators.models import Creator, CreatorStatus
from videos.curation.history import Recorder, acting, have_judged_anew
from videos.curation.listing import hold_for_moderators
from videos.models import ActionKind, Completeness, FormerTitle, HeldReason, ListingState, Takedown, Video
from videos.writing import in_chunks, update_rows

Thing = Video | Creator

_LISTING = ("listing_state", "held_reason", "is_listing_curated")
_GONE = {"listing_state": ListingState.TAKEN_DOWN, "held_reason": HeldReason.NONE}
# What was taken down before takedowns were recorded comes back to a person's desk, not to visitors.
_UNKNOWN_BEFORE = {"listing_state": ListingState.HELD, "held_reason": HeldReason.CURATOR, "is_listing_curated": True}
_WITHOUT_TEXTS = {
    "description": "",
    "chapters": None,
    "source_keywords": None,
    "title_words": "",
    "search_words": "",
    "completeness": Completeness.STUB,
    "read_at": None,
    "judged_fingerprint": "",
}


class NotStandingError(Exception):
    """A takedown that was reversed already."""


def find_standing(thing: Thing) -> Takedown | None:
    """The takedown of this video or creator that nobody reversed. One query."""
    return thing.takedowns.filter(reversed_at=None).first()


def is_down(thing: Thing) -> bool:
    """Whether this itself is taken down now. Of a video also its creator may be."""
    if isinstance(thing, Creator):
        return thing.status == CreatorStatus.REMOVED
    return thing.listing_state == ListingState.TAKEN_DOWN


def take_down(thing: Thing, *, reason: str, note: str = "", user=None) -> Takedown:
    """Take a video, or a creator with all their videos, down. `reason` is one of TakedownReason.

    Where a takedown of it stands that one is returned; if another program undid it, it is made true again.
    """
    with acting(user, ActionKind.TAKEDOWN, f"Taken down: {thing}") as recorder:
        recorder.is_undoable = False  # it is reversed by its own right
        thing = type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)
        standing = find_standing(thing)
        if standing and is_down(thing):
            return standing
        before = (_take_down_video if isinstance(thing, Video) else _take_down_creator)(thing, recorder)
        if standing:
            return standing
        return Takedown.objects.create(
            **{"video" if isinstance(thing, Video) else "creator": thing},
            address=thing.url,
            reason=reason,
            note=note,
            before=before,
            person=user,
            person_name=user.get_username() if user else "",
        )


def reverse_takedown(takedown: Takedown, *, user=None) -> None:
    """Let the video or creator be as they were before. Their texts come with the next reading of their pages.

    What a person decided otherwise meanwhile stays, and what is for a moderator by now waits for one. Raises
    NotStandingError.
    """
    thing = takedown.video or takedown.creator
    with acting(user, ActionKind.TAKEDOWN, f"Takedown reversed: {thing}") as recorder:
        recorder.is_undoable = False
        takedown = Takedown.objects.select_for_update(of=("self",)).get(pk=takedown.pk)
        if takedown.reversed_at:
            raise NotStandingError(f"{takedown} was reversed already")
        if takedown.video:
            _bring_back_video(takedown.video, takedown.before, recorder)
        elif takedown.creator:
            _bring_back_creator(takedown.creator, takedown.before, recorder)
        takedown.reversed_at, takedown.reversed_by = timezone.now(), user
        takedown.reversed_by_name = user.get_username() if user else ""
        takedown.save(update_fields=["reversed_at", "reversed_by", "reversed_by_name"])


def find_undone() -> QuerySet:
    """Takedowns that nobody reversed and that are not true any more: another program wrote so. There should be none."""
    of_video = Q(video__isnull=False) & ~Q(video__listing_state=ListingState.TAKEN_DOWN)
    of_creator = Q(creator__isnull=False) & ~Q(creator__status=CreatorStatus.REMOVED)
    return Takedown.objects.filter(of_video | of_creator, reversed_at=None).order_by("pk")


def _take_down_video(video: Video, recorder: Recorder) -> dict[str, Any]:
    """Returns what its reversal restores."""
    before = {name: getattr(video, name) for name in _LISTING}
    Video.objects.filter(pk=video.pk).update(**_GONE, updated_at=timezone.now())
    recorder.note_fields(video, before=before, after=_GONE)
    forget_texts([video.pk])
    return _UNKNOWN_BEFORE if before["listing_state"] == ListingState.TAKEN_DOWN else before


def _take_down_creator(creator: Creator, recorder: Recorder) -> dict[str, Any]:
    before, after = {"status": creator.status}, {"status": CreatorStatus.REMOVED}
    Creator.objects.filter(pk=creator.pk).update(**after, boilerplate=[])
    recorder.note_fields(creator, before=before, after=after)
    forget_texts(creator.videos.values_list("pk", flat=True))
    return {"status": CreatorStatus.UNVERIFIED} if before == after else before


def _bring_back_video(video: Video, before: Mapping[str, Any], recorder: Recorder) -> None:
    there = Video.objects.select_for_update(of=("self",)).filter(pk=video.pk, listing_state=ListingState.TAKEN_DOWN)
    if there.exists():
        there.update(**before, updated_at=timezone.now())
        recorder.note_fields(video, before=_GONE, after=before)
        hold_for_moderators(Video.objects.filter(pk=video.pk), recorder=recorder)
    _bring_back_words([video.pk])


def _bring_back_creator(creator: Creator, before: Mapping[str, Any], recorder: Recorder) -> None:
    if Creator.objects.filter(pk=creator.pk, status=CreatorStatus.REMOVED).update(**before):
        recorder.note_fields(creator, before={"status": CreatorStatus.REMOVED}, after=before)
    still_down = creator.videos.filter(listing_state=ListingState.TAKEN_DOWN).values("pk")
    _bring_back_words(creator.videos.exclude(pk__in=still_down).values_list("pk", flat=True))


def forget_texts(video_ids) -> None:
    """Let go of what the sources of these videos say, but for their titles."""
    for some in in_chunks(video_ids):
        Video.objects.filter(pk__in=some).update(**_WITHOUT_TEXTS)
        FormerTitle.objects.filter(video__in=some).delete()


def _bring_back_words(video_ids) -> None:
    """By its title a video is found again at once."""
    for some in in_chunks(video_ids):
        videos = list(Video.objects.filter(pk__in=some))
        for video in videos:
            video.fold_texts()
        update_rows(videos, ["title_words", "search_words"])
        have_judged_anew(some)
