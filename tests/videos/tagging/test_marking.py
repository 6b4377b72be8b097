import pytest

from videos.tagging.marking import find, mark, mark_excerpt


def marked(pieces):
    """The text with what is marked in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


class TestMark:
    @pytest.mark.parametrize(
        ("text", "words", "shown"),
        [
            ("ASMR tapping on wood", "tapping", "ASMR [tapping] on wood"),
            ("ASMR TÁPPING", "tapping", "ASMR [TÁPPING]"),
            ("EarCleaning for you", "ear cleaning", "[EarCleaning] for you"),
            ("don’t talk", "don t talk", "[don’t talk]"),
            ("𝐓𝐚𝐩𝐩𝐢𝐧𝐠 ♡ slow", "Tapping", "[𝐓𝐚𝐩𝐩𝐢𝐧𝐠] ♡ slow"),
            ("tap * ping!", "tap ping", "[tap * ping]!"),
            ("a #asmrtapping video", "tapping", "a #asmr[tapping] video"),
            ("a tapestry, tap tap", "tap", "a tapestry, [tap] [tap]"),
            ("耳かき ASMR", "耳かき", "[耳かき] ASMR"),
            ("ｔａｐｐｉｎｇ", "tapping", "[ｔａｐｐｉｎｇ]"),
            ("Straße", "strasse", "[Straße]"),
            ("Rain", "tapping", "Rain"),
            ("Rain", "", "Rain"),
            ("Rain", "!!!", "Rain"),
            ("", "rain", ""),
        ],
    )
    def test_finds_words_however_they_are_written(self, text, words, shown):
        assert marked(mark(text, words)) == shown

    def test_marks_several_phrases_and_never_one_place_twice(self):
        assert marked(mark("ear cleaning and tapping", "ear cleaning", "cleaning", "tapping")) == (
            "[ear cleaning] and [tapping]"
        )

    def test_loses_nothing_of_the_text(self):
        text = "Ｔａｐ\u0301ping ﬁne\n ♡ tap ping"

        assert "".join(piece.text for piece in mark(text, "tapping")) == text


class TestMarkExcerpt:
    def test_is_a_passage_around_the_first_mark(self):
        text = f"{'before ' * 100}tapping{' after' * 100}"

        shown = marked(mark_excerpt(text, "tapping"))

        assert shown.startswith("…before ")
        assert shown.endswith(" after…")
        assert "before [tapping] after" in shown
        assert len(shown) < 350

    def test_is_the_beginning_where_nothing_is_found(self):
        assert marked(mark_excerpt("words " * 100, "tapping")) == f"{('words ' * 33).strip()}…"

    @pytest.mark.parametrize("text", ["", "short", "x" * 5000, "tapping", f"{'x' * 4000} tapping"])
    def test_takes_any_text(self, text):
        pieces = mark_excerpt(text, "tapping")

        assert "".join(piece.text for piece in pieces).strip("…") in text
        assert any(piece.is_marked for piece in pieces) == ("tapping" in text)


def test_find_gives_places_in_the_text():
    assert find("A tap, a Tap", "tap") == [(2, 5), (9, 12)]
