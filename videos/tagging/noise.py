"""Lines of a description that do not speak of the video: links, advertising, sponsors, disclaimers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from videos.tagging.prefilter import Prefilter, loosen

# Over folded text. A sponsor that offers therapy makes no therapy, a link to another video tells nothing of this one.
_ADVERTS = (
    r"\bsponsor\w*",
    r"\bpromo ?codes?\b|\buse (?:my )?code\b|\bcoupons?\b|\bdiscounts?\b",
    r"\b\d+ ?% off\b|\bfree trial\b",
    r"\b(?:betterhelp|talkspace)\b",
)
PATTERNS = (
    *_ADVERTS,
    r"https?:",
    r"www\.",
    r"\.(?<=[\w-]\.)(?:com|net|org|tv|co|io|me|gg|ly|be|shop|store|link)\b",
    r"\.(?<=\w\.)[a-z]{2,6}/\w",
    r"@(?<=\S@)\S+\.\w",
    r"\b(?:patreon|paypal|ko-?fi|onlyfans)\b",
    r"\bbuy me a\b",
    r"\b(?:instagram|facebook|twitter|snapchat|discord|twitch)\b",
    r"\b(?:insta|tiktok) ?:",
    r"\b(?:spotify|apple music|itunes|audible|amazon|etsy)\b",
    r"\b(?:merch|affiliate)\w*",
    r"\bshop (?:now|here|at|my)\b|\bmy (?:shop|store)\b|\bwish ?list\b",
    r"\bfollow me\b",
    r"\blinks? (?:below|in (?:the |my )?(?:bio|description|comments?))\b",
    r"\bp ?\.? ?o ?\.? box\b",
    r"\bbusiness (?:inquir\w*|enquir\w*|e-?mails?|contact)\b",
    r"\ball rights reserved\b|\bcopyright\w*",
    r"\bdisclaimer\w*",
    r"\b(?:not|never) (?:be )?(?:(?:meant|intended|used) )?(?:as |to be )?(?:an? )?(?:replacement|substitute)\b",
    r"\bmedical advice\b|\bprofessional (?:help|advice)\b|\bconsult (?:an?|your|with)\b",
    r"\bentertainment purposes\b",
    r"(?<![^\n])[^\w\n]*(?:tags|keywords|search terms) ?:",
    r"(?<![^\n])[^\w\n]*(?:\w+ )?(?:music|song|bgm|script|thumbnail|editing) ?(?::|\bby\b)",
    "インスタ|ツイッター|フェイスブック|チャンネル登録|著作権",
    "인스타|페이스북|트위터|구독|저작권",
    "微博",
)


def find_noise(lines: Sequence[str]) -> set[int]:
    """Return the places of the noisy ones among folded `lines`. One scan for all of them."""
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    return {bisect_right(starts, place) - 1 for place in _find_places("\n".join(lines))}


def is_advert(line: str) -> bool:
    """Tell whether a noisy, folded `line` advertises a product: what stands below it may praise it further."""
    return any(pattern.search(line) for pattern in _compile_adverts())


def _find_places(text: str) -> Iterator[int]:
    patterns, prefilter = _compile()
    for number in prefilter.find_candidates(text):
        yield from (match.start() for match in patterns[number].finditer(text))


@lru_cache(maxsize=1)
def _compile_adverts() -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in _ADVERTS]


@lru_cache(maxsize=1)
def _compile() -> tuple[list[re.Pattern[str]], Prefilter]:
    return [re.compile(pattern) for pattern in PATTERNS], Prefilter(map(loosen, PATTERNS))
