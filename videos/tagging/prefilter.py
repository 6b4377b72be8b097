"""Which of many patterns can match a text at all, found by one scan over all of them at once.

Hyperscan does not know all of `re`, so it is asked a looser question: `loosen` gives a pattern that matches wherever
the original does, and now and then elsewhere. `re` then decides on the few candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from threading import Lock

try:
    import hyperscan
except ImportError:  # no wheel for this machine: every pattern is a candidate, which is only slower
    hyperscan = None

_NOT_ASCII = r"\x{80}-\x{10ffff}"
_CLASS = re.compile(r"\[(?P<negated>\^?)(?P<items>\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
_LOOKAROUND = re.compile(r"\(\?<?[=!]")
_ESCAPE = re.compile(r"\\(?P<letter>u(?P<code>[0-9a-fA-F]{4})|.)", re.DOTALL)
# Assertions only ever take matches away.
_ASSERTIONS = frozenset("bBAZ")
_QUANTIFIERS = frozenset("*+?{")
_WIDER_IN_UNICODE = frozenset("wds")
_NARROWER_IN_UNICODE = frozenset("WDS")
_ANYTHING = rf"[\x00-\x7f{_NOT_ASCII}]"
_NEGATED_CLASS = re.compile(r"\[\^|\\[WDS]")
_CANNOT_BE_LOOSENED = re.compile(
    r"\\[1-9]|\\U|\(\?P=|\(\?\(|\(\?>|\(\?-?[a-zA-Z]*[aLux]|[*+?}]\+|\{,|\{0(?:,0)?\}|\[[^\]\\]*\[:"
)


class Prefilter:
    """Many patterns in one database. Thousands of them take seconds to compile: make it once in a process.

    Threads take turns.
    """

    def __init__(self, loosened: Iterable[str | None]) -> None:
        """Compile what `loosen` gave; where that is None the pattern is always a candidate."""
        numbers_by_pattern: dict[str | None, list[int]] = {}
        for number, pattern in enumerate(loosened):
            numbers_by_pattern.setdefault(pattern, []).append(number)
        self._database, self._turn = None, Lock()
        if hyperscan is None:
            self._always = frozenset(number for numbers in numbers_by_pattern.values() for number in numbers)
            return
        self._always = frozenset(numbers_by_pattern.pop(None, ()))
        self._numbers = list(numbers_by_pattern.values())
        if numbers_by_pattern:
            flags = (
                hyperscan.HS_FLAG_UTF8
                | hyperscan.HS_FLAG_PREFILTER
                | hyperscan.HS_FLAG_SINGLEMATCH
                | hyperscan.HS_FLAG_ALLOWEMPTY
            )
            self._database = hyperscan.Database()
            self._database.compile(
                expressions=[pattern.encode() for pattern in numbers_by_pattern],
                ids=list(range(len(numbers_by_pattern))),
                elements=len(numbers_by_pattern),
                flags=[flags] * len(numbers_by_pattern),
            )

    def find_candidates(self, text: str) -> list[int]:
        """Return the numbers of the patterns that may match somewhere in `text`, in order: all that do."""
        found = set(self._always)
        if self._database is not None:
            with self._turn:
                self._database.scan(text.encode(), match_event_handler=self._note, context=found)
        return sorted(found)

    def _note(self, number: int, start: int, end: int, flags: int, found: set[int]) -> None:
        found.update(self._numbers[number])


def loosen(pattern: str) -> str | None:
    r"""Return a pattern in Hyperscan's syntax that matches some part of every text in which `pattern` matches.

    Assertions (`\b`, lookarounds, anchors) are left out, and classes take in all that is not ASCII, where the two
    engines differ on what a letter is. None where that cannot be done (back references, conditions, atomic groups).
    """
    if _CANNOT_BE_LOOSENED.search(pattern):
        return None
    loose = []
    position = 0
    while position < len(pattern):
        if lookaround := _LOOKAROUND.match(pattern, position):
            position = _skip_group(pattern, lookaround.end())
            if pattern[position : position + 1] in _QUANTIFIERS:  # of nothing, once the lookaround is left out
                return None
        elif escape := _ESCAPE.match(pattern, position):
            loose.append(_loosen_escape(escape))
            position = escape.end()
        elif character_class := _CLASS.match(pattern, position):
            loose.append(_loosen_class(character_class["items"], is_negated=bool(character_class["negated"])))
            position = character_class.end()
        else:
            if pattern[position] not in "^$":
                loose.append(pattern[position])
            position += 1
    return "".join(loose)


def loosen_case(pattern: str) -> str | None:
    """Do the same as `loosen` for a pattern that looks at capitals, so that it can be looked for in folded text."""
    if not pattern.isascii() or _NEGATED_CLASS.search(pattern):  # which folding could turn into a miss
        return None
    loose = loosen(pattern)
    return loose and f"(?i){loose}"


def _skip_group(pattern: str, position: int) -> int:
    """Return the place behind the group whose inside begins at `position`."""
    depth = 1
    while depth:
        if skipped := _ESCAPE.match(pattern, position) or _CLASS.match(pattern, position):
            position = skipped.end()
            continue
        depth += {"(": 1, ")": -1}.get(pattern[position], 0)
        position += 1
    return position


def _loosen_escape(escape: re.Match[str]) -> str:
    letter = escape["letter"]
    if letter in _ASSERTIONS:
        return ""
    if letter in _WIDER_IN_UNICODE:
        return rf"[\{letter}{_NOT_ASCII}]"
    return rf"\x{{{escape['code']}}}" if escape["code"] else escape[0]


def _loosen_class(items: str, *, is_negated: bool) -> str:
    letters = {match["letter"] for match in _ESCAPE.finditer(items)}
    items = _ESCAPE.sub(lambda match: rf"\x{{{match['code']}}}" if match["code"] else match[0], items)
    if not is_negated:
        return f"[{items}{_NOT_ASCII}]" if letters & _WIDER_IN_UNICODE else f"[{items}]"
    return _ANYTHING if letters & _NARROWER_IN_UNICODE else f"[^{items}]"
