import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmr_catalog.tokens import BOUNDARY, keep_words, tokenise


class TestTokenise:
    @pytest.mark.parametrize(
        ("text", "tokens"),
        [
            ("Soft-spoken RAIN, #asmr!", ["soft", "spoken", "rain", "asmr"]),
            ("Café ｆｕｌｌ naïve", ["cafe", "full", "naive"]),
            ("no_talking 3Dio 4k", ["no", "talking", "zn3dio", "zn4k"]),
            ("buzz z", ["buzzzz", "zz"]),
            ("", []),
            ("😴 … ♥", []),
        ],
    )
    def test_gives_folded_runs_of_letters_and_digits(self, text, tokens):
        assert tokenise(text) == tokens

    @pytest.mark.parametrize(
        ("text", "tokens"),
        [
            ("don't", ["dont"]),
            ("Jen Luv’s", ["jen", "luvs"]),
            ("we'll", ["well"]),
            ("nettoyage d'oreilles", ["nettoyage", "d", "oreilles"]),
            ("l’eau", ["l", "eau"]),
            ("'tis 'quoted'", ["tis", "quoted"]),
        ],
    )
    def test_drops_the_apostrophe_of_english_endings_and_parts_words_at_others(self, text, tokens):
        assert tokenise(text) == tokens

    @pytest.mark.parametrize("text", ["耳かき", "囁き", "속삭임", "นวด"])
    def test_sets_characters_of_scripts_without_spaces_apart(self, text):
        assert tokenise(text) == [f"z{ord(character):04x}" for character in text]

    def test_parts_them_from_the_letters_beside(self):
        assert tokenise("asmr耳3dio") == ["asmr", "z8033", "zn3dio"]

    def test_keeps_words_of_other_alphabets_whole_with_their_marks(self):
        assert len(tokenise("шёпот मालिश لَمَس")) == 3

    def test_reads_the_digits_of_other_scripts_as_digits(self):
        assert tokenise("٣٠") == tokenise("30")

    @given(st.text())
    def test_gives_ascii_letters_and_digits_that_begin_with_a_letter_for_any_text(self, text):
        assert all(word.isascii() and word.isalnum() and word[0].isalpha() for word in tokenise(text))
        assert BOUNDARY not in tokenise(text)

    @given(st.text())
    def test_splits_equal_texts_alike_however_they_are_composed(self, text):
        assert tokenise(unicodedata.normalize("NFD", text)) == tokenise(unicodedata.normalize("NFC", text))

    @given(st.text("aбzгé", min_size=1, max_size=20), st.text("aбzгé1", max_size=20))
    def test_begins_as_a_word_does_that_it_begins_with(self, start, rest):
        assert tokenise(start + rest)[0].startswith(tokenise(start)[0])

    @given(st.text("abzбёя019", min_size=1, max_size=9), st.text("abzбёя019", min_size=1, max_size=9))
    def test_keeps_different_words_different_and_no_other_prefixes(self, one, other):
        (kept,), (other_kept,) = tokenise(one), tokenise(other)
        folded, other_folded = one.replace("ё", "е"), other.replace("ё", "е")

        assert kept.startswith(other_kept) == folded.startswith(other_folded)


class TestKeepWords:
    def test_puts_a_boundary_between_texts_and_leaves_empty_ones_out(self):
        assert keep_words("Soft rain", "", "Drops") == "soft rain z drops"

    def test_keeps_each_word_250_times(self):
        assert keep_words("tap " * 300 + "end") == "tap " * 250 + "end"

    def test_keeps_every_word_of_a_long_text(self):
        text = " ".join(f"w{number % 900}" for number in range(5_000))

        assert keep_words(text, "end") == f"{text} z end"

    def test_keeps_what_postgresql_has_places_for(self):
        words = keep_words(" ".join(f"w{number}" for number in range(20_000))).split()

        assert (len(words), words[-1]) == (16_000, "w15999")

    def test_keeps_less_than_a_megabyte(self):
        text = " ".join(f"{number}{'я' * 100}" for number in range(5_000))

        assert len(keep_words(text)) < 500_000
