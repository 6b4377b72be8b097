"""The pages of creators."""

import pytest

from creators.models import Creator
from videos.models import Tag

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
        html = client.get(make_creator(is_asmr_creator=True, site_id="UC1").get_absolute_url()).content.decode()

        assert "Nobody has confirmed yet that this entry belongs to this channel." in html

    def test_says_that_no_channel_is_known_and_how_to_name_one(self, client, make_creator):
        html = client.get(make_creator(is_asmr_creator=True).get_absolute_url()).content.decode()

        assert "No channel of theirs is known here yet." in html
        assert "this channel" not in html
        assert 'href="/suggest/" rel="nofollow">Suggest one' in html

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


class TestWhatCuratorsSay:
    @pytest.fixture
    def creator(self, make_creator):
        return make_creator(is_asmr_creator=True, status="active")

    def say(self, creator, *slugs):
        for slug in slugs:
            creator.said_tags.create(tag=Tag.objects.get(slug=slug))

    def test_is_shown_beside_the_counts(self, client, creator):
        Creator.objects.update(credentials="A nurse.", languages=["en", "de"], confirmed_at="2026-11-24T10:00Z")
        creator.links.create(label="Shop", url="https://shop.example/")
        self.say(creator, "hypnosis", "cbt")

        response = client.get(creator.get_absolute_url())

        said = response.context["said"]
        assert [tag.label for tag in said.tags] == ["CBT (cognitive behavioural therapy)", "Hypnosis"]
        assert (said.languages, said.credentials, said.confirmed) == ("English, German", "A nurse.", "24 Nov 2026")
        assert "confirmed by a curator on 24 Nov 2026" in response.text
        assert "As stated by the creator, unverified" in response.text
        assert '<a class="tag" href="https://shop.example/" rel="noreferrer nofollow">Shop</a>' in response.text

    def test_is_left_out_where_nothing_is_said(self, client, creator):
        html = client.get(creator.get_absolute_url()).text

        assert [text in html for text in ("A curator says", "As stated", "Elsewhere", "confirmed by")] == [False] * 4

    @pytest.mark.parametrize(
        ("values", "is_confirmed"),
        [
            ({"status": "active"}, False),  # somebody says that they still make videos
            ({"status": "active", "confirmed_at": "2026-11-24T10:00Z"}, True),
            ({"status": "terminated", "confirmed_at": "2026-11-24T10:00Z"}, True),
            ({"status": "unverified", "confirmed_at": "2026-11-24T10:00Z"}, False),
        ],
    )
    def test_is_confirmed_in_lists_where_the_page_says_so(self, client, creator, values, is_confirmed):
        Creator.objects.update(**values)

        pages = [client.get(path).text for path in ("/creators/", creator.get_absolute_url())]

        assert ["confirmed by a curator" in page for page in pages] == [is_confirmed] * 2

    def test_leaves_out_what_the_visitor_never_wants_to_meet(self, client, creator):
        self.say(creator, "sleep-hypnosis", "cbt")
        client.cookies["never"] = "never=hypnosis"

        said = client.get(creator.get_absolute_url()).context["said"]

        assert [tag.url for tag in said.tags] == ["/tags/cbt/"]

    def test_makes_them_found_by_the_tag_and_what_is_above_it(self, client, creator, make_creator):
        self.say(creator, "cbt")
        self.say(make_creator("Removed", status="removed", curated_at="2026-01-01T00:00Z"), "cbt")
        self.say(make_creator("Only imported"), "cbt")

        found = {}
        for slug in ("cbt", "psychotherapy-asmr", "cognitive-restructuring"):
            response = client.get(f"/tags/{slug}/")
            found[slug] = [option.label for option in response.context["creators_said"]]

        assert found == {
            "cbt": ["Quiet Corner ASMR"],
            "psychotherapy-asmr": ["Quiet Corner ASMR"],
            "cognitive-restructuring": [],
        }

    def test_marks_on_the_tag_s_page_that_it_is_said_of_no_video(self, client, creator):
        self.say(creator, "cbt")

        html = client.get("/tags/cbt/").text

        assert "Said of the creator, not of a video" in html
        assert "Nobody yet. No video in this catalog is known to have this." in html

    def test_is_told_apart_from_what_another_source_says(self, client, creator):
        self.say(creator, "hypnosis")
        creator.said_tags.create(tag=Tag.objects.get(slug="cbt"), source="A blog post")

        page, tag_page = client.get(creator.get_absolute_url()), client.get("/tags/cbt/")

        said = page.context["said"]
        assert [tag.label for tag in said.tags] == ["Hypnosis"]
        assert [(by, [tag.url for tag in tags]) for by, tags in said.tags_elsewhere] == [
            ("A blog post", ["/tags/cbt/"])
        ]
        assert "Said of them by A blog post" in page.text
        assert tag_page.context["creators_said"] == ()
        [(source, [option])] = tag_page.context["creators_said_elsewhere"]
        assert (source, option.label) == ("A blog post", "Quiet Corner ASMR")
        assert "A blog post says so, and no curator of this catalog has checked it." in tag_page.text

    def test_above_a_tag_that_is_shut_out_names_nobody_for_it(self, client, creator):
        self.say(creator, "cbt")

        shown, hidden = (
            client.get(address).context["creators_said"]
            for address in ("/tags/psychotherapy-asmr/", "/tags/psychotherapy-asmr/?never=cbt")
        )

        assert ([option.label for option in shown], hidden) == (["Quiet Corner ASMR"], ())

    def test_never_names_whom_the_visitor_shuts_out(self, client, creator):
        self.say(creator, "cbt")
        client.cookies["never"] = f"never-creator={creator.slug}"

        creator.said_tags.create(tag=Tag.objects.get(slug="cbt-i"), source="A blog post")

        context = client.get("/tags/cbt/").context

        assert (context["creators_said"], context["creators_said_elsewhere"]) == ((), ())

    @pytest.mark.parametrize(
        "change",
        [
            lambda creator: creator.said_tags.create(tag=Tag.objects.get(slug="cbt")),
            lambda creator: creator.links.create(label="Shop", url="https://shop.example/"),
            lambda creator: Creator.objects.update(languages=["en"]),
            lambda creator: Creator.objects.update(credentials="A nurse."),
            lambda creator: Creator.objects.update(confirmed_at="2026-11-24T10:00Z"),
        ],
    )
    def test_is_asked_for_again_once_it_changed(self, client, creator, change):
        etag = client.get(creator.get_absolute_url()).headers["ETag"]

        change(creator)

        assert client.get(creator.get_absolute_url(), headers={"If-None-Match": etag}).status_code == 200


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
