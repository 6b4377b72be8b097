"""What curators say of creators themselves: a word on the person, counted nowhere and said of no single video."""

import re
from dataclasses import dataclass

from creators.models import Creator, CreatorStatus, CredentialState
from videos.browsing.cards import TagLink, day_label, link_tags
from videos.browsing.options import LinkOption, language_label
from videos.browsing.resolving import resolve_shut_out
from videos.browsing.search import SearchResult
from videos.models import Tag

_ADDRESS = re.compile(r"https?://\S+")
PARTS = ("aliases", "links", "said_tags")  # what of a creator is fetched with them
_CONFIRMED = {CreatorStatus.ACTIVE, CreatorStatus.INACTIVE, CreatorStatus.TERMINATED}


@dataclass(frozen=True)
class ConfirmedCredential:
    """What of the stated credentials a curator confirmed, where they looked it up, and the day."""

    what: str
    source: str
    source_url: str  # blank where the source is no address
    day: str


@dataclass(frozen=True)
class SaidOfCreator:
    """What the page of a creator says beside the counts; blank or empty where nothing is said."""

    tags: tuple[TagLink, ...]
    languages: str
    credentials: str
    confirmed_credential: ConfirmedCredential | None
    links: tuple[tuple[str, str], ...]  # label, address
    confirmed: str  # the day


def describe_said(creator: Creator, result: SearchResult) -> SaidOfCreator:
    """What people wrote of `creator`, in the order of the vocabulary. No query where `PARTS` are fetched."""
    return SaidOfCreator(
        tags=link_tags(said_tags(creator, result)),
        languages=", ".join(language_label(code) for code in creator.languages),
        credentials=creator.credentials,
        confirmed_credential=find_confirmed_credential(creator),
        links=tuple((link.label, link.url) for link in creator.links.all()),
        confirmed=day_label(creator.confirmed_at) if is_confirmed(creator) else "",
    )


def find_confirmed_credential(creator: Creator) -> ConfirmedCredential | None:
    """None where nothing is confirmed of what the creator states today."""
    if creator.credential_state != CredentialState.CONFIRMED:
        return None
    source = creator.credential_source
    return ConfirmedCredential(
        what=creator.confirmed_credential,
        source=source,
        source_url=source if _ADDRESS.fullmatch(source) else "",
        day=day_label(creator.credential_confirmed_at),
    )


def is_confirmed(creator: Creator) -> bool:
    """Whether a person looked at the channel and said that it is theirs, and nobody has taken that back."""
    return creator.confirmed_at is not None and creator.status in _CONFIRMED


def said_tags(creator: Creator, result: SearchResult) -> list[Tag]:
    """The public tags that are said of `creator`, without what the visitor never wants to meet."""
    graph = result.graph
    shut_out = set(resolve_shut_out(result.never.tags, graph).slugs)
    said = {graph.slugs.get(row.tag_id) for row in creator.said_tags.all()} - {None}
    shown = {slug for slug in said if not shut_out & graph.present[slug]}
    return [tag for tag in graph.in_order(shown) if not tag.is_staff_only]


def find_creators_said_to_do(tag: Tag, result: SearchResult) -> tuple[LinkOption, ...]:
    """The creators of whom a curator says `tag`, a kind of it, or what implies it; by name, each with their page.

    Without those on the never-list. One query.
    """
    said = result.graph.making_present(tag.slug)
    found = Creator.objects.visible().filter(said_tags__tag__slug__in=said).without(result.never.creators).distinct()
    return tuple(LinkOption(creator.name, creator.get_absolute_url()) for creator in found)
