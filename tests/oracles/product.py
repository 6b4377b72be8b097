"""What the product answers, in the form that is compared."""

from tests.oracles.answers import Answer, Counts
from videos.browsing.counting import count_options
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.search import search


def product_answer(video_filter: VideoFilter, never: NeverList = NOTHING) -> Answer:
    """All ids in order (of a random order: ascending), the total, and every count."""
    result = search(video_filter, never=never)
    ids = tuple(result.hits[:])
    counts = count_options(result)
    return Answer(
        ids=ids if result.filter.seed is None else tuple(sorted(ids)),
        total=result.count(),
        hidden=result.hidden_count,
        counts=Counts(
            tags=dict(counts.tags),
            groups=dict(counts.groups),
            lengths=counts.lengths,
            years=counts.years,
            languages=counts.languages,
            creators=counts.creators,
        ),
    )
