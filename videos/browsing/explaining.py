"""Why a tag is there: what the video's page says of each tag, present, absent or doubtful."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from videos.browsing.cards import TagLink, link_tags
from videos.models import Source, Tag, TagDecision, TaggedVideo, Video
from videos.tag_graph import TagGraph

ZONES = {
    "title": "title",
    "chapters": "chapters",
    "trigger_list": "list of triggers",
    "lead": "description",
    "rest": "description",
    "hashtags": "hashtags",
    "creator": "creator's entry",
}
PEOPLE = {
    Source.CREATOR: "said by the creator",
    Source.CURATOR: "decided by a curator",
    Source.VISITOR: "reported by a visitor",
}


@dataclass(frozen=True)
class ExplainedTag:
    label: str
    url: str
    definition: str
    why: str


@dataclass(frozen=True)
class Explanation:
    """All that is known of a video's tags, for visitors. Everything in the order of the vocabulary.

    `possible_cautions` are those that suggestions would bring: who is warned in vain has lost little.
    """

    by_facet: tuple[tuple[str, tuple[ExplainedTag, ...]], ...]
    cautions: tuple[TagLink, ...]
    possible_cautions: tuple[TagLink, ...]
    declared_absent: tuple[TagLink, ...]
    checked_absent: tuple[TagLink, ...]
    suggested: tuple[ExplainedTag, ...]
    is_crisis_sensitive: bool
    has_technique_or_benefit: bool


def explain(video: Video, graph: TagGraph) -> Explanation:
    """Explain the tags of a video fetched with `for_page()`. No further queries."""
    rows = {row.tag.slug: row for row in video.tagged_videos.all()}
    present = [tag for tag in graph.in_order(graph.closure(rows)) if not tag.is_staff_only]
    explained = [(tag, _explain_present(tag, rows, graph)) for tag in present]
    decisions = [row for row in video.tag_decisions.all() if not row.tag.is_staff_only and not row.tag.is_retired]
    declared = {row.tag.slug for row in decisions if row.kind == "absent-declared"}
    checked = {row.tag.slug for row in decisions if row.kind == "absent-checked"}
    suggested = {row.tag.slug for row in decisions if row.kind == "suggested"}
    possible = graph.closure(suggested) - {tag.slug for tag in present} - declared - checked
    facets = {tag.group.facet_id for tag in present}
    return Explanation(
        by_facet=tuple(
            (facet.label, tuple(one for _, one in pairs))
            for facet, pairs in groupby(explained, key=lambda pair: pair[0].group.facet)
        ),
        cautions=link_tags(_cautions(present)),
        possible_cautions=link_tags(_cautions(graph.in_order(possible))),
        declared_absent=link_tags(graph.in_order(declared)),
        checked_absent=link_tags(graph.in_order(checked)),
        suggested=tuple(
            ExplainedTag(row.tag.name, row.tag.get_absolute_url(), row.tag.definition, _found(row))
            for row in decisions
            if row.kind == "suggested"
        ),
        is_crisis_sensitive="crisis-sensitive" in {*possible, *(tag.slug for tag in present)},
        has_technique_or_benefit=bool(facets & {"technique", "benefit"}),
    )


def _cautions(tags: Iterable[Tag]) -> Iterator[Tag]:
    return (tag for tag in tags if tag.group.facet_id == "caution" and not tag.is_staff_only)


def _explain_present(tag: Tag, rows: dict[str, TaggedVideo], graph: TagGraph) -> ExplainedTag:
    row = rows.get(tag.slug)
    if row is None:
        causes = [cause.name for cause in graph.in_order(rows) if tag.slug in graph.present[cause.slug]]
        return ExplainedTag(tag.name, tag.get_absolute_url(), tag.definition, f"follows from {', '.join(causes)}")
    return ExplainedTag(tag.name, tag.get_absolute_url(), tag.definition, _found(row))


def _found(row: TaggedVideo | TagDecision) -> str:
    if row.source in PEOPLE:
        return PEOPLE[row.source]
    if row.zone == "creator":
        return "said of all videos of this creator by a curator"
    if row.zone == "computed":
        return "follows from the video's length" if row.tag.group_id == "length" else "said by the site"
    return f"found in the {ZONES.get(row.zone, row.zone)}: “{row.evidence}”"
