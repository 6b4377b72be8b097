"""Words that no tag explains, worked off by keyboard at the desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go
from videos.curation.words import count_words, listed_words
from videos.models import IgnoredWord, Tag, TagAlias

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/desk/words/"
TAGGER_LOADS = 120_000  # milliseconds that the first preview of a process may take on a busy machine


@pytest.fixture(autouse=True)
def words(make_video):
    for times, title in ((5, "Beekeeping"), (4, "Quilting"), (3, "Relaxing pottery wheel evening, glazed")):
        for number in range(times):
            make_video(f"ASMR {title} {number}", source_keywords=["honey jar"])
    count_words()


def names(page):
    return page.locator(".word__name").all_inner_texts()


def focused(page):
    return page.evaluate("document.activeElement.textContent")


class TestTheList:
    def test_is_worked_off_with_one_key_each(self, open_desk):
        page = open_desk(LIST)
        everything = names(page)

        page.keyboard.press("j")
        assert focused(page) == "beekeeping"
        page.keyboard.press("i")
        expect(page.locator("[data-status]")).to_have_text("Ignored: beekeeping.")
        assert (names(page), focused(page)) == (everything[1:], "quilting")
        expect(page.get_by_role("link", name="Ignored")).to_have_text("Ignored (1)")
        page.keyboard.press("u")
        expect(page.locator("[data-status]")).to_have_text("Listed again: beekeeping.")
        assert (names(page), focused(page)) == (everything, "beekeeping")
        expect(page.get_by_role("link", name="Ignored")).to_have_text("Ignored (0)")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("j")
        page.keyboard.press("i")
        expect(page.locator("[data-status]")).to_have_text("Ignored: quilting.")

        assert [word.shown for word in IgnoredWord.objects.all()] == ["quilting"]
        assert page.url.endswith(LIST)
        assert page.faults == []

    def test_a_key_that_is_held_down_ignores_one_word(self, open_desk):
        page = open_desk(LIST)
        everything = names(page)
        page.keyboard.press("j")

        page.keyboard.down("i")
        expect(page.locator("[data-status]")).to_have_text("Ignored: beekeeping.")
        page.keyboard.down("i")
        page.keyboard.up("i")
        page.keyboard.press("j")

        expect(page.locator(".word__name")).to_have_count(len(everything) - 1)
        assert IgnoredWord.objects.count() == 1

    def test_leads_by_a_key_to_a_synonym_that_is_previewed_and_saved(self, open_desk):
        page = open_desk(f"{LIST}?q=bee")
        page.set_default_timeout(TAGGER_LOADS)
        page.keyboard.press("j")

        page.keyboard.press("s")
        page.wait_for_url("**make=synonym**")
        page.keyboard.type("Tapping")
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".word-preview")).to_contain_text("5 videos would gain “Tapping”.", timeout=TAGGER_LOADS)
        assert page.get_by_label("is a synonym of").input_value() == "Tapping"
        go(page, page.get_by_role("button", name="Save the synonym"))

        expect(page.locator(".messagelist")).to_have_text(
            "“beekeeping” means “Tapping” now. Of 5 videos that say it 5 changed."
        )
        assert page.url.endswith(f"{LIST}?q=bee")
        assert TagAlias.objects.get(is_curated=True).tag.slug == "tapping"

    def test_leads_by_a_key_to_a_new_tag(self, open_desk):
        page = open_desk(LIST)
        page.set_default_timeout(TAGGER_LOADS)
        page.keyboard.press("j")

        page.keyboard.press("n")
        page.wait_for_url("**make=tag**")
        assert page.evaluate("document.activeElement.name") == "new-label"
        page.get_by_label("Group").select_option(label="Triggers: Sounds")
        page.get_by_label("Definition").fill("Work with bees and their hives.")
        go(page, page.get_by_role("button", name="Make the tag"))
        expect(page.locator(".messagelist")).to_contain_text("“Beekeeping” is a tag now.", timeout=TAGGER_LOADS)

        assert Tag.objects.get(slug="beekeeping").tagged_videos.count() == 5

    def test_keys_are_letters_in_a_field(self, open_desk):
        page = open_desk(LIST)
        page.get_by_label("Contains").focus()

        page.keyboard.type("ijk")

        assert page.get_by_label("Contains").input_value() == "ijk"
        assert IgnoredWord.objects.count() == 0

    def test_keys_can_be_turned_off_for_good(self, open_desk):
        page = open_desk(LIST)
        page.get_by_label("Answer by single keys").uncheck()
        page.reload()

        page.keyboard.press("j")
        page.keyboard.press("i")

        assert not page.get_by_label("Answer by single keys").is_checked()
        assert page.evaluate("document.activeElement === document.body")
        assert IgnoredWord.objects.count() == 0

    def test_works_without_javascript(self, open_desk):
        page = open_desk(LIST, java_script_enabled=False)
        assert not page.locator("[data-keys]").is_visible()

        go(page, page.get_by_role("button", name="Ignore").first)

        assert page.locator(".messagelist").inner_text() == "Ignored: “beekeeping”."
        assert names(page)[0] == "quilting"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(open_desk, scheme, viewport):
    word = listed_words("title").first()
    IgnoredWord.objects.create(folded="chatty", shown="chatty")

    for path in (LIST, f"{LIST}{word.pk}/", f"{LIST}ignored/", "/admin/desk/vocabulary/files/"):
        page = open_desk(path, viewport=viewport, color_scheme=scheme)

        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.faults == []
