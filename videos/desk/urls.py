"""Addresses of the curators' desk, below /admin/desk/."""

from django.urls import path

from videos.desk import history, home, vocabulary

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("vocabulary/new/", vocabulary.new_tag, name="new-tag"),
    path("vocabulary/<int:pk>/", vocabulary.tag_words, name="tag-words"),
    path("vocabulary/<int:pk>/<slug:edit>/", vocabulary.edit_tag, name="edit-tag"),
    path("actions/<int:pk>/undo/", history.undo_action, name="undo"),
]
