"""Stored videos tagged anew: after the vocabulary changed, or once it is known what a creator writes everywhere."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, prefetch_related_objects

from creators.models import Creator
from videos.curation import tags
from videos.curation.defaults import load_defaults
from videos.curation.judging import Judge
from videos.models import ListingState, RecordedChange, Video
from videos.querysets import VideoQuerySet
from videos.tagging.boilerplate import find_boilerplate
from videos.writing import update_rows, writing

CHUNK = 500  # videos in one transaction
MAX_SHARED = 1_000  # videos of several creators in one transaction
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


def apply_changes(changes: Sequence[Change]) -> None:
    """Write what `find_changes` found, at most six statements. Call it inside the same transaction."""
    tags.apply_plans(change.plan for change in changes)
    update_rows([change.video for change in changes if not change.listing], ["judged_fingerprint"])
    update_rows(
        [change.video for change in changes if change.listing],
        ["judged_fingerprint", "listing_state", "held_reason", "updated_at"],
    )


def retag_all(judge: Judge, *, apply: bool) -> Iterator[Change]:
    """Yield what re-tagging makes of every video but those taken down, by creator; with `apply` it is written before.

    Which lines are a creator's boilerplate is found anew. One transaction for each 500 videos: pages wait no longer.
    """
    for creator in [*Creator.objects.order_by("pk"), None]:
        creators = {creator.pk: creator} if creator else {}
        if creator:
            learn_boilerplate(creator, save=apply)
        keys = list(Video.objects.filter(creator=creator).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            with writing():
                changes = list(find_changes(Video.objects.filter(pk__in=chunk), judge, creators=creators))
                if apply:
                    apply_changes(changes)
            yield from (change for change in changes if change.is_seen)


def retag(video_ids: Collection[int], judge: Judge) -> int:
    """Tag these videos anew and write it, a transaction for each 500. Returns of how many tags or listing changed."""
    ordered, count = sorted(video_ids), 0
    for start in range(0, len(ordered), CHUNK):
        chunk = Video.objects.filter(pk__in=ordered[start : start + CHUNK])
        with writing():
            creators = Creator.objects.filter(pk__in=chunk.order_by().values("creator")).in_bulk()
            changes = list(find_changes(chunk, judge, creators=creators))
            apply_changes(changes)
        count += sum(change.is_seen for change in changes)
    return count


def follow_habits(creator_keys: Collection[int], judge: Judge) -> None:
    """Learn anew what stands under every video of these creators, and tag theirs anew where that changed.

    A transaction for each 500 videos, so that nobody waits long to write. What was learned is written last: whoever
    breaks it off leaves the rest to be found again.
    """
    for keys in _share_out(creator_keys):
        creators = Creator.objects.in_bulk(keys)
        changed = {pk: creator for pk, creator in sorted(creators.items()) if learn_boilerplate(creator, save=False)}
        videos = list(Video.objects.filter(creator__in=changed).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(videos), CHUNK):
            chunk = Video.objects.filter(pk__in=videos[start : start + CHUNK])
            with writing():
                apply_changes(list(find_changes(chunk, judge, creators=changed, only_stale=True)))
        with writing():
            update_rows([*changed.values()], ["boilerplate"])


def _share_out(creator_keys: Collection[int]) -> Iterator[list[int]]:
    """Cut the keys into lists of creators who have about 1,000 videos together."""
    ordered = sorted(creator_keys)
    for start in range(0, len(ordered), CHUNK):
        some = ordered[start : start + CHUNK]
        counts = Video.objects.filter(creator__in=some).order_by().values_list("creator").annotate(Count("pk"))
        shared, videos = [], 0
        for pk, count in sorted(counts):
            if shared and videos + count > MAX_SHARED:
                yield shared
                shared, videos = [], 0
            shared.append(pk)
            videos += count
        if shared:
            yield shared


def find_changes(
    videos: VideoQuerySet, judge: Judge, *, creators: Mapping[int, Creator], only_stale: bool = False
) -> Iterator[Change]:
    """Examine `videos`, by `creators` or nobody, and yield what changes of each, if only what it was judged by.

    With `only_stale` those are left out that were judged by just what is known now.

    A person's word is never part of it, nor is a video that was taken down. Call it inside a transaction: the videos
    are locked until its end, so that what a curator says meanwhile waits. Five queries.
    """
    load_defaults(creators.values())
    there = videos.exclude(listing_state=ListingState.TAKEN_DOWN).select_for_update(of=("self",)).order_by("pk")
    found = list(there)
    RecordedChange.objects.load_last_words(found)
    for video in found:
        video.creator = creators.get(video.creator_id)
    if only_stale:
        found = [video for video in found if video.judged_fingerprint != judge.fingerprint(video)]
    prefetch_related_objects(found, "tagged_videos", "tag_decisions")
    for video in found:
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
    examination = judge.add_defaults(video, judge.examine(video))
    plan = tags.plan_findings(video, examination.findings, judge.graph.tags)
    before = _describe_listing(video)
    is_listing_changed = judge.set_listing(video, examination)
    video.judged_fingerprint = judge.fingerprint(video)
    return Change(video, plan, (before, _describe_listing(video)) if is_listing_changed else None)


def _describe_listing(video: Video) -> str:
    reason = f" ({video.get_held_reason_display()})" if video.held_reason else ""
    return f"{video.get_listing_state_display()}{reason}"
