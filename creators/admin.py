"""The curators' desk for creators."""

from django import forms
from django.contrib import admin, messages
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Coalesce
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html

from asmr_catalog.folding import fold, fold_name
from creators.models import Creator, CreatorAlias, CreatorStatus
from videos.curation.editing import list_recognised_by_creator, save_creator
from videos.models import Video

is_web_address = RegexValidator(
    r"(?i)^https?://", message="Enter an address that begins with https:// or http://.", code="scheme"
)


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


class CreatorForm(forms.ModelForm):
    """Says in words what the database would refuse: a creator without a name, two entries for one channel.

    Only what the curator changed is taken over: an import may have written since the page was made, which therefore
    remembers what it showed.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean_site(self):
        return self.cleaned_data["site"].strip().lower()

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            cleaned |= {name: getattr(self.instance, name) for name in cleaned.keys() - set(self.changed_data)}
        if not (cleaned.get("curator_name") or self.instance.source_name):
            self.add_error("curator_name", "A creator needs a name: the site has not given one.")
        if cleaned.get("site") and cleaned.get("site_id"):
            self._check_site_id(cleaned["site"], cleaned["site_id"])
        return cleaned

    def _check_site_id(self, site, site_id):
        other = Creator.objects.filter(site=site, site_id=site_id).exclude(pk=self.instance.pk).first()
        if other:
            self.add_error("site_id", f"The catalog has this channel already: “{other}”.")


class AliasFormSet(BaseInlineFormSet):
    def clean(self):
        """No two aliases may be the same name, not even while one of them gives way in the same step."""
        super().clean()
        taken = {fold_name(form.initial["name"]) for form in self.initial_forms}
        staying = [form for form in self.forms if form not in self.deleted_forms]
        for form in staying:
            name = fold_name(getattr(form, "cleaned_data", {}).get("name", ""))
            if not name or name == fold_name(form.initial.get("name", "")):
                continue
            if name in taken:
                form.add_error("name", "This creator has this alias already.")
            taken.add(name)


class AliasInline(admin.TabularInline):
    model = CreatorAlias
    formset = AliasFormSet
    extra = 1
    verbose_name = "alias"
    verbose_name_plural = "aliases"


@admin.register(Creator)
class CreatorAdmin(admin.ModelAdmin):
    form = CreatorForm
    inlines = [AliasInline]
    list_display = ["shown_name", "site", "status", "is_asmr_creator", "handle", "video_link", "is_curated"]
    list_filter = ["status", "site", "is_asmr_creator", "is_sample", HasVideosFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["folded_name", "source_name", "aliases__folded_name", "handle", "site_id"]
    search_help_text = "Names, aliases, handle or the site's channel id."
    ordering = ["folded_name", "pk"]
    readonly_fields = ["source_name", "source_url", "video_link", "is_sample", "curated_at", "created_at"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "validators": [is_web_address]}}
    fieldsets = [
        (None, {"fields": ["curator_name", "source_name", "curator_url", "source_url", "approach"]}),
        (None, {"fields": ["status", "is_asmr_creator"]}),
        ("On the site", {"fields": ["site", "site_id", "handle"]}),
        ("This entry", {"fields": ["video_link", "is_sample", "curated_at", "created_at"], "classes": ["collapse"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        """Deleted, a creator would come back with the next import, without what people wrote.

        Who wants to be left out gets the status "removed at the creator's wish", which keeps them out.
        """
        return False

    def get_queryset(self, request):
        # A count of its own: joined, it would multiply with the aliases that a search joins.
        videos = Video.objects.filter(creator=OuterRef("pk")).order_by().values("creator")
        count = videos.annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(video_count=Coalesce(count, 0))

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term.replace("\x00", "")))

    def save_model(self, request, obj, form, change):
        save_creator(obj, changed=form.changed_data)
        if obj.is_asmr_creator and "is_asmr_creator" in form.changed_data:
            count = list_recognised_by_creator(obj)
            if count:
                self.message_user(
                    request, f"Videos that were held as not recognised and are listed now: {count}.", messages.SUCCESS
                )

    def view_on_site(self, obj):
        return None if obj.status == CreatorStatus.REMOVED else obj.get_absolute_url()

    @admin.display(description="name", ordering="folded_name")
    def shown_name(self, creator):
        return creator.shown_name

    @admin.display(description="videos", ordering="video_count")
    def video_link(self, creator):
        if not creator.pk:
            return "0"
        address = reverse("admin:videos_video_changelist")
        return format_html('<a href="{}?creator__id__exact={}">{}</a>', address, creator.pk, creator.video_count)

    @admin.display(description="curated", boolean=True, ordering="curated_at")
    def is_curated(self, creator):
        return creator.curated_at is not None
