import pytest

from videos.curation.tags import decide
from videos.models import Tag, Video

pytestmark = pytest.mark.django_db


def test_it_says_what_is_gone_and_what_stays(run, small_sample):
    run("quickstart", "--no-serve")
    touched = Video.objects.exclude(creator=None).order_by("pk").first()
    decide(touched, Tag.objects.get(slug="slime"), kind=None)

    said = run("remove_starter")

    assert list(Video.objects.all()) == [touched]
    assert said.out == [
        "Removed 2 sample videos and 4 sample creators.",
        "Because a person edited them, 1 of the sample's videos stay.",
    ]


def test_it_can_be_repeated(run):
    assert run("remove_starter").out == ["Removed 0 sample videos and 0 sample creators."]
