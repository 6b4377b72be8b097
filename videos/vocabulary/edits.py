"""What curators changed of the vocabulary, and the vocabulary that files and edits make together. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from videos.vocabulary.definitions import (
    MODERATION_GROUP,
    Evidence,
    MatchRules,
    RecognitionRules,
    TagDefinition,
    Vocabulary,
)

_NO_RULES = MatchRules(
    positive=(),
    case_sensitive=(),
    weak=(),
    weak_context=None,
    negative=(),
    block_if=(),
    suppressed_by=(),
    zones=None,
    recall_first=False,
    is_negatable=True,
    derive=None,
    computed=None,
    notes="",
)


@dataclass(frozen=True, kw_only=True)
class OwnTag:
    """A tag that is in no file."""

    slug: str
    label: str
    group: str
    definition: str
    evidence: Evidence
    listening: str = ""


@dataclass(frozen=True, order=True)
class Synonym:
    """Another word for a tag; `is_in_titles`: the tagger looks for it too, otherwise it only finds the tag."""

    slug: str
    words: str
    is_in_titles: bool


@dataclass(frozen=True, order=True)
class Arrow:
    """A parent or an implication that curators added, or took away."""

    slug: str
    kind: Literal["parents", "implies"]
    other: str
    is_removed: bool = False


@dataclass(frozen=True, kw_only=True)
class VocabularyEdits:
    """All that curators changed, in today's slugs.

    `slugs` pairs a slug of the files with the one that stands for it: of a tag renamed, or merged into another.
    """

    own_tags: tuple[OwnTag, ...] = ()
    slugs: tuple[tuple[str, str], ...] = ()
    retired: frozenset[str] = frozenset()
    synonyms: tuple[Synonym, ...] = ()
    arrows: tuple[Arrow, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Of all that decides what the tagger finds: of a tag of ours its texts do not."""
        own = sorted((tag.slug, tag.label, tag.group) for tag in self.own_tags)
        parts = (own, sorted(self.slugs), sorted(self.retired), sorted(self.synonyms), sorted(self.arrows))
        return hashlib.sha256(repr(parts).encode()).hexdigest()


NO_EDITS = VocabularyEdits()


@lru_cache(maxsize=4)  # the same value again is the same vocabulary, which is compiled once
def apply_edits(files: Vocabulary, edits: VocabularyEdits) -> Vocabulary:
    """Return the vocabulary that the files and the curators' edits make together; `files` itself without any.

    Where both speak of one thing the edit counts, but for a tag of ours whose slug the files have by now: it is theirs.
    Edits of tags that are nowhere are left out, and so are arrows to tags that are not there.
    """
    if edits == NO_EDITS:
        return files
    today = find_slugs(files, edits)
    tags = _merge(files, edits, today)
    for slug in edits.retired:
        tags.pop(slug, None)
    tags = {slug: _point(tag, today, tags) for slug, tag in tags.items()}
    _draw(tags, edits.arrows)
    _add_synonyms(tags, edits.synonyms)
    rules = files.matching.recognition
    return replace(
        files,
        tags=MappingProxyType(tags),
        matching=replace(files.matching, recognition=_point_signs(rules, today, tags)),
        fingerprint=hashlib.sha256(f"{files.fingerprint} {edits.fingerprint}".encode()).hexdigest(),
    )


def find_slugs(files: Vocabulary, edits: VocabularyEdits) -> dict[str, str]:
    """Map the slugs of the files' tags that are called otherwise today, whether renamed there since or not."""
    renamed = dict(edits.slugs)
    found = {}
    for slug, tag in files.tags.items():
        target = next((renamed[name] for name in (slug, *tag.former_slugs) if name in renamed), slug)
        if target != slug:
            found[slug] = target
    return found


def _merge(files: Vocabulary, edits: VocabularyEdits, today: Mapping[str, str]) -> dict[str, TagDefinition | None]:
    """All definitions by today's slugs, in the files' order and ours last."""
    tags: dict[str, TagDefinition | None] = dict.fromkeys(today.get(slug, slug) for slug in files.tags)
    tags |= {slug: tag for slug, tag in files.tags.items() if slug not in today}
    facets = {group.slug: group.facet for group in files.groups}
    for own in edits.own_tags:
        if own.slug not in files.tags and own.group in facets:
            tags[own.slug] = _define(own, facets[own.group])
    for slug, target in today.items():
        goes, stays = files.tags[slug], tags.get(target)
        tags[target] = _absorb(stays, goes) if stays else _rename(goes, target)
    return tags


def _define(own: OwnTag, facet: str) -> TagDefinition:
    return TagDefinition(
        slug=own.slug,
        label=own.label,
        facet=facet,
        group=own.group,
        definition=own.definition,
        listening=own.listening,
        parents=(),
        implies=(),
        opposes=(),
        often_with=(),
        synonyms=(),
        search_only_synonyms=(),
        former_slugs=(),
        i18n=(),
        i18n_display_only=frozenset(),
        is_assignable=True,
        hold_for_moderator=own.group == MODERATION_GROUP,
        evidence=own.evidence,
        rules=_NO_RULES,
    )


def _rename(tag: TagDefinition, slug: str) -> TagDefinition:
    """The tag under another slug; hashtags of the former one still mean it."""
    return replace(
        tag,
        slug=slug,
        former_slugs=_unique(tag.former_slugs, (tag.slug,)),
        synonyms=_unique(tag.synonyms, (tag.slug.replace("-", " "),)),
    )


def _absorb(stays: TagDefinition, goes: TagDefinition) -> TagDefinition:
    """One tag of two: found by the words of both, and as careful as the more careful one.

    It stands where `stays` stands, but brings along what `goes` implied.
    """
    first, second = stays.rules, goes.rules
    contexts = [context for context in (first.weak_context, second.weak_context) if context]
    rules = replace(
        first,
        positive=_unique(first.positive, second.positive),
        case_sensitive=_unique(first.case_sensitive, second.case_sensitive),
        weak=_unique(first.weak, second.weak),
        candidate=_unique(first.candidate, second.candidate),
        weak_context="|".join(f"(?:{context})" for context in contexts) or None,
        negative=_unique(first.negative, second.negative),
        block_if=_unique(first.block_if, second.block_if),
        suppressed_by=_unique(first.suppressed_by, second.suppressed_by),
        recall_first=first.recall_first or second.recall_first,
    )
    terms: dict[str, tuple[str, ...]] = dict(stays.i18n)
    for language, more in goes.i18n:
        terms[language] = _unique(terms.get(language, ()), more)
    return replace(
        stays,
        implies=_unique(stays.implies, goes.implies),
        opposes=_unique(stays.opposes, goes.opposes),
        synonyms=_unique(stays.synonyms, (goes.label.lower(),), goes.synonyms),
        search_only_synonyms=_unique(stays.search_only_synonyms, goes.search_only_synonyms),
        former_slugs=_unique(stays.former_slugs, goes.former_slugs, (goes.slug,)),
        i18n=tuple(terms.items()),
        i18n_display_only=stays.i18n_display_only | goes.i18n_display_only,
        hold_for_moderator=stays.hold_for_moderator or goes.hold_for_moderator,
        rules=rules,
    )


def _point(tag: TagDefinition, today: Mapping[str, str], there: Collection[str]) -> TagDefinition:
    """The tag with all its arrows to today's slugs, none of them to itself or to what is not there."""

    def point(slugs: Iterable[str]) -> tuple[str, ...]:
        pointed = _unique(today.get(slug, slug) for slug in slugs)
        return tuple(slug for slug in pointed if slug in there and slug != tag.slug)

    return replace(
        tag,
        parents=point(tag.parents),
        implies=point(tag.implies),
        opposes=point(tag.opposes),
        often_with=point(tag.often_with),
        rules=replace(tag.rules, suppressed_by=point(tag.rules.suppressed_by)),
    )


def _point_signs(rules: RecognitionRules, today: Mapping[str, str], there: Collection[str]) -> RecognitionRules:
    def point(slugs: Iterable[str]) -> frozenset[str]:
        return frozenset(today.get(slug, slug) for slug in slugs) & frozenset(there)

    return replace(rules, signs=point(rules.signs), no_sign_alone=point(rules.no_sign_alone))


def _draw(tags: dict[str, TagDefinition], arrows: Iterable[Arrow]) -> None:
    for arrow in sorted(arrows):
        if arrow.slug not in tags or arrow.other not in tags or arrow.slug == arrow.other:
            continue
        others = tuple(other for other in getattr(tags[arrow.slug], arrow.kind) if other != arrow.other)
        others = others if arrow.is_removed else (*others, arrow.other)
        tags[arrow.slug] = replace(tags[arrow.slug], **{arrow.kind: others})


def _add_synonyms(tags: dict[str, TagDefinition], synonyms: Iterable[Synonym]) -> None:
    for synonym in sorted(synonyms):
        tag = tags.get(synonym.slug)
        if tag is None:
            continue
        if synonym.is_in_titles:
            tags[synonym.slug] = replace(
                tag,
                synonyms=_unique(tag.synonyms, (synonym.words,)),
                own_terms=_unique(tag.own_terms, (synonym.words,)),
            )
        elif synonym.words not in tag.synonyms:
            others = _unique(tag.search_only_synonyms, (synonym.words,))
            tags[synonym.slug] = replace(tag, search_only_synonyms=others)


def _unique(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))
