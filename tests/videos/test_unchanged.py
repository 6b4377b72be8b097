"""Pages that did not change answer 304, and never for somebody else's page."""

import pytest

from videos.models import Tag, Video

pytestmark = pytest.mark.django_db

PAGES = ["/", "/videos/?tag=tapping", "/tags/", "/tags/tapping/", "/creators/", "/creators/quiet-corner-asmr/"]


@pytest.fixture(autouse=True)
def video(make_video, make_creator):
    return make_video("Rain", tags=["tapping"], creator=make_creator())


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
    ],
)
def test_after_any_change_it_is(client, change):
    again = ask_again(client, "/videos/")

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


def test_a_missing_page_is_missing_whatever_the_visitor_has_of_it(client):
    assert client.get("/videos/424242/", headers={"If-None-Match": "*"}).status_code == 404
