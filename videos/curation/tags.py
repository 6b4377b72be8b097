"""Findings and decisions become rows: the only writer of tags on videos.

A curator's word is final here: automatic writing changes no row of another source and brings back no rejected pair.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from videos.models import Source, Tag, TagDecision, TaggedVideo, Video
from videos.tagging.findings import Finding

Kind = TagDecision.Kind


@transaction.atomic
def apply_findings(video: Video, findings: Iterable[Finding], tags: Mapping[str, Tag]) -> bool:
    """Make the automatic rows of `video` say what `findings` say; returns whether anything changed.

    `tags` maps slugs to rows. What a person, the creator or a visitor said stays as it is. Two queries where nothing
    changes, besides those of the savepoint.
    """
    present = {row.tag_id: row for row in TaggedVideo.objects.filter(content_object=video)}
    decisions = {row.tag_id: row for row in TagDecision.objects.filter(video=video)}
    spoken = _spoken_for(present.values()) | _spoken_for(decisions.values())
    wanted_present, wanted_decisions = {}, {}
    for finding in findings:
        tag = tags[finding.tag]
        if tag.pk in spoken:
            continue
        kind = _kind(finding)
        values = {
            "source": Source.AUTOMATIC,
            "zone": finding.zone,
            "evidence": finding.evidence,
            "confidence": finding.confidence,
        }
        if kind is None:
            wanted_present[tag.pk] = TaggedVideo(content_object=video, tag=tag, **values)
        else:
            wanted_decisions[tag.pk] = TagDecision(video=video, tag=tag, kind=kind, **values)
    changed = _reconcile(TaggedVideo, _automatic(present), wanted_present)
    return _reconcile(TagDecision, _automatic(decisions), wanted_decisions) or changed


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


def _kind(finding: Finding) -> Kind | None:
    """None for a finding that is published as present."""
    if finding.state == "absent_declared":
        return Kind.ABSENT_DECLARED
    return None if finding.status == "publish" else Kind.SUGGESTED


def _spoken_for(rows) -> set[int]:
    return {row.tag_id for row in rows if row.source != Source.AUTOMATIC}


def _automatic(rows: dict) -> dict:
    return {pk: row for pk, row in rows.items() if row.source == Source.AUTOMATIC}


def _reconcile(model, current: dict, wanted: dict) -> bool:
    """Write the difference between two maps of rows by tag id; returns whether there was one."""
    stale = [row.pk for tag_id, row in current.items() if not _same(row, wanted.get(tag_id))]
    new = [row for tag_id, row in wanted.items() if not _same(row, current.get(tag_id))]
    if stale:
        model.objects.filter(pk__in=stale).delete()
    if new:
        model.objects.bulk_create(new)
    return bool(stale or new)


def _same(row, other) -> bool:
    parts = ("kind", "zone", "evidence", "confidence")
    return other is not None and all(getattr(row, part, None) == getattr(other, part, None) for part in parts)
