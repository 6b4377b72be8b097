"""Ask yt-dlp for info dicts, as `guarded_ytdlp` opens it."""

import re
import urllib.request
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from django.conf import settings

from videos.importing.failures import clean_message, find_meaning, find_reason
from videos.importing.fields import clean_line, web_address
from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.guard import Guard, ListingCutError
from videos.importing.guard import retry_after_seconds as find_retry_after
from videos.importing.guarded_ytdlp import open_downloader
from videos.importing.redaction import find_secrets, redact
from videos.importing.sites import is_bare_channel, is_listing, tab_address, youtube_id
from videos.importing.troubles import KEPT_FROM, STOPS_THE_RUN, Trouble, classify

# Any page can be read with "generic", of whatever site: an operator has to ask for it.
ALLOWED_EXTRACTORS = [
    "youtube.*", "acast.*", "archive.org", "audiomack.*", "bandcamp.*", "bilibili.*", "dailymotion.*", "lbry.*",
    "mixcloud.*", "niconico.*", "patreon.*", "peertube.*", "rumble.*", "soundcloud.*", "spreaker.*", "tiktok.*",
    "twitch.*", "vimeo.*",
]  # fmt: skip
_GENERIC_EXTRACTORS = ["generic", "html5"]
# A guest may ask for about a thousand videos an hour with this client, three hundred with the default ones.
_EXTRACTOR_ARGS = {
    "youtube": {
        "player_client": ["web"],
        "player_skip": ["js", "configs"],
        "skip": ["dash", "hls", "translated_subs"],
    },
    "youtubetab": {"approximate_date": [""]},
}
_PARAMS = {
    "color": "never",
    "cachedir": False,
    "check_formats": False,
    "socket_timeout": 20,
    "retries": 3,
    "extractor_retries": 2,
    "sleep_interval_requests": 1.25,
}
# What the reading below relies on: no operator's option changes it.
_FIXED_PARAMS = {
    "quiet": True,
    "no_warnings": False,
    "noprogress": True,
    "skip_download": True,
    "ignore_no_formats_error": True,
    "ignoreerrors": False,
}
_MAX_REDIRECTS = 5
_MAX_PLAYLIST_DEPTH = 3
# The last word on a page that stayed incomplete; while yt-dlp still tries, it says "Retrying".
_INCOMPLETE = re.compile(r"Incomplete data received(?!.*Retrying)")
# Warnings about how the page was read, which say nothing about the video.
_TECHNICAL_WARNING = re.compile("incomplete data|unable to extract|m3u8|retrying|javascript runtime|deprecated", re.I)
_MEMBERS_ONLY = re.compile(r"available to this channel's members|members-only", re.I)
_PREMIUM_ONLY = re.compile(r"youtube premium|music premium|premium members|requires payment", re.I)
_SEARCH = re.compile(r"\w*search(date)?(\d+|all)?:")


class FetchError(Exception):
    """The site gave no video or listing for `url`; `reason` is the site's own word where it gave one.

    `trouble` says what that means, `retry_after_seconds` how long the site asks to be left alone, if it says so.
    """

    def __init__(
        self, url: str, reason: str, trouble: Trouble = Trouble.OTHER, *, retry_after_seconds: int | None = None
    ):
        super().__init__(url, reason)
        self.url = url
        self.reason = reason
        self.trouble = trouble
        self.retry_after_seconds = retry_after_seconds

    def __str__(self):
        return f"{self.url}: {self.reason}"


def fetch(
    url: str, *, options: Mapping[str, Any], limit: int | None = None
) -> Iterator[FoundInfo | FetchError | SkippedInfo]:
    """Yield what stands at a web address: one full info of a video, or the thin entries of a listing, as they come.

    A bare YouTube channel stands for its videos tab. `options` are yt-dlp's own, as `check_options` passes them, and go
    before the defaults here; `limit` bounds the entries. Failures are yielded, never raised; one within a listing ends
    it, keeping what came.
    """
    secrets = find_secrets({**options, "environment_proxy": urllib.request.getproxies()})
    for item in _fetch(url, options=options, limit=limit):
        yield item if isinstance(item, FoundInfo) else _redacted(item, secrets)


def _redacted(item: FetchError | SkippedInfo, secrets: Collection[str]) -> FetchError | SkippedInfo:
    """Give it with words that can be shown, logged and stored, whatever the site put into them."""
    reason = clean_line(redact(item.reason, secrets), max_length=1000)
    if isinstance(item, SkippedInfo):
        return replace(item, address=redact(item.address, secrets), reason=reason)
    item.args = item.url, item.reason = redact(item.url, secrets), reason
    return item


def _fetch(
    url: str, *, options: Mapping[str, Any], limit: int | None
) -> Iterator[FoundInfo | FetchError | SkippedInfo]:
    address = web_address(url)
    if address is None:
        yield FetchError(url.encode(errors="replace").decode(), _why_no_address(url), Trouble.REFUSED)
        return
    log = _Log()
    try:
        with _open(options, log) as downloader:
            yield from _read(
                downloader,
                tab_address(address, "videos") if is_bare_channel(address) else address,
                log=log,
                limit=limit,
            )
    except FetchError as error:
        yield error
    # An extractor that meets a changed site fails with anything, and must not take the rest of the run with it.
    except Exception as error:
        yield _failure(url, error)


def _why_no_address(url: str) -> str:
    if _SEARCH.match(url):
        return "a search: make it on the site, and import the channels or playlists that you want by their addresses"
    return "not a web address"


class _Log:
    """Keeps what yt-dlp says: its warnings are the only place that tells why a video came back empty."""

    def __init__(self):
        self.warnings: list[str] = []

    def debug(self, message: str) -> None:
        """Drop it: progress, no news."""

    def warning(self, message: str) -> None:
        self.warnings.append(message)

    def error(self, message: str) -> None:
        """Drop it: the exception that follows says it again."""


def _open(options: Mapping[str, Any], log: _Log):
    extractor_args = {name: dict(args) for name, args in _EXTRACTOR_ARGS.items()}
    for name, args in (options.get("extractor_args") or {}).items():
        extractor_args[name] = {**extractor_args.get(name, {}), **args}
    allowed = ALLOWED_EXTRACTORS + (_GENERIC_EXTRACTORS if settings.ASMR_ALLOW_GENERIC else [])
    defaults = {**_PARAMS, "allowed_extractors": allowed}
    params = {**defaults, **options, **_FIXED_PARAMS, "extractor_args": extractor_args, "logger": log}
    return open_downloader(params, Guard(allow_local=settings.ASMR_ALLOW_LOCAL_ADDRESSES))


def _read(downloader, url: str, *, log: _Log, limit: int | None) -> Iterator[FoundInfo | FetchError | SkippedInfo]:
    info = _resolve(downloader, url)
    if info is None:
        yield FetchError(url, "yt-dlp gave nothing", Trouble.NO_ANSWER)
    elif info.get("_type") in ("playlist", "multi_video"):
        yield from _read_listing(downloader, info, url, log=log, limit=limit)
    else:
        yield _check_video(downloader, info, url, log=log)


def _resolve(downloader, url: str) -> dict | None:
    """Follow what points elsewhere; what the pointer itself tells goes before what it points to.

    Raises FetchError where that does not end.
    """
    info = downloader.extract_info(url, download=False, process=False)
    for _ in range(_MAX_REDIRECTS):
        if info is None or info.get("_type") not in ("url", "url_transparent"):
            return info
        target = downloader.extract_info(info["url"], ie_key=info.get("ie_key"), download=False, process=False)
        if target is not None and info["_type"] == "url_transparent":
            own = ("_type", "url", "ie_key", "id", "extractor", "extractor_key")
            target = target | {name: value for name, value in info.items() if value is not None and name not in own}
        info = target
    raise FetchError(url, f"more than {_MAX_REDIRECTS} addresses that point elsewhere")


def _check_video(downloader, info: dict, url: str, *, log: _Log) -> FoundInfo | FetchError:
    asked, given = youtube_id(url), info.get("id")
    if asked and given != asked:
        return FetchError(url, f"another video was given: {given}", Trouble.REDIRECTED)
    said = [warning for warning in log.warnings if not _TECHNICAL_WARNING.search(warning)]
    trouble = classify(said[-1]) if said else None
    stopping = next((warning for warning in said if classify(warning) in STOPS_THE_RUN), None)
    if stopping:  # whatever came with it may be anything
        return FetchError(url, clean_message(stopping), classify(stopping))
    if not info.get("title"):
        reason = clean_message(said[-1]) if said else "not available: it came without a title"
        return FetchError(url, reason, trouble or Trouble.NO_ANSWER)
    info = downloader.sanitize_info(info, remove_private_keys=True)
    # The site says it only in words; the dict alone would pass for a public video.
    if info.get("availability") is None and any(_MEMBERS_ONLY.search(warning) for warning in log.warnings):
        info["availability"] = "subscriber_only"
    elif info.get("availability") is None and any(_PREMIUM_ONLY.search(warning) for warning in log.warnings):
        info["availability"] = "premium_only"
    if info.get("language") is None:
        info["language"] = _spoken_language(info)
    return FoundInfo(address=url, info=info, trouble=trouble if trouble in KEPT_FROM else None)


def _spoken_language(info: Mapping[str, Any]) -> str | None:
    """Give the language YouTube heard when it captioned the video; without formats nothing else tells it."""
    heard = [name for name in info.get("automatic_captions") or () if name.endswith("-orig")]
    return heard[0].removesuffix("-orig") if len(heard) == 1 else None


def _read_listing(
    downloader, info: dict, url: str, *, log: _Log, limit: int | None
) -> Iterator[FoundInfo | FetchError | SkippedInfo]:
    count = 0
    try:
        for entry, playlist in islice(_flatten(info), limit):
            count += 1
            yield _check_entry(downloader, entry, playlist, f"{url}:entries[{count - 1}]")
    except ListingCutError as cut:
        yield SkippedInfo(url, str(cut))
        return
    # Within a listing yt-dlp's errors come bare, and the extractor's own slips with them.
    except Exception as error:
        failure = _failure(url, error)
        failure.reason = f"the listing broke off after {count} entries: {failure.reason}"
        yield failure
        return
    if count == limit:
        return
    if any(_INCOMPLETE.match(clean_message(warning)) for warning in log.warnings):
        reason = f"listing incomplete: the site stopped answering after {count} entries"
        yield SkippedInfo(url, reason, Trouble.INCOMPLETE)
    elif not count:
        # Age-restricted and broken channels answer so too.
        title = clean_line(str(info.get("title") or info.get("id")), max_length=100)
        reason = f"empty listing ({title}); that does not mean that its videos are gone"
        yield SkippedInfo(url, reason, Trouble.EMPTY)


def _flatten(info: dict, depth: int = 1) -> Iterator[tuple[dict | None, dict]]:
    """Yield each entry with the listing it stands in, as the site gives them."""
    playlist = {name: value for name, value in info.items() if name != "entries"}
    for entry in info.get("entries") or ():
        is_listing = entry is not None and entry.get("_type") in ("playlist", "multi_video")
        if is_listing and depth < _MAX_PLAYLIST_DEPTH:
            yield from _flatten(entry, depth + 1)
        else:
            yield entry, playlist


def _check_entry(downloader, entry: dict | None, playlist: dict, place: str) -> FoundInfo | SkippedInfo:
    if entry is None:
        return SkippedInfo(place, "an empty entry: the video is not available")
    address = web_address(entry.get("url")) if entry.get("_type") in ("url", "url_transparent") else None
    if address and is_listing(entry):
        title = clean_line(str(entry.get("title") or entry.get("id")), max_length=100)
        return SkippedInfo(address, f"a playlist or channel: {title}; to have its videos, import it by this address")
    return FoundInfo(
        address=address or web_address(entry.get("webpage_url")) or place,
        info=downloader.sanitize_info(entry, remove_private_keys=True),
        playlist=downloader.sanitize_info(playlist, remove_private_keys=True),
    )


def _failure(url: str, error: Exception) -> FetchError:
    """What went wrong, and what that means. An error that yt-dlp did not expect is one of its own."""
    reason, trouble = find_reason(error), find_meaning(error)
    if trouble == Trouble.NO_ANSWER:
        reason = f"the site says nothing of it, there may be no such video ({reason})"
    return FetchError(url, reason, trouble, retry_after_seconds=find_retry_after(error))
