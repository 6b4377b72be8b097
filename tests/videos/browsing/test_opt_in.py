"""What a person listed although a tag of it is for a moderator: nobody meets it who does not ask for it."""

import pytest
from django.urls import reverse

from videos.browsing.counting import count_options
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def videos(make_video, make_creator):
    """A plain video, and one that a person let pass, alike in all else."""
    alike = {"creator": make_creator(), "duration_seconds": 1200}
    plain = make_video("Squirrel one", tags=["hypnosis", "tapping"], **alike)
    passed = make_video("Squirrel two", tags=["hypnosis", "tapping", "ear-eating"], is_listing_curated=True, **alike)
    return plain, passed


def found(query):
    return list(search(VideoFilter.from_query(query)).hits[:])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "tag=hypnosis",
        "group=hypnosis",
        "tag=tapping",
        "tag=tapping,ear-eating",
        "q=squirrel",
        "creator=quiet-corner-asmr",
        "length=10-60",
        "sort=random-1",
    ],
)
def test_is_in_no_list_of_who_does_not_ask_for_it(videos, query):
    assert found(query) == [videos[0].pk]


@pytest.mark.parametrize("query", ["tag=ear-eating", "tag=ear-eating&tag=tapping", "tag=ear-eating&q=squirrel"])
def test_is_found_by_who_does(videos, query):
    assert found(query) == [videos[1].pk]


@pytest.mark.parametrize("query", ["", "tag=hypnosis", "not=ear-eating", "not=tapping", "tag=ear-eating"])
def test_each_count_is_what_its_link_gives(videos, query):
    result = search(VideoFilter.from_query(query))

    tags = count_options(result).tags

    assert {slug: tags[slug] for slug in ("ear-eating", "kissing-sounds", "tapping")} == {
        slug: search(result.filter.including(slug)).count() for slug in ("ear-eating", "kissing-sounds", "tapping")
    }


def test_is_on_no_front_page_and_beside_no_other_video(client, videos):
    plain, passed = videos
    paths = ["/", "/videos/", "/tags/hypnosis/", plain.get_absolute_url(), "/videos/feed.atom", "/api/v1/videos"]

    pages = [client.get(path).content.decode() for path in paths]

    assert ["Squirrel two" in page for page in pages] == [False] * 6
    assert client.get("/videos/random/").headers["Location"] == plain.get_absolute_url()


def test_is_on_its_own_page_and_where_somebody_names_it(client, videos):
    passed = videos[1]
    client.cookies["never"] = "never=chewing"
    paths = [passed.get_absolute_url(), f"{reverse('shared-list')}?v={passed.pk}", "/tags/ear-eating/"]

    pages = [client.get(path).content.decode() for path in paths]

    assert ["Squirrel two" in page for page in pages] == [True] * 3
    assert client.get(f"/api/v1/videos/{passed.pk}?never=chewing").status_code == 200
