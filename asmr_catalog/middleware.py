"""What every answer has in common."""

from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from videos.gone import GoneError
from videos.visitor import UnreadableListError


class NeverListMiddleware:
    """Pages are each visitor's own, for they leave out what that visitor chose; where that cannot be read, nothing is
    shown but how to mend it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, UnreadableListError):
            return render(request, "never_unreadable.html", {"noindex": True}, status=400)
        if isinstance(exception, GoneError):
            response = render(request, "410.html", {"noindex": True}, status=410)
            patch_cache_control(response, no_cache=True)  # it may be reversed
            return response
        return None
