"""A video's text, cut into zones that deserve different trust."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from videos.tagging.normalise import NormalisedText, normalise

MAX_TITLE = 500
MAX_DESCRIPTION = 5_000
MAX_CHAPTER = 200
MAX_CHAPTERS = 500
MAX_KEYWORDS = 100
LEAD_LINES = 2
# Some characters unfold to eighteen others.
MAX_ZONE = 2 * MAX_DESCRIPTION

_TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{2}"
_TIME_FIRST = re.compile(rf"[\W_]*(?<!\d){_TIME}(?!\d)(?:\s*(?:[-–—~]|to)\s*{_TIME}(?!\d))?[\W_]*(?P<title>.+)")
_TIME_LAST = re.compile(rf"(?P<title>.+?)[\W_]*(?<!\d){_TIME}(?:\s*(?:[-–—~]|to)\s*{_TIME})?[\W_]*")
_TRIGGER_LIST = re.compile(
    r"\W*(?:asmr )?(?:triggers?|sounds?|includes?|including|sonidos|gatilhos|sons|declencheurs|gerausche|suoni|триггеры"
    r"|звуки|トリガー|트리거|触发音)(?: \w+){0,3} ?: *(?P<list>.*)"
)
_LIST_ITEM_LENGTH = 80
_HASHTAG = re.compile(r"[#＃]([^\s#＃.,;:!?()\[\]{}\"'“”|/\\、。・]+)")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")

_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|tv|co|io|me|gg|ly|be|shop|store|link)\b|\S@\S+\.\w")
_ADVERTISING = re.compile(
    r"\b(?:patreon|paypal|ko-?fi|onlyfans|buy me a|instagram|insta ?:|facebook|twitter|tiktok ?:|snapchat|discord"
    r"|twitch|spotify|apple music|itunes|audible|amazon|etsy|merch\w*|affiliate\w*|sponsor\w*|promo ?codes?"
    r"|use (?:my )?code|coupons?|discounts?|\d+ ?% off|free trial|shop (?:now|here|at|my)|my (?:shop|store)"
    r"|wish ?list|follow me|links? (?:below|in (?:the |my )?(?:bio|description|comments?))|betterhelp|talkspace"
    r"|p ?\.? ?o ?\.? box|business (?:inquir\w*|enquir\w*|e-?mails?|contact)|all rights reserved|copyright\w*"
    r"|disclaimer\w*|(?:not|never) (?:be )?(?:(?:meant|intended|used) )?(?:as |to be )?(?:an? )?"
    r"(?:replacement|substitute)|medical advice|professional (?:help|advice)|consult (?:an?|your|with)"
    r"|entertainment purposes)\b"
    r"|インスタ|ツイッター|フェイスブック|チャンネル登録|著作権|인스타|페이스북|트위터|구독|저작권|微博"
)


@dataclass(frozen=True, kw_only=True)
class VideoText:
    """What a video says of itself. `language` None means unknown; `boilerplate` holds keys made by `line_key`."""

    title: str
    description: str = ""
    chapters: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str | None = None
    boilerplate: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Zones:
    """The text by zone name, best zone first, without empty ones; and the hashtags, squashed to letters and digits.

    `keywords` are kept apart: uploaders fill them with spam, so that no tag rests on them.
    """

    texts: Mapping[str, NormalisedText]
    hashtags: tuple[str, ...]
    keywords: tuple[str, ...]


def read_zones(text: VideoText) -> Zones:
    """Cut `text` into zones. Only the first 5,000 characters of the description are read."""
    title = _unescape(text.title[:MAX_TITLE]).replace("\n", " ")
    lines = list(_read_lines(text))
    chapters, lines = _take_chapters(lines)
    chapters = [*_read_chapters(text.chapters), *chapters]
    trigger_list, lines = _take_trigger_list(lines)
    hashtags = find_hashtags([title, *(line.raw for line in lines)])
    prose = [line.without_hashtags for line in lines if line.without_hashtags]
    texts = {
        "title": _normalise_zone(title),
        "chapters": _normalise_zone("\n".join(chapters)),
        "trigger_list": _normalise_zone("\n".join(trigger_list)),
        "lead": _normalise_zone("\n".join(prose[:LEAD_LINES])),
        "rest": _normalise_zone("\n".join(prose[LEAD_LINES:])),
    }
    return Zones(
        texts={zone: zone_text for zone, zone_text in texts.items() if zone_text.folded},
        hashtags=hashtags,
        keywords=tuple(normalise(keyword[:MAX_CHAPTER]).folded for keyword in text.keywords[:MAX_KEYWORDS]),
    )


def find_hashtags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the hashtags of all texts, squashed, each once and in order."""
    found = (squash(hashtag) for text in texts for hashtag in _HASHTAG.findall(_unescape(text)))
    return tuple(dict.fromkeys(hashtag for hashtag in found if hashtag))


def line_key(line: str) -> str:
    """Return what two lines have in common that differ in case, accents, symbols and spaces only."""
    return " ".join(normalise(line).folded.split())


def squash(text: str) -> str:
    """Return `text` as it would be written in a hashtag: folded, letters and digits only."""
    return _NOT_ALPHANUMERIC.sub("", normalise(text).folded)


def _unescape(text: str) -> str:
    """Resolve entities, twice as stored texts need it, before the `#` in `&#39;` passes for a hashtag."""
    return html.unescape(html.unescape(text))


def _normalise_zone(text: str) -> NormalisedText:
    normalised = normalise(text)
    return NormalisedText(normalised.shown[:MAX_ZONE], normalised.folded[:MAX_ZONE])


@dataclass(frozen=True)
class _Line:
    raw: str
    folded: str

    @property
    def without_hashtags(self) -> str:
        rest = _HASHTAG.sub(" ", self.raw)
        return rest if _NOT_ALPHANUMERIC.sub("", rest) else ""


def _read_lines(text: VideoText) -> Iterator[_Line]:
    for raw in _unescape(text.description[:MAX_DESCRIPTION]).splitlines():
        folded = normalise(raw).folded
        if not _is_dropped(raw, folded) and " ".join(folded.split()) not in text.boilerplate:
            yield _Line(raw, folded)


def _is_dropped(raw: str, folded: str) -> bool:
    return bool(_LINK.search(raw.lower()) or _ADVERTISING.search(folded))


def _read_chapters(chapters: Iterable[str]) -> Iterator[str]:
    for chapter in chapters[:MAX_CHAPTERS]:
        title = chapter[:MAX_CHAPTER].replace("\n", " ")
        if not _is_dropped(title, normalise(title).folded):
            yield title


def _take_chapters(lines: list[_Line]) -> tuple[list[str], list[_Line]]:
    """Return the titles of timestamp lines and the other lines. A single stray time is no list of chapters."""
    titles = [_read_timestamp(line.raw) for line in lines]
    if sum(title is not None for title in titles) < 2:
        return [], lines
    chapters = [title for title in titles if title]
    return chapters, [line for line, title in zip(lines, titles, strict=True) if title is None]


def _read_timestamp(raw: str) -> str | None:
    line = raw.strip()[:MAX_CHAPTER]
    match = _TIME_FIRST.fullmatch(line) or _TIME_LAST.fullmatch(line)
    return match["title"].strip() if match else None


def _take_trigger_list(lines: list[_Line]) -> tuple[list[str], list[_Line]]:
    """Return what the creator lists after “Triggers:”, on that line or on the short lines below it, and the rest."""
    listed: list[str] = []
    others: list[_Line] = []
    is_in_list = False
    for line in lines:
        header = _TRIGGER_LIST.fullmatch(line.folded)
        if header:
            listed.append(line.raw.split(":", 1)[-1] if ":" in line.raw else line.raw)
            is_in_list = not header["list"].strip()
        elif is_in_list and 0 < len(line.folded) <= _LIST_ITEM_LENGTH and line.without_hashtags:
            listed.append(line.raw)
        else:
            is_in_list = False
            others.append(line)
    return listed, others
