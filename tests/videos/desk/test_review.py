"""The review: a curator is asked one thing at a time, and their answer is final."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.curation.tags import decide
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Action, ImportRun, Tag, TagDecision, Video

pytestmark = pytest.mark.django_db

REVIEW = "/admin/desk/review/"


def key_of(suggestion):
    return f"{suggestion.video_id}-{suggestion.tag_id}"


def answer(desk, suggestion, word, *, query="", **data):
    return desk.post(f"{REVIEW}{query}", {"place": key_of(suggestion), "answer": word, **data}, follow=True)


def told(page):
    return [str(message) for message in page.context["messages"]]


def asked(page):
    """The heading and the title of what is asked; None where nothing is."""
    item = page.context["item"]
    return item and (item.heading, item.video.title)


def known(video):
    """(slug, what, source) of all that is known of the video's tags."""
    present = video.tagged_videos.values_list("tag__slug", "source")
    decided = video.tag_decisions.values_list("tag__slug", "kind", "source")
    return sorted([*((slug, "present", source) for slug, source in present), *decided])


class TestPage:
    def test_asks_about_a_suggestion_with_its_words_marked(self, desk, suggest):
        suggest("tapping", title="ASMR Táp-ping on wood", evidence="tap ping", confidence=0.5)

        page = desk.get(REVIEW)

        item = page.context["item"]
        assert asked(page) == ("Tapping", "ASMR Táp-ping on wood")
        assert "<mark>Táp-ping</mark> on wood" in page.content.decode()
        assert (item.reason.source, item.reason.is_shown) == ("found in the title, unsure (50%)", True)
        assert item.tag.definition in page.content.decode()

    def test_names_the_site_as_visitors_read_it(self, desk, suggest):
        suggest("tapping")

        assert ">Open at YouTube <" in desk.get(REVIEW).content.decode()

    def test_quotes_words_that_stand_nowhere(self, desk, suggest):
        suggest("tapping", title="Rain", evidence="nails on wood", zone="chapters")

        assert "Found in the chapters, unsure (50%): “nails on wood”." in desk.get(REVIEW).content.decode()

    def test_says_that_a_visitor_reported_it(self, desk, suggest):
        suggest("chewing-gum", source="visitor", confidence=None)

        assert desk.get(REVIEW).context["item"].reason.source == "reported by a visitor"

    def test_says_what_would_follow(self, desk, suggest):
        suggest("ear-eating")

        item = desk.get(REVIEW).context["item"]

        assert "Mouth sounds" in item.implied
        assert item.consequences == (
            "Accepted, it holds the video until a person decides whether visitors see it.",
            "Until this is decided, people who shut it out do not meet the video.",
        )

    def test_asks_first_what_may_harm_then_techniques_then_the_rest(self, desk, suggest):
        for slug in ("tapping", "hypnosis", "loud-sudden", "ear-eating"):
            suggest(slug)

        groups = desk.get(REVIEW).context["groups"]

        assert [(group.label, group.count, [tag.label for tag in group.tags]) for group in groups] == [
            ("Held videos", 0, []),
            ("Cautions and moderation", 2, ["Ear eating & ear licking", "Loud or sudden sounds"]),
            ("Techniques", 1, []),
            ("Hypnosis", 1, ["Hypnosis"]),
            ("Everything else", 1, ["Tapping"]),
        ]

    def test_says_that_nothing_waits(self, desk):
        assert "Nothing waits here" in desk.get(REVIEW).content.decode()

    def test_asks_the_same_number_of_queries_for_one_suggestion_and_for_many(self, desk, suggest, make_creator):
        suggest("tapping", creator=make_creator())
        desk.get(REVIEW)
        with CaptureQueriesContext(connection) as few:
            desk.get(REVIEW)
        for slug in ("tapping", "hypnosis", "loud-sudden", "sleep", "ear-eating"):
            suggest(slug, title=f"Rain {slug}", creator=make_creator(slug))
        desk.get(REVIEW)
        with CaptureQueriesContext(connection) as many:
            desk.get(REVIEW)

        assert len(many) == len(few)

    def test_is_for_whoever_may_change_videos(self, client, django_user_model, suggest):
        suggest("tapping")
        client.force_login(django_user_model.objects.create_user("guest", is_staff=True))

        assert client.get(REVIEW).status_code == 403


class TestAnswers:
    def test_accepted_it_is_the_curators(self, desk, suggest):
        one = suggest("tapping", title="Rain")

        page = answer(desk, one, "accept")

        assert known(one.video) == [("tapping", "present", "curator")]
        assert told(page) == ["Accepted: Tapping."]

    def test_rejected_it_stays_so(self, desk, suggest):
        one = suggest("tapping")

        page = answer(desk, one, "reject")

        assert known(one.video) == [("tapping", "rejected", "curator")]
        assert (told(page), asked(page)) == (["Rejected: Tapping."], None)

    def test_changed_another_is_present_in_its_stead(self, desk, suggest):
        one = suggest("tapping")

        page = answer(desk, one, "change", instead="Scratching")

        assert known(one.video) == [("scratching", "present", "curator"), ("tapping", "rejected", "curator")]
        assert told(page) == ["Changed: Scratching in place of Tapping."]

    @pytest.mark.parametrize(
        ("instead", "problem"),
        [
            ("nonsense", "There is no tag “nonsense”. Nothing was changed."),
            ("\x00" * 3, "There is no tag “\x00\x00\x00”. Nothing was changed."),
            ("", "No tag was given. Nothing was changed."),
            ("tapping", "Tapping is the one that was suggested. Nothing was changed."),
        ],
    )
    def test_what_is_no_other_tag_changes_nothing_and_asks_again(self, desk, suggest, instead, problem):
        one = suggest("tapping", title="Rain")

        page = answer(desk, one, "change", instead=instead)

        assert known(one.video) == [("tapping", "suggested", "automatic")]
        assert (told(page), asked(page), page.context["instead"]) == ([problem], ("Tapping", "Rain"), instead)

    def test_held_the_video_is_out_of_sight_and_its_suggestion_comes_last(self, desk, suggest):
        one = suggest("tapping", title="First", view_count=9)
        suggest("tapping", title="Second", view_count=1)

        page = answer(desk, one, "hold")

        one.video.refresh_from_db()
        assert (one.video.listing_state, one.video.held_reason) == ("held", "curator")
        assert asked(page) == ("Tapping", "Second")

    def test_skipped_it_comes_again_last(self, desk, suggest):
        first = suggest("tapping", title="First", view_count=9)
        second = suggest("tapping", title="Second", view_count=1)

        after_one = asked(answer(desk, first, "skip"))
        after_both = asked(answer(desk, second, "skip"))
        after_all = asked(answer(desk, first, "skip"))

        assert [after_one, after_both, after_all] == [
            ("Tapping", "Second"),
            ("Tapping", "First"),
            ("Tapping", "Second"),
        ]
        assert Action.objects.count() == 0

    def test_taken_back_it_waits_again_and_is_asked_next(self, desk, suggest):
        one = suggest("tapping", title="First", view_count=1, evidence="tap")
        suggest("tapping", title="Second", view_count=9)
        answer(desk, one, "reject")

        page = desk.post(REVIEW, {"answer": "undo"}, follow=True)

        assert known(one.video) == [("tapping", "suggested", "automatic")]
        assert TagDecision.objects.get(video=one.video).evidence == "tap"
        assert (told(page), asked(page)) == (["Taken back: “Tapping”: rejected."], ("Tapping", "First"))

    def test_a_hold_is_taken_back_too(self, desk, suggest):
        one = suggest("tapping", title="First")
        answer(desk, one, "hold")

        page = desk.post(REVIEW, {"answer": "undo"}, follow=True)

        one.video.refresh_from_db()
        assert (one.video.listing_state, one.video.is_listing_curated) == ("listed", False)
        assert asked(page) == ("Tapping", "First")

    def test_what_was_not_done_here_is_not_taken_back(self, desk, suggest, curator):
        one = suggest("tapping")
        decide(one.video, one.tag, kind="rejected", user=curator)

        page = desk.post(REVIEW, {"answer": "undo"}, follow=True)

        assert told(page) == ["There is nothing to take back in this session."]
        assert known(one.video) == [("tapping", "rejected", "curator")]

    def test_what_somebody_decided_meanwhile_stays_and_is_said(self, desk, suggest):
        one = suggest("tapping")
        suggest("tapping", title="Next")
        decide(one.video, one.tag, kind="rejected")

        page = answer(desk, one, "accept")

        assert known(one.video) == [("tapping", "rejected", "curator")]
        assert told(page) == [
            "That does not wait any more: somebody has decided meanwhile: rejected by a person. Nothing was changed."
        ]
        assert asked(page) == ("Tapping", "Next")

    @pytest.mark.parametrize("word", ["accept", "reject", "hold", "change", "skip", "list", "", "nonsense"])
    @pytest.mark.parametrize("place", ["", "x", "0-0", "1-999999999", f"{10**17}-1", "9" * 40, "\x00", "1", "-1"])
    def test_any_form_gets_an_answer_in_words_and_changes_nothing(self, desk, suggest, word, place):
        suggest("tapping")

        page = desk.post(REVIEW, {"answer": word, "place": place, "instead": "scratching"}, follow=True)

        assert (page.status_code, len(told(page)), Action.objects.count()) == (200, 1, 0)

    def test_who_did_it_is_on_record(self, desk, suggest, curator):
        answer(desk, suggest("tapping"), "accept")

        action = Action.objects.get()
        assert (action.person, action.summary, action.kind) == (curator, "“Tapping”: present", "tags")

    def test_a_script_gets_what_is_next_alone(self, desk, suggest):
        one = suggest("tapping", title="First", view_count=9)
        suggest("tapping", title="Second")

        data = {"place": key_of(one), "answer": "accept"}
        page = desk.post(REVIEW, data, headers={"X-Fragment": "queue"})

        text = page.content.decode()
        assert text.lstrip().startswith('<div class="queue__parts"')
        assert 'data-said="Accepted: Tapping. Next: Tapping “Second”"' in text


class TestHeldVideos:
    @pytest.fixture
    def held(self, suggest, make_video):
        video = make_video("Loud and near", listing_state="held", held_reason="moderation")
        suggest("ear-eating", video, evidence="near")
        return video

    def post(self, desk, video, word):
        return desk.post(REVIEW, {"place": f"{video.pk}", "answer": word}, follow=True)

    def test_come_first_with_what_holds_them(self, desk, held, suggest):
        suggest("loud-sudden")

        item = desk.get(REVIEW).context["item"]

        assert (item.heading, item.video.title, item.held_for) == (
            "May visitors see it?",
            "Loud and near",
            "a moderator must decide",
        )
        assert [(cause.label, cause.is_shown) for cause in item.causes] == [("Ear eating & ear licking", True)]

    def test_say_in_which_words(self, desk, held):
        text = desk.get(REVIEW).content.decode()

        assert "Ear eating &amp; ear licking: found in the title, unsure (50%), marked below." in text
        assert "Loud and <mark>near</mark>" in text

    def test_of_an_age_limit_say_it(self, desk, make_video):
        make_video(listing_state="held", held_reason="age-limit", age_limit=18)

        assert desk.get(REVIEW).context["item"].held_for == "age-restricted at the source (from 18)"

    @pytest.mark.parametrize(
        ("word", "state", "reason"),
        [("list", "listed", ""), ("keep", "held", "curator"), ("hide", "hidden", "")],
    )
    def test_become_what_a_person_decides(self, desk, held, word, state, reason):
        self.post(desk, held, word)

        held.refresh_from_db()
        assert (held.listing_state, held.held_reason, held.is_listing_curated) == (state, reason, True)

    def test_taken_back_they_wait_again(self, desk, held):
        self.post(desk, held, "list")

        page = desk.post(REVIEW, {"answer": "undo"}, follow=True)

        held.refresh_from_db()
        assert (held.listing_state, held.held_reason, held.is_listing_curated) == ("held", "moderation", False)
        assert asked(page) == ("May visitors see it?", "Loud and near")

    def test_decided_by_somebody_meanwhile_stay_so(self, desk, held):
        self.post(desk, held, "hide")

        page = self.post(desk, held, "list")

        held.refresh_from_db()
        assert held.listing_state == "hidden"
        assert told(page) == [
            "That does not wait any more: somebody has decided on this video meanwhile. Nothing was changed."
        ]

    def test_tagged_as_explicit_cannot_be_listed_here(self, desk, make_video):
        video = make_video(listing_state="held", held_reason="moderation", tags=["sexually-explicit"])

        page = self.post(desk, video, "list")

        video.refresh_from_db()
        assert (video.listing_state, video.is_listing_curated) == ("held", False)
        assert "reject it on the video’s own page</a>" in page.content.decode()
        assert told(page) == ["It has a tag with which nothing is ever listed: reject that first. Nothing was changed."]


class TestNarrowing:
    def test_by_creator_tag_import_and_class(self, desk, suggest, make_creator):
        creator, run = make_creator("Quiet"), ImportRun.objects.create(kind="addresses")
        theirs = suggest("tapping", title="Theirs", creator=creator)
        suggest("scratching", title="Scratch", view_count=5)
        suggest("hypnosis", title="Trance")
        run.items.create(kind="video", address="https://a.example/", video=theirs.video)

        found = {
            query: asked(desk.get(f"{REVIEW}?{query}"))
            for query in (f"creator={creator.pk}", f"run={run.pk}", "tag=scratching", "class=technique", "class=rest")
        }

        assert found == {
            f"creator={creator.pk}": ("Tapping", "Theirs"),
            f"run={run.pk}": ("Tapping", "Theirs"),
            "tag=scratching": ("Scratching", "Scratch"),
            "class=technique": ("Hypnosis", "Trance"),
            "class=rest": ("Tapping", "Theirs"),
        }

    def test_to_one_shelf_of_techniques_at_a_time(self, desk, suggest):
        for slug in ("reiki", "hypnosis", "cbt", "grounding", "cbt"):
            suggest(slug, title=slug)
        suggest("loud-sudden")

        groups = desk.get(REVIEW).context["groups"]
        shelves = [(group.label, group.href, group.count) for group in groups if group.is_shelf]
        page = desk.get(f"{REVIEW}?group=clinical")
        asked_first = asked(page)
        for suggestion in TagDecision.objects.filter(tag__slug="cbt"):
            page = answer(desk, suggestion, "skip", query="?group=clinical")

        assert shelves == [
            ("Methods from psychotherapy", "?group=clinical", 2),
            ("Coping and resilience", "?group=coping", 1),
            ("Hypnosis", "?group=hypnosis", 1),
            ("Energy and spiritual", "?group=energy-spiritual", 1),
        ]
        assert asked_first == ("CBT (cognitive behavioural therapy)", "cbt")
        assert asked(page) == (
            "CBT (cognitive behavioural therapy)",
            "cbt",
        )  # skipped, and nothing else is on the shelf
        assert page.context["chips"] == [("Methods from psychotherapy", "?")]

    def test_by_import_is_linked_from_its_page(self, desk):
        run = ImportRun.objects.create(kind="addresses")

        page = desk.get(f"/admin/videos/importrun/{run.pk}/change/")

        assert f'href="{REVIEW}?run={run.pk}"' in page.content.decode()

    def test_lasts_through_an_answer(self, desk, suggest):
        suggest("hypnosis")
        one = suggest("tapping", title="First", view_count=9)
        suggest("tapping", title="Second")

        page = answer(desk, one, "accept", query="?tag=tapping")

        assert page.redirect_chain == [(f"{REVIEW}?tag=tapping", 302)]
        assert asked(page) == ("Tapping", "Second")

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("creator=abc", "There is no creator “abc”."),
            ("creator=99999999999999999999999", "There is no creator “99999999999999999999999”."),
            ("creator=1%00", "There is no creator “1\x00”."),
            ("run=7", "There is no import “7”."),
            ("tag=nonsense", "There is no tag “nonsense”."),
            ("tag=%00", "There is no tag “\x00”."),
            ("class=nonsense", "There is no class of suggestions “nonsense”."),
            ("group=nonsense", "There is no group of tags “nonsense”."),
            ("group=%00", "There is no group of tags “\x00”."),
        ],
    )
    def test_by_what_there_is_not_says_so_and_asks_nothing(self, desk, suggest, query, problem):
        suggest("tapping")

        page = desk.get(f"{REVIEW}?{query}")

        assert (page.context["problems"], page.context["item"]) == ((problem,), None)

    def test_takes_a_synonym_for_its_tag(self, desk, suggest):
        suggest("tapping")
        Tag.objects.get(slug="tapping").aliases.create(kind="synonym", name="knuckle knocks")

        assert desk.get(f"{REVIEW}?tag=knuckle+knocks").context["item"].heading == "Tapping"

    def test_of_hidden_videos_and_retired_tags_nothing_is_asked(self, desk, suggest):
        suggest("tapping", listing_state="hidden")
        suggest("scratching")
        Tag.objects.filter(slug="scratching").update(is_retired=True)

        page = desk.get(REVIEW)

        assert (page.context["item"], [group.count for group in page.context["groups"]]) == (None, [0, 0, 0, 0])

    @pytest.mark.parametrize("at", ["{key}", "x", "1-2-3", "%00", "9999999-1", "5"])
    def test_what_an_address_names_beyond_that_is_asked_only_if_it_waits(self, desk, suggest, at):
        retired = suggest("scratching")
        suggest("tapping", title="Waits")
        Tag.objects.filter(slug="scratching").update(is_retired=True)

        assert asked(desk.get(f"{REVIEW}?at={at.format(key=key_of(retired))}")) == ("Tapping", "Waits")

    def test_the_desks_first_page_says_how_much_waits(self, desk, suggest, make_video):
        suggest("tapping")
        make_video(listing_state="held", held_reason="moderation")

        sections = desk.get("/admin/desk/").context["sections"]

        assert {section.title: section.count for section in sections}["Review"] == 2

    def test_the_desks_first_page_leads_to_techniques_alone(self, desk, suggest):
        for slug in ("cbt", "hypnosis", "tapping", "spiritual-claims"):
            suggest(slug, title=slug)

        sections = {section.title: section for section in desk.get("/admin/desk/").context["sections"]}
        section = sections["Technique candidates"]

        assert (section.url, section.count) == (f"{REVIEW}?class=technique", 2)
        assert asked(desk.get(section.url)) == ("CBT (cognitive behavioural therapy)", "cbt")


class TestAfterAnImport:
    """A bare acronym waits for a person; what they reject no import brings back."""

    def store(self, title):
        info = {"id": "abcdefghijk", "extractor_key": "Youtube", "title": title}
        [stored] = Import.begin(list_all=True).store_all([FoundInfo("hand:1", info)])
        return stored.state

    @pytest.mark.parametrize(("word", "kind"), [("reject", "rejected"), ("accept", "present")])
    def test_an_answer_outlasts_the_next(self, desk, word, kind):
        self.store("My CBT day (asmr)")
        first = asked(desk.get(f"{REVIEW}?tag=cbt"))
        answer(desk, TagDecision.objects.get(tag__slug="cbt"), word)

        self.store("My other CBT day (asmr)")

        assert first == ("CBT (cognitive behavioural therapy)", "My CBT day (asmr)")
        assert ("cbt", kind, "curator") in known(Video.objects.get())
        assert asked(desk.get(f"{REVIEW}?tag=cbt")) is None

    def test_what_is_something_else_is_not_even_asked(self, desk):
        self.store("CBT Motorcycle Test Tips (asmr)")

        assert asked(desk.get(f"{REVIEW}?tag=cbt")) is None
