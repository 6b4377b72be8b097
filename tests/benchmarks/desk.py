"""`python -m tests.benchmarks.desk --videos N`: how quick the curators' queues answer, on a made-up catalog.

The whole request through the middleware, signed in, in this process: the queue's page, a decision that is answered
with what comes next, as the page's script sends it, and an undo. Printed are medians in ms, by the clock and of the
processor, the slowest, and how many queries each took. The catalog is an SQLite file in a temporary folder, or with
`--keep DIR` in DIR, which the next run finds. `--suggestions K` adds so many suggestions of three tags.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.__main__ import HERE
from tests.benchmarks.browse import fill, make_environment, make_folder

REVIEW, ABSENCES = "/admin/desk/review/", "/admin/desk/absences/"
PLACE = re.compile(r'name="place" value="([^"]+)"')
FRAGMENT = {"X-Fragment": "queue"}


@dataclass(frozen=True)
class Answer:
    wall: float  # ms
    processor: float  # ms of this process, whoever else is at work on the machine
    queries: int
    text: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=50)
    parser.add_argument("--suggestions", type=int, default=0, help="so many more than the catalog has")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the SQLite file there, and use one that is there"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        import django

        django.setup()
        for line in measure(options):
            print(line, flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = make_environment("", make_folder((options.keep or Path(folder)) / f"{options.videos}-videos"))
        command = [sys.executable, "-m", "tests.benchmarks.desk", *sys.argv[1:], "--here"]
        subprocess.run(command, check=True, cwd=HERE, env=environment)


def measure(options: argparse.Namespace) -> Iterator[str]:
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.test.utils import setup_test_environment

    from videos.browsing.index.current import current_index
    from videos.models import TagDecision, Video

    fill(options)
    add_suggestions(options.suggestions)
    setup_test_environment()
    curator, _ = get_user_model().objects.get_or_create(username="benchmark", is_superuser=True, is_staff=True)
    client = Client(raise_request_exception=True)
    client.force_login(curator)
    current_index()
    waiting = TagDecision.objects.filter(kind="suggested").count()
    load = f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()}"
    yield f"{Video.objects.count():,} videos, {waiting:,} suggestions wait; {load}"
    for name, path, answers in (
        ("review", f"{REVIEW}", ("keep",)),
        ("review by class", f"{REVIEW}?class=harm", ("accept", "reject")),
        ("absences", f"{ABSENCES}?tag=mouth-sounds", ("none",)),
    ):
        yield describe(f"{name}: page", [ask(client.get, path) for _ in range(21)][1:])
        yield describe(f"{name}: decision", decide(client, path, answers, options.decisions))
    undone = decide(client, f"{REVIEW}?class=harm", ("accept", "undo"), options.decisions)[1::2]
    yield describe("review: undo", undone)


def add_suggestions(count: int) -> None:
    from videos.models import Tag, TagDecision, Video

    tags = list(Tag.objects.filter(slug__in=["loud-sudden", "mouth-sounds", "tapping"]))
    missing = count - TagDecision.objects.filter(evidence="benchmark").count()
    videos = Video.objects.order_by("pk").values_list("pk", flat=True)[: max(missing, 0) // len(tags)]
    rows = [
        TagDecision(video_id=pk, tag=tag, kind="suggested", source="automatic", evidence="benchmark", confidence=0.5)
        for pk in videos
        for tag in tags
    ]
    TagDecision.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)


def decide(client, path: str, answers: tuple[str, ...], count: int) -> list[Answer]:
    """Answer what is asked, and what is asked then, and so on."""
    [text] = PLACE.findall(client.get(path).content.decode())[:1]
    taken = []
    for number in range(count):
        data = {"place": text, "answer": answers[number % len(answers)]}
        taken.append(ask(client.post, path, data, headers=FRAGMENT))
        text = PLACE.search(taken[-1].text)[1]
    return taken


def ask(method, path: str, *arguments, **options) -> Answer:
    from django.db import connection

    queries = []

    def count(execute, sql, parameters, many, context):
        queries.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(count):
        start = time.perf_counter(), time.process_time()
        answer = method(path, *arguments, **options)
        wall, processor = time.perf_counter() - start[0], time.process_time() - start[1]
    assert answer.status_code == 200, answer
    return Answer(wall * 1000, processor * 1000, len(queries), answer.content.decode())


def describe(name: str, answers: list[Answer]) -> str:
    wall, processor = (statistics.median(getattr(one, kind) for one in answers) for kind in ("wall", "processor"))
    slowest, queries = max(one.wall for one in answers), sorted({one.queries for one in answers})
    return (
        f"{name:26} median {wall:6.1f} ms ({processor:5.1f} ms of the processor), slowest {slowest:6.1f} ms,"
        f" queries {', '.join(map(str, queries))}"
    )


if __name__ == "__main__":
    main()
