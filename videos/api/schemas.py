"""What the API takes and gives, as its description tells it. In every answer null is unknown, never zero or no."""

from typing import Literal

from ninja import Field, Schema

from videos.browsing.describing import SOURCES


class NeverParameters(Schema):
    """What must not be met, by anyone who asks for it; nothing is kept here."""

    never: list[str] = Field(
        [],
        description="Tags that must not be met, by slug; repeat or comma: each of them. They take with them what `not` "
        "takes: their kinds, what implies them, what is only suggested of them. At most 300.",
    )
    never_creator: list[str] = Field(
        [], alias="never-creator", description="Creators that must not be met, by slug. At most 100."
    )


class FilterParameters(Schema):
    """The filter, in the grammar of the site's own addresses. Unreadable values are told in `ignored`."""

    tag: list[str] = Field(
        [], description="Tags by slug. Repeat: all of them. Comma: any of them. Synonyms and old slugs are understood."
    )
    not_: list[str] = Field(
        [],
        alias="not",
        description="Without these tags: known or suggested to be present, their kinds, and what implies them. "
        "Repeat or comma: each of them.",
    )
    free: list[str] = Field(
        [], description="Only what is known to be without these tags. Repeat or comma: each of them."
    )
    group: list[str] = Field([], description="Any tag of these groups. Repeat: all of them. Comma: any of them.")
    not_group: list[str] = Field([], alias="not-group", description="No tag of any of these groups.")
    length: str = Field("", description="Minutes, start included, end excluded: `20-60`, `60-`, `-20`.")
    year: str = Field("", description="Year of publication, both ends included: `2019`, `2019-2021`, `2019-`, `-2021`.")
    lang: list[str] = Field([], description="Languages by two-letter code. Repeat or comma: any of them.")
    creator: list[str] = Field([], description="Creators by slug. Repeat or comma: any of them.")
    q: str = Field("", description="Words in titles, chapters, descriptions and creators' names: all of them.")
    sort: str = Field(
        "newest",
        description="`newest`, `oldest`, `longest`, `shortest`, `most-viewed`, `best` (with `q`), or "
        "`random-12345678`, an order that its number determines. What is unknown comes last.",
    )
    page: str = Field("1", description="A whole number from 1. Follow `next` instead of counting.")


class VideoParameters(NeverParameters, FilterParameters):
    """Both; the filter comes first."""


class CreatorParameters(NeverParameters):
    q: str = Field("", description="Words of the name, the handle or another name: all of them.")
    page: str = Field("1", description="A whole number from 1. Follow `next` instead of counting.")


class Problem(Schema):
    """Why there is no answer."""

    detail: str


class TagName(Schema):
    slug: str
    label: str


class PresentTag(TagName):
    facet: str
    group: str
    source: Literal[SOURCES] = Field(
        description="Who says so: found in the text by the catalog (`automatic`), `creator`, `curator`, `visitor`; "
        "`implied`: it follows from another tag."
    )


class AbsentTag(TagName):
    basis: Literal["declared", "checked"] = Field(
        description="`declared` by title or description; `checked` by a person."
    )


class CreatorName(Schema):
    slug: str
    name: str
    url: str | None = Field(description="The channel, on its own site.")
    credential: Literal["stated", "confirmed"] | None = Field(
        description="`stated`: the creator says to have one, and nobody has checked; `confirmed`: a curator has, and "
        "names the source; null: none is stated. It is said of the person: no video is treatment."
    )


class VideoEntry(Schema):
    """A video that lives elsewhere. Tags rest on titles and descriptions; what they do not say is unknown."""

    id: int
    title: str
    url: str = Field(description="Where the video is.")
    page: str = Field(description="Its page in this catalog.")
    site: str
    site_id: str
    creator: CreatorName | None
    duration_seconds: int | None
    published_at: str | None = Field(description="ISO 8601, UTC; as exact as `published_precision` says.")
    published_precision: Literal["exact", "day", "approximate", "unknown"] = Field(
        description="`approximate` is an estimate: show no more of it than the year."
    )
    language: str | None
    tags: list[PresentTag]
    cautions: list[TagName] = Field(description="Those of the tags that somebody may want to know first.")
    known_absent: list[AbsentTag] = Field(
        description="What the video is known to be without: `free` finds it by these."
    )
    suggested: list[TagName] = Field(description="Possible, not yet decided by a person.")
    view_count: int | None
    counts_read_at: str | None = Field(description="When the source said so.")


class Word(Schema):
    """A part of the question."""

    parameter: str
    value: str


class VideoList(Schema):
    """One page of what a filter finds."""

    url: str = Field(description="The one address of this answer.")
    web_page: str = Field(description="The same filter as a page for people.")
    next: str | None = Field(description="The address of the next page; null on the last.")
    page: int
    pages: int
    total: int = Field(description="Videos found, without the hidden ones.")
    hidden: int = Field(description="Videos found that the never-list takes out.")
    unknown: list[Word] = Field(description="Slugs that mean nothing here. They never widen what is found.")
    ignored: list[Word] = Field(description="What was not understood, or was too much, and was left out.")
    videos: list[VideoEntry]


class NoteReview(Schema):
    state: Literal["unreviewed", "reviewed", "changed"] = Field(
        description="Whether a person of the profession reviewed the tag's definition and notes. `changed`: they read "
        "otherwise by now."
    )
    by: str | None
    on: str | None = Field(description="The day.")


class TagEntry(TagName):
    facet: str
    group: str
    definition: str
    page: str
    synonyms: list[str]
    parents: list[str]
    children: list[str]
    implies: list[str]
    opposes: list[str]
    evidence_level: Literal["strong", "moderate", "limited", "none"] | None = Field(
        description="Of the technique as delivered in studies, never of a video. `none`: no reliable evidence yet; "
        "null: not rated."
    )
    evidence_note: str
    listening_note: str = Field(description="What one will hear. Empty where nobody has written it.")
    note_review: NoteReview
    video_count: int = Field(description="Videos that have it or one of its kinds, without hidden ones.")


class TagList(Schema):
    ignored: list[Word] = Field(description="What was not understood, or was too much, and was left out.")
    tags: list[TagEntry]


class Link(Schema):
    label: str
    url: str


class SaidTag(TagName):
    source: str | None = Field(description="Who says so; null: a curator of this catalog.")


class CollectionName(Schema):
    title: str
    source: str = Field(description="Who names them.")
    source_url: str | None = Field(description="null: not known.")
    page: str


class ConfirmedCredential(Schema):
    what: str = Field(description="What of the stated credentials the source confirms.")
    source: str = Field(description="Where a curator looked it up: an address or a text.")
    confirmed_at: str


class CreatorEntry(CreatorName):
    page: str
    site: str
    site_id: str | None
    handle: str | None
    aliases: list[str]
    approach: str
    credentials_as_stated: str = Field(description="As the creator states them; `credential` says who has checked.")
    confirmed_credential: ConfirmedCredential | None = Field(description="null: nobody has confirmed any.")
    languages: list[str] = Field(description="Of their videos; empty: not known.")
    links: list[Link] = Field(description="Pages of theirs elsewhere.")
    said_tags: list[SaidTag] = Field(description="What they do: it says nothing of any single video.")
    named_in: list[CollectionName] = Field(description="Collections after a source outside the catalog.")
    status: Literal["unverified", "active", "inactive", "terminated"] = Field(
        description="`unverified`: nobody has confirmed that the entry belongs to the channel."
    )
    confirmed_at: str | None = Field(description="When a curator looked at the channel and said that it is theirs.")
    video_count: int = Field(description="Without hidden videos.")


class CreatorList(Schema):
    url: str = Field(description="The one address of this answer.")
    next: str | None
    page: int
    pages: int
    total: int
    ignored: list[Word] = Field(description="What was not understood, or was too much, and was left out.")
    creators: list[CreatorEntry]
