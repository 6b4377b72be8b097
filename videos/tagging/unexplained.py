"""The words of a title or keyword that nothing explains: neither a name of a tag, nor words by which one was found."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from videos.tagging.normalise import NormalisedText, normalise

MAX_TERM = 100  # characters; what is longer is a sentence, no name of anything
MAX_TITLE = 500

# Letters of Indic scripts, Thai, Lao, Tibetan and Myanmar carry marks that `\w` leaves out.
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u109f])+")
_IN_A_ROW = re.compile(r"[ #\-‐‑]*")  # what may stand between two words of a phrase
_SPACELESS = r"\u3005\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
_HAS_SPACELESS = re.compile(f"[{_SPACELESS}]")
_HAS_EAST_ASIAN = re.compile(f"[{_SPACELESS}\uac00-\ud7a3]")
# Where the script changes a word ends; two hiragana are an ending or a particle.
_PIECE = re.compile(
    r"[\u3005\u3400-\u4dbf\u4e00-\u9fff]{2,}|[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff]{2,}|[\u3041-\u309f]{3,}"
)
_HAN = re.compile(r"[\u3005\u3400-\u4dbf\u4e00-\u9fff]+")
_SHORTEST_HAN, _LONGEST_HAN = 2, 4  # characters of a Chinese word
_KEY = 2  # characters by which phrases with a star are looked up
# "10", "3rd", "2hrs", "4k", "iv": a length, a date, a place in a row.
_NUMBER = re.compile(r"x?\d+(?:st|nd|rd|th|h|hrs?|hours?|m|mins?|minutes?|s|secs?|d|k|p|fps|x)?|\d+h\d+m?|[ivx]+")


class Term(NamedTuple):
    """What nothing explains: `folded` to compare by, `shown` as it is written, in lower case."""

    folded: str
    shown: str


class Explained:
    """What needs no explanation: `phrases`, which are names and words by which tags were found, and the stop words.

    A word of a phrase may end in `*`: any ending. The `fillers` are words like “asmr” that say nothing in any phrase,
    and that stand glued to others as well.
    """

    def __init__(self, phrases: Iterable[str], *, stop_words: Collection[str], fillers: Collection[str]) -> None:
        self._stop_words = frozenset(stop_words)
        named = [words_of(filler) for filler in fillers]
        self._fillers = frozenset(word for words in named for word in words)
        self._glued = tuple(words[0] for words in named if len(words) == 1 and len(words[0]) > 2)
        self._phrases: set[tuple[str, ...]] = set()
        self._starred: dict[str, list[tuple[str, ...]]] = {}  # by how their first words begin
        for phrase in phrases:
            stars = [words_of(part) for part in phrase.split("*")]
            words = tuple(word for part in stars for word in part)
            if words and len(stars) > 1:
                # A star within a phrase stands at the end of a word.
                open_ends = {sum(map(len, stars[: number + 1])) - 1 for number in range(len(stars) - 1)}
                starred = tuple(f"{word}*" if place in open_ends else word for place, word in enumerate(words))
                self._starred.setdefault(words[0][:_KEY], []).append(starred)
            elif words:
                self._phrases.add(words)
        self._lengths: dict[str, list[int]] = {}  # of the phrases that begin with a word, the longest first
        for words in sorted(self._phrases, key=len, reverse=True):
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))
        self._squashed = {"".join(words) for words in self._phrases}
        # Within scripts without spaces, and before the endings of Korean, any part of a word may be a phrase.
        names = self._squashed | self._stop_words
        self._parts = {name for name in names if len(name) > 1 and _HAS_EAST_ASIAN.search(name)}
        self._longest_part = max(map(len, self._parts), default=0)

    def read_title(self, title: str) -> frozenset[Term]:
        """Return the unexplained words of `title`, and the pairs of them that stand side by side.

        Of scripts without spaces: runs of one script, and of many Chinese characters every two to four in a row.
        """
        found: dict[str, str] = {}
        before: Term | None = None
        for term in self._look_into(*_read_words(normalise(title[:MAX_TITLE]))):
            if term is not None:
                found.setdefault(term.folded, term.shown)
                if before and not _HAS_SPACELESS.search(before.folded + term.folded):
                    found.setdefault(f"{before.folded} {term.folded}", f"{before.shown} {term.shown}")
            before = term
        return frozenset(Term(folded, shown) for folded, shown in found.items() if len(folded) <= MAX_TERM)

    def read_keyword(self, keyword: str) -> Term | None:
        """Return the keyword without fillers at its ends; None where all of it is explained, or it is too long."""
        if len(keyword) > 2 * MAX_TERM:
            return None
        words, breaks = _read_words(normalise(keyword))
        if all(term is None for term in self._look_into(words, breaks)):
            return None
        while words[0].folded in self._fillers:
            words.pop(0)
        while words[-1].folded in self._fillers:
            words.pop()
        folded = " ".join(word.folded for word in words)
        return Term(folded, " ".join(word.shown for word in words)) if len(folded) <= MAX_TERM else None

    def _look_into(self, words: list[Term], breaks: Collection[int]) -> Iterator[Term | None]:
        """Yield the unexplained words, and None between two of them that do not stand side by side."""
        place = 0
        while place < len(words):
            length = self._length_of_phrase(words, place)
            if length or place in breaks:
                yield None
            if not length:
                yield from self._look_into_word(words[place])
            place += length or 1

    def _length_of_phrase(self, words: list[Term], place: int) -> int:
        """Return how many words from `place` on are a known phrase, the longest one; 0 where none begins there.

        Punctuation within it counts for nothing: names have some too.
        """
        first = words[place].folded
        for length in self._lengths.get(first, ()):
            if tuple(word.folded for word in words[place : place + length]) in self._phrases:
                return length
        starred = self._starred.get(first[:_KEY], ())
        return max((len(phrase) for phrase in starred if _begins_with(words[place:], phrase)), default=0)

    def _look_into_word(self, word: Term) -> Iterator[Term | None]:
        bare = self._unglue(word)
        folded = bare.folded
        if len(folded) < 2 or folded in self._squashed or self._says_nothing(folded):
            yield None
        elif _HAS_SPACELESS.search(folded):
            yield from self._look_into_run(bare)
        elif _HAS_EAST_ASIAN.search(folded) and self._mask(folded) != folded:
            yield None
        else:
            yield bare

    def _says_nothing(self, folded: str) -> bool:
        return folded in self._stop_words or folded in self._fillers or _NUMBER.fullmatch(folded) is not None

    def _look_into_run(self, run: Term) -> Iterator[Term | None]:
        """Yield what is left of a run without spaces: known parts taken out, cut where the script changes."""
        for piece in _PIECE.finditer(self._mask(run.folded)):
            start, end = piece.span()
            lengths = [end - start]
            if _HAN.fullmatch(piece[0]) and end - start > _LONGEST_HAN:
                lengths = range(_SHORTEST_HAN, _LONGEST_HAN + 1)
            for length in lengths:
                for first in range(start, end - length + 1):
                    yield Term(run.folded[first : first + length], run.shown[first : first + length])
        yield None

    def _mask(self, run: str) -> str:
        """Put a space in place of each character that belongs to a known part, the longest first."""
        masked, place = [], 0
        while place < len(run):
            longest = min(self._longest_part, len(run) - place)
            length = next((size for size in range(longest, 1, -1) if run[place : place + size] in self._parts), 0)
            masked.append(" " * length or run[place])
            place += length or 1
        return "".join(masked)

    def _unglue(self, word: Term) -> Term:
        """Take a filler off that is written in one word with another: “asmrtapping”."""
        folded, shown = word
        if not folded.startswith(self._glued) and not folded.endswith(self._glued) or folded in self._fillers:
            return word
        filler = max((name for name in self._glued if folded.startswith(name) or folded.endswith(name)), key=len)
        kept = slice(len(filler), None) if folded.startswith(filler) else slice(0, -len(filler))
        return Term(folded[kept], shown[kept])


def words_of(phrase: str) -> tuple[str, ...]:
    """Return the words of `phrase`, folded."""
    return tuple(_WORD.findall(normalise(phrase).folded))


def parts_of(folded: str) -> set[str]:
    """Return the terms that stand within a term: the words of a pair, and of a run without spaces what is shorter."""
    if " " in folded:
        return set(folded.split(" "))
    if not _HAS_SPACELESS.search(folded):
        return set()
    lengths = range(2, len(folded))
    return {folded[start : start + length] for length in lengths for start in range(len(folded) - length + 1)}


def _read_words(text: NormalisedText) -> tuple[list[Term], set[int]]:
    """Return the words of the text, and the places of those before which there is more than a space or a hyphen."""
    words, breaks = [], set()
    last = 0
    for match in _WORD.finditer(text.folded):
        start, end = match.span()
        if not _IN_A_ROW.fullmatch(text.folded, last, start):
            breaks.add(len(words))
        words.append(Term(match[0], text.shown[start:end].lower()))
        last = end
    return words, breaks


def _begins_with(words: list[Term], starred: tuple[str, ...]) -> bool:
    """Tell whether the first words are those of the phrase, of which some end in `*`."""
    return len(words) >= len(starred) and all(
        word.folded.startswith(known[:-1]) if known.endswith("*") else word.folded == known
        for word, known in zip(words, starred, strict=False)
    )
