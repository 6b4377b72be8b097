import dataclasses
from datetime import UTC, datetime

import pytest

from creators.models import Creator
from videos.curation.history import undo
from videos.curation.judging import load_judge, read_text
from videos.curation.tags import decide, forget
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Action, RecordedChange, Tag, TagDecision, Video
from videos.tagging.zones import VideoText

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge():
    return load_judge()


class TestFingerprint:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("source_title", "ASMR rain"),
            ("curator_title", "ASMR rain"),
            ("description", "Soft rain"),
            ("chapters", [[0, "Rain"]]),
            ("source_language", "de"),
            ("curator_language", "de"),
            ("duration_seconds", 61),
            ("live_status", "is_live"),
            ("availability", "unlisted"),
            ("age_limit", 18),
            ("gone_at", datetime(2024, 1, 1, tzinfo=UTC)),
        ],
    )
    def test_tells_each_fact_of_a_video(self, judge, field, value):
        changed = Video(**{"source_title": "ASMR", field: value})

        assert judge.fingerprint(changed) != judge.fingerprint(Video(source_title="ASMR"))

    @pytest.mark.parametrize(
        "facts",
        [{"source_name": "Calm ASMR"}, {"is_asmr_creator": True}, {"boilerplate": ["i am a robot"]}],
    )
    def test_tells_each_fact_of_a_creator(self, judge, facts):
        plain = Video(source_title="ASMR", creator=Creator(source_name="Calm"))
        changed = Video(source_title="ASMR", creator=Creator(**{"source_name": "Calm", **facts}))

        assert judge.fingerprint(changed) != judge.fingerprint(plain)

    def test_tells_the_vocabulary_and_the_rule_of_listing(self, judge):
        other = dataclasses.replace(judge.vocabulary, fingerprint="other")
        judges = [judge, dataclasses.replace(judge, list_all=True), dataclasses.replace(judge, vocabulary=other)]

        assert len({judge.fingerprint(Video(source_title="ASMR")) for judge in judges}) == 3

    def test_is_the_same_for_what_is_not_judged(self, judge):
        plain, seen = Video(source_title="ASMR"), Video(source_title="ASMR", view_count=7)

        assert judge.fingerprint(plain) == judge.fingerprint(seen)


class TestLastWords:
    """A person's word on a tag has the next import judge the video anew, without a trace in its row."""

    def said_of(self, video):
        RecordedChange.objects.load_last_words([video])
        return video.last_word

    def test_each_word_and_each_that_is_taken_back_is_a_newer_one(self, make_video, curator):
        video, tapping = make_video(), Tag.objects.get(slug="tapping")

        said = [self.said_of(video)]
        for say in (
            lambda: decide(video, tapping, kind=None, user=curator),
            lambda: decide(video, tapping, kind=TagDecision.Kind.REJECTED, user=curator),
            lambda: undo(Action.objects.latest("pk"), user=curator),
            lambda: forget(video, tapping, user=curator),
        ):
            say()
            said.append(self.said_of(video))

        assert said[0] is None
        assert said[1:] == sorted(set(said[1:]))

    def test_the_same_again_is_none(self, make_video, curator):
        video, tapping = make_video(), Tag.objects.get(slug="tapping")
        decide(video, tapping, kind=None, user=curator)
        said = self.said_of(video)

        decide(video, tapping, kind=None, user=curator)

        assert self.said_of(video) == said

    def test_are_told_by_the_fingerprint(self, judge):
        plain, decided = Video(source_title="ASMR"), Video(source_title="ASMR")
        decided.last_word = 7

        assert judge.fingerprint(plain) != judge.fingerprint(decided)

    def test_leave_the_videos_row_as_it_is(self, make_video, curator):
        video = make_video()
        before = Video.objects.values().get()

        decide(video, Tag.objects.get(slug="tapping"), kind=None, user=curator)
        undo(Action.objects.get(), user=curator)

        assert Video.objects.values().get() == before

    def test_have_the_same_record_judged_anew(self, curator):
        info = {"id": "abcdefghijk", "extractor_key": "Youtube", "title": "ASMR ear eating"}
        states = [self.store(info)]
        decide(Video.objects.get(), Tag.objects.get(slug="ear-eating"), kind=TagDecision.Kind.REJECTED, user=curator)

        states += [self.store(info), self.store(info)]

        assert states == [("created", "held"), ("updated", "listed"), ("unchanged", "listed")]

    def store(self, info):
        [outcome] = Import.begin().store_all([FoundInfo("hand:1", info)])
        return outcome.state, Video.objects.get().listing_state


class TestText:
    def test_a_curators_title_and_language_come_first(self):
        video = Video(source_title="a", curator_title="b", source_language="en", curator_language="de")

        assert read_text(video) == VideoText(title="b", language="de")

    def test_the_lines_of_a_creator_go_with_it(self):
        video = Video(
            source_title="a",
            description="Rain",
            chapters=[[0, "Tin"], [60, "Glass"]],
            creator=Creator(boilerplate=["i am a robot"]),
        )

        assert read_text(video) == VideoText(
            title="a", description="Rain", chapters=("Tin", "Glass"), boilerplate=frozenset({"i am a robot"})
        )
