"""What is known of each pair of a tag and a video: present, or a decision that is not "present"."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from taggit.models import ItemBase

from videos.models.videos import Video
from videos.models.vocabulary import Tag
from videos.querysets import TaggedVideoQuerySet


class Source(models.TextChoices):
    AUTOMATIC = "automatic", "found in the text"
    CREATOR = "creator", "said by the creator"
    CURATOR = "curator", "decided by a curator"
    VISITOR = "visitor", "reported by a visitor"


class TaggedVideo(ItemBase):
    """A tag known to be present in a video, and why. Written by `curation.tags` alone."""

    content_object = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="tagged_videos")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_videos")
    source = models.CharField(max_length=10, choices=Source, default=Source.CURATOR)
    confidence = models.FloatField(null=True, blank=True, help_text="0 to 1; null: a person's word.")
    zone = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=200, blank=True, help_text="The words that caused an automatic tag.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TaggedVideoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("content_object", "tag", name="tagged_video_once"),
            models.CheckConstraint(name="tagged_video_source_known", condition=Q(source__in=Source.values)),
            models.CheckConstraint(
                name="tagged_video_confidence", condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1)
            ),
        ]

    def __str__(self):
        return f"{self.tag} in {self.content_object}"


class TagDecision(models.Model):
    """What is known of a tag and a video other than "present". Written by `curation.tags` alone."""

    class Kind(models.TextChoices):
        SUGGESTED = "suggested", "suggested, waiting for a person"
        REJECTED = "rejected", "rejected by a person"
        ABSENT_DECLARED = "absent-declared", "declared absent by the text"
        ABSENT_CHECKED = "absent-checked", "checked by a person: none"

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="tag_decisions")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=10, choices=Source)
    confidence = models.FloatField(null=True, blank=True)
    zone = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("video", "tag", name="tag_decision_once"),
            models.CheckConstraint(
                name="tag_decision_kind_known",
                condition=Q(kind__in=["suggested", "rejected", "absent-declared", "absent-checked"]),
            ),
            models.CheckConstraint(name="tag_decision_source_known", condition=Q(source__in=Source.values)),
        ]
        # What waits is counted by tag, and found within a tag, at every page of the review.
        indexes = [models.Index(fields=["kind", "tag", "video"], name="tag_decision_by_kind")]

    def __str__(self):
        return f"{self.tag} {self.get_kind_display()} in {self.video}"
