"""Ways to look at the techniques: what they are counted among. Clinical and spiritual are told apart by each."""

from dataclasses import dataclass, replace

from videos.browsing.filters import VideoFilter
from videos.browsing.options import LinkOption
from videos.browsing.search import SearchResult

# What the blog post that the catalog began with calls ASMR psychotherapy.
POST_DEFINITION = ("psychotherapy-asmr", "hypnosis", "affirmations")
CLINICAL, SPIRITUAL = ("clinical", "coping"), ("energy-spiritual",)


@dataclass(frozen=True)
class Look:
    """A saved view: the clauses it asks for, and what they mean, for visitors."""

    label: str
    asks: VideoFilter
    note: str = ""


LOOKS = (
    Look("All techniques", VideoFilter()),
    Look(
        "As in the post",
        VideoFilter(tags=(POST_DEFINITION,)),
        "The blog post “What is ASMR? Pt. II” counts three things as ASMR psychotherapy: methods of psychotherapy with "
        "coping skills, hypnosis, and affirmations. Most hypnosis and affirmations are not psychotherapy.",
    ),
    Look(
        "Clinical and skills-based",
        VideoFilter(groups=(CLINICAL,)),
        "Methods that psychotherapists use, and coping skills that are taught beside them.",
    ),
    Look(
        "Energy and spiritual",
        VideoFilter(groups=(SPIRITUAL,)),
        "Reiki, crystals, chakras, prayer, divination and what belongs to them.",
    ),
)
# By parameter and slug: what can be left out of any look.
LEFT_OUT = (
    ("Leave out spiritual or energy claims", "not", "spiritual-claims"),
    ("Leave out methods from psychotherapy", "not-group", "clinical"),
)


@dataclass(frozen=True)
class Looks:
    """The choices above the techniques; `note` says what the present one means."""

    wholes: tuple[LinkOption, ...]
    left_out: tuple[LinkOption, ...]
    note: str


def make_looks(result: SearchResult, path: str) -> Looks:
    """Each look keeps what else is asked for, exclusions among it. Looks whose tags this catalog lacks are missing."""
    wanted, graph = result.filter, result.graph
    groups = {tag.group_id for tag in graph.public_tags}
    known = [
        look
        for look in LOOKS
        if set().union(*look.asks.tags) <= graph.tags.keys() and set().union(*look.asks.groups) <= groups
    ]
    active = next((look for look in known if _is_look(wanted, look)), None)
    return Looks(
        wholes=tuple(
            LinkOption(
                look.label,
                replace(wanted, tags=look.asks.tags, groups=look.asks.groups, page=1).href(path),
                is_active=look is active,
            )
            for look in known
        ),
        left_out=tuple(
            LinkOption(label, wanted.toggled(name, slug).href(path), is_active=wanted.contains(name, slug))
            for label, name, slug in LEFT_OUT
            if slug in (graph.tags if name == "not" else groups)
        ),
        note=active.note if active else "",
    )


def _is_look(wanted: VideoFilter, look: Look) -> bool:
    return (wanted.tags, wanted.groups) == (look.asks.tags, look.asks.groups)
