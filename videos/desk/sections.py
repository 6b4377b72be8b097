"""What the desk's first page leads to."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from creators.models import Creator, CreatorStatus
from videos.browsing.index.current import current_graph
from videos.curation.reports import count_open
from videos.curation.reviewing import TECHNIQUE, Scope, count_all_waiting, count_waiting
from videos.desk.word_list import count_unexplained
from videos.models import HeldReason, Takedown, Video


@dataclass(frozen=True)
class Section:
    """A work list: shown to who has `permission`. `count` says how much waits there; None where that means nothing."""

    title: str
    about: str
    url_name: str
    permission: str
    count: Callable[[], int | None] | None = None
    query: str = ""


def count_held_for_moderators() -> int:
    """Two reasons, one desk: a tag of theirs, or an age limit of the source."""
    return Video.objects.filter(held_reason__in=FOR_MODERATORS).count()


def count_techniques() -> int:
    """How many suggested techniques wait. Two queries."""
    return count_waiting(Scope(), current_graph(), {}).counts[TECHNIQUE]


FOR_MODERATORS = (HeldReason.MODERATION, HeldReason.AGE_LIMIT)
SECTIONS: tuple[Section, ...] = (
    Section(
        "Review",
        "Suggested tags and held videos, one after the other, what may harm first.",
        "desk:review",
        "videos.change_video",
        count_all_waiting,
    ),
    Section(
        "Technique candidates",
        "Methods that a text may mean: no list and no count has them before a person decides.",
        "desk:review",
        "videos.change_video",
        count_techniques,
        f"?class={TECHNIQUE}",
    ),
    Section(
        "Absences",
        "Say what is not in a video, for those who cannot bear it.",
        "desk:absences",
        "videos.change_video",
    ),
    Section(
        "Held for a moderator",
        "Possible minors, sexual or suggestive content, age limits: nobody sees them before a person decides.",
        "admin:videos_video_changelist",
        "videos.change_video",
        count_held_for_moderators,
        "?held_reason__in=moderation,age-limit",
    ),
    Section(
        "Reports",
        "What visitors say: wrong and missing tags, suggestions, creators who ask for removal.",
        "desk:reports",
        "videos.change_report",
        count_open,
    ),
    Section(
        "Takedowns",
        "What was taken out of the catalog for good, and who asked for it. Standing ones are counted.",
        "desk:takedowns",
        "videos.take_down",
        lambda: Takedown.objects.filter(reversed_at=None).count(),
    ),
    Section(
        "Curate a list",
        "Find videos by any filter, then tag, list, hold or hide many at once, with a preview.",
        "desk:videos",
        "videos.change_video",
    ),
    Section(
        "Creators to confirm",
        "Nobody has said yet which channel is theirs.",
        "admin:creators_creator_changelist",
        "creators.change_creator",
        lambda: Creator.objects.filter(status=CreatorStatus.UNVERIFIED).count(),
        "?missing=confirmation",
    ),
    Section("Edits of many videos", "The last twenty, each to be taken back.", "desk:actions", "videos.change_video"),
    Section(
        title="Unexplained words",
        about="Frequent words of titles and keywords that no tag explains: a synonym, a new tag, or nothing.",
        url_name="desk:words",
        permission="videos.change_tag",
        count=count_unexplained,
    ),
    Section(
        title="Vocabulary as a file",
        about="Take the vocabulary away for other sites, or look at theirs and use it.",
        url_name="desk:vocabulary-files",
        permission="videos.view_tag",
    ),
)


@dataclass(frozen=True)
class SectionLink:
    title: str
    about: str
    url: str
    count: int | None


def make_section_links(user) -> list[SectionLink]:
    """The sections that are open to `user`, in their order. A query or two for each that counts."""
    return [
        SectionLink(
            section.title,
            section.about,
            reverse(section.url_name) + section.query,
            section.count() if section.count else None,
        )
        for section in SECTIONS
        if user.has_perm(section.permission)
    ]
