"""What the vocabulary is made of: facets, groups, tags and the settings of the tagger, all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from videos.vocabulary.computed import ComputedRule

MODERATION_GROUP = "moderation"


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A question that tags answer, such as "How is it spoken?"."""

    slug: str
    label: str
    question: str
    is_public: bool
    order: int
    note: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A heading within a facet. Slugs are unique over all facets, for they stand in URLs."""

    slug: str
    facet: str
    label: str
    order: int


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known about a technique as such, never about a video. `references` are full citations."""

    level: str
    note: str
    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MatchRules:
    """How a tag is found in text. Patterns are `re` syntax over folded text, `case_sensitive` ones over unfolded text.

    What matches `candidate` is never published. `zones` is None where the default zones apply, `computed` unless the
    tag follows from duration or live status.
    """

    positive: tuple[str, ...]
    case_sensitive: tuple[str, ...]
    weak: tuple[str, ...]
    weak_context: str | None
    negative: tuple[str, ...]
    block_if: tuple[str, ...]
    suppressed_by: tuple[str, ...]
    zones: tuple[str, ...] | None
    recall_first: bool
    is_negatable: bool
    derive: str | None
    computed: ComputedRule | None
    notes: str
    candidate: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TagDefinition:
    """One tag of the vocabulary. `i18n` pairs a language code with its terms, in file order.

    `own_terms` are a curator's: plain words that mean the tag in every language. `listening` says what one will hear.
    """

    slug: str
    label: str
    facet: str
    group: str
    definition: str
    parents: tuple[str, ...]
    implies: tuple[str, ...]
    opposes: tuple[str, ...]
    often_with: tuple[str, ...]
    synonyms: tuple[str, ...]
    search_only_synonyms: tuple[str, ...]
    former_slugs: tuple[str, ...]
    i18n: tuple[tuple[str, tuple[str, ...]], ...]
    i18n_display_only: frozenset[str]
    is_assignable: bool
    hold_for_moderator: bool
    evidence: Evidence
    rules: MatchRules
    own_terms: tuple[str, ...] = ()
    listening: str = ""

    @property
    def is_staff_only(self) -> bool:
        """Tell whether only staff may see the tag."""
        return self.group == MODERATION_GROUP

    @property
    def is_shut_out(self) -> bool:
        """Tell whether people exclude it: a mere suggestion of it counts for them."""
        return self.rules.recall_first or self.facet == "caution"


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Confidences from 0 to 1 at which a finding is published or reviewed."""

    publish: float
    benefit_publish: float
    technique_publish: float
    caution_publish: float
    review_from: float
    caution_review_from: float


@dataclass(frozen=True, kw_only=True)
class NegationRules:
    """The words of negation in all languages, as written in the file. `not_a_cue` maps a language to its exceptions."""

    prefix_cues: tuple[str, ...]
    not_a_cue: Mapping[str, frozenset[str]]
    optional_words_after_cue: tuple[str, ...]
    conjunctions: tuple[str, ...]
    suffix_cues: tuple[str, ...]
    optional_words_before_suffix: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HashtagRules:
    """Hashtags in a wall of them, and always those of some facets, have `wall_weight` in place of their zone's."""

    wall_weight: float
    never_telling: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class RecognitionRules:
    """By what a video is recognised as ASMR.

    `words` are literals, `denials`, `about` and `topics` patterns over folded titles.

    `signs` are tags of other facets that tell as much as a trigger, `no_sign_alone` triggers that tell nothing.
    """

    words: tuple[str, ...]
    signs: frozenset[str]
    no_sign_alone: frozenset[str]
    denials: tuple[str, ...]
    about: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CandidateRules:
    """Of which `groups` of tags the rest of a description, and their `candidate` patterns, are read for a person.

    `never_beside` and `unless` are patterns over folded lines in which no mention counts, the former over titles too.
    """

    groups: frozenset[str] = frozenset()
    never_beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MatchingSettings:
    """What holds for every tag. `zone_weights` are confidences from 0 to 1, by zone name.

    `lead_cues` maps a facet to patterns one of which must stand before a mention in prose.
    """

    zone_weights: Mapping[str, float]
    default_zones: tuple[str, ...]
    thresholds: Thresholds
    hashtags: HashtagRules
    lead_cues: Mapping[str, tuple[str, ...]]
    negation: NegationRules
    recognition: RecognitionRules
    candidates: CandidateRules = CandidateRules()


@dataclass(frozen=True, kw_only=True, eq=False)
class Vocabulary:
    """The whole vocabulary; compared and hashed by identity. `tags` maps slug to definition in file order."""

    facets: tuple[Facet, ...]
    groups: tuple[Group, ...]
    tags: Mapping[str, TagDefinition]
    matching: MatchingSettings
    fingerprint: str

    def closure(self, slug: str) -> frozenset[str]:
        """Return the slug and all its parents and implications, transitively. Raises KeyError for an unknown slug."""
        return self._closures[slug]

    def ancestors(self, slug: str) -> frozenset[str]:
        """Return the slug and all its parents, transitively. Raises KeyError for an unknown slug."""
        return self._ancestors[slug]

    @cached_property
    def _closures(self) -> Mapping[str, frozenset[str]]:
        links = {slug: (*tag.parents, *tag.implies) for slug, tag in self.tags.items()}
        return {slug: _reach(slug, links) for slug in links}

    @cached_property
    def _ancestors(self) -> Mapping[str, frozenset[str]]:
        links = {slug: tag.parents for slug, tag in self.tags.items()}
        return {slug: _reach(slug, links) for slug in links}


def _reach(start: str, links: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    reached = {start}
    waiting = [start]
    while waiting:
        for target in links[waiting.pop()]:
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return frozenset(reached)
