"""Tags with the number of videos behind each: the tag index, creators' profiles, a tag's relatives."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from creators.models import Creator
from videos.browsing.cards import TagLink, link_tags
from videos.browsing.counting import count_tags
from videos.browsing.filters import VideoFilter
from videos.browsing.said_of_creators import is_confirmed
from videos.browsing.search import SearchResult
from videos.models import Facet, Tag
from videos.tag_graph import TagGraph

PROFILE_FACETS = ("trigger", "technique", "roleplay", "benefit", "voice")
MOST_BARS = 8  # tags of a facet in a creator's profile
# Groups of techniques that may stand for one another.
WORLDS = (
    {"clinical", "coping", "relaxation"},
    {"hypnosis", "suggestion"},
    {"energy-spiritual"},
    {"assessment"},
)
TOP_TAGS = 4  # of a creator in the list of creators
BAR_STEP = 5  # percent


@dataclass(frozen=True)
class TagRow:
    label: str
    url: str  # the tag's own page
    count: int
    definition: str
    depth: int


@dataclass(frozen=True)
class CreatorRow:
    name: str
    url: str
    video_count: int
    status_label: str
    is_confirmed: bool
    top_tags: tuple[TagLink, ...]


@dataclass(frozen=True)
class ProfileBar:
    """How often a creator does something: `share_step` is the share in steps of 5 %, for a class of the style sheet."""

    label: str
    url: str
    count: int
    share_percent: int
    share_step: int


def make_shelves(graph: TagGraph, counts: Counter) -> list[tuple[Facet, list[tuple[str, list[TagRow]]]]]:
    """All public tags: (facet, [(group's label, its rows)]). Empty ones stand there too: a gap is an answer."""
    return [
        (
            facet,
            [
                (group.label, [make_row(tag, counts[tag.slug], graph) for tag in tags])
                for group, tags in groupby(facet_tags, key=attrgetter("group"))
            ],
        )
        for facet, facet_tags in groupby(graph.public_tags, key=attrgetter("group.facet"))
    ]


def make_row(tag: Tag, count: int, graph: TagGraph) -> TagRow:
    return TagRow(
        label=tag.name,
        url=tag.get_absolute_url(),
        count=count,
        definition=tag.definition,
        depth=graph.depth(tag.slug),
    )


def make_creator_rows(creators: Iterable[Creator], result: SearchResult) -> list[CreatorRow]:
    """Rows of creators, each with the number of their videos in `result` and the most frequent tags. No query."""
    creators, index = list(creators), result.index
    videos = {creator.pk: result.videos & index.by_creator_ids([creator.pk]) for creator in creators}
    counts = {pk: Counter(index.count_tags(own, result.graph.public_slugs, "direct")) for pk, own in videos.items()}
    return [
        CreatorRow(
            name=creator.name,
            url=creator.get_absolute_url(),
            video_count=len(videos[creator.pk]),
            status_label=creator.get_status_display(),
            is_confirmed=is_confirmed(creator),
            top_tags=_link_most_frequent(counts[creator.pk], result.graph),
        )
        for creator in creators
    ]


def make_profile(result: SearchResult, *, creator_slug: str) -> tuple[tuple[str, tuple[ProfileBar, ...]], ...]:
    """What a creator's videos have, most frequent first, by facet; empty facets are left out."""
    counts, total = count_tags(result), result.count()
    profile = []
    for facet, tags in groupby(result.graph.public_tags, key=attrgetter("group.facet")):
        frequent = sorted((tag for tag in tags if counts[tag.slug]), key=lambda tag: -counts[tag.slug])[:MOST_BARS]
        if facet.slug in PROFILE_FACETS and frequent:
            bars = (_make_bar(tag, counts[tag.slug], total, creator_slug) for tag in frequent)
            profile.append((facet.label, tuple(bars)))
    return tuple(profile)


def find_relatives(tag: Tag, graph: TagGraph, counts: Counter) -> dict:
    """Parents, children (with counts), implications and oppositions of one tag, as a tag's page shows them."""
    children = graph.in_order(graph.children[tag.slug])
    return {
        "parents": link_tags(graph.in_order(parent.slug for parent in tag.parents.all())),
        "children": tuple(zip(link_tags(children), (counts[child.slug] for child in children), strict=True)),
        "implies": link_tags(graph.in_order({other.slug for other in tag.implies.all() if not other.is_staff_only})),
        "opposes": link_tags(graph.in_order(graph.opposed[tag.slug])),
    }


def find_nearest(tag: Tag, graph: TagGraph, counts: Counter, *, most: int = 5) -> list[Tag]:
    """For a tag without videos: tags of its group, then of its facet, that have some.

    Clinical technique and spiritual healing are never offered for one another.
    """
    world = next((world for world in WORLDS if tag.group_id in world), None)
    near = graph.in_group(tag.group_id)
    far = [
        other
        for other in graph.public_tags
        if other.group.facet_id == tag.group.facet_id and (world is None or other.group_id in world)
    ]
    return [other for other in dict.fromkeys([*near, *far]) if counts[other.slug]][:most]


def _link_most_frequent(counts: Counter, graph: TagGraph) -> tuple[TagLink, ...]:
    told = {tag.slug: tag for tag in graph.public_tags if tag.group_id != "length"}
    return link_tags(told[slug] for slug, count in counts.most_common() if count and slug in told)[:TOP_TAGS]


def _make_bar(tag: Tag, count: int, total: int, creator_slug: str) -> ProfileBar:
    percent = round(100 * count / total)
    return ProfileBar(
        label=tag.name,
        url=VideoFilter(tags=((tag.slug,),), creators=(creator_slug,)).href(),
        count=count,
        share_percent=percent,
        share_step=max(1, round(percent / BAR_STEP)),
    )
