"""From a filter to videos: each word of the grammar, and what unknown means to it."""

from datetime import UTC, datetime

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.search import search
from videos.models import Tag, TagDecision, Video

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    """Titles in the filter's order."""
    return [Video.objects.get(pk=pk).title for pk in search(VideoFilter.from_query(query)).hits]


def decide(video, slug, kind):
    TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind=kind, source="automatic")


class TestTags:
    def test_repeated_tags_are_all_of_them(self, make_video):
        make_video("both", tags=["tapping", "whispered"])
        make_video("one", tags=["tapping"])

        assert found("tag=tapping&tag=whispered") == ["both"]

    def test_comma_is_any_of_them(self, make_video):
        make_video("first", tags=["hypnosis"])
        make_video("second", tags=["affirmations"])
        make_video("neither", tags=["tapping"])

        assert set(found("tag=hypnosis,affirmations")) == {"first", "second"}

    def test_a_parent_includes_its_children_and_what_implies_it(self, make_video):
        make_video("child", tags=["nail-tapping"])
        make_video("implying", tags=["sleep-hypnosis"])

        assert (found("tag=tapping"), found("tag=do-not-drive")) == (["child"], ["implying"])

    def test_a_child_does_not_include_its_parent(self, make_video):
        make_video("parent", tags=["tapping"])

        assert found("tag=nail-tapping") == []

    def test_groups_are_any_tag_of_them(self, make_video):
        make_video("clinical", tags=["cbt"])
        make_video("spiritual", tags=["reiki"])

        assert (found("group=clinical"), found("not-group=energy-spiritual")) == (["clinical"], ["clinical"])


class TestExcluding:
    def test_shuts_out_the_tag_its_descendants_and_what_implies_it(self, make_video):
        make_video("kept", tags=["tapping"])
        make_video("itself", tags=["mouth-sounds"])
        make_video("descendant", tags=["chewing-gum"])

        assert (found("not=mouth-sounds"), found("not=misophonia-mouth")) == (["kept"], ["kept"])

    def test_is_stronger_than_including(self, make_video):
        make_video("both", tags=["tapping", "mouth-sounds"])

        assert found("tag=tapping&not=mouth-sounds") == []

    def test_a_pending_suggestion_of_what_people_shut_out_counts_as_present(self, make_video):
        decide(make_video("doubtful"), "chewing-gum", "suggested")

        assert (found("not=mouth-sounds"), found("tag=chewing-gum"), found("")) == ([], [], ["doubtful"])

    def test_a_pending_suggestion_of_anything_else_does_not(self, make_video):
        decide(make_video("doubtful"), "typing", "suggested")

        assert found("not=typing") == ["doubtful"]

    @pytest.mark.parametrize(
        ("suggested", "excluded"),
        [
            ("ear-blowing", "misophonia-mouth"),
            ("ear-blowing", "ear-blowing"),
            ("hypnosis", "do-not-drive"),
        ],
    )
    def test_so_does_one_that_would_bring_a_caution_with_it(self, make_video, suggested, excluded):
        decide(make_video("doubtful"), suggested, "suggested")

        assert found(f"not={excluded}") == []

    def test_a_rejected_suggestion_does_not(self, make_video):
        decide(make_video("cleared"), "chewing-gum", "rejected")

        assert found("not=mouth-sounds") == ["cleared"]

    def test_a_word_that_is_no_tag_shuts_out_the_videos_whose_text_has_it(self, make_video):
        make_video("Squeaky shoes for an hour")
        make_video("Soft rain")

        assert found("not=squeaky-shoes") == ["Soft rain"]


class TestKnownFree:
    def test_is_what_the_text_or_a_person_says(self, make_video):
        decide(make_video("declared"), "whispered", "absent-declared")
        decide(make_video("checked"), "whispered", "absent-checked")
        make_video("unknown")

        assert set(found("free=whispered")) == {"declared", "checked"}

    def test_goes_down_to_descendants_never_up(self, make_video):
        decide(make_video("no mouth sounds"), "mouth-sounds", "absent-declared")
        decide(make_video("no gum"), "chewing-gum", "absent-declared")

        assert (set(found("free=chewing-gum")), found("free=mouth-sounds")) == (
            {"no mouth sounds", "no gum"},
            ["no mouth sounds"],
        )

    def test_follows_from_a_tag_that_declares_absence(self, make_video):
        make_video("declared", tags=["no-mouth-sounds"])
        make_video("silent", tags=["no-talking"])

        assert (found("free=mouth-sounds"), found("free=whispered")) == (["declared"], ["silent"])

    def test_other_oppositions_declare_nothing(self, make_video):
        make_video("fast", tags=["fast-aggressive"])

        assert found("free=slow-movements") == []

    def test_is_not_believed_where_something_present_says_otherwise(self, make_video):
        make_video("contradiction", tags=["no-mouth-sounds", "chewing-gum"])

        assert found("free=mouth-sounds") == []

    def test_is_not_believed_while_a_suggestion_waits(self, make_video):
        decide(make_video("doubtful", tags=["no-mouth-sounds"]), "chewing-gum", "suggested")

        assert found("free=mouth-sounds") == []


class TestFacts:
    def test_length_includes_its_start_and_excludes_its_end(self, make_video):
        for title, seconds in {"19:59": 1199, "20:00": 1200, "59:59": 3599, "60:00": 3600}.items():
            make_video(title, duration_seconds=seconds)

        assert (set(found("length=20-60")), found("length=60-")) == ({"20:00", "59:59"}, ["60:00"])

    def test_an_unknown_length_satisfies_none(self, make_video):
        make_video("unknown")

        assert (found("length=-60"), found("length=60-")) == ([], [])

    def test_years_include_both_ends(self, make_video):
        for year in (2018, 2019, 2021, 2022):
            make_video(str(year), published_at=datetime(year, 12, 31, 23, 59, tzinfo=UTC))
        make_video("unknown")

        assert found("year=2019-2021") == ["2021", "2019"]

    def test_languages_and_creators_are_any_of_them(self, make_video, make_creator):
        make_video("German", source_language="de", creator=make_creator("Leise Ecke"))
        make_video("English", source_language="en", creator=make_creator("Quiet Corner"))
        make_video("unknown")

        assert set(found("lang=de,en")) == {"German", "English"}
        assert set(found("creator=leise-ecke,quiet-corner")) == {"German", "English"}

    def test_a_curators_language_counts(self, make_video):
        make_video("corrected", source_language="en", curator_language="ko")

        assert (found("lang=ko"), found("lang=en")) == (["corrected"], [])


class TestWords:
    @pytest.mark.parametrize(
        "q", ["RAIN", "rain%20tent", "tent%20rain", "café", "CAFE", "睡眠", "quiet%20corner", "qc"]
    )
    def test_are_found_whatever_their_case_accents_and_script(self, make_video, make_creator, q):
        creator = make_creator("Quiet Corner ASMR")
        creator.aliases.create(name="QC")
        make_video("Rain on a tent, Café 睡眠導入", creator=creator)

        assert found(f"q={q}") == ["Rain on a tent, Café 睡眠導入"]

    def test_must_all_be_there(self, make_video):
        make_video("Rain on a tent")

        assert found("q=rain+forest") == []

    @pytest.mark.parametrize("q", ["%25", "_", "100%25", "%5C"])
    def test_are_no_patterns(self, make_video, q):
        make_video("Rain on a tent")

        assert found(f"q={q}") == []

    def test_look_into_chapters_and_description(self, make_video):
        make_video("First", chapters=[[0, "Opening the Umbrella"]])
        make_video("Second", description="an umbrella")

        assert set(found("q=umbrella")) == {"First", "Second"}


class TestUnknownWords:
    @pytest.mark.parametrize("query", ["tag=xyz", "group=xyz", "free=xyz", "creator=xyz", "tag=tapping&tag=xyz"])
    def test_never_widen_the_result(self, make_video, query):
        make_video("tapping", tags=["tapping"])

        assert found(query) == []

    def test_are_named(self):
        result = search(VideoFilter.from_query("tag=xyz&not=abc&group=nothing&creator=nobody"))

        assert result.unknown == (("tag", "xyz"), ("not", "abc"), ("group", "nothing"), ("creator", "nobody"))

    def test_more_conditions_than_are_possible_find_nothing_rather_than_too_much(self, make_video):
        make_video()

        assert found("&".join(f"tag=t{number}" for number in range(21))) == []

    def test_staff_tags_are_unknown_to_visitors(self, make_video):
        make_video("held before", tags=["suggestive"])

        assert found("tag=suggestive") == []


class TestSynonyms:
    def test_become_the_tag_they_mean(self):
        result = search(VideoFilter.from_query("tag=cognitive-behavioral-therapy&not=reframing"))

        assert result.filter == VideoFilter(tags=(("cbt",),), not_tags=("cognitive-restructuring",))

    def test_with_several_meanings_are_all_shut_out_and_never_asked_for(self):
        shut_out = search(VideoFilter.from_query("not=story-time"))
        asked_for = search(VideoFilter.from_query("tag=story-time"))

        assert len(shut_out.filter.not_tags) > 1
        assert (shut_out.unknown, asked_for.unknown) == ((), (("tag", "story-time"),))

    @pytest.mark.parametrize("words", ["can't sleep", "CAN'T-SLEEP", "cant-sleep"])
    def test_are_understood_whatever_their_punctuation(self, words):
        assert search(VideoFilter(not_tags=(words,))).filter.not_tags == ("insomnia",)

    @pytest.mark.parametrize(
        ("slug", "length"),
        [
            ("one-hour-plus", "60-"),
            ("three-hours-plus", "180-"),
            ("shorts", "-3"),
        ],
    )
    def test_computed_length_tags_become_lengths(self, slug, length):
        assert search(VideoFilter.from_query(f"tag={slug}")).filter.query_string == f"length={length}"


class TestOrder:
    @pytest.fixture(autouse=True)
    def videos(self, make_video):
        make_video("old", published_at=datetime(2015, 1, 1, tzinfo=UTC), duration_seconds=60, view_count=5)
        make_video("undated")
        make_video("new", published_at=datetime(2024, 1, 1, tzinfo=UTC), duration_seconds=7200, view_count=0)

    @pytest.mark.parametrize(
        ("sort", "titles"),
        [
            ("newest", ["new", "old", "undated"]),
            ("oldest", ["old", "new", "undated"]),
            ("longest", ["new", "old", "undated"]),
            ("shortest", ["old", "new", "undated"]),
            ("most-viewed", ["old", "new", "undated"]),
            ("best", ["new", "old", "undated"]),
        ],
    )
    def test_puts_the_unknown_last(self, sort, titles):
        assert found(f"sort={sort}") == titles

    def test_random_is_the_same_for_the_same_seed(self, make_video):
        for number in range(20):
            make_video(str(number))

        assert found("sort=random-7") == found("sort=random-7") != found("sort=random-8")

    def test_best_puts_the_title_before_the_description(self, make_video):
        make_video("Something", description="with thunder", published_at=datetime(2026, 1, 1, tzinfo=UTC))
        make_video("Thunder")

        assert found("q=thunder&sort=best") == ["Thunder", "Something"]


class TestWhoIsShown:
    def test_only_listed_videos(self, make_video):
        make_video("held", listing_state="held", held_reason="moderation")
        make_video("hidden", listing_state="hidden")
        make_video("taken down", listing_state="taken-down")
        make_video("listed")

        assert found("") == ["listed"]

    def test_nobody_who_asked_to_be_removed(self, make_video, make_creator):
        make_video("theirs", creator=make_creator(status="removed"))

        assert found("") == []

    def test_retired_tags_find_nothing(self, make_video):
        make_video("tapping", tags=["tapping"])
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        assert found("tag=tapping") == []
