"""How long what is left of a run takes, and how that is said."""

import pytest

from videos.importing.estimating import describe_seconds, estimate_seconds
from videos.models import ImportRun


@pytest.fixture
def make_run(db):
    def make(*items, **values):
        run = ImportRun.objects.create(**{"kind": "addresses", **values})
        for kind, state in items:
            run.items.create(kind=kind, state=state, address="https://a.example/")
        return run

    return make


class TestEstimateSeconds:
    @pytest.mark.parametrize(
        ("pause_seconds", "items", "seconds"),
        [
            (6, [], 0),
            (6, [("video", "waiting")] * 4, 30),
            (6, [("listing", "waiting")] * 2, 18),
            (6, [("video", "waiting"), ("video", "created"), ("video", "failed"), ("listing", "listed")], 8),
            (0, [("video", "waiting")] * 4, 6),
        ],
    )
    def test_counts_what_waits_at_the_polite_rate(self, make_run, settings, pause_seconds, items, seconds):
        settings.ASMR_IMPORT_PAUSE_SECONDS = pause_seconds

        assert estimate_seconds(make_run(*items)) == seconds

    def test_does_not_know_it_of_files(self, make_run):
        assert estimate_seconds(make_run(kind="files")) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "about 0 seconds"),
        (1, "about 1 second"),
        (89, "about 89 seconds"),
        (90, "about 2 minutes"),
        (27 * 60, "about 27 minutes"),
        (3 * 3600, "about 3 hours"),
        (50 * 3600, "about 2 days"),
    ],
)
def test_seconds_are_told_in_the_unit_that_fits(seconds, words):
    assert describe_seconds(seconds) == words
