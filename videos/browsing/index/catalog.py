"""The index itself: an immutable value that answers which videos, how many, and in which order."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from videos.browsing.grammar import Range
from videos.browsing.index.bitmaps import to_array, to_bitmap, union
from videos.browsing.index.memory import Memory
from videos.browsing.naming import Names
from videos.changes.log import Position
from videos.fulltext.matching import find_videos
from videos.fulltext.terms import Term
from videos.tag_graph import TagGraph

UNKNOWN = -1  # in a column of numbers
NO_DATE = np.iinfo(np.int64).min
UNKNOWNS = {"published": NO_DATE, "duration": UNKNOWN, "views": UNKNOWN}  # the columns that videos are ordered by


@dataclass(frozen=True)
class Columns:
    """What is known of each video, by id (the place in each array): ids that are no listed video say nothing.

    `published`: microseconds since 1970 in UTC. `creator`: id, 0 for none. What is unknown is below zero, or `NO_DATE`.
    """

    published: np.ndarray
    duration: np.ndarray
    views: np.ndarray
    creator: np.ndarray

    def of(self, name: str) -> np.ndarray:
        return getattr(self, name)


@dataclass(frozen=True)
class Order:
    """Listed videos by one column: `known` ascending by (value, id), then `unknown` ascending by id."""

    known: np.ndarray
    unknown: np.ndarray


@dataclass(frozen=True)
class CreatorEntry:
    slug: str
    name: str
    former_slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermKey:
    """What the videos that say a term are remembered by."""

    term: Term
    in_title: bool


@dataclass
class OnDemand:
    """A value that costs too much to be made before somebody asks for it; then it is kept."""

    make: Callable[[], Names]

    @cached_property
    def value(self) -> Names:
        return self.make()

    @property
    def is_made(self) -> bool:
        return "value" in self.__dict__


@dataclass(frozen=True)
class VideoIndex:
    """All listed videos at one state of the database. Nobody changes it: a later state is another index.

    Bitmaps hold ids of listed videos only. `direct`, `confirmed`, `suggested` and `absent` are by slug of active tags,
    as they are written: `confirmed` are those of `direct` that a curator put there or agreed to. `present` follows the
    closure.
    """

    position: Position
    graph: TagGraph
    creators: Mapping[int, CreatorEntry]  # whom visitors may see
    names_on_demand: OnDemand
    listed: BitMap
    direct: Mapping[str, BitMap]
    confirmed: Mapping[str, BitMap]
    suggested: Mapping[str, BitMap]
    absent: Mapping[str, BitMap]
    present: Mapping[str, BitMap]
    languages: Mapping[str, BitMap]
    years: Mapping[int, BitMap]
    columns: Columns
    orders: Mapping[str, Order]
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @property
    def state(self) -> str:
        """A name of the state, the same in every process."""
        return self.position.state

    @property
    def names(self) -> Names:
        """The names of tags and creators. Read when first asked for in a state of these."""
        return self.names_on_demand.value

    @cached_property
    def groups(self) -> dict[str, BitMap]:
        """Videos with any public tag of a group."""
        members: dict[str, list[BitMap]] = {}
        for tag in self.graph.public_tags:
            members.setdefault(tag.group_id, []).append(self.present[tag.slug])
        return {group: union(bitmaps) for group, bitmaps in members.items()}

    @cached_property
    def opt_in(self) -> BitMap:
        """What a person listed although a tag of it is for a moderator: only who asks for such a tag meets it."""
        return union(self.present[slug] for slug in self.graph.holding)

    @cached_property
    def creator_ids(self) -> dict[str, int]:
        """Ids of creators by slug, former ones included."""
        former = {slug: pk for pk, entry in self.creators.items() for slug in entry.former_slugs}
        return former | {entry.slug: pk for pk, entry in self.creators.items()}

    @cached_property
    def creator_slugs(self) -> dict[str, str]:
        """Today's slugs of creators by slug, former ones included."""
        return {slug: self.creators[pk].slug for slug, pk in self.creator_ids.items()}

    def remember(self, key: Hashable, make: Callable[[], BitMap]) -> BitMap:
        """Give the bitmap that `make` once made for this key. Nobody may change what is given."""
        return self.memory.recall(key, make)

    def saying(self, term: Term, *, in_title: bool = False) -> BitMap:
        """Videos whose text says the term. A query for a term that nobody asked for lately."""
        return self.memory.recall(
            TermKey(term, in_title), lambda: to_bitmap(find_videos(term, in_title=in_title)) & self.listed
        )

    def with_any(self, slugs: Iterable[str], kind: str = "present") -> BitMap:
        """Videos with any of the tags. `kind`: present, direct, confirmed, suggested or absent."""
        bitmaps = getattr(self, kind)
        return union(bitmaps[slug] for slug in slugs if slug in bitmaps)

    def by_creators(self, slugs: Iterable[str]) -> BitMap:
        """Videos of any of these creators."""
        pks = [self.creator_ids[slug] for slug in slugs if slug in self.creator_ids]
        return self.by_creator_ids(pks)

    def by_creator_ids(self, pks: Iterable[int]) -> BitMap:
        pks = sorted(pks)
        if not pks:
            return BitMap()
        creator = self.columns.creator
        # One comparison is several times as quick as a search in a set.
        return to_bitmap(np.flatnonzero(creator == pks[0] if len(pks) == 1 else np.isin(creator, pks)))

    def lasting(self, minutes: Range) -> BitMap:
        """Videos of known length from the start of the range, included, to its end, excluded. Remembered."""

        def find() -> BitMap:
            duration = self.columns.duration
            matches = duration >= 60 * (minutes.start or 0)
            if minutes.end is not None:
                matches &= duration < 60 * minutes.end
            return to_bitmap(np.flatnonzero(matches))

        return self.remember(("length", minutes), find)

    def published_in(self, start: int | None, end: int | None) -> BitMap:
        """Videos published in the years from `start` to `end`, both included; None is an open end."""
        first, last = start or 0, end or 10_000
        return union(videos for year, videos in self.years.items() if first <= year <= last)

    def count_tags(self, videos: BitMap, slugs: Iterable[str], kind: str = "present") -> dict[str, int]:
        """How many of `videos` have each of the tags. `kind`: present or direct."""
        bitmaps = getattr(self, kind)
        if len(videos) == len(self.listed):
            return {slug: len(bitmaps[slug]) for slug in slugs}
        return {slug: videos.intersection_cardinality(bitmaps[slug]) for slug in slugs}

    def count_creators(self, videos: BitMap) -> np.ndarray:
        """How many of `videos` each creator made, by the creator's id; place 0 is for videos of nobody."""
        others = self.listed - videos
        if len(others) < len(videos):  # what is missing is counted sooner
            return self._creator_counts - self._bincount(others)
        return self._bincount(videos)

    @cached_property
    def _creator_counts(self) -> np.ndarray:
        return self._bincount(self.listed)

    def _bincount(self, videos: BitMap) -> np.ndarray:
        creator = self.columns.creator
        return np.bincount(creator[to_array(videos)], minlength=self._creator_size)

    @cached_property
    def _creator_size(self) -> int:
        return int(self.columns.creator.max(initial=0)) + 1
