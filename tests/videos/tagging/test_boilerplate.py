import pytest

from videos.tagging.boilerplate import find_boilerplate

BIO = "I am a ROBOT girl 🤖"


def describe(count, *, line=BIO):
    return [f"Video {number}\n{line}\n0:00 tapping {number}" for number in range(count)]


class TestFindBoilerplate:
    def test_what_most_descriptions_share_is_boilerplate(self):
        assert find_boilerplate(describe(4)) == {"i am a robot girl"}

    def test_lines_are_compared_without_case_symbols_and_hashtags(self):
        others = describe(2, line="i am a robot girl") + describe(2, line="I am a robot girl #asmr")

        assert find_boilerplate(others) == {"i am a robot girl"}

    @pytest.mark.parametrize(("with_bio", "without", "found"), [(3, 0, 0), (4, 0, 1), (4, 2, 1), (6, 4, 1), (4, 3, 0)])
    def test_it_takes_four_descriptions_and_six_in_ten(self, with_bio, without, found):
        descriptions = describe(with_bio) + [f"Only this {number}" for number in range(without)]

        assert len(find_boilerplate(descriptions)) == found

    def test_what_was_known_stays_while_some_descriptions_have_it(self):
        descriptions = describe(4) + describe(40, line="I play the tuba")

        assert find_boilerplate(descriptions, known=frozenset({"i am a robot girl"})) == {
            "i am a robot girl",
            "i play the tuba",
        }
        assert find_boilerplate(describe(3), known=frozenset({"i am a robot girl"})) == frozenset()

    def test_a_line_counts_once_in_a_description(self):
        assert find_boilerplate([f"{BIO}\n" * 9, "a", "b", "c"]) == frozenset()

    def test_blank_descriptions_and_lines_do_not_count(self):
        assert find_boilerplate([*describe(4), *[" \n "] * 20]) == {"i am a robot girl"}

    def test_without_descriptions_there_is_none(self):
        assert find_boilerplate([]) == frozenset()
