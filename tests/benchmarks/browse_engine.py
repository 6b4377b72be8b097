"""Where the benchmark of browsing touches the product: everything else in it knows addresses and numbers only."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from django.conf import settings

from tests.oracles.answers import Answer
from videos.browsing import options, pages
from videos.browsing.counting import Counts, count_options
from videos.browsing.filters import VideoFilter
from videos.browsing.index.current import current_index, forget_index
from videos.browsing.search import search

PANEL = ("make_lengths", "make_languages", "make_creators", "make_years")


def build() -> None:
    """Build the index from the database, whatever is there."""
    forget_index()
    current_index()


def catch_up() -> None:
    """Bring the index up to all that is committed."""
    current_index()


def page_and_counts(query_string: str) -> Answer:
    """What a list needs to know: ids of the page, the total, what is hidden, and the count of every option."""
    result = search(VideoFilter.from_query(query_string))
    start = (result.filter.page - 1) * settings.ASMR_PAGE_SIZE
    ids = tuple(result.hits[start : start + settings.ASMR_PAGE_SIZE])
    return Answer(ids, result.count(), result.hidden_count, count_options(result))


@contextmanager
def empty_panel() -> Iterator[None]:
    """The list page without its options: neither counted nor made nor rendered."""
    nothing = Counts(Counter(), Counter(), {}, {}, {}, {})
    with ExitStack() as stack:
        stack.enter_context(patch.object(pages, "count_options", lambda *_, **__: nothing))
        stack.enter_context(patch.object(pages, "make_facets", lambda *_, **__: ()))
        for name in PANEL:
            stack.enter_context(patch.object(options, name, lambda *_, **__: ()))
        yield
