"""What a curator makes of a word that no tag explains: another word for a tag, or a tag of its own."""

from django import forms
from django.utils.text import slugify

from asmr_catalog.folding import fold
from videos.curation.vocabulary_edits import (
    MOST_AT_ONCE,
    RefusedEdit,
    Saved,
    SynonymPreview,
    add_synonym,
    add_tag,
    preview_synonym,
)
from videos.models import Tag, TagGroup


class TagField(forms.CharField):
    """A tag by its label or slug, as a list of proposals gives it."""

    widget = forms.TextInput(attrs={"list": "tags", "autocomplete": "off", "class": "vTextField"})

    def clean(self, value):
        name = super().clean(value)
        tag = Tag.objects.active().filter(slug=name).first() or Tag.objects.active().filter(name__iexact=name).first()
        if tag is None:
            raise forms.ValidationError(f"There is no tag “{name}”. Choose one of the list.")
        return tag


class RefusableForm(forms.Form):
    """A form whose edit the vocabulary may refuse; what is refused stands beside the field that it is about."""

    @property
    def what_is_wrong(self) -> str:
        return " ".join(error for errors in self.errors.values() for error in errors)

    def _try(self, edit, *, field: str | None):
        """What `edit` gives, called with the cleaned data; None where that is not valid, or refused."""
        if not self.is_valid():
            return None
        try:
            return edit(**self.cleaned_data)
        except RefusedEdit as error:
            self.add_error(field, str(error))
            return None


class SynonymForm(RefusableForm):
    words = forms.CharField(label="Word", max_length=100, widget=forms.TextInput(attrs={"class": "vTextField"}))
    tag = TagField(label="is a synonym of", max_length=100)
    in_titles = forms.BooleanField(
        label="Find it in titles too",
        required=False,
        help_text="Without it the word only finds the tag in searches and addresses.",
    )

    def preview(self) -> SynonymPreview | None:
        """What it would change in titles. None where the form has errors by now."""
        return self._try(lambda *, words, tag, in_titles: preview_synonym(tag, words), field="words")

    def save(self, *, user) -> Saved | None:
        """Make it so. None where the form has errors by now."""
        return self._try(
            lambda *, words, tag, in_titles: add_synonym(tag, words, in_titles=in_titles, user=user), field="words"
        )


class NewTagForm(RefusableForm):
    prefix = "new"

    label = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"class": "vTextField"}))
    slug = forms.CharField(
        max_length=100,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="As in an address. It can be renamed later; the old one leads on.",
    )
    group = forms.ModelChoiceField(TagGroup.objects.select_related("facet"), empty_label="Choose one")
    definition = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        max_length=1_000,
        help_text="One line that says what the tag stands for. Every tag needs one.",
    )
    words = forms.CharField(
        label="Found in titles by",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Blank: only people set the tag.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].label_from_instance = lambda group: f"{group.facet}: {group}"

    def save(self, *, user) -> Tag | None:
        """Make the tag, without what it is found by. None where the form has errors by now."""
        return self._try(
            lambda *, slug, label, group, definition, words: add_tag(slug, label, group.pk, definition, user=user),
            field=None,
        )


def propose_tag(word: str) -> dict[str, str]:
    """What a new tag of this word may be called."""
    return {"label": word[:1].upper() + word[1:], "slug": slugify(fold(word)), "words": word}


def tell(saved: Saved) -> str:
    """What became of the videos that an edit is about, in words."""
    if saved.retagged is None:
        return (
            f"{saved.affected:,} videos say it, more than the {MOST_AT_ONCE} that are tagged anew at once: "
            "run manage.py suggest_tags --all --apply."
        )
    return f"Of {saved.affected:,} videos that say it {saved.retagged:,} changed."
