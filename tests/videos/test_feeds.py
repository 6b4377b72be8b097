"""Atom feeds of filters."""

from xml.etree import ElementTree

import pytest

from videos.models import Tag

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address, **options):
    return ElementTree.fromstring(client.get(address, **options).content)


def texts(element, *path):
    return [found.text for found in element.findall("/".join(f"{ATOM}{name}" for name in path))]


class TestVideoFeed:
    def test_describes_a_video_in_our_own_words(self, client, make_video, make_creator):
        video = make_video(
            "Rain & tent",
            tags=["sleep-hypnosis"],
            creator=make_creator(),
            duration_seconds=3700,
            description="Buy my things",
            published_at="2019-05-01T10:00:00Z",
        )

        response = client.get("/videos/feed.atom?tag=sleep")
        entry = ElementTree.fromstring(response.content).find(f"{ATOM}entry")

        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert texts(entry, "title") == ["Rain & tent"]
        assert texts(entry, "author", "name") == ["Quiet Corner ASMR"]
        assert texts(entry, "published") == ["2019-05-01T10:00:00+00:00"]
        assert texts(entry, "summary") == [
            "1 h 01 min · published: 1 May 2019 · good to know first: Do not use while driving"
        ]
        assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/videos/{video.pk}/"
        assert "Sleep hypnosis" in [category.get("term") for category in entry.findall(f"{ATOM}category")]

    def test_names_videos_alike_at_every_port(self, client, make_video):
        video = make_video()

        names = [
            texts(read(client, "/videos/feed.atom", headers={"host": host}), "entry", "id")
            for host in ("localhost", "localhost:8080")
        ]

        assert names == [[f"tag:localhost,2026:video/{video.pk}"]] * 2

    def test_knows_its_one_address_and_keeps_the_never_list_in_it(self, client):
        feed = read(client, "/videos/feed.atom?never=gum&page=3&not=mouth-sounds&sort=random-5&tag=reframing")

        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        query = "tag=cognitive-restructuring&not=mouth-sounds"
        assert links == {
            "alternate": f"http://testserver/videos/?{query}",
            "self": f"http://testserver/videos/feed.atom?{query}&never=gum",
        }

    def test_leaves_out_what_is_never_to_be_met(self, client, make_video):
        make_video("Rain")
        make_video("Gum", tags=["mouth-sounds"])

        assert texts(read(client, "/videos/feed.atom?never=mouth-sounds"), "entry", "title") == ["Rain"]

    def test_dates_nothing_by_an_estimate_and_invents_no_author(self, client, make_video):
        make_video(published_at="2019-05-01T10:00:00Z", published_precision="approximate")

        feed = read(client, "/videos/feed.atom")

        assert (texts(feed, "entry", "published"), texts(feed, "entry", "author", "name")) == ([], ["creator unknown"])

    def test_has_fifty_entries_at_most(self, client, make_video):
        for number in range(51):
            make_video(f"Rain {number}")

        assert len(texts(read(client, "/videos/feed.atom"), "entry")) == 50

    def test_says_in_its_title_what_of_the_filter_means_nothing(self, client):
        [title] = texts(read(client, "/videos/feed.atom?tag=xyz"), "title")

        assert title == "“xyz” is not a tag of this catalog: nothing can be found with it · ASMR catalog"

    def test_says_what_of_the_never_list_means_nothing(self, client):
        feed = read(client, "/videos/feed.atom?never=mouth-soundz,hypnosis&never-creator=nobody")

        assert texts(feed, "subtitle") == [
            "“mouth-soundz” is not a tag of this catalog: videos whose text says it are left out; "
            "“nobody” is not a creator of this catalog"
        ]
        assert texts(read(client, "/videos/feed.atom?never=hypnosis"), "subtitle") == []

    @pytest.mark.parametrize("order", ["", "&sort=random"])
    def test_has_no_entries_where_there_are_too_many_conditions(self, client, make_video, order):
        slugs = list(Tag.objects.public().values_list("slug", flat=True)[:21])
        make_video(tags=slugs[:20])

        feed = read(client, "/videos/feed.atom?" + "&".join(f"tag={slug}" for slug in slugs) + order)

        assert texts(feed, "entry", "title") == []

    def test_is_readable_whatever_a_title_holds(self, client, make_video):
        make_video("Rain \x0b\x1b<b>&amp;")

        assert texts(read(client, "/videos/feed.atom"), "entry", "title") == ["Rain <b>&amp;"]

    def test_is_readable_whatever_is_searched_for(self, client, make_video):
        make_video("Rain \uffff\ufffe")

        assert texts(read(client, "/videos/feed.atom"), "entry", "title") == ["Rain"]
        assert texts(read(client, "/videos/feed.atom?q=%EF%BF%BErain%EF%BF%BF"), "entry", "title") == ["Rain"]

    def test_refuses_a_never_list_that_is_too_long(self, client):
        response = client.get("/videos/feed.atom?never=" + ",".join(f"t{number}" for number in range(301)))

        assert (response.status_code, "301 tags" in response.content.decode()) == (400, True)


class TestDiscovery:
    @pytest.mark.parametrize(
        ("path", "feed"),
        [
            ("/videos/?tag=cbt&amp;page=2", "/videos/feed.atom?tag=cbt"),
            ("/tags/cbt/", "/videos/feed.atom?tag=cbt"),
            ("/creators/quiet-corner-asmr/", "/videos/feed.atom?creator=quiet-corner-asmr"),
        ],
    )
    def test_each_list_names_its_feed(self, client, make_video, make_creator, path, feed):
        make_video(creator=make_creator(), tags=["cbt"])

        html = client.get(path, follow=True).content.decode()

        assert (
            f'<link rel="alternate" type="application/atom+xml" title="New videos of this list" href="{feed}">' in html
        )
        assert html.count(feed) == 2

    @pytest.mark.parametrize("path", ["/videos/", "/tags/cbt/", "/creators/quiet-corner-asmr/"])
    def test_leaves_out_what_is_never_to_be_met_also_where_the_page_shows_it_once(
        self, client, make_video, make_creator, path
    ):
        make_video(creator=make_creator(), tags=["cbt"])
        client.cookies["never"] = "never=hypnosis"

        feed = client.get(f"{path}?never=off").context["feed_href"]

        assert feed.endswith("never=hypnosis")
