"""What a curator is asked, as the page shows it: the video, the question, and all that helps to answer it."""

from dataclasses import dataclass

from django.urls import reverse

from videos.browsing.cards import duration_label
from videos.browsing.explaining import ZONES
from videos.browsing.players import PROVIDERS, time_label
from videos.curation.listing import refusing_tags
from videos.curation.reviewing import HARM, Place, class_of
from videos.curation.tags import Kind
from videos.models import HeldReason, ListingState, Source, Tag, TagDecision, TaggedVideo, Video
from videos.tag_graph import TagGraph
from videos.tagging.marking import Piece, mark, mark_excerpt

SURE_FROM, UNSURE_FROM = 0.6, 0.4  # confidences; below the second it is hardly a hint
CHAPTERS = 6  # shown at most


@dataclass(frozen=True)
class Reason:
    """Why a tag is said to be there: who says so, how sure, and the words, which may stand in none of the texts."""

    label: str
    source: str
    evidence: str
    is_shown: bool  # the words are marked in the texts


@dataclass(frozen=True)
class VideoFacts:
    """A video for somebody who must judge it. `chapters` are (time, pieces); only those with marks, where any has."""

    title: str
    title_pieces: tuple[Piece, ...]
    creator_name: str
    creator_id: int | None
    facts: str
    state: str
    site: str
    source_url: str
    public_url: str | None
    admin_url: str
    chapters: tuple[tuple[str, tuple[Piece, ...]], ...]
    description: tuple[Piece, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """Whether a tag is in a video."""

    place: Place
    video: VideoFacts
    tag: Tag
    heading: str
    reason: Reason
    implied: tuple[str, ...]
    consequences: tuple[str, ...]
    is_harmful: bool


@dataclass(frozen=True)
class HeldVideo:
    """Whether visitors may see a video. `causes` is why it is held, one reason a tag."""

    place: Place
    video: VideoFacts
    heading: str
    held_for: str
    causes: tuple[Reason, ...]
    refusing: tuple[str, ...]  # tags with which nothing is ever listed


def fetch_video(video_id: int) -> Video | None:
    """With all that is known of its tags. Three queries."""
    found = Video.objects.select_related("creator").prefetch_related("tagged_videos", "tag_decisions")
    return found.filter(pk=video_id).first()


def make_suggestion(video: Video, tag: Tag, graph: TagGraph) -> Suggestion | None:
    """None where the tag is not suggested any more."""
    row = next((row for row in video.tag_decisions.all() if row.tag_id == tag.pk and row.kind == Kind.SUGGESTED), None)
    if row is None:
        return None
    known = graph.closure(_slugs(video.tagged_videos.all(), graph))
    implied = graph.present[tag.slug] - known - {tag.slug}
    return Suggestion(
        place=Place(video.pk, tag.pk),
        video=describe(video, graph, row.evidence),
        tag=tag,
        heading=tag.name,
        reason=_make_reason(row, tag, video),
        implied=tuple(other.name for other in graph.in_order(implied)),
        consequences=tuple(_tell_consequences(tag, graph)),
        is_harmful=class_of(tag, graph) == HARM,
    )


def make_held_video(video: Video, graph: TagGraph) -> HeldVideo:
    rows = [*video.tagged_videos.all(), *(row for row in video.tag_decisions.all() if row.kind == Kind.SUGGESTED)]
    causes = [row for row in rows if graph.closure(_slugs([row], graph)) & graph.holding]
    held_for = video.get_held_reason_display()
    if video.held_reason == HeldReason.AGE_LIMIT and video.age_limit is not None:
        held_for = f"{held_for} (from {video.age_limit})"
    refusing = refusing_tags(_slugs(video.tagged_videos.all(), graph), graph)
    return HeldVideo(
        place=Place(video.pk),
        video=describe(video, graph, *(row.evidence for row in causes)),
        heading="May visitors see it?",
        held_for=held_for,
        causes=tuple(_make_reason(row, graph.tags[graph.slugs[row.tag_id]], video) for row in causes),
        refusing=tuple(tag.name for tag in refusing),
    )


def describe(video: Video, graph: TagGraph, *phrases: str) -> VideoFacts:
    """The video, fetched by `fetch_video`, with the words that say `phrases` marked. No query."""
    creator, is_listed = video.creator, video.listing_state == ListingState.LISTED
    reason = f": {video.get_held_reason_display()}" if video.held_reason else ""
    views = "views unknown" if video.view_count is None else f"{video.view_count:,} views"
    absent = {Kind.ABSENT_CHECKED, Kind.ABSENT_DECLARED}
    return VideoFacts(
        title=video.shown_title,
        title_pieces=mark(video.shown_title, *phrases),
        creator_name=creator.shown_name if creator else "creator unknown",
        creator_id=video.creator_id,
        facts=f"{duration_label(video.duration_seconds)} · {views}",
        state=f"{video.get_listing_state_display()}{reason}",
        site=PROVIDERS.get(video.site, video.site),
        source_url=video.url,
        public_url=video.get_absolute_url() if is_listed else None,
        admin_url=reverse("admin:videos_video_change", args=[video.pk]),
        chapters=_pick_chapters(video, phrases),
        description=mark_excerpt(video.description, *phrases),
        present=_names(video.tagged_videos.all(), graph),
        absent=_names((row for row in video.tag_decisions.all() if row.kind in absent), graph),
    )


def _pick_chapters(video: Video, phrases: tuple[str, ...]) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    chapters = [(time_label(int(start)), mark(title, *phrases)) for start, title in video.chapters or ()]
    marked = [chapter for chapter in chapters if any(piece.is_marked for piece in chapter[1])]
    return tuple((marked or chapters)[:CHAPTERS])


def _make_reason(row: TaggedVideo | TagDecision, tag: Tag, video: Video) -> Reason:
    where = ZONES.get(row.zone, row.zone)
    source = row.get_source_display()
    if row.source == Source.AUTOMATIC:
        source = f"found in the {where}" if where else source
        source = f"{source}, {tell_confidence(row.confidence)}" if row.confidence is not None else source
    texts = (video.shown_title, video.description, *(title for _, title in video.chapters or ()))
    is_shown = any(piece.is_marked for text in texts for piece in mark(text, row.evidence))
    return Reason(tag.name, source, row.evidence, is_shown)


def tell_confidence(confidence: float) -> str:
    if confidence >= SURE_FROM:
        return f"fairly sure ({confidence:.0%})"
    return f"unsure ({confidence:.0%})" if confidence >= UNSURE_FROM else f"hardly a hint ({confidence:.0%})"


def _tell_consequences(tag: Tag, graph: TagGraph):
    if graph.present[tag.slug] & graph.holding:
        yield "Accepted, it holds the video until a person decides whether visitors see it."
    if tag.slug in graph.doubtful:
        yield "Until this is decided, people who shut it out do not meet the video."


def _slugs(rows, graph: TagGraph) -> list[str]:
    return [graph.slugs[row.tag_id] for row in rows if row.tag_id in graph.slugs]


def _names(rows, graph: TagGraph) -> tuple[str, ...]:
    return tuple(tag.name for tag in graph.in_order(_slugs(rows, graph)))
