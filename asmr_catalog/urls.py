"""Addresses of the whole site."""

from django.conf import settings
from django.contrib import admin
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from asmr_catalog.site import choose_theme
from creators import views as creators
from videos import never_views
from videos import views as videos


class SlugInAnyScript(StringConverter):
    """Slugs may be Japanese or Korean; no slug has a NUL, which PostgreSQL would refuse with an error."""

    regex = r"[^/\x00]+"


register_converter(SlugInAnyScript, "any_slug")
admin.site.site_header = admin.site.site_title = settings.ASMR_SITE_NAME

urlpatterns = [
    path("", videos.home, name="home"),
    path("videos/", videos.video_list, name="video-list"),
    path("videos/suggest/", videos.suggest, name="suggest"),
    path("videos/<int:pk>/", videos.video_detail, name="video-detail"),
    path("creators/", creators.creator_list, name="creator-list"),
    path("creators/<any_slug:slug>/", creators.creator_detail, name="creator-detail"),
    path("tags/", videos.tag_list, name="tag-list"),
    path("tags/<any_slug:slug>/", videos.tag_detail, name="tag-detail"),
    path("never/", never_views.never, name="never"),
    path("theme/<str:name>/", choose_theme, name="theme"),
    path("admin/", admin.site.urls),
]
