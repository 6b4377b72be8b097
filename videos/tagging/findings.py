"""What the tagger says about one video, and about each tag of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from videos.vocabulary.definitions import TagDefinition, Thresholds

MAX_EVIDENCE = 200
WEAK_CONFIDENCE = 0.50  # at most, of words that mean a tag in some contexts only


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One tag with the words that caused it. `confidence` runs from 0 to 1, `zone` says where the words stand."""

    tag: str
    state: Literal["present", "absent_declared"]
    status: Literal["publish", "review"]
    confidence: float
    zone: str
    evidence: str

    def describe(self) -> str:
        """Give the finding as a line of text, for an operator: "tapping  publish 0.95, title: “tapping”"."""
        absence = "absent: " if self.state == "absent_declared" else ""
        return f"{absence}{self.tag}  {self.status} {self.confidence:.2f}, {self.zone}: “{self.evidence}”"


@dataclass(frozen=True)
class Examination:
    """All that the text and the facts of one video say."""

    findings: tuple[Finding, ...]  # by slug; direct tags and computed ones
    is_recognised: bool  # shows a sign of ASMR
    objection: str  # what in the title spoke against that; blank where nothing did, or it is recognised after all


def judge(confidence: float, tag: TagDefinition, thresholds: Thresholds) -> Literal["publish", "review"] | None:
    """Return what becomes of a finding of `tag` at `confidence`; None means it is too weak even for review."""
    review_from = thresholds.caution_review_from if tag.facet == "caution" else thresholds.review_from
    if confidence >= publish_threshold(tag, thresholds):
        return "publish"
    return "review" if confidence >= review_from else None


def publish_threshold(tag: TagDefinition, thresholds: Thresholds) -> float:
    """Return the confidence from which findings of `tag` are published."""
    return {
        "benefit": thresholds.benefit_publish,
        "technique": thresholds.technique_publish,
        "caution": thresholds.caution_publish,
    }.get(tag.facet, thresholds.publish)
