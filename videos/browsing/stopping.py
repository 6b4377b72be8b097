"""Why a video is kept from a visitor: what of their never-list is in it, and how that is known."""

from dataclasses import dataclass

from videos.browsing.index.catalog import VideoIndex
from videos.browsing.never import NeverList
from videos.browsing.resolving import resolve_shut_out
from videos.browsing.search import find_shunned
from videos.browsing.wording import find_saying_slug
from videos.models import Source, Video

TAGGED = "it is tagged so"
SUGGESTED = "its text may say so; nobody has checked it yet"
REPORTED = "a visitor reported it; nobody has checked it yet"


@dataclass(frozen=True)
class Reason:
    """`choice` in the visitor's terms; `why` says how the catalog knows. Neither names the video or its creator."""

    choice: str
    why: str


def find_reasons(video: Video, never: NeverList, index: VideoIndex) -> tuple[Reason, ...]:
    """Why search would keep a video fetched with `for_page()` from this visitor; empty if it would not.

    At most one query, but for words of a list that nobody used lately and that are no tag today.
    """
    if video.pk not in find_shunned(never, index):
        return ()
    reasons, graph = [], index.graph
    if video.creator and video.creator_id in {index.creator_ids.get(slug) for slug in never.creators}:
        reasons.append(Reason("its creator", "you shut out all that they make"))
    shut_out = resolve_shut_out(never.tags, graph)
    present = {row.tag.slug for row in video.tagged_videos.all()}
    suggested = {row.tag.slug: row.source for row in video.tag_decisions.all() if row.kind == "suggested"}
    for slug in shut_out.slugs:
        if slug in shut_out.unknown:
            if video.pk in find_saying_slug(slug, index):
                reasons.append(Reason(f"“{slug}”", "its text has these words"))
        elif present & graph.making_present(slug):
            reasons.append(Reason(graph.tags[slug].name, TAGGED))
        elif doubts := suggested.keys() & graph.making_present(slug) & graph.doubtful:
            is_reported = {suggested[doubt] for doubt in doubts} == {Source.VISITOR}
            reasons.append(Reason(graph.tags[slug].name, REPORTED if is_reported else SUGGESTED))
    return tuple(reasons)
