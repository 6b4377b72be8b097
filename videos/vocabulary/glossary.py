"""Read the glossary: words that newcomers look up, and letters that mean several things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from asmr_catalog.tokens import tokenise
from videos.vocabulary.shapes import SETTINGS_FILE

PATH = Path(__file__).with_name("glossary.yaml")
_QUESTION = re.compile(r"^\s*(?:what(?:\s+(?:is|are)|['’]s)|define|meaning\s+of)\s+(?:an?\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term: `text` explains it, or where that is blank the definition of `tag`, which may be blank otherwise.

    It is found by `names` and `asked`, and meant by its names alone wherever they stand in a text. `see`: tags near it.
    """

    slug: str
    label: str
    names: tuple[str, ...]
    asked: tuple[str, ...] = ()
    text: str = ""
    tag: str = ""
    see: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Words that ask for it."""
        return (*self.names, *self.asked, self.label)[0]

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag that it names: the one that it is, then those near it."""
        return tuple(filter(None, (self.tag, *self.see)))


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """Letters that mean other things too, so that `meaning` says which one the tag is."""

    name: str
    tag: str
    meaning: str


@dataclass(frozen=True)
class Glossary:
    """`called`: the terms by the words of their names, as `tokenise` gives them; a name may belong to several."""

    terms: tuple[GlossaryTerm, ...]
    abbreviations: tuple[Abbreviation, ...]
    called: dict[tuple[str, ...], tuple[GlossaryTerm, ...]]

    def find_terms(self, q: str) -> tuple[GlossaryTerm, ...]:
        """The terms that `q` is a name of, also with "what is" before it or "ASMR" at an end."""
        tokens = tuple(tokenise(_QUESTION.sub("", q)))
        return self.called.get(tokens) or self.called.get(_without_asmr(tokens), ())

    def suggest(self, q: str, *, most: int = 2) -> tuple[GlossaryTerm, ...]:
        """The terms of which a name begins with `q`, the last word perhaps unfinished."""
        start = " ".join(tokenise(q))
        found = (term for name, terms in self.called.items() for term in terms if " ".join(name).startswith(start))
        return tuple(dict.fromkeys(found))[:most] if start else ()


@lru_cache(maxsize=1)
def catalog_glossary() -> Glossary:
    """Return the catalog's own glossary, read once in a process."""
    return read_glossary()


def read_glossary(path: Path = PATH) -> Glossary:
    """Return the glossary in the YAML file at `path`. Raises KeyError or TypeError where it lacks or has too much."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    terms = tuple(map(_make_term, raw["terms"]))
    called: dict[tuple[str, ...], tuple[GlossaryTerm, ...]] = {}
    for term in terms:
        for name in dict.fromkeys(tuple(tokenise(name)) for name in (term.label, *term.names, *term.asked)):
            called[name] = (*called.get(name, ()), term)
    return Glossary(terms, tuple(Abbreviation(**letters) for letters in raw["abbreviations"]), called)


@lru_cache(maxsize=1)
def catalog_evidence_scale() -> dict[str, str]:
    """Return what each level of evidence means, best founded first, as the catalog's own vocabulary says it."""
    settings = yaml.safe_load(PATH.with_name(SETTINGS_FILE).read_text(encoding="utf-8"))
    return {level: words for level, words in settings["evidence_scale"].items() if level != "display_rule"}


def _make_term(raw: dict) -> GlossaryTerm:
    lists = {key: tuple(value) for key, value in raw.items() if isinstance(value, list)}
    return GlossaryTerm(**{**raw, **lists})


def _without_asmr(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token != "asmr")
