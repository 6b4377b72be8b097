"""`python -m tests.trials.recordings DIR`: what the importer makes of recorded answers of real sites, as a table.

DIR holds recordings/ (with expected/, which says what yt-dlp made of each address) and tools/replay_proxy.py. Each
address is imported by `import_videos --details none` into a catalog of its own; what is stored is compared with the
ids, titles and lengths that yt-dlp found.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.trials.catalogs import Catalog

FIRST_WORDS = 100  # characters of a reason


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder = parser.parse_args().folder.resolve()
    command = [sys.executable, folder / "tools" / "replay_proxy.py", folder / "recordings", "--port", "0"]
    proxy = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    wrong = 0
    try:
        options = {
            "proxy": proxy.stdout.readline().split()[-1],
            "nocheckcertificate": True,
            "sleep_interval_requests": 0,
            "retries": 0,
        }
        with tempfile.TemporaryDirectory() as data:
            empty = Catalog(Path(data) / "empty").set_up()
            for path in sorted((folder / "recordings" / "expected").glob("*.json")):
                catalog = Catalog(shutil.copytree(empty.folder, Path(data) / path.stem))
                wrong += try_recording(path, catalog, json.dumps(options))
    finally:
        proxy.terminate()
        proxy.wait()
    print(f"{wrong} of them differ from what yt-dlp found")
    return int(wrong > 0)


def try_recording(path: Path, catalog: Catalog, options: str) -> bool:
    """Import one address and print what became of it; returns whether that differs from what yt-dlp found."""
    recorded = json.loads(path.read_text(encoding="utf-8"))
    catalog.settings["ASMR_YTDLP_OPTIONS"] = options
    done = catalog.run("import_videos", recorded["url"], "--details", "none", check=False)
    stored = catalog.query("SELECT site_id, source_title, duration_seconds, held_reason FROM videos_video")
    expected = expect(recorded)
    difference = compare(stored, expected)
    print(f"{path.stem}  {recorded['url']}")
    print(
        f"  exit {done.returncode}; {len(stored)} stored of {expected.total()} that yt-dlp found; "
        f"{describe_held(stored)}"
    )
    items = catalog.query("SELECT kind, state, trouble, detail, title FROM videos_runitem ORDER BY kind, id")
    for kind, state, trouble, detail, title in shorten(items):
        print(f"    {kind:<8} {state:<9} {trouble:<16} {title[:40]:<40} {detail[:FIRST_WORDS]}".rstrip())
    if difference:
        print(f"  DIFFERS: {difference}")
    return bool(difference)


def expect(recorded: dict) -> Counter:
    """Titles and lengths of what is to be stored. Listings of listings, searches and what has no title give none."""
    info = recorded["info"]
    if info is None or not recorded["url"].startswith("http"):
        return Counter()
    entries = info.get("entries")
    found = [info] if entries is None else [entry for entry in entries if entry and entry.get("ie_key") != "YoutubeTab"]
    titled = [entry for entry in found if not str(entry["title"]).endswith(f"video #{entry['id']}")]
    return Counter(
        (" ".join((entry.get("fulltitle") or entry["title"]).split()), int((entry.get("duration") or 0) + 0.5))
        for entry in titled
    )


def compare(stored: list[tuple], expected: Counter) -> str:
    found = Counter((title, duration or 0) for _, title, duration, _ in stored)
    lacking, surplus = expected - found, found - expected
    return "; ".join(
        f"{word}: {list(rows)[:3]}" for word, rows in (("lacking", lacking), ("too much", surplus)) if rows
    )


def describe_held(stored: list[tuple]) -> str:
    reasons = [reason for *_, reason in stored]
    return (
        ", ".join(f"{reasons.count(reason)} {reason or 'listed'}" for reason in sorted(set(reasons))) or "nothing held"
    )


def shorten(items: list[tuple]) -> list[tuple]:
    """All listings, and of the videos the first of each outcome."""
    seen, kept = set(), []
    for item in items:
        if item[0] == "listing" or item[1:3] not in seen:
            kept.append(item)
        seen.add(item[1:3])
    return kept


if __name__ == "__main__":
    sys.exit(main())
