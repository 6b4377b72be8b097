"""Addresses of the curators' desk, below /admin/desk/."""

from django.urls import path

from videos.desk import history, home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("actions/<int:pk>/undo/", history.undo_action, name="undo"),
]
