"""Text as the tagger compares it: clean, taken apart where words are glued, and folded."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from asmr_catalog.folding import fold

# Replaced before NFKC, which would turn them into letters that stick to the word beside them.
_BEFORE_COMPATIBILITY = {
    **dict.fromkeys("’‘ʼ‛´＇™℠®©℗", " "),
    "ㅣ": "|",  # Korean titles use this letter as a bar
    "ㆍ": "・",
}
_ASCII_SYMBOLS = frozenset("$+<=>|~")
# Letters, digits and punctuation stay; all of these become a space.
_SPACE_CATEGORIES = frozenset({"Sm", "Sc", "Sk", "So", "Cc", "Cs", "Co", "Cn", "Me", "Zl", "Zp", "Zs"})
_INVISIBLE_CATEGORIES = frozenset({"Cf"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BEFORE = re.compile(f"[{''.join(_BEFORE_COMPATIBILITY)}]")
_ASCII_JUNK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f'_`^]")
_LOWER = "a-zà-öø-ÿа-яё"
_UPPER = "A-ZÀ-ÖØ-ÞА-ЯЁ"
_HUMP = re.compile(rf"[{_LOWER}][{_UPPER}][{_LOWER}{_UPPER}]")
_GLUED_WORDS = re.compile(rf"(?<=[{_LOWER}{_UPPER}][{_LOWER}{_UPPER}][{_LOWER}])(?=[{_UPPER}][{_LOWER}{_UPPER}]{{2}})")
_EAST_ASIAN = (
    r"\u1100-\u11ff\u3005\u3040-\u30fa\u30fc-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
_HAS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}]")
_LATIN = r"0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_SCRIPT_EDGE = re.compile(rf"(?<=[{_EAST_ASIAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_EAST_ASIAN}])")
_SPACES = re.compile(r" {2,}")
_SPACES_AT_LINE_END = re.compile(r"^ | $", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """One text twice, character for character alike: as it is shown and as it is compared."""

    shown: str
    folded: str


def normalise(text: str) -> NormalisedText:
    """Return `text` cleaned for matching: entities, compatibility forms, glued words and scripts taken apart.

    Apostrophes, underscores, symbols, emoji and control characters become spaces; punctuation and line ends stay, so
    there are as many lines as before, but for line ends that were written as entities.
    """
    if "&" in text:
        text = html.unescape(html.unescape(text))
    # Most text is ASCII with an emoji here and there: only the runs of other characters are looked at one by one.
    is_ascii = text.isascii()
    if not is_ascii:
        text = _BEFORE.sub(lambda match: _BEFORE_COMPATIBILITY[match[0]], text)
        text = unicodedata.normalize("NFKC", text)
        text = _NOT_ASCII.sub(_clean_run, text)
    text = _ASCII_JUNK.sub(" ", text)
    if _HUMP.search(text):
        text = _GLUED_WORDS.sub(" ", text)
    if not is_ascii and _HAS_EAST_ASIAN.search(text):
        text = _SCRIPT_EDGE.sub(" ", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    shown = _SPACES_AT_LINE_END.sub("", text) if "\n" in text else text.strip(" ")
    return NormalisedText(shown, _fold_shown(shown))


_fold_character = lru_cache(maxsize=65536)(fold)


class _Table(dict):
    """A translation table for str.translate that works out each character when it is first met."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        super().__init__()
        self._translate = translate

    def __missing__(self, code: int) -> str:
        self[code] = self._translate(chr(code))
        return self[code]


def _clean_character(character: str) -> str:
    """Keep what folds to one character, so that the shown and the folded text have the same offsets."""
    if character in _ASCII_SYMBOLS:
        return character
    category = unicodedata.category(character)
    if character == "\u200b" or category in _SPACE_CATEGORIES:
        return " "
    if category in _INVISIBLE_CATEGORIES or ord(character) in _VARIATION_SELECTORS:
        return ""
    folded = _fold_character(character)
    return character if len(folded) == 1 else folded


_CLEAN = _Table(_clean_character)
_FOLD = _Table(_fold_character)


def _clean_run(match: re.Match[str]) -> str:
    return match[0].translate(_CLEAN)


def _fold_run(match: re.Match[str]) -> str:
    return match[0].translate(_FOLD)


def _fold_shown(shown: str) -> str:
    lowered = shown.lower()
    if lowered.isascii():
        return lowered
    # Lower case makes two characters of one now and then (İ); folding by itself does not.
    return _NOT_ASCII.sub(_fold_run, lowered) if len(lowered) == len(shown) else shown.translate(_FOLD)
