"""An import's intake, from what was found to what was stored: read, draft, tag, judge, save; one outcome an item."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from creators.models import Creator, CreatorStatus
from videos.curation import retagging, tags
from videos.curation.judging import Judge, load_judge
from videos.importing import store
from videos.importing.facts import Said
from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.known import Known
from videos.importing.records import MetadataError, VideoRecord, read_info
from videos.importing.ytdlp import FetchError
from videos.models import ListingState, Video
from videos.tagging.boilerplate import MIN_DESCRIPTIONS, find_boilerplate
from videos.tagging.findings import Examination, Finding

Item = FoundInfo | SkippedInfo | MetadataError | FetchError


@dataclass(frozen=True)
class Outcome:
    """What became of one item. `state`: created, updated, unchanged, skipped or failed."""

    state: str
    address: str
    title: str = ""
    detail: str = ""  # the reason, or which fields changed
    held: str = ""  # why visitors do not see the video; blank: they do
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    video_id: int | None = None  # primary keys of what was stored; None: nothing was, or it was a dry run
    creator_id: int | None = None


@dataclass
class _Work:
    """A record on its way into the catalog; `examination` comes where it is judged anew."""

    record: VideoRecord
    draft: store.Draft
    is_repeated: bool
    is_new: bool
    changed: list[str]
    examination: Examination | None = None


@dataclass(frozen=True)
class Import:
    """The conditions of one import, and what it has met so far.

    `store_all` does everything. Who divides the work calls `store_batch` for some items at a time, each within
    `store.writing()`, and `finish` at the end; and who goes on with an import that was broken off, `remember` before,
    with the items that are stored: then it ends as it would have undisturbed.
    """

    judge: Judge
    is_sample: bool = False
    dry_run: bool = False
    is_live: bool = False  # fetched just now, so counts are of now
    batch_size: int = 500  # items a transaction
    said: Said = field(default_factory=Said)
    counts: Counter = field(default_factory=Counter)
    described: set[int] = field(default_factory=set)  # creators whose descriptions were read, by key

    @classmethod
    def begin(cls, *, list_all: bool = False, **options) -> "Import":
        """Load the judge; raises what `load_judge` does."""
        return cls(judge=load_judge(list_all=list_all), **options)

    def store_all(self, found: Iterable[Item]) -> Iterator[Outcome]:
        """Store everything in `found`, in batches, and finish; yields one outcome for each item, in order.

        Items are fetched before their transaction begins, so nothing waits for the network or a file inside one.
        A failing item is named and leaves the others as they are.
        """
        found = iter(found)
        while batch := list(islice(found, self.batch_size)):
            with store.writing():
                outcomes = self.store_batch(batch)
                transaction.set_rollback(self.dry_run)
            yield from outcomes
        self.finish()

    def store_batch(self, items: Sequence[Item]) -> list[Outcome]:
        """Store `items` in the caller's transaction, which should be `store.writing()`; one outcome each, in order.

        A dozen queries for all. Nothing is rolled back here, a dry run neither.
        """
        outcomes: list[Outcome | None] = []
        records: dict[int, VideoRecord] = {}
        for place, item in enumerate(items):
            read = self._read(item)
            outcomes.append(read if isinstance(read, Outcome) else None)
            if isinstance(read, VideoRecord):
                records[place] = read
        for group in _split_at_repetitions(records):
            stored = self._store_safely([records[place] for place in group])
            for place, outcome in zip(group, stored, strict=True):
                outcomes[place] = outcome
        for outcome in outcomes:
            self.counts[outcome.state] += 1
            self.counts["held"] += bool(outcome.held)
        return outcomes

    def finish(self) -> None:
        """See which lines the creators put under every video, and tag theirs anew without them; a second time nothing.

        Only now, so that it does not depend on where batches were cut, in some transactions. Who breaks it off can make
        up for it: by going on with the import, or by importing the same again.
        """
        if not self.dry_run:
            retagging.follow_habits(self.described, self.judge)
        self.described.clear()

    def remember(self, items: Iterable[Item]) -> None:
        """Take in what a process that was broken off has stored of this import, writing nothing: its first items."""
        items = iter(items)
        while batch := list(islice(items, self.batch_size)):
            records = [read for read in map(self._read, batch) if isinstance(read, VideoRecord)]
            known = Known(records)
            for record in records:
                self.said.add(record)
                self._note_description(record, known.find_video(record))

    def _read(self, item: Item) -> VideoRecord | Outcome:
        match item:
            case SkippedInfo():
                return Outcome("skipped", item.address, detail=item.reason)
            case MetadataError():
                return Outcome("failed", item.address, detail=item.reason)
            case FetchError():
                return Outcome("failed", item.url, detail=item.reason)
        read_at = timezone.now() if self.is_live else None
        try:
            return read_info(item.info, address=item.address, playlist=item.playlist, read_at=read_at)
        except MetadataError as error:
            return Outcome("failed", error.address, detail=error.reason)

    def _store_safely(self, records: list[VideoRecord]) -> list[Outcome]:
        """Store them together; where the database refuses that, one by one: a bad row takes no other with it.

        A row may also be refused because somebody else made the same a moment ago: then it is found the second time.
        """
        try:
            return self._store_in_savepoint(records)
        except DatabaseError:
            return [self._store_alone(record) for record in records]

    def _store_alone(self, record: VideoRecord) -> Outcome:
        try:
            [outcome] = self._store_in_savepoint([record])
        except DatabaseError as error:
            self.said.add(record)
            return Outcome("failed", record.address, title=record.title, detail=f"the database refused it: {error}")
        return outcome

    def _store_in_savepoint(self, records: list[VideoRecord]) -> list[Outcome]:
        said = self.said.branch()
        with transaction.atomic():
            known = Known(records)
            with _foreseeing_habits(records) as foresee:
                drafted = [self._draft(record, known, said, foresee) for record in records]
            works = [work for work in drafted if isinstance(work, _Work)]
            self._save(works, [work for work in works if work.examination])
        self.said.merge(said)
        for work in works:
            self._note_description(work.record, work.draft.video)
        return [self._report(work) if isinstance(work, _Work) else work for work in drafted]

    def _draft(
        self, record: VideoRecord, known: Known, said: Said, foresee: Callable[[VideoRecord, Video], None]
    ) -> _Work | Outcome:
        is_repeated = self.said.has_met(record)
        try:
            draft = store.draft_video(record, said=said, is_sample=self.is_sample, known=known)
        except store.RefusedError as refusal:
            return Outcome("skipped", record.address, title=record.title, detail=str(refusal))
        finally:
            said.add(record)
        changed = [name for name in draft.changed if name not in store.READINGS]
        changed += ["creator's entry"] if draft.creator_changed else []
        work = _Work(record, draft, is_repeated, draft.is_new, changed)
        foresee(record, draft.video)
        fingerprint = self.judge.fingerprint(draft.video)
        # A check that found it gone may have set its listing without judging it.
        if fingerprint != draft.video.judged_fingerprint or "gone_at" in draft.changed or self.dry_run:
            draft.video.judged_fingerprint = fingerprint
            work.examination = self.judge.examine(draft.video)
        return work

    def _save(self, works: list[_Work], judged: list[_Work]) -> None:
        prefetch_related_objects(
            [work.draft.video for work in judged if not work.is_new], "tagged_videos", "tag_decisions"
        )
        for work in judged:
            work.examination = self.judge.add_defaults(work.draft.video, work.examination)
        is_listing_changed = [self.judge.set_listing(work.draft.video, work.examination) for work in judged]
        store.save_drafts([work.draft for work in works if work.examination or work.changed])
        store.save_readings(
            [work.draft.video for work in works if work.draft.changed and not (work.examination or work.changed)]
        )
        plans = [
            tags.plan_findings(work.draft.video, work.examination.findings, self.judge.graph.tags, is_new=work.is_new)
            for work in judged
        ]
        tags.apply_plans(plans)
        for work, is_changed, plan in zip(judged, is_listing_changed, plans, strict=True):
            work.changed += ["tags or listing"] if is_changed or plan.changes else []

    def _note_description(self, record: VideoRecord, video: Video | None) -> None:
        """Not only where it is new: an import that was broken off before it could learn from it stored it already."""
        is_kept = video is not None and video.listing_state != ListingState.TAKEN_DOWN
        if record.description and is_kept and video.creator and video.creator.status != CreatorStatus.REMOVED:
            self.described.add(video.creator_id)

    def _report(self, work: _Work) -> Outcome:
        video, is_again = work.draft.video, work.is_repeated
        if work.is_new:
            # A dry run has rolled back what it met in an earlier batch.
            state = "unchanged" if is_again and self.dry_run else "created"
        else:
            state = "updated" if work.changed else "unchanged"
        return Outcome(
            state=state,
            address=work.record.address,
            title=video.shown_title,
            detail=_explain(work.changed, is_new=work.is_new, is_repeated=is_again),
            held=_why_unseen(video),
            findings=work.examination.findings if work.examination else (),
            warnings=work.record.warnings,
            video_id=None if self.dry_run else video.pk,
            creator_id=None if self.dry_run else video.creator_id,
        )


@contextmanager
def _foreseeing_habits(records: list[VideoRecord]) -> Iterator[Callable[[VideoRecord, Video], None]]:
    """Let creators of whom no habit is known have, for the time being, those that show in this batch.

    Nothing of it is stored: `finish` decides, by all that they described. Where that comes to the same, as it mostly
    does for a channel that stands together in a file, it need not tag their videos a second time.
    """
    described = defaultdict(list)
    for record in records:
        if record.description and record.creator and record.creator.site_id:
            described[record.creator.site_id].append(record.description)
    habits = {
        site_id: sorted(find_boilerplate(texts))
        for site_id, texts in described.items()
        if len(texts) >= MIN_DESCRIPTIONS
    }
    lent: list[Creator] = []

    def foresee(record: VideoRecord, video: Video) -> None:
        found = habits.get(record.creator.site_id) if record.creator else None
        if found and video.creator and not video.creator.boilerplate:
            video.creator.boilerplate = found
            lent.append(video.creator)

    try:
        yield foresee
    finally:
        for creator in lent:
            creator.boilerplate = []


def _split_at_repetitions(records: dict[int, VideoRecord]) -> Iterator[list[int]]:
    """Cut the places of `records` into runs, in order, in which no video occurs twice."""
    group, met = [], set()
    for place, record in records.items():
        key = record.site, record.site_id
        if key in met:
            yield group
            group, met = [], set()
        group.append(place)
        met.add(key)
    if group:
        yield group


def _why_unseen(video: Video) -> str:
    if video.listing_state == ListingState.LISTED:
        return ""
    return video.get_held_reason_display() if video.held_reason else video.get_listing_state_display()


def _explain(changed: list[str], *, is_new: bool, is_repeated: bool) -> str:
    """Which fields changed, or that this import met the video before; blank for a new one."""
    if changed and not is_new:
        return ", ".join(changed)
    return "met before in this import" if is_repeated else ""
