"""A web site that behaves badly, on 127.0.0.1: the path of an address chooses how, as the `answer_` methods say.

"http://127.0.0.1:PORT/redirect/good" is answered by `answer_redirect("good")`, "/bot-check" by `answer_bot_check()`.
The site is an HTTP proxy too, which behaves so for every host.
"""

import gzip
import threading
import zlib
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

GOOD_PAGE = (
    b'<html><head><meta charset="utf-8"><title>Rain</title><meta property="og:title" content="Rain on a tent"></head>'
    b'<body><video src="/rain.mp4"></video></body></html>'
)
BOT_CHECK_PAGE = b"<html><title>Just a moment...</title><p>Sign in to confirm you are not a bot</p></html>"
LATIN_PAGE = GOOD_PAGE.replace(b"Rain on a tent", "Pluie légère".encode("latin-1"))
HUGE_BYTES = 40_000_000


@cache
def pack_bomb() -> bytes:
    return gzip.compress(GOOD_PAGE + b" " * HUGE_BYTES)


class HostileSite:
    """Serves one behaviour a path. `paths` lists what was asked, in order."""

    def __init__(self):
        self.paths: list[str] = []
        self.is_closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self.port = self._server.server_port

    def url(self, behaviour: str) -> str:
        return f"http://127.0.0.1:{self.port}/{behaviour}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.is_closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """Be silent: a client that hangs up on a bad answer does what is wanted."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):  # noqa: N802
        self.server.site.paths.append(self.path)
        behaviour, *rest = urlsplit(self.path).path.strip("/").split("/")  # of a whole address: it is asked as a proxy
        answer = getattr(self, f"answer_{behaviour.replace('-', '_')}", self.answer_404)
        answer(*rest)

    do_POST = do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_):
        """Be silent."""

    def reply(self, body=b"", *, status=200, length=None, **headers):
        """Send an answer; `length` is what it claims, None for the truth."""
        self.send_response(status)
        headers = {"content_type": "text/html; charset=utf-8", **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def answer_good(self):
        self.reply(GOOD_PAGE)

    def answer_echo(self):
        """A good page whose title says who asked, and for which encodings."""
        asked = f"{self.client_address[0]} {self.headers['accept-encoding']}"
        self.reply(GOOD_PAGE.replace(b"Rain on a tent", asked.encode()))

    def answer_404(self, *_):
        self.reply(b"<html><title>Not found</title></html>", status=404)

    def answer_429(self):
        self.reply(b"<html><title>Slow down</title></html>", status=429, retry_after="120")

    def answer_429_until(self):
        """Ask to wait by a date, an hour after the server's own clock."""
        self.send_response_only(429)
        self.send_header("Date", "Tue, 24 Nov 2026 09:00:00 GMT")
        self.send_header("Retry-After", "Tue, 24 Nov 2026 10:00:00 GMT")
        self.end_headers()

    def answer_bot_check(self):
        self.reply(BOT_CHECK_PAGE)

    def answer_500(self):
        self.reply(b"<html><title>Broken</title></html>", status=500)

    def answer_garbage(self):
        self.wfile.write(bytes(range(256)) * 40)

    def answer_half(self):
        """Half a page: more is claimed than comes."""
        self.reply(GOOD_PAGE[: len(GOOD_PAGE) // 2], length=len(GOOD_PAGE))

    def answer_redirect(self, *target):
        """Redirect to /TARGET of this site, by its address."""
        self.reply(status=302, location=self.server.site.url("/".join(target)))

    def answer_redirect_to_file(self):
        self.reply(status=302, location="file:///etc/passwd")

    def answer_redirect_to(self, host):
        """Redirect to this site's port of another host."""
        self.reply(status=302, location=f"http://{host}:{self.server.site.port}/good")

    def answer_loop(self, status="302"):
        self.reply(status=int(status), location=self.path)

    def answer_chain(self, count="0"):
        """Redirect to another page each time, without end."""
        self.reply(status=302, location=f"/chain/{int(count) + 1}")

    def answer_silent(self):
        """Accept and never answer."""
        self.server.site.is_closing.wait()

    def answer_close(self):
        """Close at once, without a word."""

    def answer_trickle(self):
        """A byte now and then: never silent, never done."""
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self._go_on(b"a", pause_seconds=0.2)

    def answer_trickling_head(self):
        """A byte now and then, and the first of them before the headers are over."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Rain: ")
        self._go_on(b"a", pause_seconds=0.2)

    def answer_endless(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self._go_on(b"<html>" * 20_000)

    def answer_endless_head(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        self._go_on(b"X-Rain: tent\r\n" * 1000)

    def answer_huge(self):
        self.reply(GOOD_PAGE + b" " * HUGE_BYTES)

    def answer_bomb(self):
        """Forty kilobytes that unpack to forty megabytes."""
        self.reply(pack_bomb(), content_encoding="gzip")

    def answer_deflate_bomb(self):
        self.reply(zlib.compress(GOOD_PAGE + b" " * HUGE_BYTES), content_encoding="deflate")

    def answer_half_gzip(self):
        """All of the page, but not the end of what it is packed in."""
        self.reply(gzip.compress(GOOD_PAGE)[:-8], content_encoding="gzip")

    def answer_brotli(self):
        """Something in brotli, which was not asked for."""
        self.reply(bytes(range(100)), content_encoding="br")

    def answer_gzip(self):
        self.reply(gzip.compress(GOOD_PAGE), content_encoding="gzip")

    def answer_charset(self):
        """Latin-1 that calls itself UTF-8."""
        self.reply(LATIN_PAGE)

    def answer_unknown_charset(self):
        self.reply(GOOD_PAGE, content_type="text/html; charset=klingon")

    def _go_on(self, chunk, *, pause_seconds=0.0):
        while not self.server.site.is_closing.wait(pause_seconds):
            self.wfile.write(chunk)
