"""Whether a video shows any sign of being ASMR at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from videos.tagging.findings import Finding
from videos.tagging.normalise import normalise
from videos.tagging.rules import join_patterns
from videos.tagging.zones import HASHTAG, MAX_TITLE, Zones
from videos.vocabulary.definitions import Vocabulary

TRIGGER_FACET = "trigger"
SUPPORTING_FACETS = frozenset({TRIGGER_FACET, "voice", "roleplay", "technique"})
# Prose mentions many a thing that the video is not about.
SIGN_ZONES = frozenset({"title", "chapters", "trigger_list", "hashtags"})

_SQUASHED = re.compile(r"asmr|асмр")
_SQUASHED_DENIAL = re.compile(r"(?:not|no|non|isnt)(?:asmr|асмр)$")


def is_recognised(zones: Zones, *, channel: str | None, findings: Iterable[Finding], vocabulary: Vocabulary) -> bool:
    """Tell whether the video names ASMR, or a trigger was published of it; `findings` are those of `zones`.

    Title, chapters and channel may name it; hashtags and the description, which mention many things in passing, only
    beside something that such a video has. The source's keywords are no sign: food vlogs and pranks carry “asmr” too.
    Nor are the triggers that any food video shows. A title that makes fun of ASMR or reacts to it is never recognised;
    after one that denies it (“not ASMR”) or speaks about it, as news do, only triggers and voices are a sign.
    """
    compiled = _compile(vocabulary)
    title = zones.texts["title"].folded if "title" in zones.texts else ""
    if compiled.about.search(title):
        return False
    shown = [finding for finding in findings if finding.state == "present" and finding.status == "publish"]
    if any(_is_sign(finding, vocabulary) for finding in shown):
        return True
    if compiled.denials.search(title) or compiled.topics.search(title):
        return False
    named_in = [zone for zone, text in zones.texts.items() if compiled.name(HASHTAG.sub(" ", text.folded))]
    if SIGN_ZONES.intersection(named_in) or (channel and compiled.name(_fold_channel(channel))):
        return True
    is_named = bool(named_in) or any(_is_asmr_hashtag(hashtag) for hashtag in zones.hashtags)
    return is_named and any(_is_support(finding, vocabulary) for finding in shown)


def find_objection(zones: Zones, vocabulary: Vocabulary) -> str:
    """Return the folded words of the title that speak about ASMR or deny it; blank where there are none."""
    compiled = _compile(vocabulary)
    title = zones.texts["title"].folded if "title" in zones.texts else ""
    found = next((match for words in compiled.objections if (match := words.search(title))), None)
    return found[0].strip() if found else ""


@dataclass(frozen=True, slots=True)
class _Compiled:
    words: re.Pattern[str]
    denials: re.Pattern[str]
    about: re.Pattern[str]
    topics: re.Pattern[str]

    @property
    def objections(self) -> tuple[re.Pattern[str], ...]:
        return self.about, self.denials, self.topics

    def name(self, folded: str) -> bool:
        """Tell whether the text names ASMR other than by denying it."""
        return bool(self.words.search(self.denials.sub(" ", folded)))


@lru_cache(maxsize=4)
def _compile(vocabulary: Vocabulary) -> _Compiled:
    rules = vocabulary.matching.recognition
    words = "|".join(re.escape(normalise(word).folded) for word in rules.words)
    return _Compiled(
        # At the start or the end of a word, for “ASMRtist” and “massageASMR”; Japanese and Chinese have no edges.
        words=re.compile(rf"(?<![a-z0-9а-я])(?:{words})|(?:{words})(?![a-z0-9а-я])"),
        denials=join_patterns(rules.denials),
        about=join_patterns(rules.about),
        topics=join_patterns(rules.topics),
    )


@lru_cache(maxsize=1024)
def _fold_channel(channel: str) -> str:
    return normalise(channel[:MAX_TITLE]).folded


def _is_asmr_hashtag(hashtag: str) -> bool:
    return bool(_SQUASHED.search(hashtag)) and not _SQUASHED_DENIAL.match(hashtag)


def _is_sign(finding: Finding, vocabulary: Vocabulary) -> bool:
    """Tell whether the tag is sign enough without the word."""
    rules = vocabulary.matching.recognition
    return (
        finding.zone in SIGN_ZONES
        and (vocabulary.tags[finding.tag].facet == TRIGGER_FACET or finding.tag in rules.signs)
        and finding.tag not in rules.no_sign_alone
    )


def _is_support(finding: Finding, vocabulary: Vocabulary) -> bool:
    """Tell whether the tag makes it likely that a description's “asmr” speaks of this video."""
    is_content = vocabulary.tags[finding.tag].facet in SUPPORTING_FACETS
    return is_content and finding.tag not in vocabulary.matching.recognition.no_sign_alone
