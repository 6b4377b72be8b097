import pytest


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "no whispering", {"whispered"}),
        ("en", "Tapping without any whispering", {"whispered"}),
        ("en", "zero whispering", {"whispered"}),
        ("en", "not whispered", {"whispered"}),
        ("en", "I don't whisper", {"whispered"}),
        ("en", "no loud mouth sounds at all", {"mouth-sounds"}),
        ("en", "whisper-free", {"whispered"}),
        ("es", "sin susurros", {"whispered"}),
        ("es", "sin susurros ni golpecitos", {"whispered", "tapping"}),
        ("de", "ohne Flüstern oder Klopfen", {"whispered", "tapping"}),
        ("de", "kein Flüstern", {"whispered"}),
        ("fr", "sans chuchotements ni tapotements", {"whispered", "tapping"}),
        ("fr", "pas de chuchotements", {"whispered"}),
        ("pt", "sem sussurros ou tapping", {"whispered", "tapping"}),
        ("it", "senza sussurri o tapping", {"whispered", "tapping"}),
        ("ru", "без шепот или постукивание", {"whispered", "tapping"}),
        ("ru", "не шёпот", {"whispered"}),
        ("ja", "囁きなし", {"whispered"}),
        ("ja", "囁き声は一切ありません", {"whispered"}),
        ("ko", "속삭임 없는 영상", {"whispered"}),
        ("ko", "속삭임이 없음", {"whispered"}),
        ("ko", "입소리 없이", {"mouth-sounds"}),
        ("zh", "无耳语", {"whispered"}),
        ("zh", "没有咀嚼音", {"eating-sounds"}),
        ("zh", "不是耳语", {"whispered"}),
    ],
)
def test_a_negated_mention_declares_absence(published, absent, language, title, expected):
    assert absent(title, language=language) == expected
    assert published(title, language=language) & expected == set()


@pytest.mark.parametrize(
    ("title", "absences"),
    [
        ("no whispering or mouth sounds", {"whispered", "mouth-sounds"}),
        ("neither whispering nor tapping", {"whispered", "tapping"}),
        ("no whispering/tapping", {"whispered", "tapping"}),
        ("no whispering, tapping", {"whispered"}),
        ("no whispering and tapping", {"whispered"}),
        ("no whispering & tapping", {"whispered"}),
        ("no whispering - tapping", {"whispered"}),
        ("no whispering (tapping)", {"whispered"}),
        ("no whispering just tapping", {"whispered"}),
        ("no whispering tapping", {"whispered"}),
        ("囁きなし・タッピング", {"whispered"}),
        ("耳かき囁きなし", {"whispered"}),
        ("tapping. no, really: whispering", set()),
        ("not just tapping", set()),
        ("you've never heard tapping like this", set()),
    ],
)
def test_scope_carries_over_or_and_slash_only(absent, title, absences):
    assert absent(title) == absences


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("No talking", "en", "no-talking"),
        ("no ads or no talking", "en", "no-talking"),
        ("No mouth sounds", "en", "no-mouth-sounds"),
        ("No mid-roll ads", "en", "no-ads"),
        ("no background music", "en", "no-music"),
        ("Little to no talking", "en", "minimal-talking"),
        ("sin sonidos de boca", "es", "no-mouth-sounds"),
        ("无广告", "zh", "no-ads"),
    ],
)
def test_a_tag_whose_meaning_is_a_negation_is_present(published, title, language, slug):
    assert slug in published(title, language=language)


@pytest.mark.parametrize("title", ["This is not the no talking version", "노토킹 버전 아님"])
def test_not_the_version_takes_a_negation_back(absent, title):
    assert absent(title) == {"no-talking"}


def test_portuguese_no_is_a_place(published):
    assert published("tapping no mouth sounds", language="pt") >= {"tapping", "mouth-sounds"}
