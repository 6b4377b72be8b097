"""Channels that are to be followed: the creator is found or made, and read as soon as may be."""

import re
from dataclasses import dataclass
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus, CreatorTrace
from videos.importing.addresses import ChannelAddress


@dataclass(frozen=True)
class Following:
    """What became of one channel: `duplicate`, it was there (and followed, where that was asked for) before; `refused`,
    its creator was taken down."""

    state: Literal["added", "followed now", "duplicate", "refused"]
    creator: Creator


def follow(address: ChannelAddress, *, name: str = "", is_followed: bool = True) -> Following:
    """Find the creator of the channel at `address` or add one, called `name` until the site says better, and follow it.

    Found by the site's id, else by a handle or address that the creator has or once had; a mere name decides only where
    one entry of that name has no channel yet, which is then its channel.
    Of a known creator only the following changes; with `is_followed` false nothing does. Up to four queries.
    """
    try:
        with transaction.atomic():
            return _follow(address, name=name, is_followed=is_followed)
    except IntegrityError:
        # Another process may have added the channel a moment ago: now it is there to be found.
        with transaction.atomic():
            return _follow(address, name=name, is_followed=is_followed)


def _follow(address: ChannelAddress, *, name: str, is_followed: bool) -> Following:
    creator = find_channel(address) or _find_nameless(address, name)
    if creator is None:
        return Following("added", _add(address, name=name, is_followed=is_followed))
    if creator.status == CreatorStatus.REMOVED:
        return Following("refused", creator)
    if creator.is_followed or not is_followed:
        return Following("duplicate", creator)
    creator.is_followed, creator.sync_due_at = True, None
    creator.is_sample = False  # somebody wants it: it does not go with the sample
    columns = ["is_followed", "sync_due_at", "is_sample"]
    if not (creator.site_id or creator.handle or creator.url):
        creator.site_id, creator.handle, creator.source_url = address.site_id, address.handle, address.url
        columns += ["site_id", "handle", "source_url"]
    creator.save(update_fields=columns)
    return Following("followed now", creator)


def _add(address: ChannelAddress, *, name: str, is_followed: bool) -> Creator:
    creator = Creator.objects.create(
        site=address.site,
        site_id=address.site_id,
        handle=address.handle,
        source_url=address.url,
        source_name=name or address.name,
        is_followed=is_followed,
    )
    if not address.site_id:
        # The site's own handle and address will replace these; pasted again, they still lead here.
        kind, value = ("handle", address.handle) if address.handle else ("address", address.url)
        now = timezone.now()
        creator.traces.create(kind=kind, value=value, first_seen_at=now, last_seen_at=now)
    return creator


def find_channel(address: ChannelAddress) -> Creator | None:
    """The creator of the channel at `address`: by its id, else by a handle or address it has or had. Two queries."""
    here = Creator.objects.filter(site=address.site)
    if address.site_id:
        # SQLite uses the partial index only where the query repeats its condition.
        found = here.filter(site_id=address.site_id).exclude(site_id="").first()
        if found:
            return found
        here = here.filter(site_id="")  # of two different ids none is the other, whatever they were once called
    now = _has("source_url", address.url) | _has("curator_url", address.url)
    once = Q(kind=CreatorTrace.Kind.ADDRESS) & _has("value", address.url)
    if address.handle:
        now |= _has("handle", address.handle) | _has("handle", address.handle.removeprefix("@"))
        once |= Q(kind=CreatorTrace.Kind.HANDLE) & _has("value", address.handle)
    found = here.order_by("-is_followed", "pk").filter(now).first()
    if found:
        return found
    trace = CreatorTrace.objects.filter(once, creator__in=here).order_by("-last_seen_at", "-pk").first()
    return trace and trace.creator


def _find_nameless(address: ChannelAddress, name: str) -> Creator | None:
    """The one entry that is called `name`, or has it as an alias, and has no channel yet: it was waiting for one."""
    folded = fold_name(name)
    unknown = Creator.objects.filter(site=address.site, site_id="", handle="", source_url="", curator_url="")
    called = unknown.filter(Q(folded_name=folded) | Q(aliases__folded_name=folded)).distinct() if folded else ()
    found = list(called[:2])
    return found[0] if len(found) == 1 else None


def _has(column: str, text: str) -> Q:
    """The column holds `text`, whatever its case."""
    if text.isascii():
        return Q(**{f"{column}__iexact": text})
    # SQLite's own comparison knows the case of ASCII's letters only.
    return Q(**{f"{column}__iregex": f"^{re.escape(text)}$"})
