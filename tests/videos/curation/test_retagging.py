import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creators.models import Creator
from videos.curation.judging import load_judge
from videos.curation.retagging import follow_habits, learn_boilerplate, retag_all
from videos.curation.tags import PRESENT, decide
from videos.models import Tag, TagDecision, Video

pytestmark = pytest.mark.django_db

Kind = TagDecision.Kind


@pytest.fixture
def judge():
    return load_judge()


def retag(judge, *, apply=True):
    """Everything that changes, as (title, slug, before, after)."""
    return [
        (change.video.shown_title, tag.tag.slug, tag.before, tag.after)
        for change in retag_all(judge, apply=apply)
        for tag in change.plan.changes
    ]


def present(video):
    return sorted(video.tags.values_list("slug", flat=True))


class TestRetagAll:
    def test_tags_what_the_text_says(self, judge, make_video):
        video = make_video("ASMR tapping, no whispering")

        changes = retag(judge)

        assert changes == [
            ("ASMR tapping, no whispering", "tapping", None, PRESENT),
            ("ASMR tapping, no whispering", "whispered", None, Kind.ABSENT_DECLARED),
        ]
        assert present(video) == ["tapping"]

    def test_only_shows_without_apply(self, judge, make_video):
        video = make_video("ASMR tapping")

        assert retag(judge, apply=False) == [("ASMR tapping", "tapping", None, PRESENT)]
        assert (present(video), Video.objects.get().judged_fingerprint) == ([], "")

    def test_a_second_time_there_is_nothing_to_change(self, judge, make_video):
        make_video("ASMR tapping")
        retag(judge)

        assert retag(judge) == []

    def test_takes_away_what_is_found_no_more(self, judge, make_video):
        video = make_video("ASMR tapping")
        retag(judge)
        Video.objects.update(source_title="ASMR rain")

        assert retag(judge) == [("ASMR rain", "rain-sounds", None, PRESENT), ("ASMR rain", "tapping", PRESENT, None)]
        assert present(video) == ["rain-sounds"]

    @pytest.mark.parametrize("word", [Kind.REJECTED, Kind.ABSENT_CHECKED])
    def test_what_a_curator_denied_stays_denied(self, judge, make_video, curator, word):
        video = make_video("ASMR tapping")
        decide(video, Tag.objects.get(slug="tapping"), kind=word, user=curator)

        assert retag(judge) == []
        assert present(video) == []

    def test_what_a_curator_added_stays(self, judge, make_video, curator):
        video = make_video("ASMR")
        decide(video, Tag.objects.get(slug="anger"), kind=None, user=curator)

        assert retag(judge) == []
        assert present(video) == ["anger"]

    def test_a_video_of_no_creator_is_tagged_too(self, judge, make_video, make_creator):
        make_video("ASMR tapping", creator=make_creator())
        make_video("ASMR rain")

        assert [change[:2] for change in retag(judge)] == [("ASMR tapping", "tapping"), ("ASMR rain", "rain-sounds")]

    def test_what_was_taken_down_is_left_alone(self, judge, make_video):
        make_video("ASMR tapping", listing_state="taken-down")

        assert retag(judge) == []

    def test_the_listing_follows_its_rules(self, judge, make_video):
        make_video("Ear licking ASMR")
        make_video("Dinner", listing_state="held", held_reason="not-recognised")
        make_video("ASMR dinner", listing_state="held", held_reason="not-recognised")

        changes = {change.video.shown_title: change.listing for change in retag_all(judge, apply=True)}

        assert changes["Ear licking ASMR"][0] == "listed"
        assert changes["ASMR dinner"][1] == "listed"
        assert list(Video.objects.order_by("pk").values_list("listing_state", flat=True)) == ["held", "held", "listed"]

    def test_a_changed_listing_is_an_update(self, judge, make_video):
        make_video("Ear licking ASMR")
        before = Video.objects.get().updated_at

        retag(judge)

        assert Video.objects.get().updated_at > before

    def test_every_chunk_is_tagged(self, judge, make_video, monkeypatch):
        monkeypatch.setattr("videos.curation.retagging.CHUNK", 2)
        for number in range(5):
            make_video(f"ASMR rain {number}")

        assert [title for title, *_ in retag(judge)] == [f"ASMR rain {number}" for number in range(5)]

    def test_a_curators_listing_stays(self, judge, make_video):
        make_video("Ear licking ASMR", is_listing_curated=True)
        retag(judge)

        assert Video.objects.get().listing_state == "listed"

    def test_many_videos_of_one_creator_take_no_more_queries(self, judge, make_video, make_creator):
        creator = make_creator()
        make_video("ASMR", creator=creator)
        with CaptureQueriesContext(connection) as for_one:
            retag(judge, apply=False)
        for _ in range(5):
            make_video("ASMR", creator=creator)

        with CaptureQueriesContext(connection) as for_six:
            retag(judge, apply=False)

        assert len(for_six) == len(for_one)

    def test_a_new_vocabulary_changes_the_reason_only(self, judge, make_video):
        make_video("ASMR tapping")
        retag(judge)
        weights = {**judge.vocabulary.matching.zone_weights, "title": 0.99}
        matching = dataclasses.replace(judge.vocabulary.matching, zone_weights=weights)
        surer = dataclasses.replace(judge, vocabulary=dataclasses.replace(judge.vocabulary, matching=matching))

        assert retag(surer) == [("ASMR tapping", "tapping", PRESENT, PRESENT)]


class TestBoilerplate:
    BIO = "I am a robot and love slime"

    @pytest.fixture
    def creator(self, make_creator, make_video):
        creator = make_creator()
        for number in range(4):
            make_video(f"ASMR rain {number}", creator=creator, description=f"{self.BIO}\nNumber {number}")
        return creator

    def test_it_is_learned_from_stored_descriptions(self, creator):
        assert learn_boilerplate(creator)
        creator.refresh_from_db()

        assert creator.boilerplate == ["i am a robot and love slime"]
        assert not learn_boilerplate(creator)

    def test_no_tag_rests_on_it(self, creator, judge):
        retag(judge)

        assert {tuple(present(video)) for video in creator.videos.all()} == {("rain-sounds",)}

    def test_it_is_forgotten_with_the_habit(self, creator, judge):
        learn_boilerplate(creator)
        creator.videos.update(description="")

        retag(judge)

        creator.refresh_from_db()
        assert creator.boilerplate == []

    def test_without_apply_it_is_used_but_not_kept(self, creator, judge):
        assert {slug for _, slug, _, _ in retag(judge, apply=False)} == {"rain-sounds"}
        creator.refresh_from_db()
        assert creator.boilerplate == []


class TestFollowHabits:
    @pytest.fixture
    def creators(self, make_creator, make_video):
        """Three, each with the same line under four videos; tagged before anybody knew."""
        creators = [make_creator(f"Calm {number} ASMR", site_id=f"UC{number}") for number in range(3)]
        for creator in creators:
            for number in range(4):
                make_video(f"ASMR rain {number}", description="I love slime", creator=creator)
        return creators

    @pytest.mark.parametrize("shared", [1, 5, 8, 1_000])
    def test_takes_back_what_stands_under_every_video(self, judge, creators, monkeypatch, shared):
        monkeypatch.setattr("videos.curation.retagging.MAX_SHARED", shared)
        monkeypatch.setattr("videos.curation.retagging.CHUNK", 2)
        monkeypatch.setattr("videos.curation.retagging.learn_boilerplate", lambda *_, **__: False)
        retag(judge)
        monkeypatch.undo()

        follow_habits({creator.pk for creator in creators[:2]}, judge)

        habits = [["i love slime"], ["i love slime"], []]
        assert list(Creator.objects.order_by("pk").values_list("boilerplate", flat=True)) == habits
        slime = Video.objects.filter(tags__slug="slime").values_list("creator", flat=True)
        assert {*slime} == {creators[2].pk}

    def test_that_is_broken_off_is_made_up_for_the_next_time(self, judge, creators, monkeypatch):
        monkeypatch.setattr("videos.curation.retagging.learn_boilerplate", lambda *_, **__: False)
        retag(judge)
        monkeypatch.undo()
        monkeypatch.setattr("videos.curation.retagging.CHUNK", 2)
        with monkeypatch.context() as broken:
            broken.setattr("videos.curation.retagging.update_rows", lambda rows, columns: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                follow_habits({creators[0].pk}, judge)

        follow_habits({creators[0].pk}, judge)

        creators[0].refresh_from_db()
        assert creators[0].boilerplate == ["i love slime"]
        assert not Video.objects.filter(tags__slug="slime", creator=creators[0]).exists()

    def test_of_creators_without_a_change_looks_at_no_video(self, judge, creators):
        follow_habits({creator.pk for creator in creators}, judge)

        with CaptureQueriesContext(connection) as queries:
            follow_habits({creators[0].pk}, judge)

        assert [query["sql"] for query in queries if "FOR UPDATE" in query["sql"] or "UPDATE" in query["sql"][:6]] == []

    def test_of_creators_who_are_gone_does_nothing(self, judge):
        follow_habits({1, 2}, judge)
