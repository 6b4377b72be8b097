"""What a visitor may fill in. Nothing that is typed is ever lost: a refused form comes back as it was sent."""

from collections.abc import Iterable

from django import forms

from videos.browsing.sharing import find_video
from videos.importing.fields import clean_block, web_address
from videos.models import Report, ReportKind, Tag, Video
from videos.reporting.subjects import set_subject
from videos.tag_graph import TagGraph

MOST_TEXT = 2000  # characters
MOST_CONTACT = 200
MOST_ADDRESS = 1000
UNBEARABLE = "misophonia-mouth"  # what it brings or follows from stands first: it is reported most urgently
CHOOSE = ("", "Choose a tag")


class StrangersText(forms.CharField):
    """Text as it was typed, without what no database can store."""

    def to_python(self, value):
        text = super().to_python(value)
        return clean_block(text, max_length=len(text))


class AddressField(StrangersText):
    """A web address, over http or https alone."""

    widget = forms.URLInput

    def to_python(self, value):
        text = super().to_python(value)
        if text and not web_address(text):
            raise forms.ValidationError("This is no web address that begins with https:// or http://.")
        return text


class VisitorForm(forms.Form):
    """What all of them ask. `as_report` gives the unsaved report of a valid form."""

    text = StrangersText(required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))
    contact = StrangersText(
        required=False,
        max_length=MOST_CONTACT,
        label="How to reach you",
        help_text="Only if you want an answer. It is deleted as soon as this is dealt with, and after 90 days anyhow.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # Nobody sees this field; a program that fills in whatever there is gives itself away.
    more = forms.CharField(
        required=False, label="Leave this empty", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean(self):
        cleaned = super().clean()
        if self.data.get("more"):
            self.data = self.data.copy()
            self.data["more"] = ""
            raise forms.ValidationError(
                "A field that is meant to stay empty was filled in, perhaps by your browser. It is empty again: "
                "please send the form once more."
            )
        return cleaned

    def make_report(self, kind: str, **values) -> Report:
        said = {name: self.cleaned_data.get(name, "") for name in ("text", "url", "contact")}
        return Report(kind=kind, **said, **values)


class VideoReportForm(VisitorForm):
    kind = forms.ChoiceField(
        label="What is the matter?",
        widget=forms.RadioSelect(attrs={"class": "choice-box__input"}),
        choices=[
            (ReportKind.MISSING_TAG, "Something is in it that the page does not say"),
            (ReportKind.WRONG_TAG, "A tag is wrong"),
            (ReportKind.OTHER, "Something else"),
        ],
    )
    missing_tag = forms.ChoiceField(
        required=False,
        label="What is in it?",
        help_text="A sound or a theme that people shut out is left out for them at once, until a curator has looked.",
    )
    wrong_tag = forms.ChoiceField(required=False, label="Which tag is wrong?")
    field_order = ["kind", "missing_tag", "wrong_tag", "text", "contact"]

    def __init__(self, *args, video: Video, graph: TagGraph, **options):
        """`video` is one fetched with `for_page()`."""
        super().__init__(*args, **options)
        self.video, self.graph = video, graph
        present = {row.tag.slug for row in video.tagged_videos.all()}
        suggested = {row.tag.slug for row in video.tag_decisions.all() if row.kind == "suggested"}
        public = [tag for tag in graph.public_tags if tag.is_assignable]
        absent = [tag for tag in public if tag.slug not in graph.closure(present)]
        said = [tag for tag in graph.in_order(present | suggested) if not tag.is_staff_only]
        self.fields["missing_tag"].choices = [CHOOSE, *group_tags(absent, graph)]
        self.fields["wrong_tag"].choices = [CHOOSE, *((tag.slug, tag.name) for tag in said)]
        self.fields["text"].label = "In your words"
        self.fields["text"].help_text = "Where in the video, or what is wrong. Curators alone read it."

    def clean(self):
        cleaned = super().clean()
        asked = {ReportKind.MISSING_TAG: "missing_tag", ReportKind.WRONG_TAG: "wrong_tag", ReportKind.OTHER: "text"}
        name = asked.get(cleaned.get("kind"))
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, "Please say what it is." if name == "text" else "Please choose a tag.")
        return cleaned

    def as_report(self) -> Report:
        kind = self.cleaned_data["kind"]
        about = {ReportKind.MISSING_TAG: "missing_tag", ReportKind.WRONG_TAG: "wrong_tag"}.get(kind)
        tag = self.graph.tags[self.cleaned_data[about]] if about else None
        return self.make_report(kind, video=self.video, tag=tag)


class SuggestionForm(VisitorForm):
    kind = forms.ChoiceField(
        label="What do you suggest?",
        widget=forms.RadioSelect(attrs={"class": "choice-box__input"}),
        initial=ReportKind.SUGGEST_VIDEO,
        choices=[(ReportKind.SUGGEST_VIDEO, "A video"), (ReportKind.SUGGEST_CREATOR, "A creator")],
    )
    url = AddressField(
        required=False,
        max_length=MOST_ADDRESS,
        label="Its address",
        help_text="Of the video or of the channel. Nothing is asked of that site before a curator has looked.",
    )
    tag = forms.ChoiceField(required=False, label="A tag that it should have")
    field_order = ["kind", "url", "tag", "text", "contact"]

    def __init__(self, *args, graph: TagGraph, host: str, **options):
        super().__init__(*args, **options)
        self.graph, self.host = graph, host
        self.fields["tag"].choices = [("", "None in particular"), *group_tags(graph.public_tags, graph)]
        self.fields["text"].label = "Name, and why"
        self.fields["text"].help_text = "Without an address, a name that it can be found by."

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and find_video(url, host=self.host):
            raise forms.ValidationError("This video is in the catalog already.")
        return url

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("url") or cleaned.get("text") or self.errors):
            self.add_error("url", "Please give an address, or a name below.")
        return cleaned

    def as_report(self) -> Report:
        tag = self.graph.tags.get(self.cleaned_data["tag"])
        return self.make_report(self.cleaned_data["kind"], tag=tag)


class RemovalForm(VisitorForm):
    url = AddressField(
        max_length=MOST_ADDRESS,
        label="Address of the video or channel",
        help_text="Here or where it lies. If it is about several videos: of one of them, and the others below.",
    )
    field_order = ["url", "text", "contact"]

    def __init__(self, *args, host: str, **options):
        super().__init__(*args, **options)
        self.host = host
        self.fields["text"].required = True
        self.fields["text"].label = "What should be removed or corrected?"
        self.fields[
            "text"
        ].help_text = "And how a curator can see that it is yours: for example, what your channel says."

    def as_report(self) -> Report:
        report = self.make_report(ReportKind.REMOVAL)
        set_subject(report, host=self.host)
        return report


def group_tags(tags: Iterable[Tag], graph: TagGraph) -> list[tuple[str, list[tuple[str, str]]]]:
    """The tags as groups of choices: sounds that distress people first, other cautions, then facet by facet."""
    sounds = graph.making_present(UNBEARABLE)
    groups: dict[str, list[tuple[str, str]]] = {"Sounds that many cannot bear": [], "Other cautions": []}
    for tag in tags:
        if tag.slug in sounds:
            name = "Sounds that many cannot bear"
        else:
            name = "Other cautions" if tag.slug in graph.doubtful else tag.group.facet.label
        groups.setdefault(name, []).append((tag.slug, tag.name))
    return [(name, choices) for name, choices in groups.items() if choices]
