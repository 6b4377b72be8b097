"""What a run was asked for: a value that is kept as JSON beside it, so that another process can go on with it."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

TABS = ("videos", "streams", "shorts")
DEFAULT_TABS = ("videos", "streams")
DETAILS = ("none", "new", "stale", "all")


@dataclass(frozen=True)
class RunOptions:
    """`details` says of which listed videos the own pages are read: none, those not read yet, also those read long ago,
    or all. `newest` bounds each channel tab, `limit` each address or all files; None: no bound. `since` leaves out
    what was published before. `creators` and `videos` are primary keys. `marks` tell whether
    files changed meanwhile."""

    urls: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    creators: tuple[int, ...] = ()
    videos: tuple[int, ...] = ()
    tabs: tuple[str, ...] = DEFAULT_TABS
    since: date | None = None
    newest: int | None = None
    limit: int | None = None
    details: str = "new"
    list_all: bool = False
    is_whole: bool = False  # of creators: read their listings to the end, not only what is new

    def as_json(self) -> dict[str, Any]:
        values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return {**values, "since": self.since and self.since.isoformat()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "RunOptions":
        """Read what `as_json` gave; what is missing has its default, what is unknown is of another version and left."""
        known = {field.name for field in fields(cls)}
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        options = cls(**{name: value for name, value in given.items() if name in known})
        return replace(options, since=date.fromisoformat(options.since) if options.since else None)
