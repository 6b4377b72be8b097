"""Who has just heard of ASMR: a way in, the words, what is known; with a thumb, with the keyboard, at 200 %."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/start/", "/glossary/", "/science/"]
TINGLING = ".term:has(> a[href='/glossary/#tingles'])"
# Whatever stands at its lower edge is itself; what is below the window is not looked at.
IS_ON_TOP = """element => {
  const box = element.getBoundingClientRect();
  return [8, box.width / 2, box.width - 8].every((x) => {
    const found = document.elementFromPoint(box.x + x, box.bottom - 8);
    return found === null || found === element;
  });
}"""
WAYS = ["Sounds", "Being cared for", "Methods and skills", "Energy and spiritual"]


def tab_to(page, locator):
    """Press Tab until the locator has the focus, as who has no mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("no way there with Tab")


def enter(page):
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def way_in(page, name):
    return page.get_by_role("link", name=re.compile(f"^{name} "))


class TestTerms:
    def test_t4_2_pns_is_explained_first_with_the_peripheral_caveat(self, examples, open_page, site):
        page = open_page("/")

        page.locator("#search-videos").fill("PNS")
        with page.expect_event("load"):
            page.locator("#search-videos").press("Enter")

        (first, *_) = page.locator(".answers dt").all_inner_texts()
        assert first == "Parasympathetic nervous system"
        assert "textbooks use PNS for the peripheral nervous system" in page.locator(".answers dd").first.inner_text()
        assert page.locator(".answers").bounding_box()["y"] < page.locator(".empty").bounding_box()["y"]

        go(page, page.get_by_role("link", name=re.compile("^In the glossary")))

        assert page.url == f"{site}/glossary/#parasympathetic-nervous-system"
        expect(page.locator("#parasympathetic-nervous-system")).to_be_in_viewport()

    def test_t4_2_inner_psyche_evaluation_leads_to_the_cube_and_its_video(self, examples, open_page):
        page = open_page("/videos/?q=inner+psyche+evaluation")

        assert page.locator(".answers dt").first.inner_text() == "The Cube"
        assert examples["p11"].source_title in page.locator(".card__title").all_inner_texts()


class TestStart:
    @pytest.mark.parametrize("way", WAYS)
    def test_t4_3_each_way_leads_to_a_playable_video_in_three_taps(self, examples, open_page, way):
        page = open_page("/start/", viewport=PHONE)

        go(page, way_in(page, way))
        go(page, page.locator(".card__link").first)
        page.locator(".player__play").click()

        expect(page.locator("iframe[src^='https://www.youtube-nocookie.com/embed/']")).to_have_count(1)

    @pytest.mark.parametrize("way", WAYS)
    def test_t4_3_so_it_does_with_the_keyboard_alone(self, examples, open_page, way):
        page = open_page("/start/")

        for find in (lambda: way_in(page, way), lambda: page.locator(".card__link").first):
            tab_to(page, find())
            enter(page)
        tab_to(page, page.locator(".player__play"))
        page.keyboard.press("Enter")

        expect(page.locator("iframe[src^='https://www.youtube-nocookie.com/embed/']")).to_have_count(1)

    def test_the_way_to_skills_finds_no_energy_work(self, examples, open_page):
        page = open_page("/start/")

        go(page, way_in(page, "Methods and skills"))
        skills = set(page.locator(".card__title").all_inner_texts())
        page.goto("/start/")
        go(page, way_in(page, "Energy and spiritual"))

        assert skills
        assert skills & set(page.locator(".card__title").all_inner_texts()) == set()


class TestTooltip:
    @pytest.fixture
    def page(self, open_page):
        return open_page("/start/")

    @pytest.fixture
    def term(self, page):
        return page.locator(TINGLING)

    @pytest.fixture
    def meaning(self, term):
        meaning = term.locator(".term__meaning")
        expect(meaning).to_be_hidden()
        return meaning

    def test_shows_on_focus_and_escape_puts_it_away(self, page, term, meaning):
        tab_to(page, term.get_by_role("link"))
        expect(meaning).to_be_visible()

        page.keyboard.press("Escape")
        expect(meaning).to_be_hidden()
        assert term.get_by_role("link").evaluate("element => element === document.activeElement")

        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(meaning).to_be_visible()

    def test_lies_at_once_over_the_one_that_had_the_focus_before(self, page):
        page.set_viewport_size({"width": 1280, "height": 1600})
        *_, earlier, later = page.locator("p.note .term").all()
        tab_to(page, later.get_by_role("link"))

        # In one go: a moment later the other one is gone anyway.
        is_on_top = earlier.evaluate(f"""term => {{
          const [name, meaning] = term.children;
          name.focus();
          return getComputedStyle(meaning).visibility === "visible" && ({IS_ON_TOP})(meaning);
        }}""")

        assert is_on_top

    def test_shows_on_hover_stays_while_the_pointer_is_on_it_and_goes_with_it(self, page, term, meaning):
        term.get_by_role("link").hover()
        expect(meaning).to_be_visible()

        meaning.hover()
        page.wait_for_timeout(400)  # longer than the gap is bridged
        expect(meaning).to_be_visible()

        page.locator("h1").hover()
        expect(meaning).to_be_hidden()

    def test_escape_puts_it_away_under_the_pointer_until_that_comes_back(self, page, term, meaning):
        term.get_by_role("link").hover()
        page.keyboard.press("Escape")
        expect(meaning).to_be_hidden()

        page.locator("h1").hover()
        term.get_by_role("link").hover()
        expect(meaning).to_be_visible()

    def test_is_told_to_screen_readers(self, term, meaning):
        expect(term.get_by_role("link")).to_have_accessible_description(re.compile("^The pleasant prickling"))

    def test_a_tap_leads_to_the_glossary(self, open_page, site):
        page = open_page("/start/", viewport=PHONE, has_touch=True, is_mobile=True)

        with page.expect_event("load"):
            page.locator(TINGLING).get_by_role("link").tap()

        assert page.url == f"{site}/glossary/#tingles"

    def test_needs_no_script(self, open_page):
        page = open_page("/start/", java_script_enabled=False)

        page.locator(TINGLING).get_by_role("link").hover()

        expect(page.locator(TINGLING).get_by_role("tooltip")).to_be_visible()

    @pytest.mark.parametrize("path", ["/start/", "/glossary/"])
    @pytest.mark.parametrize("width", [320, 1280])
    def test_never_leaves_the_page_nor_lies_under_anything(self, open_page, path, width):
        page = open_page(path, viewport={"width": width, "height": 800})

        for name in page.locator(".term__name").all():
            name.hover()
            meaning = page.locator(".term:hover > .term__meaning")
            expect(meaning).to_be_visible()
            box = meaning.bounding_box()
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
            assert meaning.evaluate(IS_ON_TOP)
        assert page.evaluate("document.documentElement.scrollWidth") == width


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_axe_finds_no_violation(self, examples, open_page, scheme, viewport):
        page = open_page(f"/theme/{scheme}/", viewport=viewport)

        violations = {}
        for path in PAGES:
            page.goto(path)
            found = Axe().run(page).response["violations"]
            violations[path] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]

        assert violations == {path: [] for path in PAGES}
        assert page.faults == []

    def test_axe_finds_no_violation_in_an_open_meaning(self, open_page):
        page = open_page("/start/")

        page.locator(".term__name").first.hover()
        expect(page.locator(".term__meaning").first).to_be_visible()

        assert Axe().run(page).response["violations"] == []

    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("width", [320, 640], ids=["400 % of 1280", "200 % of 1280"])
    def test_nothing_is_wider_than_the_page_when_enlarged(self, examples, open_page, path, width):
        page = open_page(path, viewport={"width": width, "height": 400}, device_scale_factor=2)

        assert page.evaluate("document.documentElement.scrollWidth") == width

    @pytest.mark.parametrize("path", PAGES)
    def test_stays_whole_with_letters_twice_as_large(self, examples, open_page, path):
        page = open_page(path, viewport={"width": 640, "height": 800})

        page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert page.evaluate("document.documentElement.scrollWidth") == 640
