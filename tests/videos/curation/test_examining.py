import json
import logging
import multiprocessing
from dataclasses import replace

import pytest

from videos.curation.examining import Examiner, Question
from videos.importing.starter import FOLDER
from videos.tagging.zones import VideoText


@pytest.fixture
def questions():
    lines = (FOLDER / "starter.jsonl").read_text(encoding="utf-8").splitlines()[:100]
    return [
        Question(VideoText(title=json.loads(line)["title"], boilerplate=frozenset({"rain"})), "Calm ASMR", 60, None)
        for line in lines
    ]


@pytest.fixture
def make_examiner():
    made = []

    def make(vocabulary, **options):
        made.append(Examiner(vocabulary, **options))
        return made[-1]

    yield make
    for examiner in made:
        examiner.close()


class TestExaminer:
    def test_finds_the_same_with_others_as_alone(self, make_examiner, vocabulary, questions, monkeypatch):
        helped, alone = make_examiner(vocabulary), make_examiner(vocabulary).examine_all(questions)
        helped.start(wait=True)
        monkeypatch.setattr("videos.curation.examining.examine", None)  # in this process

        assert helped.examine_all(questions) == alone
        assert len(multiprocessing.active_children()) == 2

    def test_starts_the_others_after_many_texts_and_does_not_wait_for_them(self, make_examiner, vocabulary, questions):
        helped = make_examiner(vocabulary, helped_from=20)

        found = helped.examine_all(questions)

        assert len(multiprocessing.active_children()) == 2
        assert found == make_examiner(vocabulary).examine_all(questions)

    def test_has_no_others_for_few_texts(self, make_examiner, vocabulary, questions):
        make_examiner(vocabulary, helped_from=200).examine_all(questions)

        assert multiprocessing.active_children() == []

    def test_ends_the_others_when_closed(self, make_examiner, vocabulary):
        helped = make_examiner(vocabulary)
        helped.start(wait=True)

        helped.close()

        assert multiprocessing.active_children() == []

    def test_goes_on_alone_where_the_others_die(self, make_examiner, vocabulary, questions, caplog):
        helped = make_examiner(vocabulary)
        helped.start(wait=True)
        for process in multiprocessing.active_children():
            process.kill()

        with caplog.at_level(logging.WARNING):
            found = helped.examine_all(questions)

        assert found == make_examiner(vocabulary).examine_all(questions)
        assert caplog.messages[0].startswith("Texts are examined in one process")

    def test_goes_on_alone_with_a_vocabulary_that_the_others_cannot_read(self, make_examiner, vocabulary, questions):
        helped = make_examiner(replace(vocabulary, fingerprint="other"))
        helped.start(wait=True)

        assert helped.examine_all(questions) == make_examiner(vocabulary).examine_all(questions)

    def test_takes_questions_one_by_one(self, make_examiner, vocabulary, questions):
        assert make_examiner(vocabulary).examine_all(iter(())) == []
        assert len(make_examiner(vocabulary).examine_all(question for question in questions)) == 100
