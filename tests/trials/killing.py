"""`python -m tests.trials.killing [--kills N] [--rows N]`: imports killed with `kill -9` and started again.

Once over files, once over a fake site: each is killed at N random moments, and the same command given again after each.
In the end every table must hold what an undisturbed import left.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.texts import make_rows
from tests.trials.catalogs import Catalog
from tests.trials.fake_site import CHANNELS

SITE = ("-m", "tests.trials.fake_site")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--rows", type=int, default=6000, help="rows of the file")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in _rows(options.rows)), encoding="utf-8")
        ways = {
            "files": ({}, ("import_videos", "--from-json", file)),
            "a site": ({"module": SITE}, CHANNELS),
        }
        differences = 0
        for name, (how, command) in ways.items():
            differences += try_way(name, how, command, Path(folder) / name, kills=options.kills, chance=chance)
    return 1 if differences else 0


def try_way(name, how, command, folder: Path, *, kills: int, chance: random.Random) -> int:
    """Import undisturbed and then killed; prints what became of it and returns how many rows differ."""
    undisturbed = Catalog(folder / "undisturbed").set_up()
    start = time.monotonic()
    undisturbed.start(*command, **how).wait()
    seconds = time.monotonic() - start
    print(f"{name}: undisturbed in {seconds:.1f} s")
    disturbed = Catalog(folder / "disturbed").set_up()
    whole = measure_progress(undisturbed)
    for share in sorted(chance.uniform(0, 0.95) for _ in range(kills)):
        process = disturbed.start(*command, **how)
        while process.poll() is None and measure_progress(disturbed) < share * whole:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.2))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        [(stored,)] = disturbed.query("SELECT COUNT(*) FROM videos_video")
        [(run, cursor)] = disturbed.query("SELECT id, cursor FROM videos_importrun")
        print(f"  killed at {measure_progress(disturbed) / whole:4.0%}: {stored:5} videos, import {run}, row {cursor}")
    disturbed.start(*command, **how).wait()
    return compare(undisturbed, disturbed)


def measure_progress(catalog: Catalog) -> int:
    """Stored videos and settled items."""
    [(count,)] = catalog.query(
        "SELECT (SELECT COUNT(*) FROM videos_video) + (SELECT COUNT(*) FROM videos_runitem WHERE state <> 'waiting')"
    )
    return count


def compare(undisturbed: Catalog, disturbed: Catalog) -> int:
    expected, found = undisturbed.dump(), disturbed.dump()
    different = 0
    for table, rows in expected.items():
        only = sorted(set(rows) ^ set(found[table]))
        different += len(only) or abs(len(rows) - len(found[table]))
        print(f"  {table:<24} {len(rows):6} rows, {'equal' if rows == found[table] else f'{len(only)} DIFFER'}")
        for row in only[:3]:
            print(f"      {'-' if row in rows else '+'} {row[:300]}")
    return different


def _rows(count: int):
    """Rows of the benchmark, and every fiftieth once more with other values: of those the first is right."""
    for number, row in enumerate(make_rows(count)):
        yield row
        if number % 50 == 49:
            yield {**row, "title": f"{row['title']} again", "duration": 61, "description": "Tapping."}


if __name__ == "__main__":
    sys.exit(main())
