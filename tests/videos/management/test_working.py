"""A worker as a process of its own: what ends it, and what becomes of the run it was at."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from tests.trials.catalogs import Catalog
from videos.importing import queue
from videos.importing.options import RunOptions
from videos.management import working
from videos.management.working import keep_working
from videos.models import ImportRun

ROOT = Path(__file__).resolve().parents[3]
ROWS = 20_000  # enough to be in the middle of for some seconds
PATIENCE_SECONDS = 60  # on a busy machine; what is waited for takes a few
REQUEST = (
    "from videos.importing import queue; from videos.importing.options import RunOptions; "
    "queue.request_run('files', RunOptions(files=({!r},)).as_json())"
)


INTERRUPTED = "Interrupted. What was stored stays; the same command goes on where it was."


def interrupt():
    raise KeyboardInterrupt


@pytest.mark.django_db
class TestARunThatAProcessIsToldToDrop:
    @pytest.mark.parametrize(
        ("kind", "command", "failure"),
        [
            ("addresses", ["import_worker"], ""),
            ("addresses", ["import_worker", "--once"], INTERRUPTED),
            ("creators", ["sync_creators", "--watch"], ""),
            ("creators", ["sync_creators", "--due"], INTERRUPTED),
            ("check", ["check_links"], INTERRUPTED),
        ],
    )
    def test_is_left_to_the_next_worker_or_timer(self, run, web, make_creator, make_video, kind, command, failure):
        creator, video = make_creator(site_id="UCaaaaaaaaaaaaaaaaaaaaaa", is_followed=True), make_video()
        address = "https://www.youtube.com/watch?v=aaaaaaaaa01"
        listing = "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa/videos"
        web.update({address: interrupt, listing: interrupt, video.url: interrupt})
        options = {"addresses": {"urls": (address,)}, "creators": {"creators": (creator.pk,)}}
        if kind in options:
            queue.request_run(kind, RunOptions(**options[kind]).as_json())

        said = run(*command)

        assert said.failure == failure
        left = ImportRun.objects.get()
        assert (left.kind, left.state) == (kind, "stopped")
        assert queue.claim_next(worker="another:1") == left

    def test_waits_for_its_person_where_that_person_stopped_it(self, run, web):
        web["https://www.youtube.com/watch?v=aaaaaaaaa01"] = interrupt

        run("import_videos", "https://www.youtube.com/watch?v=aaaaaaaaa01")

        assert ImportRun.objects.get().state == "stopped"
        assert queue.claim_next(worker="another:1") is None


@pytest.mark.django_db
def test_a_worker_waits_for_a_database_that_does_not_answer_for_a_while(monkeypatch):
    answers = [OperationalError("the database system is starting up\n"), None, KeyboardInterrupt()]
    said = []
    reporter = SimpleNamespace(complain=said.append, say=said.append)
    monkeypatch.setattr(working, "WITHOUT_DATABASE_SECONDS", 0)
    monkeypatch.setattr(working, "POLL_SECONDS", 0)

    def feed():
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    keep_working(reporter, feed=feed)

    assert said == [
        "The database does not answer: the database system is starting up. It is asked again.",
        "Told to end. What was at work goes on with the next worker.",
    ]
    assert answers == []


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A database with the vocabulary, to be copied, and a file of videos."""
    catalog = Catalog(tmp_path_factory.mktemp("prepared")).set_up()
    rows = [{"id": f"a{n:010}", "title": f"ASMR rain {n}", "extractor_key": "Youtube"} for n in range(ROWS)]
    (catalog.folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return catalog.folder


@pytest.fixture
def catalog(tmp_path, prepared):
    with sqlite3.connect(prepared / "catalog.sqlite3") as source, sqlite3.connect(tmp_path / "catalog.sqlite3") as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return Catalog(tmp_path)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def begin(catalog):
    """Give begin(*words): a command of `manage.py` that runs, until the test is over at the latest."""
    started = []

    def begin_command(*words):
        file = catalog.folder / f"said{len(started)}"
        with file.open("w") as said:
            command = [sys.executable, ROOT / "manage.py", *map(str, words)]
            process = subprocess.Popen(command, env=catalog.environment, stdout=said, stderr=said)
        process.said = file
        started.append(process)
        return process

    yield begin_command
    for process in started:
        process.kill()
        process.wait()


def wait_for(finds):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = finds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def request_files(catalog, prepared):
    catalog.run("shell", "-c", REQUEST.format(str(prepared / "rows.jsonl")))


def find_progress(catalog):
    return catalog.query("SELECT cursor FROM videos_importrun WHERE cursor > 0")


def find_worker(catalog):
    """The process id of the worker that is signed in."""
    names = catalog.query("SELECT name FROM videos_worker")
    return int(names[0][0].rpartition(":")[2]) if names else None


def is_gone(pid):
    """Whether the process has ended; one that nobody has waited for yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def ask(port, path="/videos/"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.status


def is_serving(port):
    try:
        return ask(port) == 200
    except OSError:
        return False


class TestAWorkerThatIsToldToEnd:
    def test_leaves_its_run_stopped_so_that_it_can_go_on(self, catalog, prepared, begin):
        request_files(catalog, prepared)
        worker = begin("import_worker", "--verbosity", "0")
        wait_for(lambda: find_progress(catalog))

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(PATIENCE_SECONDS) == 0
        [(state, reason, cursor)] = catalog.query("SELECT state, reason, cursor FROM videos_importrun")
        assert (state, reason) == ("stopped", "Interrupted. It can go on with --resume.")
        assert 0 < cursor < ROWS
        assert catalog.query("SELECT COUNT(*) FROM videos_video") == [(cursor,)]
        assert find_worker(catalog) is None
        catalog.run("import_worker", "--once", "--verbosity", "0")
        assert catalog.query("SELECT state, cursor FROM videos_importrun") == [("finished", ROWS)]
        assert catalog.query("SELECT COUNT(*) FROM videos_video") == [(ROWS,)]


LONG_BUSY = """
import os, subprocess, sys, time
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, str(os.getpid())])
    time.sleep(600)
import django
django.setup()
from types import SimpleNamespace
from videos.management import stopping_cleanly
from videos.management.working import keep_working
with stopping_cleanly():
    keep_working(SimpleNamespace(say=print), parent=int(sys.argv[1]), feed=lambda: time.sleep(600))
"""


def test_a_worker_ends_with_its_parent_in_the_middle_of_a_long_pause(catalog):
    script = catalog.folder / "busy.py"
    script.write_text(LONG_BUSY)
    environment = {**catalog.environment, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "asmr_catalog.settings"}
    parent = subprocess.Popen([sys.executable, script], env=environment, stdout=subprocess.DEVNULL)
    wait_for(lambda: find_worker(catalog))

    parent.kill()
    parent.wait()

    wait_for(lambda: find_worker(catalog) is None)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
class TestQuickstartsWorker:
    @pytest.fixture
    def served(self, catalog, prepared, begin, free_port):
        """Give served(*words): quickstart's process, once the catalog answers."""

        def serve(*words):
            process = begin("quickstart", "--no-sample", "--port", free_port, *words)
            wait_for(lambda: is_serving(free_port))
            return process

        return serve

    @pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
    def test_ends_with_the_server(self, catalog, served, sign):
        server = served()
        worker = wait_for(lambda: find_worker(catalog))

        server.send_signal(sign)
        server.wait(PATIENCE_SECONDS)

        wait_for(lambda: is_gone(worker))
        assert find_worker(catalog) is None
        said = server.said.read_text()
        assert "Imports that are requested in the admin are worked on while the catalog is served." in said
        assert "rror" not in said

    def test_works_while_the_catalog_answers_and_drops_its_run_with_the_server(
        self, catalog, prepared, served, free_port
    ):
        server = served()
        worker = wait_for(lambda: find_worker(catalog))
        request_files(catalog, prepared)
        wait_for(lambda: find_progress(catalog))

        answers = [ask(free_port, "/videos/?tag=rain") for _ in range(2)]
        before = catalog.query("SELECT state FROM videos_importrun")
        server.kill()
        server.wait()

        wait_for(lambda: is_gone(worker))
        assert (answers, before) == ([200] * 2, [("running",)])
        assert catalog.query("SELECT state FROM videos_importrun") == [("stopped",)]

    def test_takes_no_end_with_the_server_s_own_processes(self, catalog, served, free_port):
        server = served()
        worker = wait_for(lambda: find_worker(catalog))
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        [first, *_] = [int(pid) for pid in children if int(pid) != worker]

        os.kill(first, signal.SIGKILL)

        wait_for(lambda: is_gone(first))
        wait_for(lambda: is_serving(free_port))
        assert not is_gone(worker)

    def test_is_left_out_when_asked(self, catalog, served):
        server = served("--no-worker")

        assert find_worker(catalog) is None
        assert "Imports that are requested" not in server.said.read_text()
