"""Absences: a person checked, and says that there is none of what people shut out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.browsing import demand
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search
from videos.curation.tags import decide
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Action, Tag, TagDecision, TagDemand

pytestmark = pytest.mark.django_db

ABSENCES = "/admin/desk/absences/"


def answer(desk, video, word, slug="mouth-sounds"):
    place = f"{video.pk}-{Tag.objects.get(slug=slug).pk}"
    return desk.post(f"{ABSENCES}?tag={slug}", {"place": place, "answer": word}, follow=True)


def told(page):
    return [str(message) for message in page.context["messages"]]


def asked(page):
    return page.context["video"] and page.context["video"].title


def free_of(slug):
    return list(search(VideoFilter(free_tags=(slug,))).hits)


def known(video):
    present = video.tagged_videos.values_list("tag__slug", "source")
    decided = video.tag_decisions.values_list("tag__slug", "kind", "source")
    return sorted([*((slug, "present", source) for slug, source in present), *decided])


class TestTags:
    def test_are_those_that_people_shut_out_by_how_often_they_do(self, desk):
        month = demand._month(0)
        for slug, counts in {"mukbang": {"freed": 5}, "flashing-lights": {"excluded": 9}, "tapping": {}}.items():
            TagDemand.objects.create(tag=Tag.objects.get(slug=slug), month=month, included=99, **counts)

        page = desk.get(ABSENCES)

        shown = [(tag.label, tag.demand_count) for tag in page.context["tags"]]
        assert shown[:2] == [("Flashing lights or strobing", 9), ("Mukbang", 5)]
        assert {count for _, count in shown[2:]} == {0}
        assert len(shown) == Tag.objects.public().filter(is_shut_out=True).count()

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("nonsense", "There is no tag “nonsense”."),
            ("%00", "There is no tag “\x00”."),
            ("tapping", "Tapping is not among the tags that people shut out."),
            ("suggestive", "Suggestive or sensual is not among the tags that people shut out."),
        ],
    )
    def test_others_are_not_asked_about_and_that_is_said(self, desk, make_video, query, problem):
        make_video()

        page = desk.get(f"{ABSENCES}?tag={query}")

        assert (page.context["problem"], "video" in page.context) == (problem, False)


class TestQueue:
    def test_asks_about_the_video_seen_most_and_unknown_views_last(self, desk, make_video):
        for title, views in (("Unknown", None), ("Few", 3), ("Most", 9)):
            make_video(title, view_count=views)

        shown = []
        page = desk.get(f"{ABSENCES}?tag=mouth-sounds")
        while asked(page) and len(shown) < 4:
            shown.append(asked(page))
            page = answer(desk, type("V", (), {"pk": page.context["place"].video_id}), "none")

        assert (shown, asked(page)) == (["Most", "Few", "Unknown"], None)

    @pytest.mark.parametrize(
        ("slug", "kind"),
        [
            ("mouth-sounds", "present"),
            ("eating-sounds", "present"),
            ("mouth-sounds", "suggested"),
            ("eating-sounds", "suggested"),
            ("mouth-sounds", "rejected"),
            ("mouth-sounds", "absent-declared"),
            ("mouth-sounds", "absent-checked"),
            ("sound-triggers", "absent-checked"),
            ("no-mouth-sounds", "present"),
        ],
    )
    def test_asks_nothing_where_something_is_known_of_it_or_a_parent_is_absent(self, desk, make_video, slug, kind):
        video, tag = make_video(), Tag.objects.get(slug=slug)
        if kind == "present":
            decide(video, tag, kind=None)
        else:
            TagDecision.objects.create(video=video, tag=tag, kind=kind, source="automatic")

        assert asked(desk.get(f"{ABSENCES}?tag=mouth-sounds")) is None

    @pytest.mark.parametrize(
        ("slug", "kind"), [("eating-sounds", "absent-checked"), ("sound-triggers", "present"), ("tapping", "present")]
    )
    def test_asks_where_only_something_else_is_known(self, desk, make_video, slug, kind):
        video, tag = make_video("Rain"), Tag.objects.get(slug=slug)
        decide(video, tag, kind=None if kind == "present" else kind)

        assert asked(desk.get(f"{ABSENCES}?tag=mouth-sounds")) == "Rain"

    def test_asks_only_about_videos_that_visitors_see(self, desk, make_video):
        make_video(listing_state="hidden")
        make_video(listing_state="held", held_reason="not-recognised")

        assert asked(desk.get(f"{ABSENCES}?tag=mouth-sounds")) is None

    def test_asks_the_same_number_of_queries_whatever_there_is(self, desk, make_video, make_creator):
        make_video(creator=make_creator())
        desk.get(ABSENCES)
        with CaptureQueriesContext(connection) as few:
            desk.get(ABSENCES)
        for number in range(4):
            make_video(f"Rain {number}", tags=["tapping", "sleep"], creator=make_creator(f"Creator {number}"))
        desk.get(ABSENCES)
        with CaptureQueriesContext(connection) as many:
            desk.get(ABSENCES)

        assert len(many) == len(few)

    def test_leads_to_the_source_in_a_new_tab(self, desk, make_video):
        video = make_video(url="https://www.youtube.com/watch?v=abc")

        text = desk.get(f"{ABSENCES}?tag=mouth-sounds").content.decode()

        assert f'<a href="{video.url}" target="_blank" rel="noreferrer noopener">' in text


class TestAnswers:
    def test_none_is_a_checked_absence_and_the_video_known_to_be_free_of_it(self, desk, make_video, curator):
        video = make_video()

        page = answer(desk, video, "none")

        assert known(video) == [("mouth-sounds", "absent-checked", "curator")]
        assert (free_of("mouth-sounds"), free_of("eating-sounds"), free_of("tapping")) == ([video.pk], [video.pk], [])
        assert told(page) == [f"None of it: {Tag.objects.get(slug='mouth-sounds').name}."]
        assert Action.objects.get().person == curator

    def test_present_it_is_the_curators_tag(self, desk, make_video):
        video = make_video()

        answer(desk, video, "present")

        assert (known(video), free_of("mouth-sounds")) == ([("mouth-sounds", "present", "curator")], [])

    def test_skipped_it_comes_again_last(self, desk, make_video):
        first, second = make_video("First", view_count=9), make_video("Second", view_count=1)

        shown = [asked(answer(desk, video, "skip")) for video in (first, second, first)]

        assert (shown, Action.objects.count()) == (["Second", "First", "Second"], 0)

    def test_taken_back_it_is_asked_again(self, desk, make_video):
        video = make_video("First", view_count=1)
        make_video("Second", view_count=9)
        answer(desk, video, "none")

        page = desk.post(f"{ABSENCES}?tag=mouth-sounds", {"answer": "undo"}, follow=True)

        assert (known(video), asked(page)) == ([], "First")

    def test_what_became_known_meanwhile_stays_and_is_said(self, desk, make_video):
        video = make_video()
        decide(video, Tag.objects.get(slug="mouth-sounds"), kind=None)

        page = answer(desk, video, "none")

        assert known(video) == [("mouth-sounds", "present", "curator")]
        assert told(page) == ["That is known by now: somebody has decided meanwhile: present. Nothing was changed."]

    @pytest.mark.parametrize("word", ["none", "present", "skip", "", "nonsense"])
    @pytest.mark.parametrize("place", ["", "x", "0-0", "1-999999999", f"{10**17}-1", "9" * 40, "\x00", "1", "-1"])
    def test_any_form_gets_an_answer_in_words_and_changes_nothing(self, desk, word, place):
        page = desk.post(ABSENCES, {"answer": word, "place": place}, follow=True)

        assert (page.status_code, len(told(page)), Action.objects.count()) == (200, 1, 0)

    def test_are_for_whoever_may_change_videos(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("guest", is_staff=True))

        assert client.get(ABSENCES).status_code == 403


def test_a_title_that_says_so_is_an_absence_that_the_creator_declared():
    title = "ASMR Tapping on Wood (No Mouth Sounds)"
    info = {"id": "abcdefghijk", "extractor_key": "Youtube", "title": title}

    [stored] = Import.begin().store_all([FoundInfo("hand:1", info)])

    assert (stored.state, len(free_of("mouth-sounds")), len(free_of("eating-sounds"))) == ("created", 1, 1)
