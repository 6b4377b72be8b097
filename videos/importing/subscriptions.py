"""Lists of channels as people have them: pasted lines, CSV of YouTube Takeout, exports of NewPipe, FreeTube, OPML."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from videos.importing.addresses import ChannelAddress, parse_channel, why_no_channel
from videos.importing.fields import clean_line

_MAX_NAME_LENGTH = 300
_MAX_SHOWN_LENGTH = 80
_DELIMITERS = ",;\t"
_REMARK = re.compile(r"(^|\s)#.*")


@dataclass(frozen=True)
class Subscription:
    """A channel of the list; `name` is its title there, "" where the list gives none."""

    place: str  # "line 7"; of documents without lines "entry 7"
    address: ChannelAddress
    name: str = ""


@dataclass(frozen=True)
class BadLine:
    """A line that names no channel, and why in plain words."""

    place: str
    text: str
    reason: str


class NoListError(ValueError):
    """The file as a whole cannot be read; the text says why."""


def read_subscriptions(content: bytes) -> Iterator[Subscription | BadLine]:
    """Yield each channel of the list in its order, and each line that names none.

    Blank lines, remarks (#) and the header of a CSV are skipped. Of a CSV's cells the one with a channel's id counts,
    else the one with an address; the last is the title. Raises NoListError for what is no text and for broken XML.
    """
    text = _decode(content)
    if text.lstrip().startswith("<"):
        yield from _read_outlines(text)
    elif text.lstrip().startswith("{"):
        yield from _read_exports(text)
    else:
        yield from _read_lines(text.splitlines())


def _decode(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NoListError(f"line {line}: no UTF-8; save it as UTF-8 text or CSV") from error
    if "\0" in text:
        raise NoListError("no text but something binary; expected lines, CSV, JSON or OPML")
    return text


def _read_lines(lines: list[str]) -> Iterator[Subscription | BadLine]:
    is_first = True
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = _read_line(line, place=f"line {number}")
        if not (is_first and isinstance(item, BadLine) and _is_header(line, lines[number:])):
            yield item
        is_first = False


def _read_line(line: str, *, place: str) -> Subscription | BadLine:
    if address := parse_channel(_REMARK.sub("", line)):
        return Subscription(place, address)
    for cells in map(_split(line), _DELIMITERS):
        channels = [(cell, address) for cell in cells if (address := parse_channel(cell))]
        if channels:
            # A title may look like a channel ("@rain"), an id may not look like anything else.
            cell, address = next((found for found in channels if found[1].site_id), channels[0])
            title = "" if cells[-1] == cell else cells[-1]
            return Subscription(place, address, clean_line(title, max_length=_MAX_NAME_LENGTH))
    first_cell = next(filter(str.strip, _split(line)(",")), line)
    return BadLine(place, _shorten(line), why_no_channel(_REMARK.sub("", first_cell)))


def _split(line: str):
    """Give a function from a delimiter to the line's cells, each line by itself: a stray quote spoils one, not all."""
    return lambda delimiter: next(csv.reader([line], delimiter=delimiter), [line])


def _is_header(line: str, following: list[str]) -> bool:
    """Tell whether `line` names columns, in whatever language: as many as the next line has, and that has an id."""
    following_line = next((line for line in following if line.strip()), "")
    for delimiter in _DELIMITERS:
        names, cells = _split(line)(delimiter), _split(following_line)(delimiter)
        if len(names) > 1 and len(names) == len(cells):
            return any(address.site_id for address in map(parse_channel, cells) if address)
    return False


def _read_exports(text: str) -> Iterator[Subscription | BadLine]:
    """Read {"subscriptions": [{"url" or "id", "name"}, …]}: one document (NewPipe) or one on each line (FreeTube)."""
    try:
        documents = [json.loads(text)]
    except ValueError:
        documents = [_read_json(line) for line in text.splitlines() if line.strip()]
    number = 0
    for document in documents:
        entries = document.get("subscriptions") if isinstance(document, dict) else None
        if not isinstance(entries, list):
            raise NoListError('JSON without a list of "subscriptions"')
        for entry in entries:
            number += 1
            yield _read_entry(entry if isinstance(entry, dict) else {}, place=f"entry {number}")


def _read_json(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NoListError(f"JSON that cannot be read: {error}") from error


def _read_outlines(text: str) -> Iterator[Subscription | BadLine]:
    """Read OPML, as feed readers export it; its folders have no address."""
    try:
        outlines = ElementTree.fromstring(text.strip()).iter("outline")
    except ElementTree.ParseError as error:
        raise NoListError(f"XML that cannot be read: {error}") from error
    entries = [{"url": outline.get("xmlUrl"), "name": outline.get("title")} for outline in outlines]
    for number, entry in enumerate((entry for entry in entries if entry["url"]), start=1):
        yield _read_entry(entry, place=f"entry {number}")


def _read_entry(entry: Mapping[str, Any], *, place: str) -> Subscription | BadLine:
    text = next((value for value in (entry.get("url"), entry.get("id")) if isinstance(value, str)), "")
    name = entry.get("name") if isinstance(entry.get("name"), str) else ""
    address = parse_channel(text)
    if address is None:
        return BadLine(place, _shorten(text or name), why_no_channel(text))
    return Subscription(place, address, clean_line(name, max_length=_MAX_NAME_LENGTH))


def _shorten(text: str) -> str:
    return clean_line(text, max_length=_MAX_SHOWN_LENGTH)
