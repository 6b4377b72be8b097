"""Videos: what their source says, what a curator wrote, and whether visitors see them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from taggit.managers import TaggableManager

from asmr_catalog.folding import fold
from asmr_catalog.tokens import keep_words
from videos.querysets import VideoQuerySet


class ListingState(models.TextChoices):
    LISTED = "listed", "listed"
    HELD = "held", "held"
    HIDDEN = "hidden", "hidden by a curator"
    TAKEN_DOWN = "taken-down", "taken down"


class HeldReason(models.TextChoices):
    NONE = "", "not held"
    NOT_RECOGNISED = "not-recognised", "not recognised as ASMR"
    MODERATION = "moderation", "a moderator must decide"
    AGE_LIMIT = "age-limit", "age-restricted at the source"
    NOT_PUBLIC = "not-public", "not public at the source"
    NOT_OVER = "not-over", "upcoming or live now"
    GONE = "gone", "gone at the source"
    CURATOR = "curator", "held by a curator"


class DatePrecision(models.TextChoices):
    """How exactly a publication time is known, best first."""

    EXACT = "exact", "to the second"
    DAY = "day", "to the day"
    APPROXIMATE = "approximate", "estimated"
    UNKNOWN = "unknown", "unknown"


class Completeness(models.TextChoices):
    STUB = "stub", "seen in a listing only"
    FULL = "full", "read from its own page"


class Video(models.Model):
    """A video that lives elsewhere. Unknown is NULL (or blank text), never 0 or False.

    `source_…` fields and the plain facts follow the source at each import; `curator_…` fields are a curator's word,
    which no import touches. `title` and `language` are the curator's where given, else the source's.
    """

    site = models.CharField(max_length=40)
    site_id = models.CharField(max_length=500, help_text="The site's id; of a page without one, its address.")
    url = models.URLField("URL", max_length=1000)
    creator = models.ForeignKey(
        "creators.Creator", null=True, blank=True, on_delete=models.PROTECT, related_name="videos"
    )
    is_creator_curated = models.BooleanField(
        default=False, editable=False, help_text="A person chose the creator; no import changes it."
    )
    source_title = models.CharField(max_length=500)
    curator_title = models.CharField("title", max_length=500, blank=True, help_text="Blank: the source's.")
    title = models.GeneratedField(
        expression=Coalesce(NullIf("curator_title", models.Value("")), "source_title"),
        output_field=models.CharField(max_length=500),
        db_persist=True,
    )
    source_language = models.CharField(max_length=20, blank=True)
    curator_language = models.CharField(
        "language", max_length=20, blank=True, help_text="Two-letter code. Blank: what the source gives."
    )
    language = models.GeneratedField(
        expression=Coalesce(NullIf("curator_language", models.Value("")), "source_language"),
        output_field=models.CharField(max_length=20),
        db_persist=True,
    )
    description = models.TextField(blank=True, help_text="Up to 5,000 characters; 300 are shown.")
    chapters = models.JSONField(null=True, blank=True, help_text="[[start in seconds, title], …]; null: unknown.")
    source_keywords = models.JSONField(null=True, blank=True)
    duration_seconds = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_precision = models.CharField(max_length=12, choices=DatePrecision, default=DatePrecision.UNKNOWN)
    view_count = models.PositiveBigIntegerField(null=True, blank=True)
    like_count = models.PositiveBigIntegerField(null=True, blank=True)
    counts_read_at = models.DateTimeField(null=True, blank=True, help_text="When the counts were read; null: unknown.")
    availability = models.CharField(max_length=20, blank=True)
    live_status = models.CharField(max_length=20, blank=True)
    media_type = models.CharField(max_length=20, blank=True)
    is_embeddable = models.BooleanField(null=True)
    age_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    completeness = models.CharField(max_length=4, choices=Completeness, default=Completeness.STUB)
    release_at = models.DateTimeField(null=True, blank=True, help_text="When an announced video is due.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="When its own page was last read with success.")
    checked_at = models.DateTimeField(null=True, blank=True, help_text="When its own page was last asked for.")
    missing_since = models.DateTimeField(
        null=True, blank=True, help_text="First check that found it gone; null: the last one found it."
    )
    missing_reason = models.CharField(max_length=20, blank=True, help_text="What that check was told.")
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="When a second check, a week or more after the first, found it gone too."
    )

    listing_state = models.CharField(max_length=10, choices=ListingState, default=ListingState.LISTED)
    held_reason = models.CharField(max_length=20, choices=HeldReason, blank=True, default=HeldReason.NONE)
    is_listing_curated = models.BooleanField(
        default=False, editable=False, help_text="A person decided the listing state; no import changes it."
    )
    judged_fingerprint = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of all that tags and listing state were last judged by."
    )
    folded_title = models.TextField(blank=True, editable=False)
    title_words = models.TextField(blank=True, editable=False, help_text="The words of the title, as they are kept.")
    search_words = models.TextField(
        blank=True, editable=False, help_text="Those of all titles, the chapters and the description."
    )
    is_sample = models.BooleanField(default=False, editable=False, help_text="Came with the starter catalog.")
    # Their words on its tags are rows of their own, and leave this one alone.
    curated_at = models.DateTimeField(null=True, editable=False, help_text="When a person last edited this entry.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    tags = TaggableManager(through="videos.TaggedVideo", blank=True)
    # The key of the newest recorded change of one of its tags, once `RecordedChange.objects` has loaded it.
    last_word: int | None = None

    objects = VideoQuerySet.as_manager()

    class Meta:
        permissions = [("take_down", "Can take videos and creators down, and reverse it")]
        constraints = [
            models.UniqueConstraint("site", "site_id", name="video_once_per_site"),
            models.CheckConstraint(name="video_has_a_title", condition=~Q(source_title="")),
            models.CheckConstraint(
                name="video_held_has_reason",
                condition=Q(listing_state="held") & ~Q(held_reason="") | ~Q(listing_state="held") & Q(held_reason=""),
            ),
            models.CheckConstraint(
                name="video_listing_state_known", condition=Q(listing_state__in=ListingState.values)
            ),
            models.CheckConstraint(
                name="video_date_has_precision",
                condition=Q(published_at=None, published_precision="unknown")
                | Q(published_at__isnull=False, published_precision__in=["exact", "day", "approximate"]),
            ),
        ]
        indexes = [
            models.Index(fields=["listing_state", "-published_at"], name="video_listed_newest"),
            models.Index(fields=["listing_state", "duration_seconds"], name="video_listed_length"),
            models.Index(fields=["listing_state", "-created_at"], name="video_listed_added"),
            # Without it SQLite, which knows nothing of how rows are spread, looks for a creator's listed video in all.
            models.Index(fields=["creator", "listing_state"], name="video_listed_of_creator"),
            # What a moderator must decide, and by how many it was seen, without a look at each row.
            models.Index(fields=["held_reason", "is_listing_curated", "view_count"], name="video_held_for"),
        ]

    def __str__(self):
        return self.shown_title

    def save(self, *args, update_fields=None, **kwargs):
        self.fold_texts()
        if update_fields is not None:
            update_fields = {*update_fields, "folded_title", "title_words", "search_words"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("video-detail", args=[self.pk])

    def fold_texts(self) -> None:
        """Set `folded_title` and both columns of words. `save` does it; whoever writes in bulk calls it before."""
        self.folded_title = fold(self.shown_title)
        chapter_titles = (title for _, title in self.chapters or ())
        self.title_words = keep_words(self.shown_title)
        self.search_words = keep_words(self.curator_title, self.source_title, *chapter_titles, self.description)

    @property
    def shown_title(self) -> str:
        """`title`, also on an instance whose generated column has not been read back from the database."""
        return self.curator_title or self.source_title


class FormerTitle(models.Model):
    """A title that the source once gave a video."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="former_titles")
    title = models.CharField(max_length=500)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return self.title
