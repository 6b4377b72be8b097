"""The made-up catalog: the same one each time, and shaped as it says."""

from collections import Counter

import numpy as np
import pytest

from creators.models import Creator
from tests.synthetic.catalog import FIRST, SyntheticCatalog, TagKind, frequencies_of
from tests.synthetic.storing import read_tag_kinds, store_catalog
from tests.synthetic.words import WordList
from videos.models import TagDecision, TaggedVideo, Video

KINDS = [TagKind(slug, slug.title(), "sound", is_doubtful=slug == "mouth-sounds") for slug in FIRST]
RARE = [TagKind(f"rare-{number}", f"Rare {number}", "clinical") for number in range(170)]


def draw(count: int, seed: int = 1):
    catalog = SyntheticCatalog([*KINDS, *RARE], count=count, seed=seed)
    return catalog, [*catalog.draw_videos()]


class TestDrawing:
    def test_equal_seeds_draw_equal_catalogs(self):
        (one, videos), (other, others) = draw(500), draw(500)

        assert (one.draw_creators(), videos) == (other.draw_creators(), others)

    def test_another_seed_draws_another_one(self):
        assert draw(500, seed=1)[1] != draw(500, seed=2)[1]

    def test_every_video_is_drawn_once(self):
        _, chunks = draw(45_000)

        assert [pk for chunk in chunks for pk in chunk.pks] == list(range(1, 45_001))

    def test_tags_are_as_frequent_as_they_should_be(self):
        catalog, chunks = draw(20_000)
        counts = Counter(slug for chunk in chunks for _, slug in chunk.tags)

        drawn = np.array([counts[tag.slug] for tag in catalog.tags])
        wanted = catalog.frequencies * 20_000
        # Five standard deviations of a draw; the kinds of videos vary by draw as well.
        assert np.all(np.abs(drawn - wanted) <= 5 * np.sqrt(wanted) + 0.05 * wanted + 3)

    def test_frequencies_fall_from_two_in_five_to_one_in_ten_thousand(self):
        frequencies = frequencies_of([*KINDS, *RARE])

        assert (round(frequencies[0], 4), round(frequencies[-1], 4)) == (0.43, 0.0001)
        assert np.all(np.diff(frequencies) < 0)

    def test_a_video_has_seven_tags_on_average(self):
        catalog, _ = draw(100)

        assert 6 < catalog.frequencies.sum() < 8

    def test_no_decision_is_about_a_tag_that_the_video_has(self):
        _, chunks = draw(5_000)
        present = {pair for chunk in chunks for pair in chunk.tags}
        decided = {(pk, slug) for chunk in chunks for pk, slug, _ in chunk.decisions}

        assert (decided & present, {slug for _, slug in decided}) == (set(), {"mouth-sounds"})

    @pytest.mark.parametrize(
        ("column", "unknown", "least", "most"),
        [
            ("published_at", None, 0.03, 0.05),
            ("duration_seconds", None, 0.02, 0.04),
            ("view_count", None, 0.04, 0.06),
            ("creator_id", None, 0.01, 0.03),
            ("source_language", "", 0.06, 0.08),
        ],
    )
    def test_some_facts_are_unknown(self, column, unknown, least, most):
        _, [chunk] = draw(10_000)

        assert least < sum(value == unknown for value in chunk.columns[column]) / 10_000 < most


class TestWords:
    def test_each_is_there_once(self):
        words = WordList(5_000, np.random.default_rng(1)).words

        assert len(set(words)) == 5_000

    def test_are_as_frequent_as_their_rank_says(self):
        words = WordList(5_000, np.random.default_rng(1))
        counts = Counter(words.draw(100_000, np.random.default_rng(2)).tolist())

        found = [counts[word] / 100_000 / words.expected_share(rank) for rank, word in enumerate(words.words[:20])]
        assert all(0.9 < ratio < 1.1 for ratio in found)

    def test_texts_have_the_lengths_that_were_asked_for(self):
        words = WordList(1_000, np.random.default_rng(1))

        texts = words.draw_texts(np.array([3, 0, 7]), np.random.default_rng(2))

        assert [len(text.split()) for text in texts] == [3, 0, 7]


@pytest.mark.django_db
class TestStoring:
    @pytest.fixture
    def catalog(self, db):
        catalog = SyntheticCatalog(read_tag_kinds(), count=300)
        store_catalog(catalog)
        return catalog

    def test_stores_all_that_was_drawn(self, catalog):
        [chunk] = catalog.draw_videos()
        models = (Video, TaggedVideo, TagDecision, Creator)

        assert [model.objects.count() for model in models] == [
            300,
            len(chunk.tags),
            len(chunk.decisions),
            catalog.creator_count,
        ]

    def test_a_stored_video_is_what_saving_would_have_made_of_it(self, catalog):
        for pk in (1, 150, 300):
            stored = Video.objects.filter(pk=pk).values().get()
            Video.objects.get(pk=pk).save()

            assert Video.objects.filter(pk=pk).values().get() | {"updated_at": stored["updated_at"]} == stored

    def test_the_next_video_gets_the_next_key(self, catalog, make_video):
        assert make_video().pk == 301
