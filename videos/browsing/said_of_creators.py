"""What curators, and sources they name, say of creators: a word on the person, counted nowhere, said of no video."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Prefetch

from creators.models import Creator, CreatorStatus, CreatorTag, CredentialState
from videos.browsing.cards import TagLink, day_label, link_tags
from videos.browsing.options import LinkOption, language_label
from videos.browsing.resolving import resolve_shut_out
from videos.browsing.search import SearchResult
from videos.models import Collection, Tag

_ADDRESS = re.compile(r"https?://\S+")
PARTS = (  # what of a creator is fetched with them
    "aliases",
    "links",
    "said_tags",
    Prefetch("collections", queryset=Collection.objects.shown()),
)
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

    tags: tuple[TagLink, ...]  # in a curator's word
    tags_elsewhere: tuple[tuple[str, tuple[TagLink, ...]], ...]  # in the word of each named source
    languages: str
    credentials: str
    confirmed_credential: ConfirmedCredential | None
    links: tuple[tuple[str, str], ...]  # label, address
    confirmed: str  # the day


def describe_said(creator: Creator, result: SearchResult) -> SaidOfCreator:
    """What people wrote of `creator`, in the order of the vocabulary. No query where `PARTS` are fetched."""
    said = said_tags(creator, result)
    return SaidOfCreator(
        tags=link_tags(tag for tag, source in said if not source),
        tags_elsewhere=tuple(
            (by, link_tags(tag for tag, source in said if source == by))
            for by in dict.fromkeys(source for _, source in said if source)
        ),
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


def said_tags(creator: Creator, result: SearchResult) -> list[tuple[Tag, str]]:
    """The public tags that are said of `creator`, each with who says so, blank for a curator.

    Without what the visitor never wants to meet.
    """
    graph = result.graph
    shut_out = set(resolve_shut_out(result.never.tags, graph).slugs)
    said = {graph.slugs.get(row.tag_id): row.source for row in creator.said_tags.all()}
    shown = {slug for slug in said.keys() - {None} if not shut_out & graph.present[slug]}
    return [(tag, said[tag.slug]) for tag in graph.in_order(shown) if not tag.is_staff_only]


def find_creators_said_to_do(tag: Tag, result: SearchResult) -> tuple[LinkOption, ...]:
    """The creators of whom a curator says `tag`, a kind of it, or what implies it; by name, each with their page.

    Without those on the never-list. One query.
    """
    return _link_once(_say(tag, result).filter(source=""))


def find_creators_said_elsewhere(tag: Tag, result: SearchResult) -> tuple[tuple[str, tuple[LinkOption, ...]], ...]:
    """The same in the word of others, whom no curator here vouches for: (who says so, creators). One query."""
    rows = _say(tag, result).exclude(source="").order_by("source", "creator__folded_name", "creator_id")
    return tuple((source, _link_once(some)) for source, some in groupby(rows, key=attrgetter("source")))


def _say(tag: Tag, result: SearchResult):
    unwanted = {slug for kind, slug in result.unwanted if kind == "tag"}
    present = result.graph.making_present(tag.slug) - unwanted
    said = CreatorTag.objects.filter(tag__slug__in=present, creator__in=Creator.objects.visible().order_by())
    said = said.exclude(creator__slug__in=result.never.creators).select_related("creator")
    return said.order_by("creator__folded_name", "creator_id")


def _link_once(rows: Iterable[CreatorTag]) -> tuple[LinkOption, ...]:
    creators = {row.creator_id: row.creator for row in rows}
    return tuple(LinkOption(creator.name, creator.get_absolute_url()) for creator in creators.values())
