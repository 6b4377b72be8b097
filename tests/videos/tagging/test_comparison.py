"""On a vocabulary of its own: exam > ear > sound, bell > sound, whisper; hum for review only; epic > long, computed."""

from dataclasses import replace

import pytest

from videos.tagging.comparison import LabelledVideo, compare
from videos.tagging.zones import VideoText
from videos.vocabulary.computed import ComputedRule


@pytest.fixture(scope="module")
def small(vocabulary):
    plain = vocabulary.tags["tapping"]

    def make(slug, *, parents=(), positive=True, **rules):
        return replace(
            plain,
            slug=slug,
            parents=parents,
            implies=(),
            opposes=(),
            synonyms=(),
            i18n=(),
            rules=replace(
                plain.rules,
                **{
                    "positive": (rf"\b{slug}\b",) if positive else (),
                    "case_sensitive": (),
                    "weak": (),
                    "weak_context": None,
                    "negative": (),
                    "block_if": (),
                    "suppressed_by": (),
                    **rules,
                },
            ),
        )

    tags = [
        make("sound", positive=False),
        make("ear", parents=("sound",)),
        make("exam", parents=("ear",)),
        make("bell", parents=("sound",)),
        make("whisper"),
        make("hum", positive=False, weak=(r"\bhum\b",), weak_context=r"\borchestra\b"),
        make("long", positive=False, computed=ComputedRule(from_seconds=3600)),
        make("epic", parents=("long",)),
        vocabulary.tags["no-talking"],
    ]
    return replace(vocabulary, tags={tag.slug: tag for tag in tags})


@pytest.fixture
def compared(small):
    """Give compared(title, present, uncertain, **parts of the labelled video)."""

    def compare_title(title, present=(), uncertain=(), **parts):
        present = None if present is None else frozenset(present)
        text = VideoText(title=title)
        return compare(
            LabelledVideo(id="a", text=text, present=present, uncertain=frozenset(uncertain), **parts), small
        )

    return compare_title


def sets(comparison):
    return (set(comparison.right), set(comparison.wrong), set(comparison.missing))


def false_alarms(comparison):
    return [(alarm.finding.tag, *alarm.along) for alarm in comparison.false_alarms]


def misses(comparison):
    return [(miss.tag, *miss.along) for miss in comparison.misses]


class TestCompare:
    def test_what_is_published_and_labelled_is_right_with_all_it_implies(self, compared):
        assert sets(compared("exam", ["exam"])) == ({"exam", "ear", "sound"}, set(), set())

    def test_what_both_sides_imply_is_right_though_they_differ(self, compared):
        assert sets(compared("exam", ["bell"])) == ({"sound"}, {"exam", "ear"}, {"bell"})

    def test_an_empty_label_makes_every_tag_wrong(self, compared):
        assert sets(compared("bell", [])) == (set(), {"bell", "sound"}, set())

    def test_without_labels_nothing_is_compared_but_recognition(self, compared):
        unlabelled, plain = compared("ASMR bell", None, ["exam"]), compared("A day", None)

        assert (sets(unlabelled), unlabelled.is_recognised) == ((set(), set(), set()), True)
        assert plain.is_recognised is False

    def test_the_channel_is_looked_at_for_recognition(self, compared):
        assert compared("A day", None, channel="Calm ASMR").is_recognised is True

    def test_what_is_uncertain_counts_neither_way(self, compared):
        assert sets(compared("exam", [], ["exam"])) == sets(compared("", [], ["exam"])) == (set(), set(), set())

    def test_what_the_uncertain_implies_counts_neither_way_for_other_tags_too(self, compared):
        assert sets(compared("bell", [], ["exam"])) == (set(), {"bell"}, set())

    def test_what_is_present_counts_though_the_uncertain_implies_it(self, compared):
        assert sets(compared("", ["bell"], ["exam"])) == (set(), set(), {"bell", "sound"})
        assert sets(compared("bell", ["bell"], ["exam"])) == ({"bell", "sound"}, set(), set())

    def test_a_finding_for_review_is_not_published(self, compared):
        assert sets(compared("hum")) == (set(), set(), set())

    def test_a_declared_absence_is_not_published(self, compared):
        assert sets(compared("no bell")) == (set(), set(), set())

    @pytest.mark.parametrize("present", [[], ["long"]])
    @pytest.mark.parametrize("duration_seconds", [None, 7200])
    def test_computed_tags_are_left_out_on_both_sides(self, compared, present, duration_seconds):
        assert sets(compared("", present, duration_seconds=duration_seconds)) == (set(), set(), set())

    def test_a_computed_tag_that_another_implies_is_left_out_too(self, compared):
        assert sets(compared("epic", [])) == (set(), {"epic"}, set())
        assert sets(compared("", ["epic"])) == (set(), set(), {"epic"})

    def test_a_label_that_is_no_tag_is_an_error(self, compared):
        with pytest.raises(KeyError):
            compared("", ["ears"])


class TestFalseAlarms:
    def test_what_came_along_is_folded_behind_its_cause(self, compared):
        assert false_alarms(compared("exam")) == [("exam", "ear", "sound")]

    def test_hold_the_finding_with_its_words(self, compared):
        [alarm] = compared("my Bell").false_alarms

        assert (alarm.finding.zone, alarm.finding.evidence) == ("title", "Bell")

    def test_what_was_found_by_itself_is_a_cause_of_its_own(self, compared):
        assert false_alarms(compared("exam, then ear")) == [("ear", "sound"), ("exam",)]

    def test_what_is_right_is_not_along(self, compared):
        assert false_alarms(compared("exam", ["bell"])) == [("exam", "ear")]

    def test_hold_each_wrong_tag_once(self, compared):
        comparison = compared("exam, bell, whisper")

        assert false_alarms(comparison) == [("bell", "sound"), ("exam", "ear"), ("whisper",)]
        assert {slug for slugs in false_alarms(comparison) for slug in slugs} == comparison.wrong


class TestMisses:
    def test_what_is_implied_is_folded_behind_its_cause(self, compared):
        assert misses(compared("", ["exam"])) == [("exam", "ear", "sound")]

    def test_what_is_labelled_by_itself_is_a_cause_of_its_own(self, compared):
        assert misses(compared("", ["exam", "ear"])) == [("ear", "sound"), ("exam",)]

    def test_what_was_published_is_not_along(self, compared):
        assert misses(compared("bell", ["exam"])) == [("exam", "ear")]

    @pytest.mark.parametrize(
        ("title", "tag", "taken_for", "evidence"),
        [("a hum", "hum", "review", "hum"), ("no bell", "bell", "absent", "bell"), ("a day", "bell", None, None)],
    )
    def test_tell_what_was_found_instead(self, compared, title, tag, taken_for, evidence):
        [miss] = compared(title, [tag]).misses

        assert (miss.tag, miss.taken_for) == (tag, taken_for)
        assert (miss.finding and miss.finding.evidence) == evidence
