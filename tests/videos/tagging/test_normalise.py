import pytest

from videos.tagging.normalise import normalise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Tapping &amp;amp; Scratching", "tapping & scratching"),
        ("Hershey&#39;s kisses", "hershey s kisses"),
        ("Don’t sleep", "don t sleep"),
        ("ear_cleaning", "ear cleaning"),
        ("EarCleaning", "ear cleaning"),
        ("whisperZzz", "whisper zzz"),
        ("iPhone McDonald", "iphone mcdonald"),
        ("𝐟𝐢𝐱𝐢𝐧𝐠 ＡＳＭＲ", "fixing asmr"),
        ("ASMR™ Español", "asmr espanol"),
        ("tapping 💤♡ sleep", "tapping sleep"),
        ("👩‍⚕️ nurse", "nurse"),
        ("ASMRとは", "asmr とは"),
        ("1시간 BGMなし", "1 시간 bgm なし"),
        ("Шёпот й", "шепот и"),
        ("ガラス 耳かき", "ガラス 耳かき"),
        ("Flüstern und Spaß", "flustern und spass"),
        ("롤플레이ㅣCranial", "롤플레이|cranial"),
        ("no talking, tapping | [live]: 18+ $5", "no talking, tapping | [live]: 18+ $5"),
        ("two\nlines  and\tspaces", "two\nlines and spaces"),
        ("nul\0 and \ud800 surrogate", "nul and surrogate"),
        ("zero\u200bwidth soft\u00adhyphen", "zero width softhyphen"),
        ("", ""),
    ],
)
def test_text_is_folded_for_comparison(text, folded):
    assert normalise(text).folded == folded


@pytest.mark.parametrize("text", ["Spaß im Bad", "İstanbul", "ŉ ǰ ﬁ", "Élan Flüstern", "e\u0301\u0301 ガ 가"])
def test_shown_and_folded_text_have_the_same_offsets(text):
    normalised = normalise(text)

    assert len(normalised.shown) == len(normalised.folded)


def test_shown_text_keeps_case_and_accents():
    assert normalise("Flüstern & ASMR").shown == "Flüstern & ASMR"
