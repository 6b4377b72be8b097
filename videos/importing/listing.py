"""The first, cheap phase: a channel's tab or a playlist is read, its videos are known by what the listing tells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone
from django.utils.encoding import iri_to_uri

from creators.models import Creator, CreatorStatus
from videos.curation.merging import merge_duplicates
from videos.importing import queue
from videos.importing.desk import Desk
from videos.importing.fields import clean_line
from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.freshness import wants_details
from videos.importing.intake import Outcome
from videos.importing.options import TABS
from videos.importing.records import MAX_TITLE_LENGTH, CreatorRecord, MetadataError, read_info, read_listing_creator
from videos.importing.sites import last_step
from videos.importing.store import writing
from videos.importing.troubles import Trouble
from videos.importing.ytdlp import FetchError
from videos.models import ItemKind, ItemState, ListedVideo, RunItem, RunKind, SourceListing, Video

PAGE = 30  # entries in one transaction: as many as YouTube lists on one page
# A followed channel is read until nothing is new: past the newest, among which one may be pinned, deleted or re-dated.
NEWEST_ALWAYS_READ = 20
KNOWN_IN_A_ROW = 30
WHOLE_AGAIN_AFTER = timedelta(days=30)  # then it is read to its end, for what was made public later


class _NotOursError(Exception):
    """The listing must not be read by this run; the text says why. `state` tells whether that is a failure."""

    def __init__(self, reason: str, state: ItemState = ItemState.FAILED):
        super().__init__(reason)
        self.state = state


@dataclass
class _Reading:
    """How far one listing is."""

    item: RunItem
    now: datetime
    source: SourceListing | None = None
    entry_count: int = 0
    known_in_a_row: int = 0
    is_whole: bool = True
    remarks: tuple[str, ...] = ()


def read_listing(desk: Desk, item: RunItem) -> Iterator[Outcome]:
    """Read what stands at the item's address and store it, a page in a transaction; one outcome for each entry.

    The videos whose own pages are wanted become items of the run; those outcomes say "found". An address that turns
    out to be a video's is stored as one. Raises what `Desk.note_failure` does.
    """
    reading = _Reading(item, timezone.now())
    desk.begin(item)
    try:
        _lock_known_creator(desk, item)
        found = desk.fetch(item.address, limit=_bound(desk, item))
        while batch := list(islice(found, PAGE)):
            desk.renew(item.address)
            yield from _store_page(desk, reading, batch)
            if item.state != ItemState.WAITING or _is_up_to_date(desk, reading):
                break
    except _NotOursError as refusal:
        item.trouble = Trouble.OTHER
        yield _settle(item, refusal.state, str(refusal))
        return
    if item.state == ItemState.WAITING:
        _finish(desk, reading)


def _bound(desk: Desk, item: RunItem) -> int | None:
    """How many entries to read at most; "newest" has a meaning only where the newest stand first."""
    bounds = [desk.options.limit, desk.options.newest if last_step(item.address) in TABS else None]
    return min(filter(None, bounds), default=None)


def _lock_known_creator(desk: Desk, item: RunItem) -> None:
    creator = item.creator
    if creator is None:
        return
    if creator.status == CreatorStatus.REMOVED:
        raise _NotOursError("its creator was taken down; it stays out of the catalog", ItemState.SKIPPED)
    if creator.site_id:
        _lock(desk, f"{creator.site}:{creator.site_id}")


def _lock(desk: Desk, key: str) -> None:
    if not queue.lock(desk.run, key[:1000]):
        raise _NotOursError("another import is at work on this creator; run this again when it is done")


def _store_page(desk: Desk, reading: _Reading, batch: Sequence) -> list[Outcome]:
    item = reading.item
    first = next((entry for entry in batch if isinstance(entry, FoundInfo)), None)
    if first is not None and first.playlist is None:
        return [_store_video(desk, reading, first)]
    owner = read_listing_creator(first.playlist) if first else None
    if owner and owner.site_id:
        _lock(desk, f"{owner.site}:{owner.site_id}")
    with writing():
        item.refresh_from_db(fields=["creator"])  # merged or deleted, it may be another or none by now
        _resolve(item, owner)
        kept = [entry for entry in batch if not _is_about_the_listing(entry)]
        outcomes = _store_entries(desk, kept)
        if first and reading.source is None:
            reading.source = _note_source(item, first, owner)
            item.creator_id = item.creator_id or (owner and reading.source.creator_id)
        outcomes = _note_entries(desk, reading, kept, outcomes)
    for remark in batch:
        if _is_about_the_listing(remark):
            outcomes.append(_note_remark(desk, reading, remark))
    return outcomes


def _is_about_the_listing(entry) -> bool:
    return isinstance(entry, FetchError) or (isinstance(entry, SkippedInfo) and entry.trouble is not None)


def _note_remark(desk: Desk, reading: _Reading, remark: SkippedInfo | FetchError) -> Outcome:
    """What was said of the listing itself: that it is empty or incomplete, or why it failed."""
    item = reading.item
    reading.is_whole = False
    reading.remarks += (remark.reason,)
    if isinstance(remark, SkippedInfo):
        return Outcome("skipped", item.address, detail=remark.reason)
    item.trouble = remark.trouble
    if remark.trouble == Trouble.NO_SUCH_TAB:
        return _settle(item, ItemState.SKIPPED, remark.reason)
    outcome = _settle(item, ItemState.FAILED, remark.reason)
    desk.note_failure(item, remark)
    return outcome


def _store_video(desk: Desk, reading: _Reading, found: FoundInfo) -> Outcome:
    """The address was a video's own."""
    item = reading.item
    with writing():
        [outcome] = desk.intake.store_batch([found])
        item.kind, item.video_id, item.creator_id = ItemKind.VIDEO, outcome.video_id, outcome.creator_id
        item.title = outcome.title[:500]
        _settle(item, ItemState(outcome.state), outcome.detail, also=["kind", "video", "creator", "title"])
    desk.note_success()
    return outcome


def _store_entries(desk: Desk, entries: Sequence) -> list[Outcome]:
    """Store the entries as far as they may be: with a date wanted, unknown videos wait until theirs is known."""
    if desk.options.since is None:
        return desk.intake.store_batch(entries)
    waiting = _find_unknown(entries)
    stored = iter(desk.intake.store_batch([entry for entry, waits in zip(entries, waiting, strict=True) if not waits]))
    return [
        Outcome("found", entry.address, title=_title_of(entry)) if waits else next(stored)
        for entry, waits in zip(entries, waiting, strict=True)
    ]


def _find_unknown(entries: Sequence) -> list[bool]:
    """Of each entry whether it is a video that the catalog does not know. One query."""
    keys = [_identify(entry) for entry in entries]
    named = [key for key in keys if key]
    known = Video.objects.filter(site__in={site for site, _ in named}, site_id__in={site_id for _, site_id in named})
    missing = {*named} - {*known.values_list("site", "site_id")}
    return [key in missing for key in keys]


def _identify(entry) -> tuple[str, str] | None:
    """Site and id of the video; None for what is none."""
    try:
        record = (
            read_info(entry.info, address=entry.address, playlist=entry.playlist)
            if isinstance(entry, FoundInfo)
            else None
        )
    except MetadataError:
        return None
    return record and (record.site, record.site_id)


def _note_entries(desk: Desk, reading: _Reading, entries: Sequence, outcomes: list[Outcome]) -> list[Outcome]:
    """Keep which videos stand in the listing and what is still to be done with each; returns the outcomes to show."""
    item, run = reading.item, desk.run
    videos = Video.objects.defer("description", "search_words").in_bulk([o.video_id for o in outcomes if o.video_id])
    news = _find_news(reading, videos)
    if reading.source:
        seen = {"first_seen_at": reading.now, "last_seen_at": reading.now}
        ListedVideo.objects.bulk_create(
            [ListedVideo(listing=reading.source, video_id=pk, **seen) for pk in videos],
            update_conflicts=True,
            unique_fields=["listing", "video"],
            update_fields=["last_seen_at"],
        )
    addresses = [outcome.address[:1000] for outcome in outcomes]
    known = run.items.filter(kind=ItemKind.VIDEO)
    met = set(known.filter(video__in=videos).values_list("video", flat=True))
    met_addresses = set(known.filter(address__in=addresses).values_list("address", flat=True))
    rows, shown = [], []
    for entry, outcome in zip(entries, outcomes, strict=True):
        is_new = outcome.state in ("created", "found") or outcome.video_id in news
        reading.known_in_a_row = 0 if is_new else reading.known_in_a_row + 1
        reading.entry_count += 1
        video = videos.get(outcome.video_id)
        is_wanted = outcome.state == "found" or (
            video is not None
            and wants_details(video, desk.options.details, listed_title=_title_of(entry), now=reading.now)
        )
        shown.append(replace(outcome, state="found") if is_wanted else outcome)
        address = (video.url if video else outcome.address)[:1000]
        if (video and video.pk in met) or (address in met_addresses):
            continue
        met.add(video and video.pk)
        met_addresses.add(address)
        rows.append(
            RunItem(
                run=run,
                kind=ItemKind.VIDEO,
                address=address,
                turn=reading.entry_count,
                state=ItemState.WAITING if is_wanted else ItemState(outcome.state),
                detail="" if is_wanted else outcome.detail,
                title=outcome.title[:500],
                is_new=outcome.state == "created",
                listing=reading.source,
                video=video,
                creator_id=outcome.creator_id or item.creator_id,
                done_at=None if is_wanted else reading.now,
            )
        )
    RunItem.objects.bulk_create(rows)
    return shown


def _find_news(reading: _Reading, videos: Iterable[int]) -> set[int]:
    """Those of the videos that stood in the listing at no earlier reading that came to its end.

    One that broke off among new videos left unread what is new below them.
    """
    if reading.source is None or reading.source.read_at is None:
        return set(videos)
    seen = reading.source.listed_videos.filter(video__in=videos, first_seen_at__lte=reading.source.read_at)
    return {*videos} - {*seen.values_list("video", flat=True)}


def _title_of(entry) -> str:
    title = entry.info.get("title") if isinstance(entry, FoundInfo) else None
    return clean_line(title, max_length=MAX_TITLE_LENGTH) if isinstance(title, str) else ""


def _resolve(item: RunItem, owner: CreatorRecord | None) -> None:
    """Give the creator whose channel is read the permanent id that the site tells; from now on that is what counts."""
    creator = item.creator
    if creator is None or owner is None or not owner.site_id:
        return
    if (creator.site, creator.site_id) == (owner.site, owner.site_id):
        return
    if creator.site != owner.site:
        raise _NotOursError(f"this channel is on {owner.site}, its creator is entered as one on {creator.site}")
    if creator.site_id:
        raise _NotOursError("this address leads to another channel now")
    other = Creator.objects.filter(site=owner.site, site_id=owner.site_id).exclude(pk=creator.pk).first()
    if other is None:
        creator.site_id = owner.site_id
        creator.save(update_fields={"site_id"})
        return
    item.creator = merge_duplicates(other, creator)


def _note_source(item: RunItem, first: FoundInfo, owner: CreatorRecord | None) -> SourceListing:
    """The listing's row, under an address that does not change with the channel's handle."""
    url = item.address
    tab = last_step(item.address)
    if owner and owner.site == "youtube" and owner.site_id and tab in TABS:
        url = f"https://www.youtube.com/channel/{owner.site_id}/{tab}"
    creator_id = item.creator_id
    if owner and owner.site_id:
        creator_id = Creator.objects.filter(site=owner.site, site_id=owner.site_id).values_list("pk", flat=True).first()
    title = clean_line(str(first.playlist.get("title") or ""), max_length=500)
    source, _ = SourceListing.objects.update_or_create(
        url=iri_to_uri(url)[:1000], defaults={"title": title, "creator_id": creator_id}
    )
    return source


def _is_up_to_date(desk: Desk, reading: _Reading) -> bool:
    """Whether a followed channel's listing has been read as far as anything can be new."""
    if desk.run.kind != RunKind.CREATORS or desk.options.is_whole or reading.source is None:
        return False
    whole_at = reading.source.read_whole_at
    is_due = whole_at is None or reading.now - whole_at >= WHOLE_AGAIN_AFTER
    is_reached = reading.entry_count >= NEWEST_ALWAYS_READ + KNOWN_IN_A_ROW and reading.known_in_a_row >= KNOWN_IN_A_ROW
    if is_due or not is_reached:
        return False
    reading.is_whole = False
    reading.remarks += ("the rest is known",)
    return True


def _finish(desk: Desk, reading: _Reading) -> None:
    if _bound(desk, reading.item) is not None:
        reading.is_whole = False
    if reading.source:
        reading.source.read_at = reading.now
        if reading.is_whole:
            reading.source.read_whole_at = reading.now
        reading.source.save(update_fields=["read_at", "read_whole_at"])
    desk.note_success()
    count = f"{reading.entry_count} {'entry' if reading.entry_count == 1 else 'entries'}"
    _settle(reading.item, ItemState.LISTED, "; ".join([count, *reading.remarks]))


def _settle(item: RunItem, state: ItemState, detail: str, *, also: Sequence[str] = ()) -> Outcome:
    """Write how the item ended. Only that: its creator may have been merged or deleted since it was read."""
    item.state, item.detail, item.done_at = state, detail, timezone.now()
    item.save(update_fields=["state", "trouble", "detail", "done_at", *also])
    return Outcome(str(state.value), item.address, title=item.title, detail=detail)
