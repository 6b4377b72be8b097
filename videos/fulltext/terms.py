"""A term: what is looked for in the words of a video."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row (one or more), as `asmr_catalog.tokens` gives them; `is_prefix`: the last one may go on."""

    tokens: tuple[str, ...]
    is_prefix: bool = False

    def __post_init__(self):
        if not self.tokens:
            raise ValueError("a term has at least one word")


def says(term: Term, words: str) -> bool:
    """Whether stored words (`keep_words`) have the term: the truth that both databases give."""
    start, end = f" {' '.join(term.tokens)}", "" if term.is_prefix else " "
    return f"{start}{end}" in f" {words} "
