"""What a curator says of all of a creator's videos ("never talks"): weaker than any word on the video itself.

A default becomes a finding beside those of the text, so that it comes and goes with re-tagging like them, and changes
no pair on which a person decided. Where the video's text, or a person, says the contrary, that is what counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from creators.models import Creator, CreatorDefault
from videos.models import Source, TagDecision, Video
from videos.tag_graph import TagGraph
from videos.tagging.findings import Finding

ZONE = "creator"
EVIDENCE = "default of the creator"
Decision = TagDecision.Kind


@dataclass(frozen=True)
class Said:
    """What is said of a video, by slug of the tag; `doubtful` are those that are only suggested."""

    present: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)

    def add(self, slug: str, kind: str) -> None:
        """Take in one tag; `kind` is "present" or one of `TagDecision.Kind`."""
        if kind == "present":
            self.present.add(slug)
        elif kind == Decision.SUGGESTED:
            self.doubtful.add(slug)
        else:
            self.absent.add(slug)


def load_defaults(creators: Iterable[Creator | None]) -> None:
    """Read the defaults of stored creators; one query, none where all are read."""
    prefetch_related_objects([creator for creator in creators if creator and creator.pk], "defaults")


def find_defaults(video: Video) -> list[CreatorDefault]:
    """The defaults of its creator that hold for `video`; a query, unless `load_defaults` was called."""
    creator = video.creator
    if creator is None or creator.pk is None:
        return []
    return [default for default in creator.defaults.all() if holds_for(default, video)]


def holds_for(default: CreatorDefault, video: Video) -> bool:
    return video.pk is None or default.since is None or video.created_at >= default.since


def add_defaults(video: Video, findings: tuple[Finding, ...], graph: TagGraph) -> tuple[Finding, ...]:
    """Give the findings in `video` with one for each default that holds for it and that nothing denies; by slug.

    No query where defaults, tags and decisions are loaded. A default of a retired tag is left out.
    """
    defaults = find_defaults(video)
    if not defaults:
        return findings
    said = _read_said(video, findings, graph)
    settled = {finding.tag: finding for finding in findings}
    for default in defaults:
        slug = graph.slugs.get(default.tag_id)
        kind = settle(slug, default.kind, said, graph) if slug else None
        if kind is not None:
            settled[slug] = _make_finding(slug, kind)
    return tuple(settled[slug] for slug in sorted(settled))


def settle(slug: str, kind: str, said: Said, graph: TagGraph) -> str | None:
    """What a default makes of a tag where `said` is known of the video: "present" or one of `TagDecision.Kind`.

    None where it says nothing: the text has said the same already, or the contrary. What it calls present while
    something that goes badly with it is found ("no talking", in a video that is whispered) waits for a person.
    """
    if slug in said.present | said.absent:
        return None
    found = graph.closure(said.present | said.doubtful)
    if kind == CreatorDefault.Kind.ABSENT:
        return None if slug in found else Decision.ABSENT_DECLARED
    if graph.ancestors[slug] & said.absent:
        return None
    opposed = graph.opposed[slug] & found or any(slug in graph.opposed[other] for other in found - {slug})
    if opposed:
        return None if slug in said.doubtful else Decision.SUGGESTED
    return "present"


def _read_said(video: Video, findings: Iterable[Finding], graph: TagGraph) -> Said:
    said = Said()
    for finding in findings:
        if finding.state == "absent_declared":
            said.add(finding.tag, Decision.ABSENT_DECLARED)
        else:
            said.add(finding.tag, "present" if finding.status == "publish" else Decision.SUGGESTED)
    if video.pk:
        rows = [(row, "present") for row in video.tagged_videos.all()]
        rows += [(row, row.kind) for row in video.tag_decisions.all()]
        for row, kind in rows:
            if row.source != Source.AUTOMATIC and row.tag_id in graph.slugs:
                said.add(graph.slugs[row.tag_id], kind)
    return said


def _make_finding(slug: str, kind: str) -> Finding:
    is_absent = kind == Decision.ABSENT_DECLARED
    return Finding(
        tag=slug,
        state="absent_declared" if is_absent else "present",
        status="review" if kind == Decision.SUGGESTED else "publish",
        confidence=1.0,
        zone=ZONE,
        evidence=EVIDENCE,
    )
