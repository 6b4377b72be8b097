"""Stored videos tagged anew: after the vocabulary changed, or once it is known what a creator writes everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from creators.models import Creator
from videos.curation import tags
from videos.curation.judging import Judge
from videos.models import ListingState, Video
from videos.querysets import VideoQuerySet
from videos.tagging.boilerplate import find_boilerplate

CHUNK = 500  # videos in one transaction
MAX_DESCRIPTIONS = 1_000  # of one creator, the newest: enough to show their habits


@dataclass(frozen=True)
class Change:
    """What re-tagging makes of one video, not written yet. `listing` says (before, after) where that changes.

    Often nothing but the fingerprint of what it was judged by, so that the next import need not judge it again.
    """

    video: Video
    plan: tags.Plan
    listing: tuple[str, str] | None = None

    @property
    def is_seen(self) -> bool:
        """Tell whether tags, their reasons or the listing change."""
        return bool(self.plan.changes or self.listing)

    def apply(self) -> None:
        """Write it. Call it inside a transaction."""
        self.plan.apply()
        fields = {"judged_fingerprint": self.video.judged_fingerprint}
        if self.listing:
            fields |= {
                "listing_state": self.video.listing_state,
                "held_reason": self.video.held_reason,
                "updated_at": timezone.now(),
            }
        Video.objects.filter(pk=self.video.pk).update(**fields)


def retag_all(judge: Judge, *, apply: bool) -> Iterator[Change]:
    """Yield what re-tagging makes of every video but those taken down, by creator; with `apply` it is written before.

    Which lines are a creator's boilerplate is found anew. One transaction for each 500 videos: pages wait no longer.
    """
    for creator in [*Creator.objects.order_by("pk"), None]:
        if creator:
            learn_boilerplate(creator, save=apply)
        keys = list(Video.objects.filter(creator=creator).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            with transaction.atomic():
                changes = list(find_changes(Video.objects.filter(pk__in=chunk), judge, creator=creator))
                for change in changes if apply else ():
                    change.apply()
            yield from (change for change in changes if change.is_seen)


def find_changes(videos: VideoQuerySet, judge: Judge, *, creator: Creator | None) -> Iterator[Change]:
    """Examine `videos`, all of `creator`, and yield what changes of each, if only what it was judged by.

    A person's word is never part of it, nor is a video that was taken down. Call it inside a transaction: the videos
    are locked until its end, so that what a curator says meanwhile waits. Three queries.
    """
    there = videos.exclude(listing_state=ListingState.TAKEN_DOWN).select_for_update(of=("self",)).order_by("pk")
    for video in there.prefetch_related("tagged_videos", "tag_decisions"):
        video.creator = creator
        judged_by = video.judged_fingerprint
        change = _find_change(video, judge)
        if change.is_seen or video.judged_fingerprint != judged_by:
            yield change


def learn_boilerplate(creator: Creator, *, save: bool = True) -> bool:
    """Set on `creator` the lines that most of their descriptions share; returns whether they changed. One query."""
    described = creator.videos.exclude(description="").order_by(F("published_at").desc(nulls_last=True), "-pk")
    newest = described.values_list("description", flat=True)[:MAX_DESCRIPTIONS]
    found = sorted(find_boilerplate(newest, known=frozenset(creator.boilerplate)))
    if found == creator.boilerplate:
        return False
    creator.boilerplate = found
    if save:
        Creator.objects.filter(pk=creator.pk).update(boilerplate=found)
    return True


def _find_change(video: Video, judge: Judge) -> Change:
    examination = judge.examine(video)
    plan = tags.plan_findings(video, examination.findings, judge.graph.tags)
    before = _describe_listing(video)
    is_listing_changed = judge.set_listing(video, examination)
    video.judged_fingerprint = judge.fingerprint(video)
    return Change(video, plan, (before, _describe_listing(video)) if is_listing_changed else None)


def _describe_listing(video: Video) -> str:
    reason = f" ({video.get_held_reason_display()})" if video.held_reason else ""
    return f"{video.get_listing_state_display()}{reason}"
