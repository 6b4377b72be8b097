"""Who speaks, and who named them: the people of the blog post, a therapist's list, claims before play."""

import re
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from creators.models import Creator
from tests.browser.conftest import DESKTOP, PHONE, go
from videos.curation.editing import save_creator
from videos.importing.starter import add_collection, add_named_creators
from videos.models import Collection

pytestmark = pytest.mark.django_db(transaction=True)

CONFIRMED = {
    "credentials": "A therapist.",
    "confirmed_credential": "Registered therapist",
    "credential_source": "https://register.example/a-very-long-address/that-must-wrap/on-a-phone/0123456789",
    "credential_confirmed_of": "A therapist.",
    "credential_confirmed_at": datetime(2026, 11, 24, tzinfo=UTC),
}


@pytest.fixture
def named(vocabulary_for_the_server):
    """The people of the post, as a fresh catalog has them."""
    add_named_creators()
    add_collection()


@pytest.fixture
def olivia(named, examples) -> Creator:
    """With videos: two of the examples, one of them a scene."""
    creator = Creator.objects.get(slug="olivia-kissper-asmr")
    for name in ("p03", "p07"):
        examples[name].creator = creator
        examples[name].save()
    return creator


def titles(page) -> set[str]:
    return set(page.locator(".card__title").all_inner_texts())


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


class TestTherapist:
    def test_t3_3_a_list_of_two_is_the_same_in_another_profile_and_holds_nothing_of_a_person(
        self, site, examples, open_page
    ):
        page = open_page(examples["p03"].get_absolute_url())
        page.get_by_role("button", name="Add to your list").click()
        page.goto(examples["p40"].get_absolute_url())
        page.get_by_role("button", name="Add to your list").click()
        go(page, page.get_by_role("link", name="2 videos · open list"))
        address = page.url

        other = open_page(address)

        wanted = [examples[name].source_title for name in ("p03", "p40")]
        assert other.locator(".shared__title").all_inner_texts() == wanted
        assert address == f"{site}/list/?v={examples['p03'].pk},{examples['p40'].pk}"
        assert other.locator("input[type=password]").all() == []
        assert (other.url, other.context.cookies()) == (address, [])
        assert "role play" in other.locator(".shared__row").first.inner_text()
        assert pages_of(other.pdf(format="A4")) == 1

    def test_t3_4_cbt_motorcycle_is_found_by_its_words_and_never_as_cbt(self, examples, open_page):
        motorcycle = examples["p36"].source_title
        page = open_page("/")

        page.locator("#search-videos").fill("cbt motorcycle")
        with page.expect_event("load"):
            page.keyboard.press("Enter")

        assert titles(page) == {motorcycle}
        for path in ("/tags/cbt/", "/videos/?tag=cbt", "/tags/cognitive-restructuring/", "/videos/?group=clinical"):
            page.goto(path)
            assert motorcycle not in titles(page)


class TestNewcomer:
    @pytest.mark.parametrize("words", ["Olivia Kissper", "olivia kisper"])
    def test_t4_1_finds_who_olivia_was(self, olivia, open_page, words):
        page = open_page("/", viewport=PHONE)

        page.locator("#search-videos").fill(words)
        with page.expect_event("load"):
            page.keyboard.press("Enter")
        go(page, page.locator(".answers").get_by_role("link", name="Olivia Kissper ASMR", exact=True))

        text = page.locator("main").inner_text()
        assert page.locator("h1").inner_text() == "Olivia Kissper ASMR"
        assert "Also known as Olivia Kissper, Olivia's Kissper ASMR" in text
        assert "Named by the blog post" in text
        assert "unverified\n" in text
        techniques = page.locator(".panel", has=page.get_by_role("heading", name="Therapy style & technique"))
        assert techniques.locator(".bar__label").all_inner_texts() == [
            "ASMR psychotherapy",
            "CBT (cognitive behavioural therapy)",
            "Reframing thoughts",
            "Positive affirmations",
        ]
        assert techniques.locator(".count").all_inner_texts() == ["1 · 50 %"] * 4
        assert "Said of them by the blog post “What is ASMR? Pt. II”" in text
        assert "A curator says" not in text

    def test_t4_1_finds_her_without_any_video_too(self, named, open_page):
        page = open_page("/videos/?q=olivia+kisper")

        go(page, page.get_by_role("link", name="Olivia Kissper ASMR", exact=True))

        assert page.locator("h1").inner_text() == "Olivia Kissper ASMR"
        go(page, page.get_by_role("link", name="“What is ASMR? Pt. II”, a blog post"))
        assert page.locator("main .row__name").all_inner_texts() == [
            "ASMR Scotsman",
            "Jellybean Green ASMR",
            "Jen Luv's ASMR",
            "Olivia Kissper ASMR",
        ]


class TestClaims:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"credentials": "A therapist."}, "States a credential (unverified)"),
            (CONFIRMED, "Credential confirmed by a curator"),
        ],
        ids=["stated", "confirmed"],
    )
    def test_stand_above_the_play_button_with_word_and_icon(self, olivia, examples, open_page, values, words):
        Creator.objects.filter(pk=olivia.pk).update(**values)

        page = open_page(examples["p03"].get_absolute_url(), viewport=PHONE)

        claims = page.locator(".claim__word")
        assert claims.all_inner_texts() == ["Role play", words]
        assert claims.locator("svg.icon").count() == 2
        last, play = claims.last.bounding_box(), page.locator(".player__play").bounding_box()
        assert last["y"] + last["height"] < play["y"]

    def test_on_cards_are_short(self, olivia, open_page):
        page = open_page("/videos/?tag=cbt")

        assert "role play" in page.locator(".card", has_text="Reframing").inner_text()

    def test_a_confirmation_is_gone_as_soon_as_the_statement_changes(self, olivia, curator, open_page):
        Creator.objects.filter(pk=olivia.pk).update(**CONFIRMED)
        page = open_page(olivia.get_absolute_url())
        before = page.locator(".claim__word").all_inner_texts()
        olivia.refresh_from_db()
        olivia.credentials = "A life coach."
        save_creator(olivia, changed={"credentials"}, user=curator)

        page.reload()

        assert before == ["Role plays", "Credential confirmed by a curator"]
        assert page.locator(".claim__word").all_inner_texts() == ["Role plays", "States a credential (unverified)"]


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(
        self, olivia, examples, open_page, scheme, viewport
    ):
        Creator.objects.filter(pk=olivia.pk).update(**CONFIRMED)
        Creator.objects.filter(slug="asmr-scotsman").update(credentials="A nurse.")
        collection = Collection.objects.get()
        collection.videos.set(examples.values())
        paths = [
            examples["p03"].get_absolute_url(),
            olivia.get_absolute_url(),
            "/creators/asmr-scotsman/",
            "/creators/",
            "/collections/",
            collection.get_absolute_url(),
            "/tags/reiki/",
            "/videos/?q=olivia+kisper",
        ]
        page = open_page(f"/theme/{scheme}/", viewport=viewport)

        faults = {}
        for path in paths:
            page.goto(path)
            page.wait_for_load_state()
            found = Axe().run(page).response["violations"]
            wide = page.evaluate("document.documentElement.scrollWidth") > viewport["width"]
            faults[path] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] + ["wide"] * wide

        assert faults == {path: [] for path in paths}
