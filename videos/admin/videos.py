"""The curators' desk for videos: what the source says stands beside what they write, and every tag with its reason."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Count, OuterRef
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from asmr_catalog.folding import fold
from creators.models import CreatorStatus
from videos.admin.filters import CuratedTagsFilter, TagFilter, WaitingTagsFilter
from videos.admin.forms import VideoForm
from videos.browsing.cards import duration_label, published_label
from videos.browsing.explaining import ZONES
from videos.browsing.players import time_label
from videos.curation import editing
from videos.curation.duplicates import find_near_duplicates
from videos.curation.listing import refuses_listing
from videos.importing.troubles import describe_trouble
from videos.models import ListingState, TaggedVideo, Video

SOURCE_FACTS = [
    "url",
    "site",
    "site_id",
    "source_language",
    "description",
    "chapter_list",
    "keyword_list",
    "length",
    "published",
    "view_count",
    "like_count",
    "counts_read_at",
    "availability",
    "live_status",
    "media_type",
    "is_embeddable",
    "age_limit",
    "completeness",
    "release_at",
    "former_title_list",
    "listing_links",
]
THIS_ENTRY = [
    "near_duplicates",
    "read_at",
    "checked_at",
    "missing",
    "gone_at",
    "is_sample",
    "curated_at",
    "created_at",
    "updated_at",
]

LINE_BREAK = mark_safe("<br>")


@admin.register(Video)
class VideoAdmin(admin.ModelAdmin):
    form = VideoForm
    autocomplete_fields = ["creator"]
    actions = ["list_them", "hold_them", "hide_them", "give_back"]
    list_display = [
        "shown_title",
        "listing",
        "creator",
        "length",
        "published",
        "tag_count",
        "completeness",
        "is_sample",
    ]
    list_filter = [
        "listing_state",
        "held_reason",
        TagFilter,
        WaitingTagsFilter,
        CuratedTagsFilter,
        "completeness",
        "site",
        "language",
        "is_sample",
    ]
    list_select_related = ["creator"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["folded_title", "site_id", "url", "creator__folded_name"]
    search_help_text = "Title, creator, the site's id or the address."
    ordering = ["-pk"]  # newest added first, along the primary key
    readonly_fields = ["source_title", *SOURCE_FACTS, *THIS_ENTRY, "is_listing_curated", "tag_reasons"]
    fieldsets = [
        (None, {"fields": ["curator_title", "source_title", "creator", "curator_language"]}),
        ("Whether visitors see it", {"fields": ["listing_state", "held_reason", "is_listing_curated"]}),
        ("Tags", {"fields": ["present_tags", "absent_tags", "shown_tag_ids", "shown_absent_tag_ids", "tag_reasons"]}),
        ("What the source says", {"fields": SOURCE_FACTS}),
        ("This entry", {"fields": THIS_ENTRY}),
    ]

    def has_add_permission(self, request):
        """Videos come by import."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Deleted, a video would come back with the next import, without what people decided: hide it instead."""
        return False

    def get_queryset(self, request):
        rows = TaggedVideo.objects.filter(content_object=OuterRef("pk")).order_by().values("content_object")
        return (
            super()
            .get_queryset(request)
            .select_related("creator")
            .annotate(tag_count=Coalesce(rows.annotate(count=Count("pk")).values("count"), 0))
        )

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term.replace("\x00", "")))

    def save_model(self, request, obj, form, change):
        if form.has_changed_tags or form.changed_fields:
            editing.save_video(obj, changed=form.changed_fields, user=request.user)
        if not form.has_changed_tags:
            return
        # After the listing state: what the same person says of it stands against a tag for a moderator.
        editing.decide_tags(
            obj,
            shown=form.shown_tags,
            present=form.cleaned_data["present_tags"],
            shown_absent=form.shown_absent_tags,
            absent=form.cleaned_data["absent_tags"],
            user=request.user,
        )
        if editing.is_held_without_cause(obj):
            free = "No tag holds this video any more. Set its listing state to list it."
            self.message_user(request, free, messages.WARNING)

    def view_on_site(self, obj):
        is_removed = obj.creator is not None and obj.creator.status == CreatorStatus.REMOVED
        return obj.get_absolute_url() if obj.listing_state == ListingState.LISTED and not is_removed else None

    @admin.action(description="List: visitors see them", permissions=["change"])
    def list_them(self, request, queryset):
        self._decide_listing(request, queryset, ListingState.LISTED, "listed")

    @admin.action(description="Hold (by a curator)", permissions=["change"])
    def hold_them(self, request, queryset):
        self._decide_listing(request, queryset, ListingState.HELD, "held")

    @admin.action(description="Hide: visitors do not see them", permissions=["change"])
    def hide_them(self, request, queryset):
        self._decide_listing(request, queryset, ListingState.HIDDEN, "hidden")

    @admin.action(description="Let the rules decide again", permissions=["change"])
    def give_back(self, request, queryset):
        states = [ListingState.HIDDEN, ListingState.TAKEN_DOWN]
        left_count = queryset.filter(listing_state__in=states).count()
        given_back = editing.let_rules_decide(queryset, user=request.user)
        LogEntry.objects.log_actions(request.user.pk, given_back, CHANGE, "Given back to the rules.")
        said = f"Videos that the next import judges anew, and that stay as they are until then: {len(given_back)}."
        self.message_user(request, said, messages.SUCCESS)
        if left_count:
            left = f"Left as they are, for they are hidden or were taken down: {left_count}. List or hold them first."
            self.message_user(request, left, messages.WARNING)

    def _decide_listing(self, request, queryset, state, word):
        there = queryset.exclude(listing_state=ListingState.TAKEN_DOWN)
        taken_down_count = queryset.filter(listing_state=ListingState.TAKEN_DOWN).count()
        refused_count = refuses_listing(there).count() if state == ListingState.LISTED else 0
        decided = editing.decide_listing(queryset, state=state, user=request.user)
        LogEntry.objects.log_actions(request.user.pk, decided, CHANGE, f"Decided: {word}.")
        self.message_user(request, f"Videos that are {word} now: {len(decided)}.", messages.SUCCESS)
        if taken_down_count:
            left = f"Left as they are, for they were taken down: {taken_down_count}. Their own pages can change that."
            self.message_user(request, left, messages.WARNING)
        if refused_count:
            left = f"Not listed, for they carry a tag with which nothing is listed: {refused_count}."
            self.message_user(request, f"{left} Reject that tag first where it is not so.", messages.WARNING)

    @admin.display(description="title", ordering="title")
    def shown_title(self, video):
        return video.shown_title

    @admin.display(description="listing state", ordering="listing_state")
    def listing(self, video):
        """With the reason where it is held."""
        if video.listing_state != ListingState.HELD:
            return video.get_listing_state_display()
        return f"{video.get_listing_state_display()}: {video.get_held_reason_display()}"

    @admin.display(ordering="duration_seconds")
    def length(self, video):
        return duration_label(video.duration_seconds)

    @admin.display(ordering="published_at")
    def published(self, video):
        return published_label(video)

    @admin.display(description="tags", ordering="tag_count")
    def tag_count(self, video):
        return video.tag_count

    @admin.display(description="chapters")
    def chapter_list(self, video):
        if video.chapters is None:
            return "unknown"
        return "\n".join(f"{time_label(start)} {title}" for start, title in video.chapters)

    @admin.display(description="keywords")
    def keyword_list(self, video):
        return "unknown" if video.source_keywords is None else ", ".join(video.source_keywords)

    @admin.display(description="former titles")
    def former_title_list(self, video):
        told = (f"{former}, until {former.replaced_at:%-d %b %Y}" for former in video.former_titles.all())
        return "\n".join(told) or "none known"

    @admin.display(description="stands in")
    def listing_links(self, video):
        """The channel tabs and playlists in which it was seen."""
        rows = ((listing.url, listing) for listing in video.listings.all())
        return format_html_join(LINE_BREAK, '<a href="{}" rel="noreferrer">{}</a>', rows) or "no listing that was read"

    @admin.display(description="perhaps the same video")
    def near_duplicates(self, video):
        """Hide the one too many; its listing state says so for good."""
        rows = (
            (reverse("admin:videos_video_change", args=[other.pk]), other.shown_title, other.site, other.site_id)
            for other in find_near_duplicates(video)
        )
        return format_html_join(LINE_BREAK, '<a href="{}">{}</a> ({} {})', rows) or "none known"

    @admin.display(description="missing since")
    def missing(self, video):
        """With what the check was told."""
        if video.missing_since is None:
            return "not missing"
        return f"{video.missing_since:%-d %b %Y, %H:%M} UTC: {describe_trouble(video.missing_reason) or 'unknown why'}"

    @admin.display(description="Why")
    def tag_reasons(self, video):
        """Every tag of which anything is known: present ones first, then decisions by kind."""
        rows = [
            *(_explain(row, "present") for row in video.tagged_videos.with_tags().select_related("decided_by")),
            *(
                _explain(row, row.get_kind_display())
                for row in video.tag_decisions.select_related("tag", "decided_by").order_by("-kind", "tag__order")
            ),
        ]
        return render_to_string("admin/videos/tag_reasons.html", {"rows": rows})


def _explain(row, state: str) -> dict:
    return {
        "tag": row.tag.name,
        "state": state,
        "source": row.get_source_display(),
        "person": row.decided_by,
        "zone": ZONES.get(row.zone, row.zone),
        "evidence": row.evidence,
        "confidence": row.confidence,
        "decided_at": row.decided_at,
    }
