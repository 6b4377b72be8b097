"""Where a text of ours speaks of a term."""

import pytest

from videos.guide.mentions import catalog_mentions, find_mentions
from videos.vocabulary.glossary import Glossary, GlossaryTerm


def marked(html, mentions=None):
    """The text with each mention as [its words -> the term]."""
    return (mentions or catalog_mentions()).replace(html, lambda term, words: f"[{words} -> {term.slug}]")


class TestReplace:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("tingles in the neck", "[tingles -> tingles] in the neck"),
            ("Tingles in the neck", "[Tingles -> tingles] in the neck"),
            ("It is a role-play.", "It is a [role-play -> role-play]."),
            ("parasympathetic nervous system", "[parasympathetic nervous system -> parasympathetic-nervous-system]"),
            ("CBT-I and CBT-style talk", "[CBT-I -> cbt-i] and [CBT -> cbt]-style talk"),
            ("binaural beats, binaural sound", "[binaural beats -> binaural-beats], [binaural -> binaural] sound"),
            ("role\n  play", "[role\n  play -> role-play]"),
        ],
    )
    def test_finds_whole_names_the_longest_first(self, text, expected):
        assert marked(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            *("an act of care", "Act now", "eft", "asmr", "the cube of ice", "reactions", "self-hypnosis", "ACTS"),
            *("miſophonia", "mısophonia"),  # letters that count as s and i where case does not count
        ],
    )
    def test_leaves_other_words_alone(self, text):
        assert marked(text) == text

    @pytest.mark.parametrize(
        "html",
        [
            '<a href="/reiki/">reiki and <b>hypnosis</b></a>',
            "<h2>Reiki</h2>",
            "<button>Reiki</button>",
            '<img alt="reiki" title="hypnosis">',
        ],
    )
    def test_finds_nothing_in_links_headings_buttons_and_tags(self, html):
        assert marked(html) == html

    def test_goes_on_behind_a_link(self):
        assert marked("<a>reiki</a> and <i>reiki</i>") == "<a>reiki</a> and <i>[reiki -> reiki]</i>"

    def test_leaves_words_as_they_stand_where_nothing_is_made_of_them(self):
        assert catalog_mentions().replace("Reiki &amp; CBT", lambda term, words: None) == "Reiki &amp; CBT"

    def test_takes_no_entity_for_a_word(self):
        mentions = find_mentions(Glossary((GlossaryTerm("amp", "Amp", ("amp",)),), (), {}))

        assert marked("Reiki &amp; amp", mentions) == "Reiki &amp; [amp -> amp]"

    def test_takes_signs_in_a_name_as_signs(self):
        mentions = find_mentions(Glossary((GlossaryTerm("x", "X", ("a.b",)),), (), {}))

        assert marked("aXb a.b", mentions) == "aXb [a.b -> x]"


def test_a_name_that_is_only_asked_for_marks_nothing():
    assert marked("a sympathetic voice, intentional or not") == "a sympathetic voice, intentional or not"
