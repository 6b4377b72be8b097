"""Addresses of channels as people paste them, and what is to be read of each."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from videos.importing.channel_pages import find_page, site_of_host
from videos.importing.creators import YOUTUBE_CHANNEL_ID, youtube_channel_url
from videos.importing.fields import web_address
from videos.importing.sites import youtube_id

_YOUTUBE_HOST = re.compile(r"(\w+\.)?youtube\.com|youtu\.be", re.ASCII)
# Letters of any script, with the marks that some are written with.
_HANDLE = re.compile(r"@[^\s/?#@&,;:\"'<>%\\]+")
_CUSTOM_NAME = re.compile(r"[^\s/?#@&,;:\"'<>%\\]+")
# First steps of YouTube's own pages, which stand where the oldest channels have their name.
_YOUTUBE_PAGES = {
    "about", "account", "ads", "attribution_link", "browse", "clip", "creators", "embed", "explore", "feed",
    "feeds", "gaming", "hashtag", "kids", "learning", "live", "movies", "music", "new", "news", "oembed",
    "playlist", "podcasts", "post", "premium", "profile", "redirect", "results", "search", "shorts", "source",
    "sports", "t", "trending", "tv", "upload", "v", "watch",
}  # fmt: skip
_HOST = re.compile(r"([\w-]+\.)+[^\W\d][\w-]+")
_NAME_AT_HOST = re.compile(r"@?([\w.-]+)@(([\w-]+\.)+[^\W\d][\w-]+(:\d+)?)")
# name@host is a PeerTube channel; the same with these hosts is a person's address, which no page may show.
_MAIL_HOST = re.compile(
    r"(mail\.\w+|gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|aol|gmx|web|proton|protonmail|mail|qq|163"
    r"|naver|yandex)\.[\w.]+"
)
_MAX_LENGTHS = {"url": 500, "handle": 200, "site_id": 300}  # as creators are stored


@dataclass(frozen=True, kw_only=True)
class ChannelAddress:
    """A channel of `site`, as far as its address tells: the site's permanent id, else a handle, else the address alone.

    `url` is in one form however it was pasted: by the id where that is known. Ids compare exactly, handles and
    addresses without regard to case.
    """

    site: str
    url: str
    site_id: str = ""
    handle: str = ""

    @property
    def name(self) -> str:
        """What to call the channel until its site says its name."""
        return self.handle or self.site_id or unquote(self.url.rpartition("/")[2])


class _NotAChannelError(Exception):
    """The text says in plain words what stands there instead."""


def parse_channel(text: str) -> ChannelAddress | None:
    """Read one channel as it was pasted: an address with or without scheme, an @handle, an id; None if it is none."""
    try:
        return _read(text)
    except _NotAChannelError:
        return None


def why_no_channel(text: str) -> str:
    """Say in plain words why `parse_channel` reads no channel; "" if it does."""
    try:
        _read(text)
    except _NotAChannelError as error:
        return str(error)
    return ""


def listing_addresses(address: ChannelAddress, tabs: Sequence[str]) -> list[str]:
    """Give the pages that list the channel's videos: on YouTube one for each tab, elsewhere the channel's only one."""
    if address.site != "youtube":
        return [address.url]
    return [f"{address.url}/{tab}" for tab in tabs]


def _read(text: str) -> ChannelAddress:
    word = unicodedata.normalize("NFC", text.strip().removeprefix("\ufeff"))
    if not word:
        raise _NotAChannelError("nothing stands there")
    if YOUTUBE_CHANNEL_ID.fullmatch(word) or _HANDLE.fullmatch(word):
        channel = _read_youtube_steps([word] if word.startswith("@") else ["channel", word])
    elif match := _NAME_AT_HOST.fullmatch(word):
        if _MAIL_HOST.fullmatch(match[2].lower()):
            raise _NotAChannelError("a mail address, not a channel")
        channel = _peertube(match[1], match[2])
    else:
        channel = _read_address(word)
    if any(len(getattr(channel, name)) > length for name, length in _MAX_LENGTHS.items()):
        raise _NotAChannelError("too long for a channel's address")
    return channel


def _read_address(word: str) -> ChannelAddress:
    address = web_address(word if "://" in word else f"https://{word.lstrip('/')}")
    parts = urlsplit(address) if address else None
    if parts is None or not _HOST.fullmatch(parts.hostname):
        raise _NotAChannelError("neither a web address nor a handle, which begins with @")
    path = unicodedata.normalize("NFC", unquote(parts.path))
    if "\ufffd" in path:
        raise _NotAChannelError("an address whose letters are broken (no UTF-8)")
    if _YOUTUBE_HOST.fullmatch(parts.hostname):
        return _read_youtube(parts, path)
    if fields := find_page(parts.hostname, path):
        return ChannelAddress(**fields)
    if site := site_of_host(parts.hostname):
        raise _NotAChannelError(f"a page of {site}, but not a channel's")
    return _read_peertube(parts, path)


def _read_youtube(parts: SplitResult, path: str) -> ChannelAddress:
    steps = [step for step in path.split("/") if step]
    query = parse_qs(parts.query)
    if youtube_id(parts.geturl()):
        raise _NotAChannelError("a video, not a channel: import_videos takes it")
    if steps[:1] == ["playlist"] or (steps[:1] == ["watch"] and "list" in query):
        raise _NotAChannelError("a playlist, not a channel: import_videos takes it")
    if steps == ["feeds", "videos.xml"] and "channel_id" in query:  # as feed readers keep it
        steps = ["channel", query["channel_id"][0]]
    if parts.hostname == "youtu.be":
        raise _NotAChannelError("a short address of something else than a channel")
    return _read_youtube_steps(steps)


def _read_youtube_steps(steps: Sequence[str]) -> ChannelAddress:
    """Whatever follows the channel's name is one of its tabs."""
    match steps:
        case ["channel", site_id, *_]:
            if not YOUTUBE_CHANNEL_ID.fullmatch(site_id):
                raise _NotAChannelError("not a channel's id, which is UC and 22 more letters, digits, - or _")
            return ChannelAddress(site="youtube", site_id=site_id, url=youtube_channel_url(site_id, ""))
        case [handle, *_] if _HANDLE.fullmatch(handle):
            return ChannelAddress(site="youtube", handle=handle, url=youtube_channel_url("", handle))
        case ["c" | "user" as kind, name, *_] if _CUSTOM_NAME.fullmatch(name):
            return ChannelAddress(site="youtube", url=f"https://www.youtube.com/{kind}/{quote(name)}")
        case [name, *_] if name not in ("c", "user", "channel") and name.lower() not in _YOUTUBE_PAGES:
            if _CUSTOM_NAME.fullmatch(name):
                return ChannelAddress(site="youtube", url=f"https://www.youtube.com/{quote(name)}")
    raise _NotAChannelError("a page of YouTube, but not a channel's")


def _read_peertube(parts: SplitResult, path: str) -> ChannelAddress:
    match [step for step in path.split("/") if step]:
        case ["c" | "video-channels", name, *_] if re.fullmatch(r"[\w.-]+(@[\w.:-]+)?", name):
            name, _, home = name.partition("@")
            return _peertube(name, home or parts.netloc)
        case ["a" | "accounts", _, *_]:
            raise _NotAChannelError("a PeerTube account, which may have several channels: name those")
        case ["w", "p", _, *_]:
            raise _NotAChannelError("a playlist, not a channel: import_videos takes it")
        case ["w", _, *_] | ["videos", "watch", _, *_]:
            raise _NotAChannelError("a video, not a channel: import_videos takes it")
    raise _NotAChannelError(f"not a channel's page: {parts.hostname} is no site whose channels are known here")


def _peertube(name: str, host: str) -> ChannelAddress:
    host = host.lower()
    return ChannelAddress(site="peertube", site_id=f"{name}@{host}", url=f"https://{host}/c/{quote(name)}")
