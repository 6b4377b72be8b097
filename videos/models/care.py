"""Whom people in distress may turn to, and what one may read elsewhere: entries with the day they were last checked."""

import re
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from videos.care import country_names
from videos.models.vocabulary import Tag

VALID_DAYS = 180  # after a check: numbers change, and a wrong one is worse than none
EXPIRING_DAYS = 14  # before the end of these: time to check again

_MOST_DIGITS = 15  # of a telephone number anywhere (ITU-T E.164)
_ONE_NUMBER = re.compile(r"\+?[0-9*#().\s\u2010-\u2013-]+")

_KEY = "Of the entry in the file it came from. Blank: a person's own."


class HelpContactQuerySet(models.QuerySet):
    """`today`, a date, is the present day where it is left out."""

    def shown(self, today: date | None = None):
        """What visitors may see: checked by a person in the last 180 days, and not shut off. By country and name."""
        today = today or timezone.localdate()
        checked = self.switched_on().filter(verified_on__gte=_oldest(today), verified_on__lte=today)
        return checked.order_by("country", "name", "pk")

    def switched_on(self):
        """All but those that somebody shut off."""
        return self.filter(is_shown=True)

    def unverified(self):
        """Never checked by anybody."""
        return self.filter(verified_on=None)

    def expired(self, today: date | None = None):
        """Checked once, and that is too long ago."""
        return self.filter(verified_on__lt=_oldest(today or timezone.localdate()))

    def expiring(self, today: date | None = None):
        """Still shown, for two weeks at most."""
        today = today or timezone.localdate()
        return self.shown(today).filter(verified_on__lte=_oldest(today) + timedelta(days=EXPIRING_DAYS))

    def answering(self):
        """Where a person answers; a directory only lists such."""
        return self.filter(kind__in=[HelpContact.Kind.EMERGENCY, HelpContact.Kind.SUPPORT])


class HelpContact(models.Model):
    """A help line or a directory of such. Shown to nobody before a person has checked it, nor when that is long ago."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "emergency"
        SUPPORT = "support", "emotional support"
        DIRECTORY = "directory", "directory of help lines"

    key = models.SlugField(blank=True, editable=False, help_text=_KEY)
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.SUPPORT)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 code, or EU. Blank: everywhere.")
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=40, blank=True, help_text="As people of that country write it.")
    url = models.URLField("address", max_length=300, blank=True, help_text="Of a page for who needs help.")
    hours = models.CharField("hours and languages", max_length=200, blank=True, help_text="Shown beside it.")
    note = models.TextField(blank=True, help_text="Of the staff, for the staff.")
    source = models.URLField(
        "where to check it", max_length=300, blank=True, help_text="The organisation's own page that says so."
    )
    is_shown = models.BooleanField("may be shown", default=True, help_text="Shut it off instead of deleting it.")
    verified_on = models.DateField(null=True, blank=True, help_text="Blank: nobody has checked it.")
    verified_by = models.CharField(max_length=150, blank=True)

    objects = HelpContactQuerySet.as_manager()

    class Meta:
        ordering = ["country", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint("key", name="help_contact_key_once", condition=~Q(key="")),
            models.CheckConstraint(
                name="help_contact_kind_known", condition=Q(kind__in=["emergency", "support", "directory"])
            ),
            models.CheckConstraint(
                name="help_contact_reachable",
                condition=~Q(number="") | ~Q(url=""),
                violation_error_message="Give a number or an address.",
            ),
            models.CheckConstraint(
                name="help_contact_verified_by_somebody",
                condition=Q(verified_on=None, verified_by="") | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.place})"

    @property
    def place(self) -> str:
        return country_names().get(self.country, self.country) or "everywhere"

    @property
    def phone_link(self) -> str:
        """The number as an address that telephones understand.

        Blank for none, and where it is not plainly one number to dial: two of them, one to send a word to, one with a
        “(0)” that is not dialled from abroad. A link that dials another number is worse than none.
        """
        dialled = "".join(letter for letter in self.number if letter in "+0123456789*#")
        is_one = _ONE_NUMBER.fullmatch(self.number) and "(0)" not in self.number and len(dialled) <= _MOST_DIGITS + 1
        return f"tel:{dialled.replace('#', '%23')}" if is_one and dialled else ""

    @property
    def shown_address(self) -> str:
        """The address as one reads it."""
        return _shown(self.url)

    def days_left(self, today: date | None = None) -> int | None:
        """How many more days it is shown, today not counted; below 0: it expired. None: nobody has checked it."""
        if self.verified_on is None:
            return None
        return VALID_DAYS - ((today or timezone.localdate()) - self.verified_on).days


class Resource(models.Model):
    """Something to read or to know of elsewhere; the catalog neither keeps nor asks it."""

    class Kind(models.TextChoices):
        BLOG = "blog", "research blog"
        SURVEY = "survey", "survey"
        BOOK = "book", "book"
        ARTICLE = "article", "article"
        ORGANISATION = "organisation", "organisation"

    class Status(models.TextChoices):
        LIVE = "live", "there at the last check"
        HISTORIC = "historic", "historic, possibly closed"
        UNVERIFIED = "unverified", "unverified"

    key = models.SlugField(blank=True, editable=False, help_text=_KEY)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    url = models.URLField("address", max_length=300, blank=True, help_text="Historic ones are shown as text, no link.")
    note = models.TextField(blank=True, help_text="What it is, for visitors.")
    status = models.CharField(max_length=10, choices=Status, default=Status.UNVERIFIED)
    checked_on = models.DateField("last checked", null=True, blank=True, help_text="Blank: nobody has looked yet.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Lowest first; equal ones by title.")
    is_shown = models.BooleanField("shown", default=True, help_text="Shut it off instead of deleting it.")
    tags = models.ManyToManyField(Tag, blank=True, related_name="resources", help_text="Whose pages name it.")

    class Meta:
        ordering = ["order", "title", "pk"]
        constraints = [
            models.UniqueConstraint("key", name="resource_key_once", condition=~Q(key="")),
            models.CheckConstraint(
                name="resource_kind_known",
                condition=Q(kind__in=["blog", "survey", "book", "article", "organisation"]),
            ),
            models.CheckConstraint(
                name="resource_status_known", condition=Q(status__in=["live", "historic", "unverified"])
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_linked(self) -> bool:
        """What may be closed is nobody's to open by a click: its address may belong to somebody else by now."""
        return bool(self.url) and self.status != Resource.Status.HISTORIC

    @property
    def shown_address(self) -> str:
        """The address as one reads it."""
        return _shown(self.url)


def _shown(url: str) -> str:
    return url.partition("://")[2].removesuffix("/")


def _oldest(today: date) -> date:
    """The first day of which a check still counts."""
    return today - timedelta(days=VALID_DAYS)
