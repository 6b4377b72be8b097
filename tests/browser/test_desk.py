"""The curators' desk: what waits, what was done, and taking it back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go
from videos.curation.tags import decide
from videos.models import Tag, TaggedVideo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def video(make_video, curator):
    video = make_video("Soft rain on a tent, and a title that goes on for quite a while")
    decide(video, Tag.objects.get(slug="tapping"), kind=None, user=curator)
    decide(video, Tag.objects.get(slug="whispered"), kind="rejected", user=curator)
    return video


def test_is_reached_from_the_admin(open_desk):
    page = open_desk("/admin/")

    go(page, page.get_by_role("link", name="Curators' desk: what waits for a person"))

    expect(page.locator("h1", has_text="Curators' desk")).to_have_count(1)
    assert page.faults == []


def test_what_was_done_can_be_taken_back_where_it_stands(video, open_desk):
    page = open_desk(f"/admin/videos/video/{video.pk}/change/")
    go(page, page.get_by_role("link", name="History"))

    go(page, page.get_by_role("button", name="Take back: “Tapping”: present"))

    assert page.url.endswith(f"/admin/desk/history/video/{video.pk}/")
    assert page.locator(".messagelist").inner_text() == "Taken back: “Tapping”: present (1 restored)."
    assert page.locator(".desk-action__summary").all_inner_texts() == [
        "Undone: “Tapping”: present",
        "“Whispered”: rejected",
        "“Tapping”: present",
    ]
    assert TaggedVideo.objects.count() == 0


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(video, open_desk, scheme, viewport):
    for path in ("/admin/desk/", f"/admin/desk/history/video/{video.pk}/"):
        page = open_desk(path, viewport=viewport, color_scheme=scheme)

        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.faults == []
