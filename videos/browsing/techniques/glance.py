"""Techniques at a glance: every technique with what it is, how well it is founded and who does it, gaps included."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from videos.browsing.chips import make_chips
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.search import SearchResult, search
from videos.browsing.techniques import FACET
from videos.browsing.techniques.counting import count_confirmed, count_creators_of, find_confirmed, is_gap
from videos.browsing.techniques.looks import make_looks
from videos.browsing.techniques.matrix import make_matrix
from videos.models import Tag

# What a group of techniques is, where its label does not say it.
ABOUT = {
    "clinical": "What psychotherapists work with; coping skills below count as ASMR psychotherapy too. A video that "
    "borrows a method is not therapy.",
    "coping": "Skills that are taught in courses and beside therapy.",
    "assessment": "To relax with and wonder about. Tests are not therapy.",
    "energy-spiritual": "Healing by energy, crystals, prayer or signs: no methods of psychotherapy.",
}

WORLDS = ("clinical", "energy-spiritual")  # the two that the first question tells apart


@dataclass(frozen=True)
class TechniqueRow:
    """A technique with its counts among the videos that are looked at. `depth`: below how many parents of its group.

    `is_gap`: no video has it, of the whole catalog and whatever the never-list hides, so that `suggest_href` asks for
    one.
    """

    slug: str
    label: str
    url: str
    definition: str
    evidence_label: str
    depth: int
    video_count: int
    creator_count: int
    confirmed_count: int
    videos_href: str
    suggest_href: str
    is_gap: bool


@dataclass(frozen=True)
class TechniqueGroup:
    """`is_gap`: no video of the whole catalog has any of them."""

    slug: str
    label: str
    about: str
    video_count: int
    creator_count: int
    is_gap: bool
    rows: tuple[TechniqueRow, ...]

    @property
    def gaps(self) -> tuple[TechniqueRow, ...]:
        return tuple(row for row in self.rows if row.is_gap)


def glance_context(asked: VideoFilter, *, by: str, never: NeverList) -> dict:
    """The techniques, counted among the videos that `asked` finds, and who does them, ordered `by` a column."""
    path = reverse("techniques")
    result = search(asked, never=never)
    groups = make_groups(result)
    used, confirmed = count_confirmed(result)
    return {
        "groups": groups,
        "worlds": [group for group in groups if group.slug in WORLDS],
        "looks": make_looks(result, path),
        "is_narrowed": not result.filter.is_empty,
        "is_nobody_yet": all(group.is_gap for group in groups),
        "chips": make_chips(result, path),
        "videos_href": result.filter.with_page(1).with_sort("newest").href(),
        "total": result.count(),
        "used_count": used,
        "confirmed_count": confirmed,
        "by_rule_count": used - confirmed,
        "hidden_count": result.hidden_count,
        "unwanted_count": _count_unwanted(result),
        "matrix": make_matrix(result, by=by, path=path),
        "canonical_url": path,
        "noindex": not asked.is_empty or bool(by),
    }


def make_groups(result: SearchResult) -> tuple[TechniqueGroup, ...]:
    """The techniques by group, in the vocabulary's order; without those that the never-list shuts out. No query."""
    unwanted = result.unwanted
    groups = []
    for group, tags in next((shelf for facet, shelf in result.graph.shelves if facet.slug == FACET), ()):
        videos = result.videos & result.index.groups[group.slug]
        groups.append(
            TechniqueGroup(
                slug=group.slug,
                label=group.label,
                about=ABOUT.get(group.slug, ""),
                video_count=len(videos),
                creator_count=count_creators_of(result, videos),
                is_gap=not videos and is_gap(result.index.groups[group.slug], result.index),
                rows=tuple(_make_row(tag, depth, result) for tag, depth in tags if ("tag", tag.slug) not in unwanted),
            )
        )
    return tuple(groups)


def _make_row(tag: Tag, depth: int, result: SearchResult) -> TechniqueRow:
    videos = result.videos & result.index.present[tag.slug]
    return TechniqueRow(
        slug=tag.slug,
        label=tag.name,
        url=tag.get_absolute_url(),
        definition=tag.definition,
        evidence_label=tag.get_evidence_level_display(),
        depth=depth,
        video_count=len(videos),
        creator_count=count_creators_of(result, videos),
        confirmed_count=len(find_confirmed(result, tag.slug)),
        videos_href=result.filter.including(tag.slug).href(),
        suggest_href=f"{reverse('suggestion')}?{urlencode({'tag': tag.slug})}",
        is_gap=not videos and is_gap(result.index.present[tag.slug], result.index),
    )


def _count_unwanted(result: SearchResult) -> int:
    """How many techniques the visitor never wants to meet."""
    unwanted = result.unwanted
    return sum(("tag", tag.slug) in unwanted for tag in result.graph.public_tags if tag.group.facet_id == FACET)
