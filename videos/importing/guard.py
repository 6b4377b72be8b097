"""What holds for every request on yt-dlp's behalf: only public addresses, nothing without end in time or size.

Two places hold it: every connection is made by `Guard.connect`, and every byte of an answer comes through
`_BoundedReader`. `guarded_ytdlp` puts yt-dlp on top of them.
"""

import http.client
import io
import re
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from videos.importing.hosts import is_public_address, is_public_host

# A login, a backslash or a space in it would be read differently by this program and by a proxy.
_NETLOC = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d*)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """What ends a fetch. No option for yt-dlp changes it."""

    seconds: float = 120  # wall time for one video page with all its requests, or for the next entry of a listing
    silence_seconds: float = 60  # the most that yt-dlp's socket_timeout may be
    body_bytes: int = 30_000_000  # of one answer, as it comes and unpacked
    redirects: int = 10  # of one request
    entries: int = 50_000  # of one listing, with the listings in it


DEFAULT_LIMITS = Limits()


class GuardError(OSError):
    """A request that was refused or broken off; the text names the host and the rule.

    For yt-dlp it is a failure of the network like others: it does without what it can do without.
    """


class SilenceError(GuardError, TimeoutError):
    """A host that said nothing for as long as one wait may last."""


class DeadlineError(Exception):
    """The time for the whole fetch is over. No OSError: yt-dlp must neither try again nor do without."""


class ListingCutError(Exception):
    """A listing with more entries than are read."""


class Guard:
    """The rules for one fetch: use one for each YoutubeDL, in one thread. Its time runs from when it is made."""

    def __init__(self, *, limits: Limits = DEFAULT_LIMITS, allow_local: bool = False):
        """`allow_local` lets all addresses pass: for tests, and for operators of an instance in their own network."""
        self.limits = limits
        self._allow_local = allow_local
        self._entry_count = 0
        self.restart()

    def restart(self) -> None:
        """Give the fetch all of its time again."""
        self._ends_at = time.monotonic() + self.limits.seconds

    @contextmanager
    def waiting_for(self, host: str, *, seconds: float) -> Iterator[float]:
        """Give the seconds that the block may wait for `host`: `seconds`, or what is left of the whole time if less.

        Raises DeadlineError if nothing is left. A TimeoutError of the block becomes a SilenceError, or a DeadlineError
        where the wait was cut short.
        """
        left = self._ends_at - time.monotonic()
        is_over = f"{host}: no complete answer within {self.limits.seconds:g} s"
        if left <= 0:
            raise DeadlineError(is_over)
        try:
            yield min(seconds, left)
        except TimeoutError as error:
            if left < seconds:
                raise DeadlineError(is_over) from error
            raise SilenceError(f"{host}: no answer within {seconds:g} s") from error

    def check_url(self, url: str) -> str:
        """Give the host of an address that may be asked for, by its letters. Raises GuardError."""
        netloc = unquote(urlsplit(url).netloc)
        host = _read_host(netloc) if url.isprintable() else None
        if host is None:
            raise GuardError(f"{netloc.rpartition('@')[2]}: not the plain name of a host")
        if not self._allow_local and not is_public_host(host):
            raise _not_public(host)
        return host

    def connect(
        self, endpoint: tuple[str, int], timeout: float, source_address: tuple[str, int] | None = None
    ) -> socket.socket:
        """Connect to the first address of the host that is public and answers; `timeout` is for each.

        What was resolved is what is checked and connected to: a name that means something else the next time gains
        nothing. Raises GuardError, or what the last address failed with.
        """
        return self._connect(endpoint, timeout, source_address, only_public=not self._allow_local)

    def connect_to_proxy(
        self, endpoint: tuple[str, int], timeout: float, source_address: tuple[str, int] | None = None
    ) -> socket.socket:
        """Connect to the operator's proxy, wherever it is."""
        return self._connect(endpoint, timeout, source_address, only_public=False)

    def _connect(self, endpoint, timeout, source_address, *, only_public: bool) -> socket.socket:
        host, port = endpoint
        failure: OSError = GuardError(f"{host}: has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            try:
                if only_public and not is_public_address(address[0]):
                    raise _not_public(host)
                with self.waiting_for(host, seconds=timeout) as seconds:
                    return _connect_to(address, family, kind, protocol, seconds=seconds, source_address=source_address)
            except OSError as error:
                failure = error
        raise failure

    def bound_entries(self, info: dict | None) -> dict | None:
        """Give the info of a listing with entries that end: each has the whole time, and all together are counted.

        They raise ListingCutError where there are more. Anything else than a listing is given as it came.
        """
        if not info or not info.get("entries"):
            return info
        return {**info, "entries": self._bounded(info["entries"])}

    def _bounded(self, entries: Iterable[dict | None]) -> Iterator[dict | None]:
        self.restart()
        for entry in entries:
            if self._entry_count == self.limits.entries:
                raise ListingCutError(f"the listing is cut at {self.limits.entries:,} entries")
            self._entry_count += 1
            yield self.bound_entries(entry)
            self.restart()


class _GuardedConnection:
    """Goes before a connection class of http.client: what it connects to and reads is in the guard's hands."""

    def __init__(self, *args, guard: Guard, asked_host: str, is_to_proxy: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self._guard = guard
        self._asked_host = asked_host
        self._create_connection = guard.connect_to_proxy if is_to_proxy else guard.connect
        self.response_class = partial(_BoundedResponse, guard=guard, host=asked_host, timeout=self.timeout)

    def connect(self) -> None:
        with self._guard.waiting_for(self._asked_host, seconds=self.timeout) as self.timeout:
            super().connect()


class GuardedHTTPConnection(_GuardedConnection, http.client.HTTPConnection):
    pass


class GuardedHTTPSConnection(_GuardedConnection, http.client.HTTPSConnection):
    pass


class _BoundedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args, guard: Guard, host: str, timeout: float, **kwargs):
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_BoundedReader(self.fp.detach(), sock, guard=guard, host=host, timeout=timeout))


class _BoundedReader(io.RawIOBase):
    """What a socket gives, up to the size of one answer and the end of the time, however slowly it trickles."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, *, guard: Guard, host: str, timeout: float):
        self._raw = raw
        self._sock = sock
        self._guard = guard
        self._host = host
        self._timeout = timeout
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int | None:
        with self._guard.waiting_for(self._host, seconds=self._timeout) as seconds:
            self._sock.settimeout(seconds)
            count = self._raw.readinto(buffer)
        self._count += count or 0
        if self._count > self._guard.limits.body_bytes:
            raise too_big(self._host, self._guard.limits)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def _read_host(netloc: str) -> str | None:
    try:
        parts = urlsplit(f"//{netloc}")
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return None
    return parts.hostname if has_port and _NETLOC.fullmatch(netloc) else None


def too_big(host: str, limits: Limits) -> GuardError:
    return GuardError(f"{host}: more than {limits.body_bytes / 1_000_000:g} MB in one answer")


def _not_public(host: str) -> GuardError:
    # Not what the name resolved to: that would tell outsiders about the network within.
    return GuardError(f"{host}: not an address on the public internet")


def _connect_to(address, family, kind, protocol, *, seconds: float, source_address) -> socket.socket:
    sock = socket.socket(family, kind, protocol)
    try:
        sock.settimeout(seconds)
        if source_address:
            sock.bind(source_address)
        sock.connect(address)
    except BaseException:
        sock.close()
        raise
    return sock


def find_refusal(error: BaseException) -> GuardError | DeadlineError | None:
    """Give the guard's own error behind one that yt-dlp raised; None if the guard had no part in it."""
    return next((link for link in _causes(error) if isinstance(link, GuardError | DeadlineError)), None)


def http_status(error: BaseException) -> int | None:
    """Give the HTTP status that an error of yt-dlp goes back to; None if no answer of a server was its cause."""
    answer = _find_answer(error)
    return None if answer is None else answer.status


def retry_after_seconds(error: BaseException) -> int | None:
    """Give how long the server that refused asks to wait; None if it does not say.

    A date counts from the server's own clock, so that it needs a Date header beside it.
    """
    answer = _find_answer(error)
    value = (answer.headers.get("Retry-After") or "").strip() if answer is not None else ""
    if re.fullmatch(r"[0-9]{1,9}", value):
        return int(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(answer.headers.get("Date") or "")
    except (AttributeError, TypeError, ValueError):
        return None
    return max(0, round(wait.total_seconds()))


def _find_answer(error: BaseException) -> Any:
    answers = (getattr(link, "response", None) for link in _causes(error))
    return next((answer for answer in answers if isinstance(getattr(answer, "status", None), int)), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and all that led to it, the nearest first, by each of the ways that yt-dlp keeps it."""
    links, seen = [error], []
    while links:
        link = links.pop(0)
        if isinstance(link, BaseException) and not any(link is known for known in seen):
            seen.append(link)
            yield link
            links += [
                *(getattr(link, "exc_info", None) or ())[1:2],
                getattr(link, "cause", None),
                *getattr(link, "unexpected_errors", ()),
                link.__cause__,
                link.__context__,
            ]
