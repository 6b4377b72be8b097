"""What a list of videos says, whoever computed it: what is compared."""

from dataclasses import dataclass

LENGTHS = ("-10", "10-20", "20-60", "60-", "180-")  # minutes, the ranges that a list offers
MOST_CREATORS = 12  # offered besides the chosen ones


@dataclass(frozen=True)
class Counts:
    """How many videos each choice would leave, by slug, code, year or range."""

    tags: dict[str, int]  # every public tag
    groups: dict[str, int]  # every group that has one
    lengths: dict[str, int]  # each of LENGTHS
    years: dict[int, int]  # only those with videos
    languages: dict[str, int]  # those with videos, and the chosen ones
    creators: dict[str, int]  # the 12 with most videos, and the chosen ones


@dataclass(frozen=True)
class Answer:
    """`ids` in the filter's order: all of them, or those of the page, as the one who answers says."""

    ids: tuple[int, ...]
    total: int
    hidden: int  # found, but taken out by the never-list
    counts: Counts
