"""A vocabulary's files in one ZIP file: packed, and unpacked with care, for a stranger may have made it. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import yaml

from videos.vocabulary.definitions import Vocabulary
from videos.vocabulary.parser import VocabularyError, parse_vocabulary, read_vocabulary
from videos.vocabulary.shapes import SETTINGS_FILE

MOST_BYTES = 5_000_000  # of the ZIP file; ours has 100,000
MOST_MEMBERS = 200
MOST_UNPACKED = 10_000_000  # bytes of all files together; ours have 600,000
DEEPEST = 20  # lists and mappings within one another; ours have six
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def pack(files: Mapping[str, str]) -> bytes:
    """Return the files as a ZIP file. Equal files give equal bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(ZipInfo(f"vocabulary/{name}"), text, compress_type=ZIP_DEFLATED)
    return packed.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the vocabulary's files in a ZIP file, by their names; they may lie in one folder, other files are let be.

    Raises VocabularyError for what is none, is too big, or would unfold to more than it says.
    """
    if len(data) > MOST_BYTES:
        raise VocabularyError([f"The file has more than {MOST_BYTES // 1_000_000} MB: that is no vocabulary."])
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read_members(archive)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise VocabularyError([f"This is no ZIP file that can be read: {error}"]) from error


def read_shared(folder: Path) -> Vocabulary:
    """Return the vocabulary that another site wrote into `folder`. Raises VocabularyError."""
    check_safe(
        {
            path.name: path.read_bytes()
            for path in [folder / SETTINGS_FILE, *folder.glob("tags/*.yaml")]
            if path.is_file()
        }
    )
    return read_vocabulary(folder)


def parse_packed(data: bytes) -> Vocabulary:
    """Return the vocabulary in a ZIP file. Raises VocabularyError."""
    contents = unpack(data)
    check_safe(contents)
    return parse_vocabulary(contents)


def check_safe(contents: Mapping[str, bytes]) -> None:
    """Raise VocabularyError where a file's YAML could unfold to much more than it is, is too deep, or has a NUL."""
    problems = [problem for name, content in contents.items() if (problem := _find_danger(name, content))]
    if problems:
        raise VocabularyError(problems)


def _read_members(archive: ZipFile) -> dict[str, bytes]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise VocabularyError([f"There are more than {MOST_MEMBERS} files in it: that is no vocabulary."])
    settings = [member for member in members if PurePosixPath(member.filename).name == SETTINGS_FILE]
    if not settings:
        raise VocabularyError([f"There is no {SETTINGS_FILE} in it."])
    folder = min((PurePosixPath(member.filename).parent for member in settings), key=lambda path: len(path.parts))
    left = MOST_UNPACKED
    contents: dict[str, bytes] = {}
    for member in sorted(members, key=lambda member: member.filename):
        path = PurePosixPath(member.filename)
        is_tags = path.parent == folder / "tags" and path.suffix == ".yaml"
        if path != folder / SETTINGS_FILE and not is_tags:
            continue
        with archive.open(member) as file:
            # What its head says of its size may be wrong.
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise VocabularyError([f"Its files have more than {MOST_UNPACKED // 1_000_000} MB: that is no vocabulary."])
        contents[path.relative_to(folder).as_posix()] = content
    return contents


def _find_danger(name: str, content: bytes) -> str | None:
    depth = 0
    try:
        for event in yaml.parse(content, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                return f"{name}, line {event.start_mark.line + 1}: aliases (*{event.anchor}) are not taken"
            if isinstance(event, yaml.ScalarEvent) and "\0" in event.value:
                return f"{name}, line {event.start_mark.line + 1}: has a character that no text has"
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return f"{name}, line {event.start_mark.line + 1}: is nested more than {DEEPEST} deep"
    except (yaml.YAMLError, UnicodeDecodeError):
        return None  # the parser says what is wrong, with its line
    return None
