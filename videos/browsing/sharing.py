"""A list of videos in an address: nothing of it is stored. Its ids, and what can be done with it by link."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, parse_qsl, urlsplit

from django.db.models import Q

from videos.browsing.cards import Card, make_cards
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import clean
from videos.browsing.never import NeverList
from videos.browsing.search import find_shunned, search
from videos.models import Video

PATH = "/list/"
MAX_VIDEOS = 100
MAX_SAID = 5  # words of an address that are repeated to the visitor
MAX_WORD_LENGTH = 40
MAX_REFERENCE_LENGTH = 200
# No database has a larger id than nineteen digits can say.
_ID = re.compile(r"[0-9]{1,18}")
_PAGE = re.compile(r"/videos/([0-9]{1,18})/?")
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedList:
    """Ids of videos in the order of the address, each once, at most 100, and what of the address is not among them."""

    ids: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    unreadable: tuple[str, ...] = ()
    too_many_count: int = 0

    @classmethod
    def from_query(cls, raw: str) -> Self:
        """Read `v=12,45`. Repeat and comma mean the same; any text gives a list."""
        words = [clean(word) for name, text in parse_qsl(raw) if name == "v" for word in text.split(",")]
        numbers = [int(word) for word in words if _ID.fullmatch(word)]
        distinct = tuple(dict.fromkeys(numbers))
        return cls(
            ids=distinct[:MAX_VIDEOS],
            repeated=tuple(dict.fromkeys(pk for place, pk in enumerate(numbers) if pk in numbers[:place])),
            unreadable=tuple(word[:MAX_WORD_LENGTH] for word in words if word and not _ID.fullmatch(word)),
            too_many_count=len(distinct[MAX_VIDEOS:]),
        )

    @property
    def value(self) -> str:
        return ",".join(map(str, self.ids))

    @property
    def href(self) -> str:
        return f"{PATH}?v={self.value}" if self.ids else PATH

    def including(self, pk: int) -> Self:
        """With this video as the last, unless it is there."""
        return self._of((*self.ids, pk))

    def without(self, pk: int) -> Self:
        return self._of(other for other in self.ids if other != pk)

    def moved_up(self, pk: int) -> Self:
        """One place up; the first stays the first. Raises ValueError for a video that is not in the list."""
        place = self.ids.index(pk)
        others = [other for other in self.ids if other != pk]
        return self._of([*others[: max(place - 1, 0)], pk, *others[max(place - 1, 0) :]])

    def _of(self, ids: Iterable[int]) -> Self:
        return type(self)(ids=tuple(dict.fromkeys(ids))[:MAX_VIDEOS])


@dataclass(frozen=True)
class SharedRow:
    number: int
    card: Card
    source_url: str
    remove_href: str
    up_href: str  # blank for the first


def find_video(text: str, *, host: str) -> int | None:
    """The listed video that an id, its address here (at `host`) or at its own site means; else None. One query."""
    wanted = _read_reference(clean(text), host)
    return Video.objects.published().filter(wanted).values_list("pk", flat=True).first()


def make_shared_list(shared: SharedList, never: NeverList, *, not_found: str = "") -> dict:
    """The context of the list's page. `not_found`: what the visitor wanted to add and is no video here.

    A fixed number of queries.
    """
    result = search(VideoFilter(), never=never)
    listed = set(Video.objects.published().filter(pk__in=shared.ids).values_list("pk", flat=True))
    shown = listed - set(find_shunned(result.never, result.index)) if never else listed
    kept = SharedList(ids=tuple(pk for pk in shared.ids if pk in listed))
    videos = list(Video.objects.for_cards().in_order([pk for pk in kept.ids if pk in shown]))
    cards = make_cards(videos, result.graph)
    return {
        "rows": [
            SharedRow(
                number=number,
                card=card,
                source_url=video.url,
                remove_href=kept.without(video.pk).href,
                up_href=kept.moved_up(video.pk).href if number > 1 else "",
            )
            for number, (video, card) in enumerate(zip(videos, cards, strict=True), start=1)
        ],
        "value": kept.value,
        "hidden_count": len(listed) - len(videos),
        "notes": _make_notes(shared, listed, not_found),
        "is_full": len(kept.ids) >= MAX_VIDEOS,
        "total_label": f"{len(videos)} video{'' if len(videos) == 1 else 's'}",
        "noindex": True,
    }


def _make_notes(shared: SharedList, listed: set[int], not_found: str) -> list[str]:
    """What of the address is not in the list, a sentence each."""
    gone = [str(pk) for pk in shared.ids if pk not in listed]
    notes = []
    if not_found:
        notes.append(f"“{not_found[:MAX_REFERENCE_LENGTH]}” is no video of this catalog: nothing was added.")
    if shared.repeated:
        notes.append(f"Named more than once, shown once: {_said(map(str, shared.repeated))}.")
    if gone:
        notes.append(f"No video of this catalog, or none any more: {_said(gone)}.")
    if shared.unreadable:
        notes.append(f"Not understood: {_said(shared.unreadable)}.")
    if shared.too_many_count:
        notes.append(f"A list holds {MAX_VIDEOS} videos; {shared.too_many_count} more were left out.")
    return notes


def _said(words: Iterable[str]) -> str:
    words = list(words)
    more = f" and {len(words) - MAX_SAID} more" if len(words) > MAX_SAID else ""
    return ", ".join(words[:MAX_SAID]) + more


def _read_reference(text: str, host: str) -> Q:
    if _ID.fullmatch(text):
        return Q(pk=int(text))
    try:
        address = urlsplit(text)
    except ValueError:
        return Q(pk=None)
    if address.netloc in {"", host} and (page := _PAGE.fullmatch(address.path)):
        return Q(pk=int(page[1]))
    if address.hostname in _YOUTUBE_HOSTS:
        named = parse_qs(address.query).get("v", [address.path.rpartition("/")[2]])[0]
        return Q(site="youtube", site_id=clean(named))
    return Q(url=text)
