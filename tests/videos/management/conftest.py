import json
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from videos.importing import starter


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


@pytest.fixture
def small_sample(tmp_path, monkeypatch):
    """Three videos in place of the 575 of the sample catalog."""
    rows = [
        {"id": f"aaaaaaaaa{number:02}", "title": f"ASMR rain {number}", "extractor_key": "Youtube", "channel": "Tent"}
        for number in (1, 2, 3)
    ]
    (tmp_path / "starter.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "creators.json").write_bytes((starter.FOLDER / "creators.json").read_bytes())
    monkeypatch.setattr(starter, "FOLDER", tmp_path)
