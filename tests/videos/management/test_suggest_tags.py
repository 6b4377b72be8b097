"""Without the fixture `db`: a query would be an error."""

import json

import pytest

ROW = {"id": "p01", "title": "ASMR tapping, no talking", "description": "", "duration": 3600, "language": "en"}


def test_text_shows_each_tag_with_its_reason(run, write):
    quiet = {**ROW, "id": "p02", "title": "A quiet evening", "duration": None}

    said = run("suggest_tags", "--from-json", write(ROW, quiet))

    assert said.out[0] == "p01  ASMR tapping, no talking"
    assert "    tapping  publish 0.95, title: “tapping”" in said.out
    assert said.out[-1] == "p02  A quiet evening  (shows no sign of ASMR)"
    assert (said.err, said.failure) == ([], "")


def test_jsonl_is_a_line_a_video_with_exactly_these_keys(run, write):
    said = run("suggest_tags", "--from-json", write(ROW, {**ROW, "id": "p02"}), "--format", "jsonl")

    first, second = map(json.loads, said.out)
    assert (list(first), first["id"], second["id"]) == (["id", "recognised", "tags"], "p01", "p02")
    assert first["recognised"] is True
    assert {tuple(tag) for tag in first["tags"]} == {("slug", "state", "status", "confidence", "zone", "evidence")}
    assert next(tag for tag in first["tags"] if tag["slug"] == "tapping") == {
        "slug": "tapping", "state": "present", "status": "publish", "confidence": 0.95, "zone": "title",
        "evidence": "tapping",
    }  # fmt: skip


def test_jsonl_tells_declared_absence_and_keeps_letters_as_they_are(run, write):
    row = {**ROW, "id": "ö1", "title": "ASMR without mouth sounds"}

    [line] = run("suggest_tags", "--from-json", write(row), "--format", "jsonl").out

    assert line.startswith('{"id": "ö1"')
    assert {"mouth-sounds": "absent"}.items() <= {tag["slug"]: tag["state"] for tag in json.loads(line)["tags"]}.items()


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_what_cannot_be_read_is_named_and_the_rest_is_shown(run, write, form):
    path = write("not json", {"entries": []}, {"id": "p03"}, ROW)

    said = run("suggest_tags", "--from-json", path, "--format", form)

    assert said.err == [
        f"failed  {path}:1  not JSON (column 1): Expecting value",
        f"skipped  {path}:2  empty playlist (without a title)",
        f"failed  {path}:3  no title: the video p03 is not available",
    ]
    assert "p01" in said.out[0]
    assert said.failure == "2 items could not be read; they are named above. All others are shown."
