"""Whether one of the site's own people asks for a public page: only then it leads to their desk."""

from django.conf import settings
from django.http import HttpRequest


def may_curate(request: HttpRequest) -> bool:
    """Whether a curator who is signed in asks. No query for whoever has no session, as visitors have none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_staff and request.user.has_perm("videos.change_video")
