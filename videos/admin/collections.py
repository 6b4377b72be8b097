"""The curators' pages of collections: what a source outside the catalog names."""

from django.contrib import admin
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone

from videos.models import Collection


@admin.register(Collection)
class CollectionAdmin(admin.ModelAdmin):
    list_display = ["title", "source_title", "source_date", "is_shown", "is_sample"]
    list_filter = ["is_shown", "is_sample"]
    search_fields = ["title", "source_title"]
    autocomplete_fields = ["creators", "videos"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["is_sample", "curated_at"]
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https", "validators": [URLValidator(schemes=["https", "http"])]}
    }
    fields = [
        *("title", "slug", "source_title", "source_url", "source_date", "note"),
        *("creators", "videos", "is_shown", "is_sample", "curated_at"),
    ]

    def has_delete_permission(self, request, obj=None):
        """Deleted, one of the sample would come back with it: it is shown no longer instead."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """The address of a page lasts."""
        return [*self.readonly_fields, "slug"] if obj else self.readonly_fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def save_model(self, request, obj, form, change):
        obj.curated_at = timezone.now()
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_shown else None
