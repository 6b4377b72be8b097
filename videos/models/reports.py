"""What visitors say of the catalog, without an account, and the traces that keep one sender from flooding it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from videos.models.history import Action
from videos.models.videos import Video
from videos.models.vocabulary import Tag


class ReportKind(models.TextChoices):
    """What a visitor says, in the order in which a curator looks at it."""

    REMOVAL = "removal", "a creator asks to remove or correct"
    MISSING_TAG = "missing-tag", "a tag is missing"
    OTHER = "other", "something else about a video"
    WRONG_TAG = "wrong-tag", "a tag is wrong"
    SUGGEST_VIDEO = "suggest-video", "a video to add"
    SUGGEST_CREATOR = "suggest-creator", "a creator to add"


class ReportState(models.TextChoices):
    OPEN = "open", "open"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"


class Report(models.Model):
    """One thing that a visitor says; the same said again while it is open is counted, not kept twice.

    Written by `curation.reports` alone. A stranger's words: shown to staff only, and never as anything but text.
    """

    kind = models.CharField(max_length=16, choices=ReportKind)
    state = models.CharField(max_length=8, choices=ReportState, default=ReportState.OPEN)
    video = models.ForeignKey(Video, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    creator = models.ForeignKey(
        "creators.Creator", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    text = models.TextField(blank=True)
    url = models.URLField("URL", max_length=1000, blank=True)
    contact = models.TextField(blank=True, help_text="Deleted when the report is handled, and after 90 days anyhow.")
    count = models.PositiveIntegerField(default=1, help_text="How many senders said so, as far as one can tell.")
    sender = models.CharField(
        max_length=64, blank=True, help_text="Tells senders of one day apart and leads to no address; blank: several."
    )
    fingerprint = models.CharField(max_length=64, editable=False, help_text="Alike for reports that say the same.")
    suggestion = models.OneToOneField(
        Action,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="By which the missing tag became a suggestion at once; null: nothing was changed.",
    )
    reported_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, help_text="Of the staff, for the staff.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="report_kind_known", condition=Q(kind__in=ReportKind.values)),
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=ReportState.values)),
            models.UniqueConstraint("fingerprint", name="report_open_once", condition=Q(state="open")),
        ]
        indexes = [
            models.Index(fields=["state", "kind", "reported_at"], name="report_queue"),
            models.Index(fields=["reported_at"], name="report_contacts", condition=~Q(contact="")),
        ]

    def __str__(self):
        return f"report {self.pk}: {self.get_kind_display()}"


class SenderKey(models.Model):
    """The secret of one day, by which senders of that day are told apart. Once it is gone, nobody can tell whose."""

    day = models.DateField(primary_key=True)
    key = models.CharField(max_length=64)

    def __str__(self):
        return f"key of {self.day}"


class SentReport(models.Model):
    """That a sender of today sent something, so that nobody sends too much. Rows of other days are deleted."""

    sender = models.CharField(max_length=64)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender", "sent_at"], name="sent_by_sender")]

    def __str__(self):
        return f"sent at {self.sent_at:%H:%M}"
