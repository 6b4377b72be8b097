"""Techniques that a text may mean where its title says nothing: for a person to decide on, never published.

They come after everything else and take nothing from it: only of a tag of which nothing was found is a candidate made,
and it neither negates, nor suppresses, nor stands in the way of another tag.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from videos.tagging.findings import MAX_EVIDENCE, WEAK_CONFIDENCE, Finding
from videos.tagging.negation import Negation
from videos.tagging.rules import CandidatePatterns, Matcher, TagRules, compile_rules
from videos.tagging.spans import Span, find_spans
from videos.tagging.zones import Zones
from videos.vocabulary.definitions import Vocabulary

_TITLE = "title"
_REST = "rest"
_MOST_IN_LINE = 3  # techniques; a line that names more of them is a wall of words for search engines


def find_candidates_beside(
    findings: Mapping[str, Finding],
    zones: Zones,
    language: str | None,
    matchers: Mapping[str, Iterable[Matcher]],
    negation: Negation,
    vocabulary: Vocabulary,
) -> dict[str, Finding]:
    """Return the candidates beside the `findings` of the same text, both by slug; all are for review.

    `matchers` has those that may match, by zone. None where the title speaks of energy work and the like; none that
    another finding, or a more special candidate, brings along, or that goes against what is declared absent.
    """
    spans_by_zone = {}
    for zone, text in zones.texts.items():
        reading_it = [matcher for matcher in matchers[zone] if zone in matcher.candidate_zones]
        if reading_it and (spans := find_spans(zone, text, reading_it, language, of_candidates=True)):
            spans_by_zone[zone] = spans
    rules = compile_rules(vocabulary)
    reading = _Reading(zones, negation, rules.candidates)
    if not spans_by_zone or reading.is_of_another_thing:
        return {}
    candidates: dict[str, Finding] = {}
    for zone, spans in spans_by_zone.items():
        for slug, span in reading.find_telling(zone, {slug: (rules.tags[slug], spans[slug]) for slug in spans}):
            if slug not in findings and slug not in candidates:
                candidates[slug] = _make_finding(slug, zone, zones, span, vocabulary)
    return _leave_new(candidates, findings, vocabulary) if candidates else {}


def _leave_new(
    candidates: Mapping[str, Finding], findings: Mapping[str, Finding], vocabulary: Vocabulary
) -> dict[str, Finding]:
    known = {**findings, **candidates}
    absent = {slug for slug, finding in known.items() if finding.state == "absent_declared"}
    brought = {slug for other in known.keys() - absent for slug in vocabulary.closure(other) - {other}}
    return {
        slug: candidate
        for slug, candidate in candidates.items()
        if slug not in brought and vocabulary.ancestors(slug).isdisjoint(absent)
    }


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as it is read for candidates."""

    zones: Zones
    negation: Negation
    patterns: CandidatePatterns

    @property
    def is_of_another_thing(self) -> bool:
        title = self.zones.texts.get(_TITLE)
        return title is not None and bool(self.patterns.never_beside.search(title.folded))

    def find_telling(self, zone: str, found: Mapping[str, tuple[TagRules, list[Span]]]) -> Iterator[tuple[str, Span]]:
        """Yield the tags of which a mention in this zone makes a candidate, with the first such mention."""
        telling = {
            slug: span
            for slug, (tag, spans) in found.items()
            if (span := next((span for span in spans if self._is_telling(zone, span, tag)), None))
        }
        lines = {slug: self._line_of(zone, span) for slug, span in telling.items()}
        named = Counter(lines.values())
        for slug, span in telling.items():
            if named[lines[slug]] <= _MOST_IN_LINE and not self._is_blocked(found[slug][0]):
                yield slug, span

    def _is_telling(self, zone: str, span: Span, tag: TagRules) -> bool:
        text = self.zones.texts[zone].folded
        if zone == _REST and span.end > self.zones.own_rest:
            return False
        start, end = self._line_of(zone, span)
        line = text[start:end]
        if self.patterns.never_beside.search(line) or self.patterns.unless.search(line):
            return False
        if self.negation.covers(text, span.start, span.end):
            return False
        # Two doubts at once, a weak word and a place where much is mentioned, are one too many.
        return not (zone == _REST and span.is_weak) or tag.has_context(self._own_texts())

    def _line_of(self, zone: str, span: Span) -> tuple[int, int]:
        text = self.zones.texts[zone].folded
        end = text.find("\n", span.end)
        return text.rfind("\n", 0, span.start) + 1, end if end >= 0 else len(text)

    def _own_texts(self) -> Iterator[str]:
        for zone, text in self.zones.texts.items():
            yield text.folded[: self.zones.own_rest] if zone == _REST else text.folded

    def _is_blocked(self, tag: TagRules) -> bool:
        """Whether any zone has what keeps the tag out: a title about motorcycles speaks for the description too."""
        return any(pattern.search(text.folded) for pattern in tag.block_if for text in self.zones.texts.values())


def _make_finding(slug: str, zone: str, zones: Zones, span: Span, vocabulary: Vocabulary) -> Finding:
    return Finding(
        tag=slug,
        state="present",
        status="review",
        confidence=min(vocabulary.matching.zone_weights[zone], WEAK_CONFIDENCE),
        zone=zone,
        evidence=zones.texts[zone].shown[span.start : span.end].strip()[:MAX_EVIDENCE],
    )
