"""Which site a video is on, and what identifies it there."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit
from uuid import UUID

from videos.importing.fields import web_address

GENERIC = "generic"  # pages read without an extractor of their own: their ids collide
# Where ASMR is known to live. Longer extractor keys begin with these ("TwitchVod", "SoundcloudSet").
KNOWN_SITES = frozenset(
    {
        "acast",
        "afreecatv",
        "applepodcasts",
        "archiveorg",
        "audiomack",
        "bandcamp",
        "bilibili",
        "bitchute",
        "dailymotion",
        "facebook",
        "floatplane",
        "generic",
        "instagram",
        "iwara",
        "kick",
        "lbry",
        "mixcloud",
        "naver",
        "nebula",
        "niconico",
        "patreon",
        "peertube",
        "podchaser",
        "reddit",
        "rumble",
        "rutube",
        "sooplive",
        "soundcloud",
        "spreaker",
        "streamable",
        "tiktok",
        "twitcasting",
        "twitch",
        "twitter",
        "vimeo",
        "vk",
        "wistia",
        "xiaohongshu",
        "youku",
        "youtube",
    }
)
_GENERIC_EXTRACTORS = ("generic", "html5", "html5mediaembed")
_PLAYLIST_KEY = re.compile(
    r"^(Youtube|Vimeo|Soundcloud|PeerTube|Bandcamp|Dailymotion|Bili[Bb]ili|Niconico)"
    r"(Tab|Playlist|Set|User|Channel|Album|Search|Group|Weekly)",
    re.ASCII,
)
_YOUTUBE_HOST = re.compile(r"(\w+\.)?(youtube\.com|youtube-nocookie\.com|youtu\.be)", re.ASCII)
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_YOUTUBE_VIDEO_PATH = re.compile(r"/(?:shorts|embed|live|v)/([\w-]{11})(?:/|$)", re.ASCII)
_YOUTUBE_PLAYLIST_PATH = re.compile(r"/(?:playlist$|@|channel/|c/|user/)")
_BARE_CHANNEL_PATH = re.compile(r"/(channel/[^/]+|@[^/]+|c/[^/]+|user/[^/]+)/?")
_SHORT_UUID_DIGITS = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SMUGGLED = re.compile(r"#__youtubedl_smuggle=(.*)$", re.DOTALL)
_SMUGGLED_GUID = re.compile(r'"force_videoid": "([^"]{1,200})"')


def site_name(info: Mapping[str, Any], playlist: Mapping[str, Any]) -> str | None:
    """Give the site's name ("youtube", "peertube" …), "generic" for any other page, None if nothing tells."""
    address = page_address(info)
    if address and _is_youtube(address) and (youtube_id(address) or not _extractor_site(info)):
        return "youtube"
    return _extractor_site(info) or (GENERIC if _extractor_site(playlist) == GENERIC else None)


def is_flat(info: Mapping[str, Any]) -> bool:
    """Tell whether the dict is a listing's pointer to a video rather than the video."""
    return info.get("_type") in ("url", "url_transparent")


def is_listing(info: Mapping[str, Any]) -> bool:
    """Tell whether the dict stands for a playlist, channel or search rather than for one video."""
    if info.get("_type") in ("playlist", "multi_video") or "entries" in info:
        return True
    keys = [info[name] for name in ("extractor_key", "ie_key") if isinstance(info.get(name), str)]
    if any(_PLAYLIST_KEY.match(key) for key in keys):
        return True
    address = page_address(info)
    return bool(
        address
        and not any(key.startswith("Youtube") for key in keys)
        and _is_youtube(address)
        and _YOUTUBE_PLAYLIST_PATH.match(urlsplit(address).path)
    )


def page_address(info: Mapping[str, Any]) -> str | None:
    """Give the address of the video's page, None if it has none. A full dict's "url" is a media file, no page."""
    names = ("webpage_url", "original_url", "url") if is_flat(info) else ("webpage_url", "original_url")
    for name in names:
        value = info.get(name)
        address = web_address(_SMUGGLED.sub("", value)) if isinstance(value, str) else None
        if address:
            return address
    return None


def video_id(site: str, info: Mapping[str, Any], playlist: Mapping[str, Any]) -> str | None:
    """Give what identifies the video on its site, None if nothing does."""
    address = page_address(info)
    if site == GENERIC:
        return address and _page_identity(address, info, playlist)
    value = info.get("id")
    own_id = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if site == "youtube":
        return own_id or (address and youtube_id(address))
    if site == "peertube" and own_id:
        return _long_uuid(own_id) or own_id
    return own_id or None


def video_address(site: str, site_id: str, info: Mapping[str, Any]) -> str | None:
    """Give the address people open; on YouTube always the same form, wherever the video was met."""
    if site == "youtube":
        return f"https://www.youtube.com/watch?v={quote(site_id)}"
    return page_address(info)


def is_plausible_id(site: str, site_id: str) -> bool:
    """Tell whether the id has the form the site gives its ids."""
    return site != "youtube" or bool(_YOUTUBE_ID.fullmatch(site_id))


def is_short(info: Mapping[str, Any]) -> bool:
    """Tell whether an address of the dict is one of YouTube's shorts."""
    values = (info.get(name) for name in ("url", "webpage_url", "original_url"))
    return any("/shorts/" in value for value in values if isinstance(value, str) and _is_youtube(value))


def is_bare_channel(address: str) -> bool:
    """Tell whether the address is a YouTube channel without one of its tabs, which would mix them all."""
    return _is_youtube(address) and bool(_BARE_CHANNEL_PATH.fullmatch(urlsplit(address).path))


def tab_address(channel: str, tab: str) -> str:
    """Give the address of one tab of a bare channel."""
    parts = urlsplit(channel)
    return parts._replace(path=f"{parts.path.rstrip('/')}/{tab}", query="", fragment="").geturl()


def last_step(address: str) -> str:
    """Give the last step of the address's path: of a channel's page its tab."""
    return re.split("[?#]", address, maxsplit=1)[0].rstrip("/").rpartition("/")[2]


def site_of_address(address: str) -> str:
    """Give whom a request for the address burdens: "youtube", else the host; "" for what is no address."""
    try:
        return "youtube" if _is_youtube(address) else urlsplit(address).hostname or ""
    except ValueError:
        return ""


def youtube_id(address: str) -> str | None:
    """Give the video id in a YouTube address, None if it names none."""
    if not _is_youtube(address):
        return None
    parts = urlsplit(address)
    if parts.hostname == "youtu.be":
        candidate = parts.path.strip("/")
    elif parts.path.rstrip("/") == "/watch":
        candidate = parse_qs(parts.query).get("v", [""])[0]
    else:
        match = _YOUTUBE_VIDEO_PATH.match(parts.path)
        candidate = match[1] if match else ""
    return candidate if _YOUTUBE_ID.fullmatch(candidate) else None


def _extractor_site(info: Mapping[str, Any]) -> str | None:
    for name in ("extractor_key", "ie_key", "extractor"):
        value = info.get(name)
        if isinstance(value, str) and (key := re.sub(r"[^A-Za-z0-9]", "", value.partition(":")[0])):
            return GENERIC if key.lower() in _GENERIC_EXTRACTORS else _longest_known(key) or key.lower()[:40]
    return None


def _longest_known(key: str) -> str | None:
    lower = key.lower()
    for length in range(len(key), 1, -1):
        ends_a_word = length == len(key) or not key[length].islower()
        if ends_a_word and lower[:length] in KNOWN_SITES:
            return lower[:length]
    return None


def _is_youtube(address: str) -> bool:
    try:
        return bool(_YOUTUBE_HOST.fullmatch(urlsplit(address).hostname or ""))
    except ValueError:
        return False


def _page_identity(address: str, info: Mapping[str, Any], playlist: Mapping[str, Any]) -> str:
    """Normalise the page's address: one page, one video, unless several share it or a feed gives an id of its own."""
    page = _normalised(address)
    own_id = info.get("id")
    if own_id is None:
        guid = _smuggled_guid(info)
        return f"{page}#{guid}" if guid else page
    listing = info.get("playlist_webpage_url") or playlist.get("webpage_url")
    shares_page = web_address(listing) is not None and _normalised(listing) == page
    return f"{page}#{own_id}" if shares_page else page


def _normalised(address: str) -> str:
    parts = urlsplit(address.strip())
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    query = parts.query
    if re.search("(^|&)utm_", query):
        query = urlencode([pair for pair in parse_qsl(query, keep_blank_values=True) if not pair[0].startswith("utm_")])
    return urlunsplit((parts.scheme.lower(), host + port, parts.path or "/", query, ""))


def _smuggled_guid(info: Mapping[str, Any]) -> str | None:
    """Give the feed's own id of an item, which the feed reader hides in the fragment of the address."""
    url = info.get("url")
    smuggled = _SMUGGLED.search(url) if isinstance(url, str) else None
    guid = smuggled and _SMUGGLED_GUID.search(unquote(smuggled[1].replace("+", " ")))
    return guid[1] if guid else None


def _long_uuid(short: str) -> str | None:
    """Give the UUID that PeerTube's listings abbreviate to 22 letters and digits, None if it is none."""
    if len(short) > 22 or not all(digit in _SHORT_UUID_DIGITS for digit in short):
        return None
    number = 0
    for digit in short:
        number = number * len(_SHORT_UUID_DIGITS) + _SHORT_UUID_DIGITS.index(digit)
    return str(UUID(int=number)) if len(short) >= 20 and number < 1 << 128 else None
