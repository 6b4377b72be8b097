"""Labelled videos in JSON lines, for measuring the tagger."""

import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from videos.importing.fields import Fields, clean_block, clean_line, json_type
from videos.importing.files import FoundInfo, read_files
from videos.importing.records import (
    MAX_CHAPTER_TITLE_LENGTH,
    MAX_CREATOR_NAME_LENGTH,
    MAX_DESCRIPTION_LENGTH,
    MAX_DURATION_SECONDS,
    MAX_SITE_ID_LENGTH,
    MAX_TITLE_LENGTH,
)
from videos.tagging.comparison import LabelledVideo
from videos.tagging.zones import VideoText
from videos.vocabulary.definitions import Vocabulary

# What a row may hold, by the names of `json_type`. Each may also be null, or missing.
FIELDS = {
    "id": "text",
    "title": "text",
    "channel": "text",
    "description": "text",
    "chapters": "a list",
    "tags": "a list",
    "language": "text",
    "duration": "a number",
    "asmr": "true or false",
    "present": "a list",
    "uncertain": "a list",
}


@dataclass(frozen=True)
class BadRow:
    """A row, or a whole file, that cannot be used: where it stands and why."""

    address: str
    reason: str


class _BadRowError(Exception):
    """The text is the reason."""


def read_labels(paths: Iterable[Path], vocabulary: Vocabulary) -> Iterator[LabelledVideo | BadRow]:
    """Yield each row of the files as a labelled video, or as what is wrong with it, in order. Nothing is raised.

    A video that is labelled again is a bad row: it would count twice.
    """
    seen: dict[str, str] = {}
    for item in read_files(paths):
        if not isinstance(item, FoundInfo):
            yield BadRow(item.address, item.reason)
            continue
        try:
            video = _read_row(item.info, vocabulary)
        except _BadRowError as error:
            yield BadRow(item.address, str(error))
            continue
        if video.id in seen:
            yield BadRow(item.address, f"the video {video.id} once more, after {seen[video.id]}")
        else:
            seen[video.id] = item.address
            yield video


def _read_row(row: Mapping[str, Any], vocabulary: Vocabulary) -> LabelledVideo:
    for name in row.keys() - FIELDS.keys():
        # Other keys are somebody's notes.
        if meant := get_close_matches(str(name), FIELDS, n=1, cutoff=0.75):
            raise _BadRowError(f"{name}: unknown; “{meant[0]}” was meant?")
    for name, expected in FIELDS.items():
        value = row.get(name)
        if value is not None and json_type(value) != expected:
            raise _BadRowError(f"{name} is {json_type(value)}, not {expected}")
    return LabelledVideo(
        id=_required_line(row, "id", max_length=MAX_SITE_ID_LENGTH),
        text=_read_text(row),
        channel=clean_line(row.get("channel") or "", max_length=MAX_CREATOR_NAME_LENGTH) or None,
        duration_seconds=_read_duration(row),
        is_asmr=row.get("asmr"),
        present=_read_slugs(row, "present", vocabulary),
        uncertain=_read_slugs(row, "uncertain", vocabulary) or frozenset(),
    )


def _read_text(row: Mapping[str, Any]) -> VideoText:
    """Clean the text as an import does, so that the tagger meets what it meets there."""
    reader = Fields(row)
    language = reader.language("language")
    _refuse_warnings(reader)
    return VideoText(
        title=_required_line(row, "title", max_length=MAX_TITLE_LENGTH),
        description=clean_block(row.get("description") or "", max_length=MAX_DESCRIPTION_LENGTH),
        chapters=_clean_lines(
            [_chapter_title(chapter) for chapter in row.get("chapters") or ()],
            name="chapters",
            max_length=MAX_CHAPTER_TITLE_LENGTH,
        ),
        language=language,
    )


def _required_line(row: Mapping[str, Any], name: str, *, max_length: int) -> str:
    line = clean_line(row.get(name) or "", max_length=max_length)
    if not line:
        raise _BadRowError(f"no {name}")
    return line


def _read_duration(row: Mapping[str, Any]) -> int | None:
    if row.get("duration") == 0:  # what some sites say for "unknown"
        return None
    reader = Fields(row)
    duration = reader.whole_number("duration", lowest=1, highest=MAX_DURATION_SECONDS)
    _refuse_warnings(reader)
    return duration


def _chapter_title(chapter: Any) -> Any:
    return chapter.get("title") if isinstance(chapter, Mapping) else chapter


def _clean_lines(values: Iterable[Any], *, name: str, max_length: int) -> tuple[str, ...]:
    lines = (clean_line(value, max_length=max_length) for value in _texts(values, name=name))
    return tuple(filter(None, lines))


def _read_slugs(row: Mapping[str, Any], name: str, vocabulary: Vocabulary) -> frozenset[str] | None:
    if row.get(name) is None:
        return None
    slugs = frozenset(_texts(row[name], name=name))
    if unknown := sorted(slugs - vocabulary.tags.keys()):
        shown = ", ".join(_suggest(slug, vocabulary) for slug in unknown)
        raise _BadRowError(f"{name} has what is no tag of the vocabulary: {shown}")
    return slugs


def _suggest(slug: str, vocabulary: Vocabulary) -> str:
    meant = get_close_matches(slug.casefold(), vocabulary.tags, n=1, cutoff=0.75)
    return f"{reprlib.repr(slug)} ({meant[0]}?)" if meant else reprlib.repr(slug)


def _texts(values: Iterable[Any], *, name: str) -> Iterator[str]:
    for value in values:
        if not isinstance(value, str):
            raise _BadRowError(f"{name} holds {json_type(value)}, where text is expected")
        yield value


def _refuse_warnings(reader: Fields) -> None:
    if reader.warnings:
        raise _BadRowError(reader.warnings[0])
