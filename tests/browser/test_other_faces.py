"""The API's documentation and the list by link, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go

pytestmark = pytest.mark.django_db(transaction=True)


def foreign(page, site) -> list[str]:
    return [url for url in page.requests if not url.startswith((site, "data:"))]


class TestApiDocumentation:
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_shows_every_operation_and_asks_no_other_host(self, site, open_page, viewport):
        page = open_page("/api/v1/docs", viewport=viewport)

        expect(page.locator(".opblock-summary-path")).to_have_count(6)
        page.locator(".opblock-summary-control").first.click()
        expect(page.locator(".parameter__name").first).to_be_visible()

        assert foreign(page, site) == []
        assert page.faults == []


class TestSharedList:
    def address(self, examples, *ids) -> str:
        return f"/list/?v={','.join(str(examples[example].pk) for example in ids)}"

    def test_shows_the_same_list_in_another_profile(self, site, examples, open_page):
        page = open_page(examples["p06"].get_absolute_url())
        offered_while_empty = page.get_by_text("open list").is_visible()
        page.get_by_role("button", name="Add to your list").click()
        page.goto(examples["p03"].get_absolute_url())
        page.get_by_role("button", name="Add to your list").click()
        go(page, page.get_by_role("link", name="2 videos · open list"))
        address = page.url

        other = open_page(address, viewport=PHONE)

        assert offered_while_empty is False
        assert address == f"{site}{self.address(examples, 'p06', 'p03')}"
        assert other.locator(".shared__title").all_inner_texts() == [
            examples["p06"].source_title,
            examples["p03"].source_title,
        ]
        assert (page.faults, other.faults) == ([], [])

    def test_that_is_changed_by_links_stays_the_list_under_construction(self, examples, open_page):
        page = open_page(examples["p06"].get_absolute_url())
        page.get_by_role("button", name="Add to your list").click()
        page.goto(self.address(examples, "p06", "p03"))
        page.get_by_role("button", name="Make it your list").click()
        go(page, page.get_by_role("link", name=re.compile("^Up")))
        page.wait_for_url(f"**{self.address(examples, 'p03', 'p06')}")

        page.goto(examples["p06"].get_absolute_url())
        take_out = page.get_by_role("button", name="Take out of your list")
        assert take_out.locator("use").get_attribute("href").endswith("#minus")
        take_out.click()

        assert page.get_by_role("link", name="1 video · open list").get_attribute("href") == self.address(
            examples, "p03"
        )

    def test_is_made_without_javascript(self, site, examples, open_page):
        page = open_page(examples["p06"].get_absolute_url(), java_script_enabled=False)

        go(page, page.get_by_role("link", name="Add to a list"))
        page.get_by_label("Add a video").fill(f"{site}{examples['p03'].get_absolute_url()}")
        go(page, page.get_by_role("button", name="Add"))

        assert page.url == f"{site}{self.address(examples, 'p06', 'p03')}"

    def test_of_ten_videos_prints_on_one_page(self, examples, open_page):
        page = open_page(self.address(examples, *(f"p{number:02}" for number in range(1, 11))))

        pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))
        page.emulate_media(media="print")

        assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1
        assert page.locator(".site-header").is_hidden()
        assert page.locator(".shared__source").first.inner_text() == examples["p01"].url
        assert page.url in page.locator(".shared__address").inner_text()
        assert page.get_by_text("For relaxation. Not treatment").is_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.shared__title a')).color") == "rgb(0, 0, 0)"

    def test_fits_the_narrowest_phone(self, examples, open_page):
        page = open_page(self.address(examples, "p06", "p03"), viewport={"width": 320, "height": 640})

        assert page.evaluate("document.documentElement.scrollWidth") == 320

    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_serves_a_screen_reader_and_a_thumb(self, examples, open_page, scheme, viewport):
        page = open_page(f"/theme/{scheme}/", viewport=viewport)
        page.goto(f"{self.address(examples, 'p06', 'p03')},abc")

        violations = Axe().run(page).response["violations"]

        assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
