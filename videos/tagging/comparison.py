"""One video's published tags beside its labels: which are right, which are wrong, which are missing, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from videos.tagging.examination import examine
from videos.tagging.findings import Finding
from videos.tagging.zones import VideoText
from videos.vocabulary.definitions import Vocabulary


@dataclass(frozen=True, kw_only=True)
class LabelledVideo:
    """A video with what a person says of it. None is not labelled; an empty `present` says that no tag is present.

    `present` and `uncertain` are direct tags; what they imply follows from the vocabulary.
    """

    id: str
    text: VideoText
    channel: str | None = None
    duration_seconds: int | None = None
    is_asmr: bool | None = None
    present: frozenset[str] | None = None
    uncertain: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FalseAlarm:
    """A wrong finding, and the wrong tags that came with it alone: what it implies and no finding names."""

    finding: Finding
    along: tuple[str, ...]


@dataclass(frozen=True)
class Miss:
    """A labelled tag that was not published, and the missing tags that it implies and no label names.

    `finding` is what was found of it instead: for review only, or declared absent. None where nothing was.
    """

    tag: str
    along: tuple[str, ...]
    finding: Finding | None

    @property
    def taken_for(self) -> Literal["review", "absent"] | None:
        """Tell what the tagger made of the tag instead; None where it found nothing."""
        if self.finding is None:
            return None
        return "absent" if self.finding.state == "absent_declared" else "review"


@dataclass(frozen=True)
class Comparison:
    """What was published of one video beside its labels, with all that both imply; empty where it has no labels.

    `false_alarms` and `misses` hold each wrong or missing tag once, either itself or along with its cause, by slug.
    """

    video: LabelledVideo
    is_recognised: bool
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    false_alarms: tuple[FalseAlarm, ...] = ()
    misses: tuple[Miss, ...] = ()


def compare(video: LabelledVideo, vocabulary: Vocabulary) -> Comparison:
    """Examine the video and compare. Raises KeyError for a label that is not in the vocabulary.

    Computed tags are left out on both sides. What `uncertain` names or implies counts neither way, unless what is
    present implies it.
    """
    examination = examine(
        video.text,
        channel=video.channel,
        duration_seconds=video.duration_seconds,
        live_status=None,
        vocabulary=vocabulary,
    )
    if video.present is None:
        return Comparison(video, examination.is_recognised)
    findings = {finding.tag: finding for finding in examination.findings}
    published = [slug for slug, found in findings.items() if found.state == "present" and found.status == "publish"]
    truth = _close(video.present, vocabulary)
    predicted = _close(published, vocabulary) - (_close(video.uncertain, vocabulary) - truth)
    wrong, missing = predicted - truth, truth - predicted
    return Comparison(
        video,
        examination.is_recognised,
        right=truth & predicted,
        wrong=wrong,
        missing=missing,
        false_alarms=tuple(FalseAlarm(findings[slug], along) for slug, along in _fold(wrong, published, vocabulary)),
        misses=tuple(
            Miss(slug, along, findings.get(slug)) for slug, along in _fold(missing, video.present, vocabulary)
        ),
    )


def _close(slugs: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return all that the slugs name and imply, without computed tags."""
    text_only = [slug for slug in slugs if vocabulary.tags[slug].rules.computed is None]
    closed = frozenset().union(*map(vocabulary.closure, text_only))
    return frozenset(slug for slug in closed if vocabulary.tags[slug].rules.computed is None)


def _fold(
    slugs: frozenset[str], direct: Iterable[str], vocabulary: Vocabulary
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the `direct` ones among the slugs in order, each with those of the others that it is the first to imply.

    All others are implied by one: whatever is right or uncertain brings along nothing else.
    """
    causes = sorted(slugs.intersection(direct))
    left = slugs.difference(causes)
    for cause in causes:
        along = left & vocabulary.closure(cause)
        left -= along
        yield cause, tuple(sorted(along))
