"""What it means that a video says a word, in plain Python."""

from dataclasses import dataclass

from asmr_catalog.folding import fold


@dataclass(frozen=True)
class Wording:
    """The texts of a video that are searched."""

    title: str
    text: str  # titles, chapters and description
    names: tuple[str, ...]  # of the creator


def read_query(q: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a video must say, and what it must not."""
    return tuple(fold(q).split()), ()


def read_slug(slug: str) -> str:
    """What a word says that is shut out and names no tag."""
    return fold(slug.replace("-", " "))


def says(term: str, wording: Wording) -> bool:
    return term in wording.text or any(term in name for name in wording.names)


def text_says(term: str, wording: Wording) -> bool:
    return term in wording.text


def title_says(term: str, wording: Wording) -> bool:
    return term in wording.title
