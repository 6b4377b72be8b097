"""A hand in distress, in a real browser: first on the page, without a script, by keyboard, dark and light, on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, go
from videos.curation.care import load_guide
from videos.models import HelpContact

pytestmark = pytest.mark.django_db(transaction=True)

CRISIS_TAG = "/tags/crisis-sensitive/"


@pytest.fixture(autouse=True)
def contacts(loaded_vocabulary):
    """The guide, with a checked line in Norway and one in Austria."""
    load_guide()
    for country, number in (("NO", "116 123"), ("AT", "142")):
        HelpContact.objects.create(
            name="Listeners", country=country, number=number, verified_on=timezone.localdate(), verified_by="curator"
        )


def box(page):
    return page.get_by_role("region", name=re.compile("^If you are thinking of harming yourself"))


class TestSearch:
    @pytest.mark.parametrize("words", ["ich will sterben", "死にたい", "i dont want to live"])
    def test_brings_the_box_first_in_place_and_tells_it(self, site, examples, open_page, words):
        page = open_page("/videos/?tag=sleep", viewport=PHONE)
        page.evaluate("window.mark = true")
        expect(box(page)).to_have_count(0)

        page.locator("#search-videos").fill(words)
        page.locator("#search-videos").press("Enter")

        expect(box(page)).to_be_in_viewport()
        expect(page.locator("body > [role=status]")).to_have_text(re.compile(r"^If you are thinking .*\. \d+ videos?$"))
        assert page.evaluate("window.mark") is True
        assert box(page).bounding_box()["y"] < page.locator("#results").bounding_box()["y"]
        assert [url for url in page.requests if not url.startswith((site, "data:"))] == []
        assert page.faults == []

    def test_for_something_else_takes_it_away_again(self, examples, open_page):
        page = open_page("/videos/?q=suicide")
        expect(box(page)).to_have_count(1)

        page.locator("#search-videos").fill("rain")
        page.locator("#search-videos").press("Enter")

        expect(box(page)).to_have_count(0)

    def test_that_names_a_tag_too_brings_the_box_above_the_offer(self, examples, open_page):
        page = open_page("/videos/?q=suicide")

        assert box(page).bounding_box()["y"] < page.locator(".answers").bounding_box()["y"]

    def test_is_not_answered_while_it_is_typed(self, examples, open_page):
        page = open_page("/")

        page.locator("#search-videos").press_sequentially("suicide")
        page.wait_for_timeout(500)

        expect(box(page)).to_have_count(0)


class TestCountry:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_leads_to_its_number_with_and_without_scripts(self, site, examples, open_page, scripts):
        page = open_page(CRISIS_TAG, viewport=PHONE, java_script_enabled=scripts)

        page.get_by_label("Your country").select_option("Norway")
        go(page, page.get_by_role("button", name="Show numbers"))

        assert page.url == f"{site}/help/?country=NO"
        assert box(page).get_by_role("link", name="116 123").get_attribute("href") == "tel:116123"
        assert page.context.cookies() == []

    def test_is_reached_by_keyboard_alone(self, site, open_page):
        page = open_page("/help/")

        page.get_by_label("Your country").focus()
        page.keyboard.type("Austria")
        page.keyboard.press("Tab")
        with page.expect_event("load"):
            page.keyboard.press("Enter")

        assert page.url == f"{site}/help/?country=AT"
        expect(box(page).get_by_role("link", name="142")).to_be_visible()

    def test_is_offered_in_targets_that_a_thumb_meets(self, open_page):
        page = open_page("/help/?country=NO", viewport=PHONE)

        targets = page.locator(".help-contacts__way, .help-choice select, .help-choice button").all()

        assert min(target.bounding_box()["height"] for target in targets) >= 44


class TestPages:
    @pytest.mark.parametrize("theme", ["dark", "light"])
    @pytest.mark.parametrize(
        "path", ["/help/", "/help/?country=NO", "/resources/", CRISIS_TAG, "/videos/?q=suicide", "/videos/?q=the+cube"]
    )
    def test_have_no_fault_that_axe_finds_and_fit_a_phone(self, site, examples, open_page, path, theme):
        page = open_page("/", viewport=PHONE)
        page.context.add_cookies([{"name": "theme", "value": theme, "url": site}])
        page.goto(path)

        violations = [violation["id"] for violation in Axe().run(page).response["violations"]]

        assert page.locator("html").get_attribute("data-theme") == theme
        assert violations == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert page.faults == []

    def test_of_help_shows_all_of_it_at_once(self, open_page):
        page = open_page("/help/", viewport=PHONE)

        expect(box(page)).to_be_in_viewport(ratio=1)

    def test_of_help_is_on_paper_without_what_one_cannot_press(self, open_page):
        page = open_page("/help/?country=NO")
        page.emulate_media(media="print")

        expect(box(page).get_by_text("116 123")).to_be_visible()
        expect(page.get_by_role("button", name="Show numbers")).to_be_hidden()

    def test_of_resources_ask_no_other_site(self, site, open_page):
        page = open_page("/resources/")

        assert [url for url in page.requests if not url.startswith((site, "data:"))] == []
        assert page.locator("a[href*='asmr-research']").count() == 0
        expect(page.get_by_text("www.asmr-research.org")).to_be_visible()


class TestCautions:
    @pytest.mark.parametrize(
        ("example", "words"),
        [
            ("p06", "psychosis"),
            ("p10", "eating difficulties"),
            ("p18", "health anxiety"),
            ("p41", "faint"),
            ("p42", "volume low"),
        ],
    )
    def test_stand_above_the_button_on_a_phone(self, examples, open_page, example, words):
        page = open_page(examples[example].get_absolute_url(), viewport=PHONE, java_script_enabled=False)

        caution = page.locator(".notice--caution", has_text=words)
        assert caution.bounding_box()["y"] < page.locator(".player__play").bounding_box()["y"]
