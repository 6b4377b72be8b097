"""What it means that a video says a word, in plain Python."""

from dataclasses import dataclass

from asmr_catalog.tokens import tokenise
from videos.fulltext.terms import Term, says


@dataclass(frozen=True)
class Wording:
    """The texts of a video that are searched, as they are stored."""

    title: str
    text: str  # titles, chapters and description


def read_query(q: str) -> tuple[list[Term], list[Term]]:
    """What a video must say, and what it must not."""
    return [Term((token,)) for token in tokenise(q)], []


def read_slug(slug: str) -> Term | None:
    """What a word says that is shut out and names no tag; None: nothing."""
    tokens = tokenise(slug.replace("-", " "))
    return Term(tuple(tokens)) if tokens else None


def video_says(term: Term, wording: Wording) -> bool:
    return says(term, wording.text)


def text_says(term: Term | None, wording: Wording) -> bool:
    return term is not None and says(term, wording.text)


def title_says(term: Term, wording: Wording) -> bool:
    return says(term, wording.title)
