"""What the tagger and the rules of listing make of a stored video; import and re-tagging judge by the same."""

import hashlib
from dataclasses import dataclass, replace

from creators.models import Creator
from videos.curation import listing
from videos.curation.defaults import add_defaults, find_defaults
from videos.curation.effective import effective_vocabulary
from videos.models import Video
from videos.tag_graph import TagGraph, load_tag_graph
from videos.tagging.findings import Examination
from videos.tagging.zones import VideoText
from videos.vocabulary.definitions import Vocabulary


class VocabularyNotLoadedError(Exception):
    """The database does not have the tags of the vocabulary's files."""


@dataclass(frozen=True)
class Judge:
    """`list_all` lists videos that show no sign of ASMR too."""

    vocabulary: Vocabulary
    graph: TagGraph
    list_all: bool = False

    def examine(self, video: Video, *, spares_scan: bool = False) -> Examination:
        """Find what the text and facts of `video` say. No query where its creator is loaded.

        `spares_scan`: for a few videos, without the scan that a process must compile first.
        """
        # Here, not above: pages import this module, and most of them never need the tagger and its libraries.
        from videos.tagging.examination import examine

        return examine(
            read_text(video),
            channel=video.creator.shown_name if video.creator else None,
            duration_seconds=video.duration_seconds,
            live_status=video.live_status or None,
            vocabulary=self.vocabulary,
            spares_scan=spares_scan,
        )

    def add_defaults(self, video: Video, examination: Examination) -> Examination:
        """Give the examination with what is said of all of the creator's videos, where nothing in this one denies it.

        No query where the creator's defaults and the video's tags and decisions are loaded.
        """
        return replace(examination, findings=add_defaults(video, examination.findings, self.graph))

    def set_listing(self, video: Video, examination: Examination) -> bool:
        """Set on `video`, unsaved, what the rules of listing make of it; returns whether it changed."""
        verdict = listing.judge(
            video,
            examination.findings,
            is_recognised=examination.is_recognised,
            graph=self.graph,
            list_all=self.list_all,
        )
        return listing.apply(video, verdict)

    def fingerprint(self, video: Video) -> str:
        """Of everything that tags and listing state are judged by: the same fingerprint needs no second judgement.

        People's words on the tags of `video` count as `RecordedChange.objects.load_last_words` found them.
        """
        creator: Creator | None = video.creator
        text = read_text(video)
        facts = (
            self.vocabulary.fingerprint,
            self.list_all,
            (text.title, text.description, text.chapters, text.language, sorted(text.boilerplate)),
            video.duration_seconds,
            video.live_status,
            video.availability,
            video.age_limit,
            video.gone_at is not None,
            creator and (creator.shown_name, creator.is_asmr_creator),
            sorted((default.tag_id, default.kind) for default in find_defaults(video)),
            video.last_word,
        )
        return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()


def load_judge(*, list_all: bool = False) -> Judge:
    """Read the vocabulary, a curator's edits included, and its tags.

    Raises `VocabularyError` where the files cannot be used, `VocabularyNotLoadedError` where their tags are not in the
    database, and the database's own errors where it is not set up or does not answer.
    """
    vocabulary = effective_vocabulary()
    graph = load_tag_graph()
    missing = vocabulary.tags.keys() - graph.tags.keys()
    if missing:
        shown = min(missing) if len(missing) == 1 else f"{min(missing)} …"
        are = "tag of the vocabulary is" if len(missing) == 1 else "tags of the vocabulary are"
        raise VocabularyNotLoadedError(f"{len(missing)} {are} not in the database ({shown})")
    return Judge(vocabulary, graph, list_all=list_all)


def read_text(video: Video) -> VideoText:
    """What the tagger reads of a video: a curator's title and language where given, no creator's boilerplate."""
    return VideoText(
        title=video.shown_title,
        description=video.description,
        chapters=tuple(title for _, title in video.chapters or ()),
        language=video.curator_language or video.source_language or None,
        boilerplate=frozenset(video.creator.boilerplate if video.creator else ()),
    )
