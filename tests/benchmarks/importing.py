"""`python -m tests.benchmarks.importing [COUNT]`: how long an import takes, and which share of it is tagging.

20,000 new rows into an empty SQLite catalog in a temporary folder, then the same rows again. On one core.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

COUNT = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=COUNT, help="rows to import")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "asmr_catalog.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'catalog.sqlite3'}",
            "ASMR_DATA_DIR": folder,
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("load_vocabulary", verbosity=0)
        measure(count)


def measure(count: int) -> None:
    from tests.benchmarks.texts import make_rows
    from videos.importing.files import FoundInfo
    from videos.importing.intake import Import

    found = [FoundInfo(row["webpage_url"], row) for row in make_rows(count)]
    seconds = {"tagging": 0.0}
    for name in ("new", "again"):
        run = Import.begin()
        run.judge.examine(next(iter_videos(found)))  # compiles the vocabulary
        watch(run, seconds)
        seconds["tagging"] = 0.0
        start = time.perf_counter()
        outcomes = sum(1 for _ in run.store_all(found))
        whole = time.perf_counter() - start
        counts = ", ".join(f"{run.counts[state]:,} {state}" for state in ("created", "updated", "unchanged", "failed"))
        print(
            f"{name:<6} {outcomes:,} rows in {whole:.1f} s, {outcomes / whole:,.0f} a second ({counts}); "
            f"tagging {seconds['tagging']:.1f} s, {seconds['tagging'] / whole:.1%} of it"
        )


def iter_videos(found):
    from videos.models import Video

    yield from (Video(source_title=item.info["title"], description=item.info["description"]) for item in found)


def watch(run, seconds: dict[str, float]) -> None:
    """Count the time that this run's judge spends on examining."""
    examine = run.judge.examine

    def examine_timed(video):
        start = time.perf_counter()
        try:
            return examine(video)
        finally:
            seconds["tagging"] += time.perf_counter() - start

    object.__setattr__(run.judge, "examine", examine_timed)


if __name__ == "__main__":
    main()
