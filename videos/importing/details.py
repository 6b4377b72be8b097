"""The second phase: one polite request for the page of each video that is new or was read long ago."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils import timezone

from creators.models import CreatorStatus
from videos.importing import missing
from videos.importing.desk import Desk
from videos.importing.files import FoundInfo
from videos.importing.intake import Outcome
from videos.importing.options import TABS
from videos.importing.records import MetadataError, read_info
from videos.importing.sites import last_step
from videos.importing.store import writing
from videos.importing.troubles import OF_THE_WAY, STOPS_THE_RUN, Trouble
from videos.importing.ytdlp import FetchError
from videos.models import ItemState, RunItem, RunKind

OLD_IN_A_ROW = 3  # videos from before the wanted date; what a listing has after so many is older still
_IN_WORDS = {
    Trouble.GEO_BLOCKED: "does not play in every country",
    Trouble.AGE_RESTRICTED: "age-restricted",
    Trouble.MEMBERS_ONLY: "for members only",
    Trouble.PREMIUM_ONLY: "for paying viewers only",
    Trouble.UPCOMING: "not over yet",
}


def fetch_video(desk: Desk, item: RunItem) -> Iterator[Outcome]:
    """Read the page of the item's video and store it with the item's outcome in one transaction.

    Raises what `Desk.note_failure` does.
    """
    desk.begin(item)
    if item.creator and item.creator.status == CreatorStatus.REMOVED:
        _settle(item, ItemState.SKIPPED, "its creator was taken down; it stays out of the catalog")
        yield Outcome("skipped", item.address, title=item.title, detail=item.detail)
        return
    found = next(desk.fetch(item.address, limit=1), None)
    if isinstance(found, FoundInfo) and found.playlist is None:
        desk.note_success()
        if _is_too_old(desk, item, found):
            yield from _leave_out(desk, item)
        else:
            yield _store(desk, item, found)
        return
    if not isinstance(found, FetchError):
        found = FetchError(item.address, "a listing, where a video was expected")
    yield _note_refusal(desk, item, found)
    desk.note_failure(item, found)


def _store(desk: Desk, item: RunItem, found: FoundInfo) -> Outcome:
    with writing():
        [outcome] = desk.intake.store_batch([found])
        if item.is_new and outcome.state in ("updated", "unchanged"):
            outcome = replace(outcome, state="created", detail="")
        said = _IN_WORDS.get(found.trouble, "")
        outcome = replace(outcome, detail="; ".join(filter(None, [outcome.detail, said])))
        item.trouble = found.trouble or ""
        item.video_id = outcome.video_id or item.video_id
        item.creator_id = outcome.creator_id or item.creator_id
        item.title = outcome.title[:500] or item.title
        told = ["creator", "video", "title"] if outcome.video_id else []
        _settle(item, ItemState(outcome.state), outcome.detail, also=told)
    return outcome


def _note_refusal(desk: Desk, item: RunItem, error: FetchError) -> Outcome:
    """Keep why there was no video. What a listing named and the site refuses is no failure of the import."""
    is_of_the_way = error.trouble in OF_THE_WAY
    is_asked_for = item.listing_id is None and desk.run.kind == RunKind.ADDRESSES
    is_failure = is_of_the_way or is_asked_for or error.trouble == Trouble.OTHER
    with writing():
        if item.video_id and error.trouble not in STOPS_THE_RUN:
            missing.note_answer(item.video_id, error.trouble, desk.intake.judge, now=timezone.now())
        item.trouble = error.trouble
        _settle(item, ItemState.FAILED if is_failure else ItemState.SKIPPED, error.reason)
    return Outcome(str(item.state.value), item.address, title=item.title, detail=error.reason)


def _is_too_old(desk: Desk, item: RunItem, found: FoundInfo) -> bool:
    if desk.options.since is None:
        return False
    try:
        record = read_info(found.info, address=found.address, read_at=timezone.now())
    except MetadataError:
        return False
    is_old = record.published_at is not None and record.published_at.date() < desk.options.since
    desk.too_old[item.listing_id] = desk.too_old.get(item.listing_id, 0) + 1 if is_old else 0
    return is_old


def _leave_out(desk: Desk, item: RunItem) -> Iterator[Outcome]:
    """Leave out a video from before the wanted date and, after a few, all that its listing has below it.

    That is older only in a channel's tab; a playlist may have any order.
    """
    reason = f"published before {desk.options.since:%Y-%m-%d}"
    _settle(item, ItemState.SKIPPED, reason)
    yield Outcome("skipped", item.address, title=item.title, detail=reason)
    is_enough = item.listing_id and desk.too_old[item.listing_id] >= OLD_IN_A_ROW
    if is_enough and last_step(item.listing.url) in TABS:
        rest = desk.run.items.filter(listing=item.listing_id, state=ItemState.WAITING)
        rest.update(state=ItemState.SKIPPED, detail=f"{reason}, as its listing says", done_at=timezone.now())


def _settle(item: RunItem, state: ItemState, detail: str, *, also: Sequence[str] = ()) -> None:
    """Write how the item ended. Only that: its video or creator may have been merged or deleted since it was read."""
    item.state, item.detail, item.done_at = state, detail, timezone.now()
    item.save(update_fields=["state", "trouble", "detail", "done_at", *also])
