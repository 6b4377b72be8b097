"""`python -m tests.trials.serving [--rows N] [--requests N]`: the site's pages while an import writes, on SQLite.

The sample catalog, gunicorn as a site runs it, an import of N rows, meanwhile N requests one after the other: lists,
filters, searches, videos' and creators' pages, and now and then somebody signs in, which writes.
"""

import argparse
import http.cookiejar
import itertools
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

from tests.benchmarks.texts import make_rows
from tests.trials.catalogs import ROOT, Catalog

SIGN_IN_EVERY = 50  # requests
PASSWORD = "only-for-this-trial"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        with file.open("w", encoding="utf-8") as rows:
            rows.writelines(json.dumps(row) + "\n" for row in make_rows(options.rows))
        catalog = Catalog(Path(folder) / "catalog")
        catalog.run("quickstart", "--no-serve")
        make_admin(catalog)
        log = Path(folder) / "server.log"
        with log.open("w") as output:
            address, server = serve(catalog, output)
            try:
                return measure(catalog, address, file, options.requests, log)
            finally:
                server.terminate()
                server.wait()


def make_admin(catalog: Catalog) -> None:
    command = [sys.executable, ROOT / "manage.py", "createsuperuser", "--noinput", "--username", "admin", "--email", ""]
    environment = {**catalog.environment, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def serve(catalog: Catalog, output) -> tuple[str, subprocess.Popen]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "asmr_catalog.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    server = subprocess.Popen(
        [*command, "--threads", "4", "--no-control-socket"], cwd=ROOT, env=catalog.environment, stderr=output
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address).close()
            break
        except OSError:
            time.sleep(0.1)
    return address, server


def measure(catalog: Catalog, address: str, file: Path, count: int, log: Path) -> int:
    paths = itertools.cycle(choose_paths(catalog))
    quiet = [request(address + next(paths)) for _ in range(60)]
    [(before,)] = catalog.query("SELECT COUNT(*) FROM videos_video")
    start = time.monotonic()
    importing = catalog.start("import_videos", "--from-json", file)
    while importing.poll() is None and catalog.query("SELECT COUNT(*) FROM videos_video")[0][0] == before:
        time.sleep(0.05)
    answers, sign_ins, meanwhile = [], [], 0
    for number in range(count):
        is_write = number % SIGN_IN_EVERY == SIGN_IN_EVERY - 1
        if is_write:
            sign_ins.append(sign_in(address))
        else:
            answers.append(request(address + next(paths)))
        meanwhile += importing.poll() is None
        time.sleep(0.01)
    code = importing.wait()
    seconds = time.monotonic() - start
    [(after,)] = catalog.query("SELECT COUNT(*) FROM videos_video")
    statuses = Counter(status for status, _ in (*answers, *sign_ins))
    print(f"import: {after - before:,} new videos in {seconds:.1f} s, exit {code}")
    print(f"requests: {count}, {meanwhile} of them while the import ran; answers {dict(statuses)}")
    print(f"  before the import: {describe(quiet)}")
    print(f"  while it ran:      {describe(answers)}")
    if sign_ins:
        print(f"  signing in, which writes and waits for its turn: {describe(sign_ins)}")
    locked = log.read_text().count("database is locked")
    print(f"  'database is locked' in the server's log: {locked}")
    return int(set(statuses) != {200} or locked > 0 or code != 0)


def choose_paths(catalog: Catalog) -> list[str]:
    videos = catalog.query("SELECT id FROM videos_video WHERE listing_state = 'listed' ORDER BY id LIMIT 20")
    creators = catalog.query("SELECT slug FROM creators_creator ORDER BY id LIMIT 5")
    lists = ["/", "/videos/", "/videos/?tag=tapping&not=mouth-sounds", "/videos/?q=rain", "/videos/?page=3", "/tags/"]
    pages = [f"/videos/{pk}/" for (pk,) in videos]
    own = [f"/creators/{urllib.parse.quote(slug)}/" for (slug,) in creators]
    paths = [path for pair in zip(lists * 4, pages, strict=False) for path in pair] + own
    return [path for path in paths if path]


def request(url: str, opener=urllib.request.build_opener(), data: bytes | None = None) -> tuple[int, float]:  # noqa: B008
    start = time.perf_counter()
    try:
        with opener.open(url, data, timeout=60) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    return status, time.perf_counter() - start


def sign_in(address: str) -> tuple[int, float]:
    """Sign in as a person does; returns the status and time of the answer to the form, the admin's first page."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    url = f"{address}/admin/login/?next=/admin/"
    with opener.open(url) as page:
        token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.read())[1].decode()
    form = {"username": "admin", "password": PASSWORD, "csrfmiddlewaretoken": token, "next": "/admin/"}
    return request(url, opener, urllib.parse.urlencode(form).encode())


def describe(answers: list[tuple[int, float]]) -> str:
    times = sorted(seconds * 1000 for _, seconds in answers)
    return f"median {statistics.median(times):.0f} ms, slowest {times[-1]:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
