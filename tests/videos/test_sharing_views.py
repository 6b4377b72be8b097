"""A random video, and a list of videos by link."""

import pytest

pytestmark = pytest.mark.django_db


class TestRandomVideo:
    def test_leads_to_one_of_the_filter_and_is_not_kept(self, client, make_video):
        video = make_video(tags=["cbt"])
        make_video()

        response = client.get("/videos/random/?tag=cbt")

        assert (response.status_code, response.headers["Location"]) == (302, video.get_absolute_url())
        assert "no-store" in response.headers["Cache-Control"]

    def test_reaches_every_video_of_it(self, client, make_video):
        made = {make_video().get_absolute_url() for _ in range(3)}

        assert {client.get("/videos/random/").headers["Location"] for _ in range(100)} == made

    def test_is_never_what_the_visitor_never_wants_to_meet(self, client, make_video):
        make_video(tags=["mouth-sounds"])
        client.cookies["never"] = "never=mouth-sounds"

        assert client.get("/videos/random/").headers["Location"].startswith("/videos/?")

    @pytest.mark.parametrize("query", ["tag=cbt", "tag=xyz", "length=abc"])
    def test_leads_to_the_list_where_there_is_none_or_something_is_not_understood(self, client, make_video, query):
        make_video()

        assert client.get(f"/videos/random/?{query}").headers["Location"] == f"/videos/?{query}"

    @pytest.mark.parametrize("path", ["/", "/videos/"])
    def test_is_one_tap_away(self, client, make_video, path):
        make_video()

        assert 'href="/videos/random/" rel="nofollow">' in client.get(path).content.decode()


class TestSharedList:
    def shown(self, client, query):
        context = client.get(f"/list/?{query}").context
        return [row.card.title for row in context["rows"]], context["notes"], context["hidden_count"]

    def test_keeps_the_order_of_the_address(self, client, make_video):
        first, second, third = (make_video(title).pk for title in ("A", "B", "C"))

        assert self.shown(client, f"v={third},{first}&v={second}") == (["C", "A", "B"], [], 0)

    def test_says_what_it_leaves_out(self, client, make_video):
        video, held = make_video("A"), make_video("B", listing_state="held", held_reason="moderation")

        titles, notes, _ = self.shown(client, f"v={video.pk},abc,{video.pk},{held.pk},{'9' * 18}")

        assert titles == ["A"]
        assert notes == [
            f"Named more than once, shown once: {video.pk}.",
            f"No video of this catalog, or none any more: {held.pk}, {'9' * 18}.",
            "Not understood: abc.",
        ]

    def test_hides_what_its_reader_never_wants_to_meet_and_keeps_it_in_the_address(self, client, make_video):
        shown, hidden = make_video("A"), make_video("B", tags=["mouth-sounds"])
        client.cookies["never"] = "never=mouth-sounds"

        response = client.get(f"/list/?v={shown.pk},{hidden.pk}")

        assert [row.card.title for row in response.context["rows"]] == ["A"]
        html = response.content.decode()
        assert "1 hidden by your settings" in html
        assert f'href="?v={shown.pk},{hidden.pk}&amp;never=off"' in html
        assert response.context["value"] == f"{shown.pk},{hidden.pk}"

    def test_is_changed_by_links(self, client, make_video):
        first, second, third = (make_video(title).pk for title in ("A", "B", "C"))

        rows = client.get(f"/list/?v={first},{second},{third}").context["rows"]

        assert [row.up_href for row in rows] == [
            "",
            f"/list/?v={second},{first},{third}",
            f"/list/?v={first},{third},{second}",
        ]
        assert rows[0].remove_href == f"/list/?v={second},{third}"

    @pytest.mark.parametrize(
        "address",
        [
            "{pk}",
            "/videos/{pk}/",
            "http://testserver/videos/{pk}/",
            "https://www.youtube.com/watch?v={site_id}&t=3",
            "https://youtu.be/{site_id}",
            "https://www.youtube.com/shorts/{site_id}",
        ],
    )
    def test_takes_a_further_video_by_number_or_address(self, client, make_video, address):
        there, wanted = make_video(), make_video(site_id="aaaaaaaaa-1")

        response = client.get("/list/", {"v": there.pk, "add": address.format(pk=wanted.pk, site_id=wanted.site_id)})

        assert (response.status_code, response.headers["Location"]) == (302, f"/list/?v={there.pk},{wanted.pk}")

    @pytest.mark.parametrize("text", ["nothing", "http://[", "\x00", "https://a.example/videos/1/", "9" * 30])
    def test_says_that_what_is_to_be_added_is_no_video(self, client, text):
        response = client.get("/list/", {"add": text})

        assert response.status_code == 200
        assert [note for note in response.context["notes"] if not note.endswith("nothing was added.")] == []

    def test_holds_a_hundred_videos(self, client, make_video):
        pks = [make_video().pk for _ in range(101)]

        titles, notes, _ = self.shown(client, f"v={','.join(map(str, pks))}")

        assert (len(titles), notes) == (100, ["A list holds 100 videos; 1 more were left out."])

    @pytest.mark.parametrize(
        "query", ["", "v=", "v=%00", "v=%ED%A0%80", "v=99999999999999999999", "v=-1", "%", "v=" + "1," * 5000]
    )
    def test_answers_any_query(self, client, query):
        response = client.get(f"/list/?{query}")

        assert response.status_code == 200
        assert '<meta name="robots" content="noindex">' in response.content.decode()

    def test_is_offered_on_a_videos_page(self, client, make_video):
        video = make_video()

        assert f'href="/list/?v={video.pk}"' in client.get(video.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("name", ["%2500", "%25ED%25A0%2580"])
    def test_answers_an_address_that_names_no_video(self, client, name):
        response = client.get(f"/list/?add=https://www.youtube.com/watch?v={name}")

        assert "nothing was added" in response.content.decode()
