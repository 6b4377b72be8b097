"""The forms of a creator's page. What they say in words the database would otherwise refuse."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.validators import RegexValidator
from django.forms.models import BaseInlineFormSet
from django.utils import timezone

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus
from videos.curation.credentials import WRITTEN
from videos.models import TagClosure

is_web_address = RegexValidator(
    r"(?i)^https?://", message="Enter an address that begins with https:// or http://.", code="scheme"
)
is_secure_address = RegexValidator(
    r"(?i)^https://", message="Enter an address that begins with https://.", code="scheme"
)
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}", re.ASCII)
MAX_LANGUAGES = 20


class LanguagesField(forms.CharField):
    """Codes of languages with commas between them; a list of them in lower case, each once."""

    widget = AdminTextInputWidget

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return list(dict.fromkeys(re.findall(r"[^\s,;]+", super().to_python(value).lower())))

    def validate(self, value):
        super().validate(value)
        wrong = [code for code in value if not LANGUAGE_CODE.fullmatch(code)]
        if wrong:
            raise forms.ValidationError(f"Not the code of a language: {wrong[0][:20]}. Write en, de, ja …")
        if len(value) > MAX_LANGUAGES:
            raise forms.ValidationError(f"More than {MAX_LANGUAGES} languages.")


class CreatorForm(forms.ModelForm):
    """Says in words what the database would refuse: a creator without a name, two entries for one channel.

    Only what the curator changed is taken over: an import may have written since the page was made, which therefore
    remembers what it showed.
    """

    languages = LanguagesField(
        required=False, help_text="Of their videos, as codes with commas between them: en, de. Blank: not known."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean_site(self):
        return self.cleaned_data["site"].strip().lower()

    def clean_status(self):
        """Taking down and reversing it is a right and a page of its own."""
        status = self.cleaned_data["status"]
        is_changed = "status" in self.changed_data and status != self.instance.status
        if is_changed and CreatorStatus.REMOVED in {status, self.instance.status}:
            raise forms.ValidationError("Creators are taken down, and brought back, with “Take down” above.")
        return status

    def clean(self):
        cleaned = super().clean()
        seen = {**cleaned}
        if self.instance.pk:
            cleaned |= {name: getattr(self.instance, name) for name in cleaned.keys() - set(self.changed_data)}
        if not (cleaned.get("curator_name") or self.instance.source_name):
            self.add_error("curator_name", "A creator needs a name: the site has not given one.")
        if cleaned.get("site") and cleaned.get("site_id"):
            self._check_site_id(cleaned["site"], cleaned["site_id"])
        if set(WRITTEN) & set(self.changed_data):
            self._check_confirmation(cleaned)
            self._check_it_was_seen(seen, cleaned)
        return cleaned

    def _check_confirmation(self, cleaned):
        what, source, stated = (cleaned.get(name, "") for name in (*WRITTEN, "credentials"))
        if what and not source:
            self.add_error("credential_source", "Where can it be looked up? Without a source nothing is confirmed.")
        if source and not what:
            self.add_error("confirmed_credential", "Write what the source confirms, or empty both.")
        if what and not stated:
            self.add_error("confirmed_credential", "The creator states nothing that could be confirmed.")

    def _check_it_was_seen(self, seen, stored):
        """Nobody confirms a statement that they did not have before them: somebody may have written it meanwhile."""
        for name in ("credentials", *WRITTEN):
            # A browser sends line ends of its own.
            if seen.get(name, "").split() != stored.get(name, "").split():
                words = "Somebody changed this since you opened the page: open it anew, and look before you confirm."
                self.add_error(name, words)

    def _check_site_id(self, site, site_id):
        other = Creator.objects.filter(site=site, site_id=site_id).exclude(pk=self.instance.pk).first()
        if other:
            self.add_error("site_id", f"The catalog has this channel already: “{other}”.")


class NamedFormSet(BaseInlineFormSet):
    """Names the box that takes a row out, for who cannot see its column."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Delete this {self.model._meta.verbose_name}"


class AliasFormSet(NamedFormSet):
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


class SaidTagForm(forms.ModelForm):
    def clean_tag(self):
        tag = self.cleaned_data["tag"]
        if tag.is_retired or tag.is_staff_only:
            raise forms.ValidationError("Visitors do not see this tag.")
        return tag


class DefaultForm(forms.ModelForm):
    def clean_tag(self):
        tag = self.cleaned_data["tag"]
        if tag.is_retired or not tag.is_assignable:
            raise forms.ValidationError("No video has this tag itself, only tags below it: choose one of those.")
        if TagClosure.objects.filter(tag=tag, present__holds_for_moderator=True).exists():
            raise forms.ValidationError("A person decides on this tag video by video.")
        return tag

    def save(self, commit=True):
        """A default that became another holds for new videos again: nobody has seen what it does to earlier ones."""
        if self.instance.pk and self.changed_data:
            self.instance.since = timezone.now()
        return super().save(commit)
