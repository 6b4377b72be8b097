"""Typed readers of an info dict's fields: what cannot be read is None, and said in a warning."""

import math
import re
import reprlib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

# What neither PostgreSQL nor an XML feed can hold: control characters but tab and line break, lone surrogates.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CERTAIN_ENTITY = re.compile(r"&(amp|quot|#0?39);")
_ENTITY_CHARACTER = {"amp": "&", "quot": '"', "#39": "'", "#039": "'"}
_PLAIN_DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_MAX_URL_LENGTH = 1000
_EARLIEST = datetime(2005, 1, 1, tzinfo=UTC)  # No site read here is older than YouTube.
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)  # clocks and time zones differ


def clean_line(text: str, *, max_length: int) -> str:
    """Give the text as one storable line: white space folded, certain HTML entities resolved; "" if nothing shows."""
    line = " ".join(_UNSTORABLE.sub("", text).split())
    line = _CERTAIN_ENTITY.sub(lambda match: _ENTITY_CHARACTER[match[1]], line)[:max_length].rstrip()
    is_visible = any(unicodedata.category(character)[0] not in "CMZ" for character in line)
    return line if is_visible else ""


def clean_block(text: str, *, max_length: int) -> str:
    """Give the text storable, its lines kept, without white space around it."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n")).strip()[:max_length].rstrip()


def web_address(value: Any) -> str | None:
    """Give the value if it is an http(s) address with a host, without a login, that fits the catalog, else None."""
    return _web_address(value) if isinstance(value, str) and len(value) <= _MAX_URL_LENGTH else None


@lru_cache(maxsize=1024)  # every video of a channel names it several times
def _web_address(value: str) -> str | None:
    if _UNSTORABLE.search(value):
        return None
    address = value.strip()
    if any(character.isspace() for character in address):
        return None
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and has_host else None


class Fields:
    """Reads one info dict and collects warnings that name field and value."""

    def __init__(self, info: Mapping[str, Any]):
        self._info = info
        self.warnings: list[str] = []

    def warn(self, name: str, problem: str) -> None:
        """Note that the field's value was not taken as it stands, and why."""
        self.warnings.append(f"{name}: {reprlib.repr(self._info.get(name))} {problem}")

    def check_characters(self, name: str, text: str) -> None:
        """Note that some of the field's characters cannot be stored."""
        if _UNSTORABLE.search(text):
            self.warn(name, "holds NUL bytes or other characters that cannot be stored; they are left out")

    def line(self, name: str, *, max_length: int) -> str | None:
        """Read a one-line text; None if it is missing, empty or no text."""
        text = self._text(name)
        return None if text is None else clean_line(text, max_length=max_length) or None

    def block(self, name: str, *, max_length: int) -> str | None:
        """Read a text of several lines; "" is known to be empty."""
        text = self._text(name)
        if text is None:
            return None
        if len(text) > max_length:
            self.warn(name, f"is cut to {max_length:,} of its {len(text):,} characters")
        return clean_block(text, max_length=max_length)

    def lines(self, name: str, *, max_count: int, max_length: int) -> tuple[str, ...] | None:
        """Read a list of one-line texts without repetitions; () is known to be empty."""
        value = self._info.get(name)
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            self.warn(name, "is not a list")
            return None
        texts = [clean_line(item, max_length=max_length) for item in value if isinstance(item, str)]
        if len(texts) < len(value):
            self.warn(name, "holds something that is not text")
        return tuple(dict.fromkeys(filter(None, texts)))[:max_count]

    def whole_number(self, name: str, *, lowest: int = 0, highest: int) -> int | None:
        """Read a number, halves rounded up; digits in a text count; outside the bounds it is unknown."""
        value = self._info.get(name)
        if value is None:
            return None
        number = as_number(value)
        if number is None:
            self.warn(name, "is not a number")
            return None
        rounded = math.floor(number + 0.5)
        if number < lowest or not lowest <= rounded <= highest:
            self.warn(name, f"is not between {lowest} and {highest}")
            return None
        return rounded

    def word(self, name: str, *, known: frozenset[str]) -> str | None:
        """Read one of a set of known words."""
        value = self._info.get(name)
        if value is None:
            return None
        if isinstance(value, str) and value in known:
            return value
        self.warn(name, "is not a known value")
        return None

    def truth(self, name: str) -> bool | None:
        """Read a yes or no."""
        value = self._info.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.warn(name, "is neither true nor false")
        return None

    def language(self, name: str) -> str | None:
        """Read the language of a tag such as "pt-BR", without its regional form: "pt". "und" is unknown."""
        value = self._info.get(name)
        if value is None or value in ("", "und"):
            return None
        tag = value.replace("_", "-") if isinstance(value, str) else ""
        if _LANGUAGE.fullmatch(tag):
            return tag.split("-")[0].lower()
        self.warn(name, "is not a language")
        return None

    def moment(self, name: str, *, now: datetime | None, ahead: timedelta = ONE_DAY) -> datetime | None:
        """Read seconds since 1970 as UTC; before 2005 or more than `ahead` after `now` is unknown."""
        value = self._info.get(name)
        if value is None:
            return None
        seconds = as_number(value)
        if seconds is None:
            self.warn(name, "is not a time")
            return None
        latest = _latest(now, ahead)
        if not _EARLIEST.timestamp() <= seconds <= latest.timestamp():
            self.warn(name, _not_between(latest))
            return None
        return datetime.fromtimestamp(math.floor(seconds), tz=UTC)

    def day(self, name: str, *, now: datetime | None) -> datetime | None:
        """Read YYYYMMDD as the start of that day in UTC, within the bounds of `moment`."""
        value = self._info.get(name)
        if value is None:
            return None
        try:
            day = datetime.strptime(_eight_digits(value), "%Y%m%d").replace(tzinfo=UTC)
        except ValueError:
            self.warn(name, "is not a date")
            return None
        latest = _latest(now)
        if not _EARLIEST <= day <= latest:
            self.warn(name, _not_between(latest))
            return None
        return day

    def _text(self, name: str) -> str | None:
        value = self._info.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.warn(name, "is not text")
            return None
        self.check_characters(name, value)
        return value


def as_number(value: Any) -> int | float | None:
    """Give a finite number or the number a text of plain digits says, else None (True and False are no numbers)."""
    if isinstance(value, str):
        digits = value.strip()
        return int(digits) if _PLAIN_DIGITS.fullmatch(digits) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # An integer beyond the floats is as impossible as infinity.
    return value if abs(value) < 1e300 else None


def json_type(value: Any) -> str:
    """Name a JSON value's type for a message: "null", "a list" …"""
    names = {bool: "true or false", str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return "null" if value is None else names.get(type(value), type(value).__name__)


def _eight_digits(value: Any) -> str:
    digits = str(value)
    if isinstance(value, bool) or not isinstance(value, str | int) or not re.fullmatch("[0-9]{8}", digits):
        raise ValueError(digits)
    return digits


def _latest(now: datetime | None, ahead: timedelta = ONE_DAY) -> datetime:
    return _LATEST if now is None else now + ahead


def _not_between(latest: datetime) -> str:
    return f"is not between {_EARLIEST:%Y-%m-%d} and {latest:%Y-%m-%d}"
