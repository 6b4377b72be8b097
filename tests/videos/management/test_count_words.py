import pytest

pytestmark = pytest.mark.django_db


def test_the_most_frequent_are_told(run, make_video, make_creator):
    creator = make_creator()
    for _ in range(3):
        make_video("Beekeeping", creator=creator, source_keywords=["honey jar"])

    assert run("count_words").out == [
        "words of titles: 1 that no tag explains",
        "    beekeeping  3 videos by 1 creator",
        "keywords of the source: 1 that no tag explains",
        "    honey jar  3 videos by 1 creator",
        "3 videos read.",
    ]


def test_a_quiet_run_says_nothing(run):
    assert run("count_words", verbosity=0).out == []
