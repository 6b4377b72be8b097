"""What the product answers: read off the choices that a list's page offers, as a visitor reads them."""

from collections.abc import Iterable

from tests.oracles.answers import LENGTHS, Answer, Counts
from videos.browsing.facets import make_facets
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.options import LinkOption, make_creators, make_languages, make_lengths, make_years
from videos.browsing.search import SearchResult, search


def product_answer(video_filter: VideoFilter, never: NeverList = NOTHING) -> Answer:
    """All ids in order (of a random order: ascending), the total, and every count."""
    result = search(video_filter, never=never)
    ids = tuple(result.hits)
    return Answer(
        ids=ids if result.filter.seed is None else tuple(sorted(ids)),
        total=result.count(),
        hidden=result.hidden_count,
        counts=read_counts(result),
    )


def read_counts(result: SearchResult) -> Counts:
    groups = [group for facet in make_facets(result) for group in facet.groups]
    return Counts(
        tags={option.slug: option.count for group in groups for option in group.options},
        groups={group.slug: group.count for group in groups},
        lengths=dict(zip(LENGTHS, (option.count for option in make_lengths(result)), strict=True)),
        years={int(option.label): option.count for option in make_years(result)},
        languages=_by_value(result.filter.languages, "languages", make_languages(result)),
        creators=_by_value(result.filter.creators, "creators", make_creators(result)),
    )


def _by_value(chosen: Iterable[str], attribute: str, options: Iterable[LinkOption]) -> dict[str, int]:
    """A choice's value is what its link adds or takes away."""
    counts = {}
    for option in options:
        linked = getattr(VideoFilter.from_query(option.href.partition("?")[2]), attribute)
        [value] = set(chosen) ^ set(linked)
        counts[value] = option.count
    return counts
