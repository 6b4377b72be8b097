"""The words in which the catalog speaks of creators."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from asmr_catalog.folding import fold


class CreatorQuerySet(models.QuerySet):
    def visible(self):
        """Creators whom visitors may see, by name: with a listed video, or vouched for by a person who edited the entry
        or called them an ASMR creator; never those who were taken down.

        Importing or following a channel lists nobody: it may be anybody's.
        """
        videos = self.model._meta.get_field("videos").related_model._default_manager
        listed = videos.filter(creator=OuterRef("pk"), listing_state="listed").listable()
        vouched = Q(curated_at__isnull=False) | Q(is_asmr_creator=True)
        return self.filter(vouched | Exists(listed)).exclude(status="removed").order_by("folded_name", "pk")

    def taken_down(self):
        """Creators whose pages, and those of all their videos, say that they are gone."""
        return self.filter(status="removed")

    def called(self, slug: str):
        """The one whose slug this is or was."""
        former = self.model._meta.get_field("former_slugs").related_model.objects.filter(creator=OuterRef("pk"))
        return self.filter(Q(slug=slug) | Exists(former.filter(slug=slug)))

    def named(self, words: str):
        """Creators whose name, handle or another name contains all of `words`; all of them for none."""
        found = self
        for word in fold(words).split():
            alias = self.model._meta.get_field("aliases").related_model.objects.filter(creator=OuterRef("pk"))
            says = Exists(alias.filter(folded_name__contains=word))
            found = found.filter(Q(folded_name__contains=word) | Q(handle__icontains=word) | says)
        return found

    def without(self, slugs):
        """All but those with these slugs of today."""
        return self.exclude(slug__in=slugs) if slugs else self
