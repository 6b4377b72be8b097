"""The controlled vocabulary: facets, groups, tags and their arrows. Filled by `load_vocabulary`, edited by curators."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from taggit.models import TagBase

from asmr_catalog.folding import fold
from videos.models.note_reviews import REVIEWED_FIELDS, NoteReview, fingerprint_texts
from videos.querysets import TagQuerySet


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
    """A shelf within a facet: methods from psychotherapy, energy and spiritual … Its slug stands in URLs."""

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
    listening_note = models.TextField(blank=True, help_text="What one will hear, in a sentence or two; no promise.")
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
    note_reviewed_by = models.CharField(
        "reviewed by",
        max_length=200,
        blank=True,
        help_text="Name and profession, as they are to be shown in public. Never set by a program.",
    )
    note_reviewed_on = models.DateField("reviewed on", null=True, blank=True)
    note_reviewed_fingerprint = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of the texts as they were reviewed."
    )
    is_staff_only = models.BooleanField(default=False)
    holds_for_moderator = models.BooleanField(default=False)
    is_shut_out = models.BooleanField(
        default=False, help_text="Something people exclude: a mere suggestion of it counts as present for excluding."
    )
    is_assignable = models.BooleanField(default=True, help_text="No: only a parent of other tags, never set directly.")
    is_retired = models.BooleanField(default=False, help_text="No longer in the vocabulary.")
    is_ours = models.BooleanField(default=False, editable=False, help_text="Made by a curator, in none of the files.")
    rules_fingerprint = models.CharField(max_length=64, blank=True, editable=False, help_text="Of the matching rules.")
    curated_fields = models.JSONField(
        default=list, blank=True, editable=False, help_text="Fields that loading the vocabulary leaves alone."
    )
    parents = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="children")
    implies = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="implied_by")
    opposes = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="opposed_by")

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        permissions = [("review_note", "Can say who reviewed the note of a tag")]
        constraints = [
            models.CheckConstraint(
                name="tag_review_whole",
                condition=Q(note_reviewed_by="", note_reviewed_on=None, note_reviewed_fingerprint="")
                | Q(note_reviewed_on__isnull=False) & ~Q(note_reviewed_by="") & ~Q(note_reviewed_fingerprint=""),
            )
        ]

    def get_absolute_url(self):
        return self._address

    @property
    def note_review(self) -> NoteReview:
        """Who reviewed what is said of the technique, and whether it is still what they reviewed. No query."""
        if not self.note_reviewed_by:
            return NoteReview("unreviewed")
        now = fingerprint_texts({name: getattr(self, name) for name in REVIEWED_FIELDS})
        state = "reviewed" if now == self.note_reviewed_fingerprint else "changed"
        return NoteReview(state, self.note_reviewed_by, self.note_reviewed_on)

    @cached_property
    def _address(self):
        # The tags of the graph outlive a page, on which each is linked many times.
        return reverse("tag-detail", args=[self.slug])


class TagAlias(models.Model):
    """Another word for a tag: a synonym, or a slug it once had."""

    class Kind(models.TextChoices):
        SYNONYM = "synonym", "synonym"
        FORMER_SLUG = "former-slug", "former slug"

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, allow_unicode=True, editable=False, help_text="As in an address.")
    is_curated = models.BooleanField(default=True, editable=False, help_text="Not from the vocabulary's files.")
    is_in_titles = models.BooleanField(
        default=False, editable=False, help_text="Of a curator's synonym: the tagger looks for it too."
    )

    class Meta:
        verbose_name_plural = "tag aliases"
        ordering = ["name"]
        constraints = [models.UniqueConstraint("tag", "kind", "name", name="tag_alias_once")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = slugify(fold(self.name), allow_unicode=True)
        super().save(*args, **kwargs)


class ArrowEdit(models.Model):
    """A parent or an implication that a curator added to the vocabulary's own, or took away from them."""

    class Kind(models.TextChoices):
        PARENTS = "parents", "parent"
        IMPLIES = "implies", "implication"

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="arrow_edits")
    kind = models.CharField(max_length=7, choices=Kind)
    other = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    is_removed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint("tag", "kind", "other", name="arrow_edit_once"),
            models.CheckConstraint(name="arrow_edit_kind_known", condition=Q(kind__in=["parents", "implies"])),
        ]

    def __str__(self):
        return f"{self.tag} {'-/->' if self.is_removed else '->'} {self.other}"


class TagClosure(models.Model):
    """The vocabulary's arrows, followed to the end: where `tag` is present, `present` is too. Includes each tag itself.

    `is_ancestor` tells whether the way leads over parents alone; absence travels down only these.
    """

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="closure")
    present = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="reverse_closure")
    is_ancestor = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("tag", "present", name="tag_closure_once")]

    def __str__(self):
        return f"{self.tag_id} makes {self.present_id} present"
