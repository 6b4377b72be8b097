import pytest

from asmr_catalog.tokens import tokenise
from videos.browsing.naming import Names, Thing, names_of_tag, rest_without
from videos.fulltext.terms import Term
from videos.vocabulary.glossary import Abbreviation


def tag(slug, label, *synonyms):
    return Thing("tag", slug, label, 0), (*names_of_tag(label, slug), *synonyms)


def creator(pk, slug, label, *others):
    return Thing("creator", slug, label, pk), (label, *others)


OLIVIA = creator(1, "olivia", "Olivia Kissper ASMR", "@oliviakissper", "Olivia's Kissper World")
GIBI = creator(2, "gibi", "Gibi ASMR", "@gibiasmr")
RAIN = creator(3, "rain-asmr", "Rain ASMR")
NAMED = [
    tag("tapping", "Tapping", "finger tapping"),
    tag("tongue-clicking", "Tongue clicking", "mouth tapping"),
    tag("no-talking", "No talking", "without talking"),
    tag("rain", "Rain"),
    tag("cbt", "CBT (cognitive behavioural therapy)", "cognitive behavioral therapy"),
    tag("act-therapy", "ACT (acceptance & commitment)"),
    tag("whispered", "Whispered", "囁き", "속삭임"),
    OLIVIA,
    GIBI,
    RAIN,
    creator(4, "lily-1", "Lily Whispers"),
    creator(5, "lily-2", "Lily Whispers ASMR"),
]
LETTERS = [Abbreviation("CBT", "cbt", "the therapy"), Abbreviation("ACT", "act-therapy", "the therapy")]


@pytest.fixture(scope="module")
def names():
    return Names(NAMED, abbreviations=LETTERS)


def term(text, *, is_prefix=False):
    return Term(tuple(tokenise(text)), is_prefix)


class TestSaying:
    def test_finds_the_tags_of_which_a_label_or_synonym_says_the_words(self, names):
        asked = {
            "tapping": {"tapping", "tongue-clicking"},
            "finger tapping": {"tapping"},
            "tap": set(),
            "속삭": {"whispered"},
        }

        assert {text: names.tags_saying(term(text)) for text in asked} == asked

    def test_finds_the_creators_of_whom_a_name_or_handle_does(self, names):
        asked = {"kissper": {1}, "gibiasmr": {2}, "lily whispers": {4, 5}, "tapping": set()}

        assert {text: names.creators_saying(term(text)) for text in asked} == asked

    def test_finds_what_the_last_word_begins_with(self, names):
        assert names.tags_saying(term("ta", is_prefix=True)) == {"tapping", "tongue-clicking", "no-talking"}
        assert names.creators_saying(term("olivia kis", is_prefix=True)) == {1}


def told(namings):
    return [(naming.words, [thing.slug for thing, _ in naming.meanings]) for naming in namings]


class TestNamedIn:
    @pytest.mark.parametrize(
        ("q", "named"),
        [
            ("no talking gibi", [("no talking", ["no-talking"]), ("gibi", ["gibi"])]),
            ("gibi asmr tapping", [("gibi asmr", ["gibi"]), ("tapping", ["tapping"])]),
            ("ASMR gibi", [("ASMR gibi", ["gibi"])]),
            ('"Finger Tapping"', [('"Finger Tapping"', ["tapping"])]),
            ("mouth tapping", [("mouth tapping", ["tongue-clicking"])]),
            ("囁き", [("囁き", ["whispered"])]),
            ("@gibiasmr", [("@gibiasmr", ["gibi"])]),
            ("cognitive behavioural therapy", []),
            ("-tapping", []),
            ("tapping*", []),
            ("asmr", []),
            ("", []),
        ],
    )
    def test_finds_whole_names_the_longest_first(self, names, q, named):
        assert told(names.named_in(q)) == named

    def test_gives_a_choice_where_a_name_is_several_things(self, names):
        (naming,) = names.named_in("rain")

        assert (naming.is_ambiguous, [label for _, label in naming.meanings]) == (True, ["Rain", "Rain ASMR (creator)"])

    def test_names_creators_alike_but_for_asmr(self, names):
        (without,) = names.named_in("lily whispers")
        (exactly,) = names.named_in("lily whispers asmr")

        assert [thing.pk for thing, _ in without.meanings] == [4, 5]
        assert [thing.pk for thing, _ in exactly.meanings] == [5]

    @pytest.mark.parametrize(("q", "label"), [("cbt", "CBT: the therapy"), ("act", "ACT: the therapy")])
    def test_says_which_meaning_of_letters_is_meant(self, names, q, label):
        (naming,) = names.named_in(q)

        assert (naming.is_ambiguous, naming.meanings[0][1]) == (True, label)

    @pytest.mark.parametrize(
        ("q", "rest"), [("tapping", ""), ("asmr tapping", ""), ("tapping sleep -music", "sleep -music")]
    )
    def test_gives_what_is_left_without_the_words(self, names, q, rest):
        assert names.named_in(q)[0].rest == rest

    def test_leaves_out_what_the_visitor_does_not_want_to_meet(self, names):
        assert told(names.named_in("rain tapping", but={("tag", "tapping"), ("creator", "rain-asmr")})) == [
            ("rain", ["rain"])
        ]

    def test_all_words_named_can_be_left_out_at_once(self, names):
        q = "no talking gibi sleep"

        assert rest_without(q, names.named_in(q)) == "sleep"


class TestFindNear:
    def test_finds_tags_of_which_a_name_has_the_words_and_more(self, names):
        assert [thing.slug for thing in names.find_near("cognitive behavioral")] == ["cbt"]

    @pytest.mark.parametrize("q", ["tapping", "asmr", "", "kissper"])
    def test_finds_none_for_a_name_itself_and_no_creators(self, names, q):
        assert names.find_near(q) == ()


class TestDidYouMean:
    @pytest.mark.parametrize(
        ("q", "slug"),
        [
            ("olivia kisper", "olivia"),
            ("Olivia Kissper", None),
            ("olvia kissper asmr", "olivia"),
            ("taping", "tapping"),
            ("tpaping", "tapping"),
            ("wispered", "whispered"),
            ("tapping", None),
            ("rane", None),
            ("cbd", None),
            ("umbrella", None),
            ("", None),
        ],
    )
    def test_finds_the_name_that_differs_by_a_slip(self, names, q, slug):
        guesses = names.did_you_mean(q)

        assert next((guess.meanings[0][0].slug for guess in guesses), None) == slug

    def test_leaves_the_words_that_name_something(self, names):
        (guess,) = names.did_you_mean("no talking olivia kisper")

        assert (guess.words, guess.rest) == ("olivia kisper", "no talking")

    def test_leaves_out_what_the_visitor_does_not_want_to_meet(self, names):
        assert names.did_you_mean("olivia kisper", but={("creator", "olivia")}) == ()


class TestSuggest:
    def test_puts_names_that_begin_so_first_and_their_own_before_others(self, names):
        assert [thing.slug for thing in names.suggest("ta")] == ["tapping", "no-talking", "tongue-clicking"]

    def test_finishes_the_last_word_of_several(self, names):
        assert [thing.slug for thing in names.suggest("lily whis")] == ["lily-1", "lily-2"]

    @pytest.mark.parametrize("q", ["", "asmr", "as", "%"])
    def test_suggests_nothing_for_what_everybody_is_called(self, names, q):
        assert names.suggest(q) == ()

    def test_keeps_to_its_limit_and_to_what_the_visitor_wants(self, names):
        assert [thing.slug for thing in names.suggest("ta", most=1, but={("tag", "tapping")})] == ["no-talking"]


class TestChanged:
    def test_is_as_if_built_anew(self, names):
        renamed = creator(2, "gibi", "Gibi Two ASMR", "@gibi2")

        changed = names.changed(gone={("creator", 2), ("creator", 3)}, come=[renamed])

        fresh = Names([entry for entry in NAMED if entry not in (GIBI, RAIN)] + [renamed], abbreviations=LETTERS)
        for q in ("gibi", "gibi two", "rain", "olivia kisper", "tapping", "cbt", "ribi two"):
            assert told(changed.named_in(q)) == told(fresh.named_in(q))
            assert told(changed.did_you_mean(q)) == told(fresh.did_you_mean(q))
            assert changed.suggest(q) == fresh.suggest(q)
            assert changed.creators_saying(term(q)) == fresh.creators_saying(term(q))

    def test_leaves_the_earlier_names_as_they_were(self, names):
        names.changed(gone={("creator", 2)}, come=[creator(9, "other", "Other ASMR")])

        assert (told(names.named_in("gibi")), told(names.named_in("other"))) == ([("gibi", ["gibi"])], [])
