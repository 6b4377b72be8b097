"""The vocabulary as a machine reads it: each way in which a tag may be mentioned is one compiled matcher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from videos.tagging.terms import compile_hashtags, compile_own_terms, compile_terms
from videos.vocabulary.definitions import TagDefinition, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """One way in which `slug` may be mentioned in some zones, or a mention be masked, or the whole zone blocked for it.

    `language` is None where it counts in any; a phrase counts in all but English, whose own patterns read it better. A
    text without `core` cannot match; blank where no such word is known. Its own are a curator's words: few, and changed
    so often that they are tried one by one rather than compiled with all others.
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

    def counts_in(self, language: str | None) -> bool:
        """Tell whether a text in `language` (None where unknown) is searched."""
        return self.language is None or self.language == language or (self.is_phrase and language != "en")


@dataclass(frozen=True, slots=True)
class TagRules:
    """What is asked of a tag only once it has been mentioned."""

    tag: TagDefinition
    weak: tuple[re.Pattern[str], ...]
    weak_context: re.Pattern[str] | None


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


@lru_cache(maxsize=4)
def compile_rules(vocabulary: Vocabulary) -> CompiledRules:
    """Compile `vocabulary`, once for each. Takes about a third of a second."""
    hashtags: dict[str, list[tuple[str, str | None]]] = {}
    matchers: list[Matcher] = []
    for tag in vocabulary.tags.values():
        zones = _zones_of(tag, vocabulary)
        matchers += _compile_matchers(tag, zones)
        if "hashtags" in zones:
            for hashtag, language in compile_hashtags(tag).items():
                hashtags.setdefault(hashtag, []).append((tag.slug, language))
    return CompiledRules(
        matchers=tuple(matchers),
        tags={slug: _compile_tag(tag) for slug, tag in vocabulary.tags.items()},
        hashtags={hashtag: tuple(meanings) for hashtag, meanings in hashtags.items()},
        lead_cues={facet: join_patterns(cues) for facet, cues in vocabulary.matching.lead_cues.items()},
    )


def join_patterns(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that matches where any of `patterns` does; with none of them it never matches."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


def _zones_of(tag: TagDefinition, vocabulary: Vocabulary) -> frozenset[str]:
    zones = tag.rules.zones if tag.rules.zones is not None else (*vocabulary.matching.default_zones, "hashtags")
    return frozenset(zones) | ({"rest"} if tag.rules.recall_first else set())


@lru_cache(maxsize=1024)  # an edit of one tag leaves the others as they are
def _compile_matchers(tag: TagDefinition, zones: frozenset[str]) -> tuple[Matcher, ...]:
    return tuple(_make_matchers(tag, zones))


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
    )


def _compile_all(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)
