"""Videos that seem to be gone: believed after a second check a week later, and never on the word of a troubled run."""

from datetime import datetime, timedelta

from django.db.models import Q

from videos.curation import retagging
from videos.curation.judging import Judge
from videos.importing.store import writing
from videos.importing.troubles import MISSING, OF_THE_WAY, Trouble
from videos.models import ImportRun, Video

CONFIRMED_AFTER = timedelta(days=7)  # between two checks
# What the site says of a video that it does not show, as columns that are known from now on.
_SAID = {
    Trouble.MEMBERS_ONLY: {"availability": "subscriber_only"},
    Trouble.PREMIUM_ONLY: {"availability": "premium_only"},
    Trouble.AGE_RESTRICTED: {"age_limit": 18},
}


def note_answer(video_id: int, trouble: Trouble, judge: Judge, *, now: datetime) -> None:
    """Keep what a refusal says of a known video, and judge by it. Call it in a transaction.

    It was asked for, even if nothing was learned: else it would be the first to be asked for again, before all others.
    That it is gone is not kept here: `believe_missing` decides on that at the run's end.
    """
    said = _SAID.get(trouble, {})
    Video.objects.filter(pk=video_id).update(checked_at=now, **said)
    if said:
        judge_anew([video_id], judge)


def believe_missing(run: ImportRun, judge: Judge) -> None:
    """Take over which videos this run found gone or private, unless it met trouble that may have made it so.

    The first time it is only noted; a check a week later hides the video from visitors. Being found clears it.
    """
    if run.trouble or run.items.filter(trouble__in=OF_THE_WAY).exists():
        return
    found = run.items.filter(trouble__in=MISSING, video__isnull=False, done_at__isnull=False)
    for item in found.select_related("video").iterator():
        video, seen_at = item.video, item.done_at
        if video.read_at and video.read_at > seen_at:
            continue
        with writing():
            known = Video.objects.filter(pk=video.pk)
            first = known.filter(missing_since=None)
            if first.update(missing_since=seen_at, missing_reason=item.trouble):
                continue
            again = known.filter(Q(gone_at=None), missing_since__lte=seen_at - CONFIRMED_AFTER)
            if again.update(gone_at=seen_at, missing_reason=item.trouble):
                judge_anew([video.pk], judge)


def judge_anew(video_ids: list[int], judge: Judge) -> None:
    """Tag and list these videos by what is known of them now. Call it in a transaction."""
    for video in Video.objects.filter(pk__in=video_ids).select_related("creator"):
        same = Video.objects.filter(pk=video.pk)
        retagging.apply_changes(list(retagging.find_changes(same, judge, creators={video.creator_id: video.creator})))
