"""Nobody finds a trace of what was taken down: on no page that links lead to, on no face, in no export."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.videos.test_never_leaks import FEWEST, MARK, Walk, body_of, public_routes, samples_of, traces_in
from videos.curation.takedowns import reverse_takedown, take_down

pytestmark = pytest.mark.django_db

WORDS = ("qvox", "qvo", "qvx", "nobody", "theirs", "squirrel")


@pytest.fixture
def catalog(examples, make_creator, make_video):
    """The sixty examples, a video that goes, and a creator who goes with another."""
    quiet, gone = make_creator("Quiet Corner ASMR"), make_creator("Qvox Nobody", handle="@qvox")
    gone.aliases.create(name="Qvox the Second")
    gone.former_slugs.create(slug="qvox-once")
    for video in list(examples.values())[:20]:
        video.creator = quiet
        video.save()
    values = {"tags": ["tapping", "sleep"], "duration_seconds": 2400, "published_at": "2026-01-01T00:00Z"}
    video = make_video(f"{MARK} squirrel", pk=907_001, creator=quiet, description=f"{MARK} it is", **values)
    theirs = make_video(f"{MARK} theirs", pk=907_002, creator=gone, source_language="fi", **values)
    return {"shown": examples["p01"], "creator": quiet, "video": video, "gone": gone, "theirs": theirs}


@pytest.fixture
def taken_down(catalog):
    return [take_down(catalog[name], reason="creator-request", note=f"{MARK} wrote") for name in ("video", "gone")]


def addresses_of(catalog) -> list[str]:
    """Of what went: its pages and its answers in the API."""
    pages = [catalog[name].get_absolute_url() for name in ("video", "theirs", "gone")]
    return [
        *pages,
        "/creators/qvox-once/",
        "/api/v1/videos/907001",
        "/api/v1/videos/907002",
        "/api/v1/creators/qvox-nobody",
    ]


def test_every_page_and_face_is_without_a_trace(catalog, taken_down):
    client = Client()
    client.raise_request_exception = False
    samples = [
        address
        for route, name in public_routes().items()
        for address in samples_of(route, name, type("Catalog", (), catalog))
    ]
    asked = [f"{address}?q={words}" for address in samples for words in WORDS]
    walk = Walk(client, catalog).run(["/", *samples, *asked])

    # What somebody typed is repeated to them, in the field they typed it into and in addresses made of it.
    traces = {url: found for url, found in walk.traces.items() if "q=" not in url}
    assert (traces, walk.faults) == ({}, {})
    assert len(walk.visited) >= FEWEST


@pytest.mark.parametrize("words", ["squirrel", "theirs", "nobody"])
@pytest.mark.parametrize("face", ["/videos/", "/videos/feed.atom", "/api/v1/videos", "/videos/suggest/", "/creators/"])
def test_no_word_of_it_finds_it_again(client, catalog, taken_down, face, words):
    response = client.get(f"{face}?q={words}")

    assert traces_in("/", response, body_of(response)) == []


def test_its_pages_and_answers_say_that_it_is_gone_and_no_more(client, catalog, taken_down):
    answers = [client.get(address) for address in addresses_of(catalog)]

    assert [answer.status_code for answer in answers] == [410] * 7
    assert [re.findall(f"{MARK}|wrote|creator-request", body_of(answer), re.IGNORECASE) for answer in answers] == [
        []
    ] * 7


def test_a_copy_of_its_page_is_not_good_any_more(client, catalog):
    address = catalog["video"].get_absolute_url()
    etag = client.get(address).headers["ETag"]

    take_down(catalog["video"], reason="other")

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 410


def test_a_list_by_link_and_an_export_leave_it_out(client, run, catalog, taken_down):
    listed = client.get("/list/?v=907001,907002").content.decode()

    assert "qvox" not in listed.lower()
    assert "qvox" not in "\n".join(run("export_videos").out).lower()


def test_a_visitor_who_had_its_creator_on_their_list_sees_no_more_than_the_slug(client, catalog, taken_down):
    client.cookies["never"] = "never-creator=qvox-nobody"

    html = client.get("/never/").content.decode()

    assert re.findall("Qvox Nobody", html) == []


def test_reversed_everything_is_there_again(client, catalog, taken_down):
    for takedown in taken_down:
        reverse_takedown(takedown)

    assert [client.get(address).status_code for address in addresses_of(catalog)] == [200, 200, 200, 301, 200, 200, 200]
    found = client.get(f"/videos/?q={quote('qvox')}").content.decode()
    assert ("qvox squirrel" in found, "qvox theirs" in found) == (True, True)


def test_taking_a_creator_down_asks_the_same_number_of_queries_for_one_and_for_thirty_videos(make_creator, make_video):
    few, many = make_creator("Few"), make_creator("Many")
    make_video(creator=few)
    for _ in range(30):
        make_video(creator=many)

    with CaptureQueriesContext(connection) as of_few:
        take_down(few, reason="other")
    with CaptureQueriesContext(connection) as of_many:
        take_down(many, reason="other")

    assert len(of_many) == len(of_few)
