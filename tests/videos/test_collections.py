"""Collections: what a source outside the catalog names, and who sees what of it."""

from datetime import date

import pytest

from creators.models import Creator
from videos.curation.merging import merge_duplicates
from videos.models import Collection, Video

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(db):
    return Collection.objects.create(title="Named in a post", slug="named-in-a-post", source_title="A post")


@pytest.fixture
def named(collection, make_creator, make_video):
    """Two creators and two videos in the collection, and one of each that visitors do not see."""
    anna, ben = (make_creator(name, is_asmr_creator=True) for name in ("Anna", "Ben"))
    collection.creators.set([anna, ben, make_creator("Only imported")])
    early, late = (make_video(day, creator=anna, published_at=f"{day}T00:00Z") for day in ("2020-01-01", "2024-01-01"))
    late.tagged_videos.create(tag_id=tag_id("hypnosis"))
    collection.videos.set([early, late, make_video("Held", listing_state="hidden")])
    return collection


def tag_id(slug):
    return Video.tags.through._meta.get_field("tag").related_model.objects.get(slug=slug).pk


def shown(client, collection, query=""):
    """(names of creators, titles of videos, how many are hidden) on its page."""
    context = client.get(f"{collection.get_absolute_url()}{query}").context
    names = [creator.name for creator in context["creators"]]
    return names, [card.title for card in context["cards"]], context["hidden_count"]


class TestTheList:
    def test_counts_what_visitors_see(self, client, named):
        [row] = client.get("/collections/").context["collections"]

        assert (row.title, row.source_title, row.creator_count, row.video_count) == ("Named in a post", "A post", 2, 2)

    def test_counts_nothing_that_the_visitor_never_wants_to_meet(self, client, named):
        client.cookies["never"] = "never=hypnosis&never-creator=ben"

        [row] = client.get("/collections/").context["collections"]

        assert (row.creator_count, row.video_count) == (1, 1)

    def test_leaves_out_what_is_not_shown(self, client, collection):
        Collection.objects.update(is_shown=False)

        assert client.get("/collections/").context["collections"] == []
        assert client.get(collection.get_absolute_url()).status_code == 404

    def test_stands_among_the_lists_that_search_engines_are_told_of(self, client):
        assert "<loc>http://testserver/collections/</loc>" in client.get("/sitemap-lists.xml").text


class TestThePage:
    def test_shows_creators_by_name_and_videos_newest_first(self, client, named):
        assert shown(client, named) == (["Anna", "Ben"], ["2024-01-01", "2020-01-01"], 0)

    def test_says_how_much_the_visitors_settings_hide(self, client, named):
        client.cookies["never"] = "never=hypnosis&never-creator=ben"

        assert shown(client, named) == (["Anna"], ["2020-01-01"], 2)

    def test_shows_no_video_that_only_they_find_who_ask_for_a_tag_for_moderators(self, client, named, make_video):
        named.videos.set([make_video(tags=["suggestive"], is_listing_curated=True)])

        assert shown(client, named) == (["Anna", "Ben"], [], 0)
        assert client.get("/collections/").context["collections"][0].video_count == 0

    def test_says_what_is_not_known_of_the_source(self, client, collection):
        assert client.get(collection.get_absolute_url()).text.count("not known here") == 2

    def test_links_the_source_where_its_address_is_known(self, client, collection):
        Collection.objects.update(source_url="https://post.example/2", source_date=date(2016, 5, 3))

        html = client.get(collection.get_absolute_url()).text

        assert '<a href="https://post.example/2" rel="noreferrer nofollow">https://post.example/2</a>' in html
        assert ("3 May 2016" in html, "not known here" in html) == (True, False)

    @pytest.mark.parametrize("query", ["?page=abc", "?page=99", "?page=-1", "?page=" + "9" * 5000, "?page=%00"])
    def test_answers_any_page_number(self, client, named, query):
        assert shown(client, named, query)[0] == ["Anna", "Ben"]

    def test_is_led_to_from_the_pages_of_its_creators(self, client, named):
        page = client.get("/creators/anna/")

        assert page.context["named_in"] == [("A post", "/collections/named-in-a-post/")]
        assert "Named in:" in page.text

    def test_is_told_by_the_api(self, client, named):
        assert client.get("/api/v1/creators/anna").json()["named_in"] == [
            {
                "title": "Named in a post",
                "source": "A post",
                "source_url": None,
                "page": "http://testserver/collections/named-in-a-post/",
            }
        ]

    @pytest.mark.parametrize(
        "change",
        [
            lambda collection: Collection.objects.update(note="About Anna."),
            lambda collection: collection.creators.clear(),
            lambda collection: collection.videos.clear(),
            lambda collection: collection.delete(),
        ],
        ids=["note", "creators", "videos", "deleted"],
    )
    def test_is_asked_for_again_once_it_changed(self, client, named, change):
        paths = ("/collections/", named.get_absolute_url())
        etags = {path: client.get(path).headers["ETag"] for path in paths}

        change(named)

        again = {path: client.get(path, headers={"If-None-Match": etag}).status_code for path, etag in etags.items()}
        assert 304 not in again.values()


class TestCurating:
    def test_marks_what_a_person_wrote(self, client, curator):
        client.force_login(curator)

        client.post(
            "/admin/videos/collection/add/",
            {"title": "Quiet five", "slug": "quiet-five", "source_title": "A list", "is_shown": "on"},
        )

        collection = Collection.objects.get()
        assert (collection.get_absolute_url(), collection.is_sample) == ("/collections/quiet-five/", False)
        assert collection.curated_at is not None

    def test_neither_changes_the_address_of_a_page_nor_deletes_it(self, client, curator, collection):
        client.force_login(curator)
        address = f"/admin/videos/collection/{collection.pk}/"

        client.post(f"{address}change/", {"title": "New", "slug": "new", "source_title": "A list", "is_shown": "on"})

        collection.refresh_from_db()
        assert (collection.title, collection.slug) == ("New", "named-in-a-post")
        assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize("source_url", ["javascript:alert(1)", "ftp://post.example/"])
    def test_takes_web_addresses_alone(self, client, curator, source_url):
        client.force_login(curator)

        client.post(
            "/admin/videos/collection/add/",
            {"title": "A", "slug": "a", "source_title": "A", "source_url": source_url},
        )

        assert Collection.objects.count() == 0


def test_of_two_entries_that_become_one_the_place_in_collections_is_kept(collection, make_creator):
    creator, other = make_creator(), make_creator()
    collection.creators.set([other])

    merge_duplicates(creator, other)

    assert list(Creator.objects.filter(collections=collection)) == [creator]
