"""`python -m tests.benchmarks.importing`: how quick an import is, beside a plain one, and what memory it takes.

On SQLite, and on a PostgreSQL of its own where one is installed; in temporary folders, which are gone afterwards:

* rows a second of new rows, and of the same rows again
* rows a second of a plain import in the same run: get_or_create and set, row by row, with the same tagger
* the process's memory after 10,000 rows of one import and after 200,000 (SQLite only)
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.__main__ import HERE, find_postgresql, postgresql

COUNT, PLAIN_COUNT = 20_000, 4_000
SMALL_COUNT, LARGE_COUNT = 10_000, 200_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=COUNT, help="rows of our import")
    parser.add_argument("--plain", type=int, default=PLAIN_COUNT, help="rows of the plain import")
    parser.add_argument("--small", type=int, default=SMALL_COUNT, help="rows after which memory is looked at first")
    parser.add_argument("--large", type=int, default=LARGE_COUNT, help="rows after which it is again; 0: leave it out")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="leave the other database out")
    parser.add_argument("--part", choices=["speed", "memory"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        run_part(options)
        return
    if options.only != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            start_part("speed", f"sqlite:///{Path(folder) / 'catalog.sqlite3'}", folder)
        if options.large:
            with tempfile.TemporaryDirectory() as folder:
                start_part("memory", f"sqlite:///{Path(folder) / 'catalog.sqlite3'}", folder)
    if options.only != "sqlite":
        binaries = find_postgresql()
        if binaries is None:
            print("PostgreSQL is not installed: left out")
            return
        with postgresql(binaries) as url, tempfile.TemporaryDirectory() as folder:
            start_part("speed", url, folder)


def start_part(part: str, url: str, folder: str) -> None:
    """In a process of its own: Django is set up for one database, and memory is that of one import."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "asmr_catalog.settings",
        "DATABASE_URL": url,
        "ASMR_DATA_DIR": folder,
    }
    command = [sys.executable, "-m", "tests.benchmarks.importing", *sys.argv[1:], "--part", part]
    subprocess.run(command, check=True, cwd=HERE, env=environment)


def run_part(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_vocabulary", verbosity=0)
    if options.part == "speed":
        measure_speed(options.count, options.plain)
    else:
        measure_memory(options.small, options.large)


def measure_speed(count: int, plain_count: int) -> None:
    from django.db import connection

    print(connection.display_name)
    rows = [*find_rows(count)]
    new, again = import_ours(rows), import_ours(rows)
    plain_rows = [*find_rows(plain_count, prefix="plain")]
    plain_new, plain_again = import_plainly(plain_rows), import_plainly(plain_rows)
    print(f"  new rows     {new:7,.0f} a second; plainly {plain_new:5,.0f}: {new / plain_new:5.1f} times as quick")
    print(
        f"  same again   {again:7,.0f} a second; plainly {plain_again:5,.0f}: {again / plain_again:5.1f} times as quick"
    )
    print(f"  same again / new rows: {again / new:.1f}", flush=True)


def measure_memory(small: int, large: int) -> None:
    from videos.importing.intake import Import

    run = Import.begin()
    with timed() as seconds:
        outcomes = run.store_all(find_rows(large))
        for done, _ in enumerate(outcomes, start=1):
            if done == small:
                before = read_memory()
    after = read_memory()
    print(
        f"  memory at {small:,} rows {before:.0f} MB, at {large:,} rows {after:.0f} MB: {after - before:+.0f} MB; "
        f"{large / seconds[0]:,.0f} rows a second, the last steps of the import included",
        flush=True,
    )


def import_ours(rows: list) -> float:
    """Rows a second, with all that an import does at its end."""
    from videos.importing.intake import Import

    run = Import.begin()
    warm_up(run.judge)
    with timed() as seconds:
        for _ in run.store_all(rows):
            pass
    expect(run.counts["created"] + run.counts["unchanged"], len(rows))
    return len(rows) / seconds[0]


def import_plainly(rows: list) -> float:
    """Rows a second: what a straightforward importer does for each row, in a transaction."""
    from django.db import transaction

    from creators.models import Creator
    from videos.curation.judging import load_judge
    from videos.importing.records import read_info
    from videos.models import Video

    judge = load_judge()
    warm_up(judge)
    with timed() as seconds:
        for item in rows:
            record = read_info(item.info, address=item.address)
            with transaction.atomic():
                creator, _ = Creator.objects.get_or_create(
                    site=record.creator.site,
                    site_id=record.creator.site_id,
                    defaults={"source_name": record.creator.name},
                )
                video, _ = Video.objects.get_or_create(
                    site=record.site,
                    site_id=record.site_id,
                    defaults={"url": record.url, "source_title": record.title, "creator": creator},
                )
                video.source_title = record.title
                video.description = record.description
                video.duration_seconds = record.duration_seconds
                video.creator = creator
                examination = judge.examine(video)
                judge.set_listing(video, examination)
                video.save()
                store_tags(video, examination.findings, judge.graph.tags)
    return len(rows) / seconds[0]


def store_tags(video, findings, tags) -> None:
    """One by one, those that are published; what was found once and is no more stays, which is less work."""
    from videos.models import Source, TaggedVideo

    for finding in findings:
        if finding.state == "present" and finding.status == "publish":
            TaggedVideo.objects.get_or_create(
                content_object=video,
                tag=tags[finding.tag],
                defaults={
                    "source": Source.AUTOMATIC,
                    "zone": finding.zone,
                    "evidence": finding.evidence,
                    "confidence": finding.confidence,
                },
            )


def find_rows(count: int, *, prefix: str = ""):
    from tests.benchmarks.texts import make_rows
    from videos.importing.files import FoundInfo

    for row in make_rows(count):
        if prefix:
            row |= {"id": row["id"].replace("bench", prefix), "channel_id": row["channel_id"].replace("bench", prefix)}
        yield FoundInfo(row["webpage_url"], row)


def warm_up(judge) -> None:
    """Compile the vocabulary and load the detector of languages."""
    from videos.models import Video

    for item in find_rows(50):
        judge.examine(Video(source_title=item.info["title"], description=item.info["description"]))


@contextmanager
def timed():
    """Gives a list that holds the seconds afterwards."""
    seconds: list[float] = []
    start = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - start)


def read_memory() -> float:
    """Resident memory of this process in MB, without files: SQLite maps 128 MB of its own, which anybody may have."""
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("RssAnon:"))
    return int(kilobytes) / 1_000


def expect(found: int, wanted: int) -> None:
    if found != wanted:
        raise SystemExit(f"{found:,} rows were stored, {wanted:,} expected")


if __name__ == "__main__":
    main()
