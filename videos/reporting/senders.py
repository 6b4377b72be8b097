"""From which address a request comes."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address: behind our proxy the last one that it forwards, else the connection's own.

    What stands before the last one in the header, anybody can claim.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.ASMR_BEHIND_HTTPS_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
