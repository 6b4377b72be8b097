import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmr_catalog.folding import fold, fold_name


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Soft RAIN", "soft rain"),
            ("Café", "cafe"),
            ("naïve señor", "naive senor"),
            ("Straße", "strasse"),
            ("ASMR", "asmr"),
            ("𝓐𝓢𝓜𝓡", "asmr"),
            ("ﬂuffy", "fluffy"),
            ("Ёлка", "елка"),
            ("İstanbul", "istanbul"),
            ("ガガ", "ガガ"),
            ("カカ", "カカ"),
            ("속삭임", "속삭임"),
            ("", ""),
        ],
    )
    def test_makes_equal_words_compare_equal(self, text, folded):
        assert fold(text) == folded

    def test_tells_japanese_voicing_apart(self):
        assert fold("か") != fold("が")

    @pytest.mark.parametrize("text", ["Café ガ 속 Ё", "ﬂ𝓐İß"])
    def test_does_not_depend_on_how_the_text_was_composed(self, text):
        assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))

    @given(st.text(alphabet=st.characters(max_codepoint=0x3FF)))
    def test_of_what_is_folded_changes_nothing(self, text):
        assert fold(fold(text)) == fold(text)


class TestFoldName:
    @pytest.mark.parametrize(
        ("name", "folded"),
        [("  Quiet \t\n Tent ", "quiet tent"), ("Quiet\u3000Tent", "quiet tent"), ("QUIET TÉNT", "quiet tent")],
    )
    def test_collapses_white_space(self, name, folded):
        assert fold_name(name) == folded

    def test_is_at_most_300_characters_long(self):
        assert len(fold_name("ß" * 300)) == 300
