"""Words of titles and keywords that no tag explains, as they were last counted, and those that need no tag."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class WordCount(models.Model):
    """One counting of all titles and keywords. Only the latest is kept."""

    counted_at = models.DateTimeField()
    video_count = models.PositiveIntegerField(help_text="Videos whose title and keywords were read.")

    def __str__(self):
        return f"words counted at {self.counted_at:%Y-%m-%d %H:%M}"


class CountedWord(models.Model):
    """A word, two words in a row, or a keyword that several listed videos have and no tag explains."""

    class Kind(models.TextChoices):
        TITLE = "title", "words of titles"
        KEYWORD = "keyword", "keywords of the source"

    count = models.ForeignKey(WordCount, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(max_length=7, choices=Kind)
    folded = models.CharField(max_length=100)
    shown = models.CharField(max_length=100, help_text="As it is written, in lower case.")
    video_count = models.PositiveIntegerField()
    creator_count = models.PositiveIntegerField(help_text="Known creators of these videos.")
    language = models.CharField(
        max_length=20, blank=True, help_text="That most of the videos are in. Blank: their sources do not say."
    )
    sample_ids = models.JSONField(default=list, help_text="Of a few of these videos, by several creators if there are.")

    class Meta:
        constraints = [
            models.UniqueConstraint("count", "kind", "folded", name="counted_word_once"),
            models.CheckConstraint(name="counted_word_kind_known", condition=Q(kind__in=["title", "keyword"])),
        ]
        indexes = [models.Index(fields=["kind", "-video_count", "id"], name="counted_word_frequent")]

    def __str__(self):
        return self.shown


class IgnoredWord(models.Model):
    """A word or keyword that a curator needs no tag for: it is not listed again until somebody takes it back."""

    folded = models.CharField(max_length=100, unique=True)
    shown = models.CharField(max_length=100)
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ignored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-ignored_at", "-pk"]

    def __str__(self):
        return self.shown


class SharedVocabulary(models.Model):
    """What was read of another site's vocabulary: tags that the files here lack or have otherwise.

    At most one is in use, and counts over the files; the others are uploads that somebody is looking at.
    """

    name = models.CharField(max_length=200, help_text="The folder or the file that it came from.")
    # Text, for PostgreSQL's jsonb forgets in which order a tag has its languages.
    content = models.TextField(help_text="Tags, groups and facets as the vocabulary's files say them, as JSON.")
    digest = models.CharField(max_length=64, help_text="Of the content.")
    is_in_use = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "shared vocabularies"
        constraints = [
            models.UniqueConstraint("is_in_use", name="shared_vocabulary_one_in_use", condition=Q(is_in_use=True))
        ]

    def __str__(self):
        return self.name
