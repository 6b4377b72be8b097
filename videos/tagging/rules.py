"""The vocabulary as a machine reads it: each way in which a tag may be mentioned is one compiled matcher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from videos.tagging.terms import compile_hashtags, compile_own_terms, compile_terms
from videos.vocabulary.definitions import TagDefinition, Vocabulary

_REST = frozenset({"rest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """One way in which `slug` may be mentioned in some zones, or a mention be masked, or the whole zone blocked for it.

    `language` is None where it counts in any; a phrase counts in all but English, whose own patterns read it better. A
    text without `core` cannot match; blank where no such word is known. Its own are a curator's words: few, and changed
    so often that they are tried one by one rather than compiled with all others. In `candidate_zones` a mention only
    makes a candidate.
    """

    slug: str
    pattern: re.Pattern[str]
    zones: frozenset[str]
    role: Literal["mention", "mask", "block"] = "mention"
    language: str | None = None
    core: str = ""
    is_case_sensitive: bool = False
    is_weak: bool = False
    is_literal: bool = False
    is_phrase: bool = False
    is_own: bool = False
    candidate_zones: frozenset[str] = frozenset()

    def counts_in(self, language: str | None) -> bool:
        """Tell whether a text in `language` (None where unknown) is searched."""
        return self.language is None or self.language == language or (self.is_phrase and language != "en")


@dataclass(frozen=True, slots=True)
class TagRules:
    """What is asked of a tag only once it has been mentioned."""

    tag: TagDefinition
    weak: tuple[re.Pattern[str], ...]
    weak_context: re.Pattern[str] | None
    block_if: tuple[re.Pattern[str], ...]

    def has_context(self, texts: Iterable[str]) -> bool:
        """Tell whether the context of weak words stands in any of the folded `texts`, but within such words."""
        if self.weak_context is None:
            return False
        for text in texts:
            weak = [match.span() for pattern in self.weak for match in pattern.finditer(text)]
            for match in self.weak_context.finditer(text):
                if not any(start < match.end() and match.start() < end for start, end in weak):
                    return True
        return False


@dataclass(frozen=True, slots=True)
class CandidatePatterns:
    """Words in the line of a mention, the first also in the title, beside which it makes no candidate."""

    never_beside: re.Pattern[str]
    unless: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """The matchers of a tag stand together, mentions first.

    `hashtags` maps a squashed name to the tags it may mean, each with the language it is bound to or None.

    `lead_cues` maps a facet to what must stand before a mention of it in prose.
    """

    matchers: tuple[Matcher, ...]
    tags: Mapping[str, TagRules]
    hashtags: Mapping[str, tuple[tuple[str, str | None], ...]]
    lead_cues: Mapping[str, re.Pattern[str]]
    candidates: CandidatePatterns


@lru_cache(maxsize=4)
def compile_rules(vocabulary: Vocabulary) -> CompiledRules:
    """Compile `vocabulary`, once for each. Takes about a third of a second."""
    hashtags: dict[str, list[tuple[str, str | None]]] = {}
    matchers: list[Matcher] = []
    for tag in vocabulary.tags.values():
        zones = _zones_of(tag, vocabulary)
        has_candidates = _has_candidates(tag, vocabulary)
        matchers += _compile_matchers(tag, zones, has_candidates)
        if "hashtags" in zones:
            for hashtag, language in compile_hashtags(tag).items():
                hashtags.setdefault(hashtag, []).append((tag.slug, language))
    return CompiledRules(
        matchers=tuple(matchers),
        tags={slug: _compile_tag(tag) for slug, tag in vocabulary.tags.items()},
        hashtags={hashtag: tuple(meanings) for hashtag, meanings in hashtags.items()},
        lead_cues={facet: join_patterns(cues) for facet, cues in vocabulary.matching.lead_cues.items()},
        candidates=CandidatePatterns(
            never_beside=join_patterns(vocabulary.matching.candidates.never_beside),
            unless=join_patterns(vocabulary.matching.candidates.unless),
        ),
    )


def join_patterns(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that matches where any of `patterns` does; with none of them it never matches."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


def _zones_of(tag: TagDefinition, vocabulary: Vocabulary) -> frozenset[str]:
    zones = tag.rules.zones if tag.rules.zones is not None else (*vocabulary.matching.default_zones, "hashtags")
    return frozenset(zones) | ({"rest"} if tag.rules.recall_first else set())


def _has_candidates(tag: TagDefinition, vocabulary: Vocabulary) -> bool:
    """Not of what brings along something people shut out: a mere candidate would hide the video from them."""
    if tag.group not in vocabulary.matching.candidates.groups:
        return False
    return not any(vocabulary.tags[slug].is_shut_out for slug in vocabulary.closure(tag.slug))


@lru_cache(maxsize=1024)  # an edit of one tag leaves the others as they are
def _compile_matchers(tag: TagDefinition, zones: frozenset[str], has_candidates: bool) -> tuple[Matcher, ...]:
    if not has_candidates:
        return tuple(_make_matchers(tag, zones))
    # Mentions first, as the others ask for them.
    wordings = _make_candidates(tag, zones | _REST)
    found = [replace(matcher, candidate_zones=_REST) for matcher in _make_matchers(tag, zones)]
    return (
        *wordings,
        *(m if m.role == "mention" else replace(m, candidate_zones=zones | _REST) for m in found),
    )


def _make_candidates(tag: TagDefinition, zones: frozenset[str]) -> Iterator[Matcher]:
    for pattern in _compile_all(tag.rules.candidate):
        yield Matcher(slug=tag.slug, pattern=pattern, zones=frozenset(), candidate_zones=zones)


def _make_matchers(tag: TagDefinition, zones: frozenset[str]) -> Iterator[Matcher]:
    rules = tag.rules
    for pattern in _compile_all(rules.positive):
        yield Matcher(slug=tag.slug, pattern=pattern, zones=zones)
    for pattern in _compile_all(rules.case_sensitive):
        yield Matcher(slug=tag.slug, pattern=pattern, zones=zones, is_case_sensitive=True)
    for pattern in _compile_all(rules.weak):
        yield Matcher(slug=tag.slug, pattern=pattern, zones=zones, is_weak=True)
    for term in compile_terms(tag):
        yield Matcher(
            slug=tag.slug,
            pattern=term.pattern,
            zones=zones,
            language=term.language,
            core=term.core,
            is_literal=True,
            is_phrase=term.is_phrase,
        )
    for term in compile_own_terms(tag):
        yield Matcher(slug=tag.slug, pattern=term.pattern, zones=zones, core=term.core, is_literal=True, is_own=True)
    for pattern in _compile_all(rules.negative):
        yield Matcher(slug=tag.slug, pattern=pattern, zones=zones, role="mask")
    for pattern in _compile_all(rules.block_if):
        yield Matcher(slug=tag.slug, pattern=pattern, zones=zones, role="block")


def _compile_tag(tag: TagDefinition) -> TagRules:
    rules = tag.rules
    return TagRules(
        tag=tag,
        weak=_compile_all(rules.weak),
        weak_context=re.compile(rules.weak_context) if rules.weak_context else None,
        block_if=_compile_all(rules.block_if),
    )


def _compile_all(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)
