import json
from pathlib import Path

import pytest

from videos.importing.files import FoundInfo, SkippedInfo, read_files
from videos.importing.records import MetadataError

INFODICTS = Path(__file__).parents[2] / "data" / "infodicts"


@pytest.fixture
def write(tmp_path):
    def _write(content, name="found.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


def read(*paths):
    """Read as (kind, address without folders, id or reason)."""
    return [describe(item) for item in read_files(paths)]


def describe(item):
    address = item.address.rpartition("/")[2]
    if isinstance(item, FoundInfo):
        return ("found", address, item.info.get("id"))
    return ("skipped" if isinstance(item, SkippedInfo) else "failed", address, item.reason)


class TestOneObject:
    def test_spread_over_lines_is_found_under_the_file_name(self):
        assert read(INFODICTS / "full_video.info.json") == [("found", "full_video.info.json", "aaaaaaaaaa1")]

    def test_on_a_single_line_is_found_under_the_file_name(self, write):
        assert read(write('{"id": "a"}\n')) == [("found", "found.json", "a")]

    def test_without_entries_has_no_playlist(self, write):
        [item] = read_files([write('{"id": "a"}')])

        assert item.playlist is None

    def test_with_a_byte_order_mark_is_read(self, write):
        assert read(write(b'\xef\xbb\xbf{"id": "a"}')) == [("found", "found.json", "a")]

    def test_truncated_over_many_lines_is_one_error_with_its_line(self):
        assert read(INFODICTS / "truncated.json") == [
            ("failed", "truncated.json:6", "JSON that breaks off (column 5): Unterminated string starting at")
        ]

    def test_truncated_between_values_is_one_error(self, write):
        assert read(write('{\n"id": "a",\n"tags": [\n{}\n')) == [
            ("failed", "found.json:4", "JSON that breaks off (column 3): Expecting ',' delimiter")
        ]

    def test_not_a_number_is_left_to_the_reader_of_fields(self, write):
        [item] = read_files([write('{"id": "a", "duration": NaN}')])

        assert str(item.info["duration"]) == "nan"

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("", "an empty file"),
            ("\n \n", "an empty file"),
            ("no json", "not JSON (column 1): Expecting value"),
            ('"text"', "text, not an object"),
            ("12", "a number, not an object"),
            ("true", "true or false, not an object"),
            ("null", "null, not an object"),
            ("[" * 100_000, "nested too deeply"),
        ],
    )
    def test_that_is_none_is_named(self, write, content, reason):
        [(kind, _, given)] = read(write(content))

        assert (kind, given) == ("failed", reason)

    def test_with_a_number_too_long_to_read_is_named(self, write):
        [(kind, address, _)] = read(write('{"id": ' + "9" * 5000 + "}"))

        assert (kind, address) == ("failed", "found.json")

    def test_with_bytes_that_are_no_utf_8_is_named_with_its_line(self, write):
        assert read(write(b'{\n"id": "\xff"}')) == [("failed", "found.json:2", "no UTF-8, where UTF-8 is expected")]

    def test_in_utf_16_is_named_so(self, write):
        assert read(write('{"id": "a"}'.encode("utf-16"))) == [
            ("failed", "found.json:1", "UTF-16, where UTF-8 is expected")
        ]


class TestArray:
    def test_gives_each_object_with_its_place(self, write):
        assert read(write('[{"id": "a"},\n{"id": "b"}, 3]')) == [
            ("found", "found.json:[0]", "a"),
            ("found", "found.json:[1]", "b"),
            ("failed", "found.json:[2]", "a number, not an object"),
        ]

    def test_of_nothing_is_skipped(self, write):
        assert read(write("[]")) == [("skipped", "found.json", "an empty list")]

    def test_with_one_object_a_line_is_no_json_lines(self, write):
        assert read(write('[\n{"id": "a"}\n]')) == [("found", "found.json:[0]", "a")]


class TestJsonLines:
    def test_blank_lines_are_passed_over_and_broken_ones_named(self):
        assert read(INFODICTS / "mixed_lines.jsonl") == [
            ("found", "mixed_lines.jsonl:1", "aaaaaaaaaa1"),
            ("failed", "mixed_lines.jsonl:3", "JSON that breaks off (column 32): Unterminated string starting at"),
            ("failed", "mixed_lines.jsonl:4", "a list, not an object"),
            ("failed", "mixed_lines.jsonl:5", "null, not an object"),
            ("found", "mixed_lines.jsonl:6", "aaaaaaaaaa4"),
        ]

    def test_are_recognised_whatever_the_file_is_called(self, write):
        assert read(write('{"id": "a"}\n{"id": "b"}\n', "videos.txt")) == [
            ("found", "videos.txt:1", "a"),
            ("found", "videos.txt:2", "b"),
        ]

    def test_of_one_line_have_a_line_number_where_the_name_says_so(self, write):
        assert read(write('{"id": "a"}\n', "videos.jsonl")) == [("found", "videos.jsonl:1", "a")]

    @pytest.mark.parametrize("broken", ['{"id": "a", "ti', "nonsense", '{"id": 1}}'])
    def test_whose_first_line_is_broken_are_still_read(self, write, broken):
        found = read(write(f'{broken}\n{broken}\n{{"id": "b"}}\n'))

        assert [(kind, address) for kind, address, _ in found] == [
            ("failed", "found.json:1"),
            ("failed", "found.json:2"),
            ("found", "found.json:3"),
        ]

    def test_with_a_line_that_is_no_utf_8_lose_only_that_line(self, write):
        assert read(write(b'{"id": "a"}\n{"id": "\xff"}\n{"id": "c"}\n')) == [
            ("found", "found.json:1", "a"),
            ("failed", "found.json:2", "no UTF-8, where UTF-8 is expected"),
            ("found", "found.json:3", "c"),
        ]

    def test_with_a_byte_order_mark_are_read(self, write):
        assert read(write(b'\xef\xbb\xbf{"id": "a"}\n{"id": "b"}\n')) == [
            ("found", "found.json:1", "a"),
            ("found", "found.json:2", "b"),
        ]

    def test_are_not_broken_by_a_line_separator_within_a_text(self, write):
        assert read(write('{"id": "a\u2028b"}\n{"id": "c"}\n')) == [
            ("found", "found.json:1", "a\u2028b"),
            ("found", "found.json:2", "c"),
        ]

    def test_are_read_one_at_a_time(self, write):
        items = read_files([write('{"id": "a"}\n' * 3)])

        first = next(items)

        assert describe(first) == ("found", "found.json:1", "a")


class TestPlaylist:
    def test_gives_its_entries_with_their_places(self):
        assert read(INFODICTS / "channel_tab.json") == [
            ("found", "channel_tab.json:entries[0]", "aaaaaaaaaa1"),
            (
                "failed",
                "channel_tab.json:entries[1]",
                "a null entry: the video was not available when the playlist was read",
            ),
            ("found", "channel_tab.json:entries[2]", "aaaaaaaaaa2"),
        ]

    def test_goes_with_each_entry_without_the_entries(self):
        first = next(iter(read_files([INFODICTS / "channel_tab.json"])))

        assert first.playlist["channel"] == "Quiet Tent"
        assert "entries" not in first.playlist

    def test_within_a_playlist_is_unfolded(self, write):
        inner = {"_type": "playlist", "title": "inner", "entries": [{"id": "a"}]}
        path = write(json.dumps({"_type": "playlist", "title": "outer", "entries": [inner]}))

        [item] = read_files([path])

        assert describe(item) == ("found", "found.json:entries[0].entries[0]", "a")
        assert item.playlist["title"] == "inner"

    def test_on_a_line_is_placed_by_line_and_entry(self, write):
        assert read(write('{"id": "a"}\n{"entries": [{"id": "b"}]}\n')) == [
            ("found", "found.json:1", "a"),
            ("found", "found.json:2:entries[0]", "b"),
        ]

    @pytest.mark.parametrize(
        ("playlist", "outcome"),
        [
            ({"_type": "playlist", "title": "Rain"}, ("skipped", "a playlist without its entries (Rain)")),
            ({"title": "Rain", "entries": None}, ("skipped", "a playlist without its entries (Rain)")),
            ({"title": "Rain", "entries": []}, ("skipped", "empty playlist (Rain)")),
            ({"title": "Ra\ud800in", "entries": []}, ("skipped", "empty playlist (Rain)")),
            ({"title": None, "id": 7, "entries": []}, ("skipped", "empty playlist (7)")),
            ({"entries": []}, ("skipped", "empty playlist (without a title)")),
            ({"entries": "many"}, ("failed", "the playlist's entries are text, not a list")),
        ],
    )
    def test_without_readable_entries_is_named(self, write, playlist, outcome):
        assert read(write(json.dumps(playlist))) == [(outcome[0], "found.json", outcome[1])]

    def test_nested_without_end_is_named(self, write):
        playlist = {"id": "a"}
        for _ in range(11):
            playlist = {"entries": [playlist]}

        [(kind, _, reason)] = read(write(json.dumps(playlist)))

        assert (kind, reason) == ("failed", "playlists within playlists, more than 10 deep")


class TestFolder:
    def test_gives_the_json_files_in_it_and_below_in_order(self, write, tmp_path):
        write('{"id": "b"}', "b.info.json")
        write('{"id": "a"}', "deeper/a.JSON")
        write('{"id": "c"}\n{"id": "d"}', "c.jsonl")
        write("no json", "notes.txt")

        assert read(tmp_path) == [
            ("found", "b.info.json", "b"),
            ("found", "c.jsonl:1", "c"),
            ("found", "c.jsonl:2", "d"),
            ("found", "a.JSON", "a"),
        ]

    def test_without_json_files_is_an_error(self, tmp_path):
        assert read(tmp_path) == [("failed", tmp_path.name, "a folder without .json, .jsonl, .ndjson files")]


class TestPath:
    def test_that_does_not_exist_is_an_error_and_the_rest_is_read(self, write, tmp_path):
        assert read(tmp_path / "missing.json", write('{"id": "a"}')) == [
            ("failed", "missing.json", "no such file or folder"),
            ("found", "found.json", "a"),
        ]

    def test_of_a_device_is_an_error(self):
        assert read(Path("/dev/null")) == [("failed", "null", "neither a file nor a folder")]

    def test_that_is_no_text_is_printable(self, tmp_path):
        [item] = read_files([tmp_path / "r\udcffain.json"])

        assert isinstance(item, MetadataError)
        assert item.address.endswith("r\N{REPLACEMENT CHARACTER}ain.json")
