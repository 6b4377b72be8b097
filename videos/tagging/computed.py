"""Tags that follow from a video's duration and live status instead of its words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from videos.tagging.findings import Finding
from videos.vocabulary.computed import ComputedRule
from videos.vocabulary.definitions import Vocabulary

LENGTH_GROUP = "length"


def add_computed_tags(
    found: Iterable[Finding], *, duration_seconds: float | None, live_status: str | None, vocabulary: Vocabulary
) -> tuple[Finding, ...]:
    """Return what the text (`found`) and the facts say together, by slug, at most one finding for each tag.

    A computed finding outranks the text; a known duration overrules what the text says of the length.
    """
    findings = {finding.tag: finding for finding in found}
    if _is_known(duration_seconds):
        findings = {slug: finding for slug, finding in findings.items() if vocabulary.tags[slug].group != LENGTH_GROUP}
    for finding in find_computed_tags(
        duration_seconds=duration_seconds, live_status=live_status, vocabulary=vocabulary
    ):
        findings[finding.tag] = finding
    return tuple(findings[slug] for slug in sorted(findings))


def find_computed_tags(
    *, duration_seconds: float | None, live_status: str | None, vocabulary: Vocabulary
) -> tuple[Finding, ...]:
    """Return the computed tags in the order of slugs. An unknown (None), impossible or zero duration gives none."""
    findings = []
    for slug, rule in _computed_rules(vocabulary):
        if not _holds(rule, duration_seconds, live_status):
            continue
        evidence = f"{duration_seconds:.0f} s" if rule.needs_duration else str(live_status)
        findings.append(
            Finding(tag=slug, state="present", status="publish", confidence=1.0, zone="computed", evidence=evidence)
        )
    return tuple(findings)


@lru_cache(maxsize=4)
def _computed_rules(vocabulary: Vocabulary) -> tuple[tuple[str, ComputedRule], ...]:
    return tuple((slug, tag.rules.computed) for slug, tag in sorted(vocabulary.tags.items()) if tag.rules.computed)


def _is_known(duration_seconds: float | None) -> bool:
    return duration_seconds is not None and math.isfinite(duration_seconds) and duration_seconds > 0


def _holds(rule: ComputedRule, duration_seconds: float | None, live_status: str | None) -> bool:
    if not rule.needs_duration:
        return live_status in rule.live_statuses
    if not _is_known(duration_seconds):
        return False
    if rule.from_seconds is not None and duration_seconds < rule.from_seconds:
        return False
    return rule.below_seconds is None or duration_seconds < rule.below_seconds
