"""The border: a yt-dlp info dict becomes frozen records, or an error that names the place and the reason."""

import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from videos.importing.creators import creator_fields
from videos.importing.dates import read_live_status, read_moment, read_publication, read_release
from videos.importing.fields import Fields, as_number, clean_line, json_type, web_address
from videos.importing.sites import (
    GENERIC,
    KNOWN_SITES,
    is_flat,
    is_listing,
    is_plausible_id,
    is_short,
    site_name,
    video_address,
    video_id,
)

MAX_TITLE_LENGTH = 500
MAX_DESCRIPTION_LENGTH = 5000
MAX_KEYWORDS, MAX_KEYWORD_LENGTH = 200, 100
MAX_CHAPTERS, MAX_CHAPTER_TITLE_LENGTH = 500, 200
MAX_SITE_ID_LENGTH = 500
MAX_CREATOR_ID_LENGTH, MAX_CREATOR_NAME_LENGTH, MAX_HANDLE_LENGTH, MAX_CREATOR_URL_LENGTH = 300, 300, 200, 500
MAX_DURATION_SECONDS = 1000 * 3600  # YouTube's longest video runs 596 hours.
MAX_COUNT = 10**13
MAX_AGE_LIMIT = 21

AVAILABILITIES = frozenset({"public", "unlisted", "private", "needs_auth", "subscriber_only", "premium_only"})
MEDIA_TYPES = frozenset({"video", "short", "livestream"})

# Any of these says that the video itself was read, not only a listing or an index.
_FULL_EXTRACTION_KEYS = ("description", "formats", "fulltitle", "tags", "categories")
_PLACEHOLDER_TITLE = re.compile(r"\[?(private|deleted|unavailable) video\]?", re.IGNORECASE)
_UNTITLED_CHAPTER = re.compile(r"<Untitled Chapter \d+>")
_LIVE_DATE = re.compile(r" \d{4}-\d\d-\d\d \d\d:\d\d")


class MetadataError(Exception):
    """What was read is no video that the catalog can keep. `address` says where it stands, `reason` why."""

    def __init__(self, address: str, reason: str):
        super().__init__(address, reason)
        self.address = address
        self.reason = reason

    def __str__(self):
        return f"{self.address}: {self.reason}"


@dataclass(frozen=True)
class ChapterRecord:
    start_seconds: int
    title: str


@dataclass(frozen=True)
class CreatorRecord:
    """Who made a video. At least one of site_id, name and handle is known; None is unknown."""

    site: str
    site_id: str | None = None
    name: str | None = None
    handle: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class VideoRecord:
    """A video as its site describes it. None is unknown; an empty text or tuple is known to be empty.

    Texts are storable and cut to the catalog's lengths; times are aware and UTC. `published_precision` is one of
    PRECISIONS. `release_at` may lie in the future. `read_at` is when the dict was read. `is_full`: read from the video
    itself, not from a listing's entry. `warnings` name fields and values that were not taken as they stood.
    """

    address: str
    site: str
    site_id: str
    url: str
    title: str
    creator: CreatorRecord | None = None
    description: str | None = None
    duration_seconds: int | None = None
    published_at: datetime | None = None
    published_precision: str = "unknown"
    release_at: datetime | None = None
    view_count: int | None = None
    like_count: int | None = None
    counts_read_at: datetime | None = None
    chapters: tuple[ChapterRecord, ...] | None = None
    keywords: tuple[str, ...] | None = None
    language: str | None = None
    availability: str | None = None
    live_status: str | None = None
    media_type: str | None = None
    is_embeddable: bool | None = None
    age_limit: int | None = None
    is_full: bool = False
    read_at: datetime | None = None
    warnings: tuple[str, ...] = ()


def read_info(
    info: Mapping[str, Any],
    *,
    address: str,
    playlist: Mapping[str, Any] | None = None,
    read_at: datetime | None = None,
) -> VideoRecord:
    """Turn an info dict into a record.

    `address` names the place in messages. `playlist` is the listing the dict stood in: it tells what a channel's own
    entries leave out. `read_at` (aware) is when the dict was read, unless the dict knows better. Raises MetadataError.
    """
    if not isinstance(info, Mapping):
        raise MetadataError(address, f"{json_type(info)}, not an object")
    if is_listing(info):
        raise MetadataError(address, f"a playlist or channel, not a video: {_label(info)}")
    playlist = playlist or {}
    reader = Fields(info)
    site, site_id, url = _identify(info, playlist, reader, address=address)
    title = _read_title(info, reader, site_id, address=address)
    read_at = read_moment(info, playlist, read_at)
    live_status = read_live_status(info, reader)
    published_at, precision = read_publication(info, reader, site=site, live_status=live_status, now=read_at)
    view_count = reader.whole_number("view_count", highest=MAX_COUNT)
    like_count = reader.whole_number("like_count", highest=MAX_COUNT)
    has_counts = view_count is not None or like_count is not None
    return VideoRecord(
        address=address,
        site=site,
        site_id=site_id,
        url=url,
        title=title,
        creator=_read_creator(site, info, playlist),
        description=_read_description(info, reader),
        duration_seconds=_read_duration(info, reader),
        published_at=published_at,
        published_precision=precision,
        release_at=read_release(reader, now=read_at),
        view_count=view_count,
        like_count=like_count,
        counts_read_at=read_at if has_counts else None,
        chapters=_read_chapters(info, reader),
        keywords=reader.lines("tags", max_count=MAX_KEYWORDS, max_length=MAX_KEYWORD_LENGTH),
        language=reader.language("language"),
        availability=reader.word("availability", known=AVAILABILITIES),
        live_status=live_status,
        media_type="short" if is_short(info) else reader.word("media_type", known=MEDIA_TYPES),
        is_embeddable=reader.truth("playable_in_embed"),
        age_limit=reader.whole_number("age_limit", highest=MAX_AGE_LIMIT),
        is_full=_is_full(info),
        read_at=read_at,
        warnings=tuple(reader.warnings),
    )


def read_listing_creator(playlist: Mapping[str, Any]) -> CreatorRecord | None:
    """Give whose own listing it is; None where it is nobody's, as a playlist that anybody may make."""
    site = site_name(playlist, {})
    return _read_creator(site, {}, playlist) if site else None


def _label(info: Mapping[str, Any]) -> str:
    for name in ("title", "id", "webpage_url", "url"):
        value = info.get(name)
        text = clean_line(value, max_length=80) if isinstance(value, str) else ""
        if text:
            return text
    return "without a title"


def _identify(
    info: Mapping[str, Any], playlist: Mapping[str, Any], reader: Fields, *, address: str
) -> tuple[str, str, str]:
    site = site_name(info, playlist)
    if site is None:
        reason = "no id" if info.get("id") in (None, "") else "no extractor_key: nothing tells which site it is from"
        raise MetadataError(address, reason)
    site_id = clean_line(video_id(site, info, playlist) or "", max_length=MAX_SITE_ID_LENGTH + 1)
    if not site_id:
        raise MetadataError(address, "no web address" if site == GENERIC else "no id")
    if len(site_id) > MAX_SITE_ID_LENGTH:
        raise MetadataError(address, f"the id is longer than {MAX_SITE_ID_LENGTH} characters: {reprlib.repr(site_id)}")
    if not is_plausible_id(site, site_id):
        reader.warn("id", f"does not look like an id of {site}")
    if site not in KNOWN_SITES:
        reader.warn("extractor_key", "is not a site this catalog knows")
    url = video_address(site, site_id, info)
    if url is None:
        raise MetadataError(address, "no web address")
    return site, site_id, url


def _read_title(info: Mapping[str, Any], reader: Fields, site_id: str, *, address: str) -> str:
    value = info.get("title")
    if value is None:
        raise MetadataError(address, f"no title: the video {site_id} is not available")
    if not isinstance(value, str):
        raise MetadataError(address, f"the title is {json_type(value)}, not text")
    reader.check_characters("title", value)
    title = clean_line(value, max_length=MAX_TITLE_LENGTH)
    placeholder = _PLACEHOLDER_TITLE.fullmatch(title)
    if placeholder:
        raise MetadataError(address, f"{placeholder[1].lower()} video: {site_id}")
    # What yt-dlp writes where the site gave no title.
    invented = f" video #{info.get('id')}"
    if not title or (title.endswith(invented) and len(title.removesuffix(invented).split(" ")) == 1):
        raise MetadataError(address, f"no title: the video {site_id} is not available")
    return _without_additions(title, info)


def _without_additions(title: str, info: Mapping[str, Any]) -> str:
    """Take off what yt-dlp adds: the time of a live stream's reading, the number of a page's only video."""
    full_title = info.get("fulltitle")
    if isinstance(full_title, str):
        plain = clean_line(full_title, max_length=MAX_TITLE_LENGTH)
        if plain and title.startswith(plain) and _LIVE_DATE.fullmatch(title[len(plain) :]):
            return plain
    is_alone = info.get("playlist_count") in (None, 1) and info.get("n_entries") in (None, 1)
    if info.get("extractor_key") == "HTML5MediaEmbed" and is_alone and str(info.get("id")).endswith("-1"):
        return title.removesuffix(" (1)") or title
    return title


def _read_description(info: Mapping[str, Any], reader: Fields) -> str | None:
    description = reader.block("description", max_length=MAX_DESCRIPTION_LENGTH)
    # An entry without a description says nothing about the video's.
    return description or None if is_flat(info) else description


def _read_duration(info: Mapping[str, Any], reader: Fields) -> int | None:
    if as_number(info.get("duration")) == 0:  # what some sites say for "unknown", and of every live stream
        return None
    return reader.whole_number("duration", lowest=1, highest=MAX_DURATION_SECONDS)


def _read_chapters(info: Mapping[str, Any], reader: Fields) -> tuple[ChapterRecord, ...] | None:
    value = info.get("chapters")
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        reader.warn("chapters", "is not a list")
        return None
    chapters = [chapter for item in value if (chapter := _read_chapter(item))]
    unreadable = len(value) - len(chapters) - sum(_is_untitled(item) for item in value)
    if unreadable:
        reader.warn("chapters", f"has {unreadable} without a start or a title")
    return tuple(chapters[:MAX_CHAPTERS])


def _read_chapter(item: Any) -> ChapterRecord | None:
    if not isinstance(item, Mapping) or not isinstance(item.get("title"), str) or _is_untitled(item):
        return None
    start = as_number(item.get("start_time"))
    title = clean_line(item["title"], max_length=MAX_CHAPTER_TITLE_LENGTH)
    if start is None or not 0 <= start <= MAX_DURATION_SECONDS or not title:
        return None
    return ChapterRecord(start_seconds=int(start), title=title)


def _is_untitled(item: Any) -> bool:
    """Tell whether yt-dlp put the chapter there itself, before the first one that the description names."""
    title = item.get("title") if isinstance(item, Mapping) else None
    return isinstance(title, str) and bool(_UNTITLED_CHAPTER.fullmatch(title))


def _read_creator(site: str, info: Mapping[str, Any], playlist: Mapping[str, Any]) -> CreatorRecord | None:
    values = creator_fields(site, info, playlist)
    site_id = _line(values.get("site_id"), max_length=MAX_CREATOR_ID_LENGTH)
    name = _line(values.get("name"), max_length=MAX_CREATOR_NAME_LENGTH)
    handle = _line(values.get("handle"), max_length=MAX_HANDLE_LENGTH)
    if not (site_id or name or handle):
        return None
    url = web_address(values.get("url"))
    return CreatorRecord(
        site=site,
        site_id=site_id,
        name=name,
        handle=handle,
        url=url if url and len(url) <= MAX_CREATOR_URL_LENGTH else None,
    )


def _line(value: str | None, *, max_length: int) -> str | None:
    return clean_line(value, max_length=max_length) or None if value else None


def _is_full(info: Mapping[str, Any]) -> bool:
    return not is_flat(info) and any(name in info for name in _FULL_EXTRACTION_KEYS)
