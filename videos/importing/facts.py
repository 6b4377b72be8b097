"""What a record says of a video and its creator, by column, and what one import has been told so far. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from asmr_catalog.folding import fold_name
from videos.importing.dates import PRECISIONS
from videos.importing.records import CreatorRecord, VideoRecord

# Columns of the video that are named as in the record.
_COLUMNS = (
    "url",
    "description",
    "duration_seconds",
    "published_at",
    "published_precision",
    "release_at",
    "view_count",
    "like_count",
    "counts_read_at",
    "availability",
    "live_status",
    "media_type",
    "is_embeddable",
    "age_limit",
)
DATE = ("published_at", "published_precision")
COUNTS = ("view_count", "like_count", "counts_read_at")
FULL = "full"
# Not columns: that a record with an id named the creator.
CREATOR = "creator"

_NAMES = ("source_title", *_COLUMNS, "chapters", "source_keywords", "source_language", "completeness", CREATOR)
_RANKS = len(PRECISIONS)
_PLACES = {name: place * _RANKS for place, name in enumerate(_NAMES)}
_CREATOR_PLACES = {"source_name": 0, "handle": 1, "source_url": 2}


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, and how well the record knows it: 0 is best."""

    value: object
    rank: int = 0


def read_facts(record: VideoRecord) -> dict[str, Fact]:
    """What the record knows of its video, by column; without what is unknown to it."""
    page = _rank_of_page(record)
    ranks = {
        **dict.fromkeys(DATE, PRECISIONS.index(record.published_precision)),
        **dict.fromkeys(COUNTS, int(record.counts_read_at is None)),
        "source_title": page,
        "description": page,
        "availability": page,
    }
    values = {"source_title": record.title, **{column: getattr(record, column) for column in _COLUMNS}}
    if record.published_at is None:
        del values["published_precision"]
    if record.chapters is not None:
        values["chapters"] = [[chapter.start_seconds, chapter.title] for chapter in record.chapters]
    if record.keywords is not None:
        values["source_keywords"] = list(record.keywords)
    if record.language:
        values["source_language"] = record.language
    if record.is_full:
        values["completeness"] = FULL
    return {name: Fact(value, ranks.get(name, 0)) for name, value in values.items() if value is not None}


def read_creator_values(record: CreatorRecord) -> dict[str, str]:
    """What the record knows of a creator, by column."""
    said = {"source_name": record.name, "handle": record.handle, "source_url": record.url}
    return {name: value for name, value in said.items() if value}


class Said:
    """What one import has been told so far of each video and creator: of records that disagree the first is right.

    So importing the same again changes nothing, and what only a later record knows still arrives. It follows from the
    records alone, never from what is stored, so that reading them again brings it back. About 80 bytes a video: a hash
    and the bits of what is settled.
    """

    def __init__(self, *, before: "Said | None" = None):
        self._bits: dict[int, int] = {}
        self._shared: dict[int, int] = {}  # most rows know the same columns: one number serves them all
        self._before = before

    def branch(self) -> "Said":
        """Give one that goes on from here and leaves this as it is, until `merge`."""
        return Said(before=self)

    def merge(self, branch: "Said") -> None:
        for key, bits in branch._bits.items():
            self._settle(key, bits)

    def add(self, record: VideoRecord) -> None:
        bits = 0
        for name, fact in read_facts(record).items():
            if name not in COUNTS or fact.rank:  # those of a known time are right by their time
                bits |= 1 << _PLACES[name] + fact.rank
        if record.creator and record.creator.site_id:
            bits |= 1 << _PLACES[CREATOR] + _rank_of_page(record)
        self._settle(_key("video", record.site, record.site_id), bits)
        if record.creator:
            bits = sum(1 << _CREATOR_PLACES[name] for name in read_creator_values(record.creator))
            for key in _told_keys(record.creator):
                self._settle(key, bits)

    def has_met(self, record: VideoRecord) -> bool:
        """Tell whether this import was told of the video before."""
        return bool(self._of(_key("video", record.site, record.site_id)))

    def leave_unsettled(self, record: VideoRecord, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """Of the facts of `record` those that no earlier record knew as well or better."""
        bits = self._of(_key("video", record.site, record.site_id))
        return {name: fact for name, fact in facts.items() if not _is_settled(bits, name, fact.rank)}

    def is_creator_settled(self, record: VideoRecord) -> bool:
        """Tell whether an earlier record, as near to the video's own page, named the creator by id."""
        return _is_settled(self._of(_key("video", record.site, record.site_id)), CREATOR, _rank_of_page(record))

    def leave_creator_unsettled(self, record: CreatorRecord, values: Mapping[str, str]) -> dict[str, str]:
        """Of what `record` says of a creator that which no earlier record knew."""
        bits = 0
        for key in _asked_keys(record):
            bits |= self._of(key)
        return {name: value for name, value in values.items() if not bits >> _CREATOR_PLACES[name] & 1}

    def _of(self, key: int) -> int:
        earlier = self._before._of(key) if self._before else 0
        return earlier | self._bits.get(key, 0)

    def _settle(self, key: int, bits: int) -> None:
        bits |= self._bits.get(key, 0)
        self._bits[key] = self._shared.setdefault(bits, bits)


def _rank_of_page(record: VideoRecord) -> int:
    """0 for a video's own page; 1 for a listing, which cuts descriptions, may translate titles and name whoever lists
    the video as its creator, and is late to hear of who may see it."""
    return int(not record.is_full)


def _is_settled(bits: int, name: str, rank: int) -> bool:
    return bool(bits >> _PLACES[name] & (1 << rank + 1) - 1)


def _key(*parts: str) -> int:
    return hash(parts)


def _told_keys(record: CreatorRecord) -> Iterator[int]:
    """Under which keys it is kept what `record` says: those of one name may be several, by their ids."""
    if record.site_id:
        yield _key("id", record.site, record.site_id)
    if record.name:
        name = fold_name(record.name)
        yield _key("name", record.site, name)
        if not record.site_id:
            yield _key("name alone", record.site, name)


def _asked_keys(record: CreatorRecord) -> Iterable[int]:
    """Where to look for what was said of the creator whom `record` means; namesakes with other ids are others."""
    if not record.site_id:
        return [_key("name", record.site, fold_name(record.name))] if record.name else []
    keys = [_key("id", record.site, record.site_id)]
    return [*keys, _key("name alone", record.site, fold_name(record.name))] if record.name else keys
