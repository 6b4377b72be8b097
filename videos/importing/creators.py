"""Who made a video, site by site."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from videos.importing.fields import web_address
from videos.importing.sites import GENERIC, page_address

YOUTUBE_CHANNEL_ID = re.compile(r"UC[\w-]{22}", re.ASCII)
# Where a page names nobody, yt-dlp gives its host as the uploader.
_HOST_OR_ADDRESS = re.compile(
    r"\[[0-9a-f:.]+\](:\d+)?|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*|localhost|[\w.-]+:\d+|[a-z0-9-]+(\.[a-z0-9-]+)*\.([a-z]{2,}|\d+)",
    re.ASCII,
)


def creator_fields(site: str, info: Mapping[str, Any], playlist: Mapping[str, Any]) -> dict[str, Any]:
    """Give the creator as {"site_id", "name", "handle", "url"}, uncleaned; {} if unknown.

    A listing speaks for its entries only where it is the creator's own: anybody may collect anybody's videos in a
    playlist.
    """
    if site == GENERIC:
        name = info.get("uploader")
        return {"name": name} if isinstance(name, str) and not _HOST_OR_ADDRESS.fullmatch(name.strip()) else {}
    if site == "youtube":
        return _youtube_creator(info, playlist)
    if site == "peertube":
        return _peertube_creator(info) or _peertube_listing_creator(playlist)
    if site == "bandcamp":
        return _bandcamp_creator(info) or _bandcamp_creator(playlist)
    return _plain_creator(info)


def youtube_channel_url(channel_id: str, handle: str) -> str:
    """Give the channel's address: by its id where that is known, else by its handle; "" if neither is."""
    if channel_id:
        return f"https://www.youtube.com/channel/{quote(channel_id)}"
    return f"https://www.youtube.com/{quote(handle, safe='@')}" if handle else ""


def _youtube_creator(info: Mapping[str, Any], playlist: Mapping[str, Any]) -> dict[str, Any]:
    own = _youtube_channel(info)
    if not _is_own_listing(playlist):
        return own
    listed = _youtube_channel(playlist)
    if own and own.get("site_id") != listed.get("site_id"):
        return own
    return listed | {name: value for name, value in own.items() if value}


def _youtube_channel(info: Mapping[str, Any]) -> dict[str, Any]:
    addresses = [web_address(info.get(name)) or "" for name in ("channel_url", "uploader_url")]
    uploader_id = _text(info, "uploader_id")
    ids_elsewhere = [uploader_id, *(address.rpartition("/channel/")[2] for address in addresses)]
    channel_id = _text(info, "channel_id") or _first_match(YOUTUBE_CHANNEL_ID, ids_elsewhere)
    handle = uploader_id if uploader_id.startswith("@") else _handle_in(addresses)
    name = _text(info, "channel") or _text(info, "uploader")
    # The playlists tab calls every channel so.
    name = "" if name == "View full playlist" else name
    if not (channel_id or handle or name):
        return {}
    return {"site_id": channel_id, "name": name, "handle": handle, "url": youtube_channel_url(channel_id, handle)}


def _is_own_listing(playlist: Mapping[str, Any]) -> bool:
    """Tell whether a YouTube listing is a channel's own: a tab of it, or a list of its uploads (UU…, UULF…, UUSH…)."""
    channel_id = _text(playlist, "channel_id")
    listing_id = _text(playlist, "id")
    is_uploads = listing_id.startswith("UU") and listing_id.endswith(channel_id.removeprefix("UC"))
    return bool(channel_id) and (listing_id == channel_id or is_uploads)


def _peertube_creator(info: Mapping[str, Any]) -> dict[str, Any]:
    """Give the channel as name@host, which is the same on every instance that shows the video."""
    url = web_address(info.get("channel_url"))
    name = _text(info, "channel")
    if url:
        parts = urlsplit(url)
        return {"site_id": f"{_last_step(parts.path)}@{parts.netloc}", "name": name, "url": url}
    page = page_address(info)
    channel_id = _text(info, "channel_id")
    if channel_id and page:
        return {"site_id": f"{channel_id}@{urlsplit(page).netloc}", "name": name}
    return {"name": name} if name else {}


def _peertube_listing_creator(playlist: Mapping[str, Any]) -> dict[str, Any]:
    """Give the channel a listing is of; its own "channel" fields name the account that owns the channel."""
    url = web_address(playlist.get("webpage_url"))
    match = re.match(r"/(c|video-channels|a|accounts)/([^/]+)", urlsplit(url).path) if url else None
    title = _text(playlist, "title")
    if not match:
        return {}
    if match[1] in ("a", "accounts"):
        return {"name": title} if title else {}
    host = urlsplit(url).netloc
    name, _, home = unquote(match[2]).partition("@")
    return {
        "site_id": f"{name}@{home or host}",
        "name": title,
        "url": f"https://{home or host}/video-channels/{quote(name)}",
    }


def _bandcamp_creator(info: Mapping[str, Any]) -> dict[str, Any]:
    creator = _plain_creator(info)
    site_id = creator.get("site_id", "")
    if re.fullmatch("[a-z0-9-]+", site_id):
        creator["url"] = f"https://{site_id}.bandcamp.com"
    return creator


def _plain_creator(info: Mapping[str, Any]) -> dict[str, Any]:
    """Give the channel, else the uploader; never the name of one with the id of the other."""
    for role in ("channel", "uploader"):
        site_id, name = _text(info, f"{role}_id"), _text(info, role)
        if site_id or name:
            handle = site_id if site_id.startswith("@") else ""
            return {"site_id": site_id, "name": name, "handle": handle, "url": web_address(info.get(f"{role}_url"))}
    return {}


def _text(info: Mapping[str, Any], name: str) -> str:
    value = info.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _first_match(pattern: re.Pattern, texts: list[str]) -> str:
    return next((text for text in texts if pattern.fullmatch(text)), "")


def _handle_in(addresses: list[str]) -> str:
    paths = (unquote(urlsplit(address).path) for address in addresses)
    return next((path[1:] for path in paths if path.startswith("/@") and "/" not in path[1:]), "")


def _last_step(path: str) -> str:
    return unquote(path.rstrip("/").rpartition("/")[2])
