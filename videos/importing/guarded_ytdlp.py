"""yt-dlp with a guard between it and the network.

Of yt-dlp's ways to the network only its plain one (urllib's) is left, on connections that the guard makes: the others,
which it takes where requests, curl_cffi or websockets are installed, resolve names by themselves.
"""

import http.client
import sys
import urllib.request
import zlib
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from videos.importing.guard import (
    DeadlineError,
    Guard,
    GuardedHTTPConnection,
    GuardedHTTPSConnection,
    GuardError,
    too_big,
)

# They would print cookies and passwords, or open files.
_FIXED_PARAMS = {"verbose": False, "debug_printtraffic": False, "enable_file_urls": False}


def open_downloader(params: Mapping[str, Any], guard: Guard):
    """Give a YoutubeDL with these params whose requests, redirects included, are all bound by the guard.

    It asks over http and https only, and through no proxy but the operator's (params, environment). What the guard
    refuses arrives as yt-dlp's own error; `guard.find_refusal` finds the guard's in it.
    """
    return _guarded_class()({**params, **_FIXED_PARAMS}, guard)


@cache
def _guarded_class():
    """Give the subclass of YoutubeDL that asks through the guard only."""
    from yt_dlp import YoutubeDL
    from yt_dlp.networking._helper import add_accept_encoding_header
    from yt_dlp.networking._urllib import HTTPHandler, ProxyHandler, RedirectHandler, UrllibRH, make_socks_conn_class
    from yt_dlp.networking.exceptions import RequestError, TransportError
    from yt_dlp.utils.networking import HTTPHeaderDict, clean_proxies

    class GuardedYoutubeDL(YoutubeDL):
        def __init__(self, params, guard):
            self._guard = guard
            super().__init__(params)

        def build_request_director(self, handlers, preferences=None):
            geo_proxies = {"all": self.params.get("geo_verification_proxy")}
            clean_proxies(geo_proxies, HTTPHeaderDict())
            handler = partial(GuardedRH, guard=self._guard, geo_proxies=geo_proxies)
            return super().build_request_director([handler], preferences)

        def extract_info(self, *args, **kwargs):
            return self._guard.bound_entries(super().extract_info(*args, **kwargs))

    class GuardedRH(UrllibRH):
        RH_KEY = UrllibRH.RH_KEY
        _SUPPORTED_URL_SCHEMES = ("http", "https")

        def __init__(self, *, guard, geo_proxies, enable_file_urls=False, **kwargs):
            super().__init__(**kwargs)
            self._guard = guard
            self._operator_proxies = {*self.proxies.values(), *geo_proxies.values(), None}

        def _create_instance(self, proxies, cookiejar, legacy_ssl_support=None):
            opener = urllib.request.OpenerDirector()
            opener.addheaders = []
            for handler in (
                ProxyHandler(proxies),
                GuardedHTTPHandler(
                    self._guard,
                    context=self._make_sslcontext(legacy_ssl_support=legacy_ssl_support),
                    source_address=self.source_address,
                ),
                urllib.request.HTTPCookieProcessor(cookiejar),
                urllib.request.UnknownHandler(),
                urllib.request.HTTPDefaultErrorHandler(),
                urllib.request.HTTPErrorProcessor(),
                BoundedRedirectHandler(self._guard),
            ):
                opener.add_handler(handler)
            return opener

        def _prepare_headers(self, _, headers):
            # What can be unpacked up to a size; brotli, which yt-dlp would offer if it is installed, cannot.
            add_accept_encoding_header(headers, ["gzip", "deflate"])

        def _calculate_timeout(self, request):
            return min(super()._calculate_timeout(request), self._guard.limits.silence_seconds)

        def _get_proxies(self, request):
            proxies = super()._get_proxies(request)
            if not self._operator_proxies.issuperset(proxies.values()):
                raise GuardError("a proxy that is none of the operator's")
            return proxies

        def _send(self, request):
            try:
                return super()._send(request)
            except GuardError as error:
                raise TransportError(cause=error) from error
            except DeadlineError as error:
                # No TransportError, which yt-dlp would try again.
                raise RequestError(cause=error) from error

    class GuardedHTTPHandler(HTTPHandler):
        def __init__(self, guard, **kwargs):
            super().__init__(**kwargs)
            self._guard = guard

        def http_open(self, req):
            return self._open(GuardedHTTPConnection, req)

        def https_open(self, req):
            return self._open(GuardedHTTPSConnection, req, context=self._context)

        def _open(self, connection_class, req, **kwargs):
            host = self._guard.check_url(req.full_url)
            socks_proxy = req.headers.pop("Ytdl-socks-proxy", None)  # set by yt-dlp's ProxyHandler and nothing else
            if socks_proxy is not None:
                connection_class = make_socks_conn_class(connection_class, socks_proxy)
            connect = partial(
                connection_class,
                guard=self._guard,
                asked_host=host,
                is_to_proxy=req.has_proxy() or getattr(req, "_tunnel_host", None) is not None,
                source_address=(self._source_address, 0) if self._source_address else None,
            )
            return self.do_open(connect, req, **kwargs)

        def http_response(self, req, resp):
            try:
                return super().http_response(req, resp)
            except OverflowError as error:
                raise too_big(urlsplit(req.full_url).hostname, self._guard.limits) from error

        https_response = http_response

        def gz(self, data):
            return _unpack(data, zlib.MAX_WBITS | 16, max_bytes=self._guard.limits.body_bytes)

        def deflate(self, data):
            try:
                return _unpack(data, -zlib.MAX_WBITS, max_bytes=self._guard.limits.body_bytes)
            except zlib.error:
                return _unpack(data, zlib.MAX_WBITS, max_bytes=self._guard.limits.body_bytes)

        def brotli(self, data):
            raise http.client.HTTPException("an answer in brotli, which was not asked for")

    class BoundedRedirectHandler(RedirectHandler):
        # Counted here, each hop; urllib counts different ones.
        max_repeats = max_redirections = sys.maxsize

        def __init__(self, guard):
            self._guard = guard

        def http_error_302(self, req, fp, code, msg, headers):
            host, max_count = urlsplit(req.full_url).hostname, self._guard.limits.redirects
            scheme = urlsplit(urljoin(req.full_url, headers.get("location", ""))).scheme
            if scheme not in ("http", "https"):
                raise GuardError(f"{host}: a redirect to a {scheme} address, which is no web page")
            if sum(getattr(req, "redirect_dict", {}).values()) >= max_count:
                raise GuardError(f"{host}: more than {max_count} redirects")
            return super().http_error_302(req, fp, code, msg, headers)

        http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    return GuardedYoutubeDL


def _unpack(data: bytes, window_bits: int, *, max_bytes: int) -> bytes:
    """Unpack deflated data. Raises OverflowError where more would come out, and zlib.error for no such data."""
    if not data:
        return data
    machine = zlib.decompressobj(window_bits)
    unpacked = machine.decompress(data, max_bytes + 1)
    if len(unpacked) > max_bytes:
        raise OverflowError(f"more than {max_bytes} bytes")
    if not machine.eof:
        raise zlib.error("an answer that breaks off")
    return unpacked
