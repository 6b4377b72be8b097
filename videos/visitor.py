"""What a request says of its visitor: what they never want to meet, by their cookie and by the address.

The cookie is the only place where it is kept: no account, no session, no row.
"""

from django.http import HttpRequest, HttpResponse

from videos.browsing.never import NOTHING, NeverList, TooMuchError, own_query, rest_of, turns_off

COOKIE = "never"
MOST_BYTES = 4096  # of a cookie's name and value together; what is beyond, browsers drop without a word
ONE_YEAR = 365 * 24 * 3600  # seconds


class UnreadableListError(ValueError):
    """A never-list that cannot be read. Nothing may be shown then: it would be shown unfiltered."""


def query_of(request: HttpRequest) -> str:
    """The query string of the address; letters that were not encoded are read as UTF-8, as browsers mean them."""
    # Servers hand bytes on as if they were Latin-1 (PEP 3333).
    return request.META["QUERY_STRING"].encode("latin-1", "replace").decode("utf-8", "replace")


def never_of(request: HttpRequest) -> NeverList:
    """What is left out of this page: what the cookie keeps and the address adds; nothing where it says `never=off`.

    Raises `UnreadableListError`.
    """
    return NOTHING if is_off(request) else lasting_never_of(request)


def lasting_never_of(request: HttpRequest) -> NeverList:
    """What is left out of whatever outlasts this page, such as a feed: `never=off` is for once.

    Raises `UnreadableListError`.
    """
    try:
        return kept_by(request).joined(added_by(request))
    except TooMuchError as error:
        raise UnreadableListError(str(error)) from error


def is_off(request: HttpRequest) -> bool:
    """Whether the address turns the never-list off for this page. A link on another site cannot."""
    elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
    return turns_off(query_of(request)) and not elsewhere


def kept_by(request: HttpRequest) -> NeverList:
    """The list in the visitor's cookie. Raises `UnreadableListError`."""
    text = request.COOKIES.get(COOKIE, "")
    kept = _read(text)
    if text and not kept:
        raise UnreadableListError("the cookie holds no never-list")
    return kept


def added_by(request: HttpRequest) -> NeverList:
    """What the address adds for this page. Raises `UnreadableListError`."""
    return _read(query_of(request))


def keep(response: HttpResponse, never: NeverList, *, is_secure: bool) -> None:
    """Have the browser keep a list for a year; the empty one removes what it kept. Raises `TooMuchError`."""
    if not never:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    if not fits(never):
        raise TooMuchError("more than a browser keeps in a cookie")
    response.set_cookie(COOKIE, never.query_string, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=is_secure)


def fits(never: NeverList) -> bool:
    """Whether a browser keeps the list: the value is written in quotes."""
    return len(f'{COOKIE}"{never.query_string}"') <= MOST_BYTES


def switched(request: HttpRequest, *, off: bool) -> str:
    """This page's address, relative to it, with the never-list turned off or as it is kept."""
    pairs = [pair for pair in (rest_of(query_of(request)), "never=off" if off else "") if pair]
    return f"?{'&'.join(pairs)}" if pairs else "?"


def carried(request: HttpRequest, href: str) -> str:
    """Another address that says of the never-list what this request's does: for redirects, never for links.

    Raises `UnreadableListError`.
    """
    query = query_of(request)
    _read(query)
    own = own_query(query)
    return f"{href}{'&' if '?' in href else '?'}{own}" if own else href


def _read(text: str) -> NeverList:
    try:
        return NeverList.from_query(text)
    except TooMuchError as error:
        raise UnreadableListError(str(error)) from error
