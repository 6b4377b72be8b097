"""Findings and decisions become rows: the only writer of tags on videos.

A curator's word is final here: automatic writing changes no row of another source and brings back no rejected pair.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from django.db.models import Q
from django.utils import timezone

from videos.curation.history import Recorder, acting
from videos.curation.pairs import PRESENT, Knowledge, Pair, lock_videos, read_pairs, write_pairs
from videos.models import (
    ActionKind,
    HeldReason,
    ListingState,
    Source,
    Tag,
    TagClosure,
    TagDecision,
    TaggedVideo,
    Video,
)
from videos.tagging.findings import Finding
from videos.writing import in_chunks, insert_rows

Kind = TagDecision.Kind


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


def decide_pairs(
    wanted: Mapping[Pair, str | None],
    *,
    recorder: Recorder,
    source: Source = Source.CURATOR,
    known: Mapping[Pair, Knowledge] | None = None,
) -> dict[Pair, Knowledge | None]:
    """Record a person's word on pairs of a video and a tag: PRESENT, a kind of decision, or None for unknown again.

    It replaces whatever was there, but for the same word of the same source, which stays with who said it first.
    Returns what was known before of the pairs that changed. A listed video that has a tag for a moderator now is held,
    unless a person decided on its listing. The next import judges the videos anew, for it finds what was recorded of
    them here; their rows are not written. A fixed number of statements for each tag and 10,000 videos, fewer for who
    has locked the videos and read what is `known` of the pairs.
    """
    if known is None:
        video_ids = {video for video, _ in wanted}
        lock_videos(video_ids)
        known = read_pairs(video_ids, {tag for _, tag in wanted})
    person = recorder.user and recorder.user.pk
    said = cache(partial(Knowledge, source=source, decided_by_id=person, decided_at=timezone.now()))
    changed = {pair: kind and said(kind) for pair, kind in wanted.items() if not _says(known.get(pair), kind, source)}
    write_pairs(changed, known=known)
    for pair, knowledge in changed.items():
        recorder.note(video=pair[0], tag=pair[1], before=known.get(pair), after=knowledge)
    _hold_for_moderator(
        {pair for pair, knowledge in changed.items() if knowledge and knowledge.kind == PRESENT}, recorder
    )
    return {pair: known.get(pair) for pair in changed}


def decide(video: Video, tag: Tag, *, kind: Kind | None, user=None, source: Source = Source.CURATOR) -> None:
    """Record a person's word on one tag of a video: `None` means present. See `decide_pairs`."""
    kind = kind or PRESENT
    with acting(user, ActionKind.TAGS, describe_decision(tag, kind)) as recorder:
        decide_pairs({(video.pk, tag.pk): kind}, recorder=recorder, source=source)


def forget(video: Video, tag: Tag, *, user=None) -> None:
    """Make it unknown again whether `tag` is in `video`, whoever said what. The next import judges the video anew."""
    with acting(user, ActionKind.TAGS, describe_decision(tag, None)) as recorder:
        decide_pairs({(video.pk, tag.pk): None}, recorder=recorder)


def describe_decision(tag: Tag, kind: str | None) -> str:
    """A decision in words, for the history."""
    words = {
        PRESENT: "present",
        None: "unknown again",
        Kind.REJECTED: "rejected",
        Kind.ABSENT_CHECKED: "checked: none",
        Kind.ABSENT_DECLARED: "declared absent",
        Kind.SUGGESTED: "suggested",
    }
    return f"“{tag.name}”: {words[kind]}"


def _says(known: Knowledge | None, kind: str | None, source: Source) -> bool:
    """Whether just this is on record already, said by the same source."""
    return known is None if kind is None else known is not None and (known.kind, known.source) == (kind, source)


def _hold_for_moderator(pairs: set[Pair], recorder: Recorder) -> None:
    """Hold the listed videos of these pairs whose tag brings one for a moderator.

    What a person listed stays listed, but for what nobody may list.
    """
    if not pairs:
        return
    bringing = TagClosure.objects.filter(present__holds_for_moderator=True, present__is_retired=False)
    holding = set(bringing.filter(tag__in={tag for _, tag in pairs}).values_list("tag", flat=True))
    values = {"listing_state": ListingState.HELD, "held_reason": HeldReason.MODERATION}
    for video_ids in in_chunks({video for video, tag in pairs if tag in holding}):
        listed = Video.objects.filter(pk__in=video_ids, listing_state=ListingState.LISTED)
        may_hold = Q(is_listing_curated=False) | Q(pk__in=listed.unlistable().values("pk"))
        held = list(listed.filter(may_hold).values_list("pk", flat=True))
        Video.objects.filter(pk__in=held).update(**values, updated_at=timezone.now())
        for video_id in held:
            recorder.note(video=video_id, before={"listing_state": "listed", "held_reason": ""}, after=values)


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
