"""Therapy styles as people find them: gaps are named, who does what is one table, a method's page is sober."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from creators.models import CreatorTag
from tests.browser.conftest import DESKTOP, PHONE, go
from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db(transaction=True)
DOUBLED = {"width": 640, "height": 400}  # what a window of 1280 px shows at 200 % zoom
NARROW = {"width": 320, "height": 640}  # the narrowest that must do without drawing aside (WCAG 1.4.10)


def titles(page, within="main") -> set[str]:
    return set(page.locator(f"{within} .card__title").all_inner_texts())


def titles_of(examples, *ids) -> set[str]:
    return {examples[example].source_title for example in ids}


def names(page) -> list[str]:
    return page.locator(".matrix tbody th a").all_inner_texts()


@pytest.fixture
def creators(examples, make_creator):
    """Ann made what is clinical among the examples, Bea the rest; of Cleo a curator says CBT."""
    ann, bea = make_creator("Ann"), make_creator("Bea")
    for name, video in examples.items():
        video.creator = ann if name in {"p03", "p21", "p40", "p46", "p51"} else bea
        video.save()
    cleo = make_creator("Cleo", is_asmr_creator=True)
    CreatorTag.objects.create(creator=cleo, tag=Tag.objects.get(slug="cbt"))
    return {"ann": ann, "bea": bea, "cleo": cleo}


class TestTherapist:
    def test_t3_1_finds_clinical_and_skills_based_without_spiritual_claims(self, site, examples, open_page):
        page = open_page("/")

        go(page, page.get_by_role("link", name="Techniques", exact=True))
        go(page, page.get_by_role("link", name="Clinical and skills-based"))
        go(page, page.get_by_role("link", name="Leave out spiritual or energy claims"))
        go(page, page.get_by_role("link", name="6 videos", exact=True))

        assert page.url == f"{site}/videos/?not=spiritual-claims&group=clinical,coping"
        assert titles(page) == titles_of(examples, "p03", "p21", "p26", "p40", "p46", "p51")

        page.goto("/techniques/?not=spiritual-claims")
        psychotherapy = page.locator("#technique-psychotherapy-asmr")
        go(page, psychotherapy.get_by_role("link", name="5 videos with ASMR psychotherapy"))

        assert titles(page) == titles_of(examples, "p03", "p21", "p40", "p46", "p51")

    def test_t3_2_reads_what_cbt_is_and_how_well_it_is_founded(self, examples, open_page):
        page = open_page("/tags/cbt/")

        text = page.locator("main").inner_text()
        assert "Structured work on the links between situations, thoughts, feelings and actions." in text
        assert "Evidence for the technique: strong" in text
        assert "This rates the technique when delivered as designed, not this video." in text
        assert "Nobody has reviewed this note yet." in text
        assert len(page.locator(".references li").all()) == 2
        assert titles(page) == titles_of(examples, "p03", "p51")
        narrower = page.locator(".relations__row", has_text="Narrower tags").locator(".tag").all_inner_texts()
        assert [" ".join(tag.split()) for tag in narrower] == [
            "Reframing thoughts 1",
            "CBT-I (for insomnia) 0",
            "Behavioural activation 0",
            "Exposure therapy 0",
        ]

    def test_tells_the_confirmed_from_what_somebody_only_reports(self, examples, open_page):
        TagDecision.objects.create(
            video=examples["p01"], tag=Tag.objects.get(slug="cbt"), kind="suggested", source="visitor"
        )
        page = open_page("/tags/cbt/")

        assert titles(page, ".section[aria-labelledby=tagged]") == titles_of(examples, "p03", "p51")
        assert titles(page, ".reported") == titles_of(examples, "p01")
        assert "2 confirmed by a person, 0 found by a rule" in page.locator("main").inner_text()


class TestGaps:
    def test_are_named_and_lead_to_a_suggestion_of_just_that(self, open_page, make_video):
        make_video(tags=["reiki"])
        page = open_page("/techniques/")

        gap = page.locator("#technique-cognitive-restructuring")
        assert "nobody yet" in gap.inner_text()
        go(page, gap.get_by_role("link", name="suggest one for Reframing thoughts"))

        assert page.locator("#id_tag").input_value() == "cognitive-restructuring"

    def test_of_a_technique_say_what_is_near_in_its_own_world(self, open_page, make_video):
        make_video(tags=["reiki"])
        make_video(tags=["grounding"])
        page = open_page("/tags/cbt/")

        text = page.locator(".empty").inner_text()
        assert "Nobody yet." in text
        assert "Grounding" in text
        assert "Reiki" not in text


class TestMatrix:
    def test_shows_who_does_what_and_a_curators_word_apart(self, creators, open_page):
        page = open_page("/techniques/")

        ann = page.get_by_role("row", name="Ann").get_by_role("cell")
        assert " ".join(ann.nth(1).inner_text().split()) == "5 videos, 100 %"
        cleo = page.get_by_role("row", name="Cleo").get_by_role("cell")
        assert cleo.nth(1).inner_text() == "said"
        assert cleo.nth(0).inner_text() == "0"

    def test_is_sorted_by_keyboard_and_tells_a_screen_reader(self, creators, open_page):
        page = open_page("/techniques/")
        assert (names(page)[0], names(page)[-1]) == ("Ann", "Bea")

        page.get_by_role("link", name="Creator", exact=True).focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        with page.expect_event("load"):
            page.keyboard.press("Enter")
        assert names(page) == ["Ann", "Bea", "Cleo"]
        assert page.get_by_role("columnheader", name="Creator").get_attribute("aria-sort") == "ascending"

        header = page.get_by_role("columnheader", name="Energy and spiritual")
        go(page, header.get_by_role("link"))
        assert names(page)[0] == "Bea"
        assert header.get_attribute("aria-sort") == "descending"

    def test_as_in_the_post_counts_its_three_things_only(self, creators, examples, open_page):
        page = open_page("/techniques/")

        go(page, page.get_by_role("link", name="As in the post"))

        text = page.locator("main").inner_text()
        assert "Most hypnosis and affirmations are not psychotherapy." in text
        assert "nobody yet" in page.locator("#technique-exposure-therapy").inner_text()
        assert "none among these" in page.locator("#technique-divination").inner_text()
        ann = page.get_by_role("row", name="Ann").get_by_role("cell")
        go(page, ann.nth(1).get_by_role("link"))
        assert titles(page) == titles_of(examples, "p03", "p21", "p40", "p46", "p51")

    def test_on_a_phone_is_drawn_aside_in_its_own_frame_by_keyboard_too(self, creators, open_page):
        page = open_page("/techniques/", viewport=PHONE)
        frame = page.get_by_role("region", name="Creators and techniques")

        frame.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.matrix-frame').scrollLeft > 0")

        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        name = page.get_by_role("row", name="Ann").get_by_role("rowheader")
        assert round(name.bounding_box()["x"]) == round(frame.bounding_box()["x"])

    def test_hides_no_link_that_has_the_focus_under_the_names(self, creators, open_page):
        page = open_page("/techniques/", viewport=PHONE)
        names_end = page.locator(".matrix tbody th").first.evaluate("th => th.getBoundingClientRect().right")
        links = page.locator(".matrix tr").nth(1).locator("a")
        links.last.focus()

        ends = []
        for _ in range(links.count() - 1):
            ends.append(page.evaluate("document.activeElement.getBoundingClientRect().right"))
            page.keyboard.press("Shift+Tab")

        assert [end for end in ends if end < names_end + 24] == []


class TestHome:
    def test_two_taps_lead_to_a_purpose_a_method_and_a_voice(self, site, make_video, open_page):
        wanted = make_video("Asleep in a whisper", tags=["sleep", "sleep-hypnosis", "whispered"])
        make_video("Asleep aloud", tags=["sleep", "sleep-hypnosis", "soft-spoken"])
        make_video("Just a whisper", tags=["sleep", "whispered"])
        page = open_page("/", viewport=PHONE)

        page.locator("#purpose-sleep > summary").click()
        method = page.locator("#purpose-sleep .purpose__method", has_text="Hypnosis")
        go(page, method.get_by_role("link", name="Whispered 1"))

        assert page.url == f"{site}/videos/?tag=sleep&tag=whispered&group=hypnosis"
        assert titles(page) == {wanted.source_title}


class TestReadable:
    @pytest.mark.parametrize("viewport", [DOUBLED, NARROW], ids=["200 %", "320 px"])
    @pytest.mark.parametrize("path", ["/techniques/", "/tags/cbt/", "/"])
    def test_magnified_nothing_is_drawn_aside_or_cut(self, creators, open_page, path, viewport):
        page = open_page(path, viewport=viewport)

        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        assert page.faults == []

    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_axe_finds_no_violation_with_and_without_confirmed_videos(self, creators, open_page, scheme, viewport):
        TagDecision.objects.create(
            video=creators["bea"].videos.first(), tag=Tag.objects.get(slug="cbt"), kind="suggested", source="visitor"
        )
        page = open_page(f"/theme/{scheme}/", viewport=viewport)

        violations = {}
        for path in ("/techniques/", "/techniques/?by=name&not=spiritual-claims", "/tags/cbt/", "/tags/dbt/"):
            page.goto(path)
            found = Axe().run(page).response["violations"]
            violations[path] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]

        assert violations == dict.fromkeys(violations, [])

    @pytest.mark.parametrize("path", ["/techniques/", "/tags/cbt/"])
    def test_on_paper_is_black_on_white_without_what_is_only_to_be_tapped(self, creators, open_page, path):
        page = open_page(path)
        page.emulate_media(media="print")

        assert page.evaluate("getComputedStyle(document.querySelector('main')).color") == "rgb(0, 0, 0)"
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert [one for one in page.locator(".button, .card__poster, .looks").all() if one.is_visible()] == []

    def test_the_table_fits_on_paper_with_each_number_in_one_line(self, creators, open_page, make_video):
        for _ in range(11):
            make_video(tags=["reiki"], creator=creators["cleo"])
        page = open_page("/techniques/", viewport={"width": 700, "height": 990})
        page.emulate_media(media="print")

        assert page.evaluate("document.documentElement.scrollWidth") == 700
        counts = page.locator(".matrix__cell > span:first-child").all()
        numbers = {count.inner_text().split()[0]: count for count in counts}
        assert numbers["11"].bounding_box()["height"] == numbers["1"].bounding_box()["height"]
