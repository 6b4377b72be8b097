import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from videos.curation.takedowns import find_standing, take_down
from videos.models import Report, Takedown, Video

pytestmark = pytest.mark.django_db

LIST = "/admin/desk/takedowns/"
STRANGER = "https://www.youtube.com/watch?v=aaaaaaaaa09"


@pytest.fixture
def desk(client, db):
    person = get_user_model().objects.create_user("cura", is_staff=True)
    person.groups.add(Group.objects.get(name="Curators"))
    client.force_login(person)
    return client


def page_of(thing):
    return reverse("desk:takedown", args=[type(thing).__name__.lower(), thing.pk])


class TestOneThing:
    def test_is_asked_about_before_it_is_taken_down(self, desk, make_video):
        video = make_video("Soft rain")

        answer = desk.get(page_of(video))

        assert (answer.status_code, "Take down: Soft rain" in answer.content.decode()) == (200, True)
        assert Takedown.objects.count() == 0

    @pytest.mark.parametrize("kind", ["video", "creator"])
    def test_is_taken_down_with_reason_and_note(self, desk, make_video, make_creator, kind):
        video = make_video(creator=make_creator())
        thing = video if kind == "video" else video.creator

        answer = desk.post(page_of(thing), {"reason": "copyright", "note": "A letter."})

        takedown = find_standing(thing)
        assert (answer.status_code, answer["Location"]) == (302, LIST)
        assert (takedown.reason, takedown.note, takedown.person_name) == ("copyright", "A letter.", "cura")
        assert Video.objects.published().count() == 0

    @pytest.mark.parametrize("kind", ["video", "creator"])
    def test_leads_to_what_was_said_of_it_where_that_waits_for_an_answer(self, desk, make_video, make_creator, kind):
        video = make_video(creator=make_creator())
        thing = video if kind == "video" else video.creator
        Report.objects.create(kind="removal", **{kind: thing})

        answer = desk.post(page_of(thing), {"reason": "creator-request"})

        assert (answer.status_code, answer["Location"]) == (302, "/admin/desk/reports/")

    @pytest.mark.parametrize("reason", ["", "whim", "\x00"])
    def test_is_not_taken_down_without_a_reason(self, desk, make_video, reason):
        answer = desk.post(page_of(make_video()), {"reason": reason})

        assert (answer.status_code, Takedown.objects.count()) == (200, 0)

    def test_that_is_down_can_be_brought_back(self, desk, make_video):
        video = make_video()
        takedown = take_down(video, reason="privacy")
        offered = desk.get(page_of(video)).content.decode()

        desk.post(reverse("desk:reverse-takedown", args=[takedown.pk]))

        takedown.refresh_from_db()
        assert "Reverse the takedown" in offered
        assert (takedown.reversed_by_name, Video.objects.get().listing_state) == ("cura", "listed")

    def test_that_was_brought_back_says_so_the_second_time(self, desk, make_video):
        address = reverse("desk:reverse-takedown", args=[take_down(make_video(), reason="privacy").pk])
        desk.post(address)

        answer = desk.post(address, follow=True)

        assert [str(message) for message in answer.context["messages"]][-1] == "This was reversed already."

    @pytest.mark.parametrize("address", [f"{LIST}tag/1/", f"{LIST}video/99999999999999999999/", f"{LIST}video/9/"])
    def test_that_is_none_is_not_there(self, desk, address):
        assert desk.get(address).status_code == 404

    def test_is_offered_on_the_pages_of_videos_and_creators(self, desk, make_video, make_creator):
        video = make_video(creator=make_creator())

        of_video = desk.get(reverse("admin:videos_video_change", args=[video.pk])).content.decode()
        of_creator = desk.get(reverse("admin:creators_creator_change", args=[video.creator.pk])).content.decode()

        assert (page_of(video) in of_video, page_of(video.creator) in of_creator) == (True, True)


class TestTheList:
    def test_says_who_took_what_down_and_why(self, desk, make_video, curator):
        take_down(make_video("Soft rain"), reason="privacy", note="By letter.", user=curator)

        html = desk.get(LIST).content.decode()

        assert [words in html for words in ("Soft rain", "privacy", "By letter.", "curator", "Reverse")] == [True] * 5

    def test_asks_the_same_number_of_queries_for_one_and_for_ten(self, desk, make_video, django_assert_num_queries):
        for number in range(10):
            take_down(make_video(f"Rain {number}"), reason="other")

        with django_assert_num_queries(6):  # session, user, rights of both kinds, count, page
            desk.get(LIST)

    def test_finds_what_is_to_be_taken_down(self, desk, make_video):
        video = make_video()

        answer = desk.get(LIST, {"find": video.url})

        assert answer.context["found"] == [(video, page_of(video), False)]

    @pytest.mark.parametrize("words", ["nobody", "\x00", "9" * 400])
    def test_says_when_it_finds_nothing(self, desk, words):
        assert "Nothing of that name" in desk.get(LIST, {"find": words}).content.decode()

    @pytest.mark.parametrize("page", ["", "x", "9" * 30, "-1"])
    def test_takes_any_page_number(self, desk, page):
        assert desk.get(LIST, {"page": page}).status_code == 200


class TestAStranger:
    def test_is_taken_down_by_address_before_the_catalog_has_it(self, desk):
        page = desk.get(LIST, {"find": STRANGER})
        [(_, address, is_stranger)] = page.context["found"]
        assert (is_stranger, "not in the catalog" in page.content.decode()) == (True, True)

        asked = desk.get(address)
        desk.post(address, {"reason": "minor"})

        assert "imports will leave it out" in asked.content.decode()
        assert (Takedown.objects.get().address, Video.objects.get().listing_state) == (STRANGER, "taken-down")

    def test_that_is_known_by_now_has_its_own_page(self, desk, make_video):
        video = make_video(site_id="aaaaaaaaa09", url=STRANGER)

        answer = desk.get(reverse("desk:takedown-of-stranger"), {"address": STRANGER})

        assert answer["Location"] == page_of(video)

    def test_needs_an_address(self, desk):
        assert desk.get(reverse("desk:takedown-of-stranger"), {"address": "nobody"}).status_code == 404


class TestTheDesk:
    def test_counts_what_is_held_for_a_moderator_and_what_was_taken_down(self, desk, make_video):
        make_video(listing_state="held", held_reason="moderation")
        make_video(listing_state="held", held_reason="age-limit")
        make_video(listing_state="held", held_reason="gone")
        take_down(make_video(), reason="other")

        sections = {section.title: section for section in desk.get("/admin/desk/").context["sections"]}

        assert (sections["Held for a moderator"].count, sections["Takedowns"].count) == (2, 1)
        assert len(desk.get(sections["Held for a moderator"].url).context["cl"].result_list) == 2
