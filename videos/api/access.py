"""Who may ask the API, and how: everyone, from every page of the web, but only to read."""

from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from videos.unchanged import answers_unchanged

METHODS = "GET, HEAD, OPTIONS"


def open_urls(api: NinjaAPI) -> tuple:
    """The API's addresses for `path()`; whatever else is asked below them is not found, in JSON."""
    patterns, app_name, namespace = api.urls
    opened = [
        URLPattern(pattern.pattern, _open_to_everyone(pattern.callback), pattern.default_args, pattern.name)
        for pattern in patterns
        if pattern.name != "api-root"
    ]
    root = next(pattern for pattern in patterns if pattern.name == "api-root")
    return [*opened, root, re_path("", _open_to_everyone(_not_found))], app_name, namespace


def _open_to_everyone(view):
    """Answer HEAD and OPTIONS as well, and scripts of other sites; 304 as long as nothing changed."""
    view = answers_unchanged(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = _answer(view, request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        if response.status_code in {204, 405}:
            response.headers["Allow"] = METHODS
        return response

    return answer


def _answer(view, request, *args, **kwargs):
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method != "HEAD":
        return view(request, *args, **kwargs)
    # django-ninja knows no HEAD; the server leaves the body out.
    request.method = "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = "HEAD"


def _not_found(request):
    return JsonResponse({"detail": "nothing at this address; see docs"}, status=404)
