"""`python -m tests.benchmarks.bulk --videos N`: how quick one edit of very many videos is, from preview to undo.

In the made-up catalog that `tests.benchmarks.browse` measures, in a database of its own; `--database` and `--keep` are
that benchmark's. A tag is added to everything that a filter finds, through the curators' own pages; printed are
the seconds of each step, and whether the counts of the next page and the rows after the undo are right.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.__main__ import HERE
from tests.benchmarks.browse import find_databases

LIST = "/admin/desk/videos/"
ADDED = "journaling"  # the tag; next to no video has it
MOST_SECONDS = 5  # for preview and change together


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=100_000)
    parser.add_argument("--matching", type=int, default=20_000, help="videos that the edit is for, about")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of a server")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep SQLite files there, and use those there are")
    parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        import django

        django.setup()
        measure(options.matching)
        return
    with find_databases(options) as find_database, tempfile.TemporaryDirectory() as folder:
        environment = find_database(options.videos)
        fill = ["tests.benchmarks.browse", "--part", "fill", "--output", f"{folder}/filled.json"]
        for module, *arguments in (fill, ["tests.benchmarks.bulk", "--part", "--matching", str(options.matching)]):
            command = [sys.executable, "-m", module, "--videos", str(options.videos), *arguments]
            subprocess.run(command, check=True, cwd=HERE, env=environment)
        print(f"filled in {json.loads(Path(folder, 'filled.json').read_text())['fill']:.0f} s")
