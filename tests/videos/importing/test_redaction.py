import pytest

from videos.importing.redaction import find_secrets, redact


class TestRedact:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("HTTP Error 429: Too Many Requests", "HTTP Error 429: Too Many Requests"),
            ("a geheimnis and geheim", "a ***nis and ***"),
            ("a word of pi: pi, spice", "a word of ***: ***, spice"),  # a short secret hides whole words only
            ("http://quiet:p%40ss@a.example/b failed", "http://***@a.example/b failed"),
            ("socks5h://quiet@a.example:1080", "socks5h://***@a.example:1080"),
            ("https://a.example/b?key=AIza&v=1&token=x.y-z", "https://a.example/b?key=***&v=1&token=***"),
            ("?sig=a%2Fb&signature=c;auth=d", "?sig=***&signature=***;auth=***"),
            ("?X-Amz-Signature=c&api_key=d&ACCESS_TOKEN=e", "?X-Amz-Signature=***&api_key=***&ACCESS_TOKEN=***"),
            ("lqdn_channel@video.lqdn.fr", "lqdn_channel@video.lqdn.fr"),
            ("key=a, _sig=b; Token = c", "key=***, _sig=***; Token = c"),
            ("https://a.example/@quiet?v=keyless", "https://a.example/@quiet?v=keyless"),
        ],
    )
    def test_hides_secrets_logins_and_keys_and_nothing_else(self, text, shown):
        assert redact(text, {"geheim", "pi", ""}) == shown

    @pytest.mark.parametrize("text", ["_" * 1_000_000, "//" * 500_000, "//" + "a" * 1_000_000, "key" * 300_000])
    def test_of_a_site_s_endless_text_ends(self, text):
        assert redact(text, ["geheim"]) == text

    def test_hides_the_longer_of_two_secrets_whole(self):
        assert redact("geheim geheimer", ["geheim", "geheimer"]) == "*** ***"


class TestSecrets:
    @pytest.mark.parametrize(
        ("options", "text"),
        [
            ({"cookiefile": "/srv/quiet cookies.txt"}, "No such file: '/srv/quiet cookies.txt'"),
            ({"password": "ge heim/1"}, "ge heim/1 and ge%20heim%2F1"),
            ({"username": "tent", "videopassword": "wind"}, "tent, wind"),
            ({"proxy": "http://tent:wi%2End@proxy.example:3128/"}, "tent wi.nd wi%2End at proxy.example:3128"),
            ({"proxy": "tent:wind@proxy.example:3128"}, "tent, wind, http://tent:wind@proxy.example:3128"),
            ({"cookiesfrombrowser": ["firefox", "tent", None, None]}, "tent"),
            ({"http_headers": {"Cookie": "a=tent; b=wind"}}, "tent, wind, a=tent; b=wind"),
            ({"http_headers": {"Authorization": "Bearer tent"}}, "tent, Bearer tent"),
            ({"extractor_args": {"youtube": {"po_token": ["web.gvs+tent"]}}}, "web.gvs+tent"),
        ],
    )
    def test_are_found_in_the_options(self, options, text):
        shown = redact(text, find_secrets(options))

        assert [word for word in ("tent", "wind", "wi.nd", "heim", "cookies", "proxy.example") if word in shown] == []

    def test_are_none_of_the_harmless_options(self):
        options = {"retries": 3, "allowed_extractors": ["generic"], "http_headers": {"Accept-Language": "de"}}

        assert find_secrets({**options, "proxy": None, "cookiefile": ""}) == set()
