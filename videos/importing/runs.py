"""An import, from what was found to what was stored: read, draft, tag, judge, save; one outcome for every item."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError, transaction
from django.utils import timezone

from creators.models import Creator
from videos.curation import listing, tags
from videos.importing import store
from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.records import MetadataError, VideoRecord, read_info
from videos.importing.ytdlp import FetchError
from videos.models import ListingState, Video
from videos.tag_graph import TagGraph, load_tag_graph
from videos.tagging.examination import examine
from videos.tagging.findings import Finding
from videos.tagging.zones import VideoText
from videos.vocabulary.parser import Vocabulary, catalog_vocabulary


class VocabularyNotLoadedError(Exception):
    """The database does not have the tags of the vocabulary's files."""


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


@dataclass(frozen=True)
class Import:
    """The conditions of one import, and what it has met so far."""

    vocabulary: Vocabulary
    graph: TagGraph
    list_all: bool = False
    is_sample: bool = False
    dry_run: bool = False
    is_live: bool = False  # fetched just now, so counts are of now
    batch_size: int = 100  # items a transaction; a page waits for no more than one batch
    said: store.Said = field(default_factory=store.Said)
    counts: Counter = field(default_factory=Counter)

    @classmethod
    def begin(cls, **options) -> "Import":
        """Read the vocabulary. Raises `VocabularyNotLoadedError` where its tags are not in the database."""
        vocabulary = catalog_vocabulary()
        try:
            graph = load_tag_graph()
        except (OperationalError, ProgrammingError) as error:
            raise VocabularyNotLoadedError(f"The database is not set up ({str(error).strip()})") from error
        missing = vocabulary.tags.keys() - graph.tags.keys()
        if missing:
            raise VocabularyNotLoadedError(
                f"{len(missing)} tags of the vocabulary are not in the database ({min(missing)} …)"
            )
        return cls(vocabulary=vocabulary, graph=graph, **options)

    def store_all(self, found: Iterable[FoundInfo | SkippedInfo | MetadataError | FetchError]) -> Iterator[Outcome]:
        """Store everything in `found`, in batches; yields one outcome for each item, in order.

        Items are fetched before their transaction begins, so nothing waits for the network or a file inside one.
        A failing item is named and leaves the others as they are.
        """
        found = iter(found)
        while batch := list(islice(found, self.batch_size)):
            with transaction.atomic():
                outcomes = [self._store_safely(item) for item in batch]
                transaction.set_rollback(self.dry_run)
            for outcome in outcomes:
                self.counts[outcome.state] += 1
                self.counts["held"] += bool(outcome.held)
                yield outcome

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
        fingerprint = self._fingerprint(video)
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
        return Outcome(
            state=_name_state(changed, is_new=is_new, is_repeated=is_repeated),
            address=record.address,
            title=video.shown_title,
            detail=_explain(changed, is_new=is_new, is_repeated=is_repeated),
            held=_why_unseen(video),
            findings=findings,
            warnings=record.warnings,
        )

    def _judge(self, draft: store.Draft) -> tuple[tuple[Finding, ...], bool]:
        """Tag and list the drafted video and save it; returns the findings and whether tags or listing changed."""
        video = draft.video
        examination = examine(
            read_text(video),
            channel=video.creator.shown_name if video.creator else None,
            duration_seconds=video.duration_seconds,
            live_status=video.live_status or None,
            vocabulary=self.vocabulary,
        )
        findings = examination.findings
        verdict = listing.judge(
            video, findings, is_recognised=examination.is_recognised, graph=self.graph, list_all=self.list_all
        )
        is_listing_changed = listing.apply(video, verdict)
        store.save_draft(draft)
        are_tags_changed = tags.apply_findings(video, findings, self.graph.tags)
        return findings, is_listing_changed or are_tags_changed

    def _fingerprint(self, video: Video) -> str:
        """Of everything that tags and listing state are judged by: the same fingerprint needs no second judgement."""
        creator: Creator | None = video.creator
        facts = (
            self.vocabulary.fingerprint,
            self.list_all,
            read_text(video),
            video.duration_seconds,
            video.live_status,
            video.availability,
            video.age_limit,
            creator and (creator.shown_name, creator.is_asmr_creator),
        )
        return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()


def read_text(video: Video) -> VideoText:
    """What the tagger reads of a video: a curator's title and language where given."""
    return VideoText(
        title=video.shown_title,
        description=video.description,
        chapters=tuple(title for _, title in video.chapters or ()),
        keywords=tuple(video.source_keywords or ()),
        language=video.curator_language or video.source_language or None,
    )


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
