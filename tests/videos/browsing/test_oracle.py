"""The product against plain Python over all rows: ids, order, totals and every count, for random filters.

`--filters 2000` asks more of them than the suite has time for.
"""

from collections import Counter

import pytest

from tests.oracles.answers import Answer
from tests.oracles.filters import Wishes
from tests.oracles.plain import PlainCatalog
from tests.oracles.product import product_answer
from tests.synthetic.catalog import SyntheticCatalog
from tests.synthetic.storing import read_tag_kinds, store_catalog
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search

VIDEOS, SEED = 5_000, 5

pytestmark = pytest.mark.django_db


def differences(expected: Answer, found: Answer) -> dict:
    """What differs, by name, as (expected, found)."""
    facts = [(name, getattr(expected, name), getattr(found, name)) for name in ("total", "hidden", "ids")]
    for name in vars(expected.counts):
        ours, theirs = getattr(expected.counts, name), getattr(found.counts, name)
        facts += [(f"{name}: {key}", ours.get(key), theirs.get(key)) for key in sorted({*ours, *theirs}, key=str)]
    return {name: (ours, theirs) for name, ours, theirs in facts if ours != theirs}


@pytest.fixture
def catalog(db) -> PlainCatalog:
    store_catalog(SyntheticCatalog(read_tag_kinds(), count=VIDEOS, seed=SEED))
    return PlainCatalog.read()


def test_every_list_and_count_is_what_all_rows_say(catalog, request):
    frequencies = Counter(slug for row in catalog.rows for slug in row.present)
    wishes = Wishes(catalog.graph, frequencies, SEED)

    wrong = {}
    for _ in range(request.config.getoption("--filters")):
        wish = wishes.draw()
        if found := differences(catalog.answer(wish.filter, wish.never), product_answer(wish.filter, wish.never)):
            wrong[str(wish)] = found

    assert wrong == {}


@pytest.mark.parametrize("seed", [0, 1, 99_999_999])
def test_pages_of_a_random_order_hold_every_video_once(catalog, seed):
    hits = search(VideoFilter(sort=f"random-{seed}")).hits

    paged = [pk for start in range(0, len(catalog.rows), 24) for pk in hits[start : start + 24]]

    assert sorted(paged) == sorted(catalog.answer(VideoFilter()).ids)
    assert paged != sorted(paged)
