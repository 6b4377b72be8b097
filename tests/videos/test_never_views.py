"""The page that sets what a visitor never wants to see, and what every other page makes of it."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db

MOUTH = "never=misophonia-mouth"


@pytest.fixture
def never(client):
    """Give the visitor a never-list, written as in the cookie."""

    def set_list(text):
        client.cookies["never"] = text

    return set_list


def body(response) -> str:
    return " ".join(response.content.decode().split())


class TestSetting:
    def test_keeps_it_in_the_browser_alone(self, client, make_video):
        make_video(tags=["chewing-gum"])

        response = client.post("/never/", {"preset": ["mouth"], "tag": ["hypnosis"], "action": "save"}, follow=True)

        assert response.redirect_chain == [("/never/?saved", 302)]
        assert "Saved. Your settings hide 1 of 1 videos now." in body(response).replace("  ", " ")
        assert client.cookies["never"].value == "never=hypnosis%2Cmisophonia-mouth"
        assert (Session.objects.count(), set(client.cookies)) == (0, {"never", "csrftoken"})

    def test_wants_a_token_from_this_site(self, client):
        client.handler.enforce_csrf_checks = True

        assert client.post("/never/", {"tag": ["hypnosis"], "action": "save"}).status_code == 403

    def test_unticking_takes_it_off(self, client, never):
        never("never=hypnosis%2Ctapping")

        client.post("/never/", {"tag": ["tapping"], "action": "save"})

        assert client.cookies["never"].value == "never=tapping"

    def test_forgets_everything_at_one_touch(self, client, never):
        never(MOUTH)

        client.post("/never/", {"preset": ["mouth"], "action": "forget"})

        assert client.cookies["never"].value == ""

    def test_waits_for_save_when_a_link_adds_something(self, client, never, make_creator):
        make_creator(is_asmr_creator=True)
        never("never=tapping")

        response = client.get("/never/?add=hypnosis&add-creator=quiet-corner-asmr")

        assert "Not saved yet." in body(response)
        assert response.context["never"].query_string == "never=hypnosis%2Ctapping&never-creator=quiet-corner-asmr"
        assert client.cookies["never"].value == "never=tapping"

    def test_keeps_what_a_link_adds_also_where_the_cookie_cannot_be_read(self, client, never):
        never("rubbish")

        response = client.get("/never/?add=hypnosis")

        assert "could not be read" in body(response)
        assert "Not saved yet." in body(response)
        assert response.context["never"].tags == ("hypnosis",)

    def test_looking_for_a_creator_keeps_what_is_ticked_and_saves_nothing(self, client, make_creator):
        make_creator(is_asmr_creator=True)

        response = client.post("/never/", {"tag": ["hypnosis"], "find": "quiet", "action": "find"})

        assert [choice.value for choice in response.context["found_creators"]] == ["quiet-corner-asmr"]
        assert response.context["never"].tags == ("hypnosis",)
        assert "never" not in client.cookies

    def test_refuses_more_than_a_browser_keeps_and_drops_nothing(self, client, never):
        never(MOUTH)
        creators = [f"{number:03}" + "x" * 90 for number in range(60)]

        response = client.post("/never/", {"preset": ["mouth"], "creator": creators, "action": "save"})

        assert (response.status_code, "Nothing was saved" in body(response)) == (400, True)
        assert response.context["never"].creators == tuple(creators)
        assert client.cookies["never"].value == MOUTH

    def test_drops_what_others_bring_along_only_to_make_room(self, client):
        tags = ["misophonia-mouth", "chewing-gum", "tapping"]
        creators = [f"{number:02}" + "x" * 96 for number in range(40)]

        client.post("/never/", {"tag": tags, "creator": creators, "action": "save"})
        crowded = client.cookies["never"].value
        client.post("/never/", {"tag": tags, "action": "save"})

        assert crowded.startswith("never=misophonia-mouth%2Ctapping&never-creator=00xxx")
        assert client.cookies["never"].value == "never=chewing-gum%2Cmisophonia-mouth%2Ctapping"

    @pytest.mark.parametrize(
        "data",
        [
            {"tag": ["\0", "a" * 5000, "🌧"], "find": "\0" * 500},
            {"tag": [f"t{number}" for number in range(400)]},
            {"creator": [f"c{number}" for number in range(200)], "action": "find"},
            {"preset": "xyz", "action": "xyz"},
        ],
    )
    def test_answers_anything_without_a_fault(self, client, data):
        assert client.post("/never/", data).status_code in {200, 302, 400}


class TestUnreadable:
    @pytest.mark.parametrize("path", ["/", "/videos/", "/videos/1/", "/tags/", "/tags/tapping/", "/creators/"])
    def test_shows_nothing_and_says_how_to_mend_it(self, client, never, make_video, path):
        make_video("Soft rain", pk=1, tags=["tapping"])
        never("rubbish")

        response = client.get(path)

        assert (response.status_code, "Soft rain" in body(response), "/never/" in body(response)) == (400, False, True)

    def test_can_be_chosen_anew(self, client, never):
        never("rubbish")

        shown = client.get("/never/")
        client.post("/never/", {"preset": ["mouth"], "action": "save"})

        assert "could not be read" in body(shown)
        assert client.cookies["never"].value == MOUTH


class TestLists:
    @pytest.fixture(autouse=True)
    def videos(self, make_video, make_creator, never):
        quiet, loud = make_creator("Quiet Corner"), make_creator("Loud Corner")
        self.shown = make_video("Shown", tags=["tapping"], creator=quiet)
        self.hidden = make_video("Hidden", tags=["tapping", "chewing-gum"], creator=quiet)
        self.theirs = make_video("Theirs", tags=["tapping"], creator=loud)
        never(f"{MOUTH}&never-creator=loud-corner")

    @pytest.mark.parametrize("path", ["/", "/videos/", "/videos/?q=corner", "/tags/tapping/", "/tags/"])
    def test_leave_it_out_and_say_how_much(self, client, path):
        response = client.get(path)

        assert response.context["hidden_count"] == 2
        assert "2 hidden by your settings" in body(response) or "2 videos hidden by your settings" in body(response)
        assert [name for name in ("Hidden", "Theirs", "Loud Corner") if name in response.content.decode()] == []

    @pytest.mark.parametrize("path", ["/", "/videos/?tag=tapping", "/tags/tapping/", "/tags/", "/creators/"])
    def test_show_it_once_and_lead_back(self, client, path):
        once = client.get(f"{path}{'&' if '?' in path else '?'}never=off", follow=True)

        assert once.redirect_chain == []
        assert "Your settings are off for this page" in body(once)
        assert "hidden by your settings" not in body(once)
        assert "never=off" not in [href for href in once.content.decode().split('"') if "/videos/?" in href]

    def test_that_are_redirected_to_another_address_stay_turned_off(self, client):
        response = client.get("/videos/?page=1&tag=tapping&never=off")

        assert (response.status_code, response.headers["Location"]) == (301, "/videos/?tag=tapping&never=off")

    def test_count_without_it(self, client):
        home, tags = client.get("/"), client.get("/tags/")

        counts = {row.label: row.count for _, groups in tags.context["facets"] for _, rows in groups for row in rows}
        assert (home.context["video_count"], home.context["creator_count"]) == (1, 1)
        assert (counts["Tapping"], counts["Gum chewing"]) == (1, 0)

    def test_of_creators_leave_out_who_is_shut_out(self, client):
        response = client.get("/creators/")

        [row] = response.context["creators"]
        assert (row.name, row.video_count, [tag.label for tag in row.top_tags]) == ("Quiet Corner", 1, ["Tapping"])
        assert (response.context["total"], response.context["hidden_count"]) == (1, 1)

    def test_offer_no_creator_who_is_shut_out_even_where_one_was_asked_for(self, client):
        response = client.get("/videos/?creator=loud-corner")

        assert (response.context["result"]["total"], "Loud Corner" in body(response)) == (0, False)

    def test_of_one_creator_leave_it_out(self, client):
        response = client.get("/creators/quiet-corner/")

        assert ([card.title for card in response.context["cards"]], response.context["hidden_count"]) == (["Shown"], 1)

    def test_of_related_videos_leave_it_out(self, client):
        response = client.get(self.shown.get_absolute_url())

        assert (response.context["related"], response.context["related_hidden_count"]) == ((), 1)

    def test_that_are_empty_say_what_was_hidden(self, client):
        assert "1 would fit, but is hidden by your settings." in body(client.get("/videos/?tag=chewing-gum"))
        assert "All videos that have this are hidden by your settings." in body(client.get("/tags/chewing-gum/"))

    def test_take_what_the_address_adds(self, client):
        response = client.get("/videos/?tag=tapping&never=tapping")

        assert (response.status_code, response.context["result"]["total"]) == (200, 0)

    def test_ask_the_same_number_of_queries_for_few_and_for_many(self, client, make_video):
        def count(path):
            client.get(path)  # what changed before is read into the index once
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            return len(queries)

        paths = ["/", "/videos/", "/tags/", "/creators/", "/tags/tapping/", "/creators/quiet-corner/"]
        few = [count(path) for path in paths]
        for number in range(10):
            tags = ["tapping", "mukbang"] if number % 2 else ["tapping"]
            make_video(f"More {number}", tags=tags, creator=self.shown.creator)

        assert [count(path) for path in paths] == few

    def test_are_no_other_visitors(self, client):
        assert "Cookie" in client.get("/videos/").headers["Vary"]


class TestStopPage:
    def test_says_why_and_nothing_of_the_video(self, client, make_video, make_creator, never):
        video = make_video("Unmistakable", tags=["chewing-gum"], creator=make_creator("Somebody"), description="Crunch")
        never(MOUTH)

        response = client.get(video.get_absolute_url())

        assert (response.status_code, "Mouth, eating or breath sounds" in body(response)) == (200, True)
        told = [word for word in ("Unmistakable", "Somebody", "somebody", "Crunch", "Gum") if word in body(response)]
        assert told == []
        assert '<meta name="robots" content="noindex">' in body(response)

    def test_says_where_it_is_only_suggested(self, client, make_video, never):
        video = make_video()
        TagDecision.objects.create(
            video=video, tag=Tag.objects.get(slug="chewing-gum"), kind="suggested", source="automatic"
        )
        never(MOUTH)

        assert "nobody has checked it yet" in body(client.get(video.get_absolute_url()))

    def test_lets_through_who_insists(self, client, make_video, never):
        video = make_video("Unmistakable", tags=["chewing-gum"])
        never(MOUTH)

        html = body(client.get(video.get_absolute_url()))

        assert '<a class="button" href="?never=off" rel="nofollow">Show it anyway, this once</a>' in html
        assert "Unmistakable" in body(client.get(f"{video.get_absolute_url()}?never=off"))

    def test_stands_before_a_creator_too(self, client, make_creator, never):
        creator = make_creator("Somebody", is_asmr_creator=True)
        never("never-creator=somebody")

        stopped, insisted = (body(client.get(creator.get_absolute_url() + query)) for query in ("", "?never=off"))

        assert ("omebody" in stopped, "Somebody" in insisted) == (False, True)

    def test_is_not_there_for_what_is_not_listed(self, client, make_video, never):
        video = make_video(tags=["chewing-gum"], listing_state="hidden")
        never(MOUTH)

        assert client.get(video.get_absolute_url()).status_code == 404


class TestLinksToIt:
    def test_stand_on_every_page_and_offer_what_the_page_is_about(self, client, make_video, make_creator):
        video = make_video(tags=["tapping"], creator=make_creator())

        pages = {path: client.get(path).content.decode() for path in ("/", video.get_absolute_url(), "/tags/tapping/")}

        assert all('href="/never/"' in html for html in pages.values())
        assert 'href="/never/?add=tapping"' in pages["/tags/tapping/"]
        assert 'href="/never/?add=tapping"' in pages[video.get_absolute_url()]
        assert 'href="/never/?add-creator=quiet-corner-asmr"' in pages[video.get_absolute_url()]
