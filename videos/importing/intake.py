"""An import's intake, from what was found to what was stored: read, draft, tag, judge, save; one outcome an item."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from creators.models import Creator
from videos.curation import retagging, tags
from videos.curation.judging import Judge, load_judge
from videos.importing import store
from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.records import MetadataError, VideoRecord, read_info
from videos.importing.ytdlp import FetchError
from videos.models import ListingState, Video
from videos.tagging.findings import Finding


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
    video_id: int | None = None
    creator_id: int | None = None


@dataclass(frozen=True)
class Import:
    """The conditions of one import, and what it has met so far."""

    judge: Judge
    is_sample: bool = False
    dry_run: bool = False
    is_live: bool = False  # fetched just now, so counts are of now
    batch_size: int = 100  # items a transaction; where a habit of a creator shows, it tags their other videos anew too
    said: store.Said = field(default_factory=store.Said)
    counts: Counter = field(default_factory=Counter)
    described: set[int] = field(default_factory=set)  # creators with new descriptions in this batch, by key

    @classmethod
    def begin(cls, *, list_all: bool = False, **options) -> "Import":
        """Load the judge; raises what `load_judge` does."""
        return cls(judge=load_judge(list_all=list_all), **options)

    def store_all(self, found: Iterable[FoundInfo | SkippedInfo | MetadataError | FetchError]) -> Iterator[Outcome]:
        """Store everything in `found`, in batches; yields one outcome for each item, in order.

        Items are fetched before their transaction begins, so nothing waits for the network or a file inside one.
        A failing item is named and leaves the others as they are.
        """
        found = iter(found)
        while batch := list(islice(found, self.batch_size)):
            with store.writing():
                outcomes = self.store_batch(batch)
                transaction.set_rollback(self.dry_run)
            for outcome in outcomes:
                self.counts[outcome.state] += 1
                self.counts["held"] += bool(outcome.held)
                yield outcome

    def store_batch(self, items):
        outcomes = [self._store_safely(item) for item in items]
        self._learn_boilerplate()
        return outcomes

    def finish(self):
        pass

    def remember(self, items):
        pass

    def _learn_boilerplate(self) -> None:
        """See which lines the creators of this batch put under every video, and tag theirs anew without them.

        In the batch's transaction: an import that is broken off leaves no batch half judged.
        """
        for creator in Creator.objects.filter(pk__in=self.described - {None}).order_by("pk"):
            if retagging.learn_boilerplate(creator):
                for change in retagging.find_changes(creator.videos.all(), self.judge, creator=creator):
                    change.apply()
        self.described.clear()

    def _store_safely(self, item) -> Outcome:
        match item:
            case SkippedInfo():
                return Outcome("skipped", item.address, detail=item.reason)
            case MetadataError():
                return Outcome("failed", item.address, detail=item.reason)
            case FetchError():
                return Outcome("failed", item.url, detail=item.reason)
        read_at = timezone.now() if self.is_live else None
        try:
            record = read_info(item.info, address=item.address, playlist=item.playlist, read_at=read_at)
        except MetadataError as error:
            return Outcome("failed", error.address, detail=error.reason)
        try:
            return self._store_in_savepoint(record)
        except store.RefusedError as refusal:
            return Outcome("skipped", record.address, title=record.title, detail=str(refusal))
        except DatabaseError as error:
            return Outcome("failed", record.address, title=record.title, detail=f"the database refused it: {error}")

    def _store_in_savepoint(self, record: VideoRecord) -> Outcome:
        """A row that the database refuses takes no other with it."""
        try:
            with transaction.atomic():
                return self._store(record)
        except IntegrityError:
            # Another import may have made the same row a moment ago: now it is there to be found.
            with transaction.atomic():
                return self._store(record)

    def _store(self, record: VideoRecord) -> Outcome:
        draft = store.draft_video(record, said=self.said, is_sample=self.is_sample)
        video, is_new = draft.video, draft.is_new
        is_repeated = bool(self.said.of(video))
        changed = [name for name in draft.changed if name != "counts_read_at"]
        changed += ["creator's entry"] if draft.creator_changed else []
        fingerprint = self.judge.fingerprint(video)
        findings = ()
        if fingerprint != video.judged_fingerprint or self.dry_run:
            video.judged_fingerprint = fingerprint
            findings, is_judged_anew = self._judge(draft)
            changed += ["tags or listing"] if is_judged_anew else []
        elif changed:
            store.save_draft(draft)
        elif draft.changed:
            Video.objects.filter(pk=video.pk).update(counts_read_at=video.counts_read_at)
        self.said.add(draft)
        if is_new or "description" in draft.changed:
            self.described.add(video.creator_id)
        return Outcome(
            state=_name_state(changed, is_new=is_new, is_repeated=is_repeated),
            address=record.address,
            title=video.shown_title,
            detail=_explain(changed, is_new=is_new, is_repeated=is_repeated),
            held=_why_unseen(video),
            findings=findings,
            warnings=record.warnings,
            video_id=video.pk,
            creator_id=video.creator_id,
        )

    def _judge(self, draft: store.Draft) -> tuple[tuple[Finding, ...], bool]:
        """Tag and list the drafted video and save it; returns the findings and whether tags or listing changed."""
        examination = self.judge.examine(draft.video)
        is_listing_changed = self.judge.set_listing(draft.video, examination)
        store.save_draft(draft)
        are_tags_changed = tags.apply_findings(draft.video, examination.findings, self.judge.graph.tags)
        return examination.findings, is_listing_changed or are_tags_changed


def _why_unseen(video: Video) -> str:
    if video.listing_state == ListingState.LISTED:
        return ""
    return video.get_held_reason_display() if video.held_reason else video.get_listing_state_display()


def _name_state(changed: list[str], *, is_new: bool, is_repeated: bool) -> str:
    if is_new:
        # A dry run has rolled back what it met in an earlier batch.
        return "unchanged" if is_repeated else "created"
    return "updated" if changed else "unchanged"


def _explain(changed: list[str], *, is_new: bool, is_repeated: bool) -> str:
    """Which fields changed, or that this import met the video before; blank for a new one."""
    if changed and not is_new:
        return ", ".join(changed)
    return "met before in this import" if is_repeated else ""
