"""Who may open a page of the desk, and what every such page shows."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.http import url_has_allowed_host_and_scheme


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


def way_back(request, *, otherwise: str) -> str:
    """The page of this site that the form or the address names as `back`, else `otherwise`."""
    back = request.POST.get("back") or request.GET.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else otherwise
