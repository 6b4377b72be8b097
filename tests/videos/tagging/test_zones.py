import pytest

from videos.tagging.zones import MAX_DESCRIPTION, VideoText, line_key, read_zones


def read(description="", **parts):
    zones = read_zones(VideoText(title="Title", description=description, **parts))
    return {zone: text.shown.split("\n") for zone, text in zones.texts.items() if zone != "title"}


class TestReadZones:
    def test_the_first_two_lines_are_the_lead_and_others_the_rest(self):
        zones = read("Hello there\n\nSoft sounds today\nThanks to all\nGood night")

        assert zones == {"lead": ["Hello there", "Soft sounds today"], "rest": ["Thanks to all", "Good night"]}

    @pytest.mark.parametrize(
        ("description", "own"),
        [
            ("one\ntwo", ""),
            ("one\ntwo\nthree\nfour #five", "three\nfour"),
            ("one\ntwo\nthree\nbio\nfour", "three\nfour"),
            ("one\ntwo\nthree\nSponsored by X\nX is good\nand cheap\n\nfour", "three\nfour"),
            ("one\ntwo\nthree\nUse code X\nX is good\n- - -\nfour", "three\nfour"),
            ("one\ntwo\nmy instagram\nthree", "three"),
        ],
    )
    def test_the_rest_begins_with_what_speaks_of_this_video_alone(self, description, own):
        zones = read_zones(VideoText(title="Title", description=description, boilerplate=frozenset({"bio"})))

        assert (zones.texts["rest"].shown if "rest" in zones.texts else "")[: zones.own_rest].strip() == own

    def test_what_a_sponsor_offers_is_still_read_for_what_must_not_be_missed(self):
        zones = read("one\ntwo\nUse code X\nX is good\n\nfour")

        assert zones == {"lead": ["one", "two"], "rest": ["four", "X is good"]}

    @pytest.mark.parametrize(
        "line",
        [
            "0:12 tapping",
            "[2:13] tapping",
            "(2:13) - tapping",
            "2:13 - 5:40 tapping",
            "🎧 1:02:13 tapping",
            "tapping 2:13",
            "tapping - 2:13",
            "tapping (2:13)",
        ],
    )
    def test_timestamp_lines_are_chapters_with_the_time_first_or_last(self, line):
        assert read(f"0:00 intro\n{line}") == {"chapters": ["intro", "tapping"]}

    def test_a_single_stray_time_is_no_chapter(self):
        assert read("2:13 is my favourite part") == {"lead": ["2:13 is my favourite part"]}

    def test_given_chapters_come_before_those_of_the_description(self):
        zones = read("0:00 intro\n0:10 slime", chapters=("Wood tapping",))

        assert zones == {"chapters": ["Wood tapping", "intro", "slime"]}

    @pytest.mark.parametrize(
        ("description", "items"),
        [
            ("Triggers: tapping, slime", ["tapping, slime"]),
            ("Sounds in this video: rain", ["rain"]),
            ("TRIGGERS:\n- tapping\n- slime", ["- tapping", "- slime"]),
        ],
    )
    def test_a_list_of_triggers_is_a_zone_of_its_own(self, description, items):
        assert read(description) == {"trigger_list": items}

    def test_a_blank_line_ends_the_list_of_triggers(self):
        assert read("Triggers:\ntapping\n\nGood night") == {"trigger_list": ["tapping"], "lead": ["Good night"]}

    @pytest.mark.parametrize(
        "line",
        [
            "No talking version: https://example.org/abc",
            "www.example.org",
            "write to me@example.org",
            "Support me on Patreon",
            "Instagram: someone",
            "This video is sponsored by a therapy app",
            "10 % off with my promo code",
            "Not a replacement for therapy.",
            "Disclaimer: hypnosis is no medical advice",
            "© All rights reserved",
            "チャンネル登録よろしく",
        ],
    )
    def test_links_advertising_and_disclaimers_are_dropped(self, line):
        assert read(f"{line}\nGood night") == {"lead": ["Good night"]}

    def test_sponsored_chapters_are_dropped(self):
        assert read(chapters=("Sponsor: talk therapy", "Tapping")) == {"chapters": ["Tapping"]}

    def test_lines_repeated_by_the_creator_are_left_to_what_must_not_be_missed(self):
        boilerplate = frozenset({line_key("I&#39;m a ROBOT girl 🤖")})

        zones = read("i'm a robot girl\nGood night", boilerplate=boilerplate)

        assert zones == {"lead": ["Good night"], "rest": ["i m a robot girl"]}

    def test_hashtags_are_kept_out_of_the_lead(self):
        zones = read_zones(VideoText(title="Rain #ASMR_Sleep", description="#earCleaning #asmr_sleep\nGood night #朝"))

        assert zones.texts["lead"].shown == "Good night"
        assert zones.hashtags == ("asmrsleep", "earcleaning", "朝")
        assert zones.texts["rest"].shown == "asmrsleep earcleaning 朝"

    def test_only_the_first_5000_characters_of_a_description_are_read(self):
        zones = read("a" * MAX_DESCRIPTION + " tapping")

        assert zones == {"lead": ["a" * MAX_DESCRIPTION]}

    def test_a_video_without_words_has_no_zones(self):
        assert read_zones(VideoText(title="")).texts == {}


class TestFindHashtags:
    def test_hashtags_of_a_noisy_line_are_left_out(self):
        zones = read_zones(VideoText(title="x", description="Follow me on instagram #slime\n#rain"))

        assert zones.hashtags == ("rain",)

    def test_an_entity_is_no_hashtag(self):
        assert read_zones(VideoText(title="Don&#39;t &amp;#34; #tapping")).hashtags == ("tapping",)
