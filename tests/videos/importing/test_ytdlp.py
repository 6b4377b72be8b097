import re
import subprocess
import sys

import pytest
import yt_dlp
from yt_dlp.extractor.common import InfoExtractor
from yt_dlp.utils import ExtractorError

from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.records import MetadataError, read_info
from videos.importing.troubles import STOPS_THE_RUN, Trouble
from videos.importing.ytdlp import FetchError, fetch

VIDEO_URL = "https://www.youtube.com/watch?v=aaaaaaaaaa1"
TAB_URL = "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa/videos"


@pytest.fixture
def site(monkeypatch):
    """A site that answers each address with a dict, an exception or a function of its extractor; rest: unsupported."""
    answers = {}

    class YoutubeIE(InfoExtractor):
        _VALID_URL = r"https?://.+"

        def _real_extract(self, url):
            answer = answers.get(url, ExtractorError("nothing here", expected=True))
            answer = answer(self) if callable(answer) else answer
            if isinstance(answer, Exception):
                raise answer
            return answer

    def add_only_this(downloader):
        downloader.add_info_extractor(YoutubeIE())

    monkeypatch.setattr(yt_dlp.YoutubeDL, "add_default_info_extractors", add_only_this)
    return answers


def fetched(url, *, limit=None, **options):
    return [describe(item) for item in fetch(url, options=options, limit=limit)]


def describe(item):
    if isinstance(item, FoundInfo):
        return ("found", item.address, item.info.get("title"))
    if isinstance(item, SkippedInfo):
        return ("skipped", item.address, item.reason)
    return ("failed", item.url, item.reason)


def read_all(items):
    """Read what can be read, as records; everything else as it came."""
    results = []
    for item in items:
        try:
            is_found = isinstance(item, FoundInfo)
            results.append(read_info(item.info, address=item.address, playlist=item.playlist) if is_found else item)
        except MetadataError as error:
            results.append(error)
    return results


def make_video(**changes):
    return {"id": "aaaaaaaaaa1", "title": "Rain", "formats": [], **changes}


def make_entry(number, **changes):
    video_id = f"aaaaaaaaaa{number}"
    entry = {"_type": "url", "ie_key": "Youtube", "id": video_id, "title": f"Rain {number}"}
    return {**entry, "url": f"https://www.youtube.com/watch?v={video_id}", **changes}


def make_listing(entries, **changes):
    return {"_type": "playlist", "id": "UCa", "title": "Quiet Tent - Videos", "entries": entries, **changes}


def found_entry(number):
    return ("found", f"https://www.youtube.com/watch?v=aaaaaaaaaa{number}", f"Rain {number}")


class TestAddress:
    @pytest.mark.parametrize("url", ["", "rain", "file:///etc/passwd", "ftp://a.example/b", "http://"])
    def test_that_is_no_web_address_is_named(self, url):
        assert fetched(url) == [("failed", url, "not a web address")]

    @pytest.mark.parametrize(
        "channel",
        [
            "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa",
            "https://www.youtube.com/@quiettent/",
            "https://m.youtube.com/c/quiettent?view=0",
            "https://youtube.com/user/quiettent#about",
        ],
    )
    def test_of_a_bare_channel_stands_for_its_videos(self, site, channel):
        tab = re.match(r"https://[\w.]+/(channel/|c/|user/)?[^/?#]+", channel)[0] + "/videos"
        site[tab] = make_listing([make_entry(1)])

        assert fetched(channel) == [found_entry(1)]

    def test_that_is_a_search_is_refused_with_advice(self):
        [refusal] = fetch("ytsearch5:rain", options={})

        assert (refusal.reason, refusal.trouble) == (
            "a search: make it on the site, and import the channels or playlists that you want by their addresses",
            Trouble.REFUSED,
        )

    def test_of_another_tab_is_kept(self, site):
        site["https://www.youtube.com/@quiettent/shorts"] = make_listing([make_entry(1)])

        assert fetched("https://www.youtube.com/@quiettent/shorts") == [found_entry(1)]

    @pytest.mark.parametrize(
        ("url", "host"),
        [("https://example.org:8443/rain?a=b", "example.org"), ("http://[2001:db8::1]/", "[2001:db8::1]")],
    )
    def test_that_no_allowed_extractor_reads_is_named(self, url, host):
        [(kind, _, reason)] = fetched(url)

        assert (kind, reason) == (
            "failed",
            f"no site that this catalog imports from: {host}; ASMR_ALLOW_GENERIC=true reads any page",
        )


class TestVideo:
    def test_is_found_as_the_extractor_gave_it(self, site):
        site[VIDEO_URL] = make_video(duration=60)

        [item] = fetch(VIDEO_URL, options={})

        assert (item.address, item.playlist) == (VIDEO_URL, None)
        assert read_info(item.info, address=VIDEO_URL).duration_seconds == 60

    def test_that_was_not_asked_for_is_refused(self, site):
        site[VIDEO_URL] = make_video(id="aaaaaaaaaa2")

        assert fetched(VIDEO_URL) == [("failed", VIDEO_URL, "another video was given: aaaaaaaaaa2")]

    def test_without_a_title_fails_with_the_last_word_on_it(self, site):
        def answer(extractor):
            extractor.report_warning("Unable to extract something; please report this issue on https://a.example")
            extractor.report_warning("This video is private. Use --cookies for the authentication")
            extractor.report_warning("Incomplete data received")
            return make_video(title=None)

        site[VIDEO_URL] = answer

        assert fetched(VIDEO_URL) == [("failed", VIDEO_URL, "This video is private.")]

    def test_without_a_title_or_a_word_on_it_is_named(self, site):
        site[VIDEO_URL] = make_video(title=None)

        assert fetched(VIDEO_URL) == [("failed", VIDEO_URL, "not available: it came without a title")]

    def test_for_members_is_marked_as_such(self, site):
        def answer(extractor):
            extractor.report_warning("This video is available to this channel's members on level: Rain")
            return make_video(availability=None)

        site[VIDEO_URL] = answer

        [item] = fetch(VIDEO_URL, options={})

        assert item.info["availability"] == "subscriber_only"

    @pytest.mark.parametrize(
        ("captions", "language"),
        [({"de-orig": [], "en": []}, "de"), ({"en": []}, None), ({"de-orig": [], "fr-orig": []}, None), (None, None)],
    )
    def test_has_the_language_that_was_heard_in_it(self, site, captions, language):
        site[VIDEO_URL] = make_video(automatic_captions=captions)

        [item] = fetch(VIDEO_URL, options={})

        assert item.info["language"] == language

    def test_elsewhere_is_followed(self, site):
        site["https://a.example/1"] = {"_type": "url", "url": VIDEO_URL}
        site[VIDEO_URL] = make_video()

        assert fetched("https://a.example/1") == [("found", "https://a.example/1", "Rain")]

    def test_elsewhere_takes_what_the_pointer_tells(self, site):
        site["https://a.example/1"] = {"_type": "url_transparent", "url": VIDEO_URL, "title": "Storm", "duration": None}
        site[VIDEO_URL] = make_video(duration=60)

        [item] = fetch("https://a.example/1", options={})

        assert (item.info["title"], item.info["duration"], item.info["id"]) == ("Storm", 60, "aaaaaaaaaa1")

    def test_elsewhere_without_end_is_named(self, site):
        site["https://a.example/1"] = {"_type": "url", "url": "https://a.example/1"}

        [(kind, _, reason)] = fetched("https://a.example/1")

        assert (kind, reason) == ("failed", "more than 5 addresses that point elsewhere")


class TestFailure:
    @pytest.mark.parametrize(
        ("error", "reason"),
        [
            (ExtractorError("This video has been removed", expected=True), "This video has been removed"),
            (ExtractorError("Layout changed"), "Layout changed"),
            (ValueError("no such key"), "yt-dlp failed with ValueError: no such key"),
        ],
    )
    def test_is_told_in_the_sites_own_words(self, site, error, reason):
        site[VIDEO_URL] = error

        assert fetched(VIDEO_URL) == [("failed", VIDEO_URL, reason)]

    def test_of_an_option_is_named(self):
        [(kind, url, reason)] = fetched(VIDEO_URL, allowed_extractors=["("])

        assert (kind, url) == ("failed", VIDEO_URL)
        assert reason == "yt-dlp failed with ValueError: Wrong regex for allowed_extractors: ("


class TestListing:
    def test_gives_its_entries_with_the_listing_they_stand_in(self, site):
        site[TAB_URL] = make_listing([make_entry(1), make_entry(2)], channel="Quiet Tent")

        items = list(fetch(TAB_URL, options={}))

        assert [describe(item) for item in items] == [found_entry(1), found_entry(2)]
        assert {(item.playlist["channel"], "entries" in item.playlist) for item in items} == {("Quiet Tent", False)}

    def test_is_read_no_further_than_the_limit(self, site):
        read = []

        def entries():
            for number in range(1, 9):
                read.append(number)
                yield make_entry(number)

        site[TAB_URL] = lambda extractor: make_listing(entries())

        assert fetched(TAB_URL, limit=2) == [found_entry(1), found_entry(2)]
        assert read == [1, 2]

    def test_that_breaks_off_keeps_what_came(self, site):
        def entries():
            yield make_entry(1)
            raise ExtractorError("HTTP Error 500", expected=True)

        site[TAB_URL] = lambda extractor: make_listing(entries())

        assert fetched(TAB_URL) == [
            found_entry(1),
            ("failed", TAB_URL, "the listing broke off after 1 entries: HTTP Error 500"),
        ]

    @pytest.mark.parametrize("ending", ["", ". Giving up after 2 retries"])
    def test_that_stays_incomplete_is_no_failure(self, site, ending):
        def answer(extractor):
            extractor.report_warning("Incomplete data received. Retrying (1/2)...")
            extractor.report_warning(f"Incomplete data received{ending}")
            return make_listing([make_entry(1)])

        site[TAB_URL] = answer

        assert fetched(TAB_URL) == [
            found_entry(1),
            ("skipped", TAB_URL, "listing incomplete: the site stopped answering after 1 entries"),
        ]

    def test_that_the_limit_ended_is_not_called_incomplete(self, site):
        def answer(extractor):
            extractor.report_warning("Incomplete data received")
            return make_listing([make_entry(1), make_entry(2)])

        site[TAB_URL] = answer

        assert fetched(TAB_URL, limit=1) == [found_entry(1)]

    def test_that_succeeds_on_a_second_try_is_complete(self, site):
        def answer(extractor):
            extractor.report_warning("Incomplete data received. Retrying (1/2)...")
            return make_listing([make_entry(1)])

        site[TAB_URL] = answer

        assert fetched(TAB_URL) == [found_entry(1)]

    def test_without_entries_is_skipped(self, site):
        site[TAB_URL] = make_listing([])

        assert fetched(TAB_URL) == [
            ("skipped", TAB_URL, "empty listing (Quiet Tent - Videos); that does not mean that its videos are gone")
        ]

    def test_names_an_entry_that_is_empty(self, site):
        site[TAB_URL] = make_listing([None, make_entry(2)])

        assert fetched(TAB_URL) == [
            ("skipped", f"{TAB_URL}:entries[0]", "an empty entry: the video is not available"),
            found_entry(2),
        ]

    def test_of_more_than_fifty_thousand_entries_is_cut(self, site):
        site[TAB_URL] = make_listing(make_entry(1) for _ in range(50_001))

        items = fetched(TAB_URL)

        assert (len(items), items[-1]) == (50_001, ("skipped", TAB_URL, "the listing is cut at 50,000 entries"))

    def test_within_a_listing_is_flattened(self, site):
        inner = make_listing([make_entry(1)], title="Inner")
        site[TAB_URL] = make_listing([inner, make_entry(2)])

        items = list(fetch(TAB_URL, options={}))

        assert [(item.info["title"], item.playlist["title"]) for item in items] == [
            ("Rain 1", "Inner"),
            ("Rain 2", "Quiet Tent - Videos"),
        ]

    def test_nested_deeper_than_three_is_given_as_it_is(self, site):
        listing = make_listing([make_entry(1)], title="Fourth")
        for _ in range(3):
            listing = make_listing([listing])
        site[TAB_URL] = listing

        [error] = read_all(fetch(TAB_URL, options={}))

        assert error.reason == "a playlist or channel, not a video: Fourth"


class TestOptions:
    def test_of_the_operator_join_the_defaults(self, site, monkeypatch):
        seen = []
        site[VIDEO_URL] = lambda extractor: seen.append(extractor.get_param("extractor_args")) or make_video()

        fetched(VIDEO_URL, extractor_args={"youtube": {"lang": ["de"]}, "vimeo": {"client": ["web"]}})

        assert (seen[0]["youtube"]["lang"], seen[0]["youtube"]["player_client"]) == (["de"], ["web"])
        assert seen[0]["vimeo"] == {"client": ["web"]}

    def test_of_the_operator_do_not_change_what_the_reading_relies_on(self, site):
        site[VIDEO_URL] = ExtractorError("gone", expected=True)

        assert fetched(VIDEO_URL, ignoreerrors=True) == [("failed", VIDEO_URL, "gone")]


class TestSecrets:
    """Passwords, cookies and proxies of the options, and keys in addresses."""

    OPTIONS = {
        "proxy": "http://tent:wind@proxy.example:3128",
        "password": "geheim",
        "http_headers": {"Cookie": "session=rain"},
    }

    def test_do_not_appear_in_a_failure(self, site):
        site[VIDEO_URL] = ExtractorError("tent:wind at proxy.example:3128, geheim, rain, a?token=b", expected=True)

        assert fetched(VIDEO_URL, **self.OPTIONS) == [("failed", VIDEO_URL, "***:*** at ***, ***, ***, a?token=***")]

    def test_do_not_appear_in_the_last_word_on_a_video(self, site):
        site[VIDEO_URL] = lambda extractor: extractor.report_warning("geheim is wrong") or make_video(title=None)

        assert fetched(VIDEO_URL, **self.OPTIONS) == [("failed", VIDEO_URL, "*** is wrong")]

    def test_do_not_appear_in_what_is_said_of_a_listing(self, site):
        site[TAB_URL] = make_listing([], title="geheim")

        assert fetched(TAB_URL, **self.OPTIONS) == [
            ("skipped", TAB_URL, "empty listing (***); that does not mean that its videos are gone")
        ]

    def test_do_not_appear_where_yt_dlp_cannot_use_them(self):
        [failure] = fetch(VIDEO_URL, options={"proxy": "spdy://tent:wind@proxy.example", "retries": 0})

        assert not {"tent", "wind", "proxy.example"} & set(re.split(r"[^\w.]+", f"{failure!r} {failure}"))

    def test_of_the_environment_s_proxy_do_not_appear(self, site, monkeypatch):
        monkeypatch.setenv("https_proxy", self.OPTIONS["proxy"])
        site[VIDEO_URL] = ExtractorError("no tunnel for tent:wind", expected=True)

        assert fetched(VIDEO_URL) == [("failed", VIDEO_URL, "no tunnel for ***:***")]

    def test_of_a_login_in_the_address_do_not_appear(self):
        assert fetched("https://tent:wind@a.example/b") == [("failed", "https://***@a.example/b", "not a web address")]


class TestAnyPage:
    def test_is_read_where_the_operator_allows_it(self, hostile_site, local_pages_allowed):
        url = hostile_site.url("redirect/good")

        assert fetched(url) == [("found", url, "Rain on a tent (1)")]

    def test_is_no_page_of_a_local_address(self, hostile_site, settings, local_pages_allowed):
        settings.ASMR_ALLOW_LOCAL_ADDRESSES = False
        url = hostile_site.url("good")

        assert fetched(url) == [("failed", url, "127.0.0.1: not an address on the public internet")]
        assert hostile_site.paths == []

    def test_is_no_page_of_a_local_address_for_extractors_that_the_operator_adds(self, hostile_site, monkeypatch):
        monkeypatch.setenv("no_proxy", "*")
        url = hostile_site.url("good")

        assert fetched(url, allowed_extractors=["all"]) == [
            ("failed", url, "127.0.0.1: not an address on the public internet")
        ]

    def test_is_not_read_by_an_operator_s_narrower_list(self, hostile_site, local_pages_allowed):
        [(kind, _, reason)] = fetched(hostile_site.url("good"), allowed_extractors=["vimeo"])

        assert (kind, reason.partition(";")[0]) == ("failed", "no site that this catalog imports from: 127.0.0.1")

    def test_of_bytes_that_no_database_takes_fails_in_words_that_it_takes(self, hostile_site, local_pages_allowed):
        [(kind, _, reason)] = fetched(hostile_site.url("garbage"))

        assert (kind, reason) == ("failed", "garbage: Unable to download webpage:")

    def test_that_fails_leaves_its_cause_named(self, hostile_site, local_pages_allowed):
        url = hostile_site.url("silent")

        assert fetched(url, socket_timeout=0.2) == [("failed", url, "127.0.0.1: no answer within 0.2 s")]


class TestTheModule:
    def test_is_imported_without_yt_dlp(self):
        script = "import sys, videos.importing.ytdlp; print('yt_dlp' in sys.modules)"

        answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

        assert answer.stdout == "False\n"


class TestRecordedVideo:
    def test_with_chapters_is_read_whole(self, replay, expected):
        [record] = read_all(fetch(expected("video_13_chapters")["url"], options=replay))

        assert (record.site_id, record.title) == ("KI7fMGRg0Wk", expected("video_13_chapters")["info"]["title"])
        assert (record.duration_seconds, len(record.chapters), record.language) == (953, 13, "de")
        assert (f"{record.published_at:%Y-%m-%d}", record.published_precision) == ("2021-03-17", "exact")
        assert (record.is_full, record.warnings) == (True, ())

    @pytest.mark.parametrize("name", ["video_plain", "video_french_emoji", "video_unlisted", "peertube_video"])
    def test_is_read_as_yt_dlp_did(self, replay, expected, name):
        info = expected(name)["info"]

        [record] = read_all(fetch(info["webpage_url"], options=replay))

        assert (record.site_id, record.title, record.duration_seconds, record.view_count, record.availability) == (
            info["id"], info["title"], info["duration"], info["view_count"], info.get("availability")
        )  # fmt: skip

    def test_that_is_live_has_no_time_in_its_title(self, replay, expected):
        info = expected("video_live_now")["info"]

        [record] = read_all(fetch(info["webpage_url"], options=replay))

        assert (record.title, record.live_status, record.duration_seconds) == (info["fulltitle"], "is_live", None)

    def test_for_members_is_no_public_one(self, replay, expected):
        [record] = read_all(fetch(expected("video_error_members")["url"], options=replay))

        assert (record.title, record.availability) == (
            expected("video_error_members")["info"]["title"],
            "subscriber_only",
        )


class TestTrouble:
    """What a failure or a warning means travels with it."""

    @pytest.mark.parametrize(
        ("answer", "trouble"),
        [
            (ExtractorError("HTTP Error 429: Too Many Requests", expected=True), Trouble.RATE_LIMITED),
            (ExtractorError("Video unavailable. This video has been removed by the uploader", expected=True),
             Trouble.GONE),
            (ExtractorError("This channel does not have a streams tab", expected=True), Trouble.NO_SUCH_TAB),
            (ExtractorError("Something new", expected=True), Trouble.OTHER),
            (ExtractorError("Something new"), Trouble.BROKEN),
            (KeyError("videoRenderer"), Trouble.BROKEN),
            (make_video(id="aaaaaaaaaa2"), Trouble.REDIRECTED),
            (make_video(title=None), Trouble.NO_ANSWER),
        ],
    )  # fmt: skip
    def test_of_a_failure_is_told(self, site, answer, trouble):
        site[VIDEO_URL] = answer

        [failure] = fetch(VIDEO_URL, options={})

        assert failure.trouble == trouble

    @pytest.mark.parametrize(
        "warning",
        [
            "Sign in to confirm you’re not a bot. Use --cookies for the authentication",
            "This content isn't available, try again later. The current session has been rate-limited by YouTube",
        ],
    )
    def test_that_stops_the_run_spoils_whatever_came_with_it(self, site, warning):
        site[VIDEO_URL] = lambda extractor: extractor.report_warning(warning) or make_video()

        [failure] = fetch(VIDEO_URL, options={})

        assert (type(failure), failure.trouble in STOPS_THE_RUN) == (FetchError, True)

    @pytest.mark.parametrize(
        ("warning", "trouble", "availability"),
        [
            ("This video is available to this channel's members on level: Gold", Trouble.MEMBERS_ONLY,
             "subscriber_only"),
            ("This video is only available to Music Premium members", Trouble.PREMIUM_ONLY, "premium_only"),
            ("The uploader has not made this video available in your country", Trouble.GEO_BLOCKED, None),
            ("Premieres in 3 hours", Trouble.UPCOMING, None),
            ("Failed to download m3u8 information: HTTP Error 404: Not Found", None, None),
        ],
    )  # fmt: skip
    def test_that_keeps_people_from_a_video_stands_beside_it(self, site, warning, trouble, availability):
        site[VIDEO_URL] = lambda extractor: extractor.report_warning(warning) or make_video()

        [item] = fetch(VIDEO_URL, options={})

        assert (item.trouble, item.info.get("availability")) == (trouble, availability)


class TestRecordedFailure:
    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("video_error_private",
             "This video is private. If the owner of this video has granted you access, please sign in."),
            ("video_error_nonexistent",
             "the site says nothing of it, there may be no such video (don-t-exist: Failed to extract any"
             " player response)"),
            ("channel_terminated",
             "UCTGjY2I-ZUGnwVoWAGRd7XQ: YouTube said: This account has been terminated for a violation of YouTube's"
             " Terms of Service."),
            ("channel_does_not_exist", "UCAUc4iz6edWerIjlnL8OSSw: YouTube said: This channel does not exist."),
            ("playlist_missing",
             "PL11111111111111111111111111111111: YouTube said: The playlist does not exist."),
        ],
    )  # fmt: skip
    def test_is_named(self, replay, expected, name, reason):
        [failure] = fetch(expected(name)["url"], options=replay)

        assert (type(failure), failure.reason) == (FetchError, reason)


class TestRecordedListing:
    @pytest.mark.parametrize(
        "name",
        [
            "channel_videos_2pages",
            "channel_videos_one",
            "channel_shorts_2pages",
            "playlist_14",
            "playlist_members_only",
        ],
    )
    def test_gives_the_ids_that_yt_dlp_gave(self, replay, expected, name):
        items = list(fetch(expected(name)["url"], options=replay))

        found = [item.info["id"] for item in items if isinstance(item, FoundInfo)]
        assert found == [entry["id"] for entry in expected(name)["info"]["entries"]]

    def test_that_ends_with_the_recording_is_incomplete_but_no_failure(self, replay, expected):
        items = list(fetch(expected("channel_videos_2pages")["url"], options=replay))

        assert type(items[-1]) is SkippedInfo
        assert items[-1].reason == "listing incomplete: the site stopped answering after 60 entries"

    def test_of_a_channel_names_the_channel_in_each_record(self, replay, expected):
        url = expected("channel_videos_2pages")["url"]

        records = read_all(fetch(url, options=replay, limit=3))

        assert [record.creator.name for record in records] == ["Creative Commons"] * 3

    def test_of_shorts_gives_shorts(self, replay, expected):
        records = read_all(fetch(expected("channel_shorts_2pages")["url"], options=replay, limit=3))

        assert [record.media_type for record in records] == ["short"] * 3

    def test_of_playlists_holds_no_videos(self, replay, expected):
        results = read_all(fetch(expected("channel_playlists")["url"], options=replay, limit=2))

        assert [result.reason for result in results] == [
            f"a playlist or channel: {entry['title']}; to have its videos, import it by this address"
            for entry in expected("channel_playlists")["info"]["entries"][:2]
        ]

    def test_that_is_age_restricted_is_empty(self, replay, expected):
        assert [type(item) for item in fetch(expected("channel_age_restricted_empty")["url"], options=replay)] == [
            SkippedInfo
        ]

    def test_on_peertube_gives_whole_ids_and_the_channel(self, replay, expected):
        records = read_all(fetch(expected("peertube_channel")["url"], options=replay))

        assert len(records) == 12
        assert {(len(record.site_id), record.creator.site_id) for record in records} == {
            (36, "lqdn_channel@video.lqdn.fr")
        }
