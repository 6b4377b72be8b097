import pytest

from videos.importing.ytdlp_options import OptionsError, check_options


class TestCheckOptions:
    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"proxy": "http://127.0.0.1:9", "nocheckcertificate": True, "cookiefile": "cookies.txt"},
            {"sleep_interval_requests": 2, "socket_timeout": 2.5, "retries": 0, "extractor_retries": 1},
            {"sleep_interval_requests": None, "proxy": None},
            {"cachedir": "somewhere", "check_formats": "selected", "color": {"stderr": "never"}},
            {"allowed_extractors": ["generic", "default"]},
            {"extractor_args": {}},
            {"extractor_args": {"youtube": {"lang": ["de"], "skip": []}, "vimeo": {}}},
            {"username": "quiet", "password": "geheim", "http_headers": {"Accept-Language": "de"}},
            {"no_color": True},
        ],
    )
    def test_passes_what_yt_dlp_knows(self, options):
        assert check_options(options) is None

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"proxi": "geheim"}, "yt-dlp knows no option 'proxi'; did you mean 'proxy'?"),
            (
                {"retries": 3, "cookie_file": "geheim"},
                "yt-dlp knows no option 'cookie_file'; did you mean 'cookiefile'?",
            ),
            ({"--proxy": "geheim"}, "yt-dlp knows no option '--proxy'; did you mean 'proxy'?"),
            ({"rain on a tent": 1}, "yt-dlp knows no option 'rain on a tent'"),
            ({"": 1}, "yt-dlp knows no option ''"),
            ({"_warnings": []}, "yt-dlp knows no option '_warnings'; did you mean 'no_warnings'?"),
        ],
    )
    def test_names_what_yt_dlp_does_not_know(self, options, said):
        with pytest.raises(OptionsError) as caught:
            check_options(options)

        assert str(caught.value) == f"ASMR_YTDLP_OPTIONS: {said}"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"sleep_interval_requests": "geheim"}, "sleep_interval_requests: expected a number, not a str"),
            ({"socket_timeout": [20]}, "socket_timeout: expected a number, not a list"),
            ({"retries": True}, "retries: expected a number, not a bool"),
            ({"retries": None}, "retries: expected a number, not a NoneType"),
            ({"nocheckcertificate": "no"}, "nocheckcertificate: expected true or false, not a str"),
            ({"allowed_extractors": "youtube"}, "allowed_extractors: expected a list, not a str"),
        ],
    )
    def test_names_a_value_of_a_wrong_type_and_repeats_none(self, options, said):
        with pytest.raises(OptionsError) as caught:
            check_options(options)

        assert str(caught.value) == f"ASMR_YTDLP_OPTIONS: {said}"

    @pytest.mark.parametrize(
        ("arguments", "place"),
        [
            (None, "extractor_args"),
            ("youtube:lang=de", "extractor_args"),
            ({"youtube": ["lang"]}, "extractor_args.youtube"),
            ({"vimeo": {}, "youtube": {"lang": "de"}}, "extractor_args.youtube.lang"),
            ({"youtube": {"lang": ["de", 1]}}, "extractor_args.youtube.lang"),
        ],
    )
    def test_names_the_place_in_extractor_args(self, arguments, place):
        with pytest.raises(OptionsError) as caught:
            check_options({"extractor_args": arguments})

        assert str(caught.value) == (
            f'ASMR_YTDLP_OPTIONS: {place}: expected the form {{"youtube": {{"lang": ["de"]}}}}'
        )
