"""What a visitor typed into the search field, as terms: words, "words in a row", -refused ones, beginnings*. Pure."""

import re
from dataclasses import dataclass

from asmr_catalog.tokens import tokenise
from videos.fulltext.terms import Term

MOST_TERMS = 20
# In a catalog of ASMR it says nothing: it never narrows, wherever it stands.
UNTELLING = frozenset({"asmr"})

_QUOTES = str.maketrans(dict.fromkeys("“”„‟″＂", '"'))
# A quote that nobody closes ends with the text.
_PIECE = re.compile(r'(?P<refused>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?(?P<star>\*)?|(?P<plain>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two spaces, or in quotes: as it was typed, and its words."""

    text: str
    tokens: tuple[str, ...]
    is_quoted: bool = False
    is_refused: bool = False
    is_prefix: bool = False

    @property
    def telling(self) -> tuple[str, ...]:
        """The words without "asmr" at either end; of a quoted phrase all, unless they are nothing else."""
        places = [place for place, token in enumerate(self.tokens) if token not in UNTELLING]
        if not places or self.is_quoted:
            return self.tokens if places else ()
        return self.tokens[places[0] : places[-1] + 1]

    @property
    def term(self) -> Term | None:
        """What is asked for or refused; None for a piece that asks for nothing."""
        tokens = self.tokens if self.is_refused else self.telling
        return Term(tokens, self.is_prefix) if tokens else None


@dataclass(frozen=True, slots=True)
class Words:
    """All of `required` and none of `refused` is to be said. `is_unreadable`: something was typed, but no word."""

    required: tuple[Term, ...] = ()
    refused: tuple[Term, ...] = ()
    is_unreadable: bool = False


def split(q: str) -> tuple[Piece, ...]:
    """Take what was typed apart, in its order; signs without any word are left out."""
    pieces = (
        Piece(
            match[0],
            tuple(tokenise(match["plain"] or match["quoted"] or "")),
            is_quoted=match["plain"] is None,
            is_refused=match["refused"] is not None,
            is_prefix=match[0].endswith("*"),
        )
        for match in _PIECE.finditer(q.translate(_QUOTES))
    )
    return tuple(piece for piece in pieces if piece.tokens)


def parse(q: str) -> Words:
    """Read what was typed: any text can be read. At most twenty terms, each once, in their order.

    Words joined by anything but a space ("soft-spoken"), and characters of a script without spaces, are words in a row.
    "asmr" is left out unless it is refused or stands within a quoted phrase.
    """
    pieces = split(q)
    refused = dict.fromkeys(piece.term for piece in pieces if piece.is_refused)
    required = dict.fromkeys(piece.term for piece in pieces if piece.term and not piece.is_refused)
    # What somebody refuses is the last to be given up.
    kept = tuple(refused)[:MOST_TERMS]
    is_unreadable = not pieces and bool(q.translate(_QUOTES).strip('" '))
    return Words(tuple(required)[: MOST_TERMS - len(kept)], kept, is_unreadable)


def cut(q: str) -> tuple[str, tuple[str, ...]]:
    """What was typed without the terms that are too many for `parse`, and those. Nothing changes where none are."""
    words, kept, beyond = parse(q), [], []
    for piece in split(q):
        taken = words.refused if piece.is_refused else (*words.required, None)
        # Apart from the quote that it followed, a hyphen would refuse.
        text = piece.text if piece.is_refused else piece.text.lstrip("-")
        (kept if piece.term in taken else beyond).append(text)
    return (" ".join(kept), tuple(beyond)) if beyond else (q, ())
