"""The vocabulary edited by a curator, in Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE, go
from tests.browser.test_pages import titles
from videos.models import Tag, TaggedVideo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def videos(make_video):
    make_video("Munching a pear", tags=["eating-sounds"])
    return [make_video(f"ASMR wobblegoo number {number} in a bowl of wood") for number in range(3)]


def rename(page, tag, slug):
    """Give a tag another slug at the desk; returns what was asked before, and what was said then."""
    page.goto(f"/admin/desk/vocabulary/{tag.pk}/")
    page.get_by_label("New slug").fill(slug)
    go(page, page.locator("section", has_text="New slug").get_by_role("button", name="Preview …"))
    asked = page.locator("h1", has_text="Give “").inner_text()
    go(page, page.get_by_role("button", name="Yes, do it"))
    return asked, page.locator(".messagelist").inner_text()


def test_t5_3_a_renamed_slug_leads_on_in_addresses_filters_and_never_lists(videos, open_desk):
    tag = Tag.objects.get(slug="eating-sounds")
    page = open_desk("/never/")
    page.goto("/videos/?never=eating-sounds")
    hidden_before = page.locator("main").inner_text().count("Munching a pear")

    asked, saved = rename(page, tag, "munching")

    assert asked == f"Give “{tag.name}” the slug “munching” in place of “eating-sounds”?"
    assert saved == "Saved."
    page.goto("/tags/eating-sounds/")
    assert page.url.endswith("/tags/munching/")
    page.goto("/videos/?tag=eating-sounds")
    assert page.url.endswith("/videos/?tag=munching")
    assert page.get_by_role("link", name="Munching a pear").count() == 1
    page.goto("/videos/?never=eating-sounds")
    assert (hidden_before, page.locator("main").inner_text().count("Munching a pear")) == (0, 0)


def test_t5_3_what_a_visitor_chose_never_to_meet_stays_chosen_when_its_slug_is_renamed(videos, open_page, open_desk):
    tag = Tag.objects.get(slug="eating-sounds")
    visitor = open_page("/never/")
    visitor.get_by_label("Find a tag").fill("eating")
    visitor.get_by_label(tag.name).check()
    go(visitor, visitor.get_by_role("button", name="Save"))

    rename(open_desk("/never/"), tag, "munching")

    visitor.goto("/videos/")
    assert sorted(titles(visitor)) == [video.source_title for video in videos]
    visitor.goto("/never/")
    assert visitor.locator("#tags input:checked").evaluate_all("boxes => boxes.map(box => box.value)") == ["munching"]
    assert visitor.get_by_label(tag.name).is_checked()
    [kept] = [cookie["value"] for cookie in visitor.context.cookies() if cookie["name"] == "never"]
    assert kept == '"never=eating-sounds"'  # what the browser keeps is from before


def test_a_synonym_is_seen_on_the_catalogs_videos_before_it_is_made(videos, open_desk):
    tag = Tag.objects.get(slug="slime")
    page = open_desk(f"/admin/videos/tag/{tag.pk}/change/")

    go(page, page.get_by_role("link", name="Words and place"))
    page.get_by_label("Another synonym").fill("wobblegoo")
    go(page, page.get_by_role("button", name="Preview …").first)

    assert page.locator(".desk-words__lines li").all_inner_texts() == [
        "3 videos would gain “Slime & squishing”",
        "Looked at 3 videos with these words in the text",
    ]
    assert page.locator("mark").all_inner_texts() == ["wobblegoo"] * 3
    assert not TaggedVideo.objects.filter(tag=tag).exists()
    go(page, page.get_by_role("button", name="Yes, do it"))
    assert page.locator(".messagelist").inner_text() == "Saved. Looked at 3 videos anew, 3 of them changed."
    assert TaggedVideo.objects.filter(tag=tag).count() == 3
    assert page.faults == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(videos, open_desk, scheme, viewport):
    tag = Tag.objects.get(slug="eating-sounds")
    Tag.objects.filter(pk=tag.pk).update(definition="Ours.", curated_fields=["definition"])
    tag.aliases.create(kind="synonym", name="glorp")
    base = f"/admin/desk/vocabulary/{tag.pk}/"
    paths = (base, f"{base}synonym/?words=wobblegoo&in_titles=1", f"{base}arrow/?kind=implies&other=ear-eating")

    for path in (*paths, "/admin/desk/vocabulary/new/"):
        page = open_desk(path, viewport=viewport, color_scheme=scheme)

        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.faults == []
