"""What a value in the query string may look like: text in, one canonical value out."""

import re
from dataclasses import dataclass

SORTS = ("newest", "oldest", "longest", "shortest", "most-viewed", "best", "random")

MAX_PAGE = 10_000
MAX_SLUG_LENGTH = 120  # as a creator's may have
MAX_WORDS_LENGTH = 200
# Ten weeks: beyond any video, and in seconds still a small integer for every database.
MAX_LENGTH_MINUTES = 100_000
# Wide enough for any video, narrow enough that the first day of the next year is always a date.
YEARS = range(1900, 3000)

# Controls, lone surrogates and what is no character break databases, URLs and XML; invisible marks make two slugs look
# alike.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_RANGE = re.compile(r"([0-9]{0,6})-([0-9]{0,6})")
_YEAR = re.compile(r"[0-9]{4}")
_PAGE = re.compile(r"[0-9]+")
_SEEDED = re.compile(r"random-([0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` to `end`; None is an open end. Whether `end` belongs to it is for the parameter to say."""

    start: int | None = None
    end: int | None = None

    def __str__(self):
        """The range as the query string writes it: `20-60`, `60-`, `-20`, `2019`."""
        if self.start is not None and self.start == self.end:
            return str(self.start)
        return f"{'' if self.start is None else self.start}-{'' if self.end is None else self.end}"


def clean(text: str) -> str:
    """Give the text on one line, without control characters; every run of white space is one space."""
    return " ".join(_UNWANTED.sub("", text).split())


def slug(text: str) -> str:
    """Give the text as slugs are compared: lower case, "-" for white space and commas, at most 120 characters."""
    return "-".join(clean(text.replace(",", " ")).lower().split())[:MAX_SLUG_LENGTH]


def words(text: str) -> str:
    """Give the search words on one line, at most 200 characters."""
    return clean(text)[:MAX_WORDS_LENGTH].rstrip()


def parse_length(text: str) -> Range | None:
    """Read minutes: `20-60`, `60-`, `-20`. None limits nothing (`0-`). Raises ValueError for anything else."""
    return canonical_length(_parse_range(text))


def parse_year(text: str) -> Range | None:
    """Read years: `2019-2021`, `2019-`, `-2021`, `2019`. Raises ValueError for anything else."""
    if _YEAR.fullmatch(text):
        return canonical_year(Range(int(text), int(text)))
    return canonical_year(_parse_range(text))


def parse_page(text: str) -> int:
    """Read a page number, brought into 1 to 10,000. Raises ValueError if it is not a whole number."""
    if not _PAGE.fullmatch(text):
        raise ValueError(f"page={text}: expected a whole number")
    # int() refuses thousands of digits; one digit more than the last page has says enough.
    return canonical_page(int(text.lstrip("0")[: len(str(MAX_PAGE)) + 1] or 0))


def canonical_length(length: Range | None) -> Range | None:
    """Give the range of minutes, end excluded; None if it limits nothing. Raises ValueError if it is impossible."""
    if length is None:
        return None
    start, end = length.start, length.end
    if start == 0:
        start = None
    if start is not None and not 0 < start <= MAX_LENGTH_MINUTES:
        raise ValueError(f"length={length}: expected minutes up to {MAX_LENGTH_MINUTES}")
    if end is not None and not (start or 0) < end <= MAX_LENGTH_MINUTES:
        raise ValueError(f"length={length}: expected an end above the start, up to {MAX_LENGTH_MINUTES} minutes")
    return None if start is end is None else Range(start, end)


def canonical_year(year: Range | None) -> Range | None:
    """Give the range of years, both ends included; None if it limits nothing. Raises ValueError if it is impossible."""
    if year is None or year == Range():
        return None
    if any(end is not None and end not in YEARS for end in (year.start, year.end)):
        raise ValueError(f"year={year}: expected years from {YEARS.start} to {YEARS.stop - 1}")
    if year.start is not None and year.end is not None and year.end < year.start:
        raise ValueError(f"year={year}: expected the earlier year first")
    return year


def canonical_sort(text: str) -> str:
    """Give the sort order, a random seed without leading zeros. Raises ValueError if there is no such order."""
    sort = clean(text).lower()
    if seeded := _SEEDED.fullmatch(sort):
        return f"random-{int(seeded[1])}"
    if sort not in SORTS:
        raise ValueError(f"sort={sort}: expected one of {', '.join(SORTS)}, random-12345678")
    return sort


def canonical_page(page: int) -> int:
    """Give the page number, brought into 1 to 10,000."""
    return min(max(page, 1), MAX_PAGE)


def length_label(length: Range) -> str:
    """Say a range of minutes in words."""
    if length.end is None:
        return f"{length.start} min or longer"
    return f"under {length.end} min" if length.start is None else f"{length.start}–{length.end} min"


def year_label(year: Range) -> str:
    """Say a range of years in words."""
    if year.start == year.end:
        return str(year.start)
    if year.end is None:
        return f"since {year.start}"
    return f"until {year.end}" if year.start is None else f"{year.start}–{year.end}"


def _parse_range(text):
    match = _RANGE.fullmatch(text)
    if match is None or text == "-":
        raise ValueError(f"{text}: expected a range such as 20-60, 60- or -20")
    return Range(*(int(end) if end else None for end in match.groups()))
