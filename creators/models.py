"""Who makes the videos."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from asmr_catalog.folding import fold, fold_name
from creators.querysets import CreatorQuerySet


class CreatorStatus(models.TextChoices):
    UNVERIFIED = "unverified", "unverified"
    ACTIVE = "active", "active"
    INACTIVE = "inactive", "inactive"
    TERMINATED = "terminated", "terminated by the site"
    REMOVED = "removed", "removed at the creator's wish"


class CredentialState(models.TextChoices):
    NONE = "", "none stated"
    STATED = "stated", "stated by the creator, unverified"
    CONFIRMED = "confirmed", "confirmed by a curator, with a source"


class Creator(models.Model):
    """A channel or person on one site.

    `source_…` fields and the handle are what the site says and follow it; the others are a curator's word, which no
    import touches. `name` and `url` are the curator's where there are some, else the source's.
    """

    site = models.CharField(max_length=40, default="youtube", help_text="Lower-case: youtube, peertube …")
    site_id = models.CharField(
        max_length=300, blank=True, help_text="The site's permanent channel id. Blank: not known yet."
    )
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True, editable=False)
    source_name = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    curator_name = models.CharField("name", max_length=300, blank=True, help_text="Blank: the name the site gives.")
    name = models.GeneratedField(
        expression=Coalesce(NullIf("curator_name", models.Value("")), "source_name"),
        output_field=models.CharField(max_length=300),
        db_persist=True,
    )
    folded_name = models.CharField(max_length=300, db_index=True, editable=False)
    handle = models.CharField(max_length=200, blank=True, help_text="Such as @name. It follows the site.")
    source_url = models.URLField(max_length=500, blank=True, editable=False)
    curator_url = models.URLField("URL", max_length=500, blank=True, help_text="Blank: the address the site gives.")
    url = models.GeneratedField(
        expression=Coalesce(NullIf("curator_url", models.Value("")), "source_url"),
        output_field=models.URLField(max_length=500),
        db_persist=True,
    )
    approach = models.TextField(
        blank=True, help_text="What this creator does, in the catalog's own words. No promises, no diagnoses."
    )
    credentials = models.TextField(
        blank=True,
        help_text="As the creator states them, such as a profession or training. Shown as stated, not checked.",
    )
    confirmed_credential = models.TextField(
        blank=True,
        help_text="What of it you could confirm, such as “registered nurse”. Shown with its source as confirmed by a "
        "curator, until the credentials above change.",
    )
    credential_source = models.TextField(
        "source of the confirmation",
        blank=True,
        help_text="Where you looked it up: an address, or a register and what to look for in it.",
    )
    credential_confirmed_of = models.TextField(
        blank=True, editable=False, help_text="The statement that was confirmed: of another text it says nothing."
    )
    credential_confirmed_at = models.DateTimeField(null=True, editable=False)
    credential_confirmed_by = models.CharField(
        max_length=150, blank=True, editable=False, help_text="The account of who confirmed it, by its name then."
    )
    languages = models.JSONField(default=list, blank=True, help_text="Codes of the languages they make videos in.")
    is_asmr_creator = models.BooleanField(
        "ASMR creator", null=True, help_text="Yes: videos are listed even where nothing in them says ASMR."
    )
    status = models.CharField(max_length=12, choices=CreatorStatus, default=CreatorStatus.UNVERIFIED)
    boilerplate = models.JSONField(
        default=list, blank=True, editable=False, help_text="Lines under most of their videos, which no tag rests on."
    )
    is_followed = models.BooleanField(
        "follow the channel", default=False, help_text="Yes: new videos are looked for at this creator's rhythm."
    )
    terminated_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when the site says that the channel is closed; null: it is not."
    )
    synced_at = models.DateTimeField(null=True, editable=False, help_text="When the channel was last read.")
    sync_due_at = models.DateTimeField(
        null=True, editable=False, help_text="When it is to be read again; null: as soon as may be."
    )
    sync_trouble = models.TextField(blank=True, editable=False, help_text="Why it could not be read the last time.")
    is_sample = models.BooleanField(default=False, editable=False, help_text="Came with the starter catalog.")
    curated_at = models.DateTimeField(null=True, editable=False, help_text="When a person last edited this entry.")
    confirmed_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When a person looked at what the site says of the channel and said: it is theirs.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CreatorQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint("site", "site_id", name="creator_once_per_site_id", condition=~Q(site_id="")),
            models.CheckConstraint(name="creator_status_known", condition=Q(status__in=CreatorStatus.values)),
            models.CheckConstraint(
                name="creator_confirmation_has_a_source",
                condition=Q(credential_confirmed_at=None)
                | ~(Q(confirmed_credential="") | Q(credential_source="") | Q(credential_confirmed_of="")),
            ),
            models.CheckConstraint(name="creator_has_a_name", condition=~(Q(curator_name="") & Q(source_name=""))),
        ]

    def __str__(self):
        return self.shown_name

    def save(self, *args, update_fields=None, **kwargs):
        self.fold_names()
        if not self.slug:
            fill_slugs([self])
        if update_fields is not None:
            update_fields = {*update_fields, "folded_name"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("creator-detail", args=[self.slug])

    def fold_names(self) -> None:
        """Set `folded_name`. `save` does it; whoever writes in bulk calls it before, and `fill_slugs`."""
        self.folded_name = fold_name(self.shown_name)

    @property
    def shown_name(self) -> str:
        """`name`, also on an instance whose generated column has not been read back from the database."""
        return self.curator_name or self.source_name

    @property
    def credential_state(self) -> CredentialState:
        """A confirmation holds for exactly the statement that it was said of, whoever changed the text since."""
        if not self.credentials:
            return CredentialState.NONE
        holds = self.credential_confirmed_at is not None and self.credential_confirmed_of == self.credentials
        return CredentialState.CONFIRMED if holds else CredentialState.STATED


def fill_slugs(creators: Iterable[Creator]) -> None:
    """Give creators without a slug one of their name, numbered where it is or was taken. Slugs are permanent.

    One query, and another for each whose name is taken.
    """
    without = [creator for creator in creators if not creator.slug]
    if not without:
        return
    bases = [slugify(fold(creator.shown_name), allow_unicode=True)[:100] or "creator" for creator in without]
    taken = _slugs_taken(slug__in=bases)
    for creator, base in zip(without, bases, strict=True):
        if base in taken:
            taken |= _slugs_taken(slug__startswith=base)
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        creator.slug = base if base not in taken else next(slug for slug in numbered if slug not in taken)
        taken.add(creator.slug)


def _slugs_taken(**lookup) -> set[str]:
    present, former = (model.objects.filter(**lookup).order_by().values_list("slug") for model in (Creator, FormerSlug))
    return {slug for (slug,) in present.union(former)}


class FormerSlug(models.Model):
    """The slug of an entry that became one with another: addresses and never-lists with it mean the creator now."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.slug


class CreatorAlias(models.Model):
    """Another name a creator goes by."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    folded_name = models.CharField(max_length=300, db_index=True, editable=False)

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["name"]
        constraints = [models.UniqueConstraint("creator", "folded_name", name="creator_alias_once")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded_name = fold_name(self.name)
        super().save(*args, **kwargs)


class CreatorLink(models.Model):
    """A page of theirs elsewhere, such as a shop, a podcast or a second channel."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=60)
    url = models.URLField("address", max_length=500)

    class Meta:
        verbose_name = "link"
        ordering = ["label", "pk"]
        constraints = [models.UniqueConstraint("creator", "url", name="creator_link_once")]

    def __str__(self):
        return self.label


class CreatorTag(models.Model):
    """What a creator does, said of the creator: it says nothing of any single video.

    By a curator, or by a `source` that is named and that nobody here vouches for.
    """

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="said_tags")
    tag = models.ForeignKey("videos.Tag", on_delete=models.CASCADE, related_name="said_of_creators")
    source = models.CharField(
        "said by", max_length=200, blank=True, help_text="Blank: you do. Else who does, such as “the blog post …”."
    )

    class Meta:
        verbose_name = "tag of the creator"
        verbose_name_plural = "tags of the creator"
        ordering = ["tag__order", "pk"]
        constraints = [models.UniqueConstraint("creator", "tag", name="creator_tag_once")]

    def __str__(self):
        return str(self.tag)


class CreatorDefault(models.Model):
    """What is taken for true of a creator's videos where their own text does not say otherwise ("never talks")."""

    class Kind(models.TextChoices):
        PRESENT = "present", "in their videos"
        ABSENT = "absent", "never in their videos"

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="defaults")
    tag = models.ForeignKey("videos.Tag", on_delete=models.CASCADE, related_name="creator_defaults")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.PRESENT)
    since = models.DateTimeField(
        null=True,
        editable=False,
        default=timezone.now,
        help_text="Holds for videos that came into the catalog from then on; null: for all.",
    )

    class Meta:
        verbose_name = "default for videos"
        verbose_name_plural = "defaults for videos"
        ordering = ["tag__order", "pk"]
        constraints = [
            models.UniqueConstraint("creator", "tag", name="creator_default_once"),
            models.CheckConstraint(name="creator_default_kind_known", condition=Q(kind__in=["present", "absent"])),
        ]

    def __str__(self):
        return f"{self.tag} {self.get_kind_display()}"


class CreatorTrace(models.Model):
    """A name, handle or address that the site has given a channel at some time: they change, the id does not."""

    class Kind(models.TextChoices):
        NAME = "name", "name"
        HANDLE = "handle", "handle"
        ADDRESS = "address", "address"

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.CharField(max_length=500, db_index=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-last_seen_at"]
        constraints = [
            models.UniqueConstraint("creator", "kind", "value", name="creator_trace_once"),
            models.CheckConstraint(
                name="creator_trace_kind_known", condition=Q(kind__in=["name", "handle", "address"])
            ),
        ]

    def __str__(self):
        return self.value
