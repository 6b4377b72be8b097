"""What curators narrow the list of videos by, beyond its columns."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q

from videos.models import Source, Tag, TagDecision, TaggedVideo


class TagFilter(admin.SimpleListFilter):
    """A box to type a tag in, for 226 links are a long scroll. Takes slug or label; an unknown one finds nothing.

    It looks for the tag itself: a video that has only what is below it in the vocabulary is not found.
    """

    title = "tag set directly"
    parameter_name = "tag"
    template = "admin/videos/tag_filter.html"

    def lookups(self, request, model_admin):
        return Tag.objects.active().in_order().values_list("slug", "name")

    def value(self):
        return (super().value() or "").replace("\x00", "").strip()  # PostgreSQL takes no NUL

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        wanted = self._wanted_tags()
        return queryset.filter(Exists(TaggedVideo.objects.filter(content_object=OuterRef("pk"), tag__in=wanted)))

    def _wanted_tags(self):
        return Tag.objects.filter(Q(slug=self.value()) | Q(name__iexact=self.value()))

    def choices(self, changelist):
        yield {
            "name": self.parameter_name,
            "value": self.value(),
            "is_unknown": bool(self.value()) and not self._wanted_tags().exists(),
            "options": self.lookup_choices,
            "kept": [
                (name, value)
                for name, values in changelist.filter_params.items()
                for value in values
                if name != self.parameter_name
            ],
            "clear_query_string": changelist.get_query_string(remove=[self.parameter_name]),
        }


class CuratedTagsFilter(admin.SimpleListFilter):
    title = "tags decided by a curator"
    parameter_name = "curated-tags"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request, queryset):
        by_curator = Exists(TaggedVideo.objects.filter(content_object=OuterRef("pk"), source=Source.CURATOR)) | Exists(
            TagDecision.objects.filter(video=OuterRef("pk"), source=Source.CURATOR)
        )
        match self.value():
            case "yes":
                return queryset.filter(by_curator)
            case "no":
                return queryset.filter(~by_curator)
        return queryset


class WaitingTagsFilter(admin.SimpleListFilter):
    title = "tags waiting for a person"
    parameter_name = "waiting-tags"

    def lookups(self, request, model_admin):
        return [("yes", "Yes")]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(
            Exists(TagDecision.objects.filter(video=OuterRef("pk"), kind=TagDecision.Kind.SUGGESTED))
        )


class NoteReviewFilter(admin.SimpleListFilter):
    """Of techniques: whether somebody of the profession reviewed what is said of them. One query more."""

    title = "review of the note"
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("unreviewed", "Not reviewed"), ("changed", "Changed since its review"), ("reviewed", "Reviewed")]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        techniques = Tag.objects.filter(group__facet="technique")
        found = [tag.pk for tag in techniques if tag.note_review.state == self.value()]
        return queryset.filter(pk__in=found)
