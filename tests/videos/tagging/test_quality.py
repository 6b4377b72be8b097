"""The tagger on labelled titles of the sample catalog: no change of a pattern may make it worse than this.

The labels were given by the guide before the output was seen, but the patterns have been mended with them since:
this holds what was reached and claims nothing about other videos.
"""

from pathlib import Path

import pytest

from videos.importing.labels import BadRow, read_labels
from videos.tagging.evaluation import evaluate

FOLDER = Path(__file__).parents[2] / "data"
NAMES = ("labelled_starter.jsonl", "labelled_techniques.jsonl", "labelled_check.jsonl")


@pytest.fixture(scope="module")
def videos(vocabulary):
    rows = list(read_labels([FOLDER / name for name in NAMES], vocabulary))
    assert not [row for row in rows if isinstance(row, BadRow)]
    return rows


@pytest.fixture(scope="module")
def evaluation(videos, vocabulary):
    return evaluate(videos, vocabulary)


def test_of_the_shown_tags_97_in_100_are_right_and_of_the_labelled_93_are_shown(evaluation):
    assert evaluation.overall.tally.precision >= 0.97
    assert evaluation.overall.tally.recall >= 0.93


def test_a_technique_that_is_shown_is_right(evaluation):
    assert evaluation.facets["technique"].tally.precision >= 0.98


def test_hardly_a_caution_is_missed(evaluation):
    assert evaluation.facets["caution"].tally.recall >= 0.95


def test_hardly_a_video_is_held_for_want_of_recognition(evaluation):
    held = evaluation.recognition.held

    assert len(held.videos) <= 0.02 * held.of


def test_food_vlogs_and_pranks_that_carry_the_keyword_are_held(shared_folder, vocabulary):
    rows = read_labels([shared_folder / "data" / "labelled.jsonl"], vocabulary)
    let_through = evaluate(rows, vocabulary).recognition.let_through

    assert len(let_through.videos) <= 0.10 * let_through.of
