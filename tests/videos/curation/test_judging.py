import dataclasses
from datetime import UTC, datetime

import pytest

from creators.models import Creator
from videos.curation.judging import load_judge, read_text
from videos.models import Video
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
