"""The `derive` rules that can be computed from a video's duration or live status."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DURATION = re.compile(r"duration_s (<|>=) (\d+)")
_LIVE_STATUS = re.compile(r"live_status in \(([^()]*)\)")
_STARTS_LIKE_A_RULE = re.compile(r"(?:duration|live_status)")


@dataclass(frozen=True, kw_only=True)
class ComputedRule:
    """When a tag follows from facts instead of text: a half-open range of seconds, or any of some live statuses.

    `below_seconds` and `from_seconds` are None where that end is open; `live_statuses` is empty for a range.
    """

    from_seconds: int | None = None
    below_seconds: int | None = None
    live_statuses: frozenset[str] = frozenset()

    @property
    def needs_duration(self) -> bool:
        """Tell whether the rule is about the duration."""
        return not self.live_statuses


def parse_computed_rule(derive: str) -> ComputedRule | None:
    """Return the rule that `derive` states, or None where it only describes the closure in words.

    Raises ValueError where it starts like a rule about duration or live status, yet cannot be read.
    """
    if duration := _DURATION.fullmatch(derive):
        sign, seconds = duration[1], int(duration[2])
        return ComputedRule(below_seconds=seconds) if sign == "<" else ComputedRule(from_seconds=seconds)
    if live := _LIVE_STATUS.fullmatch(derive):
        statuses = frozenset(part.strip().strip("'\"") for part in live[1].split(","))
        return ComputedRule(live_statuses=statuses)
    if _STARTS_LIKE_A_RULE.match(derive):
        raise ValueError(f"expected “duration_s < N”, “duration_s >= N” or “live_status in (…)”, got “{derive}”")
    return None
