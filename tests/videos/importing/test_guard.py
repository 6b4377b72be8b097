"""The guard by itself, and what it leaves in yt-dlp's errors; with yt-dlp on top: test_guarded_ytdlp.py."""

import socket
import time

import pytest
from yt_dlp.networking import Response
from yt_dlp.networking.exceptions import HTTPError, NoSupportingHandlers, TransportError
from yt_dlp.utils import DownloadError, ExtractorError

from videos.importing.guard import (
    DeadlineError,
    Guard,
    GuardError,
    Limits,
    ListingCutError,
    SilenceError,
    find_refusal,
    http_status,
    retry_after_seconds,
)

PUBLIC, PRIVATE = "93.184.215.14", "10.1.2.3"


@pytest.fixture
def network(monkeypatch):
    """Names that resolve to what the test says, and sockets that refuse; gives what was tried to be connected to."""
    tried = []

    class RefusingSocket:
        def __init__(self, *_):
            """Take what a socket takes."""

        def connect(self, address):
            tried.append(address[0])
            raise ConnectionRefusedError("Connection refused")

        def settimeout(self, _):
            """Never wait."""

        def close(self):
            """Nothing was opened."""

    def resolve(*answers):
        left = list(answers)

        def getaddrinfo(host, port, *_, **__):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(socket, "socket", RefusingSocket)
        return tried

    return resolve


def connect(guard, host="rain.example"):
    with pytest.raises(OSError) as caught:
        guard.connect((host, 80), 1)
    return type(caught.value), str(caught.value)


class TestConnection:
    def test_is_made_to_a_public_address(self, network):
        tried = network([PUBLIC])

        assert connect(Guard()) == (ConnectionRefusedError, "Connection refused")
        assert tried == [PUBLIC]

    @pytest.mark.parametrize("address", [PRIVATE, "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.1.2.3"])
    def test_is_made_to_no_other_whatever_the_name(self, network, address):
        tried = network([address])

        assert connect(Guard()) == (GuardError, "rain.example: not an address on the public internet")
        assert tried == []

    def test_is_made_to_the_public_ones_only_of_several(self, network):
        tried = network([PRIVATE, PUBLIC, "::1"])

        connect(Guard())

        assert tried == [PUBLIC]

    def test_to_a_name_that_means_something_else_the_second_time_is_refused(self, network):
        guard, tried = Guard(), network([PUBLIC], [PRIVATE])

        answers = [connect(guard)[0], connect(guard)[0]]

        assert (answers, tried) == ([ConnectionRefusedError, GuardError], [PUBLIC])

    def test_asks_for_the_name_once_so_that_what_was_checked_is_what_is_connected_to(self, network):
        tried = network([PUBLIC, PUBLIC])  # a second question would find no answer

        connect(Guard())

        assert tried == [PUBLIC, PUBLIC]

    def test_to_local_addresses_is_made_where_they_are_allowed(self, network):
        tried = network([PRIVATE])

        connect(Guard(allow_local=True))

        assert tried == [PRIVATE]

    def test_that_nobody_answers_is_given_up(self):
        with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
            waiting = [socket.create_connection(full.getsockname())]

            with pytest.raises(SilenceError) as caught:
                Guard(allow_local=True).connect(full.getsockname(), 0.1)
            waiting[0].close()

        assert str(caught.value) == "127.0.0.1: no answer within 0.1 s"


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "host"),
        [
            ("http://rain.example/a?b", "rain.example"),
            ("https://RAIN.example:8443", "rain.example"),
            ("http://[2606:4700:4700::1111]:80/", "2606:4700:4700::1111"),
            ("http://%72ain.example/", "rain.example"),
        ],
    )
    def test_is_asked_for(self, url, host):
        assert Guard().check_url(url) == host

    @pytest.mark.parametrize(
        "url",
        [
            "http://localhost/",
            "http://127.0.0.1:8000/",
            "http://%31%32%37.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://10.1.2.3/",
            "http://169.254.169.254/latest/meta-data/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
        ],
    )
    def test_that_is_local_by_its_letters_is_refused(self, url):
        with pytest.raises(GuardError, match=": not an address on the public internet$"):
            Guard().check_url(url)

    @pytest.mark.parametrize(
        ("url", "named"),
        [
            ("http://127.0.0.1\\@rain.example/", "rain.example"),
            ("http://quiet:geheim@rain.example/", "rain.example"),
            ("http://rain.example%2f@127.0.0.1/", "127.0.0.1"),
            ("http://rain.example\t.a/", "rain.example.a"),
            ("http://[fe80::1%25eth0]/", "[fe80::1%eth0]"),
            ("http://rain.example:99999/", "rain.example:99999"),
            ("http:///a", ""),
        ],
    )
    def test_that_two_programs_would_read_in_two_ways_is_refused(self, url, named):
        with pytest.raises(GuardError) as caught:
            Guard().check_url(url)

        assert str(caught.value) == f"{named}: not the plain name of a host"


class TestTime:
    def test_that_is_left_bounds_a_wait(self):
        with Guard(limits=Limits(seconds=100)).waiting_for("rain.example", seconds=20) as seconds:
            assert seconds == 20
        with Guard(limits=Limits(seconds=10)).waiting_for("rain.example", seconds=20) as seconds:
            assert 0 < seconds <= 10

    @pytest.mark.parametrize(
        ("seconds", "error"),
        [
            (20, SilenceError("rain.example: no answer within 20 s")),
            (200, DeadlineError("rain.example: no complete answer within 120 s")),
        ],
    )
    def test_that_ends_a_wait_is_named(self, seconds, error):
        with pytest.raises(type(error)) as caught, Guard().waiting_for("rain.example", seconds=seconds):
            raise TimeoutError("timed out")

        assert str(caught.value) == str(error)

    def test_that_is_over_lets_nothing_begin_until_it_is_given_again(self):
        guard = Guard(limits=Limits(seconds=0.01))
        time.sleep(0.02)

        with pytest.raises(DeadlineError), guard.waiting_for("rain.example", seconds=20):
            pytest.fail("it began")
        guard.restart()
        with guard.waiting_for("rain.example", seconds=20) as seconds:
            assert 0 < seconds <= 0.01


class TestEntries:
    def test_are_given_as_they_come(self):
        info = Guard().bound_entries({"title": "Tent", "entries": iter([{"id": "a"}, None])})

        assert (info["title"], list(info["entries"])) == ("Tent", [{"id": "a"}, None])

    def test_have_the_whole_time_however_late_they_are_asked_for(self):
        guard = Guard(limits=Limits(seconds=0.05))

        def entries():
            for number in range(3):
                with guard.waiting_for("rain.example", seconds=20):
                    yield {"id": number}

        seen = []
        time.sleep(0.06)
        for entry in guard.bound_entries({"entries": entries()})["entries"]:
            seen.append(entry["id"])
            time.sleep(0.06)

        assert seen == [0, 1, 2]

    def test_are_counted_with_those_of_listings_within(self):
        inner = {"id": "b", "entries": ({"id": number} for number in range(9))}
        info = Guard(limits=Limits(entries=4)).bound_entries({"entries": [{"id": "a"}, inner, {"id": "c"}]})
        seen = []

        with pytest.raises(ListingCutError) as caught:
            note_ids(info, seen)

        assert (str(caught.value), seen) == ("the listing is cut at 4 entries", ["a", "b", 0, 1])

    @pytest.mark.parametrize("info", [None, {"id": "a"}, {"id": "a", "entries": None}, {"id": "a", "entries": []}])
    def test_are_missing_and_nothing_changes(self, info):
        assert Guard().bound_entries(info) is info


def note_ids(listing, seen):
    for entry in listing["entries"]:
        seen.append(entry["id"])
        note_ids({"entries": (), **entry}, seen)


def http_error(status, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTPError(Response(None, url="https://rain.example/", headers=headers, status=status))


def wrapped(error):
    """As yt-dlp hands on what an extractor met."""
    extractor_error = ExtractorError("Unable to download webpage", cause=error)
    return DownloadError("ERROR: Unable to download webpage", (ExtractorError, extractor_error, None))


class TestHttpStatus:
    def test_is_found_however_deep(self):
        assert http_status(http_error(429)) == 429
        assert http_status(ExtractorError("no", cause=http_error(500))) == 500
        assert http_status(wrapped(http_error(404))) == 404

    def test_is_found_behind_an_error_that_came_of_it(self):
        error = ExtractorError("Sign in", expected=True)
        error.__context__ = ExtractorError("no", cause=http_error(403))

        assert http_status(error) == 403

    def test_is_found_behind_an_error_that_was_raised_from_another(self):
        error = KeyError("title")
        error.__cause__ = http_error(502)

        assert http_status(error) == 502

    def test_is_unknown_where_no_server_answered(self):
        assert http_status(wrapped(TransportError(cause=TimeoutError("timed out")))) is None
        assert http_status(KeyError("title")) is None

    def test_of_errors_in_a_circle_is_unknown(self):
        first, second = ExtractorError("a"), ExtractorError("b")
        first.cause, second.cause = second, first

        assert http_status(first) is None


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"retry_after": "120"}, 120),
            ({"retry_after": " 0 "}, 0),
            ({"retry_after": "Tue, 24 Nov 2026 10:00:00 GMT", "date": "Tue, 24 Nov 2026 09:00:00 GMT"}, 3600),
            ({"retry_after": "Tue, 24 Nov 2026 08:00:00 GMT", "date": "Tue, 24 Nov 2026 09:00:00 GMT"}, 0),
            ({"retry_after": "Tue, 24 Nov 2026 10:00:00 GMT"}, None),
            ({"retry_after": "Tue, 24 Nov 2026 10:00:00", "date": "Tue, 24 Nov 2026 09:00:00 GMT"}, None),
            ({"retry_after": "soon", "date": "Tue, 24 Nov 2026 09:00:00 GMT"}, None),
            ({"retry_after": "-5"}, None),
            ({"retry_after": "9" * 5000}, None),
            ({}, None),
        ],
    )
    def test_is_read_from_the_answer(self, headers, seconds):
        assert retry_after_seconds(wrapped(http_error(429, **headers))) == seconds

    def test_is_unknown_where_no_server_answered(self):
        assert retry_after_seconds(wrapped(TransportError("no"))) is None


class TestRefusal:
    def test_is_found_behind_yt_dlp_s_errors(self):
        refusal = GuardError("rain.example: more than 30 MB in one answer")

        assert find_refusal(wrapped(TransportError(cause=refusal))) is refusal
        assert find_refusal(NoSupportingHandlers([], [refusal])) is refusal

    def test_is_none_where_the_guard_had_no_part(self):
        assert find_refusal(wrapped(http_error(500))) is None
