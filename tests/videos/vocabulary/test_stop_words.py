import pytest

from videos.vocabulary.stop_words import read_stop_words


@pytest.mark.parametrize("word", ["the", "fur", "minutos", "не", "ください", "на", "no", "on"])
def test_words_of_all_languages_stand_in_one_set_folded(word):
    assert word in read_stop_words()


@pytest.mark.parametrize("word", ["rain", "ear", "whisper", "energy", "sleep"])
def test_words_that_say_what_is_in_a_video_are_none(word):
    assert word not in read_stop_words()
