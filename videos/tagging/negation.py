"""Whether the words around a mention take it back: “no X”, “without X or Y”, “Xなし”, “X 없는”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from videos.tagging.normalise import normalise
from videos.vocabulary.definitions import NegationRules

# Scope ends here: clause marks, quotes, spaced dashes, middle dots, and the words for and / but / just / with.
_BOUNDARY = re.compile(
    r"[.;|\n:()\[\]{}<>=&+~*\"“”„«»!?,、。・·•〜【】「」『』《》〈〉〔〕…]|\s[-–—]+\s"
    r"|\b(?:and|but|just|only|with|plus|y|und|et|e|и|но|pero|aber|mais|mas|ma|nur|solo|so)\b"
)
_WINDOW = 80
_PHRASE = r"[\w'-]+(?: [\w'-]+){0,4}?"
_NOT_THE = re.compile(r"\b(?:not|isn t)(?: (?:the|an?|my|your))? ?$")
_VERSION = re.compile(r" ?(?:version|ver|edition)\b")
_NOT_THIS_VERSION = re.compile(
    r" ?(?:버전|버젼|バージョン|ver|版本?)(?:이|은|では|じゃ)? ?"
    r"(?:아님|아닙니다|아니에요|아니고|ではありません|ではない|じゃない|ない)"
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True)
class Negation:
    """The negation words of one language setting, compiled."""

    _before: re.Pattern[str]
    _after: re.Pattern[str]

    def covers(self, text: str, start: int, end: int) -> bool:
        """Tell whether the folded `text` negates its span from `start` to `end`."""
        return bool(self._before.search(_clause_before(text, start)) or self._after.match(text, end))


def takes_back_version(text: str, start: int, end: int) -> bool:
    """Tell whether the folded `text` says “not the … version” of its span; the only way to negate a negation."""
    if _NOT_THIS_VERSION.match(text, end):
        return True
    return bool(_VERSION.match(text, end) and _NOT_THE.search(_clause_before(text, start)))


def compile_negation(rules: NegationRules, *, language: str | None) -> Negation:
    """Compile `rules` for a text in `language` (None where unknown)."""
    cues = set(_fold_all(rules.prefix_cues)) - rules.not_a_cue.get(language or "", frozenset())
    spaced = _alternatives(cue for cue in cues if not _EAST_ASIAN.search(cue))
    unspaced = _alternatives(cue for cue in cues if _EAST_ASIAN.search(cue))
    optional = _alternatives(_fold_all(rules.optional_words_after_cue))
    conjunction = _alternatives(_fold_all(rules.conjunctions))
    cue = rf"(?:(?<!\w)(?:{spaced})(?!\w)|(?:{unspaced}))[ -]?"
    skipped = rf"(?:(?:{optional})(?: |$))*"
    before = rf"{cue}{skipped}(?:{_PHRASE} ?(?:{conjunction})(?: |$|(?<=/)){skipped})*$"

    suffixes = _fold_all(rules.suffix_cues)
    words = _alternatives(_fold_all(rules.optional_words_before_suffix))
    after = rf"(?: ?(?:{words})){{0,3}} ?(?:{_alternatives(suffixes)})"
    return Negation(re.compile(before), re.compile(after))


def _clause_before(text: str, start: int) -> str:
    window = text[max(0, start - _WINDOW) : start]
    clause_start = 0
    for boundary in _BOUNDARY.finditer(window):
        clause_start = boundary.end()
    return window[clause_start:]


def _fold_all(words: Iterable[str]) -> list[str]:
    return [normalise(word).folded for word in words]


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
