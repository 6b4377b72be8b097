"""The one way from a filter to videos: every list of the site asks here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pyroaring import BitMap

from videos.browsing.filters import VideoFilter
from videos.browsing.index.bitmaps import union
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.index.current import current_index
from videos.browsing.index.sorting import select, select_best, select_random
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.resolving import resolve, resolve_shut_out
from videos.browsing.unwanted import unwanted_things
from videos.browsing.wording import find_in_titles, find_saying, find_saying_slug
from videos.tag_graph import TagGraph


@dataclass(frozen=True)
class SearchResult:
    """What a filter finds. `filter` is in today's slugs; `unknown` are those (parameter, slug) that mean nothing.

    The creators of `never` are in today's slugs, too.

    A value of one moment: whatever is asked of it, it answers from the same state of the catalog.
    """

    filter: VideoFilter
    unknown: tuple[tuple[str, str], ...]
    never: NeverList
    index: VideoIndex
    found: BitMap  # whatever the filter asks for
    videos: BitMap  # ids of the videos found, without those on the never-list

    @property
    def graph(self) -> TagGraph:
        return self.index.graph

    @property
    def hits(self) -> "Hits":
        """Ids of the videos found, in the filter's order; sorted as far as they are looked at."""
        return Hits(self)

    def count(self) -> int:
        return len(self.videos)

    @property
    def hidden_count(self) -> int:
        """How many of the videos found the never-list takes out."""
        return len(self.found) - len(self.videos)

    @cached_property
    def unwanted(self) -> frozenset[tuple[str, str]]:
        """(kind, slug) of all that the never-list shuts out, as `unwanted_things` gives it. At most one query."""
        return unwanted_things(self.never, self.graph)

    @property
    def unknown_never(self) -> tuple[tuple[str, str], ...]:
        """What on the never-list means nothing here, by parameter and slug. A word still shuts out what says it.

        At most one query.
        """
        tags = resolve_shut_out(self.never.tags, self.graph).unknown
        creators = [slug for slug in self.never.creators if slug not in self.index.creator_ids]
        return (*(("never", slug) for slug in sorted(tags)), *(("never-creator", slug) for slug in creators))

    def with_filter(self, video_filter: VideoFilter) -> "SearchResult":
        """The result of this filter with a condition more or less, without looking its words up again.

        Where this one is cut short that is too: what was not taken would still be missing.
        """
        if self.filter.is_cut_short:
            video_filter = replace(video_filter, ignored=self.filter.ignored)
        if video_filter == self.filter:
            return self
        return _make_result(video_filter, self.unknown, self.never, self.index)

    @cached_property
    def kept_out(self) -> dict[tuple[str, str], BitMap]:
        """For each exclusion, by parameter and slug, the videos that would be found without it."""
        if self.filter.is_cut_short or not (self.filter.not_tags or self.filter.not_groups):
            return {}
        kept_out = _Conditions(self.filter, frozenset(self.unknown), self.index).match_but_for_one()
        shunned = find_shunned(self.never, self.index) if self.never else BitMap()
        return {name: videos - shunned for name, videos in kept_out.items()}


class Hits(Sequence):
    """The ids of a result in its filter's order. A slice sorts no more than it needs."""

    def __init__(self, result: SearchResult):
        self._result = result

    def __len__(self) -> int:
        return self._result.count()

    def __getitem__(self, place):
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            return self._select(start, stop)[::step]
        (found,) = self._select(range(len(self))[place], range(len(self))[place] + 1)
        return found

    def _select(self, start: int, stop: int) -> list[int]:
        result = self._result
        if result.filter.seed is not None:
            return select_random(result.videos, result.filter.seed, start, stop)
        if result.filter.sort == "best":
            return select_best(result.index, result.videos, find_in_titles(result.filter.q, result.index), start, stop)
        sort = "newest" if result.filter.sort == "random" else result.filter.sort
        return select(result.index, result.videos, sort, start, stop)


def search(video_filter: VideoFilter, *, never: NeverList = NOTHING, index: VideoIndex | None = None) -> SearchResult:
    """Find the published videos that `video_filter` asks for, without those that are on the visitor's never-list.

    What a person listed although a tag of it is for a moderator is found only by who asks for such a tag: it stands on
    no front page, beside no other video, in no other list or count.
    A word that is no tag never widens the result: asked for, it finds nothing; shut out, it shuts out the videos whose
    text has it. Without `index` the present one: one query if nothing changed, another for slugs that are no tag's, and
    one for each word that nobody searched for lately.
    """
    index = index or current_index()
    resolution = resolve(video_filter, index.graph, creators=index.creator_slugs)
    never = never.replaced_creators(index.creator_slugs)
    return _make_result(resolution.filter, resolution.unknown, never, index)


def _make_result(video_filter: VideoFilter, unknown, never: NeverList, index: VideoIndex) -> SearchResult:
    found = _Conditions(video_filter, frozenset(unknown), index).match()
    videos = found - find_shunned(never, index) if never else found
    return SearchResult(video_filter, unknown, never, index, found, videos)


def find_shunned(never: NeverList, index: VideoIndex) -> BitMap:
    """Whatever is on the never-list: what `not=` would leave out, and the creators' videos."""

    def find() -> BitMap:
        shut_out = resolve_shut_out(never.tags, index.graph)
        refused = [_refuse(slug, index, is_known=slug not in shut_out.unknown) for slug in shut_out.slugs]
        return union([*refused, index.by_creators(never.creators)])

    return index.remember(("never", never), find)


def asks_for_opt_in(wanted: VideoFilter, graph: TagGraph) -> bool:
    """Whether a filter asks for nothing but tags for a moderator, or what brings them, in one of its clauses."""
    return any(graph.asking.issuperset(clause) for clause in wanted.tags)


@dataclass(frozen=True)
class _Conditions:
    """The conditions of a filter as bitmaps. What is unknown of a video never satisfies one."""

    filter: VideoFilter
    unknown: frozenset[tuple[str, str]]
    index: VideoIndex

    def match(self) -> BitMap:
        if self.filter.is_cut_short:
            return BitMap()
        # The smallest first: what is left to intersect shrinks fastest.
        required = sorted(self.required, key=len) or [self.index.listed]
        found = BitMap.intersection(*required)
        for refused in self.refused.values():
            found -= refused
        return found

    def match_but_for_one(self) -> dict[tuple[str, str], BitMap]:
        """For each exclusion the videos that it alone keeps out."""
        wanted = BitMap.intersection(*(self.required or [self.index.listed]))
        refused = {name: videos & wanted for name, videos in self.refused.items()}
        once, twice = BitMap(), BitMap()
        for videos in refused.values():
            twice |= once & videos
            once |= videos
        return {name: videos - twice for name, videos in refused.items()}

    @cached_property
    def required(self) -> list[BitMap]:
        wanted, index = self.filter, self.index
        bitmaps = [_any_of([index.present[slug] for slug in self._known("tag", clause)]) for clause in wanted.tags]
        bitmaps += [_any_of([index.groups[slug] for slug in self._known("group", clause)]) for clause in wanted.groups]
        bitmaps += [
            _known_free_of(slug, index) if self._known("free", [slug]) else BitMap() for slug in wanted.free_tags
        ]
        if wanted.length:
            bitmaps.append(index.lasting(wanted.length))
        if wanted.year:
            bitmaps.append(index.published_in(wanted.year.start, wanted.year.end))
        if wanted.languages:
            bitmaps.append(_any_of([index.languages.get(code, BitMap()) for code in wanted.languages]))
        if wanted.creators:
            bitmaps.append(index.by_creators(wanted.creators))
        return [*bitmaps, *self._saying[0]]

    @cached_property
    def refused(self) -> dict[tuple[str, str], BitMap]:
        """What each exclusion takes out, by parameter and value."""
        wanted, index = self.filter, self.index
        bitmaps = {
            ("not", slug): _refuse(slug, index, is_known=("not", slug) not in self.unknown) for slug in wanted.not_tags
        }
        for group in self._known("not-group", wanted.not_groups):
            # Also the tags that only staff see: who shuts the group out is spared the doubt.
            bitmaps["not-group", group] = union(_may_have(tag.slug, index) for tag in index.graph.in_group(group))
        for place, videos in enumerate(self._saying[1]):
            bitmaps["q", str(place)] = videos
        if index.opt_in and not asks_for_opt_in(wanted, index.graph):
            bitmaps["", "opt-in"] = index.opt_in
        return bitmaps

    @cached_property
    def _saying(self) -> tuple[list[BitMap], list[BitMap]]:
        return find_saying(self.filter.q, self.index)

    def _known(self, name: str, slugs: Iterable[str]) -> list[str]:
        return [slug for slug in slugs if (name, slug) not in self.unknown]


def _any_of(bitmaps: list[BitMap]) -> BitMap:
    return bitmaps[0] if len(bitmaps) == 1 else union(bitmaps)


def _refuse(slug: str, index: VideoIndex, *, is_known: bool) -> BitMap:
    """What an excluded slug takes out; one that is no tag, whatever says it."""
    return _may_have(slug, index) if is_known else find_saying_slug(slug, index)


def _may_have(slug: str, index: VideoIndex) -> BitMap:
    """Videos that have the tag, or of which one is suggested and undecided that brings something people shut out.

    Who excludes it is spared the doubt.
    """
    graph = index.graph

    def find() -> BitMap:
        doubtful = graph.making_present(slug) & graph.doubtful
        return index.present[slug] | index.with_any(doubtful, "suggested")

    return index.remember(("may have", slug), find)


def _known_free_of(slug: str, index: VideoIndex) -> BitMap:
    """Declared or checked absent, itself or a parent of it, and nothing present or suggested is it or implies it."""
    graph = index.graph

    def find() -> BitMap:
        absent = find_said_absent(slug, index)
        return absent - index.present[slug] - index.with_any(graph.making_present(slug), "suggested")

    return index.remember(("free", slug), find)


def find_said_absent(slug: str, index: VideoIndex) -> BitMap:
    """Declared or checked absent, itself or a parent of it, whatever else is known."""
    graph = index.graph
    absent_with = graph.ancestors[slug]
    declaring = [other for other in graph.declaring if graph.opposed[other] & absent_with]
    return index.with_any(absent_with, "absent") | index.with_any(declaring, "direct")
