"""Pages that did not change are not made again: the visitor's copy is asked for its name first."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from videos.browsing.index.current import current_index
from videos.staff import may_curate
from videos.visitor import is_off

# All that pages are made of besides the catalog's content and what the visitor asks for.
_SOURCES = ("asmr_catalog", "creators", "static", "templates", "videos")
_SETTINGS = ("ASMR_SITE_NAME", "ASMR_PAGE_SIZE", "ASMR_API_PAGE_SIZE", "STATIC_URL")


def answers_unchanged(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page answer 304 as long as neither the catalog nor the code changed, for the same address, cookies and day.

    The page may show only what the log of changes covers (`videos.changes.schema`), and no form's token. Parts of it
    that no view hands anything find the catalog's state in `request.index`.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.index = current_index()
        etag = _name_page(request)
        # Whoever has any copy is told first whether there is a page.
        has_any = request.headers.get("If-None-Match", "").strip() == "*"
        response = None if has_any else get_conditional_response(request, etag=etag)
        response = response or view(request, *args, **kwargs)
        if response.status_code in {200, 304}:
            response.headers["ETag"] = etag
            patch_vary_headers(response, ["Cookie"])
            # The copy is the visitor's own, and is asked about every time: a change shows at once.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer


def _name_page(request: HttpRequest) -> str:
    parts = [request.index.state, _name_release(), request.get_host(), request.get_full_path()]
    # A link on another site cannot turn the never-list off: the same address is another page then.
    parts.append(str(is_off(request)))
    # What was checked too long ago is shown no longer, though nothing changes but the day.
    parts.append(str(timezone.localdate()))
    # Curators find a way to their desk on some pages; nobody else's copy may have it, and theirs may not lack it.
    parts.append(str(may_curate(request)))
    # Otherwise cookies of the admin's are nothing to a public page.
    parts += [f"{name}={value}" for name, value in sorted(request.COOKIES.items()) if name not in _ADMIN_COOKIES]
    return f'"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


_ADMIN_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"})


@cache
def _name_release() -> str:
    """The code, templates and settings that this process serves with."""
    name = hashlib.blake2b(repr([getattr(settings, setting) for setting in _SETTINGS]).encode(), digest_size=12)
    for folder in _SOURCES:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.*")):
            if path.suffix != ".pyc":
                state = path.stat()
                name.update(f"{path.name}{state.st_size}{state.st_mtime_ns}".encode())
    return name.hexdigest()
