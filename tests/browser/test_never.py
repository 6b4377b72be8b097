"""What a visitor never wants to see, set and met in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ARGUMENTS, DESKTOP, PHONE, find_chromium, follow, go
from tests.browser.test_pages import foreign, titles, titles_of

pytestmark = pytest.mark.django_db(transaction=True)

MOUTH = {"p09", "p10", "p14", "p20", "p32", "p50"}  # with mouth, eating or breath sounds
HELD = {"p30"}
EVERYTHING = {f"p{number:02}" for number in range(1, 61)}


@pytest.fixture
def open_settled(open_page):
    """Open a path as somebody who has chosen never to see mouth, eating or breath sounds."""

    def open_(path, **options):
        page = open_page("/never/", **options)
        page.get_by_label("Mouth, eating and breath sounds").first.check()
        go(page, page.get_by_role("button", name="Save"))
        page.goto(path)
        return page

    return open_


class TestMisophonic:
    def test_finds_the_settings_from_any_page_and_sets_them_with_three_taps(self, site, examples, open_page):
        page = open_page("/tags/cbt/", viewport=PHONE, color_scheme="dark")

        go(page, page.get_by_role("link", name="Never show", exact=True))
        page.get_by_label("Mouth, eating and breath sounds").first.check()
        go(page, page.get_by_role("button", name="Save"))

        assert page.url == f"{site}/never/?saved"
        assert "Saved. Your settings hide 6 of 59 videos now." in " ".join(
            page.locator(".never__state").inner_text().split()
        )
        assert foreign(page, site) == page.faults == []

    def test_then_misses_exactly_those_videos_on_every_list(self, settings, examples, make_creator, open_settled):
        settings.ASMR_PAGE_SIZE = 100
        creator = make_creator()
        for video in examples.values():
            video.creator = creator
            video.save()

        page = open_settled("/videos/")
        everything = titles(page)
        page.goto(creator.get_absolute_url())
        theirs = titles(page)
        page.goto("/videos/?q=asmr&sort=best")
        searched = titles(page)

        assert everything == theirs == titles_of(examples, *(EVERYTHING - MOUTH - HELD))
        assert searched <= everything

    def test_finds_tapping_without_them_and_all_of_it_once(self, examples, open_settled):
        page = open_settled("/videos/?tag=tapping", viewport=PHONE)
        settled = titles(page)
        follow(page, page.get_by_role("link", name="show once"))
        once = titles(page)
        follow(page, page.get_by_role("link", name="Turn them on again"))

        assert settled == titles(page) == titles_of(examples, "p01", "p25", "p53", "p54", "p60")
        assert once == settled | titles_of(examples, "p20", "p50")

    def test_is_stopped_before_a_direct_link_and_may_insist(self, site, examples, open_settled):
        page = open_settled(examples["p10"].get_absolute_url(), viewport=PHONE)
        title = examples["p10"].source_title
        stopped = page.content()

        go(page, page.get_by_role("link", name="Show it anyway"))

        assert "Mouth, eating or breath sounds" in stopped
        assert title not in stopped
        assert page.locator("h1").inner_text() == title
        assert page.url == f"{site}{examples['p10'].get_absolute_url()}?never=off"

    def test_is_told_what_is_known_and_what_nobody_has_checked(self, site, examples, open_page):
        page = open_page("/videos/?not=mouth-sounds")
        told = page.locator(".honesty").inner_text()

        follow(page, page.get_by_role("link", name="Only those known to be free"))

        assert "2 known to be free of “Mouth sounds”" in told
        assert "unlisted sounds are possible" in told
        assert titles(page) == titles_of(examples, "p08", "p57")
        assert page.url == f"{site}/videos/?free=mouth-sounds"

    def test_sets_them_without_javascript(self, examples, open_settled):
        page = open_settled("/videos/?tag=tapping", java_script_enabled=False)

        assert titles(page) == titles_of(examples, "p01", "p25", "p53", "p54", "p60")


class TestChoosing:
    def test_finds_a_tag_by_typing(self, examples, open_page):
        page = open_page("/never/", viewport=PHONE)

        page.get_by_label("Find a tag").fill("gum")
        page.get_by_label("Find a tag").press("Enter")
        page.get_by_label("Gum chewing").check()
        go(page, page.get_by_role("button", name="Save"))

        assert page.locator("input[value='chewing-gum']").is_checked()

    def test_finds_a_creator_and_keeps_what_was_ticked(self, make_creator, open_page):
        make_creator(is_asmr_creator=True)
        page = open_page("/never/")

        page.get_by_label("Hypnosis").first.check()
        page.get_by_label("Find a creator").fill("quiet")
        page.get_by_label("Find a creator").press("Enter")
        page.get_by_label("Quiet Corner ASMR").check()
        go(page, page.get_by_role("button", name="Save"))

        kept = {cookie["name"]: cookie for cookie in page.context.cookies()}["never"]
        assert kept["value"] == '"never=hypnosis&never-creator=quiet-corner-asmr"'
        assert (kept["httpOnly"], kept["sameSite"]) == (True, "Lax")

    def test_forgets_everything(self, open_settled):
        page = open_settled("/never/")

        go(page, page.get_by_role("button", name="Forget everything"))

        assert "never" not in {cookie["name"] for cookie in page.context.cookies()}
        assert page.get_by_label("Mouth, eating and breath sounds").first.is_checked() is False


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_axe_finds_no_violation(self, examples, make_creator, open_settled, scheme, viewport):
        creator = make_creator()
        examples["p01"].creator = examples["p10"].creator = creator
        examples["p01"].save()
        examples["p10"].save()
        paths = [
            "/never/",
            "/never/?add=tapping&add=long-gone&add-creator=quiet-corner-asmr",
            examples["p01"].get_absolute_url(),
            examples["p10"].get_absolute_url(),
            f"{examples['p10'].get_absolute_url()}?never=off",
            "/videos/?tag=tapping",
            "/videos/?not=whispered",
            "/tags/chewing-gum/",
        ]
        page = open_settled(f"/theme/{scheme}/", viewport=viewport)

        violations, widths = {}, {}
        for path in paths:
            page.goto(path)
            found = Axe().run(page).response["violations"]
            violations[path] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]
            widths[path] = page.evaluate("document.documentElement.scrollWidth")

        assert violations == {path: [] for path in paths}
        assert widths == dict.fromkeys(paths, viewport["width"])
        assert page.faults == []


class TestWayBack:
    """Pages that the browser or the list keeps aside are older than what was shut out since."""

    @pytest.fixture
    def visit(self, chromium, site, make_video):
        """Open pages of one profile in a Chromium that keeps pages as they were left, as everybody's does."""
        make_video("Gentle talk", tags=["tapping"])
        make_video("Eek chewing", tags=["chewing-gum", "tapping"])
        browser = chromium.browser_type.launch(
            executable_path=find_chromium(),
            args=ARGUMENTS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        context = browser.new_context(base_url=site)

        def open_(path):
            page = context.new_page()
            page.goto(path)
            return page

        yield open_
        browser.close()

    def shut_out(self, page):
        page.goto("/never/")
        page.get_by_label("Mouth, eating and breath sounds").first.check()
        go(page, page.get_by_role("button", name="Save"))
        page.wait_for_url("**/never/?saved")

    def go_back(self, page, url):
        """Not by Playwright, which does not know of pages that come back as they were."""
        page.evaluate("setTimeout(() => history.back(), 0)")
        page.wait_for_function("url => location.href.endsWith(url)", arg=url)
        page.wait_for_timeout(1000)

    def test_shows_nothing_that_was_shut_out_since(self, visit):
        page = visit("/videos/?tag=tapping")
        before = titles(page)
        self.shut_out(page)

        self.go_back(page, "/never/")
        self.go_back(page, "/videos/?tag=tapping")

        assert (before, titles(page)) == ({"Gentle talk", "Eek chewing"}, {"Gentle talk"})
        assert page.locator("main").is_visible()

    def test_through_a_list_shows_nothing_that_was_shut_out_in_another_tab(self, visit):
        page = visit("/videos/")
        follow(page, page.locator(".card__tags a", has_text="Tapping").first)
        self.shut_out(visit("/videos/"))

        self.go_back(page, "/videos/")

        assert titles(page) == {"Gentle talk"}
