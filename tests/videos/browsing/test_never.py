"""What a visitor never wants to meet, as a value and as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.browsing.never import NOTHING, NeverList, TooMuchError, own_query, rest_of, turns_off

SLUGS = st.lists(st.text(max_size=20), max_size=5)


class TestNeverList:
    @given(tags=SLUGS, creators=SLUGS)
    def test_comes_back_from_its_text(self, tags, creators):
        never = NeverList(tags=tuple(tags), creators=tuple(creators))

        assert NeverList.from_query(never.query_string) in {never, never.without_tags("off")}

    def test_is_the_same_however_it_is_written(self):
        assert NeverList.from_query("never=b&never-creator=c&x=y&never=a,b") == NeverList(
            tags=("a", "b"), creators=("c",)
        )

    def test_joined_with_another_has_what_either_has(self):
        joined = NeverList(tags=("a",)).joined(NeverList(tags=("b", "a"), creators=("c",)))

        assert joined == NeverList(tags=("a", "b"), creators=("c",))

    def test_is_never_cut_short(self):
        with pytest.raises(TooMuchError):
            NeverList(tags=tuple(f"t{number}" for number in range(301)))


class TestQueries:
    @pytest.mark.parametrize(
        ("raw", "own", "rest"),
        [
            ("tag=rain&never=b,a&page=2", "never=a%2Cb", "tag=rain&page=2"),
            ("never=off&tag=a%20b", "never=off", "tag=a%20b"),
            ("never-creator=c", "never-creator=c", ""),
            ("neve%72=a&%FF", "never=a", "%FF"),
            ("tag=never", "", "tag=never"),
            ("", "", ""),
        ],
    )
    def test_are_split_into_what_speaks_of_the_list_and_the_rest(self, raw, own, rest):
        assert (own_query(raw), rest_of(raw)) == (own, rest)

    @pytest.mark.parametrize(
        ("raw", "off"), [("never=off", True), ("never=a&never=off", True), ("never=off,a", False), ("never=", False)]
    )
    def test_turn_it_off_in_one_way_only(self, raw, off):
        assert turns_off(raw) is off

    def test_that_turn_it_off_name_no_tag(self):
        assert NeverList.from_query("never=off") == NOTHING
