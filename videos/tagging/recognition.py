"""Whether a video shows any sign of being ASMR at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from videos.tagging.findings import Finding
from videos.tagging.normalise import normalise
from videos.tagging.zones import MAX_DESCRIPTION, MAX_TITLE, VideoText, find_hashtags
from videos.vocabulary.definitions import Vocabulary

TRIGGER_FACET = "trigger"

_DENIED = re.compile(r"\b(?:not|isn t|no|non|never)(?: (?:an?|really|your typical))? ?(?:asmr|асмр)\b")
_SQUASHED = re.compile(r"asmr|асмр")
_SQUASHED_DENIAL = re.compile(r"(?:not|no|non|isnt)(?:asmr|асмр)$")


def is_recognised(text: VideoText, *, channel: str | None, findings: Iterable[Finding], vocabulary: Vocabulary) -> bool:
    """Tell whether title, channel, description or hashtags name ASMR, or a trigger was published from them.

    The source's keywords are no sign: food vlogs and pranks carry “asmr” too. Nor are “not ASMR” and the triggers that
    any food video shows.
    """
    words = _compile_words(vocabulary)
    visible = (text.title[:MAX_TITLE], text.description[:MAX_DESCRIPTION])
    if any(_names_asmr(part, words) for part in visible):
        return True
    if channel and _names_asmr(channel[:MAX_TITLE], words):
        return True
    if any(_is_asmr_hashtag(hashtag) for hashtag in find_hashtags(visible)):
        return True
    return any(_is_sign(finding, vocabulary) for finding in findings)


@lru_cache(maxsize=4)
def _compile_words(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = "|".join(re.escape(normalise(word).folded) for word in vocabulary.matching.asmr_words)
    # At the start or the end of a word, for “ASMRtist” and “massageASMR”; Japanese, Korean and Chinese have no edges.
    return re.compile(rf"(?<![a-z0-9а-я])(?:{words})|(?:{words})(?![a-z0-9а-я])")


def _names_asmr(text: str, words: re.Pattern[str]) -> bool:
    return bool(words.search(_DENIED.sub(" ", normalise(text).folded)))


def _is_asmr_hashtag(hashtag: str) -> bool:
    return bool(_SQUASHED.search(hashtag)) and not _SQUASHED_DENIAL.match(hashtag)


def _is_sign(finding: Finding, vocabulary: Vocabulary) -> bool:
    return (
        finding.state == "present"
        and finding.status == "publish"
        and vocabulary.tags[finding.tag].facet == TRIGGER_FACET
        and finding.tag not in vocabulary.matching.no_sign_alone
    )
