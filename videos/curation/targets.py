"""Which video or creator a person means by an id, a slug, a handle or an address, known to the catalog or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import fullmatch
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.http.request import validate_host

from creators.models import Creator
from videos.importing.addresses import ChannelAddress, parse_channel
from videos.importing.following import find_channel, follow
from videos.importing.sites import video_address, youtube_id
from videos.importing.syncing import find_creators
from videos.models import HeldReason, ListingState, Video

_ID = r"[0-9]{1,18}"  # no database has a larger one than nineteen digits can say


@dataclass(frozen=True)
class Stranger:
    """A video or channel that the catalog does not have: its address names it exactly."""

    address: str
    channel: ChannelAddress | None = None
    youtube_id: str = ""

    def __str__(self):
        return self.address

    @property
    def is_by_handle(self) -> bool:
        """Whether only a handle or an address tells which channel it is; both can change."""
        return self.channel is not None and not self.channel.site_id

    def enter(self) -> Video | Creator:
        """Give it a row that nobody sees: a held video, or a creator without one, named by its address."""
        if self.channel:
            return follow(self.channel, is_followed=False).creator
        seen = {"url": self.address, "source_title": self.address}
        held = {"listing_state": ListingState.HELD, "held_reason": HeldReason.NOT_RECOGNISED}
        video, _ = Video.objects.get_or_create(
            site="youtube", site_id=self.youtube_id, defaults={**seen, **held, "is_listing_curated": False}
        )
        return video


Target = Video | Creator | Stranger


def find_targets(words: str) -> list[Target]:
    """Everything that `words` may mean: several where they name several, none where they name nothing.

    A video by its id, its page here or its address at the source; a creator by slug, page here, handle, name, channel
    id or the channel's address. An address of YouTube's videos or of any channel that the catalog does not have gives
    a stranger. A handful of queries.
    """
    words = words.replace("\x00", "").strip()
    if not words:
        return []
    if page := _read_page(words):
        return list(page)
    found: dict[tuple, Target] = {}
    for target in (*_find_videos(words), *_find_creators(words)):
        found[type(target), target.pk] = target
    return [*found.values()] or list(_find_strangers(words))


def _read_page(words: str) -> list[Target] | None:
    """What a page of this catalog shows; None where `words` are no such page."""
    try:
        parts = urlsplit(words)
        host = parts.hostname
    except ValueError:
        return None
    if host and not validate_host(host, [*settings.ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]):
        return None
    if match := fullmatch(rf"/videos/({_ID})/?", parts.path):
        return list(Video.objects.filter(pk=match[1]))
    if match := fullmatch(r"/creators/([^/]+)/?", unquote(parts.path)):
        return list(Creator.objects.filter(Q(slug=match[1]) | Q(former_slugs__slug=match[1])).distinct())
    return None


def _find_videos(words: str) -> Iterator[Video]:
    wanted = Q(url=words)
    if fullmatch(_ID, words):
        wanted |= Q(pk=words)
    if known := youtube_id(words):
        wanted |= Q(site="youtube", site_id=known)
    yield from Video.objects.filter(wanted)


def _find_creators(words: str) -> Iterator[Creator]:
    yield from find_creators(words)
    yield from Creator.objects.filter(Q(former_slugs__slug=words) | Q(handle__iexact=f"@{words.removeprefix('@')}"))
    if (channel := parse_channel(words)) and (creator := find_channel(channel)):
        yield creator


def _find_strangers(words: str) -> Iterator[Stranger]:
    if known := youtube_id(words):
        yield Stranger(video_address("youtube", known, {}), youtube_id=known)
    elif channel := parse_channel(words):
        yield Stranger(channel.url, channel=channel)
