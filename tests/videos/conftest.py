"""What the tests of importing and of its commands share: recorded answers of the sites, info dicts."""

import json
import subprocess
import sys
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from videos.importing import ytdlp
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.importing.troubles import Trouble


@pytest.fixture(scope="module")
def replay(shared_folder):
    """Options that make yt-dlp's own extractors meet recorded answers of the sites."""
    command = [sys.executable, shared_folder / "tools" / "replay_proxy.py", shared_folder / "recordings", "--port", "0"]
    proxy = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = proxy.stdout.readline().split()[-1]
        yield {"proxy": address, "nocheckcertificate": True, "sleep_interval_requests": 0}
    finally:
        proxy.terminate()
        proxy.wait()
        proxy.stdout.close()


@pytest.fixture(scope="module")
def expected(shared_folder):
    def _expected(name):
        return json.loads((shared_folder / "recordings" / "expected" / f"{name}.json").read_text(encoding="utf-8"))

    return _expected


@pytest.fixture
def run_import(db):
    """Give run_import(*items, **options): the outcomes of one import of info dicts, or of what `files` yields."""

    def run(*items, **options):
        found = [
            FoundInfo(f"found.jsonl:{line}", item) if isinstance(item, dict) else item
            for line, item in enumerate(items, start=1)
        ]
        return list(Import.begin(**options).store_all(found))

    return run


@pytest.fixture
def make_info():
    """Give make_info(number, **changes): an info dict of YouTube's, recognised as ASMR by its title."""

    def make(number=1, **changes):
        info = {"id": f"aaaaaaaaa{number:02}", "title": f"ASMR rain {number}", "extractor_key": "Youtube"}
        return {**info, **changes}

    return make


class FakeWeb(dict):
    """Addresses with what stands there, as `ytdlp.fetch` yields it; `asked` keeps (address, limit) of each request."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def fetch(self, url, *, options, limit=None):
        self.asked.append((url, limit))
        answer = self.get(url, [ytdlp.FetchError(url, "nothing here", Trouble.OTHER)])
        yield from (answer() if callable(answer) else answer)[:limit]

    def video(self, info, trouble=None):
        """What a video's own page gives."""
        return [FoundInfo(_address(info), {"description": "", **info}, None, trouble)]

    def listing(self, *infos, **playlist):
        """What a channel's tab or a playlist gives: thin entries, which come with what is known of the listing."""
        listing = {"_type": "playlist", "extractor_key": "YoutubeTab", "title": "Quiet Tent - Videos", **playlist}
        return [FoundInfo(_address(info), {**info, "_type": "url", "url": _address(info)}, listing) for info in infos]


def _address(info):
    return f"https://www.youtube.com/watch?v={info['id']}"


@pytest.fixture
def web(monkeypatch, settings):
    """A web in which every address stands alone; nobody waits between two requests."""
    web = FakeWeb()
    settings.ASMR_IMPORT_PAUSE_SECONDS = 0
    monkeypatch.setattr(ytdlp, "fetch", web.fetch)
    return web


@pytest.fixture
def write(tmp_path):
    """Give write(*lines, name=…): a file of JSON lines; a line that is text stands as it is."""

    def write_lines(*lines, name="found.jsonl"):
        path = tmp_path / name
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return write_lines


@pytest.fixture
def run():
    """Give run(command, *arguments): its lines on both streams, and what it failed with (blank: it did not)."""

    def run_command(*arguments, **options):
        out, err, failure = StringIO(), StringIO(), ""
        try:
            call_command(*map(str, arguments), stdout=out, stderr=err, no_color=True, **options)
        except CommandError as error:
            failure = str(error)
        return SimpleNamespace(out=out.getvalue().splitlines(), err=err.getvalue().splitlines(), failure=failure)

    return run_command
