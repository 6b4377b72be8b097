"""Watching an import at the desk: its numbers move by themselves, and its pages serve a thumb and a screen reader."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go
from videos.importing.queue import this_process
from videos.models import ImportRun, SiteLimit

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/videos/importrun/"


@pytest.fixture
def run(db):
    run = ImportRun.objects.create(
        kind="addresses",
        state="running",
        options={"urls": ["https://www.youtube.com/@quiet"]},
        started_at=timezone.now(),
        worker=this_process(),
        lease_until=timezone.now() + timedelta(minutes=4),
        current="https://www.youtube.com/watch?v=first",
    )
    for number in range(4):
        run.items.create(kind="video", address=f"https://www.youtube.com/watch?v={number}", title=f"Rain {number}")
    return run


def page_of(run):
    return f"{LIST}{run.pk}/change/"


def number(page, name):
    return page.locator(f"[data-text={name}]").inner_text()


class TestWatching:
    def test_the_numbers_change_without_a_reload(self, run, open_desk):
        page = open_desk(page_of(run))
        before = [number(page, name) for name in ("created", "waiting", "current")]
        top = page.locator("#items").bounding_box()["y"]

        run.items.filter(title__in=["Rain 0", "Rain 1", "Rain 2"]).update(state="created")
        ImportRun.objects.update(current="https://www.youtube.com/watch?v=second")
        expect(page.locator("[data-text=created]")).to_have_text("3")

        assert before == ["0", "4", "https://www.youtube.com/watch?v=first"]
        assert [number(page, name) for name in ("waiting", "current")] == [
            "1",
            "https://www.youtube.com/watch?v=second",
        ]
        assert page.locator("progress").evaluate("bar => [bar.value, bar.max]") == [3, 4]
        assert number(page, "announcement") == f"Import {run.pk}: running, 70 % done."
        assert page.locator("#items").bounding_box()["y"] == top
        assert [url for url in page.requests if url.endswith("/change/")] == [page.url]
        assert page.faults == []

    def test_it_stops_asking_once_the_import_has_come_to_rest(self, run, open_desk):
        page = open_desk(page_of(run))

        ImportRun.objects.update(state="finished", ended_at=timezone.now())
        expect(page.locator("[data-text=state]")).to_have_text("finished")
        asked = len(page.requests)
        page.wait_for_timeout(3500)

        assert (len(page.requests), page.locator("[data-note]").inner_text()) == (
            asked,
            "It has come to rest: refresh to see all of it.",
        )

    def test_nothing_is_asked_while_nobody_looks(self, run, open_desk):
        page = open_desk(page_of(run))
        expect(page.locator("[data-note]")).not_to_be_empty()
        page.evaluate(
            "hide => { Object.defineProperty(document, 'hidden', { get: () => window.unseen }); window.unseen = true }"
        )
        page.wait_for_timeout(3500)  # the round that was due finds nobody
        asked = len(page.requests)
        page.wait_for_timeout(3500)
        asked_unseen = len(page.requests) - asked

        page.evaluate("window.unseen = false; document.dispatchEvent(new Event('visibilitychange'))")
        run.items.update(state="created")
        expect(page.locator("[data-text=created]")).to_have_text("4")

        assert asked_unseen == 0

    def test_without_javascript_a_link_refreshes_it(self, run, open_desk):
        page = open_desk(page_of(run), java_script_enabled=False)
        run.items.update(state="created")

        go(page, page.get_by_role("link", name="Refresh"))

        assert number(page, "created") == "4"


class TestByHand:
    def test_asks_for_an_import_and_cancels_it(self, open_desk):
        page = open_desk(LIST, viewport=PHONE)

        go(page, page.locator(".object-tools a", has_text="Add import"))
        page.get_by_label("Addresses").fill("https://www.youtube.com/@quiet")
        go(page, page.get_by_role("button", name="Request the import"))
        go(page, page.get_by_role("link", name="Cancel…"))
        go(page, page.get_by_role("button", name="Yes, cancel it"))

        assert page.locator(".messagelist").inner_text() == "The import is cancelled. What it has stored stays."
        assert ImportRun.objects.get().state == "cancelled"
        assert page.faults == []


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(self, run, open_desk, scheme, viewport):
        now = timezone.now()
        stopped = ImportRun.objects.create(
            kind="files", state="stopped", options={"files": ["/a.json"]}, reason="Broke off.", trouble="network"
        )
        stopped.items.create(kind="video", state="failed", address="a.json:3", trouble="private", detail="x" * 300)
        ImportRun.objects.create(kind="addresses", options={"urls": [f"https://a.example/{'a' * 300}"]})
        SiteLimit.objects.create(
            site="youtube", until=now + timedelta(hours=1), trouble="rate-limited", said="Try later.", seen_at=now
        )
        paths = [LIST, f"{LIST}add/", page_of(run), page_of(stopped), f"{LIST}{run.pk}/cancel/"]
        page = open_desk(LIST, viewport=viewport, color_scheme=scheme)

        found = {}
        for path in paths:
            page.goto(path)
            violations = Axe().run(page).response["violations"]
            width = page.evaluate("document.documentElement.scrollWidth")
            found[path] = ([(rule["id"], rule["nodes"][0]["html"][:120]) for rule in violations], width)

        assert found == {path: ([], viewport["width"]) for path in paths}
