"""What a curator says of all of a creator's videos, and where a video's own text says otherwise."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from videos.curation.defaults import EVIDENCE, Said, settle
from videos.curation.judging import load_judge
from videos.curation.retagging import retag_all
from videos.curation.tags import Kind, decide
from videos.models import Tag, Video
from videos.tag_graph import load_tag_graph

pytestmark = pytest.mark.django_db

CHANNELS = "https://www.youtube.com/channel"
CHANNEL = {"channel": "Quiet Tent", "channel_id": "UCaaaaaaaaaaaaaaaaaaaaaa"}


@pytest.fixture
def creator(make_creator):
    return make_creator("Quiet Tent", site_id=CHANNEL["channel_id"])


@pytest.fixture
def never_talks(creator):
    return creator.defaults.create(tag=Tag.objects.get(slug="no-talking"))


def retag():
    return list(retag_all(load_judge(), apply=True))


def known(video, slug):
    """What is known of a tag in a video: "present" or the decision's kind, and why."""
    present = video.tagged_videos.filter(tag__slug=slug).values_list("source", "zone", "evidence")
    decided = video.tag_decisions.filter(tag__slug=slug).values_list("source", "zone", "evidence", "kind")
    rows = [("present", *row) for row in present] + [(kind, *row) for *row, kind in decided]
    return rows[0] if rows else None


FROM_DEFAULT = ("automatic", "creator", EVIDENCE)


class TestSettle:
    @pytest.mark.parametrize(
        ("slug", "kind", "said", "becomes"),
        [
            ("no-talking", "present", {}, "present"),
            ("no-talking", "present", {"present": {"tapping"}}, "present"),
            ("no-talking", "present", {"doubtful": {"no-talking"}}, "present"),
            ("no-talking", "present", {"present": {"no-talking"}}, None),
            ("no-talking", "present", {"absent": {"no-talking"}}, None),
            ("no-talking", "present", {"present": {"soft-spoken"}}, "suggested"),
            ("no-talking", "present", {"doubtful": {"whispered"}}, "suggested"),
            ("no-talking", "present", {"doubtful": {"whispered", "no-talking"}}, None),
            ("chewing-gum", "present", {"absent": {"mouth-sounds"}}, None),
            ("mouth-sounds", "absent", {}, "absent-declared"),
            ("mouth-sounds", "absent", {"present": {"mouth-sounds"}}, None),
            ("mouth-sounds", "absent", {"present": {"kissing-sounds"}}, None),
            ("mouth-sounds", "absent", {"doubtful": {"kissing-sounds"}}, None),
            ("mouth-sounds", "absent", {"absent": {"mouth-sounds"}}, None),
        ],
    )
    def test_gives_way_to_what_is_said_of_the_video_itself(self, slug, kind, said, becomes):
        assert settle(slug, kind, Said(**said), load_tag_graph()) == becomes


class TestAnImport:
    def test_gives_new_videos_what_is_said_of_their_creator(self, run_import, make_info, never_talks):
        run_import(make_info(1, title="ASMR tapping", **CHANNEL))

        assert known(Video.objects.get(), "no-talking") == ("present", *FROM_DEFAULT)

    def test_says_absent_where_the_default_does(self, run_import, make_info, creator):
        creator.defaults.create(tag=Tag.objects.get(slug="mouth-sounds"), kind="absent")

        run_import(make_info(1, title="ASMR tapping", **CHANNEL))

        assert known(Video.objects.get(), "mouth-sounds") == ("absent-declared", *FROM_DEFAULT)

    def test_leaves_a_video_whose_text_says_otherwise_to_a_person(self, run_import, make_info, never_talks):
        run_import(make_info(1, title="ASMR tapping, soft spoken", **CHANNEL))

        video = Video.objects.get()
        assert known(video, "no-talking") == ("suggested", *FROM_DEFAULT)
        assert known(video, "soft-spoken")[0] == "present"

    def test_gives_way_once_a_later_reading_says_otherwise(self, run_import, make_info, never_talks):
        run_import(make_info(1, title="ASMR tapping", **CHANNEL))

        run_import(make_info(1, title="ASMR tapping, whispered", **CHANNEL))

        assert known(Video.objects.get(), "no-talking")[0] == "suggested"

    def test_keeps_the_text_s_own_reason_where_both_say_the_same(self, run_import, make_info, never_talks):
        run_import(make_info(1, title="ASMR tapping (no talking)", **CHANNEL))

        assert known(Video.objects.get(), "no-talking")[:3] == ("present", "automatic", "title")

    def test_never_overrides_a_decision(self, run_import, make_info, creator, curator):
        run_import(make_info(1, title="ASMR tapping", **CHANNEL))
        decide(Video.objects.get(), Tag.objects.get(slug="no-talking"), kind=Kind.REJECTED, user=curator)
        creator.defaults.create(tag=Tag.objects.get(slug="no-talking"), since=None)

        run_import(make_info(1, title="ASMR tapping and rain", **CHANNEL))

        assert known(Video.objects.get(), "no-talking")[:2] == ("rejected", "curator")

    def test_leaves_videos_of_before_as_they_are(self, run_import, make_info, make_video, creator):
        run_import(make_info(1, title="ASMR tapping", **CHANNEL))
        creator.defaults.create(tag=Tag.objects.get(slug="no-talking"), since=timezone.now() + timedelta(seconds=1))

        run_import(make_info(1, title="ASMR tapping and rain", **CHANNEL))

        assert known(Video.objects.get(), "no-talking") is None

    def test_asks_the_same_number_of_queries_for_one_creator_and_for_four(self, run_import, make_info, make_creator):
        def add(count, first):
            infos = []
            for number in range(first, first + count):
                site_id = f"UC{number:022}"
                creator = make_creator(f"Tent {number}", site_id=site_id, source_url=f"{CHANNELS}/{site_id}")
                creator.defaults.create(tag=Tag.objects.get(slug="no-talking"))
                infos.append(make_info(number, channel=f"Tent {number}", channel_id=site_id))
            with CaptureQueriesContext(connection) as queries:
                run_import(*infos)
            return len(queries)

        add(1, first=1)  # what is remembered is read

        assert add(1, first=2) == add(4, first=3)


class TestRetagging:
    def test_takes_a_default_away_with_what_it_brought_and_nothing_else(
        self, run_import, make_info, never_talks, curator
    ):
        run_import(make_info(1, title="ASMR tapping", **CHANNEL), make_info(2, title="ASMR rain", **CHANNEL))
        decided = Video.objects.get(site_id="aaaaaaaaa02")
        decide(decided, Tag.objects.get(slug="no-talking"), kind=None, user=curator)

        never_talks.delete()
        retag()

        assert [known(video, "no-talking") for video in Video.objects.order_by("pk")] == [
            None,
            ("present", "curator", "", ""),
        ]

    def test_changes_nothing_a_second_time(self, run_import, make_info, never_talks):
        run_import(make_info(1, title="ASMR tapping, soft spoken", **CHANNEL))

        assert retag() == []
