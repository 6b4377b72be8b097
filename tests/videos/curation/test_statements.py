import pytest

from videos.curation.statements import find_stated_credentials, read_statements


class TestReading:
    @pytest.mark.parametrize(
        "sentence",
        [
            "I'm a licensed therapist",
            "I’m a certified hypnotherapist and I love rain",
            "Hi, I am a fully qualified clinical psychologist",
            "As a registered mental health nurse I know long nights",
            "im a board-certified doctor",
        ],
    )
    def test_notices_what_the_writer_says_of_themselves(self, sentence):
        assert list(read_statements(f"Hello. {sentence}! Thanks.")) == [sentence]

    @pytest.mark.parametrize(
        "text",
        [
            "I'm your therapist today",
            "Your licensed therapist sees you now",
            "I am not a licensed therapist",
            "She is a certified hypnotherapist",
            "I'm a nurse, and you are my patient",
            "I am a certified tea lover",
        ],
    )
    def test_leaves_scenes_denials_and_others_alone(self, text):
        assert list(read_statements(text)) == []


@pytest.mark.django_db
class TestFinding:
    def test_gives_each_sentence_once_with_its_newest_video(self, make_creator, make_video):
        creator = make_creator()
        make_video(creator=creator, description="I'm a registered nurse. Rain.")
        newest = make_video(creator=creator, description="Wind. I'm a registered nurse.")
        make_video(description="I'm a licensed therapist.")

        assert find_stated_credentials(creator) == [(newest.pk, "I'm a registered nurse")]

    def test_takes_no_word_of_a_scene(self, make_creator, make_video):
        creator = make_creator()
        make_video(creator=creator, description="I'm a registered nurse.", tags=["ear-exam"])

        assert find_stated_credentials(creator) == []
