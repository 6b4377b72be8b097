"""Nobody is startled out of sleep by what the site itself chooses."""

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.picking import pick_at_random
from videos.browsing.recommending import leave_startling_out
from videos.browsing.search import search
from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db


@pytest.fixture
def videos(make_video):
    return {
        "calm": make_video("Calm", tags=["sleep"]),
        "hypnosis": make_video("Hypnosis", tags=["sleep-hypnosis"]),
        "loud": make_video("Loud", tags=["sleep", "loud-sudden"]),
        "awake": make_video("Awake", tags=["loud-sudden"]),
    }


def chosen(videos, query, **options):
    ids = set(leave_startling_out(search(VideoFilter.from_query(query)), **options).videos)
    return {name for name, video in videos.items() if video.pk in ids}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tag=sleep", {"calm", "hypnosis"}),
        ("tag=sleep-hypnosis", {"hypnosis"}),
        ("tag=sleep,focus-study", {"calm", "hypnosis"}),
        ("group=sleep", {"calm", "hypnosis"}),
        ("tag=sleep&tag=loud-sudden", {"loud"}),
        ("", {"calm", "hypnosis", "loud", "awake"}),
    ],
)
def test_what_is_meant_for_sleep_is_never_loud_unless_that_is_asked_for_by_name(videos, query, names):
    assert chosen(videos, query) == names


def test_nor_is_what_stands_beside_a_video_for_sleep(videos):
    assert chosen(videos, "", beside=["sleep-hypnosis"]) == {"calm", "hypnosis"}
    assert chosen(videos, "", beside=["tapping"]) == {"calm", "hypnosis", "loud", "awake"}


def test_what_only_may_be_loud_counts_as_loud(videos):
    tag = Tag.objects.get(slug="loud-sudden")
    TagDecision.objects.create(video=videos["calm"], tag=tag, kind="suggested", source="automatic")

    assert chosen(videos, "tag=sleep") == {"hypnosis"}


def test_a_random_video_for_sleep_is_never_a_loud_one(videos):
    videos["calm"].delete()
    videos["hypnosis"].delete()

    assert pick_at_random(search(VideoFilter.from_query("tag=sleep"))) is None
    assert pick_at_random(search(VideoFilter.from_query("tag=loud-sudden&tag=sleep"))) == videos["loud"].pk


def test_a_list_that_was_asked_for_has_all_of_them(client, videos):
    titles = [card.title for card in client.get("/videos/?tag=sleep").context["cards"]]

    assert sorted(titles) == ["Calm", "Hypnosis", "Loud"]


def test_more_by_the_creator_of_a_video_for_sleep_has_no_loud_one(client, make_video, make_creator):
    creator = make_creator()
    asleep = make_video("Asleep", tags=["sleep"], creator=creator)
    awake = make_video("Awake", tags=["loud-sudden"], creator=creator)
    make_video("Calm", creator=creator)

    related = {video.title: client.get(video.get_absolute_url()).context["related"] for video in (asleep, awake)}

    assert {title: sorted(card.title for card in cards) for title, cards in related.items()} == {
        "Asleep": ["Calm"],
        "Awake": ["Asleep", "Calm"],
    }
