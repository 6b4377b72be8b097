import pytest

from videos.tagging.unexplained import Explained, Term, parts_of, words_of

PHRASES = ("tapping", "ear cleaning", "role-play", "rain sounds", "постукивани*", "타핑", "耳かき", "睡眠", "gibi asmr")


@pytest.fixture(scope="module")
def explained():
    return Explained(PHRASES, stop_words=["for", "with", "min", "и", "ください"], fillers=["asmr", "асмр"])


def found(terms):
    return sorted(term.folded for term in terms)


class TestATitle:
    @pytest.mark.parametrize(
        ("title", "left"),
        [
            ("Tapping for sleep", ["sleep"]),
            ("TAPPING & Ear-Cleaning", []),
            ("Ear massage, cleaning", ["cleaning", "ear", "ear massage", "massage"]),
            ("Negative energy | plucking", ["energy", "negative", "negative energy", "plucking"]),
            ("Negative, energy", ["energy", "negative"]),
            ("Relajación", ["relajacion"]),
            ("ASMR 3rd 20 min 4K x10 1h30 II", []),
            ("a b c", []),
            ("Stories with Lofi", ["lofi", "stories"]),
            ("#asmrtapping #RainSounds #asmrkeyboard", ["keyboard"]),
            ("", []),
            ("!!! ♥ 🌧", []),
        ],
    )
    def test_leaves_what_no_phrase_covers_and_pairs_side_by_side(self, explained, title, left):
        assert found(explained.read_title(title)) == left

    def test_a_longer_phrase_comes_first(self):
        explained = Explained(["ear", "ear to ear"], stop_words=[], fillers=[])

        assert found(explained.read_title("ear to ear whispers")) == ["whispers"]

    def test_a_phrase_counts_whole_only(self, explained):
        assert found(explained.read_title("rain")) == ["rain"]

    @pytest.mark.parametrize("title", ["постукивание", "Постукивания и тишина"])
    def test_a_phrase_with_a_star_covers_every_ending(self, explained, title):
        assert found(explained.read_title(title)) == ["тишина"] * ("тишина" in title)

    @pytest.mark.parametrize(
        ("title", "left"), [("уверенность в себе", []), ("уверенность в нас", ["нас", "уверенность"])]
    )
    def test_a_star_may_stand_within_a_phrase(self, title, left):
        explained = Explained(["уверенност* в себе"], stop_words=[], fillers=[])

        assert found(explained.read_title(title)) == left

    def test_of_an_unexplained_word_it_is_kept_how_it_is_written(self, explained):
        assert explained.read_title("CAFÉ") == {Term("cafe", "café")}

    @pytest.mark.parametrize(
        ("title", "left"),
        [
            ("耳かき雑談ください", ["雑談"]),
            ("睡眠導入 ホロライブ", ["ホロライブ", "導入"]),
            ("타핑을 해주는 고양이", ["고양이", "해주는", "해주는 고양이"]),
        ],
    )
    def test_in_east_asian_scripts_known_parts_are_taken_out_of_runs(self, explained, title, left):
        assert found(explained.read_title(title)) == left

    def test_of_many_chinese_characters_every_two_to_four_in_a_row_are_left(self, explained):
        assert found(explained.read_title("助眠采耳放")) == sorted(
            ["助眠", "眠采", "采耳", "耳放", "助眠采", "眠采耳", "采耳放", "助眠采耳", "眠采耳放"]
        )

    def test_marks_belong_to_their_letters(self, explained):
        assert found(explained.read_title("हिन्दी")) == ["हिन्दी"]

    def test_what_is_too_long_is_left_out(self, explained):
        assert found(explained.read_title("x" * 101)) == []


class TestAKeyword:
    @pytest.mark.parametrize(
        ("keyword", "term"),
        [
            ("ASMR Negative Energy", "negative energy"),
            ("keyboard typing asmr", "keyboard typing"),
            ("tapping with keyboards", "tapping with keyboards"),
            ("asmr tapping", None),
            ("tapping for ear cleaning", None),
            ("asmr", None),
            ("", None),
            ("2024", None),
            ("x" * 101, None),
            ("x " * 300, None),
        ],
    )
    def test_stands_whole_unless_all_of_it_is_explained(self, explained, keyword, term):
        read = explained.read_keyword(keyword)

        assert (read and read.folded) == term


class TestThePartsOfATerm:
    @pytest.mark.parametrize(
        ("term", "parts"),
        [
            ("negative energy", {"negative", "energy"}),
            ("energy", set()),
            ("助眠采", {"助眠", "眠采"}),
        ],
    )
    def test_are_the_terms_within_it(self, term, parts):
        assert parts_of(term) == parts


def test_words_are_folded():
    assert words_of("Ear-to-Ear Relajación!") == ("ear", "to", "ear", "relajacion")
