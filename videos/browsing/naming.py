"""The names of tags and creators: which of them words say, which they are, which they may have been meant for. Pure."""

import heapq
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from asmr_catalog.folding import fold_name
from asmr_catalog.tokens import tokenise
from videos.browsing.words import UNTELLING, Piece, split
from videos.fulltext.terms import Term, says
from videos.vocabulary.glossary import Abbreviation

MOST_MEANT = 6  # things that one name may stand for, or a word stand in the names of
MOST_GUESSES = 3
MOST_PIECES = 40  # of what was typed are looked at
LEAST_GUESSABLE = 4  # letters: of three, one is another word sooner than a slip
_ASIDE = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Thing:
    """What has names: a tag or a creator. `kind` is the parameter that asks for it, `label` its own name."""

    kind: str
    slug: str
    label: str
    pk: int


@dataclass(frozen=True, slots=True)
class Naming:
    """Some of the words typed, and the things that are called just so, with what to call each here.

    `rest` is what was typed without these words; "" where nothing telling is left.
    """

    words: str
    rest: str
    meanings: tuple[tuple[Thing, str], ...]
    is_ambiguous: bool
    places: frozenset[int]  # of the pieces in what was typed


class _Name(NamedTuple):
    tokens: tuple[str, ...]
    words: str  # the tokens as one text
    spelling: str  # folded, as somebody may misspell it


class Names:
    """All names at one state of the catalog. Nobody changes it: a later state is another value, sharing most of it.

    Building it takes some 20 µs a name, asking some microseconds.
    """

    def __init__(self, named: Iterable[tuple[Thing, Iterable[str]]], *, abbreviations: Iterable[Abbreviation] = ()):
        """`named`: each thing once with all its names, its label first. Blank names are none."""
        self._abbreviations = {(tuple(tokenise(letters.name)), letters.tag): letters for letters in abbreviations}
        self._names: dict[Thing, tuple[_Name, ...]] = {}
        self._filed: dict[tuple, set[Thing]] = {}  # by ("token", …), ("called", …) and ("spelling", …)
        self._add(named, written=None)

    def changed(self, *, gone: Collection[tuple[str, int]], come: Iterable[tuple[Thing, Iterable[str]]]) -> "Names":
        """These names without some things (kind, pk) and with others. Milliseconds for a few of tens of thousands."""
        later = object.__new__(Names)
        later._abbreviations, later._names, later._filed = self._abbreviations, dict(self._names), dict(self._filed)
        written: set[tuple] = set()
        for thing in [thing for thing in self._names if (thing.kind, thing.pk) in gone]:
            for key in _keys(thing, later._names.pop(thing, ())):
                later._file(key, written).discard(thing)
        later._add(come, written=written)
        return later

    def _add(self, named: Iterable[tuple[Thing, Iterable[str]]], *, written: set[tuple] | None) -> None:
        letters = defaultdict(list)
        for abbreviation in self._abbreviations.values():
            letters[abbreviation.tag].append(abbreviation.name)
        for thing, texts in named:
            also = letters[thing.slug] if thing.kind == "tag" else ()
            self._names[thing] = names = tuple(dict.fromkeys(map(_read_name, filter(None, (*texts, *also)))))
            for key in _keys(thing, names):
                self._file(key, written).add(thing)

    def _file(self, key: tuple, written: set[tuple] | None) -> set[Thing]:
        """The things filed so, to be written to: a set shared with an earlier value is copied first."""
        if written is not None and key not in written:
            written.add(key)
            self._filed[key] = set(self._filed.get(key, ()))
        return self._filed.setdefault(key, set())

    @cached_property
    def _tokens(self) -> list[str]:
        return sorted(value for kind, value in self._filed if kind == "token")

    @cached_property
    def _spellings(self) -> Mapping[int, list[str]]:
        """By length."""
        spellings = defaultdict(list)
        for kind, value in self._filed:
            if kind == "spelling":
                spellings[len(value)].append(value)
        return spellings

    def tags_saying(self, term: Term) -> frozenset[str]:
        """Slugs of the tags of which a name says the term."""
        return frozenset(thing.slug for thing in self._saying(term) if thing.kind == "tag")

    def creators_saying(self, term: Term) -> frozenset[int]:
        """Ids of the creators of whom a name says the term."""
        return frozenset(thing.pk for thing in self._saying(term) if thing.kind == "creator")

    def named_in(self, q: str, *, but: Collection[tuple[str, str]] = ()) -> tuple[Naming, ...]:
        """What is named in `q`, word for word, in its order: the longest names first, none overlapping another.

        `but`: (kind, slug) of things that the visitor does not want to meet.
        """
        pieces = split(q)[:MOST_PIECES]
        taken: dict[int, Naming] = {}
        for length in range(len(pieces), 0, -1):
            for start in range(len(pieces) - length + 1):
                places = range(start, start + length)
                if taken.keys().isdisjoint(places) and (naming := self._name(pieces, places, but)):
                    taken |= dict.fromkeys(places, naming)
        return tuple(dict.fromkeys(taken[place] for place in sorted(taken)))

    def suggest(self, q: str, *, most: int = 8, but: Collection[tuple[str, str]] = ()) -> tuple[Thing, ...]:
        """Things of which a name has the words of `q` in a row, the last one perhaps unfinished.

        First those of which a name begins so, their own before others, tags before creators, then shorter ones.
        """
        tokens = tuple(tokenise(q))
        if not tokens or _is_untelling(tokens):
            return ()
        start = f" {' '.join(tokens)}"
        ranks = []
        for thing in self._saying(Term(tokens, is_prefix=True), is_telling=True):
            if (thing.kind, thing.slug) in but:
                continue
            own, *others = (name.words for name in self._names[thing])
            begins = 0 if f" {own}".startswith(start) else 1 + all(not f" {o}".startswith(start) for o in others)
            ranks.append((begins, start not in f" {own}", thing.kind != "tag", len(thing.label), thing.slug, thing))
        return tuple(rank[-1] for rank in heapq.nsmallest(most, ranks, key=lambda rank: rank[:-1]))

    def find_near(self, q: str, *, but: Collection[tuple[str, str]] = ()) -> tuple[Thing, ...]:
        """Tags of which a name has all the words of `q` in a row and more, shortest first."""
        tokens = _without_untelling(tuple(token for piece in _asked(split(q)) for token in piece.tokens))
        if not tokens or _is_untelling(tokens) or self._filed.get(("called", tokens)):
            return ()
        saying = (thing for thing in self._saying(Term(tokens)) if thing.kind == "tag")
        near = [thing for thing in saying if (thing.kind, thing.slug) not in but]
        return tuple(sorted(near, key=lambda thing: (len(thing.label), thing.label))[:MOST_MEANT])

    def did_you_mean(self, q: str, *, but: Collection[tuple[str, str]] = ()) -> tuple[Naming, ...]:
        """Names that differ by a slip from words of `q` which name nothing: the nearest first, at most three.

        A slip is one letter wrong, missing, too many or exchanged with the next in four to seven letters, two up to
        twelve, three beyond. Some milliseconds for 60,000 names.
        """
        pieces = split(q)[:MOST_PIECES]
        named = frozenset().union(*(naming.places for naming in self.named_in(q, but=but)))
        found: dict[Thing, tuple[int, Naming]] = {}
        for places in _runs(pieces, named):
            words = " ".join(pieces[place].text.strip('"') for place in places)
            for slips, spelling in self._find_spellings(fold_name(words)):
                for thing in sorted(self._filed["spelling", spelling], key=lambda thing: thing.slug):
                    if (thing.kind, thing.slug) not in but and slips < found.get(thing, (MOST_PIECES,))[0]:
                        rest = _rest(pieces, places)
                        found[thing] = slips, Naming(words, rest, ((thing, thing.label),), False, frozenset(places))
            if found:  # in all the words together: no need to try each
                break
        nearest = sorted(found.values(), key=lambda guess: (guess[0], guess[1].meanings[0][1]))
        return tuple(naming for _, naming in nearest[:MOST_GUESSES])

    def _find_spellings(self, text: str) -> list[tuple[int, str]]:
        """(slips, spelling) of the names nearest to `text` but for itself."""
        if len(text) < LEAST_GUESSABLE:
            return []
        most = 1 if len(text) < 8 else 2 if len(text) < 13 else 3
        near = [s for length in range(len(text) - most, len(text) + most + 1) for s in self._spellings.get(length, ())]
        found = process.extract(text, near, scorer=OSA.distance, score_cutoff=most, limit=2 * MOST_GUESSES)
        return [(slips, spelling) for spelling, slips, _ in found if slips]

    def _saying(self, term: Term, *, is_telling: bool = False) -> Iterator[Thing]:
        """`is_telling`: what is said counts only if it is more than the beginning of "asmr"."""
        *whole, last = term.tokens
        if whole:
            things = min((self._filed.get(("token", token), set()) for token in whole), key=len)
        elif term.is_prefix:
            tokens = [token for token in self._beginning(last) if not (is_telling and token in UNTELLING)]
            things = set().union(*(self._filed["token", token] for token in tokens))
        else:
            return iter(self._filed.get(("token", last), ()))
        return (thing for thing in things if any(says(term, name.words) for name in self._names[thing]))

    def _beginning(self, start: str) -> Sequence[str]:
        return self._tokens[bisect_left(self._tokens, start) : bisect_left(self._tokens, start + "~")]

    def _name(self, pieces: Sequence[Piece], places: range, but: Collection[tuple[str, str]]) -> Naming | None:
        run = [pieces[place] for place in places]
        tokens = tuple(token for piece in run for token in piece.tokens)
        if len(_asked(run)) < len(run) or _is_untelling(tokens):
            return None
        called = next((key for key in (tokens, _without_untelling(tokens)) if self._filed.get(("called", key))), None)
        things = [
            thing
            for thing in sorted(
                self._filed.get(("called", called), ()), key=lambda thing: (thing.kind != "tag", thing.slug)
            )
            if (thing.kind, thing.slug) not in but
        ]
        if not things:
            return None
        letters = {thing: self._abbreviations.get((called, thing.slug)) for thing in things if thing.kind == "tag"}
        is_ambiguous = len(things) > 1 or any(letters.values())
        meanings = ((thing, _say(thing, letters.get(thing), is_ambiguous)) for thing in things[:MOST_MEANT])
        words = " ".join(piece.text for piece in run)
        return Naming(words, _rest(pieces, places), tuple(meanings), is_ambiguous, frozenset(places))


def names_of_tag(label: str, slug: str) -> tuple[str, ...]:
    """The names that a tag has by itself: its label, the same without what stands in brackets, its slug's words."""
    return label, _ASIDE.sub("", label), slug.replace("-", " ")


def rest_without(q: str, namings: Iterable[Naming]) -> str:
    """What was typed without the words of all of `namings`."""
    return _rest(split(q), frozenset().union(*(naming.places for naming in namings)))


def _read_name(text: str) -> _Name:
    tokens = tuple(tokenise(text))
    spelling = " ".join(word for word in fold_name(text).split() if word not in UNTELLING)
    return _Name(tokens, " ".join(tokens), spelling)


def _keys(thing: Thing, names: Iterable[_Name]) -> Iterator[tuple]:
    for name in names:
        yield from (("token", token) for token in name.tokens)
        yield "called", name.tokens
        yield "spelling", name.spelling
        if thing.kind == "creator":  # whose "ASMR" people leave out
            yield "called", _without_untelling(name.tokens)


def _say(thing: Thing, letters: Abbreviation | None, is_ambiguous: bool) -> str:
    if letters:
        return f"{letters.name}: {letters.meaning}"
    return f"{thing.label} (creator)" if is_ambiguous and thing.kind == "creator" else thing.label


def _rest(pieces: Sequence[Piece], places: Collection[int]) -> str:
    kept = [piece for place, piece in enumerate(pieces) if place not in places]
    is_telling = any(piece.telling or piece.is_refused for piece in kept)
    return " ".join(piece.text for piece in kept) if is_telling else ""


def _asked(pieces: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not (piece.is_refused or piece.is_prefix)]


def _is_untelling(tokens: Iterable[str]) -> bool:
    return UNTELLING.issuperset(tokens)


def _without_untelling(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token not in UNTELLING) or tokens


def _runs(pieces: Sequence[Piece], named: Collection[int]) -> Iterator[tuple[int, ...]]:
    """Runs of words that name nothing, whole ones first, then each word of them."""
    runs: list[list[int]] = [[]]
    for place, piece in enumerate(pieces):
        if place in named or not piece.telling or not _asked([piece]):
            runs.append([])
        else:
            runs[-1].append(place)
    yield from (tuple(run) for run in runs if run)
    yield from ((place,) for run in runs if len(run) > 1 for place in run[:MOST_MEANT])
