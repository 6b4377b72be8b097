"""Addresses of the whole site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from asmr_catalog.site import choose_theme, robots
from creators import views as creators
from videos import care_views, collection_views, feeds, never_views, sitemaps
from videos import views as videos
from videos.api import api
from videos.api.access import open_urls
from videos.guide import views as guide
from videos.reporting import views as reporting


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
    path("videos/<int:pk>/report/", reporting.report_video, name="video-report"),
    path("videos/feed.atom", feeds.video_feed, name="video-feed"),
    path("videos/random/", videos.random_video, name="video-random"),
    path("list/", videos.shared_list, name="shared-list"),
    path("creators/", creators.creator_list, name="creator-list"),
    path("creators/<any_slug:slug>/", creators.creator_detail, name="creator-detail"),
    path("techniques/", videos.techniques, name="techniques"),
    path("collections/", collection_views.collection_list, name="collection-list"),
    path("collections/<slug:slug>/", collection_views.collection_detail, name="collection-detail"),
    path("tags/", videos.tag_list, name="tag-list"),
    path("tags/<any_slug:slug>/", videos.tag_detail, name="tag-detail"),
    path("start/", guide.start, name="start"),
    path("glossary/", guide.glossary, name="glossary"),
    path("science/", guide.science, name="science"),
    path("never/", never_views.never, name="never"),
    path("help/", care_views.help_page, name="help"),
    path("resources/", care_views.resource_list, name="resources"),
    path("suggest/", reporting.suggest, name="suggestion"),
    path("removal/", reporting.ask_for_removal, name="removal"),
    path("thanks/", reporting.thanks, name="report-thanks"),
    path("api/v1/", open_urls(api)),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("theme/<str:name>/", choose_theme, name="theme"),
    path("admin/desk/", include("videos.desk.urls")),
    path("admin/", admin.site.urls),
]
