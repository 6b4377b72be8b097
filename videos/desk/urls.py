"""Addresses of the curators' desk, below /admin/desk/."""

from django.urls import path

from videos.desk import creators, history, home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("creators/<int:pk>/channel/", creators.channel, name="creator-channel"),
    path("creators/<int:pk>/channel/<int:check_pk>/confirm/", creators.confirm, name="creator-confirm"),
    path("creators/<int:pk>/merge/", creators.merge, name="creator-merge"),
    path("creators/<int:pk>/defaults/<int:default_pk>/", creators.default, name="creator-default"),
    path("actions/<int:pk>/undo/", history.undo_action, name="undo"),
]
