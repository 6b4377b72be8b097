"""The review and the absences at the desk, by keyboard, by thumb, without JavaScript; T5.1, T5.2 of the personas."""

from collections import Counter, deque
from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, go
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Action, Tag, TagDecision, Video

pytestmark = pytest.mark.django_db(transaction=True)
REVIEW, ABSENCES = "/admin/desk/review/", "/admin/desk/absences/"


@pytest.fixture
def suggest(make_video):
    """Suggest a tag of a new video; it is seen the less, the later it is made."""
    views = iter(range(1000, 0, -1))

    def suggest(slug, title, **values):
        values = {"evidence": slug, "zone": "title", "confidence": 0.5, **values}
        video = make_video(title, view_count=next(views))
        return TagDecision.objects.create(
            video=video, tag=Tag.objects.get(slug=slug), kind="suggested", source="automatic", **values
        )

    return suggest


def store(title):
    info = {"id": "abcdefghijk", "extractor_key": "Youtube", "title": title}
    return [stored.state for stored in Import.begin(list_all=True).store_all([FoundInfo("hand:1", info)])]


def title(page):
    return page.locator(".queue__title").inner_text()


def press(page, key, *, then):
    """Press a key and wait for what is said of it."""
    page.keyboard.press(key)
    expect(page.locator("#queue-said")).to_contain_text(then)


def known():
    present = Video.objects.filter(tagged_videos__isnull=False).values_list("source_title", "tagged_videos__tag__slug")
    decided = TagDecision.objects.values_list("video__source_title", "tag__slug", "kind")
    return sorted([*((*row, "present") for row in present), *decided])


class TestByKeyboard:
    def test_one_key_each_answers_and_brings_the_next_without_a_new_page(self, suggest, open_desk):
        for number in range(6):
            suggest("tapping", f"Tapping {number}")
        page = open_desk(f"{REVIEW}?tag=tapping")
        page.requests.clear()

        press(page, "a", then="Accepted: Tapping. Next: Tapping “Tapping 1”")
        press(page, "x", then="Rejected: Tapping. Next: Tapping “Tapping 2”")
        press(page, "s", then="Skipped: it comes again last. Next: Tapping “Tapping 3”")
        press(page, "h", then="Held: the video. Tapping comes again last. Next: Tapping “Tapping 4”")
        page.keyboard.press("c")
        page.keyboard.type("Scratching")
        press(page, "Enter", then="Changed: Scratching in place of Tapping. Next: Tapping “Tapping 5”")
        press(page, "u", then="Taken back: “Tapping”: rejected, “Scratching”: present. Next: Tapping “Tapping 4”")
        press(page, "x", then="Rejected: Tapping. Next: Tapping “Tapping 5”")

        assert known() == [
            ("Tapping 0", "tapping", "present"),
            ("Tapping 1", "tapping", "rejected"),
            ("Tapping 2", "tapping", "suggested"),
            ("Tapping 3", "tapping", "suggested"),
            ("Tapping 4", "tapping", "rejected"),
            ("Tapping 5", "tapping", "suggested"),
        ]
        assert Video.objects.get(source_title="Tapping 3").listing_state == "held"
        assert page.evaluate("document.activeElement.className") == "queue__heading"
        assert [url for url in page.requests if url.endswith(".js")] == []
        assert page.faults == []

    def test_keys_are_letters_while_one_types_and_can_be_turned_off(self, suggest, open_desk):
        suggest("tapping", "Tapping 0")
        page = open_desk(REVIEW)

        page.keyboard.press("c")
        page.keyboard.type("xa")
        typed = page.locator("#queue-instead").input_value()
        page.keyboard.press("Escape")
        page.get_by_label("Answer by single keys").uncheck()
        page.keyboard.press("a")
        page.reload()
        page.keyboard.press("x")

        assert (typed, Action.objects.count()) == ("xa", 0)
        assert not page.get_by_label("Answer by single keys").is_checked()

    def test_an_answer_that_does_not_arrive_is_said_and_nothing_lost(self, suggest, open_desk):
        suggest("tapping", "Tapping 0")
        page = open_desk(REVIEW)
        page.context.clear_cookies()

        press(page, "a", then="The answer did not arrive")

        assert (title(page), Action.objects.count()) == ("Tapping 0", 0)

    def test_a_held_video_has_keys_of_its_own(self, make_video, open_desk):
        make_video("Near", listing_state="held", held_reason="moderation", tags=["ear-eating"])
        page = open_desk(REVIEW)

        # One of a suggestion decides nothing by mistake.
        press(page, "a", then="Keys here: l = List it, k = Keep it held, d = Hide it, s = Skip.")
        press(page, "l", then="Listed: visitors see it now. Nothing more waits here.")

        assert Video.objects.get().listing_state == "listed"

    def test_absences_have_theirs(self, make_video, open_desk):
        for number in range(3):
            make_video(f"Rain {number}", view_count=9 - number)
        page = open_desk(f"{ABSENCES}?tag=mouth-sounds")

        press(page, "x", then="Keys here: n = None, p = Present, s = Skip.")
        press(page, "n", then="Next: “Rain 1”")
        press(page, "p", then="Next: “Rain 2”")
        press(page, "u", then="Next: “Rain 1”")
        press(page, "s", then="Next: “Rain 2”")

        assert known() == [("Rain 0", "mouth-sounds", "absent-checked")]
        assert page.faults == []


class TestPersona:
    def test_t5_1_a_bare_acronym_waits_and_what_is_rejected_never_comes_back(self, open_desk):
        store("My CBT day (asmr)")
        page = open_desk(f"{REVIEW}?tag=cbt")
        shown = (title(page), page.locator("mark").inner_text())
        public = page.context.new_page()
        public.goto("/videos/?tag=cbt")
        listed = public.get_by_text("My CBT day").count()

        press(page, "x", then="Rejected: CBT")
        store("My CBT day (asmr), part 1")
        page.reload()

        assert (shown, listed) == (("My CBT day (asmr)", "CBT"), 0)
        assert page.locator(".queue__heading").inner_text() == "Nothing waits here"
        assert TagDecision.objects.filter(tag__slug="cbt").values_list("kind", "source").get() == (
            "rejected",
            "curator",
        )

    def test_t5_1_a_motorcycle_test_is_not_even_queued(self, open_desk):
        store("CBT Motorcycle Test Tips")
        page = open_desk(f"{REVIEW}?tag=cbt")

        assert page.locator(".queue__heading").inner_text() == "Nothing waits here"

    def test_t5_2_an_accepted_tag_survives_and_a_rejected_one_stays_away(self, open_desk):
        store("ASMR my CBT day")
        page = open_desk(f"{REVIEW}?tag=cbt")
        press(page, "a", then="Accepted: CBT")

        store("ASMR my other day")

        assert ("ASMR my other day", "cbt", "present") in known()

    def test_t5_2_a_tag_added_by_hand_stays_and_an_automatic_one_taken_away_stays_away(self, open_desk):
        store("ASMR tapping and whispering")
        video = Video.objects.get()
        page = open_desk(f"/admin/videos/video/{video.pk}/change/")
        field = page.locator(".field-present_tags")
        field.get_by_title("Tapping").locator(".select2-selection__choice__remove").click()
        field.get_by_role("searchbox").fill("anger")
        page.locator(".select2-results__option", has_text="Anger & irritability").click()
        go(page, page.get_by_role("button", name="Save and continue editing"))

        call_command("suggest_tags", "--all", "--apply", verbosity=0)
        again = [*store("ASMR tapping and whispering"), *store("ASMR tapping and whispering, part 1")]
        page.goto(video.get_absolute_url())

        assert again == ["unchanged", "updated"]
        assert sorted(video.tagged_videos.values_list("tag__slug", "source")) == [
            ("anger", "curator"),
            ("whispered", "automatic"),
        ]
        assert video.tag_decisions.values_list("tag__slug", "kind", "source").get() == (
            "tapping",
            "rejected",
            "curator",
        )
        assert page.locator(".explained__tag > .tag").all_inner_texts() == ["Anger & irritability", "Whispered"]


class TestFiftyInOneSitting:
    """One suggestion for each of fifty videos of ten creators, in the order in which the queue asks them."""

    SUGGESTED = {"loud-sudden": 10, "health-claims": 5, "cbt": 10, "hypnosis": 5, "tapping": 10, "scratching": 10}
    KEYS = "aaxscaxsua"

    @pytest.fixture
    def asked(self, suggest, make_creator):
        """What waits: (title, slug, the tag's name)."""
        creators = cycle([make_creator(f"Corner {number}", site_id=f"corner-{number}") for number in range(10)])
        waiting = deque()
        for slug, count in self.SUGGESTED.items():
            for number in range(count):
                row = suggest(slug, f"{slug} {number}")
                Video.objects.filter(pk=row.video_id).update(creator=next(creators))
                waiting.append((row.video.source_title, slug, row.tag.name))
        return waiting

    def answer(self, key, asked, decided):
        """Do to `asked` and `decided` what a key stands for, and tell what the page must say then."""
        if key == "s":
            said = "Skipped: it comes again last."
            asked.rotate(-1)
        elif key == "u":
            asked_again, kinds = decided.popitem()
            names = {asked_again[1]: asked_again[2], "whispered": "Whispered"}
            said = f"Taken back: {', '.join(f'“{names[slug]}”: {kind}' for slug, kind in kinds.items())}."
            asked.appendleft(asked_again)
        else:
            _, slug, name = asked[0]
            kinds, said = {
                "a": ({slug: "present"}, f"Accepted: {name}."),
                "x": ({slug: "rejected"}, f"Rejected: {name}."),
                "c": ({slug: "rejected", "whispered": "present"}, f"Changed: Whispered in place of {name}."),
            }[key]
            decided[asked.popleft()] = kinds
        return f"{said} Next: {asked[0][2]} “{asked[0][0]}”" if asked else f"{said} Nothing more waits here."

    def test_what_the_keys_said_is_decided_and_no_page_was_loaded(self, asked, open_desk):
        page = open_desk(REVIEW)
        requests, focused, decided, keys = Counter(), set(), {}, cycle(self.KEYS)
        page.on("request", lambda request: "/admin/" in request.url and requests.update([request.resource_type]))

        answers = 0
        while asked:
            key = next(keys)
            then = self.answer(key, asked, decided)
            if key == "c":
                page.keyboard.press("c")
                page.keyboard.type("Whispered")
            press(page, "Enter" if key == "c" else key, then=then)
            focused.add(page.evaluate("document.activeElement.className"))
            answers += 1

        expected = [(title, slug, kind) for (title, *_), kinds in decided.items() for slug, kind in kinds.items()]
        assert (len(decided), known()) == (50, sorted(expected))
        assert requests == {"fetch": answers}
        assert (focused, page.faults) == ({"queue__heading"}, [])


class TestWithoutJavaScript:
    def test_forms_lead_from_one_to_the_next(self, suggest, open_desk):
        for number in range(3):
            suggest("tapping", f"Tapping {number}")
        page = open_desk(REVIEW, java_script_enabled=False)

        go(page, page.get_by_role("button", name="Accept"))
        page.get_by_label("Another tag instead").fill("Scratching")
        go(page, page.get_by_role("button", name="Change"))
        go(page, page.get_by_role("button", name="Undo the last answer"))

        assert title(page) == "Tapping 1"
        assert page.locator(".messagelist").inner_text() == ("Taken back: “Tapping”: rejected, “Scratching”: present.")
        assert page.get_by_text("Answer by single keys").is_hidden()
        assert known()[0] == ("Tapping 0", "tapping", "present")


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["dark", "light"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(
        self, suggest, make_video, open_desk, scheme, viewport
    ):
        suggest("tapping", "Tapping " + "x" * 200)
        TagDecision.objects.update(evidence="tapping")
        suggest("ear-eating", "Near", evidence="not in the text")
        make_video("Held", listing_state="held", held_reason="moderation", tags=["sexually-explicit"])
        page = open_desk(REVIEW, viewport=viewport, color_scheme=scheme)
        paths = [REVIEW, *(f"{REVIEW}?{query}" for query in ("tag=tapping", "tag=sleep", "class=harm", "creator=x"))]
        paths += [ABSENCES, f"{ABSENCES}?tag=x"]

        found = {}
        for path in paths:
            page.goto(path)
            violations = Axe().run(page).response["violations"]
            width = page.evaluate("document.documentElement.scrollWidth")
            found[path] = ([(rule["id"], rule["nodes"][0]["html"][:120]) for rule in violations], width)

        assert found == {path: ([], viewport["width"]) for path in paths}
