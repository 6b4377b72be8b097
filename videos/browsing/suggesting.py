"""What is offered while somebody types: tags, creators, terms."""

from dataclasses import dataclass

from django.urls import reverse

from videos.browsing.filters import VideoFilter
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.unwanted import unwanted_things
from videos.vocabulary.glossary import catalog_glossary

MOST = 8
MOST_TERMS = 2


@dataclass(frozen=True)
class Suggestion:
    """`kind`: tag, creator or term. `url`: the list of the tag's or creator's videos, or the answer to the term."""

    kind: str
    label: str
    url: str


def make_suggestions(q: str, index: VideoIndex, *, never: NeverList = NOTHING) -> tuple[Suggestion, ...]:
    """At most eight, likeliest first, terms of the glossary last. Nothing that the never-list shuts out."""
    path = reverse("video-list")
    but = unwanted_things(never, index.graph)
    things = index.names.suggest(q, most=MOST, but=but)
    found = [
        Suggestion(thing.kind, thing.label, VideoFilter().toggled(thing.kind, thing.slug).href(path))
        for thing in things
    ]
    taken = {suggestion.label for suggestion in found}
    terms = [
        Suggestion("term", term.label, VideoFilter(q=term.query).href(path))
        for term in catalog_glossary().suggest(q, most=MOST)
        if term.label not in taken and ("tag", term.tag) not in but
    ][:MOST_TERMS]
    return (*found[: MOST - len(terms)], *terms)
