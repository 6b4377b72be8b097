"""The words in which the catalog speaks of videos and tags."""

from django.db import models
from django.db.models import Prefetch, Q

# Tags with which nothing is ever listed, whoever wants it: who sees that one is wrong rejects it first.
NEVER_LISTED = ("sexually-explicit", "minor-appears")
ADULT_AGE = 18  # years; an age limit of the source from here on holds a video


class VideoQuerySet(models.QuerySet):
    def published(self):
        """Videos visitors may see: listed, not by a creator who was taken down, and nothing that may never be listed.

        No order of its own.
        """
        return self.filter(listing_state="listed").exclude(creator__status="removed").listable()

    def taken_down(self):
        """Videos whose pages say that they are gone: they themselves, or all that their creators made."""
        return self.filter(Q(listing_state="taken-down") | Q(creator__status="removed"))

    def listable(self):
        """All but those with a tag present that lets nobody list them, itself or by what it brings."""
        return self.exclude(pk__in=self._carrying(slug__in=NEVER_LISTED))

    def unlistable(self):
        """Those with such a tag: a person who lists one rejects the tag first."""
        return self.filter(pk__in=self._carrying(slug__in=NEVER_LISTED))

    def for_moderators(self):
        """Videos that a person decides on before anybody sees them: by a tag, or by the source's age limit."""
        return self.with_moderators_tags() | self.filter(age_limit__gte=ADULT_AGE)

    def with_moderators_tags(self):
        """Videos where a tag that holds for a moderator is present or suggested, itself or by what brings it.

        What only a visitor suggested casts doubt for who excludes it, and holds nothing.
        """
        holding = {"holds_for_moderator": True, "is_retired": False}
        suggested = self._related("tag_decisions").filter(kind="suggested", tag__in=self._bringing(**holding))
        suggested = suggested.exclude(source="visitor").values("video")
        return self.filter(Q(pk__in=self._carrying(**holding)) | Q(pk__in=suggested))

    def _carrying(self, **tag):
        """The keys of videos where such a tag is present, closure included."""
        return self._related("tagged_videos").filter(tag__in=self._bringing(**tag)).values("content_object")

    def for_cards(self):
        """Everything that a card shows but the tags themselves, in two queries whatever the number of videos.

        The rows of tags have ids alone: the tags are in the graph, each once. Long texts are left in the database.
        """
        rows = self._related("tagged_videos").only("content_object_id", "tag_id")
        videos = self.select_related("creator").prefetch_related(Prefetch("tagged_videos", queryset=rows))
        return videos.defer("description", "chapters", "source_keywords", "search_words")

    def for_page(self):
        """Everything that a video's page shows, in a fixed number of queries."""
        return self.select_related("creator").prefetch_related(
            self._present_tags(),
            Prefetch("tag_decisions", queryset=self._related("tag_decisions").select_related("tag__group__facet")),
        )

    def in_order(self, ids):
        """Fetch the videos of `ids`, a list in exactly that order; missing ones are left out."""
        found = self.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]

    def _present_tags(self):
        return Prefetch("tagged_videos", queryset=self._related("tagged_videos").with_tags())

    def _bringing(self, **tag):
        """The keys of such tags, and of those that make one present.

        A list by itself: joined, each row of every video would be looked at, even where one video is asked for.
        """
        tags = self._related("tagged_videos").model._meta.get_field("tag").related_model.objects.order_by()
        return tags.filter(**{f"closure__present__{name}": value for name, value in tag.items()}).values("pk")

    def _related(self, name):
        return self.model._meta.get_field(name).related_model._default_manager.all()


class CollectionQuerySet(models.QuerySet):
    def shown(self):
        """Collections that visitors may see, by title."""
        return self.filter(is_shown=True).order_by("title", "pk")


class TaggedVideoQuerySet(models.QuerySet):
    def with_tags(self):
        """With tag, group and facet, in the order of the vocabulary."""
        return self.select_related("tag__group__facet").order_by(
            "tag__group__facet__order", "tag__group__order", "tag__order", "tag_id"
        )


class TagQuerySet(models.QuerySet):
    def active(self):
        """Tags of the present vocabulary; retired ones are left out."""
        return self.filter(is_retired=False)

    def public(self):
        """Active tags that visitors may see and filter by."""
        return self.active().filter(is_staff_only=False)

    def in_order(self):
        """In the order of the vocabulary, with group and facet."""
        return self.select_related("group__facet").order_by("group__facet__order", "group__order", "order", "pk")
