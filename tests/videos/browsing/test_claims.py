"""Who speaks: a part that is played, a training that is stated, a training that was looked up."""

from datetime import UTC, datetime

import pytest

from creators.models import Creator
from videos.browsing.claims import find_claims
from videos.tag_graph import load_tag_graph

pytestmark = pytest.mark.django_db

STATED = {"credentials": "A therapist."}
CONFIRMED = {
    **STATED,
    "confirmed_credential": "Registered therapist",
    "credential_source": "https://register.example/123",
    "credential_confirmed_of": "A therapist.",
    "credential_confirmed_at": datetime(2026, 11, 24, 10, tzinfo=UTC),
}
ROLE_PLAY, UNVERIFIED, BY_A_CURATOR = (
    "Role play",
    "States a credential (unverified)",
    "Credential confirmed by a curator",
)


def labels(claims):
    return [claim.label for claim in claims]


class TestClaims:
    @pytest.mark.parametrize(
        ("slugs", "values", "expected"),
        [
            ([], {}, []),
            (["therapist-session"], {}, [ROLE_PLAY]),
            (["cbt"], STATED, [UNVERIFIED]),
            (["cbt"], CONFIRMED, [BY_A_CURATOR]),
            (["therapist-session"], CONFIRMED, [ROLE_PLAY, BY_A_CURATOR]),
        ],
    )
    def test_have_words_of_their_own(self, slugs, values, expected):
        present = load_tag_graph().closure(slugs)

        assert labels(find_claims(present, Creator(**values))) == expected

    def test_of_nobody_are_none(self):
        assert find_claims((), None) == ()

    def test_differ_in_words_icons_and_explanations(self):
        claims = [*find_claims(["roleplay"], Creator(**STATED)), *find_claims((), Creator(**CONFIRMED))]

        for part in ("kind", "label", "short", "icon", "explanation"):
            assert len({getattr(claim, part) for claim in claims}) == 3


def test_no_scene_brings_a_technique():
    """Whoever plays a therapist does no therapy by that."""
    graph = load_tag_graph()
    scenes = [tag.slug for tag in graph.public_tags if tag.group.facet_id == "roleplay"]

    brought = {tag.slug for tag in graph.in_order(graph.closure(scenes)) if tag.group.facet_id == "technique"}

    assert ("therapist-session" in scenes, brought) == (True, set())


class TestThePages:
    @pytest.fixture
    def creator(self, make_creator):
        return make_creator(**STATED, is_asmr_creator=True)

    @pytest.fixture
    def video(self, make_video, creator):
        return make_video(creator=creator, tags=["therapist-session"])

    def test_of_a_video_tell_before_play(self, client, video):
        html = client.get(video.get_absolute_url()).text

        assert [html.index(words) < html.index("player__play") for words in (ROLE_PLAY, UNVERIFIED)] == [True, True]
        assert "A scene. Nobody is examining or treating you." in html
        assert f'(<a href="{video.creator.get_absolute_url()}">what they state</a>)' in html

    def test_of_a_creator_never_call_the_person_a_scene(self, client, video, creator):
        html = client.get(creator.get_absolute_url()).text

        assert "Some of their videos are scenes. Nobody is examining or treating you." in html
        assert 'claim__text">A scene. Nobody' not in html

    def test_of_lists_tell_in_short(self, client, video):
        [card] = client.get("/videos/").context["cards"]

        assert [claim.short for claim in card.claims] == ["role play", "credential unverified"]

    def test_of_a_creator_tell_what_was_confirmed_and_the_source(self, client, video, creator):
        Creator.objects.update(**CONFIRMED)

        html = client.get(creator.get_absolute_url()).text

        assert "Confirmed by a curator on 24 Nov 2026" in html
        assert "Registered therapist" in html
        assert 'href="https://register.example/123" rel="noreferrer nofollow"' in html
        assert (BY_A_CURATOR in html, UNVERIFIED in html) == (True, False)

    def test_of_a_creator_show_a_source_that_is_no_address_as_text(self, client, creator):
        Creator.objects.update(**{**CONFIRMED, "credential_source": "javascript:alert(1) in the register"})

        html = client.get(creator.get_absolute_url()).text

        assert "javascript:alert(1) in the register" in html
        assert 'href="javascript' not in html

    def test_are_asked_for_again_once_a_claim_changed(self, client, video):
        etag = client.get(video.get_absolute_url()).headers["ETag"]

        Creator.objects.update(**CONFIRMED)

        assert client.get(video.get_absolute_url(), headers={"If-None-Match": etag}).status_code == 200

    def test_of_the_api_tell_the_state_wherever_a_creator_is_named(self, client, video, creator):
        address, listed = f"/api/v1/creators/{creator.slug}", "/api/v1/videos"
        before = client.get(address).json(), client.get(listed).json()["videos"][0]["creator"]
        Creator.objects.update(**CONFIRMED)
        after = client.get(address).json(), client.get(listed).json()["videos"][0]["creator"]

        assert [one["credential"] for one in (*before, *after)] == ["stated", "stated", "confirmed", "confirmed"]
        assert before[0]["confirmed_credential"] is None
        assert after[0]["confirmed_credential"] == {
            "what": "Registered therapist",
            "source": "https://register.example/123",
            "confirmed_at": "2026-11-24T10:00:00Z",
        }
