"""T6.2: a video is taken down on the desk, is gone from everywhere at once, and no import brings it back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go
from videos.curation.takedowns import take_down
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Takedown, Video
from videos.sitemaps import PAGE_SIZE

pytestmark = pytest.mark.django_db(transaction=True)

INFO = {"id": "aaaaaaaaa01", "title": "ASMR squirrel rain", "extractor_key": "Youtube", "channel": "Quiet Tent"}


def bring_in():
    return [outcome.state for outcome in Import.begin().store_all([FoundInfo("a file", INFO)])]


@pytest.fixture
def video(db):
    assert bring_in() == ["created"]
    return Video.objects.get()


def faces(page):
    """The video's page's status, and what every face has of its title."""
    # It is cut by ids, which go on where others were rolled back.
    sitemap = f"/sitemap-videos.xml?p={(Video.objects.get().pk - 1) // PAGE_SIZE + 1}"
    paths = ["/", "/videos/", "/videos/?q=squirrel", "/videos/feed.atom", "/api/v1/videos", sitemap]
    bodies = [page.request.get(path).text().replace("q=squirrel", "") for path in paths]
    return ["ASMR squirrel rain" in body or f"/videos/{Video.objects.get().pk}/" in body for body in bodies]


def test_a_video_is_taken_down_and_brought_back_at_the_desk(video, open_desk, open_page):
    visitor = open_page(video.get_absolute_url())
    assert visitor.locator("h1").inner_text() == "ASMR squirrel rain"
    assert faces(visitor) == [True] * 6

    page = open_desk(f"/admin/videos/video/{video.pk}/change/")
    go(page, page.get_by_role("link", name="Take down"))
    page.get_by_label("Reason").select_option("copyright")
    page.get_by_label("Note").fill("A letter of today.")
    go(page, page.get_by_role("button", name="Take it down"))

    assert page.locator(".messagelist").inner_text() == (
        "Taken down: ASMR squirrel rain. Its page answers “gone”, and no import brings it back."
    )
    assert page.locator(".desk-table tbody tr").inner_text().split("\t")[1].split("\n") == [
        "copyright",
        "A letter of today.",
    ]
    answer = visitor.reload()
    assert (answer.status, visitor.locator("h1").inner_text()) == (410, "No longer here.")
    assert "squirrel" not in visitor.content()
    assert faces(visitor) == [False] * 6
    assert bring_in() == ["skipped"]
    assert (visitor.reload().status, faces(visitor)) == (410, [False] * 6)

    go(page, page.get_by_role("button", name="Reverse"))

    assert (visitor.reload().status, faces(visitor)) == (200, [True] * 6)
    assert page.locator(".desk-table tbody tr").inner_text().split("\t")[3].startswith("Reversed ")
    assert page.faults == []


def test_it_is_found_by_its_address(video, open_desk):
    page = open_desk("/admin/desk/")
    go(page, page.get_by_role("link", name="Takedowns"))

    page.get_by_label("Take something down").fill("https://youtu.be/aaaaaaaaa01")
    go(page, page.get_by_role("button", name="Look for it"))
    go(page, page.get_by_role("link", name="ASMR squirrel rain"))

    expect(page.get_by_role("button", name="Take it down")).to_be_visible()
    assert page.url.endswith(f"/admin/desk/takedowns/video/{video.pk}/")
    assert Takedown.objects.count() == 0


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(video, make_video, open_desk, scheme, viewport):
    take_down(
        make_video("A title that goes on and on for quite a while, as some do"), reason="privacy", note="A letter."
    )
    gone = Takedown.objects.get().video
    of = "/admin/desk/takedowns/"
    for path in (of, f"{of}?find=nobody", f"{of}video/{video.pk}/", f"{of}video/{gone.pk}/", gone.get_absolute_url()):
        page = open_desk(path, viewport=viewport, color_scheme=scheme)

        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [fault for fault in page.faults if "410" not in fault] == []
