import pytest

from videos.tagging.matcher import find_tags
from videos.tagging.recognition import is_recognised
from videos.tagging.zones import VideoText, read_zones


@pytest.fixture
def recognise(vocabulary):
    def recognise_text(title, *, channel=None, **parts):
        text = VideoText(title=title, **parts)
        found = find_tags(text, vocabulary)
        return is_recognised(read_zones(text), channel=channel, findings=found, vocabulary=vocabulary)

    return recognise_text


@pytest.mark.parametrize(
    "title",
    [
        "ASMR",
        "[asmr] x",
        "【ASMR】耳",
        "АСМР x",
        "エーエスエムアール",
        "에이에스엠알 영상",
        "A.S.M.R. x",
        "ASMRtist x",
        "x by massageASMR",
        "ＡＳＭＲ",
        "Glass tapping",
    ],
)
def test_the_title_is_a_sign(recognise, title):
    assert recognise(title) is True


@pytest.mark.parametrize("parts", [{"channel": "GibiASMR"}, {"chapters": ("ASMR for you",)}])
def test_channel_and_chapters_are_signs(recognise, parts):
    assert recognise("My day", **parts) is True


@pytest.mark.parametrize("description", ["my first asmr video", "x\nx\nx\n#foodasmr", "She even tries ASMR!"])
class TestDescription:
    def test_beside_something_that_such_a_video_has_its_word_is_a_sign(self, recognise, description):
        assert recognise("Haircut", description=description) is True

    def test_alone_it_is_mentioned_in_passing(self, recognise, description):
        assert recognise("My day", description=description) is False


@pytest.mark.parametrize(
    "parts",
    [
        {"title": "My day"},
        {"title": "Totally NOT ASMR"},
        {"title": "This is not asmr #notasmr"},
        {"title": "No tapping today"},
        {"title": "Chicken mukbang, eating show"},
        {"title": "", "channel": ""},
    ],
)
def test_nothing_else_is_a_sign(recognise, parts):
    assert recognise(**parts) is False


class TestDenials:
    @pytest.mark.parametrize(
        "title",
        ["Not ASMR, a vlog", "My week [nonASMR]", "This isn't really ASMR", "Mi rutina sin ASMR", "kein ASMR heute"],
    )
    def test_after_a_denial_neither_channel_nor_hashtag_is_a_sign(self, recognise, title):
        assert recognise(title, channel="Someone ASMR", description="#asmr") is False

    def test_after_an_ironic_denial_a_trigger_is_one(self, recognise):
        assert recognise("Totally NOT ASMR: glass tapping") is True


class TestSpeakingAboutIt:
    @pytest.mark.parametrize(
        "title",
        [
            "ASMR parody: aggressive gas station cashier",
            "Chola ASMR video [Parody]",
            "I pranked my roommate with ASMR",
            "Reacting to the weirdest ASMR: ear licking and tapping",
            "ASMR fails compilation",
            "Reacting to weird trends (slime, asmr, fidget spinners)",
            "My boyfriend rates ASMR videos",
        ],
    )
    def test_a_title_about_asmr_is_left_to_a_person(self, recognise, title):
        assert recognise(title, channel="Someone ASMR", description="#asmr #tapping") is False

    @pytest.mark.parametrize(
        "title", ["ASMR testing triggers on you, measuring your reactions", "ASMR news anchor role play"]
    )
    def test_such_words_in_a_video_of_its_own_do_no_harm(self, recognise, title):
        assert recognise(title) is True


class TestTopics:
    @pytest.mark.parametrize(
        "title",
        [
            "Why I hate ASMR",
            "Why millions are watching ASMR videos | News 9",
            "Is ASMR a scam?",
            "I tried falling asleep to ASMR every night",
            "Best microphones for ASMR",
            "The neuroscience of frisson and ASMR",
            "ASMR but it's your landlord (sketch)",
            "Bearded dragon eats a strawberry (kinda asmr)",
        ],
    )
    def test_a_title_that_speaks_about_asmr_is_none_even_on_such_a_channel(self, recognise, title):
        assert recognise(title, channel="Someone ASMR", description="#asmr") is False

    def test_what_it_names_itself_outweighs_that(self, recognise):
        assert recognise("My mom tries ASMR for the first time (whispered, tapping)") is True

    @pytest.mark.parametrize(
        "title",
        [
            "Roasted corn ASMR",
            "My pet rat ASMR",
            "ASMR drama teacher role play",
            "ASMR boom arm scratching",
            "Mean girl hates you ASMR",
            "Rise of Empires ASMR",
            "Chemical reaction ASMR",
            "ASMR prank store role play",
            "Quitting coffee ASMR",
        ],
    )
    def test_the_same_words_elsewhere_do_no_harm(self, recognise, title):
        assert recognise(title, channel="Rain ASMR") is True


class TestHashtagInTheTitle:
    def test_alone_it_is_mentioned_in_passing(self, recognise):
        assert recognise("Cooking lasagna, cozy vlog #asmr #cooking") is False

    def test_beside_something_that_such_a_video_has_it_is_a_sign(self, recognise):
        assert recognise("A haircut for you #asmr") is True

    def test_it_ends_at_a_bracket(self, recognise):
        assert recognise("Talking dog #2【ASMR】") is True


class TestSigns:
    def test_what_everyday_videos_carry_as_well_is_none(self, recognise):
        assert recognise("Chicken mukbang") is False
        assert recognise("My dog eating") is False
        assert recognise("DIY fluffy slime") is False

    def test_such_things_are_no_support_for_a_description_either(self, recognise):
        assert recognise("Chicken mukbang", description="my first asmr video") is False

    def test_a_hashtag_that_denies_it_is_none(self, recognise):
        assert recognise("Haircut", description="x #notasmr") is False

    def test_a_trigger_in_prose_is_none(self, recognise):
        assert recognise("Nine new things", description="Sketching, tapping and playing the tuba") is False

    def test_a_voice_is_one(self, recognise):
        assert recognise("Soft spoken evening") is True
