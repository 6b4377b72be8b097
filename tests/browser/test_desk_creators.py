"""Curating a creator by hand: a channel is confirmed, two entries become one, a default reaches earlier videos."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from creators.models import Creator
from tests.browser.conftest import DESKTOP, PHONE, go
from videos.importing import queue, ytdlp
from videos.importing.files import FoundInfo
from videos.importing.runs import work
from videos.models import ChannelCheck, ImportRun, Tag, TaggedVideo

pytestmark = pytest.mark.django_db(transaction=True)
CHANNEL_ID = "UCaaaaaaaaaaaaaaaaaaaaaa"
OF_THE_ADMIN = {"aria-input-field-name", "empty-table-header"}
TITLES = ["ASMR for the end of a long day", "ASMR transpersonal touch"]


@pytest.fixture
def open_desk(open_page, site, curator):
    """Open a page of the desk as a curator who is logged in."""
    session = Client()
    session.force_login(curator)

    def open_(path, **options):
        page = open_page("/", **options)
        page.context.add_cookies([{"name": "sessionid", "value": session.cookies["sessionid"].value, "url": site}])
        page.goto(path)
        return page

    return open_


@pytest.fixture
def olivia(make_creator):
    return make_creator("", curator_name="Olivia Kissper ASMR", is_asmr_creator=True, approach="Encouragement.")


@pytest.fixture
def answering_site(monkeypatch, settings):
    """A YouTube that knows one channel; `work_once` is the worker's turn."""

    def fetch(url, *, options, limit=None):
        listing = {
            "_type": "playlist", "extractor_key": "YoutubeTab", "id": CHANNEL_ID, "channel_id": CHANNEL_ID,
            "channel": "Olivia’s Kissper ASMR", "uploader_id": "@oliviakissper", "title": "Videos",
        }  # fmt: skip
        for number, title in enumerate(TITLES):
            address = f"https://www.youtube.com/watch?v=aaaaaaaaa{number:02}"
            yield FoundInfo(address, {"id": address[-11:], "title": title, "extractor_key": "Youtube"}, listing)

    def work_once():
        run = queue.claim_next(worker=queue.this_process())
        for _ in work(run):
            pass

    monkeypatch.setattr(ytdlp, "fetch", fetch)
    settings.ASMR_IMPORT_PAUSE_SECONDS = 0
    return work_once


def entry(creator):
    return f"/admin/creators/creator/{creator.pk}/change/"


def channel_page(creator):
    return f"/admin/desk/creators/{creator.pk}/channel/"


def make_answer(creator, **values):
    run = ImportRun.objects.create(kind="channel", state="finished")
    said = {"site": "youtube", "site_id": CHANNEL_ID, "name": "Olivia’s Kissper ASMR", "handle": "@oliviakissper"}
    said |= {"url": f"https://www.youtube.com/channel/{CHANNEL_ID}", "titles": TITLES, "answered_at": timezone.now()}
    return ChannelCheck.objects.create(
        creator=creator, run=run, address="https://www.youtube.com/@oliviakissper", **{**said, **values}
    )


class TestConfirmingAChannel:
    def test_from_the_entry_to_the_public_page(self, olivia, open_desk, answering_site):
        page = open_desk(entry(olivia))

        go(page, page.get_by_role("link", name="Confirm a channel…"))
        page.get_by_role("textbox", name="Channel:").fill("youtube.com/@oliviakissper")
        go(page, page.get_by_role("button", name="Ask the site"))
        expect(page.get_by_role("heading", name="The site is being asked")).to_be_visible()
        answering_site()
        expect(page.get_by_role("heading", name="What youtube says of this channel")).to_be_visible()  # by itself
        shown = page.locator(".creator-desk__facts").inner_text()
        go(page, page.get_by_role("button", name="Yes, this is them"))
        page.wait_for_url(f"**{entry(olivia)}")
        page.goto(olivia.get_absolute_url())

        assert all(text in shown for text in ("Olivia’s Kissper ASMR", "@oliviakissper", CHANNEL_ID, *TITLES))
        olivia.refresh_from_db()
        assert (olivia.site_id, olivia.status) == (CHANNEL_ID, "active")
        assert f"confirmed by a curator on {olivia.confirmed_at.day} " in page.locator("main").inner_text()
        assert page.faults == []

    def test_without_javascript_a_link_refreshes_it(self, olivia, open_desk, answering_site):
        page = open_desk(channel_page(olivia), java_script_enabled=False)
        page.get_by_role("textbox", name="Channel:").fill("@oliviakissper")
        go(page, page.get_by_role("button", name="Ask the site"))
        answering_site()

        go(page, page.get_by_role("link", name="Refresh"))

        assert page.get_by_role("button", name="Yes, this is them").is_visible()

    def test_of_a_channel_that_another_entry_has_leads_to_the_merge(self, olivia, make_creator, open_desk):
        make_creator("Kissper", site_id=CHANNEL_ID)
        make_answer(olivia)
        page = open_desk(channel_page(olivia))

        go(page, page.get_by_role("link", name="see what the two entries would be as one"))
        go(page, page.get_by_role("button", name="Make them one entry"))
        page.wait_for_url("**/change/")

        creator = Creator.objects.get()
        assert (creator.site_id, creator.name) == (CHANNEL_ID, "Olivia Kissper ASMR")
        assert page.faults == []


def test_what_two_entries_would_be_as_one_is_seen_on_a_phone_without_scrolling(olivia, make_creator, open_desk):
    other = make_creator("Kissper of the long and winding name that fills a column", handle="@" + "kissper" * 6)

    page = open_desk(f"/admin/desk/creators/{olivia.pk}/merge/?other={other.pk}", viewport=PHONE)
    heading = page.get_by_role("columnheader", name="As one").bounding_box()

    assert heading["x"] + heading["width"] <= PHONE["width"]


def test_a_default_is_written_then_brought_to_earlier_videos(olivia, make_video, open_desk):
    for number in range(3):
        make_video(f"ASMR tapping {number}", creator=olivia)
    make_video("ASMR whispers", creator=olivia, tags=["whispered"])
    page = open_desk(entry(olivia))

    page.locator("#defaults-group .select2-selection").first.click()
    page.locator(".select2-search__field").fill("no talking")
    page.locator(".select2-results__option", has_text="No talking").click()
    go(page, page.get_by_role("button", name="Save and continue editing"))
    go(page, page.get_by_role("link", name="apply to earlier videos…"))
    page.wait_for_url("**/defaults/*/")
    numbers = page.locator(".import-counts dd").all_inner_texts()
    go(page, page.get_by_role("button", name="Apply to all videos of Olivia Kissper ASMR"))
    page.wait_for_url("**/change/")

    assert numbers == ["3", "1", "0", "0"]
    assert TaggedVideo.objects.filter(tag__slug="no-talking").count() == 3
    assert "all videos" in page.locator("#defaults-0 .field-reach").inner_text()
    assert page.faults == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(
    olivia, make_creator, make_video, open_desk, scheme, viewport
):
    waiting, unanswered, taken = (make_creator(name) for name in ("Waiting", "Unanswered", "Taken"))
    other = make_creator("Kissper", site_id=CHANNEL_ID, approach="Whispers. " * 20)
    make_answer(olivia, site_id="UCbbbbbbbbbbbbbbbbbbbbbb")
    make_answer(taken)
    ChannelCheck.objects.create(
        creator=waiting, run=ImportRun.objects.create(kind="channel"), address="https://www.youtube.com/@waiting"
    )
    make_answer(unanswered, answered_at=None).run.items.create(
        kind="listing", state="failed", address="x", trouble="channel-closed", detail="This channel does not exist."
    )
    olivia.links.create(label="Shop", url="https://shop.example/")
    olivia.said_tags.create(tag=Tag.objects.get(slug="cbt"))
    default = olivia.defaults.create(tag=Tag.objects.get(slug="no-talking"))
    Creator.objects.filter(pk=olivia.pk).update(credentials="A nurse.", languages=["en"])
    make_video(creator=olivia)
    desk = f"/admin/desk/creators/{olivia.pk}"
    paths = [
        entry(olivia),
        *(channel_page(creator) for creator in (olivia, waiting, unanswered, taken)),
        f"{desk}/merge/?q=kissper",
        f"{desk}/merge/?other={other.pk}",
        f"{desk}/merge/?other={olivia.pk}",
        f"{desk}/defaults/{default.pk}/",
        olivia.get_absolute_url(),
        "/tags/cbt/",
    ]
    page = open_desk("/admin/", viewport=viewport, color_scheme=scheme)

    found = {}
    for path in paths:
        page.goto(path)
        rules = {rule["id"]: rule["nodes"][0]["html"][:160] for rule in Axe().run(page).response["violations"]}
        if path == entry(olivia):  # the admin's own tables and its autocomplete
            rules = {name: html for name, html in rules.items() if name not in OF_THE_ADMIN}
        is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if rules or is_wide:
            found[path] = rules, is_wide

    assert found == {}
