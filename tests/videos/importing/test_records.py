import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.importing.records import (
    ChapterRecord,
    CreatorRecord,
    MetadataError,
    VideoRecord,
    read_info,
)

INFODICTS = Path(__file__).parents[2] / "data" / "infodicts"
CHANNEL_ID = "UCaaaaaaaaaaaaaaaaaaaaaa"
CHANNEL = {"channel": "Quiet Tent", "channel_id": CHANNEL_ID, "uploader_id": "@quiettent"}
CHANNEL_TAB = {"id": CHANNEL_ID, "title": "Quiet Tent - Videos", "extractor_key": "YoutubeTab", **CHANNEL}
QUIET_TENT = CreatorRecord(
    site="youtube",
    site_id=CHANNEL_ID,
    name="Quiet Tent",
    handle="@quiettent",
    url=f"https://www.youtube.com/channel/{CHANNEL_ID}",
)


def make_info(**changes):
    """A full info dict of a YouTube video; a value of None is written as such."""
    info = {"id": "aaaaaaaaaa1", "title": "Rain", "extractor_key": "Youtube", "description": "Soft rain."}
    return {**info, **changes}


def make_entry(**changes):
    """A flat listing's entry."""
    entry = {"_type": "url", "ie_key": "Youtube", "id": "aaaaaaaaaa1", "title": "Rain"}
    return {**entry, "url": "https://www.youtube.com/watch?v=aaaaaaaaaa1", **changes}


def make_page(**changes):
    """A full info dict of a page without an extractor of its own."""
    page = {"id": "rain", "title": "Rain", "extractor_key": "Generic", "webpage_url": "https://example.org/rain"}
    return {**page, **changes}


def read(info, **options):
    return read_info(info, address="here", **options)


def reason_of(info, **options):
    with pytest.raises(MetadataError) as caught:
        read(info, **options)
    assert caught.value.address == "here"
    return caught.value.reason


class TestReadInfo:
    def test_reads_everything_a_full_extraction_tells(self):
        info = json.loads((INFODICTS / "full_video.info.json").read_text(encoding="utf-8"))

        record = read(info)

        assert record == VideoRecord(
            address="here",
            site="youtube",
            site_id="aaaaaaaaaa1",
            url="https://www.youtube.com/watch?v=aaaaaaaaaa1",
            title="Rain on a tent, 3 hours",
            creator=QUIET_TENT,
            description="Soft rain.\n\n00:00 Arriving\n10:00 Rain",
            duration_seconds=10800,
            published_at=datetime(2021, 3, 17, 19, 56, 59, tzinfo=UTC),
            published_precision="exact",
            view_count=4321,
            like_count=99,
            counts_read_at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
            chapters=(ChapterRecord(0, "Arriving"), ChapterRecord(600, "Rain")),
            keywords=("rain", "tent"),
            language="en",
            availability="public",
            live_status="not_live",
            media_type="video",
            is_embeddable=True,
            age_limit=0,
            is_full=True,
            read_at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
            warnings=(),
        )

    def test_knows_nothing_that_the_dict_does_not_tell(self):
        record = read({"id": "aaaaaaaaaa1", "title": "Rain", "extractor_key": "Youtube"})

        assert record == VideoRecord(
            address="here",
            site="youtube",
            site_id="aaaaaaaaaa1",
            url="https://www.youtube.com/watch?v=aaaaaaaaaa1",
            title="Rain",
        )

    @pytest.mark.parametrize(
        ("info", "reason"),
        [
            (None, "null, not an object"),
            (["a"], "a list, not an object"),
            ("a", "text, not an object"),
            (make_info(id=None), "no id"),
            (make_info(id=" "), "no id"),
            (make_info(id={"a": 1}), "no id"),
            ({"title": "Rain"}, "no id"),
            ({"id": "1", "title": "Rain"}, "no extractor_key: nothing tells which site it is from"),
            (make_info(extractor_key="Vimeo"), "no web address"),
            (make_info(extractor_key="Generic"), "no web address"),
            (make_info(extractor_key="Vimeo", webpage_url="javascript:alert(1)"), "no web address"),
            (make_page(webpage_url="https://user:secret@example.org/rain"), "no web address"),
            (make_info(id="a" * 501), "the id is longer than 500 characters: 'aaaaaaaaaaaa...aaaaaaaaaaaaa'"),
        ],
    )
    def test_refuses_what_cannot_be_kept_as_a_video(self, info, reason):
        assert reason_of(info) == reason

    @pytest.mark.parametrize(
        "info",
        [
            make_info(_type="playlist"),
            make_info(entries=[]),
            make_info(extractor_key="YoutubeTab"),
            make_entry(ie_key="YoutubeTab"),
            make_entry(ie_key="PeerTubePlaylist"),
            make_entry(ie_key=None, url="https://www.youtube.com/playlist?list=PLabc"),
        ],
    )
    def test_refuses_a_listing_given_as_a_video(self, info):
        assert reason_of(info) == "a playlist or channel, not a video: Rain"

    @pytest.mark.parametrize("tags", [None, ()])
    def test_tells_a_listing_entry_from_a_full_extraction(self, tags):
        assert [read(make_entry(description="Soft …")).is_full, read(make_info(tags=tags)).is_full] == [False, True]

    @given(
        info=st.dictionaries(
            st.sampled_from(
                ["_type", "availability", "channel", "channel_id", "channel_url", "chapters", "description", "duration",
                 "epoch", "extractor_key", "fulltitle", "id", "ie_key", "language", "live_status", "original_url",
                 "playlist_webpage_url", "tags", "timestamp", "title", "upload_date", "uploader", "uploader_id",
                 "uploader_url", "url", "view_count", "webpage_url"]
            ),
            st.recursive(
                st.none()
                | st.booleans()
                | st.integers()
                | st.floats()
                | st.text(st.characters())
                | st.sampled_from(["url", "url_transparent", "Youtube", "PeerTube", "Generic", "Bandcamp"])
                | st.sampled_from(["https://youtu.be/aaaaaaaaaa1", "http://[", "https://a:b/", "http://a/c/b", "http://a"]),
                lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["start_time", "title"]), inner),
                max_leaves=5,
            ),
        ),
        defaults=st.sampled_from([{}, {"id": "aaaaaaaaaa1", "title": "Rain", "extractor_key": "Youtube"}]),
    )  # fmt: skip
    def test_gives_a_record_or_a_named_error_whatever_stands_in_the_fields(self, info, defaults):
        try:
            outcome = read({**defaults, **info}, playlist=info)
        except MetadataError as error:
            outcome = error

        f"{outcome}".encode()  # printable: no lone surrogates


class TestSite:
    @pytest.mark.parametrize(
        ("keys", "site"),
        [
            ({"extractor_key": "Youtube"}, "youtube"),
            ({"ie_key": "Youtube"}, "youtube"),
            ({"extractor": "youtube"}, "youtube"),
            ({"extractor_key": "TwitchClips", "extractor": "twitch:clips"}, "twitch"),
            ({"ie_key": "TwitchVod"}, "twitch"),
            ({"extractor": "twitch:vod"}, "twitch"),
            ({"extractor_key": "PeerTube"}, "peertube"),
            ({"extractor": "archive.org"}, "archiveorg"),
            ({"extractor_key": "HTML5MediaEmbed"}, "generic"),
        ],
    )
    def test_is_the_same_whichever_field_names_it(self, keys, site):
        assert read({"id": "1", "title": "Rain", "webpage_url": "https://example.org/1", **keys}).site == site

    def test_is_youtube_by_its_address_alone(self):
        record = read({"id": "aaaaaaaaaa1", "title": "Rain", "webpage_url": "https://youtu.be/aaaaaaaaaa1"})

        assert (record.site, record.site_id) == ("youtube", "aaaaaaaaaa1")

    def test_that_the_catalog_does_not_know_is_kept_with_a_warning(self):
        record = read(make_page(extractor_key="Nonesuch"))

        assert (record.site, record.warnings) == (
            "nonesuch",
            ("extractor_key: 'Nonesuch' is not a site this catalog knows",),
        )

    def test_id_of_an_impossible_form_is_kept_with_a_warning(self):
        record = read(make_info(id="no id"))

        assert (record.site_id, record.url) == ("no id", "https://www.youtube.com/watch?v=no%20id")
        assert record.warnings == ("id: 'no id' does not look like an id of youtube",)

    def test_id_may_be_a_number(self):
        assert read(make_page(extractor_key="Vimeo", id=123)).site_id == "123"

    def test_id_of_an_embedded_video_is_in_its_address(self):
        entry = make_entry(id=None, ie_key=None, url="https://www.youtube.com/embed/aaaaaaaaaa1?rel=0")

        assert read(entry).site_id == "aaaaaaaaaa1"

    def test_address_on_youtube_is_the_same_wherever_the_video_was_met(self):
        addresses = {
            read(make_entry(url="https://www.youtube.com/shorts/aaaaaaaaaa1")).url,
            read(make_info(webpage_url="https://m.youtube.com/watch?v=aaaaaaaaaa1&t=3")).url,
        }

        assert addresses == {"https://www.youtube.com/watch?v=aaaaaaaaaa1"}

    def test_address_is_never_the_media_file(self):
        info = make_page(extractor_key="Vimeo", url="https://media.example/1.mp4", webpage_url=None)

        assert reason_of(info) == "no web address"

    def test_id_of_a_peertube_listing_is_that_of_the_video(self):
        short, long = "kkGMgK9ZtnKfYAgnEtQxbv", "9c9de5e8-0a1e-484a-b099-e80766180a6d"
        entry = make_entry(ie_key="PeerTube", id=short, url=f"https://tube.example/w/{short}")

        assert read(entry).site_id == long


class TestPageWithoutExtractor:
    @pytest.mark.parametrize(
        ("address", "site_id"),
        [
            ("https://example.org/rain", "https://example.org/rain"),
            ("HTTPS://Example.ORG:443/Rain#top", "https://example.org/Rain"),
            ("http://example.org:80", "http://example.org/"),
            ("http://example.org:8080/", "http://example.org:8080/"),
            ("https://example.org/v?utm_source=x&id=7&utm_medium=y", "https://example.org/v?id=7"),
            ("https://example.org/v?id=%2F&b", "https://example.org/v?id=%2F&b"),
            ("http://[::1]:8000/v", "http://[::1]:8000/v"),
        ],
    )
    def test_is_known_by_its_normalised_address(self, address, site_id):
        assert read(make_page(webpage_url=address)).site_id == site_id

    def test_with_several_videos_keeps_them_apart(self):
        page = "https://example.org/rain"
        records = [
            read(make_page(id=f"rain-{number}", title=f"Rain ({number})", extractor_key="HTML5MediaEmbed", n_entries=2),
                 playlist={"webpage_url": page, "extractor_key": "Generic"})
            for number in (1, 2)
        ]  # fmt: skip

        assert [(record.site_id, record.title) for record in records] == [
            (f"{page}#rain-1", "Rain (1)"),
            (f"{page}#rain-2", "Rain (2)"),
        ]

    def test_with_one_video_loses_the_number_put_behind_its_title(self):
        assert read(make_page(id="html5-1", title="Rain (1)", extractor_key="HTML5MediaEmbed")).title == "Rain"

    def test_of_a_feed_keeps_the_id_hidden_in_the_address(self):
        smuggled = "#__youtubedl_smuggle=%7B%22force_videoid%22%3A+%22ep-1%22%7D"
        entry = {"_type": "url_transparent", "title": "Rain", "url": f"https://example.org/e.mp3{smuggled}"}

        record = read(entry, playlist={"extractor_key": "Generic", "webpage_url": "https://example.org/feed"})

        assert (record.site, record.site_id, record.url) == (
            "generic",
            "https://example.org/e.mp3#ep-1",
            "https://example.org/e.mp3",
        )

    @pytest.mark.parametrize("host", ["127.0.0.1:8080", "example.org", "[::1]:80", "localhost", "10.0.0.7"])
    def test_that_names_only_its_host_has_no_creator(self, host):
        assert read(make_page(uploader=host)).creator is None

    def test_that_names_somebody_has_a_creator(self):
        assert read(make_page(uploader="Some One")).creator == CreatorRecord(site="generic", name="Some One")

    def test_of_a_bare_file_is_dated_by_its_last_change_only(self):
        record = read(make_page(id="v", title="v", direct=True, timestamp=1616011019))

        assert record.published_precision == "approximate"


class TestCreator:
    def test_of_a_channels_own_listing_is_the_channel(self):
        assert read(make_entry(channel=None), playlist=CHANNEL_TAB).creator == QUIET_TENT

    def test_of_a_channels_list_of_uploads_is_the_channel(self):
        uploads = {**CHANNEL_TAB, "id": "UULFaaaaaaaaaaaaaaaaaaaaaa"}

        assert read(make_entry(), playlist=uploads).creator == QUIET_TENT

    def test_of_a_collected_playlist_is_not_its_collector(self):
        assert read(make_entry(), playlist={**CHANNEL_TAB, "id": "PLabc"}).creator is None

    def test_of_an_entry_is_its_own_rather_than_the_listings(self):
        entry = make_entry(channel="Guest", channel_id="UCbbbbbbbbbbbbbbbbbbbbbb")

        creator = read(entry, playlist=CHANNEL_TAB).creator

        assert (creator.site_id, creator.name, creator.handle) == ("UCbbbbbbbbbbbbbbbbbbbbbb", "Guest", None)

    def test_called_view_full_playlist_is_none(self):
        assert read(make_entry(channel="View full playlist", uploader="View full playlist")).creator is None

    @pytest.mark.parametrize(
        "fields",
        [
            {"uploader": "Quiet Tent", "uploader_id": CHANNEL_ID, "uploader_url": "https://www.youtube.com/@quiettent"},
            {"uploader": "Quiet  Tent ", "channel_url": f"http://www.youtube.com/channel/{CHANNEL_ID}",
             "uploader_id": "@quiettent"},
        ],
    )  # fmt: skip
    def test_is_found_in_the_older_fields(self, fields):
        assert read(make_info(**fields)).creator == QUIET_TENT

    def test_with_a_handle_alone_is_kept(self):
        assert read(make_info(uploader_id="@quiettent")).creator == CreatorRecord(
            site="youtube", handle="@quiettent", url="https://www.youtube.com/@quiettent"
        )

    def test_on_peertube_is_the_same_on_every_instance(self):
        page = make_page(
            extractor_key="PeerTube", id="9c9de5e8-0a1e-484a-b099-e80766180a6d", channel="Rain", channel_id="3",
            channel_url="https://home.example/video-channels/rain", webpage_url="https://other.example/w/x",
        )  # fmt: skip
        listing = {"webpage_url": "https://other.example/c/rain@home.example/videos", "title": "Rain"}
        entry = make_entry(ie_key="PeerTube", id="x", url="https://other.example/w/x")

        creators = {read(page).creator, read(entry, playlist=listing).creator}

        assert creators == {
            CreatorRecord(
                site="peertube",
                site_id="rain@home.example",
                name="Rain",
                url="https://home.example/video-channels/rain",
            )
        }

    def test_on_peertube_without_a_channel_address_carries_the_instance(self):
        page = make_page(
            extractor_key="PeerTube", channel="Rain", channel_id="3", webpage_url="https://tube.example/w/x"
        )

        assert read(page).creator.site_id == "3@tube.example"

    def test_of_a_bandcamp_album_is_that_of_its_tracks(self):
        entry = make_entry(ie_key="Bandcamp", id="1", url="https://rain.bandcamp.com/track/drop")

        assert read(entry, playlist={"uploader_id": "rain", "extractor_key": "BandcampAlbum"}).creator == CreatorRecord(
            site="bandcamp", site_id="rain", url="https://rain.bandcamp.com"
        )

    def test_elsewhere_never_mixes_channel_and_uploader(self):
        info = make_page(extractor_key="Twitch", channel="Streamer", uploader="Clipper", uploader_id="7")

        assert read(info).creator == CreatorRecord(site="twitch", name="Streamer")

    def test_address_that_is_none_is_left_out(self):
        info = make_page(extractor_key="Vimeo", uploader="Rain", uploader_url="javascript:alert(1)")

        assert read(info).creator.url is None


class TestTitle:
    @pytest.mark.parametrize(
        ("title", "reason"),
        [
            (None, "no title: the video aaaaaaaaaa1 is not available"),
            ("", "no title: the video aaaaaaaaaa1 is not available"),
            (" \u200b\n", "no title: the video aaaaaaaaaa1 is not available"),
            ("youtube video #aaaaaaaaaa1", "no title: the video aaaaaaaaaa1 is not available"),
            ("[Private video]", "private video: aaaaaaaaaa1"),
            ("[Deleted video]", "deleted video: aaaaaaaaaa1"),
            ("Private video", "private video: aaaaaaaaaa1"),
            (12, "the title is a number, not text"),
            (["Rain"], "the title is a list, not text"),
        ],
    )
    def test_that_is_none_means_no_video(self, title, reason):
        assert reason_of(make_info(title=title)) == reason

    @pytest.mark.parametrize(
        ("raw", "title"),
        [
            ("  Rain \n on\u3000a tent ", "Rain on a tent"),
            ("Ra\x00in\ud800", "Rain"),
            ("Rain &amp; wind &quot;soft&quot; &#39;n&#039; slow", "Rain & wind \"soft\" 'n' slow"),
            ("&lt;rain&gt; &copy; &amp;amp;", "&lt;rain&gt; &copy; &amp;"),
            ("🌧️", "🌧️"),
            ("youtube video #1 of my series", "youtube video #1 of my series"),
            ("My private video", "My private video"),
            ("a" * 600, "a" * 500),
        ],
    )
    def test_is_cleaned_and_no_more(self, raw, title):
        assert read(make_info(title=raw)).title == title

    @pytest.mark.parametrize(
        ("raw", "full_title", "title"),
        [
            ("Rain live 2026-11-22 21:02", "Rain live", "Rain live"),
            ("Rain live 2026-11-22 21:02", "Rain live 2026-11-22 21:02", "Rain live 2026-11-22 21:02"),
            ("Rain, part 2", "Rain", "Rain, part 2"),
            ("Rain", None, "Rain"),
        ],
    )
    def test_loses_only_the_time_put_behind_a_live_stream(self, raw, full_title, title):
        assert read(make_info(title=raw, fulltitle=full_title)).title == title


class TestTexts:
    def test_of_a_description_keep_their_lines(self):
        assert read(make_info(description=" Rain\r\n\x00\tSoft\ud800 \n")).description == "Rain\n\tSoft"

    def test_of_five_megabytes_are_cut(self):
        assert read(make_info(description="a" * 5_000_000)).description == "a" * 5000

    def test_that_are_empty_are_known_only_from_a_full_extraction(self):
        assert [read(make_info(description="")).description, read(make_entry(description="")).description] == ["", None]

    def test_of_keywords_are_cleaned_cut_and_said_once(self):
        keywords = read(make_info(tags=[" rain ", "rain", "", "x" * 200, *map(str, range(300))])).keywords

        assert (keywords[:3], len(keywords)) == (("rain", "x" * 100, "0"), 200)

    def test_of_no_keywords_are_known_to_be_none(self):
        assert read(make_info(tags=[])).keywords == ()


class TestNumbers:
    @pytest.mark.parametrize(
        ("raw", "duration_seconds"),
        [(12, 12), (12.4, 12), (12.5, 13), ("12", 12), (0, None), (0.0, None), (None, None), (2_145_600, 2_145_600)],
    )
    def test_of_a_duration_are_rounded_and_zero_is_unknown(self, raw, duration_seconds):
        record = read(make_info(duration=raw))

        assert (record.duration_seconds, record.warnings) == (duration_seconds, ())

    @pytest.mark.parametrize(
        ("field", "value", "warning"),
        [
            ("duration", -5, "duration: -5 is not between 1 and 3600000"),
            ("duration", float("nan"), "duration: nan is not a number"),
            ("duration", float("inf"), "duration: inf is not a number"),
            ("duration", 10**12, "duration: 1000000000000 is not between 1 and 3600000"),
            ("duration", 10**400, None),
            ("duration", "12:30", "duration: '12:30' is not a number"),
            ("duration", True, "duration: True is not a number"),
            ("view_count", -1, "view_count: -1 is not between 0 and 10000000000000"),
            ("view_count", -0.3, "view_count: -0.3 is not between 0 and 10000000000000"),
            ("like_count", [1], "like_count: [1] is not a number"),
            ("age_limit", 50, "age_limit: 50 is not between 0 and 21"),
            ("age_limit", -1, "age_limit: -1 is not between 0 and 21"),
            ("chapters", "many", "chapters: 'many' is not a list"),
            ("tags", "rain", "tags: 'rain' is not a list"),
            ("description", ["a"], "description: ['a'] is not text"),
            ("language", "klingon!", "language: 'klingon!' is not a language"),
            ("availability", "maybe", "availability: 'maybe' is not a known value"),
            ("live_status", {}, "live_status: {} is not a known value"),
            ("media_type", "opera", "media_type: 'opera' is not a known value"),
            ("playable_in_embed", "yes", "playable_in_embed: 'yes' is neither true nor false"),
            ("timestamp", "soon", "timestamp: 'soon' is not a time"),
            ("upload_date", "soon", "upload_date: 'soon' is not a date"),
            ("upload_date", "20211399", "upload_date: '20211399' is not a date"),
        ],
    )
    def test_and_words_that_cannot_be_are_unknown_with_a_warning(self, field, value, warning):
        record = read(make_info(**{field: value}))

        assert replace(record, warnings=()) == replace(read(make_info(**{field: None})), warnings=())
        assert len(record.warnings) == 1
        assert warning in (None, *record.warnings)

    def test_of_keywords_among_texts_are_left_out_with_a_warning(self):
        record = read(make_info(tags=["rain", 7]))

        assert record.keywords == ("rain",)
        assert record.warnings == ("tags: ['rain', 7] holds something that is not text",)


class TestPublication:
    @pytest.mark.parametrize(
        ("fields", "published_at", "precision"),
        [
            ({"timestamp": 1615982400}, datetime(2021, 3, 17, 12, tzinfo=UTC), "exact"),
            ({"timestamp": 1615982400.9}, datetime(2021, 3, 17, 12, tzinfo=UTC), "exact"),
            ({"timestamp": 1615982400, "upload_date": "20210316"}, datetime(2021, 3, 17, 12, tzinfo=UTC), "exact"),
            ({"upload_date": "20210317"}, datetime(2021, 3, 17, tzinfo=UTC), "day"),
            ({"upload_date": 20210317}, datetime(2021, 3, 17, tzinfo=UTC), "day"),
            ({"timestamp": -1, "upload_date": "20210317"}, datetime(2021, 3, 17, tzinfo=UTC), "day"),
            ({"release_timestamp": 1616011019}, None, "unknown"),
            ({"timestamp": 1616011019, "live_status": "is_upcoming"}, None, "unknown"),
            ({}, None, "unknown"),
        ],
    )
    def test_is_as_precise_as_what_tells_it(self, fields, published_at, precision):
        record = read(make_info(**fields))

        assert (record.published_at, record.published_precision) == (published_at, precision)

    @pytest.mark.parametrize(
        ("entry", "precision"),
        [
            (make_entry(timestamp=1732320000), "approximate"),
            (make_entry(timestamp=1732320001), "approximate"),
            (make_entry(ie_key="Vimeo", url="https://vimeo.com/1", timestamp=1732320000), "approximate"),
            (make_entry(ie_key="Vimeo", url="https://vimeo.com/1", timestamp=1732320001), "exact"),
        ],
    )
    def test_made_from_years_ago_is_approximate(self, entry, precision):
        assert read(entry).published_precision == precision

    @pytest.mark.parametrize(
        ("fields", "warning"),
        [
            ({"upload_date": "99991231"}, "upload_date: '99991231' is not between 2005-01-01 and 2100-01-01"),
            ({"upload_date": "20041231"}, "upload_date: '20041231' is not between 2005-01-01 and 2100-01-01"),
            ({"timestamp": 253402300799}, "timestamp: 253402300799 is not between 2005-01-01 and 2100-01-01"),
            ({"timestamp": 1e18}, "timestamp: 1e+18 is not between 2005-01-01 and 2100-01-01"),
            ({"timestamp": 0}, "timestamp: 0 is not between 2005-01-01 and 2100-01-01"),
            ({"timestamp": 1700200000, "epoch": 1700000000},
             "timestamp: 1700200000 is not between 2005-01-01 and 2023-11-15"),
        ],
    )  # fmt: skip
    def test_that_cannot_be_is_unknown_with_a_warning(self, fields, warning):
        record = read(make_info(**fields))

        assert (record.published_at, record.published_precision, record.warnings) == (None, "unknown", (warning,))

    def test_is_known_a_day_ahead_of_the_reading_where_clocks_differ(self):
        record = read(make_info(timestamp=1700050000), read_at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC))

        assert record.published_precision == "exact"


class TestCounts:
    READ_AT = datetime(2024, 5, 1, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("info", "playlist", "counts_read_at"),
        [
            (make_info(view_count=1, epoch=1700000000), None, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
            (make_entry(view_count=1), {"epoch": 1700000000}, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
            (make_info(view_count=1), None, READ_AT),
            (make_info(like_count=0), None, READ_AT),
            (make_info(view_count=1, epoch="never"), None, READ_AT),
            (make_info(epoch=1700000000), None, None),
        ],
    )
    def test_carry_the_time_they_were_read(self, info, playlist, counts_read_at):
        assert read(info, playlist=playlist, read_at=self.READ_AT).counts_read_at == counts_read_at


class TestKind:
    def test_of_a_shorts_address_is_a_short(self):
        assert read(make_entry(url="https://www.youtube.com/shorts/aaaaaaaaaa1")).media_type == "short"

    @pytest.mark.parametrize(
        ("fields", "live_status"),
        [
            ({"live_status": "post_live"}, "post_live"),
            ({"is_live": True}, "is_live"),
            ({"is_live": False, "was_live": True}, "was_live"),
            ({"is_live": False, "was_live": False}, "not_live"),
            ({"is_live": False}, None),
            ({"is_live": None, "was_live": None}, None),
        ],
    )
    def test_of_a_live_stream_is_told_by_old_fields_too(self, fields, live_status):
        assert read(make_info(**fields)).live_status == live_status

    @pytest.mark.parametrize(
        ("raw", "language"), [("de", "de"), ("en_US", "en"), ("zh-Hans", "zh"), ("und", None), ("", None)]
    )
    def test_of_a_language_is_its_code_without_the_region(self, raw, language):
        record = read(make_info(language=raw))

        assert (record.language, record.warnings) == (language, ())


class TestChapters:
    def test_without_a_start_or_a_title_are_left_out_with_a_warning(self):
        unreadable = [{"title": "Wind"}, {"start_time": -1, "title": "Sun"}, "Fog", None]

        record = read(make_info(chapters=[{"start_time": 5, "title": "Rain"}, *unreadable]))

        assert record.chapters == (ChapterRecord(5, "Rain"),)
        assert [warning.rpartition(" has ")[2] for warning in record.warnings] == ["4 without a start or a title"]

    def test_put_there_by_yt_dlp_are_left_out(self):
        chapters = [{"start_time": 0, "title": "<Untitled Chapter 1>"}, {"start_time": 5, "title": "Rain"}]

        record = read(make_info(chapters=chapters))

        assert (record.chapters, record.warnings) == ((ChapterRecord(5, "Rain"),), ())

    def test_are_cut_in_number_and_length(self):
        chapters = read(make_info(chapters=[{"start_time": n, "title": "x" * 300} for n in range(600)])).chapters

        assert (len(chapters), chapters[0].title) == (500, "x" * 200)


class TestRelease:
    READ_AT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("moment", "release_at"),
        [
            (1616011019, datetime(2021, 3, 17, 19, 56, 59, tzinfo=UTC)),
            (1731700000, datetime(2024, 11, 15, 19, 46, 40, tzinfo=UTC)),
            (1763000000, datetime(2025, 11, 13, 2, 13, 20, tzinfo=UTC)),
            (1764000000, None),
            ("soon", None),
            (None, None),
        ],
    )
    def test_may_be_due_in_the_next_two_years(self, moment, release_at):
        assert read(make_info(release_timestamp=moment), read_at=self.READ_AT).release_at == release_at

    def test_in_a_time_that_cannot_be_is_named(self):
        record = read(make_info(release_timestamp=1764000000), read_at=self.READ_AT)

        assert record.warnings == ("release_timestamp: 1764000000 is not between 2005-01-01 and 2025-11-15",)
