"""A real Chromium over a served catalog. Where none is installed the tests are skipped; with CI=true they fail."""

import os
import shutil
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these the browser itself asks hosts of its maker for updates.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@pytest.fixture(scope="session")
def chromium():
    path = find_chromium()
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path or "chromium is not installed", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def vocabulary_for_the_server(loaded_vocabulary):
    """The served catalog has tags."""


@pytest.fixture
def site(live_server) -> str:
    """The address of a served catalog."""
    return live_server.url


@pytest.fixture
def open_page(chromium, site):
    """Open a path in a fresh profile; `page.requests` collects every address that the browser asked for."""
    contexts = []

    def open_(path, *, viewport=DESKTOP, **options):
        context = chromium.new_context(viewport=viewport, base_url=site, **options)
        contexts.append(context)
        # The player's host is never really asked: tests have no network.
        context.route("https://**", lambda route: route.fulfill(body="<title>player</title>", content_type="text/html"))
        page = context.new_page()
        page.requests, page.faults = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: message.type == "error" and page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def open_desk(open_page, site, curator):
    """Open a page of the desk as a curator who is logged in."""
    session = Client()
    session.force_login(curator)

    def open_(path, **options):
        page = open_page("/", **options)
        page.context.add_cookies([{"name": "sessionid", "value": session.cookies["sessionid"].value, "url": site}])
        page.requests.clear()
        page.goto(path)
        return page

    return open_


def go(page, locator):
    """Click what leads to a new page, and wait until that is loaded: only then is it sure what is not on it."""
    with page.expect_event("load"):
        locator.click()


def follow(page, locator):
    """Click, and wait for the list that it leads to, whether the page is a new one or swapped in place."""
    before = page.url
    locator.click()
    page.wait_for_function("before => location.href !== before", arg=before)
    page.wait_for_load_state()


def back(page):
    """Go back, and wait for the list of that address: its canonical link says to which one it belongs."""
    page.go_back()
    page.wait_for_function("() => document.querySelector('link[rel=canonical]')?.href === location.href")


def show_filters(page):
    """On a phone the filters are folded away; a group opens at a tap."""
    if page.locator("#filters:not([open])").count() and page.viewport_size == PHONE:
        page.locator("#filters > summary").click()
