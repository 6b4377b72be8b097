"""Foreign-language terms and hashtags of a tag, ready to be looked up in folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from videos.tagging.normalise import normalise
from videos.tagging.zones import squash
from videos.vocabulary.definitions import TagDefinition

# Shorter names mean too much in a hashtag; one of five letters counts where it is the tag's own (#sleep, not #crush).
MIN_HASHTAG_LETTERS = 6
MIN_OWN_LETTERS = 5
SHORT_KATAKANA = 3

_KATAKANA = r"\u30a1-\u30fa\u30fc"
_WORD_GAPS = re.compile(r"[\s\-‐‑–—/]+")
_ONLY_KATAKANA = re.compile(rf"[{_KATAKANA}]+")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_NOT_LATIN = re.compile(r"[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True)
class Term:
    """A literal to look for. `language` is None where the script alone is evidence enough.

    A phrase has several words: it means the same wherever it stands, also where nobody knows the language.

    `core` is the plain beginning of it: a text without the core cannot match, and that is quick to see.
    """

    core: str
    pattern: re.Pattern[str]
    language: str | None
    is_phrase: bool = False


def compile_terms(tag: TagDefinition) -> tuple[Term, ...]:
    """Return the terms by which `tag` may be matched: all its i18n terms but those for display only."""
    return tuple(
        _compile_term(term, language)
        for language, terms in tag.i18n
        for term in terms
        if term not in tag.i18n_display_only
    )


def compile_hashtags(tag: TagDefinition) -> dict[str, str | None]:
    """Return the tag's names as they stand squashed in hashtags, with the language each is bound to or None."""
    hashtags: dict[str, str | None] = {}
    for language, terms in tag.i18n:
        for term in terms:
            if term not in tag.i18n_display_only and "*" not in term:
                hashtags[squash(term)] = None if _NOT_LATIN.search(term) else language
    hashtags |= {squash(name): None for name in (tag.slug, tag.label, *tag.synonyms)}
    own = {squash(tag.slug), squash(tag.label)}
    return {
        hashtag: language
        for hashtag, language in hashtags.items()
        if len(hashtag) >= (MIN_OWN_LETTERS if hashtag in own else MIN_HASHTAG_LETTERS)
    }


def _compile_term(term: str, language: str) -> Term:
    parts = [normalise(part).folded for part in term.split("*")]
    folded = normalise(term.replace("*", "")).folded
    # A star within a term stands between two words, one at the end continues the last word.
    pattern = r"\w* ".join(re.escape(part) for part in parts if part) + (r"\w*" if term.endswith("*") else "")
    return Term(
        core=parts[0],
        pattern=re.compile(_keep_edges(pattern, folded)),
        language=None if _NOT_LATIN.search(folded) else language,
        is_phrase=" " in folded,
    )


def compile_own_terms(tag: TagDefinition) -> tuple[Term, ...]:
    """Return a curator's words for `tag`, which count in every language; between two words a hyphen is a space."""
    return tuple(_compile_own_term(words) for words in tag.own_terms if split_words(words))


def split_words(words: str) -> list[str]:
    """Return the words as they stand in folded text; none of them where nothing is left to look for."""
    return [word for word in _WORD_GAPS.split(normalise(words).folded) if word]


def _compile_own_term(text: str) -> Term:
    words = split_words(text)
    pattern = r"(?: ?[-‐‑–—/] ?| )".join(map(re.escape, words))
    return Term(core=words[0], pattern=re.compile(_keep_edges(pattern, " ".join(words))), language=None)


def _keep_edges(pattern: str, folded: str) -> str:
    """Let a word match as a whole only, where the script has words at all."""
    if _ONLY_KATAKANA.fullmatch(folded) and len(folded) <= SHORT_KATAKANA:
        pattern = rf"(?<![{_KATAKANA}]){pattern}(?![{_KATAKANA}])"
    if not _EAST_ASIAN.match(folded):
        pattern = rf"(?<!\w){pattern}"
    return pattern if _EAST_ASIAN.match(folded[-1:]) else rf"{pattern}(?!\w)"
