"""What one should know first stands in words before the button that plays, also where no script runs."""

import re
from html import unescape

import pytest

from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db


@pytest.fixture
def words_before_play(client, make_video):
    """The words of a video's page before its play button, of a video with such a tag."""

    def words(slug) -> str:
        html = client.get(make_video(tags=[slug]).get_absolute_url()).content.decode()
        before = html[html.index('id="cautions"') : html.index('class="player__play"')]
        return " ".join(unescape(re.sub("<[^>]+>", " ", before)).split())

    return words


@pytest.mark.parametrize("slug", ["hypnosis", "sleep-hypnosis", "past-life-regression"])
def test_hypnosis_in_all_its_kinds_says_when_not_and_for_whom_not(words_before_play, slug):
    words = words_before_play(slug)

    missing = [
        word
        for word in (
            "driving",
            "machinery",
            "psychosis",
            "seizures",
            "dissociation",
            "clinician",
            "recovering memories",
        )
        if word not in words
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("slug", "caution"),
    [
        ("medical-roleplay", "may raise health anxiety"),
        ("cranial-nerve-exam", "may raise health anxiety"),
        ("tattoo-artist", "make some people faint"),
        ("needles-medical", "make some people faint"),
        ("flashing-lights", "may affect photosensitive people"),
        ("loud-sudden", "Start with the volume low"),
        ("mukbang", "can affect people with eating difficulties"),
        ("food-weight-themes", "can affect people with eating difficulties"),
        ("mouth-sounds", "commonly distress people with misophonia"),
        ("trauma-themes", "abuse, violence"),
    ],
)
def test_every_other_caution_says_what_it_is_about(words_before_play, slug, caution):
    assert caution in words_before_play(slug)


def test_name_and_meaning_of_a_caution_do_not_run_into_one(words_before_play):
    assert "Do not use while driving : Hypnosis" in words_before_play("hypnosis")


def suggest(video, slug, kind="suggested"):
    TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind=kind, source="visitor")


def test_what_may_be_so_is_said_too_with_its_doubt(client, make_video):
    video = make_video()
    suggest(video, "sleep-hypnosis")

    html = client.get(video.get_absolute_url()).content.decode()

    possibly = html.index("Possibly, not yet checked:")
    assert possibly < html.index("while driving or using machinery") < html.index('class="player__play"')


def test_what_is_so_or_was_checked_to_be_absent_is_in_no_doubt(client, make_video):
    video = make_video(tags=["hypnosis"])
    suggest(video, "sleep-hypnosis")
    suggest(video, "loud-sudden", kind="absent-checked")

    context = client.get(video.get_absolute_url()).context

    assert [caution.label for caution in context["cautions"]] == ["Do not use while driving"]
    assert context["possible_cautions"] == ()


def test_what_may_be_about_a_crisis_has_the_box(client, make_video):
    video = make_video()
    suggest(video, "panic")

    assert 'id="help-now"' in client.get(video.get_absolute_url()).content.decode()


def test_a_curators_words_take_the_place_of_the_files(words_before_play):
    Tag.objects.filter(slug="loud-sudden").update(definition="A drum.")

    assert "A drum." in words_before_play("loud-sudden")


def test_the_cautions_stand_in_the_tags_of_the_group_and_all_have_words():
    nameless = Tag.objects.public().filter(group__facet="caution", definition="")

    assert list(nameless) == []
