"""Findings and decisions become rows: the only writer of tags on videos.

A curator's word is final here: automatic writing changes no row of another source and brings back no rejected pair.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from videos.models import Source, Tag, TagDecision, TaggedVideo, Video
from videos.tagging.findings import Finding
from videos.writing import insert_rows

Kind = TagDecision.Kind
PRESENT = "present"


@dataclass(frozen=True)
class TagChange:
    """What becomes of one tag: `before` and `after` are PRESENT or a kind of decision, None where nothing is known.

    They are alike where only the words behind it change. `finding` is the new reason, None where nothing is left.
    """

    tag: Tag
    before: str | None
    after: str | None
    finding: Finding | None


@dataclass(frozen=True)
class Plan:
    """The rows to take away and to add so that a video's automatic tags say what the tagger finds now."""

    changes: tuple[TagChange, ...]  # by slug
    stale: tuple[TaggedVideo | TagDecision, ...]
    new: tuple[TaggedVideo | TagDecision, ...]


def apply_plans(plans: Iterable[Plan]) -> None:
    """Write `plans`, of as many videos as you like: at most four statements for some hundreds of them.

    Call it inside a transaction.
    """
    plans = [plan for plan in plans if plan.changes]
    for model in (TaggedVideo, TagDecision):
        if stale := [row.pk for plan in plans for row in plan.stale if isinstance(row, model)]:
            model.objects.filter(pk__in=stale).delete()
        insert_rows([row for plan in plans for row in plan.new if isinstance(row, model)])


def plan_findings(video: Video, findings: Iterable[Finding], tags: Mapping[str, Tag], *, is_new: bool = False) -> Plan:
    """Compare the automatic rows of `video` with `findings`; nothing is written.

    `tags` maps slugs to rows; what is known of other tags, the retired ones, stays. So does what a person, the creator
    or a visitor said: such tags are not in the plan. Two queries, or none where the rows are prefetched or the video
    `is_new`, just made, so that there can be none.
    """
    known = () if is_new else (*video.tagged_videos.all(), *video.tag_decisions.all())
    by_pk = {tag.pk: tag for tag in tags.values()} if known else {}
    rows = [row for row in known if row.tag_id in by_pk]
    spoken = {row.tag_id for row in rows if row.source != Source.AUTOMATIC}
    current = {row.tag_id: row for row in rows if row.tag_id not in spoken}
    found = {}
    for finding in findings:
        tag = tags[finding.tag]
        if tag.pk not in spoken:
            by_pk[tag.pk], found[tag.pk] = tag, finding
    wanted = {pk: _make_row(video, pk, finding) for pk, finding in found.items()}
    changed = [pk for pk in current.keys() | wanted.keys() if not _same(current.get(pk), wanted.get(pk))]
    changes = [TagChange(by_pk[pk], _state(current.get(pk)), _state(wanted.get(pk)), found.get(pk)) for pk in changed]
    return Plan(
        changes=tuple(sorted(changes, key=lambda change: change.tag.slug)),
        stale=tuple(current[pk] for pk in changed if pk in current),
        new=tuple(wanted[pk] for pk in changed if pk in wanted),
    )


@transaction.atomic
def decide(video: Video, tag: Tag, *, kind: Kind | None, user=None, source: Source = Source.CURATOR) -> None:
    """Record a person's word on a tag and a video: `None` means present. It replaces whatever was there.

    The next import judges the video anew.
    """
    said = {
        "source": source,
        "decided_by": user,
        "decided_at": timezone.now(),
        "confidence": None,
        "zone": "",
        "evidence": "",
    }
    if kind is None:
        TagDecision.objects.filter(video=video, tag=tag).delete()
        TaggedVideo.objects.update_or_create(content_object=video, tag=tag, defaults=said)
    else:
        TaggedVideo.objects.filter(content_object=video, tag=tag).delete()
        TagDecision.objects.update_or_create(video=video, tag=tag, defaults={**said, "kind": kind})
    _have_judged_anew(video)


@transaction.atomic
def forget(video: Video, tag: Tag) -> None:
    """Make it unknown again whether `tag` is in `video`, whoever said what. The next import judges the video anew."""
    TaggedVideo.objects.filter(content_object=video, tag=tag).delete()
    TagDecision.objects.filter(video=video, tag=tag).delete()
    _have_judged_anew(video)


def set_present_tags(video: Video, tags: Iterable[Tag], *, user=None) -> None:
    """Make exactly `tags` present: added ones are a curator's, removed ones are rejected and stay so."""
    wanted = {tag.pk: tag for tag in tags}
    current = {row.tag_id: row.tag for row in video.tagged_videos.select_related("tag")}
    for pk in wanted.keys() - current.keys():
        decide(video, wanted[pk], kind=None, user=user)
    for pk in current.keys() - wanted.keys():
        decide(video, current[pk], kind=Kind.REJECTED, user=user)


def _have_judged_anew(video: Video) -> None:
    video.judged_fingerprint = ""
    Video.objects.filter(pk=video.pk).update(judged_fingerprint="")


def _make_row(video: Video, tag_id: int, finding: Finding) -> TaggedVideo | TagDecision:
    reason = {
        "tag_id": tag_id,
        "source": Source.AUTOMATIC,
        "zone": finding.zone,
        "evidence": finding.evidence,
        "confidence": finding.confidence,
    }
    if finding.state == "absent_declared":
        return TagDecision(video=video, kind=Kind.ABSENT_DECLARED, **reason)
    if finding.status == "publish":
        return TaggedVideo(content_object=video, **reason)
    return TagDecision(video=video, kind=Kind.SUGGESTED, **reason)


def _state(row: TaggedVideo | TagDecision | None) -> str | None:
    if row is None:
        return None
    return PRESENT if isinstance(row, TaggedVideo) else row.kind


def _same(row: TaggedVideo | TagDecision | None, other: TaggedVideo | TagDecision | None) -> bool:
    if row is None or other is None:
        return row is other
    parts = ("zone", "evidence", "confidence")
    return _state(row) == _state(other) and all(getattr(row, part) == getattr(other, part) for part in parts)
