import codecs
import json

import pytest

from videos.importing.addresses import parse_channel
from videos.importing.subscriptions import BadLine, NoListError, Subscription, read_subscriptions

ID, OTHER_ID = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb"
NEITHER = "neither a web address nor a handle, which begins with @"


def read(text):
    content = text if isinstance(text, bytes) else text.encode()
    return list(read_subscriptions(content))


def found(place, text, name=""):
    return Subscription(place, parse_channel(text), name)


class TestLines:
    def test_name_a_channel_each_in_any_form(self):
        assert read(f"@tent\r\n{ID}\nhttps://www.youtube.com/c/rain/videos") == [
            found("line 1", "@tent"),
            found("line 2", ID),
            found("line 3", "youtube.com/c/rain"),
        ]

    def test_may_have_remarks_and_gaps_between_them(self):
        assert read("\ufeff# mine\n\n  \n@tent   # whispers\n#@old\n") == [found("line 4", "@tent")]

    def test_that_are_bad_are_named_and_the_rest_is_taken(self):
        assert read("Quiet Tent\n@tent\nyoutu.be/aaaaaaaaa01") == [
            BadLine("line 1", "Quiet Tent", NEITHER),
            found("line 2", "@tent"),
            BadLine("line 3", "youtu.be/aaaaaaaaa01", "a video, not a channel: import_videos takes it"),
        ]

    def test_that_are_bad_are_shown_shortened(self):
        assert read("ab\x1b" * 100 + " c") == [BadLine("line 1", "ab" * 40, NEITHER)]

    def test_of_an_empty_file_are_none(self):
        assert read("") == []


class TestCsv:
    @pytest.mark.parametrize(
        "header", ["Channel Id,Channel Url,Channel Title", "Kanal-ID,Kanal-URL,Kanaltitel", "チャンネル ID,URL,名前"]
    )
    def test_of_takeout_is_read_whatever_the_language_of_its_header(self, header):
        rows = f'{ID},http://www.youtube.com/channel/{ID},"Rain, and ""more"""\n{OTHER_ID},http://x.example/,雨\n\n'

        assert read(codecs.BOM_UTF8 + f"{header}\n\n{rows}".encode()) == [
            found("line 3", ID, 'Rain, and "more"'),
            found("line 4", OTHER_ID, "雨"),
        ]

    def test_may_lack_the_header_and_the_title(self):
        assert read(f"{ID},http://www.youtube.com/channel/{ID},\n{OTHER_ID}") == [
            found("line 1", ID),
            found("line 2", OTHER_ID),
        ]

    @pytest.mark.parametrize("delimiter", [";", "\t"])
    def test_of_a_spreadsheet_may_have_another_delimiter(self, delimiter):
        rows = [["Id", "Url", "Title"], [ID, f"https://www.youtube.com/channel/{ID}", "Rain, softly"]]

        assert read("\n".join(map(delimiter.join, rows)).encode("utf-16")) == [found("line 2", ID, "Rain, softly")]

    def test_may_have_its_columns_in_another_order(self):
        assert read(f"@whispers,{ID},@rain\n") == [found("line 1", ID, "@rain")]

    def test_with_one_stray_quote_loses_no_other_line(self):
        assert read(f'{ID},x,"Rain\n{OTHER_ID},x,Wind\n') == [
            found("line 1", ID, "Rain"),
            found("line 2", OTHER_ID, "Wind"),
        ]

    def test_rows_without_a_channel_are_named(self):
        assert read(f"{ID},x,Rain\nUC,http://www.youtube.com/channel/UC,Gone\n") == [
            found("line 1", ID, "Rain"),
            BadLine("line 2", "UC,http://www.youtube.com/channel/UC,Gone", NEITHER),
        ]

    def test_a_first_line_that_is_no_header_is_not_swallowed(self):
        assert read("one, two\n@tent") == [BadLine("line 1", "one, two", NEITHER), found("line 2", "@tent")]


class TestExports:
    def test_of_newpipe_are_read(self):
        export = {
            "app_version": "1",
            "subscriptions": [
                {"service_id": 0, "url": f"https://www.youtube.com/channel/{ID}", "name": "Rain"},
                {"service_id": 1, "url": "https://soundcloud.com/tent", "name": "Tent"},
                {"service_id": 0, "url": "https://www.youtube.com/watch?v=aaaaaaaaa01", "name": "A video"},
                None,
            ],
        }

        assert read(json.dumps(export, indent=1)) == [
            found("entry 1", ID, "Rain"),
            found("entry 2", "https://soundcloud.com/tent", "Tent"),
            BadLine(
                "entry 3",
                "https://www.youtube.com/watch?v=aaaaaaaaa01",
                "a video, not a channel: import_videos takes it",
            ),
            BadLine("entry 4", "", "nothing stands there"),
        ]

    def test_of_freetube_are_read_line_by_line(self):
        profiles = [
            {"name": "All", "subscriptions": [{"id": ID, "name": "Rain"}]},
            {"subscriptions": [{"id": "@tent"}]},
        ]

        assert read("\n".join(map(json.dumps, profiles))) == [found("entry 1", ID, "Rain"), found("entry 2", "@tent")]

    def test_of_feed_readers_are_read(self):
        opml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="1.1"><body><outline text="YouTube" title="Folder">'
            f'<outline type="rss" title="Rain" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id={ID}"/>'
            '<outline title="A blog" xmlUrl="https://blog.example/feed"/></outline></body></opml>'
        )

        assert read(opml) == [
            found("entry 1", ID, "Rain"),
            BadLine(
                "entry 2",
                "https://blog.example/feed",
                "not a channel's page: blog.example is no site whose channels are known here",
            ),
        ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"@tent\n@caf\xe9", "line 2: no UTF-8; save it as UTF-8 text or CSV"),
        (b"PK\x03\x04\0\0", "no text but something binary; expected lines, CSV, JSON or OPML"),
        (b'{"videos": []}', 'JSON without a list of "subscriptions"'),
        (b'{"subscriptions": [', "JSON that cannot be read: Expecting value: line 1 column 20 (char 19)"),
        (b"<opml>", "XML that cannot be read: no element found: line 1, column 6"),
    ],
)
def test_what_is_no_list_at_all_is_said(content, reason):
    with pytest.raises(NoListError) as refusal:
        read(content)

    assert str(refusal.value) == reason
