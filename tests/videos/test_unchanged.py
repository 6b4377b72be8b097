"""Pages that did not change answer 304, and never for somebody else's page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creators.models import Creator
from videos.browsing.index.current import forget_index
from videos.changes.schema import UNSEEN_OF_COLLECTION, UNSEEN_OF_CREATOR, UNSEEN_OF_TAG, UNSEEN_OF_VIDEO
from videos.models import Collection, Tag, Video

pytestmark = pytest.mark.django_db

PAGES = [
    *("/", "/videos/?tag=tapping", "/tags/", "/tags/tapping/", "/creators/", "/creators/quiet-corner-asmr/"),
    *("/techniques/", "/start/", "/glossary/", "/science/"),
]


@pytest.fixture(autouse=True)
def video(make_video, make_creator):
    creator = make_creator()
    collection = Collection.objects.create(title="Named", slug="named", source_title="A post")
    collection.creators.add(creator)
    return make_video("Rain", tags=["tapping"], creator=creator)


def ask_again(client, path, **later):
    """The status of asking for a page again with the name of the copy from before."""
    etag = client.get(path).headers["ETag"]
    return lambda: client.get(path, headers={"If-None-Match": etag, **later}).status_code


@pytest.mark.parametrize("path", [*PAGES, "video"])
def test_a_page_that_nothing_happened_to_is_not_sent_again(client, video, path):
    path = video.get_absolute_url() if path == "video" else path

    assert ask_again(client, path)() == 304


@pytest.mark.parametrize(
    "change",
    [
        lambda: Video.objects.update(view_count=7),
        lambda: Video.objects.get().creator.aliases.create(name="QC"),
        lambda: Tag.objects.filter(slug="tapping").update(definition="Fingertips."),
        lambda: Video.objects.get().tagged_videos.all().delete(),
        lambda: Video.objects.get().tagged_videos.update(source="automatic"),
        lambda: Tag.objects.filter(slug="cbt").update(listening_note="Otherwise."),
        lambda: Creator.objects.get().said_tags.create(tag=Tag.objects.get(slug="cbt")),
    ],
)
@pytest.mark.parametrize("path", ["/videos/", "/techniques/"])
def test_after_any_change_it_is(client, change, path):
    again = ask_again(client, path)

    change()

    assert again() == 200


@pytest.mark.parametrize(("cookie", "value"), [("never", "never=tapping"), ("theme", "light")])
def test_another_visitors_wishes_make_another_page(client, cookie, value):
    again = ask_again(client, "/videos/")

    client.cookies[cookie] = value

    assert again() == 200


def test_the_admins_cookies_do_not(client):
    again = ask_again(client, "/videos/")

    client.cookies["csrftoken"] = "abc"

    assert again() == 304


def test_a_link_on_another_site_is_not_answered_with_the_page_that_shows_everything(client):
    client.cookies["never"] = "never=tapping"
    again = ask_again(client, "/videos/?never=off", **{"Sec-Fetch-Site": "cross-site"})

    assert again() == 200


def test_a_copy_is_the_visitors_own_and_is_always_asked_about(client):
    headers = client.get("/videos/").headers

    assert (headers["Cache-Control"], "Cookie" in headers["Vary"]) == ("private, no-cache", True)


def test_a_redirect_to_a_random_order_has_no_name(client):
    response = client.get("/videos/?sort=random")

    assert (response.status_code, "ETag" in response.headers) == (302, False)


FACES = [
    *PAGES,
    "/videos/{pk}/",
    "/videos/?not=slime&free=talking&q=rain&sort=best",
    "/videos/?group=methods&year=2020-&sort=most-viewed",
    "/list/?v={pk}",
    "/collections/",
    "/collections/named/",
    "/videos/suggest/?q=qu",
    "/videos/feed.atom",
    "/api/v1/videos?q=rain",
    "/api/v1/videos/{pk}",
    "/api/v1/tags",
    "/api/v1/creators?q=quiet",
    "/api/v1/creators/quiet-corner-asmr",
]
UNSEEN = {
    Video: UNSEEN_OF_VIDEO,
    Creator: UNSEEN_OF_CREATOR,
    Tag: UNSEEN_OF_TAG,
    Collection: UNSEEN_OF_COLLECTION,
}


@pytest.fixture
def read(monkeypatch):
    """The fields of videos, creators and tags that are read from here on, as "Video.title"."""
    fields = set()

    def watch(model):
        names = {field.attname for field in model._meta.concrete_fields}
        plain = model.__getattribute__

        def note(instance, name):
            if name in names:
                fields.add(f"{model.__name__}.{name}")
            return plain(instance, name)

        monkeypatch.setattr(model, "__getattribute__", note)

    for model in UNSEEN:
        watch(model)
    return fields


@pytest.mark.parametrize("face", FACES)
def test_no_face_reads_or_asks_for_a_field_whose_change_nobody_notes(client, video, read, face):
    forget_index()
    read.clear()

    with CaptureQueriesContext(connection) as queries:
        response = client.get(face.format(pk=video.pk))

    assert response.status_code == 200
    unseen = {f"{model.__name__}.{name}" for model, names in UNSEEN.items() for name in names}
    # What is fetched may be left lying; what rows are chosen or put in order by may not.
    conditions = " ".join(query["sql"].partition(" FROM ")[2] for query in queries)
    tables = {model._meta.db_table: model.__name__ for model in UNSEEN}
    asked = {f"{tables[t]}.{name}" for t, name in re.findall(r'"(\w+)"\."(\w+)"', conditions) if t in tables}
    assert "Video.id" in read | asked
    assert (read | asked) & unseen == set()


def test_a_missing_page_is_missing_whatever_the_visitor_has_of_it(client):
    assert client.get("/videos/424242/", headers={"If-None-Match": "*"}).status_code == 404
