"""Many videos at once, as a curator does it: with a mouse, with a thumb, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go
from videos.curation.tags import decide
from videos.models import Tag, TaggedVideo

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/desk/videos/"


@pytest.fixture
def videos(make_video, make_creator, curator):
    creator = make_creator()
    videos = [
        make_video(f"Rain on a tent, and a title that goes on for quite a while, part {number}", creator=creator)
        for number in range(8)
    ]
    decide(videos[0], Tag.objects.get(slug="tapping"), kind="rejected", user=curator)
    decide(videos[1], Tag.objects.get(slug="tapping"), kind=None, user=curator)
    return videos


def tagged():
    return TaggedVideo.objects.filter(tag__slug="tapping").count()


def boxes(page):
    return page.locator("input[name=video]")


class TestTagging:
    @pytest.mark.parametrize("java_script_enabled", [True, False], ids=["with scripts", "without"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_all_that_a_filter_finds_and_taking_it_back(self, videos, open_desk, viewport, java_script_enabled):
        page = open_desk(f"{LIST}?q=tent", viewport=viewport, java_script_enabled=java_script_enabled)

        page.get_by_label("Tag:", exact=True).fill("tapping")
        page.get_by_label("everything that matches (8 videos)").check()
        go(page, page.get_by_role("button", name="Preview…"))
        summary = page.locator(".bulk-summary").inner_text()
        before = tagged()
        go(page, page.get_by_role("button", name="Change 6 videos"))
        message, changed = page.locator(".messagelist").inner_text(), tagged()
        go(page, page.get_by_role("button", name="Take back: “Tapping” added"))

        assert summary == "Add “Tapping” to 8 videos: 6 would change, 2 would stay as they are."
        assert (before, changed, tagged()) == (1, 7, 1)
        assert message == "Done. “Tapping” added: 6 of 8 videos changed."
        assert page.locator(".messagelist").inner_text() == (
            "Taken back: “Tapping” added: 6 of 8 videos changed (6 restored)."
        )
        assert page.faults == []

    def test_a_mistake_is_in_sight_on_a_phone(self, videos, open_desk):
        page = open_desk(LIST, viewport=PHONE)

        page.get_by_label("Tag:", exact=True).fill("nonsense")
        go(page, page.get_by_role("button", name="Preview…"))

        expect(page.get_by_text("“nonsense” is no tag of this catalog.")).to_be_in_viewport()

    def test_starts_from_the_visitors_list(self, videos, open_desk):
        page = open_desk("/videos/?q=tent")

        go(page, page.get_by_role("link", name="Curate these"))

        assert page.url.endswith(f"{LIST}?q=tent")
        assert boxes(page).count() == 8


class TestTicking:
    def test_a_range_is_ticked_with_shift_and_counted(self, videos, open_desk):
        page = open_desk(LIST)
        page.get_by_label("everything that matches (8 videos)").check()

        boxes(page).nth(1).click()
        boxes(page).nth(4).click(modifiers=["Shift"])

        assert [boxes(page).nth(place).is_checked() for place in range(8)] == [
            place in range(1, 5) for place in range(8)
        ]
        assert page.locator("[data-ticked]").inner_text() == "(4 of 8)"
        assert page.get_by_label("those ticked below").is_checked()

    def test_one_box_ticks_all_by_keyboard(self, videos, open_desk):
        page = open_desk(LIST)

        page.get_by_label("Tick all on this page").press("Space")

        expect(page.locator("[data-ticked]")).to_have_text("(8 of 8)")
        expect(page.locator("[data-announcement]")).to_have_text("8 ticked")

    def test_only_what_an_edit_needs_is_asked_for(self, videos, open_desk):
        page = open_desk(LIST)

        shown = {}
        for kind in ("add-tag", "replace-tag", "set-creator", "hide"):
            page.locator("#id_kind").select_option(kind)
            shown[kind] = [page.locator(f"#id_{name}").is_visible() for name in ("tag", "new_tag", "creator")]

        assert shown == {
            "add-tag": [True, False, False],
            "replace-tag": [True, True, False],
            "set-creator": [False, False, True],
            "hide": [False, False, False],
        }


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(videos, open_desk, scheme, viewport):
    page = open_desk(f"{LIST}?q=tent", viewport=viewport, color_scheme=scheme)
    found = []

    def look(name):
        violations = Axe().run(page).response["violations"]
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found.append((name, [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in violations], is_wide))

    look("list")
    page.get_by_label("all 8 on this page").check()
    go(page, page.get_by_role("button", name="Preview…"))
    look("mistake")
    page.get_by_label("Tag:", exact=True).fill("tapping")
    page.get_by_label("all 8 on this page").check()
    go(page, page.get_by_role("button", name="Preview…"))
    look("preview")
    go(page, page.get_by_role("button", name="Change 6 videos"))
    look("actions")

    assert found == [(name, [], False) for name in ("list", "mistake", "preview", "actions")]
    assert page.faults == []
