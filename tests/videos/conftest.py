"""What the tests of importing and of its commands share: recorded answers of the sites, info dicts."""

import json
import subprocess
import sys

import pytest


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
def make_info():
    """Give make_info(number, **changes): an info dict of YouTube's, recognised as ASMR by its title."""

    def make(number=1, **changes):
        info = {"id": f"aaaaaaaaa{number:02}", "title": f"ASMR rain {number}", "extractor_key": "Youtube"}
        return {**info, **changes}

    return make
