"""Where the words that caused a tag stand in a text as people wrote it, though they were found in a cleaned one."""

from __future__ import annotations

from dataclasses import dataclass

from asmr_catalog.folding import fold

BEFORE, AFTER = 120, 200  # characters of an excerpt around the first mark
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; all pieces together are the text."""

    text: str
    is_marked: bool = False


def mark(text: str, *phrases: str) -> tuple[Piece, ...]:
    """Cut `text` into pieces and mark those that say one of `phrases`; a single plain piece where none does.

    Case, accents, fancy letters, spaces, punctuation and symbols make no difference. Words within longer ones are
    marked only where they do not stand by themselves, as in a hashtag.
    """
    return _cut(text, _find_all(text, phrases))


def mark_excerpt(text: str, *phrases: str) -> tuple[Piece, ...]:
    """Do the same with a passage of some 300 characters around the first mark, or else the beginning."""
    spans = _find_all(text, phrases)
    first = spans[0][0] if spans else 0
    start, end = max(first - BEFORE, 0), min(first + AFTER, len(text))
    # From word to word, where there are spaces to be found.
    start = text.find(" ", start, first) + 1 or start if start else 0
    end = text.rfind(" ", first + 1, end) if end < len(text) and " " in text[first + AFTER // 2 : end] else end
    inside = [(max(span[0], start) - start, min(span[1], end) - start) for span in spans if span[0] < end]
    pieces = _cut(text[start:end], inside)
    before = (Piece(ELLIPSIS),) if start else ()
    return (*before, *pieces, *((Piece(ELLIPSIS),) if end < len(text) else ()))


def find(text: str, words: str) -> list[tuple[int, int]]:
    """Where `text` says `words`, as (start, end) in the order of the text; never overlapping."""
    squashed, places = _squash(text)
    wanted, _ = _squash(words)
    if not wanted:
        return []
    found, start = [], squashed.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        found.append((places[start], places[end - 1] + 1))
        start = squashed.find(wanted, end)
    alone = [span for span in found if _stands_alone(text, *span)]
    return alone or found


def _find_all(text: str, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    spans, end = [], 0
    for span in sorted(span for phrase in phrases for span in find(text, phrase)):
        if span[0] >= end:
            spans.append(span)
            end = span[1]
    return spans


def _squash(text: str) -> tuple[str, list[int]]:
    """Letters and digits, folded one by one, and the place in `text` that each comes from."""
    letters, places = [], []
    for place, character in enumerate(text):
        for letter in fold(character):
            if letter.isalnum():
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _cut(text: str, spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [Piece(text[at:start]), Piece(text[start:end], is_marked=True)]
        at = end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)
