"""On the real vocabulary, of which these tests know: tapping is a sound trigger, whispered and sleep imply nothing."""

import pytest

from videos.tagging.comparison import LabelledVideo
from videos.tagging.evaluation import evaluate
from videos.tagging.scores import Interval, Rate, Tally
from videos.tagging.zones import VideoText


def make(title="ASMR", present=None, *, uncertain=(), **parts):
    return LabelledVideo(
        id=parts.pop("id", title),
        text=VideoText(title=title),
        present=None if present is None else frozenset(present),
        uncertain=frozenset(uncertain),
        **parts,
    )


@pytest.fixture
def evaluated(vocabulary):
    return lambda *videos: evaluate(videos, vocabulary)


def test_counts_over_all_tags_and_by_facet(evaluated):
    found = evaluated(
        make("ASMR tapping, whispered", ["tapping", "whispered"]),
        make("ASMR tapping", ["sleep"]),
        make("ASMR", ["tapping"]),
    )

    assert found.overall.tally == Tally(true_positives=3, false_alarms=2, misses=3)
    assert (found.overall.precision.value, found.overall.recall.value) == (3 / 5, 3 / 6)
    assert {facet: score.tally for facet, score in found.facets.items() if score.tally.named} == {
        "trigger": Tally(2, 2, 2),
        "voice": Tally(1, 0, 0),
        "benefit": Tally(0, 0, 1),
    }


def test_the_facets_are_all_of_the_vocabulary_in_its_order(evaluated):
    assert list(evaluated().facets) == ["trigger", "technique", "roleplay", "benefit", "voice", "format", "caution"]


def test_a_facet_that_nothing_was_counted_for_is_unknown(evaluated):
    score = evaluated(make("ASMR tapping", ["tapping"])).facets["technique"]

    assert (score.precision, score.recall, score.f1) == (Rate(None, None),) * 3


def test_a_perfect_facet_has_the_exact_bound(evaluated):
    found = evaluated(make("ASMR tapping", ["tapping"]), make("tapping ASMR", ["tapping"]))

    assert found.facets["trigger"].recall == Rate(1.0, Interval(0.025 ** (1 / 4), 1.0))


def test_what_is_uncertain_counts_neither_way(evaluated):
    assert evaluated(make("ASMR tapping", [], uncertain=["tapping", "sleep"])).overall.tally == Tally()


def test_tags_that_are_not_labelled_are_not_counted_but_recognition_is(evaluated):
    found = evaluated(make("ASMR tapping", None, is_asmr=True), make("A day", None, is_asmr=False))

    assert (found.video_count, found.tagged_count, found.overall.tally) == (2, 0, Tally())
    assert (found.recognition.held.of, found.recognition.let_through.of) == (1, 1)


def test_videos_of_a_channel_are_one_cluster_and_those_of_none_one_each(evaluated):
    found = evaluated(
        make("ASMR 1", [], channel="Gibi"),
        make("ASMR 2", [], channel="Gibi"),
        make("ASMR 3", []),
        make("ASMR 4", []),
        make("ASMR 5", None, channel="Latte"),
    )

    assert found.cluster_count == 3


def test_mistakes_of_one_channel_alone_have_no_interval(evaluated):
    right, wrong = make("ASMR tapping", ["tapping"], channel="Gibi"), make("tapping", [], channel="Gibi")
    elsewhere = make("ASMR tap tapping", ["tapping"], channel="Latte")

    assert evaluated(right, wrong).overall.precision == Rate(0.5, None)
    assert evaluated(right, wrong, elsewhere).overall.precision.interval is not None


def test_is_the_same_on_every_run_and_in_any_order(evaluated):
    videos = [make(f"ASMR tapping {number}", ["tapping"] if number % 3 else ["sleep"]) for number in range(9)]

    first, second, backwards = evaluated(*videos), evaluated(*videos), evaluated(*reversed(videos))

    assert (first.overall, first.facets) == (second.overall, second.facets) == (backwards.overall, backwards.facets)


class TestTags:
    def test_are_counted_one_by_one(self, evaluated):
        found = evaluated(make("ASMR tapping", ["whispered"]), make("ASMR tapping, whispered", ["whispered"]))

        assert {score.tag: (score.facet, score.tally) for score in found.tags if score.tally.named} == {
            "sound-triggers": ("trigger", Tally(0, 2, 0)),
            "tapping": ("trigger", Tally(0, 2, 0)),
            "whispered": ("voice", Tally(1, 0, 1)),
        }

    def test_are_all_but_the_computed_ones(self, evaluated, vocabulary):
        computed = {"shorts", "one-hour-plus", "three-hours-plus", "live-stream"}

        assert {score.tag for score in evaluated().tags} == vocabulary.tags.keys() - computed

    @pytest.mark.parametrize(("count", "is_proven"), [(19, False), (20, True)])
    def test_are_proven_by_twenty_labelled_videos_found_or_not(self, evaluated, count, is_proven):
        videos = [make("ASMR" if number % 2 else "ASMR tapping", ["tapping"]) for number in range(count)]

        [tapping] = [score for score in evaluated(*videos).tags if score.tag == "tapping"]

        assert tapping.is_proven is is_proven


class TestRecognition:
    def test_names_what_was_let_through_and_what_was_held(self, evaluated):
        hidden, shown = make("A quiet evening", is_asmr=True), make("ASMR", is_asmr=True)
        food, day = make("asmr food", is_asmr=False), make("A day", is_asmr=False)

        recognition = evaluated(hidden, shown, food, day).recognition

        assert (recognition.let_through.videos, recognition.let_through.of) == ((food,), 2)
        assert (recognition.held.videos, recognition.held.of) == ((hidden,), 2)
        assert recognition.held.rate.value == 0.5

    def test_leaves_out_what_is_not_labelled(self, evaluated):
        recognition = evaluated(make("ASMR tapping", ["tapping"])).recognition

        assert (recognition.let_through.of, recognition.let_through.rate) == (0, Rate(None, None))


def test_mistakes_are_the_videos_with_a_wrong_or_missing_tag_in_order(evaluated):
    wrong, right, missing = make("ASMR tapping", []), make("ASMR", []), make("ASMR, quiet", ["sleep", "whispered"])

    assert [found.video for found in evaluated(wrong, right, missing).mistakes] == [wrong, missing]
