"""Records become rows. A value that a record does not have (None) never touches one that is known."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus
from creators.querysets import CreatorQuerySet
from videos.importing.dates import PRECISIONS
from videos.importing.records import CreatorRecord, VideoRecord
from videos.models import Completeness, ListingState, Video

# Columns of the video that are named as in the record.
FACTS = (
    "url",
    "description",
    "duration_seconds",
    "published_at",
    "published_precision",
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
CREATOR = ("creator", None)


class RefusedError(Exception):
    """A record that must not be stored; the text says why."""


class Said:
    """What one import has been told so far of each video and creator: of records that disagree the first is right.

    So importing the same again changes nothing, and what only a later record knows still arrives.
    """

    def __init__(self):
        self._facts: dict[tuple, frozenset] = {}
        self._shared: dict[frozenset, frozenset] = {}  # most rows know the same columns: one set serves them all

    def of(self, row: Video | Creator) -> frozenset:
        """The facts that are settled; empty for a row that this import has not met."""
        return self._facts.get(self._key(row), frozenset())

    def add(self, draft: "Draft") -> None:
        for row, facts in ((draft.video, draft.said), (draft.creator, draft.creator_said)):
            if row:
                self._facts[self._key(row)] = self._shared.setdefault(facts, facts)

    def _key(self, row: Video | Creator) -> tuple:
        # Not the primary key: a dry run's rows are rolled back, and their keys given out again.
        name = fold_name(row.shown_name) if isinstance(row, Creator) and not row.site_id else ""
        return type(row), row.site, row.site_id, name


@dataclass(frozen=True)
class Draft:
    """A video as it would be stored: not saved yet, with the names of the columns that the record changed."""

    video: Video
    creator: Creator | None = None  # None where the record tells nothing of one
    changed: tuple[str, ...] = ()
    creator_changed: tuple[str, ...] = ()
    said: frozenset = frozenset()  # what this import now has settled of the video, and of its creator
    creator_said: frozenset = frozenset()

    @property
    def is_new(self) -> bool:
        return self.video.pk is None


def writing():
    return transaction.atomic()


def draft_video(record: VideoRecord, *, said: Said, is_sample: bool = False) -> Draft:
    """The video of `record`, found or new, with what the record knows. Two or three queries, nothing is written.

    What this import has `said` already stays, but for a more exact date and the description of the video's own page.
    A sample tells nothing of a video or creator that was imported for real. Raises `RefusedError` for a video that was
    taken down and for creators who asked to be removed.
    """
    # Locked until it is saved, so that what a curator writes meanwhile is not written over. SQLite locks as a whole.
    known = Video.objects.select_for_update(of=("self",)).select_related("creator")
    video = known.filter(site=record.site, site_id=record.site_id).first()
    video = video or Video(site=record.site, site_id=record.site_id, is_sample=is_sample)
    settled = frozenset() if video.pk is None else said.of(video)
    creator = _find_creator_of(video, record.creator, settled=settled)
    if video.listing_state == ListingState.TAKEN_DOWN:
        raise RefusedError("taken down; it stays out of the catalog")
    if CreatorStatus.REMOVED in {who.status for who in (creator, video.creator) if who}:
        raise RefusedError("its creator asked to be removed from the catalog")
    if is_sample and not video.is_sample:
        return Draft(video, said=settled)
    facts = _read_facts(video, record)
    wanted = {name: value for (name, rank), value in facts.items() if (name, rank) not in settled}
    changed = _set_all(video, {**wanted, "is_sample": is_sample})
    if creator is None:
        return Draft(video, changed=changed, said=settled.union(facts))
    if video.creator != creator:
        changed = (*changed, "creator")
    video.creator = creator
    creator_settled = said.of(creator)
    return Draft(
        video,
        creator,
        changed=changed,
        creator_changed=_describe(creator, record.creator, settled=creator_settled, is_sample=is_sample),
        said=settled.union(facts, [CREATOR] if record.creator.site_id else ()),
        creator_said=creator_settled.union(_read_creator_values(record.creator)),
    )


def save_draft(draft: Draft) -> None:
    """Write the creator, where the record changed them, and the video."""
    if draft.creator_changed:
        # Of a known creator only what the record changed: a curator may have written the rest meanwhile.
        draft.creator.save(update_fields=draft.creator_changed if draft.creator.pk else None)
        draft.video.creator = draft.creator
    draft.video.save()


def find_creator(record: CreatorRecord) -> Creator | None:
    """The creator of `record`, found or new and unsaved; None where it names nobody. One or two queries.

    Found by the site's id, else by exact folded name among that site's creators without an id, who then take it over.
    A record without an id has only its name: it goes to the one creator of that name.
    """
    if not (record.site_id or record.name):
        return None
    return _find_by_id(record) or _find_by_name(record) or Creator(site=record.site)


def _find_by_id(record: CreatorRecord) -> Creator | None:
    if not record.site_id:
        return None
    # SQLite uses the partial index only where the query repeats its condition; else it reads every creator.
    return Creator.objects.filter(site=record.site, site_id=record.site_id).exclude(site_id="").first()


def _find_by_name(record: CreatorRecord) -> Creator | None:
    """By the shown name, else by the source's, which a curator may have replaced."""
    if not record.name:
        return None
    here = Creator.objects.filter(site=record.site).order_by("site_id", "pk")
    named = _pick(here.filter(folded_name=fold_name(record.name)), record)
    return named or _pick(here.filter(source_name=record.name), record)


def _pick(namesakes: CreatorQuerySet, record: CreatorRecord) -> Creator | None:
    """The one without an id; for a record without an id also the only one there is."""
    if record.site_id:
        return namesakes.filter(site_id="").first()
    found = list(namesakes[:2])
    # A blank id sorts first; of several with ids none is more likely than another.
    return found[0] if len(found) == 1 or (found and not found[0].site_id) else None


def _find_creator_of(video: Video, record: CreatorRecord | None, *, settled: Collection) -> Creator | None:
    """Who made `video` according to `record`; None where it names nobody, or not surely enough to take it from another.

    Only an id is, and of two ids in one import the first. Nobody takes it from a creator whom a curator chose.
    """
    creator = find_creator(record) if record else None
    if creator is None or (creator.pk and creator.pk == video.creator_id):
        return creator
    if video.is_creator_curated:
        return None
    is_sure = record.site_id and CREATOR not in settled
    return creator if is_sure or video.creator_id is None else None


def _read_creator_values(record: CreatorRecord) -> dict[str, str]:
    said = {"source_name": record.name, "handle": record.handle, "source_url": record.url}
    return {name: value for name, value in said.items() if value}


def _describe(creator: Creator, record: CreatorRecord, *, settled: Collection, is_sample: bool) -> tuple[str, ...]:
    """Set what the source says of a creator; returns the names of the columns that were different."""
    if is_sample and creator.pk and not creator.is_sample:
        return ()
    wanted = {name: value for name, value in _read_creator_values(record).items() if name not in settled}
    if not (record.name or creator.source_name):
        wanted["source_name"] = record.handle or record.site_id
    wanted["site_id"] = creator.site_id or record.site_id or ""
    return _set_all(creator, {**wanted, "is_sample": is_sample})


def _read_facts(video: Video, record: VideoRecord) -> dict[tuple, object]:
    """What the record knows, by column and how well it knows it; without what it knows worse than what is stored."""
    values = {"source_title": record.title, **{column: getattr(record, column) for column in FACTS}}
    if record.chapters is not None:
        values["chapters"] = [[chapter.start_seconds, chapter.title] for chapter in record.chapters]
    if record.keywords is not None:
        values["source_keywords"] = list(record.keywords)
    if record.language:
        values["source_language"] = record.language
    if record.is_full:
        values["completeness"] = Completeness.FULL
    ranks = {
        **dict.fromkeys(DATE, record.published_precision),
        **dict.fromkeys(COUNTS, record.counts_read_at is not None),
        "description": record.is_full,
        "source_title": record.is_full,
    }
    worse = _find_worse(video, record)
    return {(name, ranks.get(name)): value for name, value in values.items() if value is not None and name not in worse}


def _find_worse(video: Video, record: VideoRecord) -> set[str]:
    """Columns that the record knows less exactly, or of an earlier time, than they are stored."""
    worse = set()
    told, stored = (PRECISIONS.index(known.published_precision) for known in (record, video))
    if record.published_at is None or told > stored:
        worse.update(DATE)
    if video.counts_read_at and (record.counts_read_at is None or record.counts_read_at < video.counts_read_at):
        worse.update(COUNTS)
    if video.completeness == Completeness.FULL and not record.is_full:
        worse.update(["description", "source_title"])  # a listing cuts the one and may translate the other
    return worse


def _set_all(row: Video | Creator, values: dict) -> tuple[str, ...]:
    """Set columns; returns the names of those that were different."""
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed
