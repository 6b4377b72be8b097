"""Where the text of a zone mentions tags, and which of these mentions stand for themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from videos.tagging.normalise import NormalisedText
from videos.tagging.rules import Matcher
from videos.vocabulary.definitions import TagDefinition, Vocabulary

_DECLARED_ABSENCE_GROUP = "declared-absence"
_NO_TALKING = "no-talking"


class Span(NamedTuple):
    """Where a tag is mentioned in the text of a zone."""

    start: int
    end: int
    is_literal: bool = False
    is_weak: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


def find_spans(
    zone: str, text: NormalisedText, matchers: Iterable[Matcher], language: str | None, *, of_candidates: bool = False
) -> dict[str, list[Span]]:
    """Return the spans of each tag that reads this zone, without blocked tags and masked spans.

    With `of_candidates` they are those of tags that read it for candidates.
    """
    found: dict[str, dict[Span, None]] = {}  # a span once, though many patterns give it
    masks: dict[str, list[tuple[int, int]]] = {}
    for matcher in matchers:
        slug = matcher.slug
        zones = matcher.candidate_zones if of_candidates else matcher.zones
        if zone not in zones or not matcher.counts_in(language):
            continue
        searched = text.shown if matcher.is_case_sensitive else text.folded
        if matcher.core not in searched:
            continue
        if matcher.role == "mention":
            for match in matcher.pattern.finditer(searched):
                span = Span(*match.span(), matcher.is_literal, matcher.is_weak)
                found.setdefault(slug, {})[span] = None
        elif slug not in found:
            continue
        elif matcher.role == "mask":
            masks.setdefault(slug, []).extend(match.span() for match in matcher.pattern.finditer(searched))
        elif matcher.pattern.search(searched):
            del found[slug]
    return {slug: left for slug, spans in found.items() if (left := _leave_unmasked(spans, masks.get(slug, ())))}


def _leave_unmasked(spans: Iterable[Span], masks: Iterable[tuple[int, int]]) -> list[Span]:
    return [span for span in spans if not any(span.start < end and start < span.end for start, end in masks)]


def drop_shadowed(
    spans: Mapping[str, list[Span]], unsure: Collection[str], vocabulary: Vocabulary
) -> Iterator[tuple[str, list[Span]]]:
    """Yield the spans that no more telling span covers; of the facets in `unsure` a mention may count for nothing.

    The longest literal wins: “массаж ушей” is ear massage, not massage. So does the more specific tag: “mic scratching”
    is no separate mention of scratching, which its closure brings along anyway.
    """
    every = [(span.start, span.end, slug, span) for slug, found in spans.items() for span in found]
    for slug, found in spans.items():
        left = []
        for span in found:
            start, end = span.start, span.end
            covers = [
                (rival, by)
                for begin, stop, rival, by in every
                if begin <= start and end <= stop and rival != slug and vocabulary.tags[rival].facet not in unsure
            ]
            if not any(_is_shadowed(span, slug, by=by, rival=rival, vocabulary=vocabulary) for rival, by in covers):
                left.append(span)
        if left:
            yield slug, left


def _is_shadowed(span: Span, slug: str, *, by: Span, rival: str, vocabulary: Vocabulary) -> bool:
    """Tell whether the mention `by` of another tag, within which `span` lies, makes it no mention of its own."""
    if not by.is_weak and slug in vocabulary.closure(rival):
        return True
    return by.is_literal and span.length < by.length and _may_outdo(vocabulary.tags[rival], vocabulary.tags[slug])


def _may_outdo(rival: TagDefinition, tag: TagDefinition) -> bool:
    return rival.facet == tag.facet or rival.slug == _NO_TALKING or rival.group == _DECLARED_ABSENCE_GROUP
