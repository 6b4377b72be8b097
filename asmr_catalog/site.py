"""What belongs to the site rather than to videos or creators: its name, dark or light pages, word to robots."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from videos import visitor

THEME_COOKIE = "theme"
DARK, LIGHT = "dark", "light"
ONE_YEAR = 365 * 24 * 3600  # seconds


def choose_theme(request, name):
    """Keep the choice in a cookie of our own, and go back to the page it was made on."""
    if name not in {DARK, LIGHT}:
        raise Http404(f"no theme {name}")
    page = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    response = redirect(page if is_ours else "home")
    response.set_cookie(THEME_COOKIE, name, max_age=ONE_YEAR, httponly=True, samesite="Lax")
    return response


def robots(request):
    """What search engines need not ask for, and where all that they may want is listed."""
    closed = (reverse("admin:index"), reverse("video-random"), "/theme/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap-index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def describe(request):
    """Context of every page. Dark is the default: a browser that says nothing of the night must not light up a room."""
    theme = LIGHT if request.COOKIES.get(THEME_COOKIE) == LIGHT else DARK
    return {
        "site_name": settings.ASMR_SITE_NAME,
        "theme": theme,
        "other_theme": DARK if theme == LIGHT else LIGHT,
        "show_once_href": visitor.switched(request, off=True),
        "settings_href": visitor.switched(request, off=False),
        "settings_are_off": visitor.is_off(request) and visitor.COOKIE in request.COOKIES,
    }
