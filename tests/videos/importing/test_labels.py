"""Without the fixture `db`: a query would be an error."""

import json

import pytest

from videos.importing.labels import BadRow, read_labels
from videos.tagging.comparison import LabelledVideo
from videos.tagging.zones import VideoText

ROW = {
    "id": "a", "title": "ASMR tapping", "description": None, "duration": None, "language": None, "tags": None,
    "asmr": None, "present": None, "uncertain": None,
}  # fmt: skip


@pytest.fixture
def read(tmp_path, vocabulary):
    """Give read(*lines of one file): the items, the addresses of bad rows without their folder."""

    def read_lines(*lines):
        path = tmp_path / "labels.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
        return [shorten(item) for item in read_labels([path], vocabulary)]

    return read_lines


def shorten(item):
    return BadRow(item.address.rpartition("/")[2], item.reason) if isinstance(item, BadRow) else item


def test_a_row_is_read_with_all_it_says(read):
    row = {
        "id": "a", "title": "ASMR tapping", "description": "Soft\nrain", "chapters": ["Glass", {"title": "Wood"}],
        "tags": ["asmr", "sleep"], "language": "en-US", "channel": "Gibi", "duration": 61.5, "asmr": True,
        "present": ["tapping"], "uncertain": ["sleep"],
    }  # fmt: skip

    assert read(row) == [
        LabelledVideo(
            id="a",
            text=VideoText(
                title="ASMR tapping",
                description="Soft\nrain",
                chapters=("Glass", "Wood"),
                language="en",
            ),
            channel="Gibi",
            duration_seconds=62,
            is_asmr=True,
            present=frozenset({"tapping"}),
            uncertain=frozenset({"sleep"}),
        )
    ]


def test_null_missing_and_nought_are_not_known(read):
    unknown = LabelledVideo(id="a", text=VideoText(title="x"))

    assert read({"id": "a", "title": "x"}) == [unknown]
    assert read({**ROW, "title": "x"}) == [unknown]
    assert read({"id": "a", "title": "x", "duration": 0, "channel": " ", "language": "und"}) == [unknown]


def test_an_empty_list_says_that_no_tag_is_present(read):
    [video] = read({**ROW, "present": []})

    assert video.present == frozenset()


def test_text_is_cleaned_as_an_import_cleans_it(read):
    [video] = read({**ROW, "title": " Rain &amp;\n tea ", "description": "a\r\nb\x00 "})

    assert (video.text.title, video.text.description) == ("Rain & tea", "a\nb")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("tapping", "not JSON (column 1): Expecting value"),
        ('{"id": "a", "title": "ASMR', "JSON that breaks off (column 22): Unterminated string starting at"),
        ("[1]", "a list, not an object"),
        ({**ROW, "title": None}, "no title"),
        ({**ROW, "title": " "}, "no title"),
        ({"title": "x"}, "no id"),
        ({**ROW, "id": 5}, "id is a number, not text"),
        ({**ROW, "title": ["x"]}, "title is a list, not text"),
        ({**ROW, "asmr": "yes"}, "asmr is text, not true or false"),
        ({**ROW, "asmr": 1}, "asmr is a number, not true or false"),
        ({**ROW, "duration": "90"}, "duration is text, not a number"),
        ({**ROW, "duration": True}, "duration is true or false, not a number"),
        ({**ROW, "duration": -1}, "duration: -1 is not between 1 and 3600000"),
        ({**ROW, "language": "English!"}, "language: 'English!' is not a language"),
        ({**ROW, "present": "tapping"}, "present is text, not a list"),
        ({**ROW, "present": ["tapping", None]}, "present holds null, where text is expected"),
        (
            {**ROW, "present": ["tapping", "taping"]},
            "present has what is no tag of the vocabulary: 'taping' (tapping?)",
        ),
        ({**ROW, "uncertain": ["y", "x"]}, "uncertain has what is no tag of the vocabulary: 'x', 'y'"),
        ({**ROW, "presents": ["tapping"]}, "presents: unknown; “present” was meant?"),
        ({**ROW, "uncertain": {}}, "uncertain is an object, not a list"),
        ({**ROW, "chapters": [{"start_time": 0}]}, "chapters holds null, where text is expected"),
    ],
)
def test_a_bad_row_is_named_with_line_and_reason_and_the_rest_is_read(read, row, reason):
    first, last = {**ROW, "id": "first"}, {**ROW, "id": "last"}

    before, bad, after = read(first, row, last)

    assert bad == BadRow("labels.jsonl:2", reason)
    assert (before.id, after.id) == ("first", "last")


def test_a_video_that_is_labelled_again_does_not_count_twice(read, tmp_path):
    first, again = read(ROW, {**ROW, "title": "ASMR rain"})

    assert first.text.title == "ASMR tapping"
    assert again == BadRow("labels.jsonl:2", f"the video a once more, after {tmp_path}/labels.jsonl:1")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "no such file or folder"), (b"", "an empty file"), (b"[]", "an empty list")],
)
def test_a_file_without_rows_is_named(tmp_path, vocabulary, content, reason):
    path = tmp_path / "labels.json"
    if content is not None:
        path.write_bytes(content)

    assert [shorten(item) for item in read_labels([path], vocabulary)] == [BadRow("labels.json", reason)]
