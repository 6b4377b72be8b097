"""The truth about every list, the slow way: all rows are read once, and each condition looks at each of them.

No bitmap, no index and no SQL but for reading; what is not plain Python is the address's grammar, the resolving of
synonyms and the vocabulary. It follows what the README says of known present, known absent and unknown.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from creators.models import Creator
from tests.oracles.answers import LENGTHS, MOST_CREATORS, Answer, Counts
from tests.oracles.wording import (
    Wording,
    count_in_title,
    join,
    lacks_slug,
    read_creator_names,
    read_query,
    read_tag_names,
)
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import Range, parse_length
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.resolving import resolve
from videos.models import TagDecision, TaggedVideo, Video
from videos.tag_graph import TagGraph, load_tag_graph

NEVER = ("never", "")
OPT_IN = ("opt-in", "")
ABSENT = {"absent-declared", "absent-checked"}
Key = tuple[str, object]  # parameter and value of a condition


@dataclass(frozen=True)
class Row:
    """A video that visitors may see. `present` is the closure; what is unknown is None or blank."""

    pk: int
    published_at: datetime | None
    seconds: int | None
    views: int | None
    language: str
    creator: str | None  # slug
    present: frozenset[str]
    groups: frozenset[str]  # of public tags
    suggested: frozenset[str]
    absent: frozenset[str]
    wording: Wording


@dataclass(frozen=True)
class Condition:
    key: Key
    holds: Callable[[Row], bool]


@dataclass(frozen=True)
class PlainCatalog:
    """All rows of the database, as they are when it is made."""

    graph: TagGraph
    creators: dict[str, str]  # slugs, each its own present one, of those whom visitors may see
    rows: list[Row]

    @classmethod
    def read(cls) -> "PlainCatalog":
        graph = load_tag_graph()
        creators = dict(Creator.objects.visible().values_list("slug", "slug"))
        return cls(graph, creators, list(_read_rows(graph)))

    def answer(self, video_filter: VideoFilter, never: NeverList = NOTHING) -> Answer:
        """All ids in order (of a random order: ascending), the total, and every count."""
        resolution = resolve(video_filter, self.graph, creators=self.creators)
        wanted = resolution.filter
        conditions = [*self._conditions(wanted, set(resolution.unknown)), *self._never_conditions(never)]
        verdicts = Verdicts(self.rows, conditions)
        found = verdicts.without()
        return Answer(
            ids=tuple(row.pk for row in _in_order(found, wanted)),
            total=len(found),
            hidden=len(verdicts.without(NEVER)) - len(found),
            counts=Counts(
                tags=self._count_tags(wanted, verdicts),
                groups=self._count_groups(wanted, verdicts),
                lengths={text: _count_length(text, verdicts.without(("length", ""))) for text in LENGTHS},
                years=dict(
                    Counter(row.published_at.year for row in verdicts.without(("year", "")) if row.published_at)
                ),
                languages=_count_languages(verdicts.without(("lang", "")), wanted),
                creators=_count_creators(verdicts.without(("creator", "")), wanted, never, set(resolution.unknown)),
            ),
        )

    def _conditions(self, wanted: VideoFilter, unknown: set[tuple[str, str]]) -> Iterator[Condition]:
        for clause in wanted.tags:
            yield Condition(("tag", clause), lambda row, clause=clause: not row.present.isdisjoint(clause))
        for clause in wanted.groups:
            yield Condition(("group", clause), lambda row, clause=clause: not row.groups.isdisjoint(clause))
        for slug in wanted.not_tags:
            is_unknown = ("not", slug) in unknown
            yield Condition(("not", slug), _lacks_words_of(slug) if is_unknown else self._lacks({slug}))
        for group in wanted.not_groups:
            yield Condition(("not-group", group), self._lacks({tag.slug for tag in self.graph.in_group(group)}))
        for slug in wanted.free_tags:
            yield Condition(("free", slug), self._is_known_free_of(slug))
        asking = self._asking
        if not any(asking.issuperset(clause) for clause in wanted.tags):
            yield Condition(OPT_IN, lambda row: row.present.isdisjoint(asking))
        yield from _fact_conditions(wanted)
        for holds in read_query(wanted.q):
            yield Condition(("q", ""), lambda row, holds=holds: holds(row.wording))

    def _never_conditions(self, never: NeverList) -> Iterator[Condition]:
        resolution = resolve(VideoFilter(not_tags=never.tags), self.graph, creators=self.creators)
        for condition in self._conditions(resolution.filter, set(resolution.unknown)):
            if condition.key == OPT_IN:
                continue
            yield Condition(NEVER, condition.holds)
        if never.creators:
            yield Condition(NEVER, lambda row: row.creator not in never.creators)

    @property
    def _asking(self) -> set[str]:
        """What is, or brings, a tag for a moderator."""
        holding = {slug for slug, tag in self.graph.tags.items() if tag.holds_for_moderator}
        return {slug for slug, present in self.graph.present.items() if present & holding}

    def _lacks(self, slugs: Iterable[str]) -> Callable[[Row], bool]:
        """Nothing of it is known present; nor suggested, where people shut it or what it brings out."""
        making = frozenset().union(*(self.graph.making_present(slug) for slug in slugs))
        doubtful = {
            slug for slug in making if any(self.graph.tags[other].is_shut_out for other in self.graph.present[slug])
        }
        return lambda row: row.present.isdisjoint(making) and row.suggested.isdisjoint(doubtful)

    def _is_known_free_of(self, slug: str) -> Callable[[Row], bool]:
        """It or a parent of it is absent, or a tag that says so is present; and nothing speaks against it."""
        absent_with = self.graph.ancestors.get(slug, frozenset())
        making = self.graph.making_present(slug)
        declaring = {
            tag.slug
            for tag in self.graph.tags.values()
            if (tag.group_id == "declared-absence" or tag.slug == "no-talking")
            and self.graph.opposed[tag.slug] & absent_with
        }
        return lambda row: (
            not (row.absent.isdisjoint(absent_with) and row.present.isdisjoint(declaring))
            and row.present.isdisjoint(making)
            and row.suggested.isdisjoint(making)
        )

    def _count_tags(self, wanted: VideoFilter, verdicts: "Verdicts") -> dict[str, int]:
        """What is shut out is counted as if it were not. An alternative needs nothing left out: who has it is found."""
        counts = Counter(slug for row in verdicts.without() for slug in row.present)
        for slug in wanted.not_tags:
            counts[slug] = sum(slug in row.present for row in verdicts.without(("not", slug)))
        for slug in self._asking:
            counts[slug] = sum(slug in row.present for row in verdicts.without(("not", slug), OPT_IN))
        return {tag.slug: counts[tag.slug] for tag in self.graph.public_tags}

    def _count_groups(self, wanted: VideoFilter, verdicts: "Verdicts") -> dict[str, int]:
        counts = Counter(group for row in verdicts.without() for group in row.groups)
        for group in wanted.not_groups:
            counts[group] = sum(group in row.groups for row in verdicts.without(("not-group", group)))
        return {tag.group_id: counts[tag.group_id] for tag in self.graph.public_tags}


class Verdicts:
    """Which conditions each row fails; so one look at the rows serves every count with something left out."""

    def __init__(self, rows: Iterable[Row], conditions: Iterable[Condition]):
        self._by_failures: dict[frozenset[Key], list[Row]] = defaultdict(list)
        conditions = list(conditions)
        for row in rows:
            failures = frozenset(condition.key for condition in conditions if not condition.holds(row))
            self._by_failures[failures].append(row)

    def without(self, *keys: Key) -> list[Row]:
        """The rows that fail no other condition than these."""
        return [row for failures, rows in self._by_failures.items() if failures.issubset(keys) for row in rows]


def _fact_conditions(wanted: VideoFilter) -> Iterator[Condition]:
    """What is unknown of a video satisfies no condition."""
    if wanted.length:
        yield Condition(("length", ""), lambda row: _has_length(row, wanted.length))
    if wanted.year:
        start, end = wanted.year.start or 0, wanted.year.end or 9999
        yield Condition(
            ("year", ""), lambda row: row.published_at is not None and start <= row.published_at.year <= end
        )
    if wanted.languages:
        yield Condition(("lang", ""), lambda row: row.language in wanted.languages)
    if wanted.creators:
        yield Condition(("creator", ""), lambda row: row.creator in wanted.creators)
    if wanted.is_cut_short:
        yield Condition(("too much", ""), lambda row: False)


def _has_length(row: Row, minutes: Range) -> bool:
    start, end = (minutes.start or 0) * 60, minutes.end and minutes.end * 60
    return row.seconds is not None and start <= row.seconds and (end is None or row.seconds < end)


def _lacks_words_of(slug: str) -> Callable[[Row], bool]:
    return lambda row: lacks_slug(slug, row.wording)


def _count_length(text: str, rows: list[Row]) -> int:
    minutes = parse_length(text)
    return sum(_has_length(row, minutes) for row in rows)


def _count_languages(rows: list[Row], wanted: VideoFilter) -> dict[str, int]:
    return dict.fromkeys(wanted.languages, 0) | Counter(row.language for row in rows if row.language)


def _count_creators(
    rows: list[Row], wanted: VideoFilter, never: NeverList, unknown: set[tuple[str, str]]
) -> dict[str, int]:
    counts = Counter(row.creator for row in rows if row.creator)
    most = sorted(counts, key=lambda slug: (-counts[slug], slug))[:MOST_CREATORS]
    chosen = [slug for slug in wanted.creators if ("creator", slug) not in unknown and slug not in never.creators]
    return {slug: counts[slug] for slug in [*most, *chosen]}


def _in_order(rows: list[Row], wanted: VideoFilter) -> list[Row]:
    def newest(row: Row) -> tuple:
        return _unknown_last(row.published_at and -row.published_at.timestamp(), -row.pk)

    orders: dict[str, Callable[[Row], object]] = {
        "oldest": lambda row: _unknown_last(row.published_at and row.published_at.timestamp(), row.pk),
        "longest": lambda row: _unknown_last(None if row.seconds is None else -row.seconds, -row.pk),
        "shortest": lambda row: _unknown_last(row.seconds, row.pk),
        "most-viewed": lambda row: _unknown_last(None if row.views is None else -row.views, -row.pk),
    }
    if wanted.seed is not None:
        return sorted(rows, key=lambda row: row.pk)
    if wanted.sort == "best":
        return sorted(rows, key=lambda row: (-count_in_title(wanted.q, row.wording), newest(row)))
    return sorted(rows, key=orders.get(wanted.sort, newest))


def _unknown_last(value: float | None, tie: int) -> tuple:
    return (value is None, value or 0, tie)


def _read_rows(graph: TagGraph) -> Iterator[Row]:
    direct, decided = defaultdict(set), defaultdict(lambda: defaultdict(set))
    for pk, slug in TaggedVideo.objects.values_list("content_object_id", "tag__slug"):
        direct[pk].add(slug)
    for pk, kind, slug in TagDecision.objects.values_list("video_id", "kind", "tag__slug"):
        decided[pk][kind].add(slug)
    creators = {creator.pk: creator for creator in Creator.objects.all()}
    tag_names, creator_names = read_tag_names(graph), read_creator_names()
    public = {tag.slug: tag.group_id for tag in graph.public_tags}
    for video in Video.objects.order_by("pk"):
        creator = creators.get(video.creator_id)
        if video.listing_state != "listed" or (creator and creator.status == "removed"):
            continue
        present = graph.closure(direct[video.pk])
        if present & {"sexually-explicit", "minor-appears"}:
            continue
        yield Row(
            pk=video.pk,
            published_at=video.published_at,
            seconds=video.duration_seconds,
            views=video.view_count,
            language=video.language,
            creator=creator and creator.slug,
            present=present,
            groups=frozenset(public[slug] for slug in present if slug in public),
            suggested=frozenset(decided[video.pk]["suggested"]),
            absent=frozenset().union(*(decided[video.pk][kind] for kind in ABSENT)),
            wording=Wording(
                title=video.title_words,
                all=join(
                    video.search_words,
                    creator_names.get(video.creator_id, ""),
                    *(tag_names[slug] for slug in present if slug in public),
                ),
            ),
        )
