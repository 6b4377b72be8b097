"""The benchmark of browsing measures what it says: its requests, the two ways it compares, its figures."""

from collections import Counter

import pytest

from tests.benchmarks.browse_engine import page_and_counts
from tests.benchmarks.browse_report import percentile
from tests.benchmarks.browse_requests import CLASSES, make_requests
from tests.oracles.naive import naive_search
from tests.synthetic.catalog import SyntheticCatalog
from tests.synthetic.storing import read_tag_kinds, store_catalog


@pytest.fixture
def catalog(db) -> None:
    store_catalog(SyntheticCatalog(read_tag_kinds(), count=1_000))


class TestRequests:
    def test_are_the_same_each_time(self, catalog):
        assert make_requests(44, seed=3) == make_requests(44, seed=3)

    def test_are_of_all_classes_alike(self, catalog):
        assert Counter(request.kind for request in make_requests(44, seed=3)) == dict.fromkeys(CLASSES, 4)

    def test_those_with_words_are_known(self, catalog):
        requests = make_requests(44, seed=3)

        assert all(request.has_words == ("q=" in request.query_string) for request in requests)


def test_without_words_both_ways_give_the_same_page_and_counts(catalog):
    requests = [request for request in make_requests(44, seed=3) if not request.has_words]
    queries = [request.query_string for request in requests if "random" not in request.query_string]

    assert len(queries) > 20
    for query_string in queries:
        ours, theirs = page_and_counts(query_string), naive_search(query_string)
        counts = {name: getattr(ours.counts, name) for name in vars(theirs.counts)}
        assert (ours.ids, ours.total, counts) == (theirs.ids, theirs.total, vars(theirs.counts))


@pytest.mark.parametrize(("values", "percent", "value"), [([5, 1, 3], 50, 3), (range(1, 101), 95, 95), ([7], 95, 7)])
def test_a_percentile_is_the_nearest_value(values, percent, value):
    assert percentile(values, percent) == value
