"""Imports: runs with their outcome, which are also the queue; where videos come from; what sites ask of us."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from videos.models.videos import Video


class RunKind(models.TextChoices):
    ADDRESSES = "addresses", "addresses"
    FILES = "files", "files"
    CREATORS = "creators", "creators' channels"
    CHECK = "check", "check of availability"
    CHANNEL = "channel", "what a site says of a channel"


class RunState(models.TextChoices):
    REQUESTED = "requested", "waiting for a worker"
    RUNNING = "running", "running"
    FINISHED = "finished", "finished"
    STOPPED = "stopped", "stopped, can go on"
    CANCELLED = "cancelled", "cancelled"


class ItemKind(models.TextChoices):
    LISTING = "listing", "listing"  # a channel's tab, a playlist, an address of which nothing is known yet
    VIDEO = "video", "video"  # a video's own page


class ItemState(models.TextChoices):
    WAITING = "waiting", "waiting"
    CREATED = "created", "created"
    UPDATED = "updated", "updated"
    UNCHANGED = "unchanged", "unchanged"
    SKIPPED = "skipped", "skipped"
    FAILED = "failed", "failed"
    LISTED = "listed", "listing read"  # a listing that was read


class ImportRun(models.Model):
    """One import from its request to its end. What is left of it stands in its items, so another process can go on.

    A running run belongs to `worker` until `lease_until`; who finds the lease expired may take it over.
    """

    kind = models.CharField(max_length=10, choices=RunKind)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.REQUESTED)
    options = models.JSONField(default=dict, help_text="What was asked for: addresses, files, tabs, details …")
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was last finished, stopped or cancelled.")
    resume_at = models.DateTimeField(
        null=True, blank=True, help_text="Stopped until then; null: when somebody says so."
    )
    worker = models.CharField(max_length=200, blank=True, help_text="host:process that works on it, or last did.")
    lease_until = models.DateTimeField(null=True, blank=True)
    is_cancel_requested = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="Why it stopped, and what to do now.")
    trouble = models.CharField(max_length=20, blank=True, help_text="The kind of trouble that stopped it.")
    current = models.CharField(max_length=500, blank=True, help_text="What it is at.")
    counts = models.JSONField(default=dict, help_text="Items by outcome.")
    cursor = models.PositiveBigIntegerField(default=0, help_text="Of files: how many items are stored.")

    class Meta:
        verbose_name = "import"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="run_kind_known", condition=Q(kind__in=RunKind.values)),
            models.CheckConstraint(name="run_state_known", condition=Q(state__in=RunState.values)),
        ]
        indexes = [models.Index(fields=["state", "id"], name="run_by_state")]

    def __str__(self):
        return f"import {self.pk}"


class ChannelCheck(models.Model):
    """A person asks what the site says of a channel, to see whether it is that creator's. Blank until it is answered.

    The answer changes nothing of the creator before the person confirms it.
    """

    creator = models.ForeignKey("creators.Creator", on_delete=models.CASCADE, related_name="channel_checks")
    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="channel_check")
    address = models.URLField(max_length=500, help_text="As it was asked for.")
    site = models.CharField(max_length=40, blank=True)
    site_id = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=300, blank=True)
    handle = models.CharField(max_length=200, blank=True)
    url = models.URLField("URL", max_length=500, blank=True)
    titles = models.JSONField(default=list, help_text="Of a few of its latest videos.")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.name or self.address


class SourceListing(models.Model):
    """Where videos come from: a channel's tab or a playlist. One video may stand in several."""

    url = models.URLField("URL", max_length=1000, unique=True)
    title = models.CharField(max_length=500, blank=True)
    creator = models.ForeignKey(
        "creators.Creator", null=True, blank=True, on_delete=models.SET_NULL, related_name="listings"
    )
    read_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read.")
    read_whole_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read to its end.")
    videos = models.ManyToManyField(Video, through="videos.ListedVideo", related_name="listings")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.title or self.url


class ListedVideo(models.Model):
    """A video seen in a listing. That a later listing lacks it proves nothing."""

    listing = models.ForeignKey(SourceListing, on_delete=models.CASCADE, related_name="listed_videos")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="listed_videos")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("listing", "video", name="listed_video_once")]

    def __str__(self):
        return f"{self.video} in {self.listing}"


class RunItem(models.Model):
    """One step of a run: a listing to read or a video's page to fetch, and what became of it.

    Of files only what was skipped or failed has a row; the rest is counted.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemKind)
    address = models.CharField(max_length=1000)
    turn = models.PositiveIntegerField(default=0, help_text="Items of a lower turn come first: creators take turns.")
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITING)
    trouble = models.CharField(max_length=20, blank=True, help_text="The kind of trouble, for what failed or waits.")
    detail = models.TextField(blank=True, help_text="The reason, or which fields changed.")
    title = models.CharField(max_length=500, blank=True)
    is_new = models.BooleanField(default=False, help_text="The run added the video, by what a listing told of it.")
    listing = models.ForeignKey(
        SourceListing, null=True, blank=True, on_delete=models.SET_NULL, related_name="run_items"
    )
    video = models.ForeignKey(Video, null=True, blank=True, on_delete=models.SET_NULL, related_name="run_items")
    creator = models.ForeignKey(
        "creators.Creator", null=True, blank=True, on_delete=models.SET_NULL, related_name="run_items"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="run_item_kind_known", condition=Q(kind__in=ItemKind.values)),
            models.CheckConstraint(name="run_item_state_known", condition=Q(state__in=ItemState.values)),
        ]
        indexes = [models.Index(fields=["run", "state", "kind", "turn"], name="run_item_next")]

    def __str__(self):
        return self.title or self.address


class ImportLock(models.Model):
    """Keeps two runs from working on one creator, or on one address, at once. Void once its run's lease has expired."""

    key = models.CharField(max_length=1000, unique=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="locks")

    def __str__(self):
        return self.key


class SiteLimit(models.Model):
    """A site asked to be left alone until `until`: no run asks it for anything before."""

    site = models.CharField(max_length=40, unique=True)
    until = models.DateTimeField()
    trouble = models.CharField(max_length=20)
    said = models.TextField(help_text="In the site's own words.")
    seen_at = models.DateTimeField()

    def __str__(self):
        return f"{self.site} until {self.until}"


class Worker(models.Model):
    """A process that takes requested runs. Alive while `seen_at` is recent."""

    name = models.CharField(max_length=200, unique=True, help_text="host:process")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self):
        return self.name
