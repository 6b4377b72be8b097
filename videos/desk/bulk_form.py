"""Which videos are edited at once, and how: the form of the curators' list, which their preview sends on."""

import re
from functools import cached_property
from urllib.parse import unquote

from django import forms
from django.db.models import Q
from django.utils.text import slugify

from asmr_catalog.folding import fold, fold_name
from creators.models import Creator, CreatorStatus
from videos.browsing.filters import VideoFilter
from videos.browsing.search import SearchResult, search
from videos.curation.bulk_edits import TAG_KINDS, BulkEdit, BulkKind
from videos.models import Tag

MOST_VIDEOS = 50_000  # at once: more are narrowed down first, so that no transaction lasts a minute
MOST_NAMED = 5  # entries that a name with several meanings is explained by


class Scope:
    TICKED, PAGE, ALL = "ticked", "page", "all"


class IdsField(forms.Field):
    """Primary keys, each in a value of its own or several with commas between; whatever else is left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        return list(dict.fromkeys(int(pk) for text in value or () for pk in re.findall(r"\d{1,18}", text, re.ASCII)))


class TagField(forms.CharField):
    """A tag by its name, its word in addresses or a synonym; None where nothing is given."""

    def __init__(self, **options):
        super().__init__(
            required=False, max_length=100, widget=forms.TextInput(attrs={"list": "desk-tags", "size": 28}), **options
        )

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        tags = Tag.objects.active()
        found = list(tags.filter(Q(slug=words.lower()) | Q(name__iexact=words))[:1])
        synonyms = tags.filter(aliases__slug=slugify(fold(words), allow_unicode=True)).distinct().order_by("name")
        found = found or list(synonyms[:MOST_NAMED])
        if not found:
            raise forms.ValidationError(f"“{words}” is no tag of this catalog.")
        if len(found) > 1:
            names = ", ".join(tag.name for tag in found)
            raise forms.ValidationError(f"“{words}” may be any of these: {names}.")
        return found[0]


class CreatorField(forms.CharField):
    """A creator by name, other name, or the address of their page; None where nothing is given."""

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        path = re.split("[?#]", words)[0] if "/" in words else words
        slug = unquote(path.rstrip("/").rpartition("/")[2]).replace("\x00", "")
        creators = Creator.objects.all()
        found = list(creators.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).distinct()[:1])
        named = creators.filter(Q(folded_name=fold_name(words)) | Q(aliases__folded_name=fold_name(words))).distinct()
        found = found or list(named.order_by("pk")[: MOST_NAMED + 1])
        if not found:
            raise forms.ValidationError(f"“{words}” is no creator of this catalog.")
        if len(found) > 1:
            slugs = ", ".join(creator.slug for creator in found[:MOST_NAMED])
            raise forms.ValidationError(f"Several have this name. Write one of these instead: {slugs}.")
        if found[0].status == CreatorStatus.REMOVED:
            raise forms.ValidationError(f"{found[0]} asked to be removed.")
        return found[0]


class BulkForm(forms.Form):
    """Valid, it gives the `edit` and the `video_ids` it is for.

    `query` is the filter of the list, `page_ids` are the videos on the page that was shown, `video` those ticked on it.
    """

    query = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)
    scope = forms.ChoiceField(
        label="Which videos",
        choices=[(Scope.TICKED, "ticked"), (Scope.PAGE, "page"), (Scope.ALL, "all")],
        initial=Scope.TICKED,
        widget=forms.RadioSelect,
    )
    page_ids = IdsField(required=False)
    video = IdsField(required=False)
    kind = forms.ChoiceField(label="What is done", choices=BulkKind.choices)
    tag = TagField(label="Tag", help_text="Its name, synonym or word in addresses.")
    new_tag = TagField(label="New tag", help_text="What the tag is replaced by.")
    creator = CreatorField(
        label="Creator",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"list": "desk-creators", "size": 28}),
        help_text="Name, or the address of their page.",
    )
    overrules = forms.BooleanField(label="Also where a person said otherwise", required=False)
    fingerprint = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    @cached_property
    def result(self) -> SearchResult:
        """What the filter of the list finds now, whatever its curator never wants to see themselves."""
        return search(VideoFilter.from_query(self.cleaned_data["query"]))

    @property
    def edit(self) -> BulkEdit:
        cleaned = self.cleaned_data
        return BulkEdit(
            self._kind,
            tag=cleaned["tag"] if self._kind in TAG_KINDS else None,
            new_tag=cleaned["new_tag"] if self._kind is BulkKind.REPLACE_TAG else None,
            creator=cleaned["creator"] if self._kind is BulkKind.SET_CREATOR else None,
            overrules=cleaned["overrules"],
        )

    @property
    def video_ids(self) -> list[int]:
        match self.cleaned_data["scope"]:
            case Scope.ALL:
                return list(self.result.videos)
            case Scope.PAGE:
                return self.cleaned_data["page_ids"]
        return self.cleaned_data["video"]

    @property
    def _kind(self) -> BulkKind:
        return BulkKind(self.cleaned_data["kind"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._check_edit(cleaned)
            self._check_scope(cleaned)
        return cleaned

    def _check_edit(self, cleaned: dict) -> None:
        kind = self._kind
        needed = {BulkKind.REPLACE_TAG: ["tag", "new_tag"], BulkKind.SET_CREATOR: ["creator"]}
        for name in needed.get(kind, ["tag"] if kind in TAG_KINDS else []):
            if cleaned[name] is None:
                self.add_error(name, f"“{kind.label}” needs it.")
        given = {BulkKind.ADD_TAG: "tag", BulkKind.REPLACE_TAG: "new_tag"}.get(kind)
        if given and cleaned.get(given) and not cleaned[given].is_assignable:
            self.add_error(given, f"“{cleaned[given]}” only stands above other tags: no video has it directly.")
        if kind is BulkKind.REPLACE_TAG and cleaned.get("tag") and cleaned.get("tag") == cleaned.get("new_tag"):
            self.add_error("new_tag", "This is the tag that is to be replaced.")

    def _check_scope(self, cleaned: dict) -> None:
        if cleaned["scope"] == Scope.ALL:
            # What is not understood would not narrow: more would be changed than was meant.
            if self.result.filter.ignored or self.result.unknown:
                self.add_error("scope", "Something in this filter was not understood: take it away first.")
            elif self.result.count() > MOST_VIDEOS:
                self.add_error("scope", f"At most {MOST_VIDEOS:,} videos at once: narrow the list first.")
        if "scope" not in self.errors and not self.video_ids:
            self.add_error("scope", "No video is chosen: tick some, or take all of the page or of the list.")
