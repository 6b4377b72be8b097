"""What a request tells of its visitor: the never-list, from the cookie and from parameters."""

from urllib.parse import unquote

from django.core.exceptions import BadRequest

from videos.browsing.never import NeverList, TooMuchError

COOKIE = "never"


def never_of(request) -> NeverList:
    """The visitor's never-list: what the cookie holds, and what `never=` and `never-creator=` add.

    Raises BadRequest for more than a list can hold.
    """
    kept = unquote(request.COOKIES.get(COOKIE, ""))
    try:
        return NeverList.from_query(f"{kept}&{request.META['QUERY_STRING']}")
    except TooMuchError as error:
        raise BadRequest(str(error)) from error
