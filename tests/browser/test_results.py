"""A list that swaps in place: what is seen, heard and remembered must be as if every list were a page of its own."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE, back, follow, show_filters
from tests.browser.test_pages import open_group, titles, titles_of

pytestmark = pytest.mark.django_db(transaction=True)

EVERYTHING = [f"p{number:02}" for number in range(1, 61) if number != 30]  # which waits for a moderator
LONG_SLEEP = ("p06", "p43", "p48", "p58", "p60")


def is_same_document(page) -> bool:
    """Whether the page is still the one that `mark` was set in."""
    return page.evaluate("window.mark === true")


def mark(page):
    page.evaluate("window.mark = true")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def scroll_top(page) -> int:
    return page.evaluate("Math.round(scrollY)")


def scroll_to(page, top):
    """And wait until the page has taken note."""
    page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
    page.wait_for_function("top => history.state?.top === top", arg=scroll_top(page))


def hold(page, query):
    """Keep the answer to a fetch back; gives a list in which its route appears."""
    held = []
    page.route(
        lambda url: url.endswith(query),
        lambda route: held.append(route) if route.request.resource_type == "fetch" else route.continue_(),
    )
    return held


class TestSwap:
    def test_puts_the_list_its_address_and_its_title_in_place(self, site, examples, open_page):
        page = open_page("/videos/?tag=sleep")
        mark(page)

        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")))

        assert is_same_document(page)
        assert page.url == f"{site}/videos/?tag=sleep&length=60-"
        assert titles(page) == titles_of(examples, *LONG_SLEEP)
        assert page.title().startswith("Sleep, 1 hour+ · Videos")
        assert page.locator("link[rel=canonical]").evaluate_all("links => links.map(link => link.href)") == [page.url]
        assert page.faults == []

    def test_takes_the_words_along_and_drops_none_of_the_filters(self, site, examples, open_page):
        page = open_page("/videos/?tag=sleep")
        mark(page)
        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")))

        page.locator("#search-videos").fill("countdown")
        follow(page, page.get_by_role("button", name="Search"))

        assert is_same_document(page)
        assert page.url == f"{site}/videos/?tag=sleep&length=60-&q=countdown"
        assert titles(page) == titles_of(examples, "p06")

    def test_has_the_address_to_which_the_server_redirects(self, site, examples, open_page):
        page = open_page("/videos/?tag=sleep&q=countdown")
        mark(page)

        page.locator("#search-videos").fill("")
        page.locator("#search-videos").press("Enter")
        page.wait_for_url(f"{site}/videos/?tag=sleep")

        assert is_same_document(page)

    def test_keeps_the_focus_and_the_place_of_what_was_chosen(self, examples, open_page):
        page = open_page("/videos/")
        open_group(page, "benefit", "calm")
        option = page.locator("#option-anxiety")
        option.scroll_into_view_if_needed()
        top = option.bounding_box()["y"]

        option.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/videos/?tag=anxiety")

        assert focused(page) == "option-anxiety"
        assert abs(page.locator("#option-anxiety").bounding_box()["y"] - top) < 2
        assert page.locator("#group-calm[open]").count() == 1

    def test_leads_the_focus_to_the_results_when_its_control_has_gone(self, examples, open_page):
        page = open_page("/videos/?tag=sleep")

        follow(page, page.locator(".chip"))

        assert focused(page) == "results-total"

    def test_leads_the_focus_to_the_fold_that_closed_over_its_control(self, examples, open_page):
        page = open_page("/videos/?tag=sleep")

        page.locator("#sort > summary").click()
        follow(page, page.locator("#sort a", has_text="longest"))

        assert page.evaluate("document.activeElement === document.querySelector('#sort > summary')")

    def test_is_announced_once(self, examples, open_page):
        page = open_page("/videos/?tag=sleep")
        page.evaluate("""() => {
            window.heard = [];
            const status = document.querySelector("body > [role=status]");
            const listen = (changes) => changes.forEach(() => heard.push(status.textContent));
            new MutationObserver(listen).observe(status, { childList: true });
        }""")

        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")))

        assert page.evaluate("heard") == ["5 videos"]

    def test_of_another_page_begins_at_the_top_of_the_results(self, settings, examples, open_page):
        settings.ASMR_PAGE_SIZE = 12
        page = open_page("/videos/", viewport=PHONE)
        first = titles(page)

        follow(page, page.get_by_role("link", name="Next page"))

        assert titles(page).isdisjoint(first)
        assert 0 <= page.locator("#results").bounding_box()["y"] < 40
        assert focused(page) == "results-total"

    @pytest.mark.parametrize("key", ["Control", "Shift"])
    def test_leaves_clicks_for_another_tab_alone(self, examples, open_page, key):
        page = open_page("/videos/")

        with page.context.expect_page() as opened:
            page.get_by_role("link", name=re.compile(r"^1 hour\+")).click(modifiers=[key])

        assert opened.value.url.endswith("/videos/?length=60-")
        assert page.url.endswith("/videos/")

    def test_is_a_plain_page_when_the_answer_fails(self, site, examples, open_page):
        page = open_page("/videos/?tag=sleep")
        mark(page)
        held = hold(page, "length=60-")

        page.get_by_role("link", name=re.compile(r"^1 hour\+")).click()
        page.wait_for_timeout(50)
        held[0].abort()
        page.wait_for_url(f"{site}/videos/?tag=sleep&length=60-")

        assert not is_same_document(page)
        assert titles(page) == titles_of(examples, *LONG_SLEEP)

    def test_shows_that_it_waits_and_forgets_what_is_no_longer_wanted(self, site, examples, open_page):
        page = open_page("/videos/?tag=sleep")
        held = hold(page, "length=180-")

        page.get_by_role("link", name=re.compile(r"^3 hours\+")).click()
        page.wait_for_selector("main[aria-busy=true]")
        with page.expect_event("requestfailed") as failed:
            follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")))

        assert failed.value.url == held[0].request.url
        assert page.url == f"{site}/videos/?tag=sleep&length=60-"
        assert titles(page) == titles_of(examples, *LONG_SLEEP)
        assert page.locator("main[aria-busy]").count() == 0

    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_leaves_a_page_in_which_axe_finds_no_violation(self, examples, open_page, viewport):
        page = open_page("/videos/?tag=sleep", viewport=viewport)
        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")))
        show_filters(page)
        open_group(page, "trigger", "sound")

        found = Axe().run(page).response["violations"]

        assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []


class TestPhone:
    def test_sees_results_on_the_first_screen_however_many_conditions_there_are(self, examples, open_page):
        shut_out = "eating-sounds,misophonia-mouth,mouth-sounds,rain-sounds,reiki,spiritual-claims,whispered"
        page = open_page(f"/videos/?not={shut_out}", viewport=PHONE)

        assert page.locator(".chip").count() == 7
        assert page.locator(".card__title").first.bounding_box()["y"] < PHONE["height"] - 100
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    def test_sees_them_with_the_never_list_set_too(self, examples, open_page):
        page = open_page("/never/", viewport=PHONE)
        page.get_by_label("Mouth, eating and breath sounds").first.check()
        page.get_by_role("button", name="Save").click()
        page.goto("/videos/?tag=tapping&not=hypnosis,medical-roleplay,rain-sounds,reiki,whispered")

        assert page.locator(".chip").count() == 6
        assert page.locator(".hidden-note").count() == 1
        assert page.locator(".card__title").first.bounding_box()["y"] < PHONE["height"] - 100

    def test_has_the_lengths_in_one_line_also_where_there_are_none(self, examples, open_page):
        page = open_page("/videos/?tag=cbt&tag=tapping&lang=xx", viewport=PHONE)
        lengths = page.locator(".pill-row--length")

        assert lengths.locator("a").count() == 0
        assert len({pill.bounding_box()["y"] for pill in lengths.locator("li").all()}) == 1
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []

    def test_reaches_every_chip_by_keyboard(self, examples, open_page):
        page = open_page("/videos/?tag=sleep&not=eating-sounds,mouth-sounds,reiki,spiritual-claims", viewport=PHONE)

        page.locator(".chip").last.focus()
        box = page.locator(".chip").last.bounding_box()

        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


class TestHistory:
    def test_goes_back_and_forward_through_lists_folds_and_scroll_positions(self, site, examples, open_page):
        page = open_page("/videos/")
        mark(page)
        open_group(page, "benefit", "calm")
        scroll_to(page, 700)
        follow(page, page.locator("#option-anxiety"))
        open_group(page, "benefit", "mood")
        scroll_to(page, 300)
        anxious = titles(page)

        back(page)
        everything, at_first = titles(page), scroll_top(page)
        open_at_first = (page.locator("#group-calm[open]").count(), page.locator("#group-mood[open]").count())
        page.go_forward()

        assert (everything, at_first, open_at_first) == (titles_of(examples, *EVERYTHING[-24:]), 700, (1, 0))
        assert (titles(page), scroll_top(page)) == (anxious, 300)
        assert page.locator("#group-mood[open]").count() == 1
        assert is_same_document(page)

    def test_of_a_visit_to_a_video_leads_back_to_the_same_place(self, examples, open_page):
        page = open_page("/videos/")
        open_group(page, "benefit", "calm")
        follow(page, page.locator("#option-anxiety"))
        link = page.locator(".card__link").last
        link.scroll_into_view_if_needed()
        left = (titles(page), scroll_top(page))

        link.click()
        page.wait_for_url(re.compile(r"/videos/\d+/"))
        back(page)

        assert (titles(page), scroll_top(page)) == left
        assert scroll_top(page) > 0
        assert page.locator("#group-calm[open]").count() == 1

    def test_outlives_a_reload(self, examples, open_page):
        page = open_page("/videos/")
        open_group(page, "benefit", "calm")
        follow(page, page.locator("#option-anxiety"))
        scroll_to(page, 240)

        before = titles(page)
        page.reload()
        reloaded, top, is_open = titles(page), scroll_top(page), page.locator("#group-calm[open]").count()
        back(page)

        assert (reloaded, top, is_open) == (before, 240, 1)
        assert titles(page) == titles_of(examples, *EVERYTHING[-24:])

    def test_forgets_words_that_were_searched_for_later(self, examples, open_page):
        page = open_page("/videos/?tag=sleep")
        page.locator("#search-videos").fill("countdown")
        follow(page, page.get_by_role("button", name="Search"))

        back(page)

        assert page.locator("#search-videos").input_value() == ""


class TestOptionSearch:
    def test_narrows_a_long_group_as_one_types(self, examples, open_page):
        page = open_page("/videos/")
        open_group(page, "trigger", "sound")

        page.get_by_role("searchbox", name="Search in").first.fill("TAPP nail")

        assert page.locator("#group-sound .option__label:visible").all_inner_texts() == ["Nail tapping"]

    def test_says_when_nothing_is_called_so(self, examples, open_page):
        page = open_page("/videos/")
        open_group(page, "trigger", "sound")

        page.get_by_role("searchbox", name="Search in").first.fill("zzz")

        assert page.locator("#group-sound [role=status]").inner_text() == "None is called so."

    def test_is_there_for_long_groups_only(self, examples, open_page):
        page = open_page("/videos/")

        assert page.locator("#group-sound input").count() == 1
        assert page.locator("#group-voice input").count() == 0


class TestInsomniac:
    def test_reaches_what_is_long_made_for_sleep_and_without_a_voice(self, site, examples, open_page):
        page = open_page("/", viewport=PHONE, color_scheme="dark")
        follow(page, page.get_by_role("link", name=re.compile("^Sleep ")).first)
        follow(page, page.get_by_role("link", name=re.compile(r"^1 hour\+")).first)
        scroll_to(page, 300)
        long = titles(page)

        show_filters(page)
        open_group(page, "voice", "voice")
        follow(page, page.locator("#option-no-talking"))
        both = (page.url, titles(page))
        page.reload()
        reloaded = (page.url, titles(page))
        back(page)

        assert long == titles(page) == titles_of(examples, *LONG_SLEEP)
        assert both == reloaded == (f"{site}/videos/?tag=no-talking&tag=sleep&length=60-", titles_of(examples, "p60"))
        assert page.faults == []


class TestMisophonic:
    def test_asks_only_for_what_is_known_to_be_free_of_mouth_sounds(self, examples, open_page):
        page = open_page("/videos/?not=mouth-sounds")

        follow(page, page.get_by_role("link", name="Only those known to be free of Mouth sounds"))

        assert titles(page) == titles_of(examples, "p08", "p57")
        assert "unlisted sounds are possible" in page.locator("main").inner_text()


class TestTherapist:
    def test_combines_a_shelf_with_what_is_shut_out(self, site, examples, open_page):
        page = open_page("/videos/")
        open_group(page, "technique", "clinical")
        follow(page, page.locator("#option-psychotherapy-asmr"))
        open_group(page, "caution", "claims")

        follow(page, page.locator("#without-spiritual-claims"))

        assert page.url == f"{site}/videos/?tag=psychotherapy-asmr&not=spiritual-claims"
        assert titles(page) == titles_of(examples, "p03", "p21", "p40", "p46", "p51")


class TestNewcomer:
    def test_finds_who_the_post_names_with_what_she_does(self, examples, make_creator, make_video, open_page):
        olivia = make_creator("Olivia Kissper ASMR", approach="Psychotherapy with ASMR.")
        olivia.aliases.create(name="Olivia's Kissper ASMR")
        make_video("Hello there", creator=olivia, tags=["hypnosis"])
        page = open_page("/creators/")

        page.get_by_role("searchbox", name="Search creators").fill("Olivia Kissper")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Olivia Kissper ASMR").click()
        said = page.locator("main").inner_text()

        assert page.locator("h1").inner_text() == "Olivia Kissper ASMR"
        assert "Olivia's Kissper ASMR" in said
        assert "Psychotherapy with ASMR." in said
        assert "unverified" in said.lower()
        assert page.locator(".bar", has_text="Hypnosis").locator(".count").inner_text() == "1 · 100 %"

    @pytest.mark.parametrize("typed", ["Olivia Kissper", "olivia kisper"])
    def test_finds_her_videos_by_her_name_however_it_is_typed(
        self, examples, make_creator, make_video, open_page, typed
    ):
        make_video("Hello there", creator=make_creator("Olivia Kissper ASMR"))
        page = open_page("/videos/")
        mark(page)

        page.locator("#search-videos").fill(typed)
        follow(page, page.get_by_role("button", name="Search"))
        follow(page, page.locator(".answers").get_by_role("link", name=re.compile(r"Olivia Kissper ASMR \d")))

        assert page.url.endswith("/videos/?creator=olivia-kissper-asmr")
        assert titles(page) == {"Hello there"}
        assert is_same_document(page)


class TestWithoutJavaScript:
    def test_the_insomniac_finds_the_same(self, site, examples, open_page):
        page = open_page("/", viewport=PHONE, color_scheme="dark", java_script_enabled=False)

        page.get_by_role("link", name=re.compile("^Sleep ")).first.click()
        page.get_by_role("link", name=re.compile(r"^1 hour\+")).first.click()
        long = titles(page)
        show_filters(page)
        open_group(page, "voice", "voice")
        page.locator("#option-no-talking").click()

        assert long == titles_of(examples, *LONG_SLEEP)
        assert titles(page) == titles_of(examples, "p60")
        assert page.url == f"{site}/videos/?tag=no-talking&tag=sleep&length=60-"
        page.reload()
        assert titles(page) == titles_of(examples, "p60")
        page.go_back()
        assert titles(page) == long

    def test_a_long_group_has_no_box_that_does_nothing(self, examples, open_page):
        page = open_page("/videos/", java_script_enabled=False)
        open_group(page, "trigger", "sound")

        assert page.locator("#group-sound input").count() == 0
        assert page.locator("#group-sound .option__label:visible").count() > 12


class TestCombobox:
    @pytest.fixture
    def search(self, examples, open_page):
        """A page on whose search field two suggestions appear for whatever is typed; `search.asked` holds the words."""
        page = open_page("/videos/")
        page.asked = []

        def answer(route):
            page.asked.append(parse_qs(urlsplit(route.request.url).query)["q"][0])
            found = [
                {"kind": "tag", "label": "Tapping", "url": "/videos/?tag=tapping"},
                {"kind": "creator", "label": "<b>Tappy</b>", "url": "/creators/tappy/"},
            ]
            route.fulfill(json={"suggestions": found})

        page.route("**/videos/suggest/?*", answer)
        page.field = page.locator("#search-videos")
        return page

    def test_suggests_once_after_a_pause(self, search):
        search.field.press_sequentially("tap", delay=10)
        options = search.get_by_role("option")
        options.first.wait_for()

        assert search.asked == ["tap"]
        assert options.all_inner_texts() == ["Tapping\ntag", "<b>Tappy</b>\ncreator"]
        assert search.field.get_attribute("aria-expanded") == "true"
        assert all(option.bounding_box()["height"] >= 44 for option in options.all())

    @pytest.mark.parametrize(("typed", "asked"), [("t", []), ("雨", ["雨"]), ("비", ["비"])])
    def test_suggests_from_two_letters_or_one_that_is_a_word(self, search, typed, asked):
        search.field.fill(typed)
        search.wait_for_timeout(400)

        assert search.asked == asked

    def test_is_chosen_from_by_keyboard(self, site, examples, search):
        mark(search)
        search.field.press_sequentially("tap")
        search.get_by_role("option").first.wait_for()

        search.keyboard.press("ArrowDown")
        active = search.field.get_attribute("aria-activedescendant")
        search.keyboard.press("Enter")
        search.wait_for_url(f"{site}/videos/?tag=tapping")

        assert active == search.get_by_role("option", include_hidden=True).first.get_attribute("id")
        assert titles(search) == titles_of(examples, "p01", "p20", "p25", "p50", "p53", "p54", "p60")
        assert is_same_document(search)
        assert search.get_by_role("listbox").count() == 0

    def test_of_which_none_is_chosen_searches_as_ever(self, site, search):
        search.field.press_sequentially("tap")
        search.get_by_role("option").first.wait_for()

        search.keyboard.press("Enter")
        search.wait_for_url(f"{site}/videos/?q=tap")

        assert search.get_by_role("listbox").count() == 0

    def test_is_closed_by_escape_and_leaves_what_was_typed(self, search):
        search.field.press_sequentially("tap")
        search.get_by_role("option").first.wait_for()

        search.keyboard.press("Escape")

        assert search.get_by_role("listbox").count() == 0
        assert search.field.input_value() == "tap"
        assert search.field.get_attribute("aria-expanded") == "false"

    def test_goes_round_past_what_was_typed(self, search):
        search.field.press_sequentially("tap")
        search.get_by_role("option").first.wait_for()

        def selected():
            return [option.get_attribute("aria-selected") for option in search.get_by_role("option").all()]

        states = []
        for key in ("ArrowUp", "ArrowUp", "ArrowUp"):
            search.keyboard.press(key)
            states.append(selected())

        assert states == [["false", "true"], ["true", "false"], ["false", "false"]]

    def test_is_accessible_while_it_is_open(self, search):
        search.field.press_sequentially("tap")
        search.get_by_role("option").first.wait_for()
        search.keyboard.press("ArrowDown")

        found = Axe().run(search).response["violations"]

        assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []
        assert search.faults == []

    def test_offers_what_the_catalog_knows(self, site, examples, open_page):
        page = open_page("/")
        page.locator("#search-videos").press_sequentially("hypnosi")
        option = page.get_by_role("option", name=re.compile("^Hypnosis"))

        option.click()
        page.wait_for_url(f"{site}/videos/?tag=hypnosis")

        assert page.locator(".chip").inner_text().strip().endswith("Hypnosis")
        assert page.faults == []
