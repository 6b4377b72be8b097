"""A filter in words."""

import pytest

from videos.browsing.chips import make_chips
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search

pytestmark = pytest.mark.django_db


def chips_of(query):
    return [(chip.kind, chip.label) for chip in make_chips(search(VideoFilter.from_query(query)))]


class TestLanguages:
    def test_are_named(self, make_video):
        make_video(source_language="en")
        make_video(source_language="ja")

        assert chips_of("lang=en,ja") == [("language", "English or Japanese")]

    @pytest.mark.parametrize(("code", "label"), [("xx", "xx"), ("de", "German")])
    def test_that_no_video_has_are_warned_of(self, make_video, code, label):
        make_video(source_language="en")

        assert chips_of(f"lang={code}") == [("unknown", f"no video of this catalog is known to be in {label}")]

    def test_that_some_videos_have_besides_are_not(self, make_video):
        make_video(source_language="en")

        assert chips_of("lang=en,xx") == [("language", "English or xx")]
