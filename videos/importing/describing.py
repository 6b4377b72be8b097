"""What a run was asked for, in plain words."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from creators.models import Creator
from videos.importing.options import RunOptions
from videos.models import ImportRun, RunKind

DETAILS_WORDS = {
    "none": "No video's own page is read: titles and lengths come from the listings alone.",
    "new": "Of videos never read before, their own pages are read.",
    "stale": "Of videos never read before or read long ago, their own pages are read.",
    "all": "Of all videos, their own pages are read again.",
}


def name_first_creators(runs: Iterable[ImportRun]) -> dict[int, str]:
    """The names that `name_request` needs for these runs, by primary key. One query."""
    firsts = {keys[0] for run in runs if (keys := RunOptions.from_json(run.options).creators)}
    return {creator.pk: creator.shown_name for creator in Creator.objects.filter(pk__in=firsts)}


def name_request(run: ImportRun, names: Mapping[int, str]) -> str:
    """One line that tells the run from others: the first thing it was asked for, and how many more."""
    options = RunOptions.from_json(run.options)
    match run.kind:
        case RunKind.ADDRESSES:
            return _first_of([_without_scheme(url) for url in options.urls], "address", "addresses")
        case RunKind.FILES:
            return _first_of([Path(file).name for file in options.files], "file", "files")
        case RunKind.CREATORS:
            first = [names.get(key, "a creator who is no longer there") for key in options.creators[:1]]
            return f"Channel of {_first_of([*first, *options.creators[1:]], 'creator', 'creators')}"
        case RunKind.CHANNEL:
            return f"What the site says of {_first_of([_without_scheme(url) for url in options.urls], 'one', 'more')}"
    return f"Whether {_counted(len(options.videos), 'video', 'videos')} can still be seen"


def list_conditions(run: ImportRun) -> list[str]:
    """A sentence for each thing that was asked for beside addresses, files or creators. Empty for a check."""
    options = RunOptions.from_json(run.options)
    told = []
    if run.kind in (RunKind.ADDRESSES, RunKind.CREATORS):
        told += [f"Tabs of channels: {', '.join(options.tabs)}.", DETAILS_WORDS[options.details]]
    if options.newest:
        told.append(f"Of each tab the newest {options.newest:,} at most.")
    if options.limit:
        told.append(f"Of each address, or of all files, {options.limit:,} at most.")
    if options.since:
        told.append(f"Only what was published since {options.since:%-d %B %Y}.")
    if options.is_whole:
        told.append("Listings are read to their end, not only what is new in them.")
    if options.list_all:
        told.append("Videos that show no sign of ASMR are listed too.")
    return told


def _first_of(things: list, one: str, many: str) -> str:
    if not things:
        return f"no {many}"
    rest = len(things) - 1
    return f"{things[0]} and {_counted(rest, f'more {one}', f'more {many}')}" if rest else things[0]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _without_scheme(url: str) -> str:
    return url.partition("://")[2] or url
