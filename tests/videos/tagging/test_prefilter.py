import json
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from videos.importing.starter import FOLDER
from videos.tagging import prefilter
from videos.tagging.matcher import find_candidates, find_tags
from videos.tagging.normalise import NormalisedText
from videos.tagging.prefilter import Prefilter, loosen, loosen_case
from videos.tagging.rules import compile_rules
from videos.tagging.zones import VideoText
from videos.vocabulary.parser import catalog_vocabulary

VOCABULARY = catalog_vocabulary()
WORDS = sorted(
    {
        word
        for tag in VOCABULARY.tags.values()
        for word in (
            tag.label,
            *tag.synonyms,
            *(term.replace("*", "") for _, terms in tag.i18n for term in terms),
        )
    }
    | {
        *VOCABULARY.matching.negation.prefix_cues,
        *VOCABULARY.matching.negation.suffix_cues,
        "asmr",
        "(no",
        "#rain",
        "0:12",
    }
)
LANGUAGES = [None, "en", "es", "de", "fr", "pt", "it", "ru", "ja", "ko", "zh"]

titles = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=8).flatmap(
    lambda words: st.sampled_from([" ", ", ", " / ", "", "\n", " & "]).map(lambda mark: mark.join(words))
)


def read_starter() -> list[dict]:
    return [json.loads(line) for line in (FOLDER / "starter.jsonl").read_text(encoding="utf-8").splitlines()]


class TestLoosen:
    @pytest.mark.parametrize(
        "pattern",
        ["(?=a)*b", "(?<!a)+b", "x(?=a){2}a", "a{,3}b", "a{0}b", r"\U0001F600", "[a[:alpha:]]", "(?x) a", "(?a)b"],
    )
    def test_what_means_something_else_to_the_scan_is_left_to_re(self, pattern):
        assert loosen(pattern) is None

    @pytest.mark.parametrize(
        ("pattern", "loose"),
        [
            (r"\btapping\b", "tapping"),
            (r"^a$", "a"),
            (r"(?<!\w)囁き(?!\w)", "囁き"),
            (r"a(?=[^)]*(b|\)))c", "ac"),
            (r"a\w*", r"a[\w\x{80}-\x{10ffff}]*"),
            (r"[\w'-]+", r"[\w'-\x{80}-\x{10ffff}]+"),
            (r"[^\W_]", r"[\x00-\x7f\x{80}-\x{10ffff}]"),
            (r"[^\w|]", r"[^\w|]"),
            (r"[\u3041-\u30fa]\u0416", r"[\x{3041}-\x{30fa}]\x{0416}"),
            (r"[\[(]live[\])]", r"[\[(]live[\])]"),
            (r"\(\?", r"\(\?"),
            (r"(a)\1", None),
            (r"(?>ab)", None),
            (r"a++", None),
        ],
    )
    def test_only_what_takes_matches_away_is_left_out(self, pattern, loose):
        assert loosen(pattern) == loose

    @pytest.mark.parametrize(
        ("pattern", "loose"),
        [
            (r"\bCNE\b", "(?i)CNE"),
            (r"\bACT\b(?=.{0,9}(?i:therapy))", "(?i)ACT"),
            ("КПТ", None),
            ("[^a-z]BT", None),
            (r"C\W", None),
        ],
    )
    def test_capitals_are_looked_for_in_folded_text(self, pattern, loose):
        assert loosen_case(pattern) == loose


def prefilter_of(*patterns):
    return Prefilter(map(loosen, patterns))


class TestPrefilter:
    def test_it_finds_the_numbers_of_the_patterns_in_order(self):
        assert prefilter_of(r"\brain\b", "slime", "囁き").find_candidates("囁き and rain") == [0, 2]

    def test_letters_are_letters_in_every_script(self):
        assert prefilter_of(r"\bшепот\w*ом\b").find_candidates("с шепотным голосом") == []
        assert prefilter_of(r"\bшепот\w*ом\b").find_candidates("шепоточком") == [0]

    def test_what_cannot_be_loosened_is_always_a_candidate(self):
        assert prefilter_of(r"(tap)\1", "rain").find_candidates("slime") == [0]

    def test_one_pattern_may_stand_twice(self):
        assert prefilter_of("rain", r"\brain\b").find_candidates("rain") == [0, 1]

    def test_without_patterns_there_are_no_candidates(self):
        assert prefilter_of().find_candidates("rain") == []

    @settings(max_examples=60, deadline=None)
    @given(text=titles)
    def test_every_pattern_that_matches_is_a_candidate(self, text):
        folded = text.casefold()
        matchers = compile_rules(VOCABULARY).matchers

        matching = [matcher for matcher in matchers if matcher.pattern.search(folded)]

        assert [
            matcher
            for matcher in matching
            if matcher not in find_candidates(NormalisedText(folded, folded), VOCABULARY)
        ] == []


class TestBothWays:
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(title=titles, description=titles, language=st.sampled_from(LANGUAGES))
    def test_the_quick_way_finds_what_the_plain_way_finds(self, title, description, language):
        text = VideoText(title=title, description=description, language=language)

        assert find_tags(text, VOCABULARY) == find_tags(text, VOCABULARY, is_plain=True)

    def test_it_does_so_for_real_titles(self):
        rows = random.Random(3).sample(read_starter(), 200)
        texts = [VideoText(title=row["title"]) for row in rows]

        assert [find_tags(text, VOCABULARY) for text in texts] == [
            find_tags(text, VOCABULARY, is_plain=True) for text in texts
        ]

    def test_it_does_so_for_real_descriptions(self, shared_folder):
        lines = (shared_folder / "data" / "labelled.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        texts = [
            VideoText(title=row["title"], description=row["description"] or "", language=row["language"])
            for row in rows
        ]

        assert [find_tags(text, VOCABULARY) for text in texts] == [
            find_tags(text, VOCABULARY, is_plain=True) for text in texts
        ]


def test_without_hyperscan_every_pattern_is_a_candidate(monkeypatch):
    monkeypatch.setattr(prefilter, "hyperscan", None)

    assert prefilter_of("rain", r"(tap)\1", "rain").find_candidates("slime") == [0, 1, 2]


def test_a_loosened_pattern_matches_some_part_of_what_the_pattern_matches():
    """For all patterns and the words of their own tag, with Python's engine in ASCII as Hyperscan reads them."""
    for tag in VOCABULARY.tags.values():
        for pattern in tag.rules.positive:
            loose = loosen(pattern)
            assert loose is not None, pattern
            as_python = re.sub(r"\\x\{([0-9a-f]+)\}", lambda match: re.escape(chr(int(match[1], 16))), loose)
            loosened = re.compile(as_python, re.ASCII)
            for word in (tag.label, *tag.synonyms):
                if re.search(pattern, word.casefold()):
                    assert loosened.search(word.casefold()), (pattern, word)
