import random

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from asmr_catalog.tokens import tokenise
from tests.videos.fulltext.texts import WORDS, make_texts
from videos.fulltext.matching import find_videos, says
from videos.fulltext.terms import Term
from videos.models import Video
from videos.writing import update_rows

pytestmark = pytest.mark.django_db


def term(text, *, is_prefix=False):
    return Term(tuple(tokenise(text)), is_prefix)


class TestTerm:
    def test_has_a_word(self):
        with pytest.raises(ValueError):
            Term(())


class TestFindVideos:
    @pytest.mark.parametrize(
        ("title", "asked"),
        [
            ("Soft-Spoken rain", "soft spoken"),
            ("Café sounds", "CAFE"),
            ("Jen Luv’s bakery", "luvs"),
            ("【ASMR】耳かきと囁き", "囁き"),
            ("【ASMR】耳かきと囁き", "耳か"),
            ("한국어 속삭임", "속삭"),
            ("шёпот", "ШЕПОТ"),
            ("buzz", "buzz"),
        ],
    )
    def test_finds_words_and_words_in_a_row(self, make_video, title, asked):
        video = make_video(title)
        make_video("Thunder")

        assert find_videos(term(asked)).tolist() == [video.pk]

    def test_finds_no_part_of_a_word_and_no_words_apart(self, make_video):
        make_video("Tapestry, soft and spoken")

        assert [find_videos(term(text)).size for text in ("tap", "soft spoken", "spoken soft")] == [0, 0, 0]

    def test_finds_what_the_last_word_begins_with(self, make_video):
        video = make_video("Soft whispering")

        assert find_videos(term("soft whis", is_prefix=True)).tolist() == [video.pk]
        assert find_videos(term("so whis", is_prefix=True)).size == 0

    def test_looks_into_chapters_description_and_both_titles(self, make_video):
        values = {"curator_title": "Shown", "chapters": [[0, "Chapter"]], "description": "Described"}
        video = make_video("Given", **values)

        assert [find_videos(term(word)).tolist() for word in ("given", "shown", "chapter", "described")] == 4 * [
            [video.pk]
        ]

    def test_finds_no_phrase_across_two_texts(self, make_video):
        make_video("Soft rain", description="Drops")

        assert find_videos(term("rain drops")).size == 0

    def test_looks_into_the_shown_title_alone_if_told(self, make_video):
        video = make_video("Clickbait", curator_title="Rain", description="Wind")

        assert [find_videos(term(word), in_title=True).tolist() for word in ("rain", "clickbait", "wind")] == [
            [video.pk],
            [],
            [],
        ]

    def test_gives_ids_ascending_as_numbers_whatever_the_listing_state(self, make_video):
        held = make_video("Rain", listing_state="held", held_reason="curator")
        listed = make_video("Rain")

        found = find_videos(term("rain"))

        assert (found.dtype, found.tolist()) == (np.uint64, [held.pk, listed.pk])

    @pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite needs no settings")
    @pytest.mark.parametrize("settings", [("on", "4MB"), ("off", "9MB")])
    def test_leaves_the_settings_of_an_open_transaction_as_they_are(self, make_video, settings):
        make_video("Rain")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('enable_seqscan', %s, true), set_config('work_mem', %s, true)", settings)

            found = find_videos(term("rain"))

            cursor.execute("SELECT current_setting('enable_seqscan'), current_setting('work_mem')")
            assert (found.size, cursor.fetchone()) == (1, settings)

    @pytest.mark.django_db(transaction=True)
    def test_asks_once(self, make_video):
        make_video("Rain")

        with CaptureQueriesContext(connection) as queries:
            find_videos(term("rain"))

        assert len(queries) == 1


class TestKeepsUp:
    """The database keeps its index by itself, whoever writes."""

    def test_with_a_saved_title(self, make_video):
        video = make_video("Rain")
        video.curator_title = "Wind"
        video.save(update_fields=["curator_title"])

        assert [find_videos(term(word), in_title=True).size for word in ("rain", "wind")] == [0, 1]

    def test_with_rows_written_in_bulk(self):
        videos = [
            Video(site="youtube", site_id=str(n), url="https://a.example/", source_title="Rain") for n in range(3)
        ]
        for video in videos:
            video.fold_texts()
        Video.objects.bulk_create(videos)
        videos[0].source_title = "Wind"
        videos[0].fold_texts()
        update_rows(videos, ["source_title", "title_words", "search_words"])

        assert [find_videos(term(word)).size for word in ("rain", "wind")] == [2, 1]

    def test_with_deleted_rows(self, make_video):
        make_video("Rain")
        Video.objects.all().delete()
        make_video("Wind")

        assert [find_videos(term(word)).size for word in ("rain", "wind")] == [0, 1]


@pytest.fixture
def eight_languages(db) -> list[Video]:
    videos = []
    for number, (title, curator_title, chapters, description) in enumerate(make_texts(2_000)):
        video = Video(
            site="youtube",
            site_id=str(number),
            url="https://a.example/",
            source_title=title,
            curator_title=curator_title,
            chapters=chapters,
            description=description,
        )
        video.fold_texts()
        videos.append(video)
    return Video.objects.bulk_create(videos)


def make_terms(videos, count):
    """Words of the lists, pieces out of the texts (one to three words in a row), and their beginnings."""
    chance = random.Random(6)
    terms = {term(word) for words in WORDS.values() for word in words.split() if tokenise(word)}
    terms |= {term(two) for two in ("囁き", "耳か", "雨の", "속삭", "귀청", "수면", "นวด", "掏耳")}
    while len(terms) < count:
        words = chance.choice(videos).search_words.split()
        start, length = chance.randrange(len(words)), chance.choice([1, 1, 2, 2, 3])
        piece = words[start : start + length]
        is_prefix = chance.random() < 0.4
        if is_prefix and len(piece[-1]) > 2:
            piece[-1] = piece[-1][: chance.randint(1, len(piece[-1]))]
        terms.add(Term(tuple(piece), is_prefix))
    return sorted(terms, key=repr)


def test_every_database_finds_what_the_words_say(eight_languages):
    """In 2,000 videos, for 600 terms, in texts and in titles: equal to one truth, so equal on both databases."""
    wrong = []
    for asked in make_terms(eight_languages, 600):
        truth = [video.pk for video in eight_languages if says(asked, video.search_words)]
        in_title = [video.pk for video in eight_languages if says(asked, video.title_words)]
        if find_videos(asked).tolist() != truth or find_videos(asked, in_title=True).tolist() != in_title:
            wrong.append(asked)

    assert wrong == []
