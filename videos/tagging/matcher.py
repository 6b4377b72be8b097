"""The plain way to find tags: every pattern of every tag on every zone. The oracle of any quicker way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from videos.tagging.findings import MAX_EVIDENCE, Finding, judge
from videos.tagging.negation import Negation, compile_negation, takes_back_version
from videos.tagging.normalise import NormalisedText
from videos.tagging.terms import Term, compile_hashtags, compile_terms
from videos.tagging.zones import VideoText, Zones, read_zones
from videos.vocabulary.definitions import TagDefinition, Vocabulary

WEAK_CONFIDENCE = 0.50
_CONTEXT_ZONES = ("title", "chapters", "lead")
_DECLARED_ABSENCE_GROUP = "declared-absence"
_NO_TALKING = "no-talking"
_LANGUAGE_PARTS = re.compile(r"[-_]")


@dataclass(frozen=True)
class _CompiledTag:
    tag: TagDefinition
    zones: frozenset[str]
    positive: tuple[re.Pattern[str], ...]
    case_sensitive: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    weak_context: re.Pattern[str] | None
    negative: tuple[re.Pattern[str], ...]
    block_if: tuple[re.Pattern[str], ...]
    terms: tuple[Term, ...]
    hashtags: Mapping[str, str | None]


@dataclass(frozen=True)
class _Span:
    """Where a tag is mentioned in the text of a zone."""

    start: int
    end: int
    is_literal: bool = False
    is_weak: bool = False

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def is_inside(self, other: _Span) -> bool:
        return other.start <= self.start and self.end <= other.end

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class _Mention:
    """What one zone says about one tag."""

    zone: str
    is_present: bool
    confidence: float
    evidence: str


def find_tags(text: VideoText, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return at most one finding for each tag that `text` names, in the order of slugs.

    Direct tags only: neither what they imply nor what follows from duration or live status.
    """
    compiled = _compile(vocabulary)
    language = _LANGUAGE_PARTS.split(text.language)[0].casefold() if text.language else None
    negation = _compile_negation(vocabulary, language)
    zones = read_zones(text)
    mentions: dict[str, list[_Mention]] = {}
    for zone, zone_text in zones.texts.items():
        spans = _find_spans(zone, zone_text, compiled, language)
        for slug, tag_spans in _drop_shadowed(spans, vocabulary):
            mention = _read_mention(compiled[slug], tag_spans, zone, zones, negation, vocabulary)
            mentions.setdefault(slug, []).append(mention)
    for slug, mention in _find_hashtag_mentions(zones, compiled, language, vocabulary):
        mentions.setdefault(slug, []).append(mention)

    findings = {slug: finding for slug in mentions if (finding := _decide(slug, mentions[slug], vocabulary))}
    return tuple(findings[slug] for slug in sorted(findings) if not _is_suppressed(slug, findings, vocabulary))


@lru_cache(maxsize=4)
def _compile(vocabulary: Vocabulary) -> Mapping[str, _CompiledTag]:
    return {slug: _compile_tag(tag, vocabulary) for slug, tag in vocabulary.tags.items()}


@lru_cache(maxsize=64)
def _compile_negation(vocabulary: Vocabulary, language: str | None) -> Negation:
    return compile_negation(vocabulary.matching.negation, language=language)


def _compile_tag(tag: TagDefinition, vocabulary: Vocabulary) -> _CompiledTag:
    rules = tag.rules
    zones = rules.zones if rules.zones is not None else (*vocabulary.matching.default_zones, "hashtags")
    return _CompiledTag(
        tag=tag,
        zones=frozenset(zones) | ({"rest"} if rules.recall_first else set()),
        positive=_compile_all(rules.positive),
        case_sensitive=_compile_all(rules.case_sensitive),
        weak=_compile_all(rules.weak),
        weak_context=re.compile(rules.weak_context) if rules.weak_context else None,
        negative=_compile_all(rules.negative),
        block_if=_compile_all(rules.block_if),
        terms=compile_terms(tag),
        hashtags=compile_hashtags(tag),
    )


def _compile_all(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _find_spans(
    zone: str, text: NormalisedText, compiled: Mapping[str, _CompiledTag], language: str | None
) -> dict[str, list[_Span]]:
    """Return the spans of each tag that reads this zone, without blocked tags and masked spans."""
    found = {}
    for slug, rules in compiled.items():
        if zone not in rules.zones:
            continue
        spans = list(_match(rules, text, language))
        if not spans or any(pattern.search(text.folded) for pattern in rules.block_if):
            continue
        masks = [match.span() for pattern in rules.negative for match in pattern.finditer(text.folded)]
        spans = [span for span in spans if not any(span.overlaps(*mask) for mask in masks)]
        if spans:
            found[slug] = spans
    return found


def _match(rules: _CompiledTag, text: NormalisedText, language: str | None) -> Iterator[_Span]:
    for pattern in rules.positive:
        yield from (_Span(*match.span()) for match in pattern.finditer(text.folded))
    for pattern in rules.case_sensitive:
        yield from (_Span(*match.span()) for match in pattern.finditer(text.shown))
    for pattern in rules.weak:
        yield from (_Span(*match.span(), is_weak=True) for match in pattern.finditer(text.folded))
    for term in rules.terms:
        if term.language is None or term.language == language:
            yield from (_Span(*span, is_literal=True) for span in term.find_spans(text.folded))


def _drop_shadowed(spans: Mapping[str, list[_Span]], vocabulary: Vocabulary) -> Iterator[tuple[str, list[_Span]]]:
    """Yield the spans that no more telling span covers.

    The longest literal wins: “массаж ушей” is ear massage, not massage. So does the more specific tag: “mic scratching”
    is no separate mention of scratching, which its closure brings along anyway.
    """
    every = [(vocabulary.tags[slug], span) for slug, found in spans.items() for span in found]
    for slug, found in spans.items():
        tag = vocabulary.tags[slug]
        rivals = [(rival, span) for rival, span in every if rival.slug != slug]
        left = [
            span
            for span in found
            if not any(_is_shadowed(span, tag, by=other, rival=rival, vocabulary=vocabulary) for rival, other in rivals)
        ]
        if left:
            yield slug, left


def _is_shadowed(span: _Span, tag: TagDefinition, *, by: _Span, rival: TagDefinition, vocabulary: Vocabulary) -> bool:
    if not span.is_inside(by):
        return False
    if not by.is_weak and tag.slug in vocabulary.closure(rival.slug):
        return True
    return by.is_literal and span.length < by.length and _may_outdo(rival, tag)


def _may_outdo(rival: TagDefinition, tag: TagDefinition) -> bool:
    return rival.facet == tag.facet or rival.slug == _NO_TALKING or rival.group == _DECLARED_ABSENCE_GROUP


def _read_mention(
    rules: _CompiledTag, spans: list[_Span], zone: str, zones: Zones, negation: Negation, vocabulary: Vocabulary
) -> _Mention:
    """Weigh the spans of one tag in one zone: one that is not negated makes it present."""
    text = zones.texts[zone]
    weight = vocabulary.matching.zone_weights[zone]
    is_negated = negation.covers if rules.tag.rules.is_negatable else takes_back_version
    standing = [span for span in spans if not is_negated(text.folded, span.start, span.end)]
    if not standing:
        return _Mention(zone, False, weight, _quote(text, spans[0]))
    strong = [span for span in standing if not span.is_weak]
    if strong:
        return _Mention(zone, True, weight, _quote(text, strong[0]))
    if not _has_context(rules, zones):
        weight = min(weight, WEAK_CONFIDENCE)
    return _Mention(zone, True, weight, _quote(text, standing[0]))


def _has_context(rules: _CompiledTag, zones: Zones) -> bool:
    """Tell whether the context of a weak pattern stands anywhere but within the weak words themselves."""
    for zone in _CONTEXT_ZONES:
        if zone not in zones.texts:
            continue
        text = zones.texts[zone].folded
        weak = [_Span(*match.span()) for pattern in rules.weak for match in pattern.finditer(text)]
        for match in rules.weak_context.finditer(text):
            if not any(span.overlaps(*match.span()) for span in weak):
                return True
    return False


def _quote(text: NormalisedText, span: _Span) -> str:
    return text.shown[span.start : span.end].strip()[:MAX_EVIDENCE]


def _find_hashtag_mentions(
    zones: Zones, compiled: Mapping[str, _CompiledTag], language: str | None, vocabulary: Vocabulary
) -> Iterator[tuple[str, _Mention]]:
    confidence = vocabulary.matching.zone_weights["hashtags"]
    for hashtag in zones.hashtags:
        names = {hashtag, hashtag.removeprefix("asmr"), hashtag.removesuffix("asmr")}
        for slug, rules in compiled.items():
            if "hashtags" not in rules.zones:
                continue
            if any(name in rules.hashtags and rules.hashtags[name] in (None, language) for name in names):
                yield slug, _Mention("hashtags", True, confidence, f"#{hashtag}"[:MAX_EVIDENCE])


def _decide(slug: str, mentions: list[_Mention], vocabulary: Vocabulary) -> Finding | None:
    """Return the finding that the mentions of a tag amount to: the best zone decides between present and absent."""
    weights = vocabulary.matching.zone_weights
    first = max(mentions, key=lambda mention: weights[mention.zone])
    best = max(
        (mention for mention in mentions if mention.is_present == first.is_present),
        key=lambda mention: mention.confidence,
    )
    status = judge(best.confidence, vocabulary.tags[slug], vocabulary.matching.thresholds)
    if status is None:
        return None
    return Finding(
        tag=slug,
        state="present" if best.is_present else "absent_declared",
        status=status,
        confidence=best.confidence,
        zone=best.zone,
        evidence=best.evidence,
    )


def _is_suppressed(slug: str, findings: Mapping[str, Finding], vocabulary: Vocabulary) -> bool:
    rivals = vocabulary.tags[slug].rules.suppressed_by
    return any(rival in findings and findings[rival].state == "present" for rival in rivals)
