"""A visitor reports a sound; whoever shuts it out is spared the video until a curator has looked."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE, go
from tests.browser.test_pages import foreign, titles
from videos.curation.reports import receive
from videos.models import Report, Tag, TagDecision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def videos(make_video, make_creator):
    return [make_video(title, creator=make_creator(), tags=["tapping"]) for title in ("Soft rain", "Wooden box")]


def test_a_reported_sound_hides_the_video_from_whoever_shuts_it_out_until_a_curator_has_looked(
    site, videos, open_page, open_desk
):
    rain, _ = videos
    settled = open_page("/never/")
    settled.get_by_label("Mouth, eating and breath sounds").first.check()
    go(settled, settled.get_by_role("button", name="Save"))
    settled.goto("/videos/")
    before = titles(settled)

    page = open_page(rain.get_absolute_url(), viewport=PHONE)
    go(page, page.get_by_role("link", name="Report a wrong or missing tag"))
    page.get_by_label("Something is in it that the page does not say").check()
    page.get_by_label("What is in it?").select_option(label="Mouth, eating or breath sounds")
    go(page, page.get_by_role("button", name="Send"))
    page.wait_for_url("**/thanks/?sent=left-out&about=**")
    settled.reload()
    reported = titles(settled)
    settled.goto("/videos/?tag=tapping")

    assert (before, reported, titles(settled)) == ({"Soft rain", "Wooden box"}, {"Wooden box"}, {"Wooden box"})
    assert foreign(page, site) == page.faults == []

    desk = open_desk("/admin/desk/")
    go(desk, desk.get_by_role("link", name="Reports"))
    go(desk, desk.get_by_role("button", name="Decline", exact=True))
    settled.reload()

    assert desk.locator(".messagelist").inner_text() == f"Declined: report {Report.objects.get().pk}: a tag is missing."
    assert titles(settled) == {"Soft rain", "Wooden box"}


def test_asks_only_for_what_belongs_to_the_answer(videos, open_page):
    page = open_page(f"{videos[0].get_absolute_url()}report/", viewport=PHONE)
    fields = [page.get_by_label("What is in it?"), page.get_by_label("Which tag is wrong?")]
    seen = {}

    for name in ("Something is in it", "A tag is wrong", "Something else"):
        page.get_by_label(name).check()
        seen[name] = [field.is_visible() for field in fields]

    assert seen == {
        "Something is in it": [True, False],
        "A tag is wrong": [False, True],
        "Something else": [False, False],
    }
    assert page.get_by_label("Leave this empty").is_visible() is False


def test_works_without_javascript_and_by_keyboard(videos, open_page):
    page = open_page(f"{videos[0].get_absolute_url()}report/", java_script_enabled=False)

    page.get_by_label("A tag is wrong").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Tapping")
    page.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/?sent=wrong-tag&about=**")

    assert Report.objects.get().tag.slug == "tapping"


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(videos, open_page):
    page = open_page("/removal/")

    page.get_by_label("How to reach you").fill("a@example.org")
    page.get_by_label("What should be removed").fill("Please remove it.")
    page.locator("main form").evaluate("form => form.noValidate = true")
    go(page, page.get_by_role("button", name="Send"))

    assert page.get_by_role("alert").inner_text() == "Not sent yet: something is missing below."
    assert page.get_by_label("How to reach you").input_value() == "a@example.org"
    assert page.get_by_label("What should be removed").input_value() == "Please remove it."


PATHS = ["/suggest/?tag=cbt", "/removal/", "/thanks/?sent=left-out&about=/videos/1/"]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_no_violation_in_the_forms(videos, open_page, scheme, viewport):
    page, found = open_page(f"/theme/{scheme}/", viewport=viewport), {}

    for path in [*PATHS, f"{videos[0].get_absolute_url()}report/"]:
        page.goto(path)
        found[path] = Axe().run(page).response["violations"]
        if send := page.locator("main").get_by_role("button", name="Send").all():
            page.locator("main form").evaluate("form => form.noValidate = true")
            go(page, send[0])
            page.wait_for_load_state()
            found[f"{path} refused"] = Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]

    assert {path: rules for path, rules in found.items() if rules} == {}


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_queue(videos, open_desk, scheme, viewport):
    chewing = Tag.objects.get(slug="chewing-gum")
    receive(Report(kind="missing-tag", video=videos[0], tag=chewing, text="At 2:10."), address="192.0.2.1")
    receive(Report(kind="missing-tag", video=videos[1], tag=chewing), address="192.0.2.1")
    receive(Report(kind="suggest-creator", url="https://example.org/" + "a" * 300, text="x" * 200), address="192.0.2.2")
    receive(Report(kind="removal", video=videos[1], text="It is mine.", contact="a@example.org"), address="192.0.2.3")

    page = open_desk("/admin/desk/reports/", viewport=viewport, color_scheme=scheme)

    assert TagDecision.objects.count() == 2
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.faults == []
