"""Who did what: every decision of a person, with what was before and what is after."""

from collections.abc import Iterable

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from videos.models.videos import Video
from videos.models.vocabulary import Tag
from videos.writing import in_chunks


class ActionKind(models.TextChoices):
    TAGS = "tags", "tags of a video"
    LISTING = "listing", "listing state"
    VIDEO = "video", "video"
    CREATOR = "creator", "creator"
    TAG = "tag", "tag"
    MERGE = "merge", "two entries made one"
    TAKEDOWN = "takedown", "takedown"
    VOCABULARY = "vocabulary", "vocabulary"
    REPORT = "report", "report of a visitor"
    BULK = "bulk", "many videos at once"
    UNDO = "undo", "undone"


class Action(models.Model):
    """One thing that a person did, to one video or to thousands. Written by `curation.history` alone."""

    kind = models.CharField(max_length=10, choices=ActionKind)
    summary = models.CharField(max_length=300, help_text="What was done, in words.")
    query = models.TextField(blank=True, help_text="The filter whose videos it was done to; blank: chosen one by one.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    person_name = models.CharField(max_length=150, blank=True, help_text="Outlives the account. Blank: a command's.")
    made_at = models.DateTimeField(default=timezone.now)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")
    is_undoable = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "-id"], name="action_by_kind")]

    def __str__(self):
        return self.summary


class RecordedChangeQuerySet(models.QuerySet):
    def load_last_words(self, videos: Iterable[Video]) -> None:
        """Set `last_word` on stored `videos`: one that is newer than at the last judgement has them judged anew.

        A decision on a tag itself leaves the video's row alone. That is long, and on PostgreSQL a change of any of its
        fields writes it, and what is searched by it, once more. One query for each 10,000.
        """
        for some in in_chunks(videos):
            newest = self.filter(video__in=some, tag__isnull=False).order_by().values_list("video")
            words = dict(newest.annotate(models.Max("pk")))
            for video in some:
                video.last_word = words.get(video.pk)


class RecordedChange(models.Model):
    """What an action changed of one thing.

    With a video and a tag: what was known of the pair before and after, null where nothing. Otherwise the changed
    fields of the video, the creator or the tag, by name.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="changes")
    video = models.ForeignKey(Video, null=True, blank=True, on_delete=models.CASCADE, related_name="recorded_changes")
    creator = models.ForeignKey(
        "creators.Creator", null=True, blank=True, on_delete=models.CASCADE, related_name="recorded_changes"
    )
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="recorded_changes")
    before = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)

    objects = RecordedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"change of {self.video or self.creator or self.tag}"
