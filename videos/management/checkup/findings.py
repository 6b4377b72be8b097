"""One line of a checkup."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    LOOK = "look"  # works, and a person may want to know
    MEND = "MEND"  # needs a person


@dataclass(frozen=True)
class Finding:
    """`words` say what is so and, where something is to be done, how."""

    level: Level
    topic: str
    words: str
