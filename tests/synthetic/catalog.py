"""A made-up catalog of any size that is shaped like a real one, drawn with numpy. Equal seeds, equal catalogs.

What makes filters slow or wrong is in it: a tag in 43 % of the videos and tags in one of ten thousand, tags that go
together, creators with thousands of videos and with one, ties and unknown values in every sort order, videos that
nobody may see, suggestions, rejections and declared absences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from tests.synthetic.words import WordList

CHUNK = 20_000  # videos drawn at once
MOST_FREQUENT, RAREST = 0.43, 0.0001  # shares of videos with the first and the last tag
FLATNESS = 0.8  # of the frequencies between: gives seven tags a video over two hundred
STAFF_SHARE = 0.0005  # of videos with each tag that only staff sees
# What most videos say, first; the methods of psychotherapy, which next to none has, are last.
FIRST = (
    "tingles", "whispered", "sleep", "relaxation", "tapping", "personal-attention", "soft-spoken", "mouth-sounds",
    "roleplay", "no-talking", "scratching", "brushing", "binaural", "rain-sounds", "hand-sounds", "ear-cleaning",
    "trigger-assortment", "hair-brushing", "massage", "eating-sounds", "mic-brushing", "rambling", "crinkling",
    "spa-facial", "face-touching", "medical-roleplay", "breath-sounds", "affirmations", "hypnosis", "reiki",
)  # fmt: skip
LAST_GROUPS = ("clinical", "assessment", "coping")
ARCHETYPES = 12  # kinds of videos, each with favourite tags
FAVOURED, UNFAVOURED = 2.0, 0.7  # times as frequent as elsewhere
LANGUAGES = {"en": 62, "ja": 10, "ko": 8, "es": 4, "de": 3, "ru": 2, "fr": 2, "pt": 1, "zh": 1, "": 7}  # percent
STATES = {("listed", ""): 94, ("held", "moderation"): 3, ("held", "not-recognised"): 2, ("hidden", ""): 1}  # percent
CREATOR_STATUSES = {"unverified": 85, "active": 10, "inactive": 3, "removed": 2}  # percent
DECISIONS = {"suggested": 0.03, "absent-declared": 0.02, "absent-checked": 0.01, "rejected": 0.01}  # share of videos
DECIDED = 0.05  # share of videos that decisions are made about: where one is, there are others
UNDATED, UNMEASURED, UNCOUNTED, UNATTRIBUTED = 0.04, 0.03, 0.05, 0.02  # shares without date, length, views, creator
FIRST_DAY, LAST_DAY = datetime(2009, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class TagKind:
    """What of a tag the drawing needs to know. `is_doubtful`: decisions other than "present" are made about it."""

    slug: str
    label: str
    group: str
    is_staff_only: bool = False
    is_doubtful: bool = False


@dataclass(frozen=True)
class CreatorRow:
    pk: int
    name: str
    slug: str
    status: str
    alias: str  # blank: none


@dataclass(frozen=True)
class Chunk:
    """Some videos with consecutive primary keys, column by column; `tags` and `decisions` name videos by their key."""

    pks: Sequence[int]
    columns: dict[str, list]
    tags: list[tuple[int, str]]
    decisions: list[tuple[int, str, str]]  # video, tag, kind


class SyntheticCatalog:
    """`count` videos of a fiftieth as many creators. `tags` is the vocabulary, without lengths."""

    def __init__(self, tags: Sequence[TagKind], *, count: int, seed: int = 1):
        self.count, self.seed = count, seed
        self.creator_count = max(count // 50, 5)
        chance = np.random.default_rng([seed, 0])
        self.tags = rank_tags(tags, chance)
        self.frequencies = frequencies_of(self.tags)
        self.kinds, self.shares = _share_among_archetypes(self.frequencies, chance)
        self.words = WordList(20_000 + count // 5, chance)
        self.description_words = (40, 160) if count <= 20_000 else (40, 110) if count <= 200_000 else (12, 40)

    def draw_creators(self) -> list[CreatorRow]:
        chance = np.random.default_rng([self.seed, 1])
        count = self.creator_count
        # Names are of rarer words than texts are, or else every word would name somebody.
        parts = chance.choice(self.words.words[200:], (count, 3)).tolist()
        statuses = _draw_from(CREATOR_STATUSES, count, chance)
        has_alias = chance.random(count) < 0.03
        return [
            CreatorRow(
                pk=number + 1,
                name=f"{first.title()} {second.title()}{' ASMR' if number % 2 else ''}",
                slug=f"creator-{number + 1}",
                status=statuses[number],
                alias=third.title() if has_alias[number] else "",
            )
            for number, (first, second, third) in enumerate(parts)
        ]

    def draw_videos(self) -> Iterator[Chunk]:
        """Yield all videos, some thousands at a time."""
        for start in range(0, self.count, CHUNK):
            yield self._draw_chunk(range(start + 1, min(start + CHUNK, self.count) + 1))

    def _draw_chunk(self, pks: range) -> Chunk:
        chance = np.random.default_rng([self.seed, 2, pks.start])
        count = len(pks)
        durations = _draw_durations(count, chance)
        published, precisions = _draw_dates(count, chance)
        states = _draw_from(STATES, count, chance)
        present = (
            chance.random((count, len(self.tags)), dtype=np.float32)
            < self.shares[chance.choice(ARCHETYPES, count, p=self.kinds)]
        )
        rows, places = np.nonzero(present)
        titles = self._draw_titles(rows, places, count, chance)
        tags = [(pks[row], self.tags[place].slug) for row, place in zip(rows.tolist(), places.tolist(), strict=True)]
        tags += [(pk, slug) for pk, seconds in zip(pks, durations, strict=True) for slug in _length_tags(seconds)]
        return Chunk(
            pks=pks,
            columns={
                "source_title": titles,
                "description": self.words.draw_texts(chance.integers(*self.description_words, count), chance),
                "chapters": self._draw_chapters(count, chance),
                "source_language": _draw_from(LANGUAGES, count, chance),
                "duration_seconds": durations,
                "published_at": published,
                "published_precision": precisions,
                "view_count": _unknown(np.exp(chance.normal(10, 2, count)).astype(int), UNCOUNTED, chance),
                "listing_state": [state for state, _ in states],
                "held_reason": [reason for _, reason in states],
                "creator_id": self._draw_creator_pks(count, chance),
            },
            tags=tags,
            decisions=self._draw_decisions(pks, present, chance),
        )

    def _draw_titles(self, rows: np.ndarray, places: np.ndarray, count: int, chance: np.random.Generator) -> list[str]:
        """Words, and every fourth of the video's tags by its label: a title says what a video has."""
        titles = [["ASMR"] if said else [] for said in (chance.random(count) < 0.8).tolist()]
        said = chance.random(len(rows)) < 0.25
        for row, place in zip(rows[said].tolist(), places[said].tolist(), strict=True):
            titles[row].append(self.tags[place].label)
        others = self.words.draw_texts(chance.integers(2, 7, count), chance)
        return [" ".join([*title, other])[:400] for title, other in zip(titles, others, strict=True)]

    def _draw_chapters(self, count: int, chance: np.random.Generator) -> list[list | None]:
        has_some = (chance.random(count) < 0.1).tolist()
        names = self.words.draw_texts(np.full(count, 2), chance)
        return [[[0, name], [300, "goodbye"]] if some else None for some, name in zip(has_some, names, strict=True)]

    def _draw_creator_pks(self, count: int, chance: np.random.Generator) -> list[int | None]:
        """The first creators have most videos, at 20,000 creators one of 300 each; half have only some."""
        weights = 1 / (np.arange(self.creator_count) + max(2, self.creator_count // 400))
        found = np.searchsorted(np.cumsum(weights / weights.sum()), chance.random(count)) + 1
        return _unknown(found.clip(max=self.creator_count), UNATTRIBUTED, chance)

    def _draw_decisions(self, pks: range, present: np.ndarray, chance: np.random.Generator) -> list:
        """Never of a tag that the video has."""
        doubtful = [place for place, tag in enumerate(self.tags) if tag.is_doubtful]
        weights = 1 / np.arange(1, len(doubtful) + 1)
        spoken_of = np.nonzero(chance.random(len(pks)) < DECIDED)[0]
        found = {}
        for kind, share in DECISIONS.items():
            rows = spoken_of[chance.random(len(spoken_of)) < share / DECIDED]
            places = chance.choice(doubtful, len(rows), p=weights / weights.sum())
            for row, place in zip(rows.tolist(), places.tolist(), strict=True):
                if not present[row, place]:
                    found[pks[row], self.tags[place].slug] = kind
        return [(pk, slug, kind) for (pk, slug), kind in sorted(found.items())]


def rank_tags(tags: Sequence[TagKind], chance: np.random.Generator) -> list[TagKind]:
    """The most frequent first: those known to be, then the others as it falls, then what next to no video has."""
    by_slug = {tag.slug: tag for tag in tags if not tag.is_staff_only}
    first = [by_slug[slug] for slug in FIRST if slug in by_slug]
    others = [tag for tag in by_slug.values() if tag not in first]
    chance.shuffle(others)
    last = [tag for tag in others if tag.group in LAST_GROUPS]
    staff = [tag for tag in tags if tag.is_staff_only]
    return [*first, *(tag for tag in others if tag not in last), *last, *staff]


def frequencies_of(ranked: Sequence[TagKind]) -> np.ndarray:
    """The share of videos that have each of the ranked tags."""
    public = sum(not tag.is_staff_only for tag in ranked)
    places = np.arange(public) / max(public - 1, 1)
    falling = MOST_FREQUENT * (RAREST / MOST_FREQUENT) ** (places**FLATNESS)
    return np.concatenate([falling, np.full(len(ranked) - public, STAFF_SHARE)])


def _share_among_archetypes(frequencies: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the kinds of videos, and of the videos of each kind that have each tag; their mean is as frequent."""
    kinds = chance.dirichlet(np.full(ARCHETYPES, 4.0))
    factors = np.where(chance.random((ARCHETYPES, len(frequencies))) < 0.25, FAVOURED, UNFAVOURED)
    factors /= kinds @ factors
    return kinds, np.minimum(factors * frequencies, 0.95).astype(np.float32)


def _draw_durations(count: int, chance: np.random.Generator) -> list[int | None]:
    """Seconds: half of the videos are shorter than 22 minutes, one in thirty is longer than three hours."""
    minutes = np.exp(chance.normal(np.log(22), 1.1, count))
    return _unknown((minutes * 60).astype(int).clip(5, 12 * 3600), UNMEASURED, chance)


def _draw_dates(count: int, chance: np.random.Generator) -> tuple[list[datetime | None], list[str]]:
    """More each year; half are known to the day only, so that many are equal."""
    span = (LAST_DAY - FIRST_DAY).total_seconds()
    seconds = FIRST_DAY.timestamp() + (np.sqrt(chance.random(count)) * span).astype(int)
    is_day = chance.random(count) < 0.5
    seconds = np.where(is_day, seconds // 86400 * 86400, seconds)
    dates = [moment and datetime.fromtimestamp(moment, UTC) for moment in _unknown(seconds, UNDATED, chance)]
    return dates, [
        "unknown" if date is None else "day" if day else "exact" for date, day in zip(dates, is_day, strict=True)
    ]


def _length_tags(seconds: int | None) -> list[str]:
    if seconds is None:
        return []
    found = {"shorts": seconds < 180, "one-hour-plus": seconds >= 3600, "three-hours-plus": seconds >= 10800}
    return [slug for slug, is_one in found.items() if is_one]


def _draw_from(percents: dict, count: int, chance: np.random.Generator) -> list:
    values = list(percents)
    weights = np.array([*percents.values()], dtype=float)
    return [values[place] for place in chance.choice(len(values), count, p=weights / weights.sum())]


def _unknown(values: np.ndarray, share: float, chance: np.random.Generator) -> list:
    """The values, a share of them unknown."""
    is_unknown = (chance.random(len(values)) < share).tolist()
    return [None if unknown else value for value, unknown in zip(values.tolist(), is_unknown, strict=True)]
