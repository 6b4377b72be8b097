"""The pages of creators."""

import pytest

pytestmark = pytest.mark.django_db


class TestCreatorDetail:
    def test_says_what_they_do_and_how_often(self, client, make_creator, make_video):
        creator = make_creator()
        make_video(creator=creator, tags=["tapping"])
        make_video(creator=creator, tags=["tapping", "hypnosis"])

        profile = dict(client.get(creator.get_absolute_url()).context["profile"])

        [hypnosis] = profile["Therapy style & technique"]
        assert (hypnosis.label, hypnosis.count, hypnosis.share_percent) == ("Hypnosis", 1, 50)
        assert hypnosis.url == "/videos/?tag=hypnosis&creator=quiet-corner-asmr"

    def test_says_that_nobody_has_confirmed_it(self, client, make_creator):
        html = client.get(make_creator(is_asmr_creator=True).get_absolute_url()).content.decode()

        assert "Nobody has confirmed yet" in html

    def test_shows_aliases_and_approach(self, client, make_creator):
        creator = make_creator(approach="Tests to relax with.", curated_at="2026-01-01T00:00Z")
        creator.aliases.create(name="QC")

        response = client.get(creator.get_absolute_url())

        assert response.context["aliases"] == ["QC"]
        assert "Tests to relax with." in response.content.decode()

    @pytest.mark.parametrize("listing_state", [None, "held", "hidden"])
    def test_is_not_there_for_a_channel_that_was_only_imported_or_followed(
        self, client, make_creator, make_video, listing_state
    ):
        creator = make_creator(is_followed=True)
        if listing_state:
            make_video(creator=creator, listing_state=listing_state, held_reason="curator" * (listing_state == "held"))

        assert client.get(creator.get_absolute_url()).status_code == 404
        assert list(client.get("/creators/").context["creators"]) == []

    def test_is_gone_for_who_was_taken_down(self, client, make_creator):
        creator = make_creator(status="removed", is_asmr_creator=True)
        creator.former_slugs.create(slug="former")

        answers = [client.get(f"/creators/{slug}/") for slug in (creator.slug, "former", "nobody")]

        assert [answer.status_code for answer in answers] == [410, 410, 404]
        assert "Quiet" not in answers[0].content.decode()


class TestCreatorList:
    @pytest.mark.parametrize("q", ["quiet corner", "QC", "@quiet"])
    def test_is_searched_by_name_alias_and_handle(self, client, make_creator, q):
        make_creator(handle="@quiet", is_asmr_creator=True).aliases.create(name="QC")
        make_creator("Somebody else", is_asmr_creator=True)

        response = client.get("/creators/", {"q": q})

        assert [row.name for row in response.context["creators"]] == ["Quiet Corner ASMR"]

    def test_counts_listed_videos_and_names_their_tags(self, client, make_creator, make_video):
        creator = make_creator()
        make_video(creator=creator, tags=["tapping"])
        make_video(creator=creator, listing_state="hidden", tags=["reiki"])

        [row] = client.get("/creators/").context["creators"]

        assert (row.video_count, [tag.label for tag in row.top_tags]) == (1, ["Tapping"])

    def test_is_in_the_order_of_names_whatever_their_case(self, client, make_creator):
        for name in ("beta", "Alpha", "Gamma"):
            make_creator(name, is_asmr_creator=True)

        assert [row.name for row in client.get("/creators/").context["creators"]] == ["Alpha", "beta", "Gamma"]
