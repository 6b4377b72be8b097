"""Where a text of ours speaks of a term of the glossary. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from videos.vocabulary.glossary import Glossary, GlossaryTerm, catalog_glossary

# A link in a link is none, a heading stays a heading.
_CLOSED = frozenset({"a", "button", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^>]*>")
_GAP = re.compile(r"[\s-]+")


@dataclass(frozen=True)
class Mentions:
    """`pattern` finds a name of any term, the longest that begins there; `terms` by name, with single spaces."""

    pattern: re.Pattern[str]
    terms: dict[str, GlossaryTerm]

    def replace(self, html: str, replace: Callable[[GlossaryTerm, str], str | None]) -> str:
        """Give `html` with what `replace` makes of each mention, and as it stands where that is None.

        `html` is what a template makes: well-formed, with texts and attributes escaped. Nothing is a mention within a
        link, a button or a heading, nor within a tag.
        """
        done, place, closed = [], 0, 0
        for tag in _TAG.finditer(html):
            text = html[place : tag.start()]
            done += [text if closed else self._replace_in_text(text, replace), tag[0]]
            if tag[2].lower() in _CLOSED:
                closed += -1 if tag[1] else 1
            place = tag.end()
        return "".join([*done, self._replace_in_text(html[place:], replace)])

    def _replace_in_text(self, text: str, replace: Callable[[GlossaryTerm, str], str | None]) -> str:
        def replace_one(found: re.Match[str]) -> str:
            name = _GAP.sub(" ", found[0])
            term = self.terms.get(name) or self.terms.get(name.lower())
            # The pattern takes “ſ” for an s and “ı” for an i, which no name has.
            made = term and replace(term, found[0])
            return found[0] if made is None else made

        return self.pattern.sub(replace_one, text)


@lru_cache(maxsize=1)
def catalog_mentions() -> Mentions:
    """Give the mentions of the catalog's own glossary, compiled once in a process."""
    return find_mentions(catalog_glossary())


def find_mentions(glossary: Glossary) -> Mentions:
    """Make the pattern of a glossary: whole words, where a name has a capital letter only as it is written."""
    terms = {_GAP.sub(" ", name): term for term in glossary.terms for name in term.names}
    longest_first = sorted(terms, key=len, reverse=True)
    # Half a word is another one: neither “reactions” nor “self-hypnosis” names a term; “CBT-style” does.
    return Mentions(re.compile(rf"(?<![\w&-])(?:{'|'.join(map(_make_pattern, longest_first))})(?!\w)"), terms)


def _make_pattern(name: str) -> str:
    pattern = r"[\s-]+".join(map(re.escape, name.split()))
    return f"(?i:{pattern})" if name == name.lower() else pattern
