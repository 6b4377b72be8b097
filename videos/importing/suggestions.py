"""What the tagger would say of info dicts, without the database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.records import MetadataError, VideoRecord, read_info
from videos.tagging.examination import examine
from videos.tagging.findings import Examination
from videos.tagging.zones import VideoText
from videos.vocabulary.parser import Vocabulary

EXTRACTOR_FIELDS = ("extractor_key", "ie_key", "extractor")


@dataclass(frozen=True)
class Suggestion:
    record: VideoRecord
    examination: Examination


def suggest(
    found: Iterable[FoundInfo | SkippedInfo | MetadataError], vocabulary: Vocabulary
) -> Iterator[Suggestion | SkippedInfo | MetadataError]:
    """Examine each info dict; what cannot be read is passed on as the error it is, in order."""
    for item in found:
        if not isinstance(item, FoundInfo):
            yield item
            continue
        try:
            record = read_info(_with_site(item.info), address=item.address, playlist=item.playlist)
        except MetadataError as error:
            yield error
            continue
        yield Suggestion(record, examine_record(record, vocabulary))


def examine_record(record: VideoRecord, vocabulary: Vocabulary) -> Examination:
    text = VideoText(
        title=record.title,
        description=record.description or "",
        chapters=tuple(chapter.title for chapter in record.chapters or ()),
        language=record.language,
    )
    return examine(
        text,
        channel=record.creator.name if record.creator else None,
        duration_seconds=record.duration_seconds,
        live_status=record.live_status,
        vocabulary=vocabulary,
    )


def _with_site(info: Mapping) -> Mapping:
    """Tags do not depend on the site: a hand-made row that names none is read as YouTube's."""
    if not isinstance(info, Mapping) or any(info.get(name) for name in EXTRACTOR_FIELDS):
        return info
    return {**info, "extractor_key": "Youtube"}
