import pytest

from videos.tagging.language import find_language
from videos.tagging.zones import VideoText, read_zones


def language_of(title, **parts):
    text = VideoText(title=title, **parts)
    return find_language(text, read_zones(text))


class TestWhatTheSourceStates:
    @pytest.mark.parametrize(("stated", "language"), [("de", "de"), ("pt-BR", "pt"), ("EN_us", "en")])
    def test_it_wins_over_everything(self, stated, language):
        assert language_of("【ASMR】耳かき susurros para dormir", language=stated) == language


class TestScript:
    @pytest.mark.parametrize(
        ("title", "language"),
        [
            ("【ASMR】耳かきボイス", "ja"),
            ("[ASMR] 귀청소 Ear cleaning", "ko"),
            ("入睡快速助眠 ASMR", "zh"),
            ("АСМР шепот", "ru"),
            ("हिंदी ASMR", "hi"),
            ("ASMR همس", "ar"),
        ],
    )
    def test_it_tells_the_language(self, title, language):
        assert language_of(title) == language


class TestOwnName:
    @pytest.mark.parametrize(
        ("title", "language"),
        [("ASMR Español", "es"), ("ASMR em Português", "pt"), ("ASMR Français", "fr"), ("ASMR Deutsch", "de")],
    )
    def test_a_language_that_names_itself_is_believed(self, title, language):
        assert language_of(title) == language


class TestDetector:
    @pytest.mark.parametrize(
        ("title", "language"),
        [
            ("ASMR sonidos de boca y susurros para dormir mejor", "es"),
            ("ASMR sussurros e carinho para você dormir bem", "pt"),
            ("ASMR je prends soin de toi et je te chuchote des mots doux", "fr"),
            ("ASMR ich flüstere dir etwas zum Einschlafen ins Ohr", "de"),
            ("ASMR ti faccio addormentare con sussurri e carezze", "it"),
            ("ASMR getting something out of your eye while you fall asleep", "en"),
        ],
    )
    def test_it_reads_the_words(self, title, language):
        assert language_of(title) == language

    @pytest.mark.parametrize("title", ["ASMR", "ASMR 3Dio", "", "🌙"])
    def test_where_it_is_not_sure_the_language_is_unknown(self, title):
        assert language_of(title) is None

    def test_the_first_lines_of_the_description_help(self):
        assert language_of("ASMR", description="Hoy les traigo sonidos muy suaves para dormir") == "es"


def test_words_count_in_the_language_that_was_found(published):
    assert published("ASMR sonidos de boca y susurros para dormir mejor") == {"mouth-sounds", "sleep", "whispered"}
