"""Info dicts in files: single ones, arrays, JSON lines, playlists with entries, and folders of them."""

import codecs
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videos.importing.fields import clean_line, json_type
from videos.importing.records import MetadataError
from videos.importing.troubles import Trouble

_SUFFIXES = (".json", ".jsonl", ".ndjson")
_LINES_SUFFIXES = (".jsonl", ".ndjson")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MAX_PLAYLIST_DEPTH = 10


@dataclass(frozen=True)
class FoundInfo:
    """An info dict as yt-dlp gave it, where it stood, and the listing it came in (without its entries).

    `trouble` says what keeps people from the video, where the site said so.
    """

    address: str
    info: Mapping[str, Any]
    playlist: Mapping[str, Any] | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class SkippedInfo:
    """Something left out on purpose: no failure. `trouble` says what a listing lacks."""

    address: str
    reason: str
    trouble: Trouble | None = None


Item = FoundInfo | SkippedInfo | MetadataError


def read_files(paths: Iterable[Path]) -> Iterator[Item]:
    """Yield every info dict in the files and folders, in order; what cannot be read is yielded as an error.

    Each has an address: "file.jsonl:12", "file.json:entries[3]". A file's form is found by looking, not by its name.
    JSON lines are read one at a time; any other file is read whole. Nothing is raised.
    """
    for path in paths:
        path = Path(path)
        if path.is_dir():
            yield from _read_folder(path)
        else:
            yield from _read_file(path)


def mark_files(paths: Iterable[Path]) -> tuple[str, ...]:
    """Give for each file its size and time of change, which tell whether it is still the one that was read before.

    A folder stands for the files in it; what is missing has the mark "".
    """
    return tuple(mark for path in paths for mark in _marks(Path(path)))


def count_rows(paths: Iterable[Path]) -> int:
    """Give about how many info dicts there are: one a line of JSON lines, one a file of any other form."""
    files = [file for path in paths for file in (_files_in(Path(path)) if Path(path).is_dir() else [Path(path)])]
    return sum(_count_lines(file) if file.suffix.lower() in _LINES_SUFFIXES and file.is_file() else 1 for file in files)


def _marks(path: Path) -> Iterator[str]:
    for file in _files_in(path) if path.is_dir() else [path]:
        status = file.stat() if file.exists() else None
        yield f"{status.st_size}:{status.st_mtime_ns}" if status else ""


def _count_lines(file: Path) -> int:
    with file.open("rb") as content:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: content.read(1 << 20), b""))


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())


def _read_folder(folder: Path) -> Iterator[Item]:
    files = _files_in(folder)
    if not files:
        yield MetadataError(_name(folder), f"a folder without {', '.join(_SUFFIXES)} files")
    for path in files:
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Item]:
    address = _name(path)
    try:
        if not path.exists():
            yield MetadataError(address, "no such file or folder")
        elif not path.is_file():
            yield MetadataError(address, "neither a file nor a folder")
        elif _holds_lines(path):
            yield from _read_lines(path, address)
        else:
            yield from _read_document(path, address)
    except OSError as error:
        yield MetadataError(address, f"cannot be read: {error.strerror or error}")


def _holds_lines(path: Path) -> bool:
    """Tell JSON lines from one document, which may be spread over lines and broken anywhere.

    Either the first line is JSON by itself and not the only one; or it is broken and a later line is an object by
    itself, which within a document is indented or ends with a comma.
    """
    with path.open("rb") as file:
        lines = (line for line in file if line.strip())
        first = next(lines, b"").removeprefix(codecs.BOM_UTF8)
        if _is_json(first):
            return path.suffix.lower() in _LINES_SUFFIXES or next(lines, None) is not None
        if first.strip() == b"{" or first.lstrip().startswith(b"["):
            return False
        return any(line.startswith(b"{") and _is_json(line) for line in lines)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line.decode())
    except (ValueError, RecursionError):
        return False
    return True


def _read_lines(path: Path, address: str) -> Iterator[Item]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if line.strip():
                yield from _read_text(line, f"{address}:{number}")


def _read_document(path: Path, address: str) -> Iterator[Item]:
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if not content.strip():
        yield MetadataError(address, "an empty file")
    else:
        yield from _read_text(content, address, is_document=True)


def _read_text(content: bytes, address: str, *, is_document: bool = False) -> Iterator[Item]:
    def place(line: int) -> str:
        return f"{address}:{line}" if is_document else address

    try:
        value = json.loads(content.rstrip().decode())
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        encoding = "UTF-16" if content.startswith(_UTF16_MARKS) else "no UTF-8"
        yield MetadataError(place(line), f"{encoding}, where UTF-8 is expected")
    except json.JSONDecodeError as error:
        yield MetadataError(place(error.lineno), _describe(error))
    except RecursionError:
        yield MetadataError(address, "nested too deeply")
    except ValueError as error:  # a number of more digits than Python reads
        yield MetadataError(address, f"not readable as JSON: {error}")
    else:
        yield from _unfold_document(value, address) if is_document else _unfold(value, address)


def _describe(error: json.JSONDecodeError) -> str:
    if not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated string"):
        return f"JSON that breaks off (column {error.colno}): {error.msg}"
    return f"not JSON (column {error.colno}): {error.msg}"


def _unfold_document(value: Any, address: str) -> Iterator[Item]:
    if not isinstance(value, list):
        yield from _unfold(value, address)
    elif not value:
        yield SkippedInfo(address, "an empty list")
    else:
        for index, item in enumerate(value):
            yield from _unfold(item, f"{address}:[{index}]")


def _unfold(value: Any, address: str, *, playlist: Mapping[str, Any] | None = None, depth: int = 0) -> Iterator[Item]:
    if value is None and playlist is not None:
        yield MetadataError(address, "a null entry: the video was not available when the playlist was read")
    elif not isinstance(value, dict):
        yield MetadataError(address, f"{json_type(value)}, not an object")
    elif "entries" not in value and value.get("_type") not in ("playlist", "multi_video"):
        yield FoundInfo(address, value, playlist)
    elif value.get("entries") is None:
        yield SkippedInfo(address, f"a playlist without its entries ({_title(value)})")
    elif not isinstance(value["entries"], list):
        yield MetadataError(address, f"the playlist's entries are {json_type(value['entries'])}, not a list")
    elif not value["entries"]:
        yield SkippedInfo(address, f"empty playlist ({_title(value)})")
    elif depth == _MAX_PLAYLIST_DEPTH:
        yield MetadataError(address, f"playlists within playlists, more than {_MAX_PLAYLIST_DEPTH} deep")
    else:
        listing = {name: item for name, item in value.items() if name != "entries"}
        for index, entry in enumerate(value["entries"]):
            place = f"{address}{'.' if depth else ':'}entries[{index}]"
            yield from _unfold(entry, place, playlist=listing, depth=depth + 1)


def _title(playlist: Mapping[str, Any]) -> str:
    titles = (clean_line(str(playlist.get(name) or ""), max_length=100) for name in ("title", "id"))
    return next(filter(None, titles), "without a title")


def _name(path: Path) -> str:
    """Give the path as text that can be printed, whatever bytes it is made of."""
    return os.fsencode(path).decode(errors="replace")
