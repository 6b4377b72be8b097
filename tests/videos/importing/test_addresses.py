import pytest

from videos.importing.addresses import ChannelAddress, listing_addresses, parse_channel, why_no_channel
from videos.importing.records import read_info

ID = "UCabcdefghijklmnopqrst-_"
BY_ID = ChannelAddress(site="youtube", site_id=ID, url=f"https://www.youtube.com/channel/{ID}")
BY_HANDLE = ChannelAddress(site="youtube", handle="@QuietTent", url="https://www.youtube.com/@QuietTent")


class TestYouTube:
    @pytest.mark.parametrize(
        "text",
        [
            ID,
            f"  \ufeff{ID}\r\n",
            f"https://www.youtube.com/channel/{ID}",
            f"http://youtube.com/channel/{ID}/",
            f"HTTPS://WWW.YOUTUBE.COM/channel/{ID}?view_as=subscriber#x",
            f"youtube.com/channel/{ID}/videos",
            f"//www.youtube.com/channel/{ID}",
            f"m.youtube.com/channel/{ID}/about",
            f"https://music.youtube.com/channel/{ID}",
            f"https://www.youtube.com/feeds/videos.xml?channel_id={ID}",
        ],
    )
    def test_an_id_gives_one_address_whatever_the_form(self, text):
        assert parse_channel(text) == BY_ID

    @pytest.mark.parametrize(
        "text",
        [
            "@QuietTent",
            "youtube.com/@QuietTent",
            "https://www.youtube.com/@QuietTent?si=abc",
            "https://m.youtube.com/%40QuietTent/",
            *[
                f"https://www.youtube.com/@QuietTent/{tab}"
                for tab in ("videos", "streams", "shorts", "featured", "about", "playlists", "live", "search?query=a")
            ],
        ],
    )
    def test_a_handle_gives_one_address_whatever_the_form(self, text):
        assert parse_channel(text) == BY_HANDLE

    @pytest.mark.parametrize(
        ("text", "handle", "url"),
        [
            ("@静かな雨", "@静かな雨", "https://www.youtube.com/@%E9%9D%99%E3%81%8B%E3%81%AA%E9%9B%A8"),
            ("https://www.youtube.com/@%E9%9B%A8/videos", "@雨", "https://www.youtube.com/@%E9%9B%A8"),
            ("@हिन्दी", "@हिन्दी", "https://www.youtube.com/@%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80"),
            ("@e\u0301te", "@éte", "https://www.youtube.com/@%C3%A9te"),
            ("@quiet.tent-2_a·b", "@quiet.tent-2_a·b", "https://www.youtube.com/@quiet.tent-2_a%C2%B7b"),
        ],
    )
    def test_a_handle_may_be_in_any_script(self, text, handle, url):
        assert parse_channel(text) == ChannelAddress(site="youtube", handle=handle, url=url)

    @pytest.mark.parametrize(
        ("text", "url"),
        [
            ("youtube.com/c/QuietTent/videos", "https://www.youtube.com/c/QuietTent"),
            ("https://www.youtube.com/c/%E9%9B%A8", "https://www.youtube.com/c/%E9%9B%A8"),
            ("https://www.youtube.com/user/quiettent?feature=x", "https://www.youtube.com/user/quiettent"),
            ("https://www.youtube.com/QuietTent", "https://www.youtube.com/QuietTent"),
        ],
    )
    def test_a_custom_address_stays_as_it_is_without_its_tab(self, text, url):
        assert parse_channel(text) == ChannelAddress(site="youtube", url=url)

    def test_the_address_is_the_one_that_an_import_stores(self):
        info = {"id": "aaaaaaaaa01", "title": "Rain", "extractor_key": "Youtube", "channel": "Tent"}

        by_id = read_info({**info, "channel_id": ID}, address="x").creator
        by_handle = read_info({**info, "uploader_id": "@QuietTent"}, address="x").creator

        assert (by_id.url, by_handle.url) == (BY_ID.url, BY_HANDLE.url)


class TestPeerTube:
    @pytest.mark.parametrize(
        "text",
        [
            "https://tube.example/c/rain",
            "tube.example/c/rain/videos?s=1",
            "https://Tube.Example/video-channels/rain",
            "https://other.example/c/rain@tube.example/videos",
            "rain@tube.example",
            "@rain@tube.example",
        ],
    )
    def test_a_channel_is_known_by_name_and_home(self, text):
        assert parse_channel(text) == ChannelAddress(
            site="peertube", site_id="rain@tube.example", url="https://tube.example/c/rain"
        )

    def test_the_id_is_the_one_that_an_import_stores(self):
        entry = {"_type": "url", "ie_key": "PeerTube", "id": "x", "url": "https://tube.example/w/x", "title": "Rain"}
        listing = {"webpage_url": "https://tube.example/c/rain/videos", "title": "The rain"}

        imported = read_info(entry, address="x", playlist=listing).creator

        assert imported.site_id == parse_channel("https://tube.example/c/rain").site_id


@pytest.mark.parametrize(
    ("text", "site", "site_id", "handle", "url"),
    [
        ("https://shows.acast.com/rain/episodes", "acast", "", "rain", "https://shows.acast.com/rain"),
        ("https://play.acast.com/s/rain", "acast", "", "rain", "https://shows.acast.com/rain"),
        ("https://Quiet-Tent.bandcamp.com/music", "bandcamp", "quiet-tent", "", "https://quiet-tent.bandcamp.com"),
        ("https://space.bilibili.com/123/video", "bilibili", "123", "", "https://space.bilibili.com/123"),
        ("https://m.bilibili.com/space/123", "bilibili", "123", "", "https://space.bilibili.com/123"),
        ("dailymotion.com/user/tent", "dailymotion", "", "tent", "https://www.dailymotion.com/tent"),
        ("https://odysee.com/@Tent:4?order=new", "lbry", "", "@Tent:4", "https://odysee.com/@Tent:4"),
        ("mixcloud.com/Tent/uploads/", "mixcloud", "Tent", "", "https://www.mixcloud.com/Tent/"),
        ("https://www.nicovideo.jp/user/123/video", "niconico", "123", "", "https://www.nicovideo.jp/user/123"),
        ("https://ch.nicovideo.jp/tent", "niconico", "", "tent", "https://ch.nicovideo.jp/tent/video"),
        ("https://www.patreon.com/c/tent/posts", "patreon", "", "tent", "https://www.patreon.com/tent"),
        ("https://rumble.com/c/Tent", "rumble", "", "Tent", "https://rumble.com/c/Tent"),
        ("https://rumble.com/user/Tent/videos", "rumble", "", "Tent", "https://rumble.com/user/Tent"),
        ("https://m.soundcloud.com/tent/tracks", "soundcloud", "", "tent", "https://soundcloud.com/tent"),
        ("spreaker.com/podcast/rain--45", "spreaker", "", "rain--45", "https://www.spreaker.com/podcast/rain--45"),
        ("https://www.tiktok.com/@tent.asmr?lang=en", "tiktok", "", "@tent.asmr", "https://www.tiktok.com/@tent.asmr"),
        ("https://www.twitch.tv/QuietTent/about", "twitch", "quiettent", "", "https://www.twitch.tv/quiettent/videos"),
        ("https://vimeo.com/user123/videos", "vimeo", "user123", "", "https://vimeo.com/user123"),
    ],
)
def test_channels_of_other_sites_are_known_by_their_pages(text, site, site_id, handle, url):
    channel = ChannelAddress(site=site, site_id=site_id, handle=handle, url=url)

    assert (parse_channel(text), parse_channel(url)) == (channel, channel)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@QuietTent", "@QuietTent"),
        (ID, ID),
        ("https://www.youtube.com/c/%E9%9B%A8", "雨"),
        ("rain@tube.example", "rain@tube.example"),
    ],
)
def test_a_channel_is_called_by_what_its_address_tells(text, name):
    assert parse_channel(text).name == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" ", "nothing stands there"),
        *[
            (address, "a video, not a channel: import_videos takes it")
            for address in (
                "https://www.youtube.com/watch?v=aaaaaaaaa01&list=PLx",
                "youtu.be/aaaaaaaaa01?t=3",
                "https://www.youtube.com/shorts/aaaaaaaaa01",
                "https://www.youtube.com/live/aaaaaaaaa01",
                "https://tube.example/w/9c9de5e8",
                "https://tube.example/videos/watch/9c9de5e8",
            )
        ],
        *[
            (address, "a playlist, not a channel: import_videos takes it")
            for address in (
                "https://www.youtube.com/playlist?list=PLx",
                "https://www.youtube.com/watch?list=PLx",
                "https://tube.example/w/p/9c9de5e8",
            )
        ],
        ("https://tube.example/a/tent", "a PeerTube account, which may have several channels: name those"),
        *[
            (address, "a page of YouTube, but not a channel's")
            for address in (
                "https://www.youtube.com/",
                "https://www.youtube.com/feed/subscriptions",
                "https://www.youtube.com/results?search_query=asmr",
                "https://www.youtube.com/hashtag/asmr",
                "https://www.youtube.com/c/",
                "https://www.youtube.com/@a,b",
            )
        ],
        ("youtube.com/channel/UCshort", "not a channel's id, which is UC and 22 more letters, digits, - or _"),
        ("https://youtu.be/@tent", "a short address of something else than a channel"),
        ("https://soundcloud.com/tent/rain-on-a-tent", "a page of soundcloud, but not a channel's"),
        ("https://soundcloud.com/discover", "a page of soundcloud, but not a channel's"),
        ("https://www.bandcamp.com/", "a page of bandcamp, but not a channel's"),
        ("https://vimeo.com/12345", "a page of vimeo, but not a channel's"),
        ("https://www.youtube.com/@%FF", "an address whose letters are broken (no UTF-8)"),
        ("https://blog.example/about", "not a channel's page: blog.example is no site whose channels are known here"),
        *[
            (text, "neither a web address nor a handle, which begins with @")
            for text in (
                "Quiet Tent", "tent", "@", "@a b", "UCshort", "ftp://youtube.com/@tent", "https://", "http://[::1/c/x",
                "http://127.0.0.1/c/rain", "http://localhost/c/rain", "https://me:secret@tube.example/c/rain",
            )
        ],
        ("somebody@gmail.com", "a mail address, not a channel"),
        (f"https://www.youtube.com/c/{'雨' * 60}", "too long for a channel's address"),
        (f"@{'a' * 200}", "too long for a channel's address"),
    ],
)  # fmt: skip
def test_what_is_no_channel_is_said_in_plain_words(text, reason):
    assert (parse_channel(text), why_no_channel(text)) == (None, reason)


def test_of_a_channel_there_is_nothing_to_say():
    assert why_no_channel("@QuietTent") == ""


class TestListingAddresses:
    def test_are_one_for_each_tab_on_youtube(self):
        assert listing_addresses(BY_ID, ["videos", "streams"]) == [f"{BY_ID.url}/videos", f"{BY_ID.url}/streams"]

    def test_are_the_page_itself_elsewhere(self):
        channel = parse_channel("https://quiet-tent.bandcamp.com")

        assert listing_addresses(channel, ["videos", "streams"]) == ["https://quiet-tent.bandcamp.com"]

    @pytest.mark.parametrize(
        ("text", "extractor"),
        [
            (ID, "youtube:tab"),
            ("@雨", "youtube:tab"),
            ("youtube.com/c/tent", "youtube:tab"),
            ("youtube.com/QuietTent", "youtube:tab"),
            ("rain@peertube.cpy.re", "PeerTube:Playlist"),
            ("shows.acast.com/rain", "acast:channel"),
            ("tent.bandcamp.com", "Bandcamp:user"),
            ("space.bilibili.com/123", "BilibiliSpaceVideo"),
            ("dailymotion.com/tent", "dailymotion:user"),
            ("odysee.com/@Tent:4", "lbry:channel"),
            ("mixcloud.com/tent", "mixcloud:user"),
            ("nicovideo.jp/user/123", "NiconicoUser"),
            ("ch.nicovideo.jp/tent", "niconico:channel"),
            ("patreon.com/tent", "patreon:campaign"),
            ("rumble.com/c/tent", "RumbleChannel"),
            ("rumble.com/user/tent", "RumbleChannel"),
            ("soundcloud.com/tent", "soundcloud:user"),
            ("spreaker.com/podcast/rain--45", "SpreakerShow"),
            ("tiktok.com/@tent", "tiktok:user"),
            ("twitch.tv/tent", "twitch:videos"),
            ("vimeo.com/tent", "vimeo:user"),
        ],
    )
    def test_are_listings_to_yt_dlp(self, text, extractor):
        from yt_dlp.extractor import gen_extractor_classes

        (address,) = listing_addresses(parse_channel(text), ["videos"])

        suitable = next(known.IE_NAME for known in gen_extractor_classes() if known.suitable(address))
        assert suitable == extractor
