"""What browsing costs, measured in a process of its own over the database that Django is set up for."""

import gc
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import get_resolver

from tests.benchmarks import browse_engine as engine
from tests.benchmarks.browse_requests import Request, make_requests
from tests.oracles.answers import Answer
from tests.oracles.naive import naive_search
from videos.models import Tag, TaggedVideo, Video

SEED = 17
REPEATS = 3  # of each request, one round after the other; its time is their median
PAGES = 66  # requests whose whole page is measured
CHANGED, ROUNDS = 100, 3
SERVED = 44  # pages, by a forked process


def measure_speed(count: int, naive_per_class: int) -> dict:
    """Times in ms. The engine is asked for all requests in rounds, in one of them beside the naive way."""
    engine.build()
    requests = make_requests(count, seed=SEED)
    first = [_time(engine.page_and_counts, request.query_string)[0] for request in requests]
    rounds = [[_time(engine.page_and_counts, request.query_string)[0] for request in requests] for _ in range(REPEATS)]
    taken: dict[str, int] = {}
    rows, different = [], []
    for place, request in enumerate(requests):
        row = {
            "kind": request.kind,
            "has_words": request.has_words,
            "first": first[place],
            "engine": statistics.median(times[place] for times in rounds),
        }
        if taken.setdefault(request.kind, 0) < naive_per_class:
            taken[request.kind] += 1
            row["beside"], ours = _time(engine.page_and_counts, request.query_string)
            row["naive"], theirs = _time(naive_search, request.query_string)
            if not request.has_words and not _agree(request, ours, theirs):
                different.append(request.query_string)
        rows.append(row)
    load = {"load": os.getloadavg()[0], "processors": os.cpu_count()}
    return {"requests": rows, "different": different, **load, **measure_pages(requests), **measure_catching_up()}


def measure_pages(requests: list[Request]) -> dict:
    """Whole pages through the middleware, in this process, gzipped: in ms; with and without options, and unchanged."""
    fetch = Browser()
    paths = [f"/videos/?{request.query_string}".rstrip("?") for request in requests[:PAGES]]
    whole, bare, unchanged, sizes = [], [], [], []
    for is_warm in (False, True):
        for path in paths:
            time_whole, (status, headers, body) = _time(fetch, path)
            with engine.empty_panel():
                time_bare, _ = _time(fetch, path)
            if is_warm and status == 200:
                whole.append(time_whole)
                bare.append(time_bare)
                sizes.append(len(body))
                if "ETag" in headers:
                    time_unchanged, (status, _, _) = _time(fetch, path, etag=headers["ETag"])
                    if status == 304:
                        unchanged.append(time_unchanged)
    return {"whole": whole, "bare": bare, "unchanged": unchanged, "sizes": sizes}


def measure_catching_up() -> dict:
    """Ms until the index knows of changes of 100 videos: another length and one tag more, and back again."""
    chance = random.Random(SEED)
    tag = Tag.objects.get(slug="tapping")
    times = []
    for _ in range(ROUNDS):
        pks = chance.sample(range(1, Video.objects.count() + 1), CHANGED)
        tagged = set(
            TaggedVideo.objects.filter(tag=tag, content_object__in=pks).values_list("content_object", flat=True)
        )
        lengths = dict(Video.objects.filter(pk__in=pks).values_list("pk", "duration_seconds"))
        with transaction.atomic():
            added = [TaggedVideo(content_object_id=pk, tag=tag, source="curator") for pk in pks if pk not in tagged]
            added = TaggedVideo.objects.bulk_create(added)
            for pk in pks:
                Video.objects.filter(pk=pk).update(duration_seconds=chance.randrange(60, 9000))
        times.append(_time(engine.catch_up)[0])
        with transaction.atomic():
            TaggedVideo.objects.filter(pk__in=[row.pk for row in added]).delete()
            for pk, seconds in lengths.items():
                Video.objects.filter(pk=pk).update(duration_seconds=seconds)
        times.append(_time(engine.catch_up)[0])
    return {"catch_up": times}


def measure_memory(count: int) -> dict:
    """MB that the index adds to this fresh process, and that a process forked from it has for itself; build in s."""
    fetch = Browser()
    get_resolver().url_patterns  # noqa: B018 - loads all that pages need
    Video.objects.first()
    gc.collect()
    before = _resident()
    seconds = _time(engine.build)[0] / 1000
    gc.collect()
    after = _resident()
    requests = make_requests(count, seed=SEED)
    for request in requests:
        engine.page_and_counts(request.query_string)
    used = _resident()
    gc.collect()
    gc.freeze()  # as a server that forks does
    connection.close()
    private = _in_fork(lambda: _serve(fetch, requests[:SERVED]))
    added, grown = ({name: state[name] - before[name] for name in before} for state in (after, used))
    return {"build": seconds, "added": added, "used": grown, "private": private}


class Browser:
    """Asks the site as its server does, without one: gives status, headers and body."""

    def __init__(self):
        self._application = get_wsgi_application()
        self._factory = RequestFactory(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="gzip")

    def __call__(self, path: str, *, etag: str = "") -> tuple[int, dict[str, str], bytes]:
        environment = self._factory.get(path, **({"HTTP_IF_NONE_MATCH": etag} if etag else {})).environ
        answer = {}

        def start(status, headers, *_):
            answer.update(status=int(status.split()[0]), headers=dict(headers))

        response = self._application(environment, start)
        body = b"".join(response)
        response.close()
        return answer["status"], answer["headers"], body


def _agree(request: Request, ours: Answer, theirs: Answer) -> bool:
    """Whether page, total and every count are the same; each way has a random order of its own."""
    is_random = "sort=random" in request.query_string
    has_same_counts = all(getattr(ours.counts, name) == counts for name, counts in vars(theirs.counts).items())
    return ours.total == theirs.total and has_same_counts and (is_random or ours.ids == theirs.ids)


def _time(act: Callable, *arguments, **named):
    start = time.perf_counter()
    result = act(*arguments, **named)
    return (time.perf_counter() - start) * 1000, result


def _resident() -> dict[str, float]:
    """MB of this process: all of it, and without files, which all processes share."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(lines[name].split()[0]) / 1000 for name in ("VmRSS", "RssAnon")}


def _serve(fetch: Browser, requests: list[Request]) -> float:
    for request in requests:
        fetch(f"/videos/?{request.query_string}")
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Private_Dirty:"))) / 1000


def _in_fork(act: Callable[[], float]) -> float:
    """What `act` gives in a forked process."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(writing, str(act()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as answer:
        return float(answer.read())
