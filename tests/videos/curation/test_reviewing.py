"""In which order things wait for a curator's word."""

import pytest

from videos.browsing.demand import Demand
from videos.curation.reviewing import (
    HELD,
    Place,
    Scope,
    class_of,
    count_all_waiting,
    count_waiting,
    find_next,
    find_still_waiting,
)
from videos.models import Tag, TagDecision
from videos.tag_graph import load_tag_graph

pytestmark = pytest.mark.django_db


@pytest.fixture
def graph():
    return load_tag_graph()


@pytest.fixture
def suggest(make_video):
    def suggest(slug, **values):
        video = make_video(**values)
        TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind="suggested", source="automatic")
        return Place(video.pk, Tag.objects.get(slug=slug).pk)

    return suggest


def walk(graph, scope=Scope(), demand=None):  # noqa: B008 - a frozen value
    """Everything that is asked, one after the other, each passed over when it comes."""
    skipped = []
    while (place := find_next(scope, count_waiting(scope, graph, demand or {}), skipped)) not in {None, *skipped}:
        skipped.append(place)
    return skipped


class TestPlace:
    @pytest.mark.parametrize("place", [Place(7), Place(7, 12)])
    def test_is_read_from_its_key(self, place):
        assert Place.from_key(place.key) == place

    @pytest.mark.parametrize("text", ["", "a", "1-", "-1", "1-2-3", "1 ", "٣", "1" * 19, "1\x00"])
    def test_is_nothing_else(self, text):
        assert Place.from_key(text) is None


class TestClasses:
    @pytest.mark.parametrize(
        ("slug", "kind"),
        [
            ("loud-sudden", "harm"),
            ("minor-appears", "harm"),
            ("ear-eating", "harm"),
            ("kissing-sounds", "harm"),
            ("cbt", "technique"),
            ("chewing-gum", "rest"),
            ("tapping", "rest"),
        ],
    )
    def test_are_by_what_an_unseen_suggestion_may_do(self, graph, slug, kind):
        assert class_of(graph.tags[slug], graph) == kind


class TestOrder:
    def test_is_held_videos_then_harm_then_techniques_then_the_rest(self, graph, suggest, make_video):
        rest, technique, harm = suggest("tapping"), suggest("cbt"), suggest("loud-sudden")
        held = Place(make_video(listing_state="held", held_reason="moderation").pk)

        assert walk(graph) == [held, harm, technique, rest]

    def test_is_by_demand_within_a_class(self, graph, suggest):
        tapping, sleep, rain = suggest("tapping"), suggest("sleep"), suggest("rain-sounds")
        demand = {sleep.tag_id: Demand(included=5), rain.tag_id: Demand(excluded=6)}

        assert walk(graph, demand=demand) == [rain, sleep, tapping]

    def test_is_the_vocabularys_where_nobody_asked_for_anything(self, graph, suggest):
        places = [suggest(slug) for slug in ("sleep", "whispered", "tapping")]
        slugs = list(graph.tags)

        assert walk(graph) == sorted(places, key=lambda place: slugs.index(graph.slugs[place.tag_id]))

    def test_is_one_tag_after_the_other_and_the_videos_seen_most_first(self, graph, suggest):
        few, unknown, other = suggest("tapping", view_count=1), suggest("tapping"), suggest("scratching", view_count=5)
        many = suggest("tapping", view_count=9)

        assert walk(graph) in ([many, few, unknown, other], [other, many, few, unknown])

    def test_of_held_videos_too(self, graph, make_video):
        views = (3, None, 9)
        videos = [make_video(listing_state="held", held_reason="age-limit", view_count=count) for count in views]

        assert [place.video_id for place in walk(graph)] == [videos[2].pk, videos[0].pk, videos[1].pk]

    def test_what_was_skipped_comes_last_in_its_order(self, graph, suggest):
        first, second = suggest("tapping", view_count=9), suggest("tapping", view_count=1)
        waiting = count_waiting(Scope(), graph, {})

        shown = [find_next(Scope(), waiting, skipped) for skipped in ([first], [second, first], [first, second])]

        assert shown == [second, second, first]

    def test_what_was_skipped_outside_the_scope_is_not_asked(self, graph, suggest):
        rest, technique = suggest("tapping"), suggest("cbt")
        scope = Scope(kind="technique")
        waiting = count_waiting(scope, graph, {})

        assert find_next(scope, waiting, [rest, technique]) == technique


class TestWaiting:
    def test_is_neither_decided_nor_out_of_sight_nor_of_a_retired_tag(self, graph, suggest, make_video, make_creator):
        gone = make_creator(status="removed")
        suggest("tapping", creator=gone)
        make_video(listing_state="held", held_reason="moderation", creator=gone)
        suggest("tapping", listing_state="hidden")
        suggest("tapping", listing_state="taken-down")
        make_video(listing_state="held", held_reason="moderation", is_listing_curated=True)
        make_video(listing_state="held", held_reason="not-recognised")
        suggest("sleep")
        Tag.objects.filter(slug="sleep").update(is_retired=True)
        TagDecision.objects.create(video=make_video(), tag=graph.tags["tapping"], kind="rejected", source="curator")

        waiting = count_waiting(Scope(), load_tag_graph(), {})

        assert (waiting.held_count, waiting.tags, count_all_waiting()) == (0, (), 0)

    def test_a_held_videos_suggestions_wait(self, suggest):
        suggest("tapping", listing_state="held", held_reason="not-recognised")

        assert count_all_waiting() == 1

    def test_still_is_what_nobody_answered_within_the_scope(self, graph, suggest, make_video):
        tapping, sleep = suggest("tapping"), suggest("sleep")
        held = Place(make_video(listing_state="held", held_reason="moderation").pk)
        places = [sleep, held, Place(10**9, 5), tapping, Place(10**9)]

        assert find_still_waiting(Scope(), places) == [sleep, held, tapping]
        assert find_still_waiting(Scope(tag=graph.tags["tapping"]), places) == [tapping]
        assert find_still_waiting(Scope(kind=HELD), places) == [held]
        assert find_still_waiting(Scope(shelf=graph.tags["tapping"].group), places) == [tapping]
