"""Addresses of the curators' desk, below /admin/desk/."""

from django.urls import path

from videos.desk import bulk, history, home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("videos/", bulk.videos, name="videos"),
    path("videos/preview/", bulk.preview_edit, name="preview-edit"),
    path("videos/apply/", bulk.apply_edit, name="apply-edit"),
    path("actions/", bulk.actions, name="actions"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("actions/<int:pk>/undo/", history.undo_action, name="undo"),
]
