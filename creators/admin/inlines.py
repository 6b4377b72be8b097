"""What stands around a creator's entry, on the entry's own page."""

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from creators.admin.forms import AliasFormSet, DefaultForm, NamedFormSet, SaidTagForm, is_secure_address
from creators.models import CreatorAlias, CreatorDefault, CreatorLink, CreatorTag


class NamedInline(admin.TabularInline):
    """In a table of the admin no field has a label of its own: each is named for who cannot see its column."""

    formset = NamedFormSet

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:  # nothing to be filled in
            return None
        widget = getattr(field.widget, "widget", field.widget)  # a relation's stands within another
        widget.attrs["aria-label"] = f"{self.opts.verbose_name}: {db_field.verbose_name}"
        return field


class AliasInline(NamedInline):
    model = CreatorAlias
    formset = AliasFormSet
    extra = 1
    verbose_name = "alias"
    verbose_name_plural = "aliases"


class LinkInline(NamedInline):
    model = CreatorLink
    extra = 1
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "validators": [is_secure_address]}}


class SaidTagInline(NamedInline):
    model = CreatorTag
    form = SaidTagForm
    autocomplete_fields = ["tag"]
    extra = 1
    verbose_name_plural = "what they do (says nothing of any single video); “said by” blank: a curator"


class DefaultInline(NamedInline):
    model = CreatorDefault
    form = DefaultForm
    autocomplete_fields = ["tag"]
    fields = ["tag", "kind", "reach"]
    readonly_fields = ["reach"]
    extra = 1
    verbose_name_plural = "defaults for new videos, where their own text does not say otherwise"

    @admin.display(description="holds for")
    def reach(self, default):
        if default.pk is None:
            return "videos that come from now on"
        if default.since is None:
            return "all videos"
        address = reverse("desk:creator-default", args=[default.creator_id, default.pk])
        return format_html(
            'videos that came since {} UTC · <a href="{}">apply to earlier videos…</a>',
            f"{default.since:%-d %b %Y, %H:%M}",
            address,
        )


INLINES = [AliasInline, LinkInline, SaidTagInline, DefaultInline]
