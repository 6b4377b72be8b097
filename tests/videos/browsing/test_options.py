"""What can be chosen next: every count is the number of videos that the choice would give."""

import pytest

from videos.browsing import facets, options
from videos.browsing.counting import count_creators, count_options
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search

pytestmark = pytest.mark.django_db


def result_of(query: str):
    return search(VideoFilter.from_query(query))


def make_facets(query: str):
    result = result_of(query)
    return facets.make_facets(result, count_options(result))


def lengths_of(query: str):
    result = result_of(query)
    return options.make_lengths(result, count_options(result))


def tag_options(query: str) -> dict[str, facets.TagOption]:
    return {option.slug: option for facet in make_facets(query) for group in facet.groups for option in group.options}


def group_options(query: str) -> dict[str, facets.GroupOptions]:
    return {group.slug: group for facet in make_facets(query) for group in facet.groups}


def found_by(href: str) -> int:
    return search(VideoFilter.from_query(href.partition("?")[2])).count()


class TestCounts:
    @pytest.mark.parametrize(
        "query", ["", "tag=sleep", "not=misophonia-mouth", "group=clinical", "q=asmr&length=20-60"]
    )
    def test_of_every_tag_are_what_choosing_it_finds(self, examples, query):
        wrong = {
            slug: (option.count, found_by(option.include_href))
            for slug, option in tag_options(query).items()
            if option.state == "" and option.count != found_by(option.include_href)
        }

        assert wrong == {}

    @pytest.mark.parametrize("query", ["tag=tapping", "tag=tapping,scratching&not=whispered", "tag=sleep&tag=tapping"])
    def test_of_what_may_stand_in_for_another_are_what_either_finds(self, examples, query):
        either = [option for option in tag_options(query).values() if option.either_href]

        assert {option.slug: option.either_count for option in either} == {
            option.slug: found_by(option.either_href) for option in either
        }
        assert either

    def test_of_every_group_are_what_choosing_it_finds(self, examples):
        wrong = {
            slug: group.count
            for slug, group in group_options("tag=sleep").items()
            if group.count != found_by(group.include_href)
        }

        assert wrong == {}

    def test_of_an_excluded_tag_are_what_undoing_would_bring(self, examples):
        option = tag_options("tag=tapping&not=misophonia-mouth")["misophonia-mouth"]

        assert (option.state, option.count) == ("excluded", 2)

    def test_of_an_excluded_group_are_what_undoing_would_bring(self, examples):
        group = group_options("not-group=clinical")["clinical"]

        assert (group.state, group.count) == ("excluded", found_by("/videos/?group=clinical"))

    def test_of_lengths_are_what_choosing_them_finds(self, examples):
        lengths = lengths_of("tag=sleep")

        assert [option.count for option in lengths] == [found_by(option.href) for option in lengths]

    def test_of_languages_and_creators_ignore_their_own_choice(self, make_video, make_creator):
        make_video(source_language="de", creator=make_creator("Leise Ecke"))
        make_video(source_language="en", creator=make_creator("Quiet Corner"))
        result = result_of("lang=de&creator=leise-ecke")

        languages = {
            option.label: (option.count, option.is_active)
            for option in options.make_languages(result, count_options(result))
        }
        creators = {
            option.label: (option.count, option.is_active)
            for option in options.make_creators(result, count_creators(result))
        }

        assert languages == {"German": (1, True)}
        assert creators == {"Leise Ecke": (1, True)}

    def test_of_years_are_known_dates_only(self, make_video):
        make_video(published_at="2019-05-01T00:00:00Z")
        make_video()

        assert [
            (option.label, option.count) for option in options.make_years(result_of(""), count_options(result_of("")))
        ] == [("2019", 1)]


class TestLinks:
    def test_choosing_twice_undoes(self, examples):
        option = tag_options("tag=sleep")["sleep"]

        assert (option.state, option.include_href) == ("included", "/videos/")

    def test_of_a_group_in_which_one_is_asked_for_another_can_be_had_instead(self, examples):
        options_ = tag_options("tag=hypnosis")

        assert options_["sleep-hypnosis"].either_href == "/videos/?tag=hypnosis,sleep-hypnosis"
        assert (options_["hypnosis"].either_href, options_["tapping"].either_href) == ("", "")

    def test_excluding_twice_undoes(self, examples):
        option = tag_options("not=mouth-sounds")["mouth-sounds"]

        assert (option.state, option.exclude_href) == ("excluded", "/videos/")

    def test_excluding_what_was_asked_for_turns_it_round(self, examples):
        assert tag_options("tag=sleep")["sleep"].exclude_href == "/videos/?not=sleep"

    def test_what_is_known_to_be_free_is_undone_by_its_own_link(self, examples):
        option = tag_options("free=mouth-sounds")["mouth-sounds"]

        assert (option.state, option.state_label, option.include_href) == (
            "free",
            "known to be free of it",
            "/videos/",
        )

    def test_choosing_a_length_replaces_another(self, examples):
        hour = next(option for option in lengths_of("length=20-60") if option.label == "1 hour+")

        assert hour.href == "/videos/?length=60-"

    def test_what_would_find_nothing_is_empty(self, examples):
        options_ = tag_options("tag=cbt")

        assert (options_["tapping"].is_empty, options_["anxiety"].is_empty) == (True, False)

    def test_staff_tags_are_not_offered(self, examples):
        assert "suggestive" not in tag_options("")

    def test_random_offers_a_new_seed(self):
        random = options.make_sorts(result_of("sort=random-5"), seed=42)[-1]

        assert (random.href, random.is_active) == ("/videos/?sort=random-42", True)


class TestEmptyHints:
    def test_name_what_dropping_one_condition_would_give_most_first_and_never_an_exclusion(self, examples):
        hints = options.make_empty_hints(result_of("tag=cbt&tag=tapping&not=mouth-sounds"))

        assert [(hint.label, hint.count) for hint in hints] == [
            ("without “CBT (cognitive behavioural therapy)”", 6),
            ("without “Tapping”", 2),
        ]

    def test_name_the_one_condition_that_stands_in_the_way_wherever_it_stands(self, make_video):
        tags = ["tapping", "whispered", "hypnosis", "affirmations"]
        make_video(tags=tags, duration_seconds=1200)
        query = "&".join(f"tag={slug}" for slug in tags)

        hints = options.make_empty_hints(result_of(f"{query}&length=10-30&lang=en&q=rain&q=soft"))
        more = options.make_empty_hints(result_of(f"{query}&length=10-30&q=thunder"))

        assert [hint.label for hint in hints] == ["without “English”"]
        assert [hint.label for hint in more] == ["without “words: thunder”"]

    def test_are_the_best_five(self, make_video):
        tags = ["tapping", "whispered", "hypnosis", "affirmations", "cbt", "reiki"]
        for number, missing in enumerate(tags):
            for _ in range(6 - number):
                make_video(tags=[tag for tag in tags if tag != missing])

        hints = options.make_empty_hints(result_of("&".join(f"tag={slug}" for slug in tags)))

        assert [hint.count for hint in hints] == [6, 5, 4, 3, 2]


class TestDepth:
    def test_counts_parents_of_the_same_group_by_the_shortest_way(self, db):
        found = tag_options("")

        assert [found[slug].depth for slug in ("sound-triggers", "tapping", "nail-tapping", "mic-scratching")] == [
            0,
            1,
            2,
            2,
        ]
