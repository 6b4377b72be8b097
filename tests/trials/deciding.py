"""`python -m tests.trials.deciding [--videos N]`: fifty suggestions decided by keyboard in Chromium, with a clock.

A made-up catalog of N videos, gunicorn as a site runs it, and a curator in the review: accept, reject, skip, another
tag, undo, one key after the other until fifty more are decided. Printed are the time from a key to the next item on the
screen, the server's own time for these answers by its log, and how many pages were loaded meanwhile. The catalog is an
SQLite file in a temporary folder, or with `--keep DIR` in DIR, which the next run and `tests.benchmarks.desk` find.
"""

import argparse
import itertools
import os
import shlex
import statistics
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.browse import fill, make_environment
from tests.benchmarks.desk import REVIEW, add_suggestions
from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.trials.catalogs import ROOT, Catalog
from tests.trials.serving import serve

PATH = f"{REVIEW}?class=harm"  # beyond the held videos, which have other keys
COUNT = 50
KEYS = {"accept": "a", "reject": "x", "skip": "s", "change": "c", "undo": "u"}
ANSWERS = ("accept", "accept", "reject", "skip", "change", "accept", "reject", "skip", "undo", "accept")
DECIDED = {"skip": 0, "undo": -1}  # suggestions less; of other answers one
# By the browser's own clock; after a frame and a task the item is painted.
WATCH = """() => {
  let pressed;
  window.waits = [];
  addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
  const note = () => requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - pressed)));
  new MutationObserver(note).observe(document.getElementById("queue"), { childList: true });
}"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=100_000)
    parser.add_argument("--suggestions", type=int, default=900, help="so many more than the catalog has")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the SQLite file there, and use one that is there"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        catalog = Catalog((options.keep or Path(folder)) / f"{options.videos}-videos")
        os.environ.update(make_environment("", catalog.folder))
        django.setup()
        return measure(options, catalog, Path(folder) / "requests.log")


def measure(options: argparse.Namespace, catalog: Catalog, log: Path) -> int:
    from videos.models import TagDecision, Video

    fill(options)
    add_suggestions(options.suggestions)
    waiting = TagDecision.objects.filter(kind="suggested")
    before = waiting.count()
    load = f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()}"
    print(f"{Video.objects.count():,} videos, {before:,} suggestions wait; {load}", flush=True)
    as_deployed = ["--config", ROOT / "deploy" / "gunicorn.conf.py"]
    logging = ["--access-logfile", log, "--access-logformat", "%(m)s %(D)s"]  # method, microseconds
    catalog.settings["GUNICORN_CMD_ARGS"] = shlex.join(map(str, [*as_deployed, *logging]))
    session = sign_in()
    with log.with_name("server.log").open("w") as output:
        address, server = serve(catalog, output)
        try:
            waits, pages = decide(address, session)
        finally:
            server.terminate()
            server.wait()
    own = [int(time) / 1000 for method, time in map(str.split, log.read_text().splitlines()) if method == "POST"]
    decided = before - waiting.count()
    print(f"{decided} decided with {len(waits)} answers, pages loaded meanwhile: {pages}")
    print(f"  from a key to the next item on the screen: {describe(waits)}")
    print(f"  the server's own time for an answer:       {describe(own)}")
    return int((decided, pages, len(own)) != (COUNT, 0, len(waits)))


def sign_in() -> str:
    """The key of a curator's session."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    curator, _ = get_user_model().objects.get_or_create(username="benchmark", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(curator)
    return client.cookies["sessionid"].value


def decide(address: str, session: str) -> tuple[list[float], int]:
    """Decide fifty suggestions; returns the milliseconds that each answer took, and how many pages were loaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium() or "not installed", args=ARGUMENTS)
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(PATH)
        page.evaluate(WATCH)
        pages = []
        page.on("request", lambda request: request.resource_type == "document" and pages.append(request.url))
        answers, decided = itertools.cycle(ANSWERS), 0
        for number in itertools.count(1):
            answer = next(answers)
            press(page, answer)
            page.wait_for_function("count => waits.length === count", arg=number)
            decided += DECIDED.get(answer, 1)
            if decided == COUNT:
                break
        waits = page.evaluate("waits")
        browser.close()
    return waits, len(pages)


def press(page: Page, answer: str) -> None:
    page.keyboard.press(KEYS[answer])
    if answer == "change":
        page.keyboard.type("Whispered")
        page.keyboard.press("Enter")


def describe(times: list[float]) -> str:
    return f"median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
