import pytest

from videos.tagging import VideoText, find_tags, is_recognised


@pytest.fixture
def recognise(vocabulary):
    def recognise_text(title, *, channel=None, **parts):
        text = VideoText(title=title, **parts)
        return is_recognised(text, channel=channel, findings=find_tags(text, vocabulary), vocabulary=vocabulary)

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
        "x #asmrfood",
        "Glass tapping",
    ],
)
def test_the_title_is_a_sign(recognise, title):
    assert recognise(title) is True


@pytest.mark.parametrize(
    "parts",
    [{"channel": "GibiASMR"}, {"description": "my first asmr video"}, {"description": "x\nx\nx\n#foodasmr"}],
)
def test_channel_description_and_hashtags_are_signs(recognise, parts):
    assert recognise("My day", **parts) is True


@pytest.mark.parametrize(
    "parts",
    [
        {"title": "My day"},
        {"title": "My day", "keywords": ("asmr", "mouth sounds")},
        {"title": "Totally NOT ASMR"},
        {"title": "This is not asmr #notasmr"},
        {"title": "No tapping today"},
        {"title": "Chicken mukbang, eating show", "keywords": ("asmr",)},
        {"title": "", "channel": ""},
    ],
)
def test_nothing_else_is_a_sign(recognise, parts):
    assert recognise(**parts) is False


def test_a_denial_does_not_undo_another_sign(recognise):
    assert recognise("Not ASMR?", channel="Someone ASMR") is True
