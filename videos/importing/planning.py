"""The first items of a run: what it was asked for, step by step."""

from collections.abc import Iterator

from creators.models import Creator
from videos.importing.addresses import listing_addresses, parse_channel
from videos.importing.options import TABS, RunOptions
from videos.importing.sites import is_bare_channel, tab_address, youtube_id
from videos.models import ImportRun, ItemKind, RunItem, RunKind, Video

MAX_ADDRESS_LENGTH = 1000  # as items keep it


def lay_out(run: ImportRun) -> Iterator[RunItem]:
    """The items that a new run begins with, not saved. None for files: those are read from their beginning."""
    options = RunOptions.from_json(run.options)
    match run.kind:
        case RunKind.ADDRESSES:
            for url in options.urls:
                yield from _items_of_address(run, url, options.tabs)
        case RunKind.CREATORS:
            for creator in Creator.objects.in_bulk(options.creators).values():
                for address in addresses_of(creator, options.tabs):
                    yield RunItem(run=run, kind=ItemKind.LISTING, address=address, creator=creator)
        case RunKind.CHANNEL:
            # Not the creator's items: whether the channel is theirs is the question.
            for turn, address in enumerate(listing_addresses(parse_channel(options.urls[0]), TABS)):
                yield RunItem(run=run, kind=ItemKind.LISTING, address=_shorten(address), turn=turn)
        case RunKind.CHECK:
            videos = Video.objects.only("url", "source_title", "curator_title", "creator").in_bulk(options.videos)
            for video in videos.values():
                yield RunItem(
                    run=run,
                    kind=ItemKind.VIDEO,
                    address=video.url,
                    title=video.shown_title,
                    video=video,
                    creator_id=video.creator_id,
                )


def _items_of_address(run: ImportRun, url: str, tabs: tuple[str, ...]) -> Iterator[RunItem]:
    if youtube_id(url):
        yield RunItem(run=run, kind=ItemKind.VIDEO, address=_shorten(url))
        return
    creator = _find_owner(url)
    for address in addresses_of_url(url, tabs):
        yield RunItem(run=run, kind=ItemKind.LISTING, address=_shorten(address), creator=creator)


def _shorten(address: str) -> str:
    """The address as it can be kept. Cut, it would be another's: the space has it refused as no address."""
    return address if len(address) <= MAX_ADDRESS_LENGTH else f"{address[: MAX_ADDRESS_LENGTH - 2]} …"


def _find_owner(url: str) -> Creator | None:
    """The creator whose channel the address names by its permanent id; a handle may have passed to another."""
    channel = parse_channel(url)
    if channel is None or not channel.site_id:
        return None
    return Creator.objects.filter(site=channel.site, site_id=channel.site_id).exclude(site_id="").first()


def addresses_of_url(url: str, tabs: tuple[str, ...]) -> list[str]:
    """What is read for an address: of a YouTube channel the wanted tabs, else the address itself."""
    return [tab_address(url, tab) for tab in tabs] if is_bare_channel(url) else [url]


def addresses_of(creator: Creator, tabs: tuple[str, ...]) -> list[str]:
    """Where a creator's videos are listed, by the permanent id where it is known; none where no channel is."""
    known = [creator.handle and f"@{creator.handle.removeprefix('@')}", creator.source_url, creator.curator_url]
    known = [creator.site_id, *known] if creator.site == "youtube" else known[1:]
    channel = next(filter(None, map(parse_channel, filter(None, known))), None)
    return listing_addresses(channel, tabs) if channel else []
