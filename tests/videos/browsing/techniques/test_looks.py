"""The saved views above the techniques."""

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.search import search
from videos.browsing.techniques.looks import LEFT_OUT, LOOKS, make_looks
from videos.models import Tag, TagGroup, Video

pytestmark = pytest.mark.django_db
PATH = "/techniques/"


def looks_at(query: str = ""):
    return make_looks(search(VideoFilter.from_query(query)), PATH)


def hrefs(options) -> dict[str, str]:
    return {option.label: option.href for option in options}


def test_every_look_asks_for_what_the_vocabulary_has():
    tags, groups = set(Tag.objects.values_list("slug", flat=True)), set(TagGroup.objects.values_list("pk", flat=True))

    for look in LOOKS:
        assert set().union(*look.asks.tags) <= tags
        assert set().union(*look.asks.groups) <= groups
    assert {slug for _, name, slug in LEFT_OUT if name == "not"} <= tags
    assert {slug for _, name, slug in LEFT_OUT if name == "not-group"} <= groups


def test_as_in_the_post_is_psychotherapy_or_hypnosis_or_affirmations(examples):
    (post,) = (look for look in LOOKS if look.label == "As in the post")

    assert post.asks == VideoFilter.from_query("tag=psychotherapy-asmr,hypnosis,affirmations")
    singly = [set(search(VideoFilter(tags=((slug,),))).videos) for slug in post.asks.tags[0]]
    assert set(search(post.asks).videos) == set().union(*singly)
    ids = Video.objects.filter(pk__in=search(post.asks).videos).values_list("site_id", flat=True)
    assert {"p03", "p51"} < set(ids)


def test_the_first_is_everything_and_shown_as_chosen():
    active = [option.label for option in looks_at().wholes if option.is_active]

    assert active == ["All techniques"]


def test_a_look_keeps_what_is_left_out_and_the_other_way_round():
    looks = looks_at("group=clinical,coping&not=spiritual-claims")

    assert [option.label for option in looks.wholes if option.is_active] == ["Clinical and skills-based"]
    assert hrefs(looks.wholes)["Energy and spiritual"] == "/techniques/?not=spiritual-claims&group=energy-spiritual"
    assert hrefs(looks.left_out) == {
        "Leave out spiritual or energy claims": "/techniques/?group=clinical,coping",
        "Leave out methods from psychotherapy": (
            "/techniques/?not=spiritual-claims&group=clinical,coping&not-group=clinical"
        ),
    }


def test_what_a_catalog_has_no_words_for_is_not_offered():
    Tag.objects.filter(slug="spiritual-claims").update(is_retired=True)

    assert "Leave out spiritual or energy claims" not in hrefs(looks_at().left_out)
