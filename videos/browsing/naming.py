"""The names of tags and creators: which of them words say, which they are, which they may have been meant for. Pure."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from asmr_catalog.folding import fold_name
from asmr_catalog.tokens import tokenise
from videos.browsing.words import UNTELLING, Piece, split
from videos.fulltext.terms import Term, says

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
class Abbreviation:
    """Letters that mean other things too, so that `meaning` says which one the tag is."""

    name: str
    tag: str
    meaning: str


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


class Names:
    """All names of one state of the catalog. Building it takes some 20 µs a name, asking some microseconds."""

    def __init__(self, named: Iterable[tuple[Thing, Iterable[str]]], *, abbreviations: Iterable[Abbreviation] = ()):
        """`named`: each thing with all its names, its label among them."""
        self._entries: list[tuple[Thing, str]] = []  # a thing and the words of one of its names
        self._folded: list[str] = []  # the same names, as people may have misspelt them
        self._with_token: dict[str, list[int]] = defaultdict(list)
        self._called: dict[tuple[str, ...], dict[Thing, None]] = defaultdict(dict)
        self._abbreviations: dict[tuple[tuple[str, ...], str], Abbreviation] = {}
        tags: dict[str, Thing] = {}
        for thing, texts in named:
            if thing.kind == "tag":
                tags[thing.slug] = thing
            for text in dict.fromkeys(filter(None, texts)):
                self._add(thing, text)
        for abbreviation in abbreviations:
            if thing := tags.get(abbreviation.tag):
                tokens = tuple(tokenise(abbreviation.name))
                self._add(thing, abbreviation.name)
                self._abbreviations[tokens, thing.slug] = abbreviation
        self._tokens = sorted(self._with_token)

    def _add(self, thing: Thing, text: str) -> None:
        tokens = tuple(tokenise(text))
        if not tokens:
            return
        for token in dict.fromkeys(tokens):
            self._with_token[token].append(len(self._entries))
        self._entries.append((thing, " ".join(tokens)))
        self._folded.append(" ".join(word for word in fold_name(text).split() if word not in UNTELLING))
        self._called[tokens][thing] = None
        if thing.kind == "creator":  # whose "ASMR" people leave out
            self._called[_without_untelling(tokens)][thing] = None

    def tags_saying(self, term: Term) -> frozenset[str]:
        """Slugs of the tags of which a name says the term."""
        return frozenset(thing.slug for thing, _ in self._saying(term) if thing.kind == "tag")

    def creators_saying(self, term: Term) -> frozenset[int]:
        """Ids of the creators of whom a name says the term."""
        return frozenset(thing.pk for thing, _ in self._saying(term) if thing.kind == "creator")

    def named_in(self, q: str, *, but: Collection[tuple[str, str]] = ()) -> tuple[Naming, ...]:
        """What is named in `q`, word for word, in its order: the longest names first, none overlapping another.

        `but`: (kind, slug) of things that the visitor does not want to meet.
        """
        pieces = split(q)[:MOST_PIECES]
        taken: dict[int, Naming] = {}
        for length in range(len(pieces), 0, -1):
            for start in range(len(pieces) - length + 1):
                places = range(start, start + length)
                if any(place in taken for place in places):
                    continue
                if naming := self._name(pieces, places, but):
                    taken |= dict.fromkeys(places, naming)
        return tuple(dict.fromkeys(taken[place] for place in sorted(taken)))

    def suggest(self, q: str, *, most: int = 8, but: Collection[tuple[str, str]] = ()) -> tuple[Thing, ...]:
        """Things of which a name has the words of `q` in a row, the last one perhaps unfinished.

        First those whose own name begins so, then shorter ones, tags before creators.
        """
        tokens = tuple(tokenise(q))
        if not tokens or _is_untelling(tokens):
            return ()
        term = Term(tokens, is_prefix=True)
        ranks: dict[Thing, tuple] = {}
        for thing, words in self._saying(term):
            begins = f" {words}".startswith(f" {' '.join(tokens)}")
            own = says(term, " ".join(tokenise(thing.label)))
            rank = (not begins, not own, thing.kind != "tag", len(thing.label), thing.label, thing.slug)
            if (thing.kind, thing.slug) not in but:
                ranks[thing] = min(ranks.get(thing, rank), rank)
        return tuple(sorted(ranks, key=ranks.__getitem__)[:most])

    def find_near(self, q: str, *, but: Collection[tuple[str, str]] = ()) -> tuple[Thing, ...]:
        """Tags of which a name has all the words of `q` in a row, shortest first; none for the names themselves."""
        tokens = _without_untelling(tuple(token for piece in _asked(split(q)) for token in piece.tokens))
        if not tokens or tokens in self._called:
            return ()
        saying = dict.fromkeys(thing for thing, _ in self._saying(Term(tokens)) if thing.kind == "tag")
        near = [thing for thing in saying if (thing.kind, thing.slug) not in but]
        return tuple(sorted(near, key=lambda thing: (len(thing.label), thing.label))[:MOST_MEANT])

    def did_you_mean(self, q: str, *, but: Collection[tuple[str, str]] = ()) -> tuple[Naming, ...]:
        """Names that differ by a slip from words of `q` which name nothing: the nearest first, at most three.

        A slip is one letter wrong, missing, too many or exchanged with the next in four to seven letters, two up to
        twelve, three beyond. Some milliseconds for 60,000 names.
        """
        pieces = split(q)
        named = frozenset().union(*(naming.places for naming in self.named_in(q, but=but)))
        found: dict[Thing, tuple[int, Naming]] = {}
        for places in _runs(pieces, named):
            text = fold_name(" ".join(pieces[place].text.strip('"') for place in places))
            if len(text) < LEAST_GUESSABLE:
                continue
            for _, slips, entry in process.extract(
                text, self._folded, scorer=OSA.distance, score_cutoff=_most_slips(text), limit=2 * MOST_GUESSES
            ):
                thing = self._entries[entry][0]
                if slips and (thing.kind, thing.slug) not in but and slips < found.get(thing, (99,))[0]:
                    naming = Naming(text, _rest(pieces, places), ((thing, thing.label),), False, frozenset(places))
                    found[thing] = slips, naming
            if found:
                break
        nearest = sorted(found.values(), key=lambda guess: (guess[0], guess[1].meanings[0][1]))
        return tuple(naming for _, naming in nearest[:MOST_GUESSES])

    def _saying(self, term: Term) -> Iterator[tuple[Thing, str]]:
        *whole, last = term.tokens
        if whole:
            places = min((self._with_token.get(token, []) for token in whole), key=len)
        elif term.is_prefix:
            places = sorted({place for token in self._beginning(last) for place in self._with_token[token]})
        else:
            places = self._with_token.get(last, [])
        return (self._entries[place] for place in places if says(term, self._entries[place][1]))

    def _beginning(self, start: str) -> Sequence[str]:
        return self._tokens[bisect_left(self._tokens, start) : bisect_left(self._tokens, start + "~")]

    def _name(self, pieces: Sequence[Piece], places: range, but: Collection[tuple[str, str]]) -> Naming | None:
        run = [pieces[place] for place in places]
        tokens = tuple(token for piece in run for token in piece.tokens)
        if len(_asked(run)) < len(run) or _is_untelling(tokens):
            return None
        called = next((key for key in (tokens, _without_untelling(tokens)) if key in self._called), None)
        things = [thing for thing in self._called.get(called, ()) if (thing.kind, thing.slug) not in but]
        if not things:
            return None
        glosses = {thing: self._abbreviations.get((called, thing.slug)) for thing in things}
        is_ambiguous = len(things) > 1 or any(glosses.values())
        meanings = ((thing, _say(thing, glosses[thing], is_ambiguous)) for thing in things[:MOST_MEANT])
        words = " ".join(piece.text for piece in run)
        return Naming(words, _rest(pieces, places), tuple(meanings), is_ambiguous, frozenset(places))


def name_tag(label: str, slug: str) -> tuple[str, ...]:
    """The names that a tag has by itself: its label, the same without what stands in brackets, its slug's words."""
    return label, _ASIDE.sub("", label), slug.replace("-", " ")


def rest_without(q: str, namings: Iterable[Naming]) -> str:
    """What was typed without the words of all of `namings`."""
    return _rest(split(q), frozenset().union(*(naming.places for naming in namings)))


def _say(thing: Thing, abbreviation: Abbreviation | None, is_ambiguous: bool) -> str:
    if abbreviation:
        return f"{abbreviation.name}: {abbreviation.meaning}"
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


def _most_slips(text: str) -> int:
    return 1 if len(text) < 8 else 2 if len(text) < 13 else 3
