"""yt-dlp over the guard, against a site on 127.0.0.1 that behaves badly."""

import socket
import threading
import tracemalloc

import pytest
import yt_dlp
from yt_dlp.extractor.common import InfoExtractor
from yt_dlp.networking import Request
from yt_dlp.utils import ExtractorError

from videos.importing.guard import Guard, Limits, find_refusal, http_status, retry_after_seconds
from videos.importing.guarded_ytdlp import open_downloader

ANSWERS_AT_ONCE = 2.0  # seconds


class Silence:
    """Takes what yt-dlp says."""

    def debug(self, message):
        """Drop it."""

    warning = error = debug


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def make_downloader(guard, **params):
    params = {"quiet": True, "logger": Silence(), "allowed_extractors": ["generic", "html5"], **params}
    return open_downloader({"ignore_no_formats_error": True, "socket_timeout": 5, **params}, guard)


def ask(url, *, allow_local=True, limits=None, **params):
    """Give the title at the address, or the error that came instead."""
    guard = Guard(limits=limits or Limits(), allow_local=allow_local)
    with make_downloader(guard, **params) as downloader:
        try:
            return downloader.extract_info(url, download=False, process=False)["title"]
        except Exception as error:
            return error


def refusal(*args, **kwargs):
    return str(find_refusal(ask(*args, **kwargs)))


@pytest.fixture
def resolving(monkeypatch):
    """Let every name of `.example` mean 127.0.0.1."""
    real = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        return real("127.0.0.1" if str(host).endswith(".example") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def extractor(monkeypatch):
    """Give extractor(function): the only extractor there is, for every address, does what the function does."""

    def use(extract):
        class RainIE(InfoExtractor):
            _VALID_URL = r"https?://.+"

            def _real_extract(self, url):
                return extract(self, url)

        monkeypatch.setattr(
            yt_dlp.YoutubeDL, "add_default_info_extractors", lambda self: self.add_info_extractor(RainIE())
        )

    return use


class TestPage:
    @pytest.mark.parametrize("behaviour", ["good", "gzip", "unknown-charset"])
    def test_is_read(self, hostile_site, behaviour):
        assert ask(hostile_site.url(behaviour)) == "Rain on a tent (1)"

    def test_is_asked_for_from_the_operator_s_address(self, hostile_site):
        assert ask(hostile_site.url("echo"), source_address="127.0.0.2") == "127.0.0.2 identity (1)"

    def test_is_asked_for_in_encodings_that_can_be_bounded(self, hostile_site, extractor, monkeypatch):
        monkeypatch.setattr(yt_dlp.networking._urllib, "SUPPORTED_ENCODINGS", ["gzip", "deflate", "br"])
        extractor(lambda self, url: {"title": self._og_search_title(self._download_webpage(url, "a"))})

        assert ask(hostile_site.url("echo")) == "127.0.0.1 gzip, deflate"

    def test_is_asked_for_without_printing_what_may_be_secret(self, hostile_site, capsys):
        ask(hostile_site.url("good"), verbose=True, debug_printtraffic=True, http_headers={"Cookie": "geheim"})

        assert capsys.readouterr() == ("", "")

    def test_in_another_charset_than_it_says_loses_those_letters_only(self, hostile_site):
        assert ask(hostile_site.url("charset")) == "Pluie l\ufffdg\ufffdre (1)"

    @pytest.mark.parametrize(("behaviour", "status"), [("429", 429), ("500", 500), ("404", 404)])
    def test_that_fails_has_its_status(self, hostile_site, behaviour, status):
        assert http_status(ask(hostile_site.url(behaviour))) == status

    @pytest.mark.parametrize(("behaviour", "seconds"), [("429", 120), ("429-until", 3600), ("500", None)])
    def test_that_fails_says_how_long_to_wait(self, hostile_site, behaviour, seconds):
        assert retry_after_seconds(ask(hostile_site.url(behaviour))) == seconds

    @pytest.mark.parametrize("behaviour", ["garbage", "half", "half-gzip", "close", "bot-check"])
    def test_that_is_none_is_a_failure_without_a_status(self, hostile_site, behaviour):
        error = ask(hostile_site.url(behaviour))

        assert (isinstance(error, yt_dlp.utils.YoutubeDLError), http_status(error)) == (True, None)


class TestLocalAddress:
    def test_is_not_asked_for(self, hostile_site):
        said = refusal(hostile_site.url("good"), allow_local=False)

        assert (said, hostile_site.paths) == ("127.0.0.1: not an address on the public internet", [])

    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_behind_a_name_is_not_connected_to(self, hostile_site, resolving, scheme):
        said = refusal(f"{scheme}://rain.example:{hostile_site.port}/good", allow_local=False)

        assert (said, hostile_site.paths) == ("rain.example: not an address on the public internet", [])

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1", "rain.example"])
    def test_is_not_asked_for_on_the_next_hop_of_a_redirect(self, hostile_site, resolving, host):
        # The first hop goes to a proxy, which stands for a public site; the operator's no_proxy leaves out the second.
        proxy = {
            "http": hostile_site.url("").rstrip("/"),
            "no": "localhost,127.0.0.1,::1,2130706433,0x7f.1,rain.example",
        }
        with make_downloader(Guard()) as downloader:
            downloader.__dict__["proxies"] = proxy
            with pytest.raises(yt_dlp.utils.YoutubeDLError) as caught:
                downloader.extract_info(f"http://far.test/redirect-to/{host}", download=False, process=False)

        assert str(find_refusal(caught.value)).endswith(": not an address on the public internet")
        assert hostile_site.paths == [f"http://far.test/redirect-to/{host}"]

    def test_is_not_asked_for_by_an_extractor(self, hostile_site, extractor):
        extractor(
            lambda self, _: {"title": self._download_webpage(hostile_site.url("good"), "a", fatal=False) or "none"}
        )

        assert (ask("https://far.test/", allow_local=False), hostile_site.paths) == ("none", [])

    def test_is_not_asked_for_as_a_media_playlist(self, hostile_site, extractor):
        extractor(
            lambda self, _: {
                "title": "Rain",
                "formats": self._extract_m3u8_formats(hostile_site.url("good"), "a", fatal=False),
            }
        )

        assert (ask("https://far.test/", allow_local=False), hostile_site.paths) == ("Rain", [])

    def test_is_not_asked_for_by_another_handler_that_is_installed(self, monkeypatch):
        class CurlCFFIRH(yt_dlp.networking._urllib.UrllibRH):
            """As of a library that resolves names by itself."""

        monkeypatch.setitem(yt_dlp.networking.common._REQUEST_HANDLERS, "CurlCFFI", CurlCFFIRH)

        with make_downloader(Guard()) as downloader:
            handlers = list(downloader._request_director.handlers)

        assert handlers == ["Urllib"]

    @pytest.mark.parametrize(
        "url", ["file:///etc/passwd", "ftp://far.test/a", "data:text/html,rain", "ws://far.test/a"]
    )
    def test_of_another_scheme_than_the_web_s_is_not_read(self, extractor, url):
        extractor(lambda self, _: {"title": self._download_webpage(url, "a")})

        error = ask("https://far.test/", enable_file_urls=True)

        assert isinstance(error, yt_dlp.networking.exceptions.RequestError)


class TestProxy:
    def test_of_the_operator_is_asked_wherever_it_is(self, hostile_site):
        title = ask("http://far.test/good", allow_local=False, proxy=hostile_site.url("").rstrip("/"))

        assert (title, hostile_site.paths[0]) == ("Rain on a tent (1)", "http://far.test/good")

    def test_of_the_environment_is_the_operator_s(self, hostile_site, monkeypatch):
        monkeypatch.setenv("http_proxy", hostile_site.url("").rstrip("/"))

        assert ask("http://far.test/good", allow_local=False) == "Rain on a tent (1)"

    @pytest.mark.parametrize("scheme", ["http", "socks5", "socks4"])
    @pytest.mark.parametrize(
        "host",
        ["localhost", "127.0.0.1", "[::1]", "10.1.2.3", "169.254.169.254", "2130706433", "0x7f.1", "0177.0.0.1",
         "[::ffff:10.1.2.3]"],
    )  # fmt: skip
    def test_is_not_asked_for_local_addresses(self, hostile_site, scheme, host):
        proxy = f"{scheme}://127.0.0.1:{hostile_site.port}"

        said = refusal(f"http://{host}/good", allow_local=False, proxy=proxy)

        assert (said, hostile_site.paths) == (f"{host.strip('[]')}: not an address on the public internet", [])

    def test_that_is_bypassed_leaves_the_address_to_the_guard(self, hostile_site, resolving, monkeypatch):
        monkeypatch.setenv("no_proxy", "rain.example")
        proxy = hostile_site.url("").rstrip("/")

        said = refusal(f"http://rain.example:{hostile_site.port}/good", allow_local=False, proxy=proxy)

        assert (said, hostile_site.paths) == ("rain.example: not an address on the public internet", [])

    def test_that_an_extractor_names_is_refused(self, hostile_site, extractor):
        request = Request("http://far.test/good", proxies={"all": hostile_site.url("").rstrip("/")})
        extractor(lambda self, _: {"title": self._download_webpage(request, "a")})

        said = refusal("https://far.test/", allow_local=False)

        assert (said, hostile_site.paths) == ("a proxy that is none of the operator's", [])

    def test_for_other_countries_is_the_operator_s_too(self, hostile_site, extractor):
        extractor(
            lambda self, _: {
                "title": self._download_webpage("http://far.test/good", "a", headers=self.geo_verification_headers())[
                    :6
                ]
            }
        )

        proxy = hostile_site.url("").rstrip("/").removeprefix("http://")
        assert ask("https://far.test/", allow_local=False, geo_verification_proxy=proxy) == "<html>"


class TestRedirects:
    @pytest.mark.parametrize("behaviour", ["loop", "loop/301", "loop/303", "loop/307", "loop/308", "chain"])
    def test_end_after_ten(self, hostile_site, behaviour):
        said = refusal(hostile_site.url(behaviour))

        assert (said, len(hostile_site.paths)) == ("127.0.0.1: more than 10 redirects", 11)

    def test_to_a_file_are_refused(self, hostile_site):
        assert refusal(hostile_site.url("redirect-to-file"), enable_file_urls=True) == (
            "127.0.0.1: a redirect to a file address, which is no web page"
        )


class TestSize:
    @pytest.mark.parametrize("behaviour", ["huge", "endless", "bomb", "deflate-bomb"])
    def test_of_an_answer_is_bounded(self, hostile_site, behaviour):
        assert refusal(hostile_site.url(behaviour)) == "127.0.0.1: more than 30 MB in one answer"

    def test_of_an_answer_in_brotli_which_yt_dlp_would_unpack_whole_is_not_tried(self, hostile_site, monkeypatch):
        monkeypatch.setattr(yt_dlp.networking._urllib, "brotli", object())

        assert "an answer in brotli, which was not asked for" in str(ask(hostile_site.url("brotli")))

    def test_of_headers_is_bounded(self, hostile_site):
        assert "got more than 100 headers" in str(ask(hostile_site.url("endless-head")))

    def test_is_never_unpacked_beyond_it(self, hostile_site):
        ask(hostile_site.url("bomb"))  # what is loaded and packed once is not measured
        tracemalloc.start()

        said = refusal(hostile_site.url("bomb"), limits=Limits(body_bytes=100_000))
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert (said, peak_bytes < 5_000_000) == ("127.0.0.1: more than 0.1 MB in one answer", True)

    def test_may_be_another(self, hostile_site):
        limits = Limits(body_bytes=1000)

        assert refusal(hostile_site.url("huge"), limits=limits) == "127.0.0.1: more than 0.001 MB in one answer"
        assert ask(hostile_site.url("gzip"), limits=limits) == "Rain on a tent (1)"


class TestSilence:
    def test_of_a_site_ends_the_wait(self, hostile_site):
        said = refusal(hostile_site.url("silent"), socket_timeout=0.2)

        assert said == "127.0.0.1: no answer within 0.2 s"

    def test_before_a_secure_connection_stands_ends_the_wait(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            said = refusal(f"https://127.0.0.1:{silent.getsockname()[1]}/", socket_timeout=0.2)

        assert said == "127.0.0.1: no answer within 0.2 s"

    def test_is_never_waited_for_longer_than_the_guard_says(self, hostile_site):
        said = refusal(hostile_site.url("silent"), socket_timeout=3600, limits=Limits(silence_seconds=0.2))

        assert said == "127.0.0.1: no answer within 0.2 s"


class TestDeadline:
    LIMITS = Limits(seconds=0.5)
    SAID = "127.0.0.1: no complete answer within 0.5 s"

    @pytest.mark.parametrize("behaviour", ["trickle", "trickling-head", "silent"])
    def test_ends_an_answer_that_never_ends(self, hostile_site, behaviour):
        assert refusal(hostile_site.url(behaviour), limits=self.LIMITS) == self.SAID

    def test_holds_in_any_thread(self, hostile_site):
        said = []
        thread = threading.Thread(
            target=lambda: said.append(refusal(hostile_site.url("trickle"), limits=self.LIMITS)), daemon=True
        )

        thread.start()
        thread.join(self.LIMITS.seconds + ANSWERS_AT_ONCE)

        assert said == [self.SAID]

    def test_is_not_multiplied_by_retries(self, hostile_site, extractor):
        def extract(self, url):
            for retry in self.RetryManager():
                try:
                    return {"title": self._download_webpage(url, "a")}
                except ExtractorError as error:
                    retry.error = error
            return None

        extractor(extract)

        said = refusal(hostile_site.url("trickle"), limits=self.LIMITS, extractor_retries=float("inf"))

        assert (said, hostile_site.paths) == (self.SAID, ["/trickle"])

    def test_is_no_failure_that_an_extractor_does_without(self, hostile_site, extractor):
        extractor(lambda self, url: {"title": self._download_webpage(url, "a", fatal=False) or "none"})

        assert refusal(hostile_site.url("trickle"), limits=self.LIMITS) == self.SAID

    def test_holds_for_all_requests_of_a_page_together(self, hostile_site, extractor):
        def extract(self, url):
            for _ in range(5):
                self._download_webpage(hostile_site.url("silent"), "a", fatal=False)
            return {"title": "Rain"}

        extractor(extract)

        assert refusal(hostile_site.url("a"), limits=self.LIMITS, socket_timeout=0.2) == self.SAID
        assert len(hostile_site.paths) <= 3  # on a busy machine fewer: none of the five begins after the deadline

    def test_begins_anew_with_each_entry_of_a_listing(self, hostile_site, extractor):
        def pages(self):
            for number in range(4):
                self._download_webpage(hostile_site.url("silent"), "a", fatal=False)
                yield {"id": number}
            for _ in range(4):
                self._download_webpage(hostile_site.url("silent"), "a", fatal=False)
            yield {"id": "never"}

        extractor(lambda self, _: {"_type": "playlist", "entries": pages(self)})
        seen = []

        with make_downloader(Guard(limits=self.LIMITS, allow_local=True), socket_timeout=0.2) as downloader:
            info = downloader.extract_info(hostile_site.url("a"), download=False, process=False)
            with pytest.raises(yt_dlp.utils.YoutubeDLError) as caught:
                seen.extend(entry["id"] for entry in info["entries"])

        assert (seen, str(find_refusal(caught.value))) == ([0, 1, 2, 3], self.SAID)
