"""Lines that a creator puts under every video: a bio there ("I am a robot girl") would tag everything they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from videos.tagging.zones import MAX_DESCRIPTION, line_key

# Both must hold (vocabulary.yaml, drop_lines): a line of two videos in three is no habit yet.
MIN_SHARE = 0.60
MIN_DESCRIPTIONS = 4


def find_boilerplate(descriptions: Iterable[str], *, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the keys (`line_key`) of the lines that most of one creator's descriptions share; blank ones do not count.

    A line counts once in a description. Chapters and trigger lists differ from video to video, so that they stay. What
    was `known` before stays as long as some descriptions have it: with the next habit the last is none of a video.
    """
    keys = [_keys_of(description) for description in descriptions if description.strip()]
    counts = Counter(key for description_keys in keys for key in description_keys)
    return frozenset(
        key
        for key, count in counts.items()
        if count >= MIN_DESCRIPTIONS and (key in known or count >= MIN_SHARE * len(keys))
    )


def _keys_of(description: str) -> set[str]:
    keys = {line_key(line) for line in description[:MAX_DESCRIPTION].splitlines()}
    return keys - {""}
