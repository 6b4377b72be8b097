"""Addresses of the curators' desk, below /admin/desk/."""

from django.urls import path

from videos.desk import absences, bulk, creators, history, home, reports, review, takedowns, vocabulary

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("videos/", bulk.videos, name="videos"),
    path("videos/preview/", bulk.preview_edit, name="preview-edit"),
    path("videos/apply/", bulk.apply_edit, name="apply-edit"),
    path("actions/", bulk.actions, name="actions"),
    path("review/", review.review, name="review"),
    path("absences/", absences.absences, name="absences"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:pk>/", reports.answer, name="report"),
    path("creators/<int:pk>/channel/", creators.channel, name="creator-channel"),
    path("creators/<int:pk>/channel/<int:check_pk>/confirm/", creators.confirm, name="creator-confirm"),
    path("creators/<int:pk>/merge/", creators.merge, name="creator-merge"),
    path("creators/<int:pk>/defaults/<int:default_pk>/", creators.default, name="creator-default"),
    path("vocabulary/new/", vocabulary.new_tag, name="new-tag"),
    path("vocabulary/<int:pk>/", vocabulary.tag_words, name="tag-words"),
    path("vocabulary/<int:pk>/<slug:edit>/", vocabulary.edit_tag, name="edit-tag"),
    path("actions/<int:pk>/undo/", history.undo_action, name="undo"),
    path("takedowns/", takedowns.takedown_list, name="takedowns"),
    path("takedowns/address/", takedowns.takedown_of_stranger, name="takedown-of-stranger"),
    path("takedowns/<slug:thing>/<int:pk>/", takedowns.takedown, name="takedown"),
    path("takedowns/<int:pk>/reverse/", takedowns.reverse_one, name="reverse-takedown"),
]
