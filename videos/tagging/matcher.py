"""What a text says of each tag: every mention found, masked, weighed, negated and settled into findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from videos.tagging.candidates import find_candidates_beside
from videos.tagging.findings import MAX_EVIDENCE, WEAK_CONFIDENCE, Finding, judge, publish_threshold
from videos.tagging.language import find_language
from videos.tagging.negation import Negation, compile_negation, takes_back_version
from videos.tagging.normalise import NormalisedText
from videos.tagging.prefilter import Prefilter, loosen, loosen_case
from videos.tagging.rules import CompiledRules, Matcher, compile_rules
from videos.tagging.spans import Span, drop_shadowed, find_spans
from videos.tagging.zones import VideoText, Zones, read_zones
from videos.vocabulary.definitions import TagDefinition, Vocabulary

_LEAD = "lead"
_HASHTAGS = "hashtags"
_CONTEXT_ZONES = ("title", "chapters", _LEAD)
_SENTENCE_END = re.compile(r"[.!?\n]")


@dataclass(frozen=True, slots=True)
class _Mention:
    """What one zone says about one tag."""

    zone: str
    is_present: bool
    confidence: float
    evidence: str


def find_tags(text: VideoText, vocabulary: Vocabulary, *, is_plain: bool = False) -> tuple[Finding, ...]:
    """Return at most one finding for each tag that `text` names, in the order of slugs.

    Direct tags only: neither what they imply nor what follows from duration or live status. The first call in a process
    compiles the vocabulary, about a second and a half. `is_plain` tries every pattern instead of the candidates of one
    scan: the same findings, slowly, for what checks the quick way.
    """
    zones = read_zones(text)
    return find_tags_in(zones, find_language(text, zones), vocabulary, is_plain=is_plain)


def find_tags_in(
    zones: Zones, language: str | None, vocabulary: Vocabulary, *, is_plain: bool = False
) -> tuple[Finding, ...]:
    """Do the same as `find_tags` with a text that is already cut into zones."""
    rules = compile_rules(vocabulary)
    negation = _compile_negation(vocabulary, language)
    mentions: dict[str, list[_Mention]] = {}
    matchers = {
        zone: rules.matchers if is_plain else find_candidates(zone_text, vocabulary)
        for zone, zone_text in zones.texts.items()
    }
    for zone, zone_text in zones.texts.items():
        spans = find_spans(zone, zone_text, matchers[zone], language)
        unsure = rules.lead_cues.keys() if zone == _LEAD else ()
        for slug, tag_spans in drop_shadowed(spans, unsure, vocabulary):
            mention = _read_mention(slug, tag_spans, zone, zones, negation, rules, vocabulary)
            mentions.setdefault(slug, []).append(mention)
    for slug, mention in _find_hashtag_mentions(zones, rules, language, vocabulary):
        mentions.setdefault(slug, []).append(mention)

    findings = {slug: finding for slug in mentions if (finding := _decide(slug, mentions[slug], vocabulary))}
    found = {slug: findings[slug] for slug in findings if not _is_suppressed(slug, findings, vocabulary)}
    found |= find_candidates_beside(findings, zones, language, matchers, negation, vocabulary)
    return tuple(found[slug] for slug in sorted(found))


def is_scan_loaded() -> bool:
    """Whether this process has compiled the scan already, which takes it two or three seconds."""
    return _compile_prefilter.cache_info().currsize > 0


def find_candidates(text: NormalisedText, vocabulary: Vocabulary) -> list[Matcher]:
    """Return the matchers of `vocabulary` that may match `text`, in their order: all that do, and a few more."""
    matchers = compile_rules(vocabulary).matchers
    prefilter, scanned, own = _share_out(vocabulary)
    found = [scanned[number] for number in prefilter.find_candidates(text.folded)]
    return [matchers[number] for number in (sorted([*found, *own]) if own else found)]


@lru_cache(maxsize=4)
def _share_out(vocabulary: Vocabulary) -> tuple[Prefilter, list[int], list[int]]:
    """The scan for all patterns of the files, the numbers of their matchers, and those of a curator's own words."""
    matchers = compile_rules(vocabulary).matchers
    scanned = [number for number, matcher in enumerate(matchers) if not matcher.is_own]
    own = [number for number, matcher in enumerate(matchers) if matcher.is_own]
    loosened = tuple(
        _loosen(matchers[number].pattern.pattern, matchers[number].is_case_sensitive) for number in scanned
    )
    return _compile_prefilter(loosened), scanned, own


@lru_cache(maxsize=2)
def _compile_prefilter(loosened: tuple[str | None, ...]) -> Prefilter:
    return Prefilter(loosened)


@lru_cache(maxsize=8192)
def _loosen(pattern: str, is_case_sensitive: bool) -> str | None:
    return loosen_case(pattern) if is_case_sensitive else loosen(pattern)


@lru_cache(maxsize=64)
def _compile_negation(vocabulary: Vocabulary, language: str | None) -> Negation:
    return compile_negation(vocabulary.matching.negation, language=language)


def _read_mention(
    slug: str,
    spans: list[Span],
    zone: str,
    zones: Zones,
    negation: Negation,
    rules: CompiledRules,
    vocabulary: Vocabulary,
) -> _Mention:
    """Weigh the spans of one tag in one zone: one that is not negated makes it present."""
    text = zones.texts[zone]
    weight = vocabulary.matching.zone_weights[zone]
    tag_rules = rules.tags[slug]
    is_negated = negation.covers if tag_rules.tag.rules.is_negatable else takes_back_version
    standing = [span for span in spans if not is_negated(text.folded, span.start, span.end)]
    if not standing:
        return _Mention(zone, False, weight, _quote(text, spans[0]))
    strong = [span for span in standing if not span.is_weak]
    cue = rules.lead_cues.get(tag_rules.tag.facet) if zone == _LEAD else None
    if cue:
        return _weigh_prose(standing, cue, tag_rules.tag, text, vocabulary)
    if strong:
        return _Mention(zone, True, weight, _quote(text, strong[0]))
    if not tag_rules.has_context(zones.texts[name].folded for name in _CONTEXT_ZONES if name in zones.texts):
        weight = min(weight, WEAK_CONFIDENCE)
    return _Mention(zone, True, weight, _quote(text, standing[0]))


def _weigh_prose(
    spans: list[Span], cue: re.Pattern[str], tag: TagDefinition, text: NormalisedText, vocabulary: Vocabulary
) -> _Mention:
    """Weigh mentions of a facet that needs a cue before it: enough to be published behind one, weak without."""
    for span in spans:
        if not span.is_weak and cue.search(_SENTENCE_END.split(text.folded[: span.start])[-1]):
            return _Mention(_LEAD, True, publish_threshold(tag, vocabulary.matching.thresholds), _quote(text, span))
    return _Mention(_LEAD, True, WEAK_CONFIDENCE, _quote(text, spans[0]))


def _quote(text: NormalisedText, span: Span) -> str:
    return text.shown[span.start : span.end].strip()[:MAX_EVIDENCE]


def _find_hashtag_mentions(
    zones: Zones, rules: CompiledRules, language: str | None, vocabulary: Vocabulary
) -> Iterator[tuple[str, _Mention]]:
    matching = vocabulary.matching
    for hashtag in zones.hashtags:
        for name in dict.fromkeys((hashtag, hashtag.removeprefix("asmr"), hashtag.removesuffix("asmr"))):
            for slug, bound_to in rules.hashtags.get(name, ()):
                if bound_to and language and bound_to != language:
                    continue
                is_telling = (
                    not zones.has_hashtag_wall and vocabulary.tags[slug].facet not in matching.hashtags.never_telling
                )
                confidence = matching.zone_weights[_HASHTAGS] if is_telling else matching.hashtags.wall_weight
                yield slug, _Mention(_HASHTAGS, True, confidence, f"#{hashtag}"[:MAX_EVIDENCE])


def _decide(slug: str, mentions: list[_Mention], vocabulary: Vocabulary) -> Finding | None:
    """Return the finding that the mentions of a tag amount to: the best zone decides between present and absent."""
    first = best = mentions[0]
    if len(mentions) > 1:
        best_first = list(vocabulary.matching.zone_weights)
        first = min(mentions, key=lambda mention: best_first.index(mention.zone))
        alike = [mention for mention in mentions if mention.is_present == first.is_present]
        best = max(alike, key=lambda mention: mention.confidence)
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
