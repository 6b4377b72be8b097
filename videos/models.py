"""What the catalog knows: videos, the vocabulary's tags, and what is known of each pair of the two."""
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.text import slugify
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from asmr_catalog.folding import fold
from videos.querysets import TaggedVideoQuerySet, TagQuerySet, VideoQuerySet


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


class Source(models.TextChoices):
    AUTOMATIC = "automatic", "found in the text"
    CREATOR = "creator", "said by the creator"
    CURATOR = "curator", "decided by a curator"
    VISITOR = "visitor", "reported by a visitor"


class Facet(models.Model):
    """A question that tags answer: triggers, technique, role play …"""

    slug = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=100)
    question = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.label


class TagGroup(models.Model):
    """A shelf within a facet: methods from psychotherapy, energy and spiritual … Its slug is unique, it stands in URLs."""

    slug = models.SlugField(primary_key=True, max_length=40)
    facet = models.ForeignKey(Facet, on_delete=models.PROTECT, related_name="groups")
    label = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["facet__order", "order"]

    def __str__(self):
        return self.label


class Tag(TagBase):
    """A tag of the controlled vocabulary. `name` is its label; `slug` is permanent. Filled by `load_vocabulary`."""

    group = models.ForeignKey(TagGroup, on_delete=models.PROTECT, related_name="tags")
    order = models.PositiveSmallIntegerField(default=0, help_text="Place in the vocabulary's files.")
    definition = models.TextField(blank=True)
    evidence_level = models.CharField(
        max_length=16,
        choices=[
            ("strong", "strong"),
            ("moderate", "moderate"),
            ("limited", "limited"),
            ("none", "no reliable evidence yet"),
            ("not_applicable", "not a treatment claim"),
        ],
        default="not_applicable",
        help_text="Rates the technique as delivered in studies, never a video.",
    )
    evidence_note = models.TextField(blank=True)
    evidence_references = models.JSONField(default=list, blank=True)
    is_staff_only = models.BooleanField(default=False)
    holds_for_moderator = models.BooleanField(default=False)
    is_shut_out = models.BooleanField(
        default=False, help_text="Something people exclude: a mere suggestion of it counts as present for excluding."
    )
    is_assignable = models.BooleanField(default=True, help_text="No: only a parent of other tags, never set directly.")
    is_retired = models.BooleanField(default=False, help_text="No longer in the vocabulary; kept for what it was set on.")
    rules_fingerprint = models.CharField(max_length=64, blank=True, editable=False, help_text="Of the matching rules.")
    curated_fields = models.JSONField(
        default=list, blank=True, editable=False, help_text="Fields a curator wrote; loading the vocabulary leaves them alone."
    )
    parents = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="children")
    implies = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="implied_by")
    opposes = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="opposed_by")

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def get_absolute_url(self):
        return reverse("tag-detail", args=[self.slug])


class TagAlias(models.Model):
    """Another word for a tag: a synonym, or a slug it once had."""

    class Kind(models.TextChoices):
        SYNONYM = "synonym", "synonym"
        FORMER_SLUG = "former-slug", "former slug"

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, allow_unicode=True, editable=False, help_text="As it may stand in an address.")
    is_curated = models.BooleanField(default=True, editable=False, help_text="Added by a curator, not by the vocabulary.")

    class Meta:
        verbose_name_plural = "tag aliases"
        ordering = ["name"]
        constraints = [models.UniqueConstraint("tag", "kind", "name", name="tag_alias_once")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = slugify(fold(self.name), allow_unicode=True)
        super().save(*args, **kwargs)


class TagClosure(models.Model):
    """The vocabulary's arrows, followed to the end: where `tag` is present, `present` is present too. Includes each tag itself.

    `is_ancestor` tells whether the way leads over parents alone; absence travels down only these.
    """

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="closure")
    present = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="reverse_closure")
    is_ancestor = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("tag", "present", name="tag_closure_once")]

    def __str__(self):
        return f"{self.tag_id} makes {self.present_id} present"


class Video(models.Model):
    """A video that lives elsewhere. Unknown is NULL (or blank text), never 0 or False.

    `source_…` fields and the plain facts follow the source at each import; `curator_…` fields are a curator's word, which no
    import touches. `title` and `language` are the curator's where given, else the source's.
    """

    site = models.CharField(max_length=40)
    site_id = models.CharField(max_length=500, help_text="The site's id; for pages without ids, the normalised address.")
    url = models.URLField("URL", max_length=1000)
    creator = models.ForeignKey(
        "creators.Creator", null=True, blank=True, on_delete=models.PROTECT, related_name="videos"
    )
    is_creator_curated = models.BooleanField(
        default=False, editable=False, help_text="A person chose the creator; no import changes it."
    )
    source_title = models.CharField(max_length=500)
    curator_title = models.CharField("title", max_length=500, blank=True, help_text="Blank: the title the source gives.")
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
    description = models.TextField(blank=True, help_text="Up to 5,000 characters, for tagging and search; 300 are shown.")
    chapters = models.JSONField(null=True, blank=True, help_text="[[start in seconds, title], …]; null: unknown.")
    source_keywords = models.JSONField(null=True, blank=True)
    duration_seconds = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_precision = models.CharField(
        max_length=12, choices=DatePrecision, default=DatePrecision.UNKNOWN
    )
    view_count = models.PositiveBigIntegerField(null=True, blank=True)
    like_count = models.PositiveBigIntegerField(null=True, blank=True)
    counts_read_at = models.DateTimeField(null=True, blank=True, help_text="When the counts were read; null: unknown.")
    availability = models.CharField(max_length=20, blank=True)
    live_status = models.CharField(max_length=20, blank=True)
    media_type = models.CharField(max_length=20, blank=True)
    is_embeddable = models.BooleanField(null=True)
    age_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    completeness = models.CharField(max_length=4, choices=Completeness, default=Completeness.STUB)

    listing_state = models.CharField(max_length=10, choices=ListingState, default=ListingState.LISTED)
    held_reason = models.CharField(max_length=20, choices=HeldReason, blank=True, default=HeldReason.NONE)
    is_listing_curated = models.BooleanField(
        default=False, editable=False, help_text="A person decided the listing state; no import changes it."
    )
    judged_fingerprint = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of all that tags and listing state were last judged by."
    )
    folded_title = models.TextField(blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False, help_text="Titles, chapters and description, folded.")
    is_sample = models.BooleanField(default=False, editable=False, help_text="Came with the starter catalog.")
    curated_at = models.DateTimeField(null=True, editable=False, help_text="When a person last edited this entry.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    tags = TaggableManager(through="videos.TaggedVideo", blank=True)
    objects = VideoQuerySet.as_manager()

    class Meta:
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
        ]

    def __str__(self):
        return self.shown_title

    @property
    def shown_title(self) -> str:
        """`title`, also on an instance whose generated column has not been read back from the database."""
        return self.curator_title or self.source_title

    def save(self, *args, update_fields=None, **kwargs):
        self.folded_title = fold(self.shown_title)
        self.search_text = self._fold_text()
        if update_fields is not None:
            update_fields = {*update_fields, "folded_title", "search_text"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("video-detail", args=[self.pk])

    def _fold_text(self) -> str:
        chapter_titles = (title for _, title in self.chapters or ())
        return fold("\n".join([self.curator_title, self.source_title, *chapter_titles, self.description]))


class TaggedVideo(ItemBase):
    """A tag known to be present in a video, and why. Written by `curation.tags` alone."""

    content_object = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="tagged_videos")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_videos")
    source = models.CharField(max_length=10, choices=Source, default=Source.CURATOR)
    confidence = models.FloatField(null=True, blank=True, help_text="Of an automatic tag, 0 to 1; null: a person's word.")
    zone = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=200, blank=True, help_text="The words that caused an automatic tag.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

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
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("video", "tag", name="tag_decision_once"),
            models.CheckConstraint(
                name="tag_decision_kind_known",
                condition=Q(kind__in=["suggested", "rejected", "absent-declared", "absent-checked"]),
            ),
            models.CheckConstraint(name="tag_decision_source_known", condition=Q(source__in=Source.values)),
        ]

    def __str__(self):
        return f"{self.tag} {self.get_kind_display()} in {self.video}"
