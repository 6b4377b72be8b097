"""What a site says of one channel: asked for once and kept as the answer to a question; nothing else is stored."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from videos.importing.desk import Desk
from videos.importing.fields import clean_line
from videos.importing.files import FoundInfo
from videos.importing.intake import Outcome
from videos.importing.records import CreatorRecord, read_listing_creator
from videos.importing.troubles import Trouble
from videos.importing.ytdlp import FetchError
from videos.models import ChannelCheck, ItemState, RunItem

LATEST = 5  # titles of videos: enough to recognise a channel by
_MAX_TITLE_LENGTH = 200


def read_channel(desk: Desk, item: RunItem) -> Iterator[Outcome]:
    """Ask for the item's page of the channel and keep what it tells of the channel; no video is stored.

    Once one page has told it, the others need not be asked for. Raises what `Desk.note_failure` does.
    """
    desk.begin(item)
    found = list(desk.fetch(item.address, limit=LATEST))
    entries = [entry for entry in found if isinstance(entry, FoundInfo)]
    failure = next((entry for entry in found if isinstance(entry, FetchError)), None)
    if entries:
        desk.note_success()
        yield _keep_answer(desk, item, entries)
    elif failure:
        item.trouble = failure.trouble
        state = ItemState.SKIPPED if failure.trouble == Trouble.NO_SUCH_TAB else ItemState.FAILED
        yield _settle(item, state, failure.reason)
        desk.note_failure(item, failure)
    else:
        desk.note_success()
        yield _settle(item, ItemState.SKIPPED, "; ".join(entry.reason for entry in found) or "nothing is listed there")


def _keep_answer(desk: Desk, item: RunItem, entries: list[FoundInfo]) -> Outcome:
    owner = read_listing_creator(entries[0].playlist) if entries[0].playlist else None
    if owner is None:
        item.trouble = Trouble.OTHER
        return _settle(item, ItemState.FAILED, "what stands at this address is no channel's own list of videos")
    if not owner.site_id:
        item.trouble = Trouble.OTHER
        reason = "the site tells no permanent id of this channel; write its address into the entry by hand"
        return _settle(item, ItemState.FAILED, reason)
    with transaction.atomic():
        ChannelCheck.objects.filter(run=desk.run).update(**_read_answer(owner, entries), answered_at=timezone.now())
        rest = desk.run.items.filter(state=ItemState.WAITING).exclude(pk=item.pk)
        rest.update(state=ItemState.SKIPPED, detail="another page has answered", done_at=timezone.now())
        return _settle(item, ItemState.LISTED, f"the channel of {owner.name or owner.site_id}")


def _read_answer(owner: CreatorRecord, entries: list[FoundInfo]) -> dict:
    titles = [entry.info.get("title") for entry in entries]
    return {
        "site": owner.site,
        "site_id": owner.site_id,
        "name": owner.name or "",
        "handle": owner.handle or "",
        "url": owner.url or "",
        "titles": [clean_line(title, max_length=_MAX_TITLE_LENGTH) for title in titles if isinstance(title, str)],
    }


def _settle(item: RunItem, state: ItemState, detail: str) -> Outcome:
    item.state, item.detail, item.done_at = state, detail, timezone.now()
    item.save(update_fields=["state", "trouble", "detail", "done_at"])
    return Outcome(str(state.value), item.address, detail=detail)
