"""`python -m tests.trials.broken [--rows N]`: a file of which 37 rows are broken in twelve ways; the rest is saved.

Every broken row must be named with its line and the reason, and every other row be in the catalog.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from itertools import cycle
from pathlib import Path

from tests.benchmarks.texts import make_rows
from tests.trials.catalogs import Catalog

BROKEN = 37
WAYS = {
    "no id": lambda row: {**row, "id": None, "webpage_url": None},
    "an id that is a list": lambda row: {**row, "id": [row["id"]], "webpage_url": None},
    "no title": lambda row: {**row, "title": None},
    "a title that is a number": lambda row: {**row, "title": 7},
    "a private video's placeholder": lambda row: {**row, "title": "[Private video]"},
    "yt-dlp's placeholder": lambda row: {**row, "title": f"youtube video #{row['id']}"},
    "no site": lambda row: (
        {name: value for name, value in row.items() if name != "extractor_key"} | {"webpage_url": None}
    ),
    "a playlist of nothing known": lambda row: {**row, "_type": "playlist", "entries": 5},
    "a list": lambda row: [row],
    "text": lambda row: "ASMR rain",
    "no JSON": lambda row: None,
    "JSON that breaks off": lambda row: None,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        places = write(file, count)
        catalog = Catalog(Path(folder) / "catalog").set_up()
        done = catalog.run("import_videos", "--from-json", file, "-v0", check=False)
        [(saved,)] = catalog.query("SELECT COUNT(*) FROM videos_video")
        [(kept,)] = catalog.query("SELECT COUNT(*) FROM videos_runitem WHERE state = 'failed'")
    named = {int(line) for line in re.findall(r"^failed +\S+rows\.jsonl:(\d+) ", done.stderr, re.MULTILINE)}
    for way, number in Counter(places.values()).items():
        line = next(place for place, its_way in places.items() if its_way == way)
        reason = re.search(rf"^failed +\S+rows\.jsonl:{line}  (.*)$", done.stderr, re.MULTILINE)
        print(f"  {number} × {way:<30} {reason[1] if reason else 'NOT NAMED'}")
    print(f"{count:,} rows, {len(places)} broken in {len(WAYS)} ways: {saved:,} saved, {len(named)} named, {kept} kept")
    print(f"exit {done.returncode}: {done.stderr.splitlines()[-1]}")
    return int(saved != count - len(places) or named != places.keys() or done.returncode != 1)


def write(file: Path, count: int) -> dict[int, str]:
    """Write the rows; returns the way in which each broken line is broken, by its number."""
    places, ways = {}, cycle(WAYS)
    every = count // BROKEN
    with file.open("w", encoding="utf-8") as lines:
        for line, row in enumerate(make_rows(count), start=1):
            text = json.dumps(row)
            if line % every == every // 2 and len(places) < BROKEN:
                way = places[line] = next(ways)
                row = WAYS[way](row)
                text = {"no JSON": "ASMR rain", "JSON that breaks off": text[:60]}.get(way) or json.dumps(row)
            lines.write(f"{text}\n")
    return places


if __name__ == "__main__":
    sys.exit(main())
