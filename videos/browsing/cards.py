"""A video as its card shows it: everything that a template would otherwise have to compute."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from videos.browsing.claims import Claim, find_claims
from videos.browsing.options import language_label
from videos.models import DatePrecision, Tag, Video
from videos.tag_graph import TagGraph

HUES = 12
MOST_TAGS = 6  # tags on a card; the others are counted
# What a poster shows first: what one hears and sees, then the method, then the scene.
GLYPH_FACETS = ("technique", "roleplay", "trigger", "benefit", "voice", "format", "caution")


@dataclass(frozen=True)
class TagLink:
    label: str
    url: str
    definition: str


@dataclass(frozen=True)
class Poster:
    """Drawn by us, not fetched: a hue (0 to 11), the glyph of a tag group, the length."""

    hue: int
    glyph: str
    duration_label: str


@dataclass(frozen=True)
class Card:
    pk: int
    title: str
    url: str
    creator_name: str | None
    creator_url: str | None
    duration_label: str
    published_label: str
    language_label: str | None
    voices: tuple[TagLink, ...]
    cautions: tuple[TagLink, ...]
    tags: tuple[TagLink, ...]
    more_tags_count: int
    poster: Poster
    claims: tuple[Claim, ...]
    is_sample: bool
    external_note: str | None
    said_by: str = ""  # on the page of a tag: who says that the video has it


def make_cards(videos: Iterable[Video], graph: TagGraph) -> tuple[Card, ...]:
    """Cards of videos fetched with `for_cards()` or `for_page()`, in their order. No further queries."""
    return tuple(make_card(video, graph) for video in videos)


def make_card(video: Video, graph: TagGraph) -> Card:
    tagged = [graph.slugs[row.tag_id] for row in video.tagged_videos.all() if row.tag_id in graph.slugs]
    direct = [tag for tag in graph.in_order(tagged) if not tag.is_staff_only]
    # Voices and cautions are shown with all that follows from the tags: "sleep hypnosis" warns drivers.
    whole = [tag for tag in graph.in_order(graph.closure(tag.slug for tag in direct)) if not tag.is_staff_only]
    others = [tag for tag in direct if tag.group.facet_id not in {"voice", "caution"} and tag.group_id != "length"]
    creator = video.creator
    return Card(
        pk=video.pk,
        title=video.title,
        url=video.get_absolute_url(),
        creator_name=creator.name if creator else None,
        creator_url=creator.get_absolute_url() if creator else None,
        duration_label=duration_label(video.duration_seconds),
        published_label=published_label(video),
        language_label=language_label(video.language) if video.language else None,
        voices=link_tags(tag for tag in whole if tag.group.facet_id == "voice"),
        cautions=link_tags(tag for tag in whole if tag.group.facet_id == "caution"),
        tags=link_tags(others[:MOST_TAGS]),
        more_tags_count=max(len(others) - MOST_TAGS, 0),
        poster=make_poster(video, direct),
        claims=find_claims({tag.slug for tag in whole}, creator),
        is_sample=video.is_sample,
        external_note=None if is_playable_here(video) else "opens on its own site",
    )


def make_poster(video: Video, tags: list[Tag]) -> Poster:
    """The hue is the creator's, so that their videos look akin; the glyph is that of the first telling tag."""
    key = video.creator.slug if video.creator else video.site_id
    by_facet = {tag.group.facet_id: tag.group_id for tag in reversed(tags) if tag.group_id != "length"}
    glyph = next((by_facet[facet] for facet in GLYPH_FACETS if facet in by_facet), "default")
    return Poster(zlib.crc32(key.encode()) % HUES, glyph, duration_label(video.duration_seconds))


def link_tags(tags: Iterable[Tag]) -> tuple[TagLink, ...]:
    return tuple(TagLink(tag.name, tag.get_absolute_url(), tag.definition) for tag in tags)


def is_playable_here(video: Video) -> bool:
    """Whether a click can bring the player: YouTube's alone is allowed, and only where the creator lets it be."""
    return video.site == "youtube" and video.is_embeddable is not False and (video.age_limit or 0) < 18


def duration_label(seconds: int | None) -> str:
    if seconds is None:
        return "length unknown"
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def published_label(video: Video) -> str:
    """An estimate is never shown as a date: only its year, and said to be one."""
    if video.published_at is None:
        return "date unknown"
    if video.published_precision == DatePrecision.APPROXIMATE:
        return f"about {video.published_at.year}"
    return day_label(video.published_at)


def day_label(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
