"""What was taken down: the tombstones that keep it out of the catalog, and what reversing one restores."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from videos.models.videos import Video


class TakedownReason(models.TextChoices):
    CREATOR_REQUEST = "creator-request", "its creator asked for it"
    COPYRIGHT = "copyright", "copyright"
    PRIVACY = "privacy", "privacy"
    MINOR = "minor", "a minor may appear"
    OTHER = "other", "another reason"


class Takedown(models.Model):
    """One video or one creator that was taken down, until somebody reverses it. Written by `curation.takedowns` alone.

    The row of the video or creator is the tombstone: it stays, and imports find it; what the catalog did not have yet
    gets one. What visitors see goes by the video's listing state and the creator's status, never by this.
    """

    video = models.ForeignKey(Video, null=True, blank=True, on_delete=models.SET_NULL, related_name="takedowns")
    creator = models.ForeignKey(
        "creators.Creator", null=True, blank=True, on_delete=models.SET_NULL, related_name="takedowns"
    )
    address = models.CharField(max_length=1000, help_text="Where it is or was on its site.")
    reason = models.CharField(max_length=20, choices=TakedownReason)
    note = models.TextField(blank=True, help_text="For staff alone.")
    before = models.JSONField(help_text="Fields as they were, which its reversal restores.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    person_name = models.CharField(max_length=150, blank=True, help_text="Outlives the account. Blank: a command's.")
    made_at = models.DateTimeField(default=timezone.now)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reversed_by_name = models.CharField(max_length=150, blank=True)
    reversed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="takedown_reason_known", condition=Q(reason__in=TakedownReason.values)),
            models.CheckConstraint(
                name="takedown_of_one_thing", condition=Q(video__isnull=True) | Q(creator__isnull=True)
            ),
            models.UniqueConstraint("video", name="takedown_of_video_once", condition=Q(reversed_at=None)),
            models.UniqueConstraint("creator", name="takedown_of_creator_once", condition=Q(reversed_at=None)),
        ]

    def __str__(self):
        return f"takedown {self.pk}"
