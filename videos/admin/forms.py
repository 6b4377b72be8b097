"""The forms of a video's and a tag's page. What they say in words the database would otherwise refuse."""

import re

from django import forms
from django.contrib.admin import site
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelectMultiple
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from videos.curation.editing import LISTING_FIELDS
from videos.curation.effective import effective_vocabulary
from videos.curation.listing import refusing_tags
from videos.curation.vocabulary_checks import RefusedEdit, check_new_label
from videos.models import REVIEWED_FIELDS, HeldReason, ListingState, Tag, TagDecision, TaggedVideo, Video
from videos.tag_graph import load_tag_graph

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}", re.ASCII)


def tag_field(link, **options) -> forms.ModelMultipleChoiceField:
    """A field for several tags with the admin's autocomplete, which takes the relation from the model `link`."""
    widget = AutocompleteSelectMultiple(link._meta.get_field("tag"), site)
    return forms.ModelMultipleChoiceField(Tag.objects.active(), required=False, widget=widget, **options)


class VideoForm(forms.ModelForm):
    """A video as a curator edits it, with its tags.

    Only what they changed is taken over: an import may have written since the page was made, which therefore remembers
    what it showed, the tags in `shown_tag_ids` and `shown_absent_tag_ids`.
    """

    present_tags = tag_field(
        TaggedVideo,
        label="Tags",
        help_text="What is in this video. A tag that you add stays; one that you take out never comes back by itself. "
        "To accept a suggestion, add it.",
    )
    absent_tags = tag_field(
        TagDecision,
        label="Checked: none of these",
        help_text="You checked that there are none of these in it, nor of anything below them in the vocabulary. "
        "Taken out again, a tag is unknown.",
    )
    shown_tag_ids = forms.CharField(required=False, widget=forms.HiddenInput)
    shown_absent_tag_ids = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Video
        fields = ["curator_title", "curator_language", "creator", "listing_state", "held_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "present_tags" not in self.fields:  # somebody who may look only
            return
        for name in self.fields.keys() & set(VideoForm.Meta.fields):
            self.fields[name].show_hidden_initial = True
        self._keep_takedowns_out()
        present = list(self.instance.tagged_videos.values_list("tag", flat=True))
        # A tag that an import brings while the page is open was not seen, so leaving it out rejects nothing.
        shown = self._read_shown("shown_tag_ids", default=present)
        checked = self.instance.tag_decisions.filter(kind=TagDecision.Kind.ABSENT_CHECKED)
        absent = list(checked.values_list("tag", flat=True))
        shown_absent = self._read_shown("shown_absent_tag_ids", default=absent)
        self.initial |= {
            "present_tags": shown,
            "absent_tags": shown_absent,
            "shown_tag_ids": ",".join(map(str, shown)),
            "shown_absent_tag_ids": ",".join(map(str, shown_absent)),
        }
        active, assignable = Q(is_retired=False), Q(is_retired=False, is_assignable=True)
        self.fields["present_tags"].queryset = Tag.objects.filter(assignable | Q(pk__in={*present, *shown}))
        self.fields["absent_tags"].queryset = Tag.objects.filter(active | Q(pk__in={*absent, *shown_absent}))

    @cached_property  # of what was sent: `clean` puts the row's own values in place of the rest
    def changed_fields(self) -> set[str]:
        """The video's own fields that the curator changed; listing state and reason are changed together."""
        changed = set(self.changed_data) & set(VideoForm.Meta.fields)
        is_held = self.cleaned_data.get("listing_state") == ListingState.HELD
        if "listing_state" in changed or ("held_reason" in changed and is_held):
            return changed | LISTING_FIELDS
        return changed - LISTING_FIELDS

    @property
    def has_changed_tags(self) -> bool:
        return not {"present_tags", "absent_tags"}.isdisjoint(self.changed_data)

    @property
    def shown_tags(self) -> list[Tag]:
        """The tags that were present when the page was made."""
        return list(Tag.objects.filter(pk__in=self.initial["present_tags"]))

    @property
    def shown_absent_tags(self) -> list[Tag]:
        """The tags that were checked absent when the page was made."""
        return list(Tag.objects.filter(pk__in=self.initial["absent_tags"]))

    def clean_curator_language(self):
        code = self.cleaned_data["curator_language"].strip().lower()
        if code and not LANGUAGE_CODE.fullmatch(code):
            raise forms.ValidationError("Enter the code of a language: en, de, ja …")
        return code

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("listing_state") != ListingState.HELD:
            cleaned["held_reason"] = HeldReason.NONE
        elif not cleaned.get("held_reason"):
            cleaned["held_reason"] = HeldReason.CURATOR
        # The rest keeps what the row says by now: what the page showed of it may be old.
        cleaned |= {name: getattr(self.instance, name) for name in set(VideoForm.Meta.fields) - self.changed_fields}
        if "listing_state" in self.changed_fields and cleaned.get("listing_state") == ListingState.LISTED:
            self._refuse_listing(cleaned.get("present_tags", ()))
        both = set(cleaned.get("present_tags", ())) & set(cleaned.get("absent_tags", ()))
        if both:
            names = ", ".join(sorted(tag.name for tag in both))
            self.add_error("absent_tags", f"A tag cannot be in the video and not in it: {names}.")
        return cleaned

    def _refuse_listing(self, tags) -> None:
        refusing = refusing_tags([tag.slug for tag in tags], load_tag_graph())
        if refusing:
            names = ", ".join(f"“{tag.name}”" for tag in refusing)
            self.add_error("listing_state", f"It carries {names}. Reject that tag first if it is not so.")

    def _keep_takedowns_out(self) -> None:
        """Taking down and reversing it is a right and a page of its own: here it is neither chosen nor changed."""
        state = self.fields.get("listing_state")
        if state is None:
            return
        if self.instance.listing_state == ListingState.TAKEN_DOWN:
            state.disabled = self.fields["held_reason"].disabled = True
            state.help_text = "It was taken down. “Take down” above can reverse that."
        else:
            state.choices = [choice for choice in state.choices if choice[0] != ListingState.TAKEN_DOWN]

    def _read_shown(self, name: str, *, default: list[int]) -> list[int]:
        """Primary keys out of a hidden field; `default` where it is missing."""
        text = self.data.get(self.add_prefix(name))
        return default if text is None else [int(pk) for pk in re.findall(r"\d{1,18}", text, re.ASCII)]


class LinesField(forms.CharField):
    """A list of texts, one a line. Blank lines are left out."""

    widget = AdminTextareaWidget

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class TagForm(forms.ModelForm):
    """Only what the curator changed is taken over: somebody else, or the vocabulary's files, may have written since the
    page was made, which therefore remembers what it showed. `seen_texts` are the texts as the curator had them before
    them and sent them, whatever the row says by now.
    """

    evidence_references = LinesField(required=False, label="Evidence references", help_text="One a line.")

    class Meta:
        model = Tag
        fields = ["name", *REVIEWED_FIELDS, "note_reviewed_by", "note_reviewed_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self):
        cleaned = super().clean()
        self.seen_texts = {name: cleaned.get(name) for name in REVIEWED_FIELDS}
        cleaned |= {name: getattr(self.instance, name) for name in cleaned.keys() - set(self.changed_data)}
        told = [bool(cleaned[name]) for name in ("note_reviewed_by", "note_reviewed_on") if name in cleaned]
        if any(told) and not all(told):
            self.add_error("note_reviewed_on", "A review has a reviewer and a date. Leave both empty if there is none.")
        return cleaned

    def clean_note_reviewed_on(self):
        day = self.cleaned_data["note_reviewed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Enter the day of the review; this one is still to come.")
        return day

    def clean_name(self):
        """A label that visitors and the desk's fields would take for another tag is refused, as for a new tag."""
        name = self.cleaned_data["name"]
        if "name" not in self.changed_data:
            return name
        try:
            return check_new_label(name, effective_vocabulary(), besides=self.instance)
        except RefusedEdit as error:
            raise forms.ValidationError(str(error)) from error
