"""Searches that may come from a person in distress: they get a hand before they get a list. Pure.

Recall comes first: a box too many costs somebody a glance, a box too few may cost more. Its words are in
`distress.yaml`.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from asmr_catalog.folding import fold

PATH = Path(__file__).with_name("distress.yaml")

_LEFT_OUT = re.compile("['’‘`´ʼ\u00ad\u200b-\u200d\u2060\ufeff]")  # apostrophes, and what nobody sees
_LETTERS = {"0": "o", "1": "i", "!": "i", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s"}
_IN_PLACE = re.compile(r"(?<=[^\W\d_])[01!34@5$](?=[^\W\d_])|\$(?=[^\W\d_]{3})")  # of a letter, within a word
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")  # "dieee"
_SPELLED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][\W_]{1,3}){2,}[^\W\d_](?!\w)")  # "s u i c i d e", "k.m.s"
_NO_WORD = re.compile(r"[^\w*]+|_")  # an asterisk may stand for a letter
_END = "(?: (?:asmr|асмр|video|please|pls|help|help me|any ?more))*$"  # of what is said, not of the search
_WHO = "(?:(?:i|im|je|ich|yo|eu|io|я) ?)?"  # which a joined word begins with: "iwanttodie"


def speaks_of_distress(q: str) -> bool:
    """Whether search words may come from somebody who thinks of suicide or of harming themselves.

    Some hundred microseconds; the first call reads the words.
    """
    words, pieces, harmless = _patterns()
    plain = _make_plain(q)
    return bool(words.search(harmless.sub("…", plain)) or pieces.search(plain.replace(" ", "")))


def _make_plain(q: str) -> str:
    """`q` as the patterns want it: words with a space between them, spelled out ones put together."""
    folded = _IN_PLACE.sub(lambda found: _LETTERS[found[0]], _LEFT_OUT.sub("", fold(q)))
    joined = _SPELLED_OUT.sub(lambda found: _NO_WORD.sub("", found[0]), _DRAWN_OUT.sub(r"\1", folded))
    return " ".join(_NO_WORD.sub(" ", joined).split())


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Of words, of pieces, and of what is harmless."""
    raw = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    words, harmless = ("|".join(map(_let_spaces_lack, lines)) for lines in (_all(raw["words"]), raw["harmless"]))
    return (
        re.compile(rf"(?<![\w*]){_WHO}(?:{words})(?![\w*])"),
        re.compile(fold("|".join(_all(raw["pieces"])))),
        re.compile(rf"(?<![\w*])(?:{harmless})(?![\w*])"),
    )


def _all(languages: dict[str, list[str]]) -> Iterable[str]:
    return (pattern for patterns in languages.values() for pattern in patterns)


def _let_spaces_lack(pattern: str) -> str:
    return fold(pattern).replace("$", _END).replace(" ?", " ").replace(" ", " ?")
