"""All videos of a filter as lines of text, one a video: CSV with a heading, or JSON lines."""

import csv
import json
from collections.abc import Iterator
from typing import Protocol

from videos.browsing.describing import describe_video
from videos.browsing.picking import iterate_videos
from videos.browsing.search import SearchResult
from videos.models import Video

# The columns of CSV. Several slugs stand in one cell with ";" between; an empty cell is unknown, or none.
COLUMNS = (
    "id",
    "title",
    "url",
    "page",
    "site",
    "site_id",
    "creator_slug",
    "creator_name",
    "creator_url",
    "duration_seconds",
    "published_at",
    "published_precision",
    "language",
    "tags",
    "cautions",
    "known_absent",
    "suggested",
    "view_count",
    "counts_read_at",
)
SLUG_COLUMNS = ("tags", "cautions", "known_absent", "suggested")


class TextFile(Protocol):
    def write(self, text: str): ...


def write_jsonl(result: SearchResult, file: TextFile) -> int:
    """Write one JSON object a line, as the API describes a video; `page` is a path. Gives their number."""
    number = 0
    for number, described in enumerate(_describe_all(result), start=1):  # noqa: B007
        file.write(json.dumps(described, ensure_ascii=False) + "\n")
    return number


def write_csv(result: SearchResult, file: TextFile) -> int:
    """Write CSV of the columns above. Texts stand as they are, whatever a spreadsheet makes of them. Gives the number.

    Nothing is put before a title that begins with "=": what is read back is what the catalog holds.
    """
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(COLUMNS)
    number = 0
    for number, described in enumerate(_describe_all(result), start=1):  # noqa: B007
        rows.writerow(_make_row(described))
    return number


FORMATS = {"csv": write_csv, "jsonl": write_jsonl}


def find_faults(result: SearchResult) -> list[str]:
    """What of the filter that was asked for, and of the never-list, means nothing here, each in words."""
    things = {"never": "tag", "never-creator": "creator"}
    return [
        *(f"{name}={value} was not understood" for name, value in result.filter.ignored),
        *(f"{name}={slug} is nothing in this catalog" for name, slug in result.unknown),
        *(f"{name}={slug} is no {things[name]} of this catalog" for name, slug in result.unknown_never),
    ]


def _describe_all(result: SearchResult) -> Iterator[dict]:
    for video in iterate_videos(result, Video.objects.for_page()):
        yield describe_video(video, result.graph, address=str)


def _make_row(described: dict) -> list:
    creator = described["creator"] or {}
    flat = {
        **described,
        **{f"creator_{key}": creator.get(key) for key in ("slug", "name", "url")},
        **{column: ";".join(tag["slug"] for tag in described[column]) for column in SLUG_COLUMNS},
    }
    return [flat[column] for column in COLUMNS]
