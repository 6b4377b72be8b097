"""One edit of many videos: what would become of each, and doing it in one transaction that can be undone.

A person's earlier word stays, unless the edit overrules it in so many words; what was taken down is left out.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from videos.curation.bulk_edits import STATES, TAG_KINDS, BulkEdit, BulkKind, Outcome
from videos.curation.bulk_words import summarise
from videos.curation.history import Recorder, acting
from videos.curation.listing import refuses_listing
from videos.curation.pairs import PRESENT, Knowledge, Pair, lock_videos, read_pairs
from videos.curation.tags import Kind, decide_pairs
from videos.models import Action, ActionKind, HeldReason, ListingState, Source, Tag, TaggedVideo, Video
from videos.tag_graph import load_tag_graph
from videos.writing import in_chunks, writing


@dataclass(frozen=True)
class BulkPreview:
    """What `edit` would make of videos: their outcomes by id, ascending."""

    edit: BulkEdit
    outcomes: Mapping[int, Outcome]
    known: Mapping[Pair, Knowledge] = field(default_factory=dict, compare=False, repr=False)  # of the edit's tags

    @cached_property
    def groups(self) -> dict[Outcome, list[int]]:
        """The ids of each outcome that there is, changes first."""
        groups = {outcome: [] for outcome in Outcome}
        for pk, outcome in self.outcomes.items():
            groups[outcome].append(pk)
        return {outcome: ids for outcome, ids in groups.items() if ids}

    @cached_property
    def changing(self) -> list[int]:
        """The ids of the videos that would change."""
        return [pk for pk, outcome in self.outcomes.items() if outcome.is_change]

    @property
    def fingerprint(self) -> str:
        """The same for the same edit with the same outcome of each video, else another."""
        edit = self.edit
        things = [thing and thing.pk for thing in (edit.tag, edit.new_tag, edit.creator)]
        parts = (edit.kind.value, things, edit.overrules, [(pk, str(out)) for pk, out in self.outcomes.items()])
        return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


class PreviewOutdatedError(Exception):
    """The videos are others by now than those that were previewed; `preview` is what would become of them now."""

    def __init__(self, preview: BulkPreview):
        super().__init__("the videos changed since the preview")
        self.preview = preview


def preview(edit: BulkEdit, video_ids: Collection[int]) -> BulkPreview:
    """Say what `edit` would make of the videos; ids of none are left out. A few queries for each 10,000."""
    ids = sorted(set(video_ids))
    known = {}
    if edit.kind in TAG_KINDS:
        known = read_pairs(ids, [tag.pk for tag in (edit.tag, edit.new_tag) if tag])
        outcomes = _judge_tags(edit, ids, known)
    else:
        outcomes = {pk: _judge_facts(edit, facts) for pk, facts in _read_facts(ids).items()}
        if edit.kind is BulkKind.LIST:
            outcomes |= dict.fromkeys(_find_refused(outcomes), Outcome.REFUSED)
    return BulkPreview(edit, dict(sorted(outcomes.items())), known)


def apply(
    edit: BulkEdit, video_ids: Collection[int], *, user, query: str = "", expected: str | None = None
) -> Action | None:
    """Do it, in one transaction and as one action of `user`; None where nothing changes.

    `query` tells the filter that found the videos. With `expected`, the fingerprint of a preview, exactly what that
    said is done: raises `PreviewOutdatedError`, and does nothing, where it would say something else by now.
    """
    ids = sorted(set(video_ids))
    with writing(), acting(user, ActionKind.BULK, summarise(edit)) as recorder:
        lock_videos(ids)
        plan = preview(edit, ids)
        if expected is not None and plan.fingerprint != expected:
            raise PreviewOutdatedError(plan)
        recorder.summary = f"{summarise(edit)}: {len(plan.changing):,} of {len(plan.outcomes):,} videos changed"
        recorder.query = query
        if edit.kind in TAG_KINDS:
            decide_pairs(_find_targets(plan), recorder=recorder, known=plan.known)
        else:
            _write_facts(plan, recorder)
    return recorder.action


def _judge_tags(edit: BulkEdit, ids: list[int], known: Mapping[Pair, Knowledge]) -> dict[int, Outcome]:
    listing = _read_facts(ids)
    implied = _find_implied(edit.tag, ids) if edit.kind is not BulkKind.ADD_TAG else frozenset()
    outcomes = {}
    for pk, facts in listing.items():
        if facts.listing_state == ListingState.TAKEN_DOWN:
            outcomes[pk] = Outcome.TAKEN_DOWN
            continue
        now, new = (known.get((pk, tag.pk)) if tag else None for tag in (edit.tag, edit.new_tag))
        outcome = _judge_pair(edit.kind, now, new, is_implied=pk in implied)
        outcomes[pk] = Outcome.OVERRULED if outcome is Outcome.STANDING and edit.overrules else outcome
    return outcomes


def _judge_pair(kind: BulkKind, now: Knowledge | None, new: Knowledge | None, *, is_implied: bool) -> Outcome:
    """As if nobody were overruled. `now` is what is known of the tag, `new` of the one that would replace it."""
    match kind:
        case BulkKind.ADD_TAG:
            return _judge_adding(now)
        case BulkKind.REMOVE_TAG:
            return _judge_removing(now, is_implied=is_implied)
        case BulkKind.REPLACE_TAG:
            return _judge_replacing(now, new, is_implied=is_implied)
    return _judge_checking(now, is_implied=is_implied)


def _judge_adding(now: Knowledge | None) -> Outcome:
    if _is_by_curator(now):
        return Outcome.ALREADY
    if _is_refused(now):
        return Outcome.STANDING
    by_kind = {
        PRESENT: Outcome.CONFIRMED,
        Kind.SUGGESTED: Outcome.SUGGESTED,
        Kind.ABSENT_DECLARED: Outcome.CONTRADICTED,
    }
    return by_kind[now.kind] if now else Outcome.CHANGED


def _judge_removing(now: Knowledge | None, *, is_implied: bool) -> Outcome:
    if now is None:
        return Outcome.IMPLIED if is_implied else Outcome.WITHOUT
    if now.kind == PRESENT:
        return Outcome.STANDING if _is_by_curator(now) else Outcome.CHANGED
    by_kind = {Kind.SUGGESTED: Outcome.SUGGESTED, Kind.REJECTED: Outcome.ALREADY}
    return by_kind.get(now.kind, Outcome.WITHOUT)


def _judge_replacing(now: Knowledge | None, new: Knowledge | None, *, is_implied: bool) -> Outcome:
    if now is None or now.kind != PRESENT:
        return Outcome.IMPLIED if is_implied else Outcome.WITHOUT
    if _is_by_curator(now) or _is_refused(new):
        return Outcome.STANDING
    return Outcome.CONTRADICTED if new and new.kind == Kind.ABSENT_DECLARED else Outcome.CHANGED


def _judge_checking(now: Knowledge | None, *, is_implied: bool) -> Outcome:
    if now and now.kind == Kind.ABSENT_CHECKED:
        return Outcome.ALREADY
    if is_implied:
        return Outcome.IMPLIED
    if _is_by_curator(now):
        return Outcome.STANDING
    by_kind = {
        PRESENT: Outcome.CONTRADICTED,
        Kind.SUGGESTED: Outcome.SUGGESTED,
        Kind.ABSENT_DECLARED: Outcome.CONFIRMED,
    }
    return by_kind.get(now.kind, Outcome.CHANGED) if now else Outcome.CHANGED


def _is_by_curator(known: Knowledge | None) -> bool:
    return known is not None and known.kind == PRESENT and known.source == Source.CURATOR


def _is_refused(known: Knowledge | None) -> bool:
    """Whether a person said no."""
    return known is not None and known.kind in {Kind.REJECTED, Kind.ABSENT_CHECKED}


def _find_implied(tag: Tag, ids: list[int]) -> set[int]:
    """The videos in which another tag makes `tag` present. Four queries, and one for each 10,000 videos."""
    graph = load_tag_graph()
    making = [graph.tags[slug].pk for slug in graph.making_present(tag.slug) - {tag.slug}]
    if not making:
        return set()
    found = set()
    for some in in_chunks(ids):
        rows = TaggedVideo.objects.filter(content_object__in=some, tag__in=making)
        found.update(rows.values_list("content_object_id", flat=True))
    return found


def _find_targets(plan: BulkPreview) -> dict[Pair, str]:
    """What becomes of each pair of a video that changes and a tag."""
    edit = plan.edit
    match edit.kind:
        case BulkKind.ADD_TAG:
            said = {edit.tag.pk: PRESENT}
        case BulkKind.REMOVE_TAG:
            said = {edit.tag.pk: Kind.REJECTED}
        case BulkKind.REPLACE_TAG:
            said = {edit.tag.pk: Kind.REJECTED, edit.new_tag.pk: PRESENT}
        case _:
            said = {edit.tag.pk: Kind.ABSENT_CHECKED}
    return {(pk, tag): kind for pk in plan.changing for tag, kind in said.items()}


def _find_refused(ids: Collection[int]) -> list[int]:
    """Those that nobody may list; what was taken down is left out for that alone."""
    refused = []
    for some in in_chunks(ids):
        videos = Video.objects.filter(pk__in=some).exclude(listing_state=ListingState.TAKEN_DOWN)
        refused += refuses_listing(videos).values_list("pk", flat=True)
    return refused


@dataclass(frozen=True)
class _Facts:
    """What a person may have decided of a video besides its tags; `creator` is a primary key."""

    listing_state: str
    held_reason: str
    is_listing_curated: bool
    creator: int | None
    is_creator_curated: bool


_FACT_FIELDS = tuple(_Facts.__dataclass_fields__)


def _read_facts(ids: list[int]) -> dict[int, _Facts]:
    found = {}
    for some in in_chunks(ids):
        rows = Video.objects.filter(pk__in=some).values_list("pk", *_FACT_FIELDS)
        found.update((pk, _Facts(*values)) for pk, *values in rows)
    return found


def _judge_facts(edit: BulkEdit, facts: _Facts) -> Outcome:
    if facts.listing_state == ListingState.TAKEN_DOWN:
        return Outcome.TAKEN_DOWN
    if edit.kind is BulkKind.SET_CREATOR:
        is_so, is_decided = facts.creator == edit.creator.pk, facts.is_creator_curated
    else:
        # Only a person hides.
        is_so = facts.listing_state == STATES[edit.kind]
        is_decided = facts.is_listing_curated or facts.listing_state == ListingState.HIDDEN
    if is_so:
        return Outcome.ALREADY if is_decided else Outcome.CONFIRMED
    if is_decided:
        return Outcome.OVERRULED if edit.overrules else Outcome.STANDING
    return Outcome.CHANGED


def _write_facts(plan: BulkPreview, recorder: Recorder) -> None:
    """Mark them as a person's, as an edit of one video is."""
    if plan.edit.kind is BulkKind.SET_CREATOR:
        said = {"creator": plan.edit.creator.pk, "is_creator_curated": True}
    else:
        state = STATES[plan.edit.kind]
        reason = HeldReason.CURATOR if state == ListingState.HELD else HeldReason.NONE
        said = {"listing_state": state.value, "held_reason": reason.value, "is_listing_curated": True}
    before = _read_facts(plan.changing)
    now = timezone.now()
    for some in in_chunks(plan.changing):
        Video.objects.filter(pk__in=some).update(**said, curated_at=now, updated_at=now)
    for pk, facts in before.items():
        recorder.note(video=pk, before={name: getattr(facts, name) for name in said}, after=said)
