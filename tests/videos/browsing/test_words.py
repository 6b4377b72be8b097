import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmr_catalog.tokens import tokenise
from videos.browsing.words import MOST_TERMS, Words, cut, parse
from videos.fulltext.terms import Term


def term(text, *, is_prefix=False):
    return Term(tuple(tokenise(text)), is_prefix)


class TestParse:
    @pytest.mark.parametrize(
        ("q", "required"),
        [
            ("rain tent", ["rain", "tent"]),
            ("RAIN Café", ["rain", "cafe"]),
            ('"no talking" rain', ["no talking", "rain"]),
            ("“no talking”", ["no talking"]),
            ('rain "no talking', ["rain", "no talking"]),
            ('soft"rain drops"wind', ["soft", "rain drops", "wind"]),
            ("soft-spoken", ["soft spoken"]),
            ("jen luv's", ["jen", "luvs"]),
            ("속삭임", ["속삭임"]),
            ("耳かき ASMR", ["耳かき"]),
            ("rain rain", ["rain"]),
            ("rain - & wind", ["rain", "wind"]),
        ],
    )
    def test_gives_a_term_for_each_word_and_for_words_in_a_row(self, q, required):
        assert parse(q) == Words(required=tuple(map(term, required)))

    @pytest.mark.parametrize(
        ("q", "refused"),
        [
            ("-talking", "talking"),
            ('-"mouth sounds"', "mouth sounds"),
            ("-soft-spoken", "soft spoken"),
            ("-asmr", "asmr"),
        ],
    )
    def test_refuses_what_has_a_minus_before_it(self, q, refused):
        assert parse(f"rain {q}") == Words((term("rain"),), (term(refused),))

    @pytest.mark.parametrize(
        ("q", "words"), [("whis*", "whis"), ('"soft whis"*', "soft whis"), ("soft-whis*", "soft whis")]
    )
    def test_takes_a_star_at_the_end_for_a_beginning(self, q, words):
        assert parse(q) == Words((term(words, is_prefix=True),))

    @pytest.mark.parametrize("q", ["asmr", "ASMR", "#asmr", "[ASMR]", '"asmr"', "asmr*", "asmr asmr"])
    def test_asmr_never_narrows(self, q):
        assert (parse(q), parse(f"{q} rain")) == (Words(), Words((term("rain"),)))

    def test_asmr_counts_within_a_phrase(self):
        assert parse('"asmr rain"') == Words((term("asmr rain"),))

    @pytest.mark.parametrize("q", ["%", "😴", '"-"', "*"])
    def test_says_when_something_was_typed_that_is_no_word(self, q):
        assert parse(q) == Words(is_unreadable=True)

    def test_gives_up_what_is_asked_for_before_what_is_refused(self):
        words = parse(" ".join([*(f"a{n}" for n in range(30)), *(f"-b{n}" for n in range(5))]))

        assert (len(words.required), len(words.refused)) == (MOST_TERMS - 5, 5)

    @given(st.text() | st.text("-\"'* a耳é“"))
    def test_reads_any_text(self, q):
        words = parse(q)

        assert len(words.required) + len(words.refused) <= MOST_TERMS
        assert not (words.is_unreadable and (words.required or words.refused))

    @given(st.lists(st.text("abcé", min_size=1, max_size=5), min_size=1, max_size=6, unique_by=str.casefold))
    def test_finds_the_same_in_another_order_and_case(self, texts):
        forth, back = parse(" ".join(texts)), parse(" ".join(reversed(texts)).upper())

        assert set(forth.required) == set(back.required)


class TestCut:
    def test_leaves_twenty_terms_in_their_order_and_gives_the_rest(self):
        many = " ".join(f"w{number}" for number in range(19))

        assert cut(f'{many} asmr "soft rain" thunder -wind') == (f"{many} asmr -wind", ('"soft rain"', "thunder"))

    @pytest.mark.parametrize("q", ["", "rain -thunder", "rain " * 40, '"an unfinished', "!"])
    def test_leaves_what_is_not_too_much_as_it_stands(self, q):
        assert cut(q) == (q, ())

    @given(st.lists(st.text("-\"'* ab耳é“"), max_size=60).map(" ".join))
    def test_changes_nothing_of_what_is_searched(self, q):
        assert set(parse(cut(q)[0]).required) == set(parse(q).required)
        assert parse(cut(q)[0]).refused == parse(q).refused
