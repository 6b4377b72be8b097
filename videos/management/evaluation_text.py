"""What an evaluation of the tagger found, as lines for a terminal."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from videos.tagging.comparison import FalseAlarm, LabelledVideo, Miss
from videos.tagging.evaluation import PROVEN_FROM, Evaluation
from videos.tagging.findings import Finding
from videos.tagging.scores import Rate, Score, Tally

REMINDER = (
    "Labels made by the person who wrote the patterns are development data: "
    "for a claim, somebody else must label videos that the patterns were not made with."
)
WIDTH = 110
UNKNOWN = "–"
GLUE = "\N{NO-BREAK SPACE}"  # keeps a tag and its counts on one line
TAKEN_FOR = {"review": "found, but only for review", "absent": "taken for absent"}
HEADINGS = ("precision", "recall", "F1", "labelled", "false alarms", "missed")
MEANING = (
    "Precision: the share of the shown tags that are right. Recall: the share of the labelled tags that are shown. "
    "F1: both in one. In brackets: the range in which the figure lies with 95 % certainty, judged by how channels "
    f"differ; without brackets all comes from one channel. {UNKNOWN}: nothing to judge by."
)


def as_lines(evaluation: Evaluation, *, with_listing: bool) -> Iterator[str]:
    """Give the figures and, `with_listing`, every mistake under its video, line by line."""
    yield (
        f"Videos: {evaluation.video_count}; with labelled tags: {evaluation.tagged_count}, "
        f"from channels: {evaluation.cluster_count} (a video without a channel counts as one)."
    )
    yield from wrap(
        "Counted are the tags that visitors would see, with all they imply, against the labels with all they imply; "
        "not those computed from length or live status, nor what the labels call uncertain.",
        WIDTH,
    )
    yield ""
    scores = {**evaluation.facets, "all": evaluation.overall}
    yield from _table("facet", {name: _score_cells(score) for name, score in scores.items()})
    yield from wrap(MEANING, WIDTH)
    yield ""
    yield from _recognition_lines(evaluation)
    yield ""
    yield from _tag_lines(evaluation)
    if with_listing:
        yield ""
        yield from _listing(evaluation)
    yield ""
    yield from wrap(REMINDER, WIDTH)


def _table(first: str, rows: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Align the three rates to the left and the counts to the right."""
    table = {first: HEADINGS, **rows}
    name_width = max(map(len, table))
    widths = [max(map(len, column)) for column in zip(*table.values(), strict=True)]
    for name, cells in table.items():
        aligned = (
            cell.ljust(width) if index < 3 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        yield "  ".join([name.ljust(name_width), *aligned])


def _score_cells(score: Score) -> tuple[str, ...]:
    return (_show(score.precision), _show(score.recall), _show(score.f1), *_count_cells(score.tally))


def _count_cells(tally: Tally) -> tuple[str, ...]:
    return str(tally.labelled), str(tally.false_alarms), str(tally.misses)


def _show(rate: Rate) -> str:
    if rate.interval is None:
        return _show_value(rate.value)
    return f"{_show_value(rate.value)} ({rate.interval.low:.3f}–{rate.interval.high:.3f})"


def _show_value(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.3f}"


def _recognition_lines(evaluation: Evaluation) -> Iterator[str]:
    let_through, held = evaluation.recognition.let_through, evaluation.recognition.held
    yield f"Not ASMR, but let through: {len(let_through.videos)} of {let_through.of}, {_show(let_through.rate)}"
    yield f"ASMR, but held as none:    {len(held.videos)} of {held.of}, {_show(held.rate)}"


def _tag_lines(evaluation: Evaluation) -> Iterator[str]:
    tags = sorted(evaluation.tags, key=lambda score: score.tag)
    proven = [score for score in tags if score.is_proven]
    unproven = [score for score in tags if not score.is_proven]
    if proven:
        rows = {}
        for score in proven:
            values = map(_show_value, (score.tally.precision, score.tally.recall, score.tally.f1))
            rows[score.tag] = (*values, *_count_cells(score.tally))
        yield from _table("tag", rows)
        yield ""
    met = [score for score in unproven if score.tally.named]
    shown = "; ".join(f"{score.tag}{GLUE}{'/'.join(_count_cells(score.tally))}" for score in met)
    lines = wrap(
        f"Unproven are the tags with fewer than {PROVEN_FROM} labelled videos (labelled/false alarms/missed): "
        f"{shown or 'none was met'}. {len(unproven) - len(met)} others were neither labelled nor found.",
        WIDTH,
        break_on_hyphens=False,
    )
    yield from (line.replace(GLUE, " ") for line in lines)


def _listing(evaluation: Evaluation) -> Iterator[str]:
    recognition = evaluation.recognition
    for heading, videos in (
        ("Not ASMR, but let through", recognition.let_through.videos),
        ("ASMR, but held as none", recognition.held.videos),
    ):
        if videos:
            yield f"{heading}:"
            yield from (f"    {_name(video)}" for video in videos)
    if evaluation.mistakes:
        yield "Wrong and missing tags by video (in brackets what goes with them only because they imply it):"
    for comparison in evaluation.mistakes:
        yield _name(comparison.video)
        yield from (f"    false alarm  {_describe_false_alarm(alarm)}" for alarm in comparison.false_alarms)
        yield from (f"    missed       {_describe_miss(miss)}" for miss in comparison.misses)


def _name(video: LabelledVideo) -> str:
    return f"{video.id}  {video.text.title}"


def _describe_false_alarm(alarm: FalseAlarm) -> str:
    return f"{_with_along(alarm.finding.tag, alarm.along)}  {_show_words(alarm.finding)}"


def _describe_miss(miss: Miss) -> str:
    tag = _with_along(miss.tag, miss.along)
    if miss.finding is None:
        return f"{tag}  not found"
    return f"{tag}  {TAKEN_FOR[miss.taken_for]}, {_show_words(miss.finding)}"


def _with_along(tag: str, along: Iterable[str]) -> str:
    others = ", ".join(along)
    return f"{tag} (+ {others})" if others else tag


def _show_words(finding: Finding) -> str:
    return f"{finding.zone}: “{' '.join(finding.evidence.split())}”"
