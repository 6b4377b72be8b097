"""What an evaluation of the tagger found, as plain values for JSON."""

from typing import Any

from videos.management.evaluation_text import REMINDER
from videos.tagging.comparison import Comparison, LabelledVideo
from videos.tagging.evaluation import Evaluation, Misjudged
from videos.tagging.scores import Rate, Score, Tally


def as_json(evaluation: Evaluation, *, with_listing: bool) -> dict[str, Any]:
    """Give the figures and, `with_listing`, every mistake by video. None is a figure without anything to judge by."""
    recognition = evaluation.recognition
    content = {
        "videos": evaluation.video_count,
        "videos_with_labelled_tags": evaluation.tagged_count,
        "channels": evaluation.cluster_count,
        "all": _score_json(evaluation.overall),
        "facets": {facet: _score_json(score) for facet, score in evaluation.facets.items()},
        "tags": {
            score.tag: {
                "facet": score.facet,
                "proven": score.is_proven,
                "precision": score.tally.precision,
                "recall": score.tally.recall,
                **_tally_json(score.tally),
            }
            for score in evaluation.tags
        },
        "recognition": {
            "let_through": _misjudged_json(recognition.let_through, with_listing=with_listing),
            "held": _misjudged_json(recognition.held, with_listing=with_listing),
        },
        "note": REMINDER,
    }
    if with_listing:
        content["mistakes"] = [_mistakes_json(comparison) for comparison in evaluation.mistakes]
    return content


def _score_json(score: Score) -> dict[str, Any]:
    return {
        "precision": _rate_json(score.precision),
        "recall": _rate_json(score.recall),
        "f1": _rate_json(score.f1),
        **_tally_json(score.tally),
    }


def _rate_json(rate: Rate) -> dict[str, float | None]:
    interval = rate.interval
    return {"value": rate.value, "low": interval and interval.low, "high": interval and interval.high}


def _tally_json(tally: Tally) -> dict[str, int]:
    return {
        "labelled": tally.labelled,
        "true_positives": tally.true_positives,
        "false_alarms": tally.false_alarms,
        "misses": tally.misses,
    }


def _misjudged_json(misjudged: Misjudged, *, with_listing: bool) -> dict[str, Any]:
    content = {"count": len(misjudged.videos), "of": misjudged.of, "rate": _rate_json(misjudged.rate)}
    return content | ({"videos": [_video_json(video) for video in misjudged.videos]} if with_listing else {})


def _video_json(video: LabelledVideo) -> dict[str, Any]:
    return {"id": video.id, "title": video.text.title, "channel": video.channel}


def _mistakes_json(comparison: Comparison) -> dict[str, Any]:
    return {
        **_video_json(comparison.video),
        "false_alarms": [
            {
                "tag": alarm.finding.tag,
                "along": list(alarm.along),
                "zone": alarm.finding.zone,
                "evidence": alarm.finding.evidence,
                "confidence": alarm.finding.confidence,
            }
            for alarm in comparison.false_alarms
        ],
        "misses": [
            {
                "tag": miss.tag,
                "along": list(miss.along),
                "taken_for": miss.taken_for,
                "zone": miss.finding and miss.finding.zone,
                "evidence": miss.finding and miss.finding.evidence,
            }
            for miss in comparison.misses
        ],
    }
