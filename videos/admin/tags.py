"""The admin's pages of tags: texts and evidence are edited here, words and structure on the desk."""

from django.contrib import admin, messages
from django.db.models import Case, Count, OuterRef, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from videos.admin.filters import NoteReviewFilter
from videos.admin.forms import TagForm
from videos.curation import editing
from videos.models import Tag, TagAlias, TaggedVideo

OF_THE_VOCABULARY = (
    "These come from the vocabulary's files and from what curators edited: “Words and place” above previews an edit "
    "on the catalog's videos."
)

OF_A_REVIEW = (
    "Somebody of the profession has looked at definition, what one will hear, and evidence, as they stand above. "
    "A change of any of these makes it “changed since”. For another review of the same day empty both fields, save, "
    "and write them again."
)
REVIEW_STATES = {"unreviewed": "not reviewed", "reviewed": "reviewed", "changed": "changed since its review"}


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    form = TagForm
    actions = ["give_back"]
    list_display = [
        "name",
        "slug",
        "facet",
        "group",
        "video_link",
        "evidence_level",
        "review",
        "is_curated",
        "is_retired",
    ]
    list_filter = ["group__facet", "group", "evidence_level", NoteReviewFilter, "is_staff_only", "is_retired"]
    list_select_related = ["group__facet"]
    list_per_page = 250  # the whole vocabulary on one page
    search_fields = ["name", "slug", "aliases__name", "definition"]
    ordering = ["group__facet__order", "group__order", "order", "pk"]
    readonly_fields = [
        "slug",
        "facet",
        "group",
        "parents",
        "implies",
        "opposes",
        "is_staff_only",
        "holds_for_moderator",
        "is_shut_out",
        "is_assignable",
        "is_retired",
        "synonyms",
        "former_slugs",
        "our_fields",
        "video_link",
        "review",
    ]
    fieldsets = [
        (None, {"fields": ["name", "definition", "listening_note"]}),
        ("Evidence", {"fields": ["evidence_level", "evidence_note", "evidence_references"]}),
        ("Review", {"description": OF_A_REVIEW, "fields": ["note_reviewed_by", "note_reviewed_on", "review"]}),
        ("This entry", {"fields": ["video_link", "our_fields"]}),
        (
            "Structure",
            {
                "description": OF_THE_VOCABULARY,
                "fields": [
                    "slug",
                    "facet",
                    "group",
                    "parents",
                    "implies",
                    "opposes",
                    "synonyms",
                    "former_slugs",
                    ("is_staff_only", "holds_for_moderator", "is_shut_out"),
                    ("is_assignable", "is_retired"),
                ],
            },
        ),
    ]

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("desk:new-tag")

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        rows = TaggedVideo.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        return (
            super()
            .get_queryset(request)
            .annotate(video_count=Coalesce(rows.annotate(count=Count("pk")).values("count"), 0))
        )

    def get_search_fields(self, request):
        fields = super().get_search_fields(request)
        return [name for name in fields if name != "definition"] if _is_autocomplete(request) else fields

    def get_search_results(self, request, queryset, search_term):
        """The autocomplete gets active tags only, a video assignable ones; what begins with the words comes first."""
        if not _is_autocomplete(request):
            return super().get_search_results(request, queryset, search_term)
        search_term = search_term.replace("\x00", "")  # PostgreSQL takes none
        queryset = queryset.active()
        if request.GET.get("model_name") == TaggedVideo._meta.model_name:
            queryset = queryset.filter(is_assignable=True)
        begins_so = Case(When(name__istartswith=search_term, then=Value(0)), default=Value(1))
        return super().get_search_results(request, queryset.order_by(begins_so, "name"), search_term)

    def get_readonly_fields(self, request, obj=None):
        """A review is told in the site's name: who may edit tags need not be who may say that."""
        fields = super().get_readonly_fields(request, obj)
        may_tell = request.user.has_perm("videos.review_note")
        return fields if may_tell else [*fields, "note_reviewed_by", "note_reviewed_on"]

    def save_model(self, request, obj, form, change):
        editing.save_tag(obj, changed=form.changed_data, seen=form.seen_texts, user=request.user)

    def view_on_site(self, obj):
        return None if obj.is_staff_only or obj.is_retired else obj.get_absolute_url()

    @admin.action(description="Give back to the vocabulary what curators changed", permissions=["change"])
    def give_back(self, request, queryset):
        count = editing.give_back_to_vocabulary(queryset.filter(is_ours=False), user=request.user)
        self.message_user(request, f"Tags that the next load_vocabulary writes anew: {count}.", messages.SUCCESS)

    @admin.display(ordering="group__facet__order")
    def facet(self, tag):
        return tag.group.facet

    @admin.display(description="videos", ordering="video_count")
    def video_link(self, tag):
        address = reverse("admin:videos_video_changelist")
        return format_html('<a href="{}?tag={}">{}</a>', address, tag.slug, tag.video_count)

    @admin.display(description="review of the note")
    def review(self, tag):
        """Of techniques alone: only these have a note to review."""
        return REVIEW_STATES[tag.note_review.state] if tag.group.facet_id == "technique" else "–"

    @admin.display(description="curated", boolean=True)
    def is_curated(self, tag):
        return bool(tag.curated_fields)

    @admin.display(description="written by a curator")
    def our_fields(self, tag):
        """Loading the vocabulary leaves these alone."""
        return ", ".join(tag.curated_fields) or "nothing"

    def synonyms(self, tag):
        return ", ".join(alias.name for alias in tag.aliases.filter(kind=TagAlias.Kind.SYNONYM))

    def former_slugs(self, tag):
        return ", ".join(alias.name for alias in tag.aliases.filter(kind=TagAlias.Kind.FORMER_SLUG))


def _is_autocomplete(request) -> bool:
    return request.resolver_match.url_name == "autocomplete"
