"""What a list says of what it leaves out."""

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.honesty import Honesty, make_honesty
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.search import search

pytestmark = pytest.mark.usefixtures("examples")


def honesty_of(query, never=NOTHING):
    result = search(VideoFilter.from_query(query), never=never)
    return make_honesty(result)


class TestHonesty:
    def test_counts_what_is_known_to_be_free_and_what_nobody_has_checked(self):
        total = search(VideoFilter.from_query("not=mouth-sounds")).count()

        assert honesty_of("not=mouth-sounds") == (
            Honesty("Mouth sounds", 2, total - 2, False, "/videos/?free=mouth-sounds"),
        )

    def test_leads_back_from_the_stricter_list(self):
        unchecked = search(VideoFilter.from_query("not=mouth-sounds")).count() - 2

        assert honesty_of("free=mouth-sounds") == (
            Honesty("Mouth sounds", 2, unchecked, True, "/videos/?not=mouth-sounds"),
        )

    def test_leads_back_also_from_a_list_of_nothing(self):
        unchecked = search(VideoFilter.from_query("not=hypnosis")).count()

        assert search(VideoFilter.from_query("free=hypnosis")).count() == 0
        assert honesty_of("free=hypnosis") == (Honesty("Hypnosis", 0, unchecked, True, "/videos/?not=hypnosis"),)

    def test_says_nothing_of_a_list_of_nothing_to_which_nothing_leads_back(self):
        assert honesty_of("tag=tapping&tag=cbt&not=reiki") == ()
        assert honesty_of("tag=tapping&tag=cbt&free=reiki") == ()

    def test_goes_to_and_fro(self):
        [there] = honesty_of("tag=sleep&not=whispered")
        [back] = honesty_of(there.href.partition("?")[2])

        assert back.href == "/videos/?tag=sleep&not=whispered"

    def test_of_the_never_list_tells_what_some_are_known_to_be_free_of(self):
        never = NeverList(tags=("mouth-sounds", "loud-sudden"))

        [told] = honesty_of("", never)

        assert (told.label, told.free_count, told.href) == ("Mouth sounds", 2, "/videos/?free=mouth-sounds")

    def test_back_to_a_list_that_the_never_list_keeps_clean_needs_no_exclusion(self):
        [told] = honesty_of("free=mouth-sounds", NeverList(tags=("mouth-sounds",)))

        assert told.href == "/videos/"

    def test_is_nothing_where_nothing_is_left_out(self):
        assert honesty_of("tag=sleep") == ()

    def test_tells_of_five_tags_at_most(self):
        tags = ["tapping", "whispered", "cbt", "reiki", "sleep", "rain-sounds"]

        assert len(honesty_of("&".join(f"not={tag}" for tag in tags))) == 5
