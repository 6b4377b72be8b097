"""`python -m tests.benchmarks.browse --videos N`: how quick lists and their counts are, beside the naive way.

A made-up catalog of N videos, and one of 10,000 to compare growth with, each in a database of its own: an SQLite file
in a temporary folder, or with `--keep DIR` in DIR, where the next run finds it; with `--database postgresql` in a
server of its own, with `--database URL` in that server, in databases that are made for it and dropped.

Printed are, in ms: the engine (ids of the page, total, and the count of every option) for requests of eleven classes,
the naive Django way for the same requests in the same run, and the ratio of both for each request; the whole page
beside one without options and one that is unchanged; building, catching up, memory.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.__main__ import HERE, find_postgresql, postgresql
from tests.benchmarks.browse_report import describe

FEW = 2  # requests a class that the naive way is asked at a million, where it takes seconds for each
MANY_VIDEOS = 500_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=10_000)
    parser.add_argument("--against", type=int, default=10_000, help="videos of the smaller catalog; 0: leave it out")
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--naive", type=int, help="requests a class that the naive way is asked; 0: leave it out")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of a server")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep SQLite files there, and use those there are")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.naive is None:
        options.naive = FEW if options.videos > MANY_VIDEOS else options.requests
    if options.part:
        import django

        django.setup()
        options.output.write_text(json.dumps(PARTS[options.part](options)))
        return
    sizes = [options.against] if 0 < options.against < options.videos else []
    smaller = None
    with find_databases(options) as find_database:
        for videos in [*sizes, options.videos]:
            figures = measure(options, videos, find_database(videos))
            print("\n".join(describe(videos, figures, smaller)), flush=True)
            smaller = figures


def measure(options: argparse.Namespace, videos: int, environment: dict[str, str]) -> dict:
    """Each part in a process of its own: Django is set up for one database, and memory is that of one index."""
    figures = {}
    for part in PARTS:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "figures.json"
            arguments = ["--videos", videos, "--requests", options.requests, "--naive", options.naive]
            command = [sys.executable, "-m", "tests.benchmarks.browse", *arguments, "--part", part, "--output", output]
            subprocess.run(list(map(str, command)), check=True, cwd=HERE, env=environment)
            figures |= json.loads(output.read_text())
    return figures


def fill(options: argparse.Namespace) -> dict:
    """Make the catalog, unless a whole one is there: the last thing written is the number of the last video."""
    from django.core.management import call_command

    from tests.synthetic.catalog import SyntheticCatalog
    from tests.synthetic.storing import read_tag_kinds, store_catalog, unwatched
    from videos.models import Video

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    if not Video.objects.exists():
        call_command("load_vocabulary", verbosity=0)
        with unwatched():
            store_catalog(SyntheticCatalog(read_tag_kinds(), count=options.videos))
    return {"fill": time.perf_counter() - start, "is_short": options.videos > 200_000}


def run_speed(options: argparse.Namespace) -> dict:
    from tests.benchmarks.browse_measuring import measure_speed

    return measure_speed(options.requests, options.naive)


def run_memory(options: argparse.Namespace) -> dict:
    from tests.benchmarks.browse_measuring import measure_memory

    return measure_memory(options.requests)


PARTS: dict[str, Callable[[argparse.Namespace], dict]] = {"fill": fill, "memory": run_memory, "speed": run_speed}


@contextmanager
def find_databases(options: argparse.Namespace) -> Iterator[Callable[[int], dict[str, str]]]:
    """Gives a function from a number of videos to the environment of a process that works on its database."""
    with tempfile.TemporaryDirectory() as folder:
        if options.database == "sqlite":
            kept = options.keep or Path(folder)
            yield lambda videos: make_environment("", make_folder(kept / f"{videos}-videos"))
            return
        if options.database != "postgresql":
            with made_databases(options.database) as make:
                yield lambda videos: make_environment(make(videos), Path(folder))
            return
        binaries = find_postgresql()
        if binaries is None:
            raise SystemExit("PostgreSQL is not installed")
        with postgresql(binaries) as url, made_databases(url) as make:
            yield lambda videos: make_environment(make(videos), Path(folder))


def make_environment(url: str, folder: Path) -> dict[str, str]:
    here = {"DJANGO_SETTINGS_MODULE": "asmr_catalog.settings", "DATABASE_URL": url, "ASMR_DATA_DIR": str(folder)}
    return {**os.environ, **here}


def make_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def made_databases(url: str) -> Iterator[Callable[[int], str]]:
    """Gives a function that makes a database in the server and tells its URL; afterwards they are gone."""
    names = []
    server = psycopg2.connect(url)
    server.autocommit = True

    def make(videos: int) -> str:
        name = f"asmr_benchmark_{os.getpid()}_{videos}"
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        names.append(name)
        return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

    try:
        yield make
    finally:
        with server.cursor() as cursor:
            for name in names:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


if __name__ == "__main__":
    main()
