"""Addresses of the curators' desk, below /admin/desk/."""

from django.urls import path

from videos.desk import absences, history, home, review

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("review/", review.review, name="review"),
    path("absences/", absences.absences, name="absences"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("actions/<int:pk>/undo/", history.undo_action, name="undo"),
]
