"""Addresses of the whole site."""
from django.conf import settings
from django.contrib import admin
from django.urls import path

from creators import views as creators
from videos import views as videos

admin.site.site_header = admin.site.site_title = settings.ASMR_SITE_NAME

urlpatterns = [
    path("", videos.home, name="home"),
    path("videos/", videos.video_list, name="video-list"),
    path("videos/<int:pk>/", videos.video_detail, name="video-detail"),
    path("creators/", creators.creator_list, name="creator-list"),
    path("creators/<str:slug>/", creators.creator_detail, name="creator-detail"),
    path("tags/", videos.tag_list, name="tag-list"),
    path("tags/<str:slug>/", videos.tag_detail, name="tag-detail"),
    path("admin/", admin.site.urls),
]
