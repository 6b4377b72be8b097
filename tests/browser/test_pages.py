"""The site as people use it: in a real browser, with a thumb, without JavaScript, with a screen reader's rules."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE, back, follow, show_filters

pytestmark = pytest.mark.django_db(transaction=True)


def titles(page) -> set[str]:
    return set(page.locator(".card__title").all_inner_texts())


def titles_of(examples, *ids) -> set[str]:
    return {examples[example].source_title for example in ids}


def foreign(page, site) -> list[str]:
    return [url for url in page.requests if not url.startswith((site, "data:"))]


def open_group(page, facet, group):
    for selector in (f"#facet-{facet}", f"#group-{group}"):
        if page.locator(f"{selector}:not([open])").count():
            page.locator(f"{selector} > summary").first.click()


class TestInsomniac:
    def test_two_taps_lead_to_what_is_long_and_made_for_sleep(self, site, examples, open_page):
        page = open_page("/", viewport=PHONE, color_scheme="dark")

        follow(page, page.get_by_role("link", name=re.compile("^Sleep ")).first)
        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")).first)

        assert titles(page) == titles_of(examples, "p06", "p43", "p48", "p58", "p60")
        assert page.url == f"{site}/videos/?tag=sleep&length=60-"
        page.wait_for_load_state()  # a page without its style sheet is wider
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert page.locator(".card .poster__duration").all_inner_texts().count("length unknown") == 0

    def test_every_card_shows_voice_and_cautions(self, examples, open_page):
        page = open_page("/videos/?tag=sleep-hypnosis", viewport=PHONE)

        card = page.locator(".card", has_text="Deep Relaxation Countdown")

        assert "1 h 01 min" in card.inner_text()
        assert "driving" in card.locator(".card__cautions").inner_text().lower()

    def test_adding_no_talking_leaves_the_one_without_a_voice(self, site, examples, open_page):
        page = open_page("/videos/?tag=sleep&length=60-", viewport=PHONE)

        show_filters(page)
        open_group(page, "voice", "voice")
        follow(page, page.locator("#option-no-talking"))

        assert titles(page) == titles_of(examples, "p60")
        assert page.url == f"{site}/videos/?tag=no-talking&tag=sleep&length=60-"

    def test_reload_and_back_restore_the_filters(self, examples, open_page):
        page = open_page("/videos/?tag=sleep", viewport=PHONE)
        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")).first)

        page.reload()
        reloaded = titles(page)
        back(page)

        assert reloaded == titles_of(examples, "p06", "p43", "p48", "p58", "p60")
        assert len(titles(page)) > 5

    def test_is_warned_before_play_and_no_other_host_hears_of_the_visit(self, site, examples, open_page):
        page = open_page(examples["p06"].get_absolute_url(), viewport=PHONE, color_scheme="dark")
        caution = page.locator("#cautions").bounding_box()
        play = page.locator(".player__play").bounding_box()

        assert "driving" in page.locator(".notice--caution").inner_text().lower()
        assert caution["y"] < play["y"]
        assert foreign(page, site) == []

        page.locator(".player__play").click()
        page.wait_for_selector("iframe")

        frames = page.locator("iframe")
        assert frames.count() == 1
        assert frames.get_attribute("src").startswith("https://www.youtube-nocookie.com/embed/p06?")
        assert frames.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
        assert {url.split("/")[2] for url in foreign(page, site)} == {"www.youtube-nocookie.com"}
        assert page.faults == []


class TestMisophonic:
    def test_excludes_in_the_filters_sees_it_as_a_chip_and_undoes_it(self, site, examples, open_page):
        page = open_page("/videos/?tag=tapping")
        everything = titles(page)

        open_group(page, "caution", "caution-sound")
        follow(page, page.locator("#without-misophonia-mouth"))
        excluded = titles(page)
        url = page.url
        follow(page, page.locator(".chip", has_text="without"))

        assert excluded == titles_of(examples, "p01", "p25", "p53", "p54", "p60")
        assert url == f"{site}/videos/?tag=tapping&not=misophonia-mouth"
        assert titles(page) == everything == excluded | titles_of(examples, "p20", "p50")

    def test_is_told_that_unlisted_sounds_are_possible(self, examples, open_page):
        page = open_page("/videos/?not=misophonia-mouth")

        assert "unlisted sounds are possible" in page.locator("main").inner_text()


class TestTherapist:
    def test_combines_two_shelves_and_shuts_a_claim_out(self, site, examples, open_page):
        page = open_page("/videos/?group=clinical,coping")

        open_group(page, "caution", "claims")
        follow(page, page.locator("#without-spiritual-claims"))

        assert titles(page) == titles_of(examples, "p03", "p21", "p26", "p40", "p46", "p51")
        assert page.url == f"{site}/videos/?not=spiritual-claims&group=clinical,coping"


class TestWithoutJavaScript:
    def test_filters_searches_and_plays_elsewhere(self, site, examples, open_page):
        page = open_page("/videos/?tag=sleep", java_script_enabled=False)

        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")).first)
        page.get_by_role("searchbox").first.fill("countdown")
        page.get_by_role("searchbox").first.press("Enter")

        assert page.url == f"{site}/videos/?tag=sleep&length=60-&q=countdown"
        assert titles(page) == titles_of(examples, "p06")

        page.locator(".card__link").click()
        link = page.locator(".player__play")

        assert link.get_attribute("href") == "https://www.youtube.com/watch?v=p06"
        assert "opens YouTube" in link.inner_text()


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_axe_finds_no_violation(self, examples, make_creator, open_page, scheme, viewport):
        creator = make_creator(approach="Tests to relax with.")
        for video in examples.values():
            video.creator = creator
            video.save()
        paths = [
            "/",
            "/videos/?tag=sleep&not=misophonia-mouth",
            "/videos/?tag=cbt&tag=tapping",
            examples["p06"].get_absolute_url(),
            "/creators/",
            creator.get_absolute_url(),
            "/techniques/",
            "/techniques/?tag=affirmations,hypnosis,psychotherapy-asmr",
            "/tags/",
            "/tags/cbt/",
            "/tags/hypnosis/",
            "/nothing-here/",
        ]
        page = open_page(f"/theme/{scheme}/", viewport=viewport)

        violations = {}
        for path in paths:
            page.goto(path)
            found = Axe().run(page).response["violations"]
            violations[path] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]

        assert violations == {path: [] for path in paths}

    @pytest.mark.parametrize("path", ["/", "/videos/", "/creators/", "/techniques/", "/tags/", "/tags/cbt/"])
    def test_nothing_is_wider_than_a_phone(self, examples, open_page, path):
        page = open_page(path, viewport=PHONE)

        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert page.faults == []
