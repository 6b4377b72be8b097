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
        html = client.get(make_creator().get_absolute_url()).content.decode()

        assert "Nobody has confirmed yet" in html

    def test_shows_aliases_and_approach(self, client, make_creator):
        creator = make_creator(approach="Tests to relax with.")
        creator.aliases.create(name="QC")

        response = client.get(creator.get_absolute_url())

        assert response.context["aliases"] == ["QC"]
        assert "Tests to relax with." in response.content.decode()

    def test_is_gone_for_who_asked_to_be_removed(self, client, make_creator):
        assert client.get(make_creator(status="removed").get_absolute_url()).status_code == 404


class TestCreatorList:
    @pytest.mark.parametrize("q", ["quiet corner", "QC", "@quiet"])
    def test_is_searched_by_name_alias_and_handle(self, client, make_creator, q):
        make_creator(handle="@quiet").aliases.create(name="QC")
        make_creator("Somebody else")

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
            make_creator(name)

        assert [row.name for row in client.get("/creators/").context["creators"]] == ["Alpha", "beta", "Gamma"]
