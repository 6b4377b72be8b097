"""Ways in by purpose, method and voice: what a video is made for, how it works, how it is spoken, in one tap."""

from dataclasses import dataclass

from pyroaring import BitMap

from videos.browsing.filters import VideoFilter
from videos.browsing.links import FilterLinks
from videos.browsing.options import LinkOption
from videos.browsing.search import SearchResult
from videos.browsing.techniques import FACET
from videos.models import Tag

PURPOSE, VOICE = "benefit", "voice"
MOST_PURPOSES, MOST_VOICES = 10, 4
ANY_METHOD = "Any method"


@dataclass(frozen=True)
class Method:
    """A group of techniques within a purpose: all its videos first, then those of each voice that there are."""

    label: str
    options: tuple[LinkOption, ...]


@dataclass(frozen=True)
class Purpose:
    """What videos are made for, by method; the first method is any or none."""

    slug: str
    label: str
    count: int
    methods: tuple[Method, ...]


def make_purposes(result: SearchResult) -> tuple[Purpose, ...]:
    """The purposes with most videos, most first, each by method and voice. What finds nothing is left out. No query.

    Nothing that the never-list shuts out is offered.
    """
    unwanted = result.unwanted
    tags = [tag for tag in result.graph.public_tags if ("tag", tag.slug) not in unwanted]
    voices = _most_frequent([tag for tag in tags if tag.group.facet_id == VOICE], result, most=MOST_VOICES)
    purposes = _most_frequent([tag for tag in tags if tag.group.facet_id == PURPOSE], result, most=MOST_PURPOSES)
    groups = dict.fromkeys(tag.group for tag in tags if tag.group.facet_id == FACET)
    return tuple(
        Purpose(
            purpose.slug,
            purpose.name,
            len(videos),
            tuple(
                Method(label, _link_voices(wanted, some, voices, result))
                for label, wanted, some in _methods(VideoFilter(tags=((purpose.slug,),)), videos, groups, result)
            ),
        )
        for purpose, videos in purposes
    )


def _most_frequent(tags: list[Tag], result: SearchResult, *, most: int) -> list[tuple[Tag, BitMap]]:
    found = [(tag, result.videos & result.index.present[tag.slug]) for tag in tags]
    return sorted((pair for pair in found if pair[1]), key=lambda pair: -len(pair[1]))[:most]


def _methods(wanted: VideoFilter, videos: BitMap, groups, result: SearchResult):
    yield ANY_METHOD, wanted, videos
    for group in groups:
        some = videos & result.index.groups[group.slug]
        if some:
            yield group.label, wanted.toggled("group", group.slug), some


def _link_voices(wanted: VideoFilter, videos: BitMap, voices, result: SearchResult) -> tuple[LinkOption, ...]:
    links, options = FilterLinks(wanted), [LinkOption("any voice", wanted.href(), len(videos))]
    for voice, speaking in voices:
        count = videos.intersection_cardinality(speaking)
        if count:
            options.append(LinkOption(voice.name, links.including(voice.slug), count))
    return tuple(options)
