"""All that the text and the facts of one video say: its tags, and whether it is ASMR at all."""

from dataclasses import dataclass

from videos.tagging.computed import find_all_tags
from videos.tagging.findings import Finding
from videos.tagging.recognition import is_recognised
from videos.tagging.zones import VideoText
from videos.vocabulary.parser import Vocabulary


@dataclass(frozen=True)
class Examination:
    findings: tuple[Finding, ...]  # by slug; direct tags and computed ones
    is_recognised: bool  # shows a sign of ASMR


def examine(
    text: VideoText,
    *,
    channel: str | None,
    duration_seconds: int | None,
    live_status: str | None,
    vocabulary: Vocabulary,
) -> Examination:
    """Find the tags of one video and whether it is recognised as ASMR."""
    findings = find_all_tags(text, duration_seconds=duration_seconds, live_status=live_status, vocabulary=vocabulary)
    return Examination(findings, is_recognised(text, channel=channel, findings=findings, vocabulary=vocabulary))
