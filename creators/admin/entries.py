"""The curators' desk for creators."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, OuterRef, Q
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from asmr_catalog.folding import fold
from creators.admin.filters import HasVideosFilter, WorkFilter
from creators.admin.forms import CreatorForm, is_web_address
from creators.admin.inlines import INLINES
from creators.models import Creator, CreatorStatus, CredentialState
from videos.curation.editing import list_recognised_by_creator, save_creator, set_followed
from videos.curation.entries import recording_parts
from videos.curation.statements import find_stated_credentials
from videos.importing import syncing
from videos.models import Video

OF_THE_CHANNEL = ["sync_state", "synced_at", "sync_due_at", "terminated_at", "former_traces"]
THIS_ENTRY = ["video_link", "is_sample", "curated_at", "created_at", "former_pages"]

LINE_BREAK = mark_safe("<br>")


@admin.register(Creator)
class CreatorAdmin(admin.ModelAdmin):
    form = CreatorForm
    inlines = INLINES
    actions = ["read_channels", "follow", "do_not_follow"]
    list_display = [
        "shown_name",
        "site",
        "status",
        "is_asmr_creator",
        "handle",
        "video_link",
        "followed",
        "last_sync",
        "is_curated",
    ]
    list_filter = ["status", "is_followed", "site", "is_asmr_creator", "is_sample", WorkFilter, HasVideosFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["folded_name", "source_name", "aliases__folded_name", "handle", "site_id"]
    search_help_text = "Names, aliases, handle or the site's channel id."
    ordering = ["folded_name", "pk"]
    readonly_fields = [
        "source_name",
        "source_url",
        "confirmation",
        "shown_credential",
        "said_in_videos",
        *THIS_ENTRY,
        *OF_THE_CHANNEL,
    ]
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "validators": [is_web_address]}}
    fieldsets = [
        ("Who it is", {"fields": [("curator_name", "source_name"), ("curator_url", "source_url")]}),
        ("What we say of them", {"fields": ["approach", "languages"]}),
        (
            "What they say they are trained in",
            {
                "fields": [
                    "credentials",
                    "said_in_videos",
                    "confirmed_credential",
                    "credential_source",
                    "shown_credential",
                ]
            },
        ),
        ("Whether it is them", {"fields": ["status", "confirmation", "is_asmr_creator"]}),
        ("On the site", {"fields": ["site", "site_id", "handle", "is_followed", *OF_THE_CHANNEL]}),
        ("This entry", {"fields": THIS_ENTRY, "classes": ["collapse"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        """Deleted, a creator would come back with the next import, without what people wrote.

        Who wants to be left out is taken down, which keeps them out.
        """
        return False

    def has_sync_permission(self, request):
        return self.has_change_permission(request) and request.user.has_perm("videos.add_importrun")

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.read_channel_view))
        return [path("<int:creator_id>/read-channel/", view, name="creators_creator_read_channel"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        is_readable = obj is not None and _readable(Creator.objects.filter(pk=obj.pk)).exists()
        context["can_read_channel"] = is_readable and self.has_sync_permission(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def read_channel_view(self, request, creator_id):
        if not self.has_sync_permission(request):
            raise PermissionDenied
        creator = get_object_or_404(Creator, pk=creator_id)
        return self._request_sync(request, Creator.objects.filter(pk=creator.pk)) or redirect(
            "admin:creators_creator_change", creator.pk
        )

    @admin.action(description="Read their channels now", permissions=["sync"])
    def read_channels(self, request, queryset):
        return self._request_sync(request, queryset)

    @admin.action(description="Follow", permissions=["change"])
    def follow(self, request, queryset):
        self._set_followed(request, queryset, True, "followed")

    @admin.action(description="Do not follow", permissions=["change"])
    def do_not_follow(self, request, queryset):
        self._set_followed(request, queryset, False, "not followed")

    def _request_sync(self, request, creators):
        """Request a run and lead to its page; None where there is none, which is said, or it is not theirs to see."""
        readable = list(_readable(creators))
        left_count = creators.count() - len(readable)
        if left_count:
            left = f"Left out, for they were removed at their wish or have no known channel: {left_count}."
            self.message_user(request, left, messages.WARNING)
        if not readable:
            return None
        run = syncing.request_sync(readable, user=request.user)
        LogEntry.objects.log_actions(request.user.pk, readable, CHANGE, f"Reading the channel requested: {run}.")
        self.message_user(request, f"Channels to be read: {len(readable)}.", messages.SUCCESS)
        may_watch = any(request.user.has_perm(f"videos.{right}_importrun") for right in ("view", "change"))
        return redirect("admin:videos_importrun_change", run.pk) if may_watch else None

    def _set_followed(self, request, creators, is_followed, word):
        changed = set_followed(creators, is_followed=is_followed, user=request.user)
        LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, f"Decided: {word}.")
        self.message_user(request, f"Creators that are {word} now: {len(changed)}.", messages.SUCCESS)

    def get_queryset(self, request):
        # A count of its own: joined, it would multiply with the aliases that a search joins.
        videos = Video.objects.filter(creator=OuterRef("pk")).order_by().values("creator")
        count = videos.annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(video_count=Coalesce(count, 0))

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term.replace("\x00", "")))

    def save_model(self, request, obj, form, change):
        save_creator(obj, changed=form.changed_data, user=request.user)
        if obj.is_asmr_creator and "is_asmr_creator" in form.changed_data:
            count = list_recognised_by_creator(obj, user=request.user)
            if count:
                self.message_user(
                    request, f"Videos that were held as not recognised and are listed now: {count}.", messages.SUCCESS
                )

    def save_related(self, request, form, formsets, change):
        with recording_parts(form.instance, user=request.user):
            super().save_related(request, form, formsets, change)

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

    @admin.display(boolean=True, ordering="is_followed")
    def followed(self, creator):
        return creator.is_followed

    @admin.display(description="last read", ordering="synced_at")
    def last_sync(self, creator):
        """In short, without a query; the creator's page says more."""
        if creator.terminated_at:
            return "channel closed"
        if creator.sync_trouble:
            return "the last attempt failed"
        return f"{timesince(creator.synced_at, depth=1)} ago" if creator.synced_at else "never"

    @admin.display(description="confirmed")
    def confirmation(self, creator):
        """Whether a person has said whose channel it is, and the way to say so."""
        if not creator.pk:
            return "Save the entry first; then its channel can be confirmed."
        said = f"On {creator.confirmed_at:%-d %B %Y}, by a curator." if creator.confirmed_at else "Not yet."
        address = reverse("desk:creator-channel", args=[creator.pk])
        return format_html('{} <a href="{}">Confirm a channel…</a>', said, address)

    @admin.display(description="visitors read")
    def shown_credential(self, creator):
        """What is shown of the credentials as they are stored, and of whose word that is."""
        state = creator.credential_state.label
        if creator.credential_state == CredentialState.CONFIRMED:
            return f"{state}; on {creator.credential_confirmed_at:%-d %B %Y} by {creator.credential_confirmed_by}."
        if creator.credential_confirmed_at:
            return f"{state}: it was confirmed of another text. To confirm this one, empty both fields and save first."
        return f"{state}."

    @admin.display(description="in their videos' own words")
    def said_in_videos(self, creator):
        """Found for the curator alone: whether it is a credential of theirs, no program can tell."""
        found = find_stated_credentials(creator) if creator.pk else []
        lines = ((reverse("admin:videos_video_change", args=[pk]), words) for pk, words in found)
        return format_html_join(LINE_BREAK, '<a href="{}">“{}”</a>', lines) or "nothing noticed"

    @admin.display(description="reading the channel")
    def sync_state(self, creator):
        return syncing.describe_sync(creator) if creator.pk else ""

    @admin.display(description="former names, handles and addresses")
    def former_traces(self, creator):
        """What the site gave the channel once and no longer does."""
        if not creator.pk:
            return ""
        present = {creator.source_name, creator.handle, creator.source_url}
        former = [trace for trace in creator.traces.all() if trace.value not in present]
        told = (f"{trace.get_kind_display()} {trace}, last seen {trace.last_seen_at:%-d %b %Y}" for trace in former)
        return "\n".join(told) or "none known"

    @admin.display(description="former pages")
    def former_pages(self, creator):
        """Of entries that became one with this: their addresses lead here."""
        slugs = [former.slug for former in creator.former_slugs.all()] if creator.pk else []
        return "\n".join(reverse("creator-detail", args=[slug]) for slug in slugs) or "none"


def _readable(creators):
    """Those of them whose channel may be read and can be found."""
    is_unknown = Q(site_id="", handle="", source_url="", curator_url="")
    return creators.exclude(status=CreatorStatus.REMOVED).exclude(is_unknown)
