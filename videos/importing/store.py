"""Records become rows. A value that a record does not have (None) never touches one that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from creators.models import Creator, CreatorStatus, CreatorTrace, fill_slugs
from videos.importing.dates import PRECISIONS
from videos.importing.facts import COUNTS, DATE, Said, read_creator_values, read_facts
from videos.importing.known import Known
from videos.importing.records import CreatorRecord, VideoRecord
from videos.models import Completeness, FormerTitle, ListingState, Video
from videos.writing import update_rows
from videos.writing import writing as writing  # whoever stores needs it

# Columns that tell when something was read or seen: no change of the video.
READINGS = ("counts_read_at", "read_at", "checked_at", "missing_since", "missing_reason")
# All that an import may change of a known video; the rest is a curator's, or made by the database.
_WRITTEN = (
    *("creator", "source_title", "source_language", "source_keywords", "url", "description", "chapters"),
    *("duration_seconds", *DATE, "release_at", *COUNTS, "availability", "live_status", "media_type"),
    *("is_embeddable", "age_limit", "completeness", "read_at", "checked_at"),
    *("missing_since", "missing_reason", "gone_at", "listing_state", "held_reason", "judged_fingerprint"),
    *("folded_title", "title_words", "search_words", "is_sample", "updated_at"),
)
_TRACED = {
    "source_name": CreatorTrace.Kind.NAME,
    "handle": CreatorTrace.Kind.HANDLE,
    "source_url": CreatorTrace.Kind.ADDRESS,
}


class RefusedError(Exception):
    """A record that must not be stored; the text says why."""


@dataclass(frozen=True)
class Draft:
    """A video as it would be stored: not saved yet, with the names of the columns that the record changed."""

    video: Video
    creator: Creator | None = None  # None where the record tells nothing of one
    changed: tuple[str, ...] = ()
    creator_changed: tuple[str, ...] = ()
    former_title: str = ""  # the source's title until now, where it has a new one
    traces: tuple[tuple[str, str, str], ...] = ()  # column of the creator, value until now, new value

    @property
    def is_new(self) -> bool:
        return self.video.pk is None


def draft_video(record: VideoRecord, *, said: Said, is_sample: bool = False, known: Known | None = None) -> Draft:
    """The video of `record`, found or new, with what the record knows. Nothing is written.

    What this import has `said` already stays, but for a more exact date and what the video's own page says. A sample
    tells nothing of a video or creator that was imported for real. Raises `RefusedError` for what was taken down: the
    video itself, or its creator. No query where `known` is given, which learns of a new creator; a
    video may occur once in it.
    """
    known = known or Known([record])
    video = known.find_video(record) or Video(site=record.site, site_id=record.site_id, is_sample=is_sample)
    creator = _find_creator_of(video, record, said=said, known=known)
    if video.listing_state == ListingState.TAKEN_DOWN:
        raise RefusedError("taken down; it stays out of the catalog")
    if CreatorStatus.REMOVED in {who.status for who in (creator, video.creator) if who}:
        raise RefusedError("its creator was taken down; it stays out of the catalog")
    if is_sample and not video.is_sample:
        return Draft(video)
    was_sample, title = video.is_sample, video.source_title
    changed = _describe_video(video, record, said=said, is_sample=is_sample)
    # A sample's title was read from our own file, not at the source.
    is_renamed = video.pk and not was_sample and title.split() != video.source_title.split()
    former_title = title if is_renamed else ""
    if creator is None:
        return Draft(video, changed=changed, former_title=former_title)
    if video.creator != creator:
        changed = (*changed, "creator")
    video.creator = creator
    before = {column: getattr(creator, column) for column in _TRACED}
    creator_changed = _describe_creator(creator, record.creator, said=said, is_sample=is_sample)
    if creator_changed:
        creator.fold_names()
        known.add(creator)
    told = read_creator_values(record.creator)
    return Draft(
        video,
        creator,
        changed=changed,
        creator_changed=creator_changed,
        former_title=former_title,
        traces=tuple((column, before[column], told[column]) for column in told if column in creator_changed),
    )


def save_drafts(drafts: Sequence[Draft]) -> None:
    """Write what is new or changed: creators, videos, and what either was called before. No video may occur twice.

    A handful of queries for all, and one for each known creator that changed.
    """
    _save_creators(drafts)
    new, known = [], []
    for draft in drafts:
        draft.video.creator = draft.video.creator  # takes over the primary key of one just made
        draft.video.fold_texts()
        (new if draft.is_new else known).append(draft.video)
    Video.objects.bulk_create(new)
    update_rows(known, _WRITTEN)
    now = timezone.now()
    FormerTitle.objects.bulk_create(
        [
            FormerTitle(video=draft.video, title=draft.former_title, replaced_at=now)
            for draft in drafts
            if draft.former_title
        ]
    )
    _save_traces(drafts, now=now)


def save_readings(videos: Sequence[Video]) -> None:
    """Write when known videos were read, and nothing else: nothing about them changed."""
    update_rows(videos, READINGS)


def find_creator(record: CreatorRecord, known: Known) -> Creator | None:
    """The creator of `record`, found or new and unsaved; None where it names nobody.

    Found by the site's id, else by exact folded name among that site's creators without an id, who then take it over,
    unless their handle is another one. One who was taken down before the site's id was known is found by the handle,
    also where somebody entered the channel by its id meanwhile.
    A record without an id has only its name: it goes to the one creator of that name.
    """
    if not (record.site_id or record.name):
        return None
    found = known.find_taken_down(record) or known.find_creator_by_id(record) or _find_by_name(record, known)
    return found or Creator(site=record.site)


def _find_by_name(record: CreatorRecord, known: Known) -> Creator | None:
    """By the shown name, else by the source's, which a curator may have replaced."""
    shown, source = known.find_namesakes(record)
    return _pick(shown, record) or _pick(source, record)


def _pick(namesakes: list[Creator], record: CreatorRecord) -> Creator | None:
    """The one without an id; for a record without an id also the only one there is."""
    nameless = next((who for who in namesakes if not who.site_id and not _has_other_handle(who, record)), None)
    if nameless or record.site_id:
        return nameless
    return namesakes[0] if len(namesakes) == 1 else None  # of several with ids none is more likely than another


def _has_other_handle(creator: Creator, record: CreatorRecord) -> bool:
    """Most likely another channel of that name; should it be the same under a new handle, reading it merges the two."""
    known, told = (handle.removeprefix("@").casefold() for handle in (creator.handle, record.handle or ""))
    return bool(known and told and known != told)


def _find_creator_of(video: Video, record: VideoRecord, *, said: Said, known: Known) -> Creator | None:
    """Who made `video` according to `record`; None where it names nobody, or not surely enough to take it from another.

    Only an id is, and of two ids in one import the first; a listing's never where the video's own page was read. Nobody
    takes it from a creator whom a curator chose.
    """
    creator = find_creator(record.creator, known) if record.creator else None
    if creator is None or (creator.pk and creator.pk == video.creator_id):
        return creator
    if video.is_creator_curated:
        return None
    is_page_read = video.completeness == Completeness.FULL and not record.is_full
    is_sure = record.creator.site_id and not is_page_read and not (video.pk and said.is_creator_settled(record))
    return creator if is_sure or video.creator_id is None else None


def _describe_creator(creator: Creator, record: CreatorRecord, *, said: Said, is_sample: bool) -> tuple[str, ...]:
    """Set what the source says of a creator; returns the names of the columns that were different."""
    if is_sample and creator.pk and not creator.is_sample:
        return ()
    wanted = read_creator_values(record)
    if creator.pk or creator.source_name:  # else new, though an earlier record of that creator may have failed
        wanted = said.leave_creator_unsettled(record, wanted)
    if not (record.name or creator.source_name):
        wanted["source_name"] = record.handle or record.site_id
    wanted["site_id"] = creator.site_id or record.site_id or ""
    return _set_all(creator, {**wanted, "is_sample": is_sample})


def _describe_video(video: Video, record: VideoRecord, *, said: Said, is_sample: bool) -> tuple[str, ...]:
    """Set what `record` knows better than what is stored; returns the names of the columns that were different."""
    facts = read_facts(record)
    if video.pk:
        worse = _find_worse(video, record)
        facts = {name: fact for name, fact in said.leave_unsettled(record, facts).items() if name not in worse}
    wanted = {name: fact.value for name, fact in facts.items()}
    return _set_all(video, {**wanted, **_read_presence(video, record), "is_sample": is_sample})


def _find_worse(video: Video, record: VideoRecord) -> set[str]:
    """Columns that the record knows less exactly, or of an earlier time, than they are stored."""
    worse = set()
    told, stored = (PRECISIONS.index(row.published_precision) for row in (record, video))
    if told > stored:
        worse.update(DATE)
    if video.counts_read_at:
        if record.counts_read_at is None or record.counts_read_at < video.counts_read_at:
            worse.update(COUNTS)
        elif record.counts_read_at == video.counts_read_at:
            worse.update(name for name in COUNTS if getattr(video, name) is not None)
    if video.completeness == Completeness.FULL and not record.is_full:
        worse.update(["source_title", "description"])
        if video.availability and not _is_later(record.read_at, video.read_at):
            worse.add("availability")
    return worse


def _read_presence(video: Video, record: VideoRecord) -> dict[str, object]:
    """What it tells that the video's own page was read: it is there, unless a later check found otherwise."""
    if not record.is_full or record.read_at is None or record.read_at > timezone.now():
        return {}
    if video.checked_at and record.read_at < video.checked_at:
        return {}
    there = {"missing_since": None, "missing_reason": "", "gone_at": None}
    return {"read_at": record.read_at, "checked_at": record.read_at, **there}


def _is_later(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and (other is None or moment > other)


def _save_creators(drafts: Sequence[Draft]) -> None:
    new = {id(draft.creator): draft.creator for draft in drafts if draft.creator and draft.creator.pk is None}
    fill_slugs(new.values())
    Creator.objects.bulk_create([*new.values()])
    changed: dict[int, tuple[Creator, set[str]]] = {}
    for draft in drafts:
        if draft.creator_changed and id(draft.creator) not in new:
            changed.setdefault(draft.creator.pk, (draft.creator, set()))[1].update(draft.creator_changed)
    for creator, columns in changed.values():
        # Of a known creator only what the record changed: a curator may have written the rest meanwhile.
        creator.save(update_fields=columns)


def _save_traces(drafts: Sequence[Draft], *, now: datetime) -> None:
    """Keep what creators were called until now, which may be older than these traces, and what they are called now."""
    former, current = {}, {}
    for draft in drafts:
        for column, before, value in draft.traces:
            kind = _TRACED[column]
            if before:
                key = draft.creator.pk, kind, before
                former[key] = CreatorTrace(
                    creator=draft.creator,
                    kind=kind,
                    value=before,
                    first_seen_at=draft.creator.created_at,
                    last_seen_at=now,
                )
            key = draft.creator.pk, kind, value
            current[key] = CreatorTrace(
                creator=draft.creator, kind=kind, value=value, first_seen_at=now, last_seen_at=now
            )
    CreatorTrace.objects.bulk_create([*former.values()], ignore_conflicts=True)
    CreatorTrace.objects.bulk_create(
        [*current.values()],
        update_conflicts=True,
        unique_fields=["creator", "kind", "value"],
        update_fields=["last_seen_at"],
    )


def _set_all(row: Video | Creator, values: dict) -> tuple[str, ...]:
    """Set columns; returns the names of those that were different."""
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed
