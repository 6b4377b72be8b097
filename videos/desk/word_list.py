"""What the list of unexplained words was asked for, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from asmr_catalog.folding import fold
from videos.curation import words
from videos.desk.ages import tell_age
from videos.models import CountedWord, Video, WordCount

WORDS_PER_PAGE = 50
MOST_AT_ONCE = 20_000  # videos that are counted while the curator waits, some seconds
_PLACE = re.compile(r"(\d{1,9})-(\d{1,18})", re.ASCII)
_LONGEST_Q = 100


@dataclass(frozen=True)
class WordFilter:
    """One page of the list. `after` is the last word of the page before: (videos, primary key)."""

    kind: str = CountedWord.Kind.TITLE
    language: str = ""
    q: str = ""
    several: bool = False  # creators use it
    after: tuple[int, int] | None = None
    problems: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query) -> WordFilter:
        """Read the address. What cannot be read is left out, and said in `problems`."""
        kind, place = query.get("kind", CountedWord.Kind.TITLE), query.get("after", "")
        problems = []
        if kind not in CountedWord.Kind.values:
            problems.append(f"“{kind}” is no kind of words.")
        match = _PLACE.fullmatch(place)
        if place and not match:
            problems.append("The place in the list could not be read: this is its beginning.")
        return cls(
            kind=kind if kind in CountedWord.Kind.values else CountedWord.Kind.TITLE,
            language=query.get("language", "").replace("\x00", "")[:20],
            q=query.get("q", "").replace("\x00", "").strip()[:_LONGEST_Q],
            several="several" in query,
            after=(int(match[1]), int(match[2])) if match else None,
            problems=tuple(problems),
        )

    @property
    def href(self) -> str:
        place = f"{self.after[0]}-{self.after[1]}" if self.after else ""
        kind = "" if self.kind == CountedWord.Kind.TITLE else self.kind
        asked = {"kind": kind, "language": self.language, "q": self.q, "several": self.several and "on", "after": place}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('desk:words')}{f'?{query}' if query else ''}"

    def find(self) -> QuerySet[CountedWord]:
        """The words that it asks for, of all pages from this one on."""
        found = words.listed_words(self.kind)
        if self.language:
            found = found.filter(language="" if self.language == "unknown" else self.language)
        if self.q:
            found = found.filter(folded__contains=fold(self.q))
        if self.several:
            found = found.filter(creator_count__gt=1)
        return words.after(found, *self.after) if self.after else found


@dataclass(frozen=True)
class ListedWord:
    word: CountedWord
    samples: tuple[Video, ...]


@dataclass(frozen=True)
class WordPage:
    """One page of the list; the hrefs are None where there is nothing before or behind it."""

    filter: WordFilter
    words: tuple[ListedWord, ...]
    first_href: str | None
    next_href: str | None
    kinds: tuple[tuple[str, str, bool], ...]  # label, address, whether it is this one
    languages: tuple[str, ...]


def make_page(word_filter: WordFilter) -> WordPage:
    """Read one page. Three queries."""
    found = list(word_filter.find()[: WORDS_PER_PAGE + 1])
    shown, is_last = found[:WORDS_PER_PAGE], len(found) <= WORDS_PER_PAGE
    place = None if is_last else (shown[-1].video_count, shown[-1].pk)
    languages = words.listed_words(word_filter.kind).order_by("language").values_list("language", flat=True).distinct()
    return WordPage(
        filter=word_filter,
        words=tuple(with_samples(shown)),
        first_href=replace(word_filter, after=None).href if word_filter.after else None,
        next_href=None if is_last else replace(word_filter, after=place).href,
        kinds=tuple((kind.label, WordFilter(kind=kind).href, kind == word_filter.kind) for kind in CountedWord.Kind),
        languages=tuple(language or "unknown" for language in languages),
    )


def with_samples(counted: Iterable[CountedWord]) -> list[ListedWord]:
    """Read the sample videos of these words; those that are gone are left out. One query."""
    counted = list(counted)
    ids = {pk for word in counted for pk in word.sample_ids}
    videos = Video.objects.only("source_title", "curator_title").in_bulk(ids)
    return [ListedWord(word, tuple(videos[pk] for pk in word.sample_ids if pk in videos)) for word in counted]


@dataclass(frozen=True)
class CountState:
    """When the words were last counted (None: never), and whether this catalog is small enough to do it here."""

    count: WordCount | None
    may_count_here: bool

    @property
    def age(self) -> str:
        return tell_age(self.count.counted_at, timezone.now()) if self.count else ""


def read_count_state() -> CountState:
    """Two queries."""
    return CountState(WordCount.objects.last(), Video.objects.count() <= MOST_AT_ONCE)


def count_unexplained() -> int | None:
    """How many words and keywords wait, as of the last counting; None where nobody has counted yet. Three queries."""
    if not WordCount.objects.exists():
        return None
    return sum(words.listed_words(kind).count() for kind in CountedWord.Kind)
