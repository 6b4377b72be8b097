"""A video's text, cut into zones that deserve different trust."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from videos.tagging.noise import find_noise, is_advert
from videos.tagging.normalise import NormalisedText, normalise

MAX_TITLE = 500
MAX_DESCRIPTION = 5_000
MAX_CHAPTER = 200
MAX_CHAPTERS = 500
LEAD_LINES = 2
# So many hashtags name what the video is; more of them are a wall for search engines.
MAX_TELLING_HASHTAGS = 6
# Some characters unfold to eighteen others.
MAX_ZONE = 2 * MAX_DESCRIPTION

_HAS_TIME = re.compile(r"\d:\d\d")
_TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{2}"
_TIME_FIRST = re.compile(rf"[\W_]*(?<!\d){_TIME}(?!\d)(?:\s*(?:[-–—~]|to)\s*{_TIME}(?!\d))?[\W_]*(?P<title>.+)")
_TIME_LAST = re.compile(rf"(?P<title>.+?)[\W_]*(?<!\d){_TIME}(?:\s*(?:[-–—~]|to)\s*{_TIME})?[\W_]*")
_TRIGGER_LIST = re.compile(
    r"\W*(?:asmr )?(?:triggers?|sounds?|includes?|including|sonidos|gatilhos|sons|declencheurs|gerausche|suoni|триггеры"
    r"|звуки|トリガー|트리거|触发音)(?: \w+){0,3} ?: *(?P<list>.*)"
)
_LIST_ITEM_LENGTH = 80
HASHTAG = re.compile(r"[#＃]([^\s#＃.,;:!?()\[\]{}\"'“”|/\\、。・【】「」『』]+)")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_ALPHANUMERIC = re.compile(r"[^\W_]")


@dataclass(frozen=True, kw_only=True)
class VideoText:
    """What a video says of itself. `language` None means unknown; `boilerplate` holds keys made by `line_key`.

    Not the source's keywords: uploaders fill them with spam, so that no tag rests on them.
    """

    title: str
    description: str = ""
    chapters: tuple[str, ...] = ()
    language: str | None = None
    boilerplate: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Zones:
    """The text by zone name, best zone first, without empty ones; and the hashtags, squashed to letters and digits.

    Of the rest the first `own_rest` characters speak of this video: the others stand under every video of its creator,
    below an advertisement in its paragraph, or are hashtags.
    """

    texts: Mapping[str, NormalisedText]
    hashtags: tuple[str, ...]
    own_rest: int = 0

    @property
    def has_hashtag_wall(self) -> bool:
        """Tell whether there are more hashtags than tell anything."""
        return len(self.hashtags) > MAX_TELLING_HASHTAGS


def read_zones(text: VideoText) -> Zones:
    """Cut `text` into zones. Only the first 5,000 characters of the description are read."""
    title = _unescape(text.title[:MAX_TITLE]).replace("\n", " ")
    hashtags = [*_find_hashtags(title)]
    if len(hashtags) > MAX_TELLING_HASHTAGS:
        title = HASHTAG.sub(" ", title)
    chapters = _read_chapters(text.chapters)
    lines, repeated = [], []
    if text.description:
        lines, repeated = _read_lines(text, hashtags)
        lines = _take_chapters(lines, chapters)
    trigger_list, lines = _take_trigger_list(lines)
    prose = [line for line in lines if line.has_words]
    own = [line for line in prose[LEAD_LINES:] if not line.is_below_advert]
    below_adverts = [line for line in prose[LEAD_LINES:] if line.is_below_advert]
    # What must not be missed is looked for there too, in words that hashtags have not squashed.
    rest = [*own, *below_adverts, *repeated, *_normalise_lines([" ".join(dict.fromkeys(hashtags))])]
    zones = (
        ("title", [normalise(title)]),
        ("chapters", chapters),
        ("trigger_list", trigger_list),
        ("lead", prose[:LEAD_LINES]),
        ("rest", [line for line in rest if line.has_words]),
    )
    texts = {zone: joined for zone, parts in zones if parts and (joined := _join(parts)).folded}
    return Zones(texts, tuple(dict.fromkeys(hashtags)), own_rest=len(_join(own).folded))


@lru_cache(maxsize=16_384)  # the lines that a creator puts under every video are asked for again and again
def line_key(line: str) -> str:
    """Return what two lines have in common that differ in case, accents, symbols, hashtags and spaces only."""
    return normalise(HASHTAG.sub(" ", _unescape(line))).folded


def squash(text: str) -> str:
    """Return `text` as it would be written in a hashtag: folded, letters and digits only."""
    return _NOT_ALPHANUMERIC.sub("", normalise(text).folded)


def _unescape(text: str) -> str:
    """Resolve entities, twice as stored texts need it, before the `#` in `&#39;` passes for a hashtag."""
    return html.unescape(html.unescape(text)) if "&" in text else text


def _find_hashtags(text: str) -> Iterator[str]:
    if "#" in text or "＃" in text:
        yield from filter(None, map(squash, HASHTAG.findall(text)))


@dataclass(frozen=True, slots=True)
class _Line:
    shown: str
    folded: str
    is_below_advert: bool = False

    @property
    def has_words(self) -> bool:
        return bool(_ALPHANUMERIC.search(self.folded))

    def cut(self, start: int, end: int) -> _Line:
        return _Line(self.shown[start:end], self.folded[start:end])


def _join(parts: Iterable[_Line | NormalisedText]) -> NormalisedText:
    shown = "\n".join(part.shown for part in parts)
    return NormalisedText(shown[:MAX_ZONE], "\n".join(part.folded for part in parts)[:MAX_ZONE])


def _normalise_lines(raws: list[str]) -> list[_Line]:
    """Normalise many lines as one text, which is quicker."""
    text = normalise("\n".join(raws))
    shown, folded = text.shown.split("\n"), text.folded.split("\n")
    return [_Line(*line) for line in zip(shown, folded, strict=True)]


def _read_lines(text: VideoText, hashtags: list[str]) -> tuple[list[_Line], list[_Line]]:
    """Return the lines that speak of this video, and those that stand under every video of its creator.

    Both without their hashtags, which are added to `hashtags`.
    """
    raws = _unescape(text.description[:MAX_DESCRIPTION]).splitlines()
    tagged = [place for place, raw in enumerate(raws) if "#" in raw or "＃" in raw]
    bare = raws.copy()
    for place in tagged:
        bare[place] = HASHTAG.sub(" ", raws[place])
    lines = _normalise_lines(bare)
    dropped = find_noise([line.folded for line in lines])
    if dropped:
        lines = list(_mark_below_adverts(lines, dropped))
    repeated = {
        place: line for place, line in enumerate(lines) if place not in dropped and line.folded in text.boilerplate
    }
    dropped.update(repeated)
    for place in tagged:
        if place not in dropped:
            hashtags += _find_hashtags(raws[place])
    return [line for place, line in enumerate(lines) if place not in dropped], list(repeated.values())


def _mark_below_adverts(lines: list[_Line], noise: set[int]) -> Iterator[_Line]:
    """Mark the lines in which a sponsor's offer may go on: up to the next line without words."""
    is_below = False
    for place, line in enumerate(lines):
        is_below = line.has_words and (is_below or (place in noise and is_advert(line.folded)))
        yield replace(line, is_below_advert=True) if is_below else line


def _read_chapters(chapters: Iterable[str]) -> list[_Line]:
    if not chapters:
        return []
    lines = _normalise_lines([chapter[:MAX_CHAPTER].replace("\n", " ") for chapter in chapters[:MAX_CHAPTERS]])
    dropped = find_noise([line.folded for line in lines])
    return [line for place, line in enumerate(lines) if place not in dropped]


def _take_chapters(lines: list[_Line], chapters: list[_Line]) -> list[_Line]:
    """Move timestamp lines to `chapters`; returns the other lines. A single stray time is no list of chapters."""
    titles = {place: title for place, line in enumerate(lines) if (title := _read_timestamp(line)) is not None}
    if len(titles) < 2:
        return lines
    chapters += [title for title in titles.values() if title.folded]
    return [line for place, line in enumerate(lines) if place not in titles]


def _read_timestamp(line: _Line) -> _Line | None:
    if not _HAS_TIME.search(line.folded):
        return None
    folded = line.folded[:MAX_CHAPTER]
    match = _TIME_FIRST.fullmatch(folded) or _TIME_LAST.fullmatch(folded)
    return line.cut(*match.span("title")) if match else None


def _take_trigger_list(lines: list[_Line]) -> tuple[list[_Line], list[_Line]]:
    """Return what the creator lists after “Triggers:”, on that line or on the short lines below it, and the rest."""
    listed: list[_Line] = []
    others: list[_Line] = []
    is_in_list = False
    for line in lines:
        header = _TRIGGER_LIST.fullmatch(line.folded)
        if header:
            is_in_list = not header["list"].strip()
            if not is_in_list:
                listed.append(line.cut(*header.span("list")))
        elif is_in_list and len(line.folded) <= _LIST_ITEM_LENGTH and line.has_words:
            listed.append(line)
        else:
            is_in_list = False
            others.append(line)
    return listed, others
