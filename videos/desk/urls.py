"""Addresses of the curators' desk, below /admin/desk/."""

from django.urls import path

from videos.desk import (
    absences,
    bulk,
    history,
    home,
    reports,
    review,
    takedowns,
    vocabulary,
    vocabulary_files,
    wrangling,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("videos/", bulk.videos, name="videos"),
    path("videos/preview/", bulk.preview_edit, name="preview-edit"),
    path("videos/apply/", bulk.apply_edit, name="apply-edit"),
    path("words/", wrangling.word_list, name="words"),
    path("words/count/", wrangling.count, name="count-words"),
    path("words/<int:pk>/", wrangling.word, name="word"),
    path("words/<int:pk>/synonym/", wrangling.make_synonym, name="make-synonym"),
    path("words/<int:pk>/tag/", wrangling.make_tag, name="make-tag"),
    path("words/<int:pk>/ignore/", wrangling.ignore, name="ignore-word"),
    path("words/ignored/", wrangling.ignored_words, name="ignored-words"),
    path("words/ignored/<int:pk>/back/", wrangling.take_back, name="take-word-back"),
    path("vocabulary/files/", vocabulary_files.vocabulary_files, name="vocabulary-files"),
    path("vocabulary/files/vocabulary.zip", vocabulary_files.export, name="export-vocabulary"),
    path("vocabulary/files/upload/", vocabulary_files.upload, name="upload-vocabulary"),
    path("vocabulary/files/<int:pk>/use/", vocabulary_files.use, name="use-vocabulary"),
    path("vocabulary/files/drop/", vocabulary_files.drop, name="drop-vocabulary"),
    path("actions/", bulk.actions, name="actions"),
    path("review/", review.review, name="review"),
    path("absences/", absences.absences, name="absences"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:pk>/", reports.answer, name="report"),
    path("vocabulary/new/", vocabulary.new_tag, name="new-tag"),
    path("vocabulary/<int:pk>/", vocabulary.tag_words, name="tag-words"),
    path("vocabulary/<int:pk>/<slug:edit>/", vocabulary.edit_tag, name="edit-tag"),
    path("actions/<int:pk>/undo/", history.undo_action, name="undo"),
    path("takedowns/", takedowns.takedown_list, name="takedowns"),
    path("takedowns/address/", takedowns.takedown_of_stranger, name="takedown-of-stranger"),
    path("takedowns/<slug:thing>/<int:pk>/", takedowns.takedown, name="takedown"),
    path("takedowns/<int:pk>/reverse/", takedowns.reverse_one, name="reverse-takedown"),
]
