"""The form that asks for an import."""

from datetime import date

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminTextareaWidget
from django.utils import timezone

from videos.importing.fields import web_address
from videos.importing.options import DEFAULT_TABS, TABS, RunOptions

DETAILS_CHOICES = [
    ("none", "None: titles and lengths as the listing gives them; quick, but no descriptions and no exact dates"),
    ("new", "Those of videos that are new here, or whose page was never read"),
    ("stale", "Those, and the pages that were read long ago"),
    ("all", "All of them, again"),
]
NAMED_LINES = 10  # wrong lines named one by one; nobody mends more at a time


class AddressesField(forms.CharField):
    """Web addresses, one a line; gives them without repetitions. Blank lines are left out."""

    widget = AdminTextareaWidget

    def __init__(self, **options):
        super().__init__(strip=False, **options)  # stripped, the first lines could not be counted

    def to_python(self, value):
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        wrong = [(number, line) for number, line in enumerate(lines, start=1) if line and not web_address(line)]
        if wrong:
            raise forms.ValidationError([self._explain(*line) for line in wrong[:NAMED_LINES]] + self._rest_of(wrong))
        return list(dict.fromkeys(filter(None, lines)))

    def _explain(self, number: int, line: str) -> str:
        shown = line if len(line) <= 80 else f"{line[:80]}…"
        return (
            f"Line {number}, “{shown}”, is no address that begins with https:// or http://. "
            "Searches and names cannot be imported: paste the address of a video, playlist or channel."
        )

    def _rest_of(self, wrong: list) -> list[str]:
        rest = len(wrong) - NAMED_LINES
        return [f"The same is true of {rest} more line{'' if rest == 1 else 's'}."] if rest > 0 else []


class ImportForm(forms.Form):
    addresses = AddressesField(
        help_text="Of videos, playlists, channels or their tabs, one a line. Only metadata is read, never media.",
    )
    tabs = forms.MultipleChoiceField(
        choices=[(tab, tab) for tab in TABS],
        initial=DEFAULT_TABS,
        widget=forms.CheckboxSelectMultiple,
        label="Tabs of channels",
        help_text="Where an address is a channel, these of its tabs are listed.",
    )
    details = forms.ChoiceField(
        choices=DETAILS_CHOICES,
        initial="new",
        widget=forms.RadioSelect,
        label="Videos' own pages to read",
        help_text="Each is a request of its own, with a pause after it.",
    )
    newest = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=AdminIntegerFieldWidget,
        label="Newest of each tab",
        help_text="So many videos at most. Blank: all of them.",
    )
    since = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        label="Published since",
        help_text="Leaves out what was published before. Blank: no bound.",
    )
    list_all = forms.BooleanField(
        required=False,
        label="List everything",
        help_text="Also videos that show no sign of ASMR, which are held for a person else. "
        "Moderation and age limits still hold.",
    )

    def clean_since(self) -> date | None:
        since = self.cleaned_data["since"]
        if since and since > timezone.now().date():
            raise forms.ValidationError("This day is still to come: everything would be left out.")
        return since

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("details") == "none":
            self.add_error("since", "The dates stand on the videos' own pages: choose which of these to read above.")
        return cleaned

    def as_options(self) -> RunOptions:
        """What was asked for; the form must be valid."""
        given = self.cleaned_data
        return RunOptions(
            urls=tuple(given["addresses"]),
            tabs=tuple(tab for tab in TABS if tab in given["tabs"]),
            details=given["details"],
            newest=given["newest"],
            since=given["since"],
            list_all=given["list_all"],
        )
