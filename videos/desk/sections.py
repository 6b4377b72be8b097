"""What the desk's first page leads to."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from videos.desk.word_list import count_unexplained


@dataclass(frozen=True)
class Section:
    """A work list: shown to who has `permission`. `count` says how much waits there; None where that means nothing."""

    title: str
    about: str
    url_name: str
    permission: str
    count: Callable[[], int] | None = None
    query: str = ""


SECTIONS: tuple[Section, ...] = (
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
