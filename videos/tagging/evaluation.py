"""How good the tagger is on labelled videos: over all tags, by facet, by tag and video by video."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from videos.tagging.comparison import Comparison, LabelledVideo, compare
from videos.tagging.scores import Rate, Score, Tally, score, wilson
from videos.vocabulary.definitions import Vocabulary

PROVEN_FROM = 20  # labelled positives; a figure over fewer says little of the tag


@dataclass(frozen=True)
class TagScore:
    tag: str
    facet: str
    tally: Tally

    @property
    def is_proven(self) -> bool:
        """Tell whether enough videos are labelled with the tag for its figures to mean something."""
        return self.tally.labelled >= PROVEN_FROM


@dataclass(frozen=True)
class Misjudged:
    """Which videos of one kind were taken for the other; `of` is how many of the kind there are."""

    videos: tuple[LabelledVideo, ...]
    of: int
    rate: Rate


@dataclass(frozen=True)
class Recognition:
    """`let_through` are videos recognised as ASMR that are not, `held` are ASMR and were not recognised."""

    let_through: Misjudged
    held: Misjudged


@dataclass(frozen=True)
class Evaluation:
    """What was measured. `facets` are in the vocabulary's order, `tags` too: all but the computed ones.

    `video_count` counts all videos, `tagged_count` those with labelled tags, `cluster_count` the channels of the
    latter, where a video without a channel counts as its own. `mistakes` are the videos with a wrong or missing tag.
    """

    video_count: int
    tagged_count: int
    cluster_count: int
    overall: Score
    facets: Mapping[str, Score]
    tags: tuple[TagScore, ...]
    recognition: Recognition
    mistakes: tuple[Comparison, ...]


def evaluate(videos: Iterable[LabelledVideo], vocabulary: Vocabulary) -> Evaluation:
    """Run the tagger over the videos and compare it with their labels. About a millisecond a video.

    Raises KeyError for a label that is not in the vocabulary.
    """
    comparisons = [compare(video, vocabulary) for video in videos]
    tagged = [comparison for comparison in comparisons if comparison.video.present is not None]
    clusters = _by_channel(tagged)
    measured = {slug: tag for slug, tag in vocabulary.tags.items() if tag.rules.computed is None}
    by_facet: dict[str, set[str]] = {facet.slug: set() for facet in vocabulary.facets}
    for slug, tag in measured.items():
        by_facet[tag.facet].add(slug)
    return Evaluation(
        video_count=len(comparisons),
        tagged_count=len(tagged),
        cluster_count=len(clusters),
        overall=_score(clusters, measured),
        facets={facet: _score(clusters, slugs) for facet, slugs in by_facet.items()},
        tags=tuple(TagScore(slug, tag.facet, _count(tagged, {slug})) for slug, tag in measured.items()),
        recognition=_recognition(comparisons),
        mistakes=tuple(comparison for comparison in tagged if comparison.wrong or comparison.missing),
    )


def _by_channel(comparisons: Iterable[Comparison]) -> list[list[Comparison]]:
    """Put together what one channel made: its titles and descriptions resemble one another."""
    clusters: dict[str | int, list[Comparison]] = {}
    for number, comparison in enumerate(comparisons):
        channel = comparison.video.channel
        clusters.setdefault(number if channel is None else channel, []).append(comparison)
    return list(clusters.values())


def _score(clusters: Iterable[Iterable[Comparison]], slugs: Collection[str]) -> Score:
    return score(_count(comparisons, slugs) for comparisons in clusters)


def _count(comparisons: Iterable[Comparison], slugs: Collection[str]) -> Tally:
    true_positives = false_alarms = misses = 0
    for comparison in comparisons:
        true_positives += len(comparison.right.intersection(slugs))
        false_alarms += len(comparison.wrong.intersection(slugs))
        misses += len(comparison.missing.intersection(slugs))
    return Tally(true_positives, false_alarms, misses)


def _recognition(comparisons: Iterable[Comparison]) -> Recognition:
    return Recognition(
        let_through=_misjudged([comparison for comparison in comparisons if comparison.video.is_asmr is False]),
        held=_misjudged([comparison for comparison in comparisons if comparison.video.is_asmr is True]),
    )


def _misjudged(comparisons: Collection[Comparison]) -> Misjudged:
    videos = tuple(
        comparison.video for comparison in comparisons if comparison.is_recognised is not comparison.video.is_asmr
    )
    return Misjudged(videos, len(comparisons), wilson(len(videos), len(comparisons)))
