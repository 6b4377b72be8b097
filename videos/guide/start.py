"""The page for newcomers: three ways in, each of which leads to videos with one tap."""

from dataclasses import dataclass

from django.urls import reverse

from videos.browsing.counting import count_tags
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.options import LinkOption, videos_label
from videos.browsing.search import SearchResult, search

MOST_OF_A_WAY = 4  # tags offered beside a way as a whole
SOUNDS = VideoFilter(groups=(("sound",),))
CARE = VideoFilter(groups=(("beauty", "care", "personal-attention"),))
# The two worlds never mix: no video is found by both ways, and what is spiritual by the second alone.
SKILLS = VideoFilter(groups=(("clinical", "coping", "relaxation"),), not_groups=("energy-spiritual",))
SPIRITUAL = VideoFilter(groups=(("energy-spiritual",),))
# The entry of the one creator whom the post praises, however it came into the catalog.
KISSPER = ("olivia-kissper-asmr", "olivia-kissper")


@dataclass(frozen=True)
class Way:
    """A way in: a list of videos as a whole, and the tags in it that most of them have. `href` is blank for none.

    What the way leaves out is in none of the tags' lists either.
    """

    href: str
    count_label: str
    tags: tuple[LinkOption, ...]


def start_context(*, never: NeverList) -> dict:
    """Where somebody begins who knows nothing of ASMR yet. No query; nothing that the never-list shuts out."""
    everything = search(VideoFilter(), never=never)
    ways = {"sounds": SOUNDS, "care": CARE, "skills": SKILLS, "spiritual": SPIRITUAL}
    return {
        **{name: _make_way(everything, way) for name, way in ways.items()},
        "hidden_count": everything.hidden_count,
        "kissper_href": _find_kissper(everything),
    }


def _make_way(everything: SearchResult, way: VideoFilter) -> Way:
    count = everything.with_filter(way).count()
    beside = VideoFilter(not_groups=way.not_groups)
    counts = count_tags(everything.with_filter(beside))
    groups = {group for clause in way.groups for group in clause}
    tags = [tag for tag in everything.graph.public_tags if tag.group_id in groups]
    # A tag that all of them have is the way as a whole.
    tags = [tag for tag in tags if 0 < counts[tag.slug] < count]
    most_frequent = sorted(tags, key=lambda tag: -counts[tag.slug])[:MOST_OF_A_WAY]
    links = (LinkOption(tag.name, beside.including(tag.slug).href(), counts[tag.slug]) for tag in most_frequent)
    return Way(way.href() if count else "", videos_label(count), tuple(links))


def _find_kissper(everything: SearchResult) -> str:
    """Blank where the catalog has no entry of hers, or its reader never wants to meet her."""
    slugs = everything.index.creator_slugs
    slug = next((slugs[slug] for slug in KISSPER if slug in slugs), None)
    return "" if slug is None or slug in everything.never.creators else reverse("creator-detail", args=[slug])
