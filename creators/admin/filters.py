"""What the list of creators can be narrowed to."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from creators.models import CreatorStatus
from videos.models import Video


class HasVideosFilter(admin.SimpleListFilter):
    title = "has videos"
    parameter_name = "has-videos"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request, queryset):
        has_videos = Exists(Video.objects.filter(creator=OuterRef("pk")))
        match self.value():
            case "yes":
                return queryset.filter(has_videos)
            case "no":
                return queryset.filter(~has_videos)
        return queryset


class WorkFilter(admin.SimpleListFilter):
    """Work lists: what is missing in an entry. Creators who asked to be removed are in none of them."""

    title = "what is missing"
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [
            ("confirmation", "Confirmation of the channel"),
            ("videos", "Videos"),
            ("approach", "Text on the approach"),
        ]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        here = queryset.exclude(status=CreatorStatus.REMOVED)
        match self.value():
            case "confirmation":
                return here.filter(status=CreatorStatus.UNVERIFIED)
            case "videos":
                return here.filter(~Exists(Video.objects.filter(creator=OuterRef("pk"))))
            case "approach":
                return here.filter(approach="")
        return queryset
