"""Who may open a page of the desk, and what every such page shows."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied


def desk_page(*permissions: str) -> Callable:
    """Let staff with all of these rights in; others who are signed in get 403, strangers the page to sign in."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return admin.site.admin_view(checked)

    return decorate


def desk_context(request, *, title: str, **more) -> dict:
    """What the admin's dress needs, and `more`."""
    return {**admin.site.each_context(request), "title": title, **more}
