import json

import pytest

from videos.importing import starter


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch):
    """A worker lets go of old connections between two runs; the one of a test holds its transaction."""
    monkeypatch.setattr("videos.management.working.close_old_connections", lambda: None)


@pytest.fixture
def small_sample(tmp_path, monkeypatch):
    """Three videos in place of the 575 of the sample catalog."""
    rows = [
        {"id": f"aaaaaaaaa{number:02}", "title": f"ASMR rain {number}", "extractor_key": "Youtube", "channel": "Tent"}
        for number in (1, 2, 3)
    ]
    (tmp_path / "starter.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for name in ("creators.json", "collection.json"):
        (tmp_path / name).write_bytes((starter.FOLDER / name).read_bytes())
    monkeypatch.setattr(starter, "FOLDER", tmp_path)
