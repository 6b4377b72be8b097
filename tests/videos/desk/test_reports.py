from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from videos.curation import reports
from videos.curation.tags import decide
from videos.curation.takedowns import reverse_takedown, take_down
from videos.models import Report, Tag, TagDecision

pytestmark = pytest.mark.django_db

QUEUE = "/admin/desk/reports/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def desk(client, db):
    """Signed in as a curator, who is no administrator."""
    user = get_user_model().objects.create_user("mara", is_staff=True)
    user.groups.add(Group.objects.get(name="Curators"))
    client.force_login(user)
    return client


@pytest.fixture
def video(make_video, make_creator):
    return make_video("Soft rain", tags=["tapping"], creator=make_creator())


@pytest.fixture
def receive(db):
    """Take in a report as from a visitor, each from an address of its own unless one is given; gives its row."""
    number = 0

    def take(kind="missing-tag", slug="chewing-gum", *, address=None, **values):
        nonlocal number
        number += 1
        tag = Tag.objects.get(slug=slug) if kind in reports.ABOUT_TAGS else None
        report = Report(kind=kind, tag=tag, **values)
        reports.receive(report, address=address or f"192.0.2.{number}")
        return Report.objects.order_by("-pk").first()

    return take


def body(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def answer(client, report, action, **data):
    return client.post(f"{QUEUE}{report.pk}/", {"action": action, **data})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def known(video, slug="chewing-gum"):
    return TagDecision.objects.filter(video=video, tag__slug=slug).values_list("kind", "source").first()


class TestTheQueue:
    def test_shows_everything_that_helps_to_decide(self, desk, video, receive):
        receive(video=video, text="At 2:10.", contact="a@example.org")

        page = body(desk.get(QUEUE))

        for words in (
            "A tag is missing: Gum chewing",
            "Soft rain",
            "by Quiet Corner ASMR",
            "At 2:10.",
            "a@example.org",
            "suggested, waiting for a person (reported by a visitor)",
            "Accept: it has the tag",
            'rel="noreferrer noopener" target="_blank">at its source',
            "came just now",
        ):
            assert words in page

    def test_has_the_creators_first_and_says_who_waits_too_long(self, desk, video, receive):
        receive(video=video)
        request = receive("removal", video=video, text="It is mine.")
        Report.objects.filter(pk=request.pk).update(reported_at=timezone.now() - timedelta(hours=30))

        response = desk.get(QUEUE)

        assert [(row.report.kind, row.is_overdue) for row in response.context["rows"]] == [
            ("removal", True),
            ("missing-tag", False),
        ]
        assert ("waits 1 day" in body(response), "longer than 24 hours" in body(response)) == (True, True)

    def test_leads_from_a_creators_request_to_the_takedown(self, desk, video, receive):
        receive("removal", video=video, text="It is mine.")
        receive("removal", creator=video.creator, text="All are mine.")

        html = desk.get(QUEUE).content.decode()

        assert f'href="/admin/desk/takedowns/video/{video.pk}/"' in html
        assert f'href="/admin/desk/takedowns/creator/{video.creator.pk}/"' in html

    def test_shows_a_strangers_words_as_text_and_only_web_addresses_as_links(self, desk, receive):
        receive("other", text=f"{SCRIPT} {{{{ 7 }}}}", contact=SCRIPT)
        Report.objects.create(kind="suggest-video", url="javascript:alert(1)", fingerprint="x")
        receive("suggest-video", url='https://example.org/"onclick="alert(1)')

        html = desk.get(QUEUE).content.decode()

        assert (SCRIPT in html, 'href="javascript' in html, '"onclick="' in html) == (False, False, False)
        assert 'href="https://example.org/&quot;onclick=&quot;alert(1)" rel="noreferrer noopener nofollow"' in html

    def test_can_be_narrowed_to_a_kind_and_says_how_many_there_are_of_each(self, desk, video, receive):
        receive(video=video)
        receive("suggest-video", url="https://example.org/1")

        response = desk.get(QUEUE, {"kind": "suggest-video"})

        assert [row.report.kind for row in response.context["rows"]] == ["suggest-video"]
        assert [(kind, count) for kind, _, count in response.context["kinds"]] == [
            ("missing-tag", 1),
            ("suggest-video", 1),
        ]

    @pytest.mark.parametrize("query", ["kind=nothing", "kind=%00", "p=9999999999999999999999", "p=x", "state=x"])
    def test_shows_everything_where_the_address_means_nothing(self, desk, video, receive, query):
        receive(video=video)

        assert len(desk.get(f"{QUEUE}?{query}").context["rows"]) == 1

    def test_asks_the_same_number_of_queries_for_one_report_and_for_twenty(self, desk, make_video, receive):
        def count():
            with CaptureQueriesContext(connection) as queries:
                desk.get(QUEUE)
            return len(queries)

        receive(video=make_video())
        count()
        one = count()
        for number in range(19):
            receive(video=make_video(f"Rain {number}"))

        assert count() == one

    def test_waits_on_the_desks_first_page(self, desk, video, receive):
        receive(video=video)

        page = body(desk.get("/admin/desk/"))

        assert f'<a href="{QUEUE}">Reports</a> <span class="desk-sections__count">1</span>' in page

    @pytest.mark.parametrize("kind", ["video", "creator"])
    def test_offers_a_takedown_until_it_is_down_or_answered(self, desk, video, receive, kind):
        thing = video if kind == "video" else video.creator
        offer = f"/admin/desk/takedowns/{kind}/{thing.pk}/"
        report = receive("removal", **{kind: thing}, text="It is mine.")
        waiting = offer in body(desk.get(QUEUE))

        takedown = take_down(thing, reason="creator-request")
        down = offer in body(desk.get(QUEUE))
        reverse_takedown(takedown)
        answer(desk, report, "decline")
        handled = offer in body(desk.get(QUEUE, {"state": "handled"}))

        assert (waiting, down, handled) == (True, False, False)

    def test_keeps_what_was_handled(self, desk, video, receive):
        answer(desk, receive(video=video), "decline", note="Only rain.")

        page = body(desk.get(QUEUE, {"state": "handled"}))

        assert ("by mara" in page, "Only rain." in page, "Declined" in page) == (True, True, True)
        assert 'value="accept"' not in page

    def test_says_what_somebody_has_decided_meanwhile(self, desk, video, receive, curator):
        report = receive(video=video)
        decide(video, report.tag, kind="rejected", user=curator)

        assert "rejected by a person (decided by a curator). A person has decided on it already." in body(
            desk.get(QUEUE)
        )


class TestAnswers:
    def test_accept_does_as_the_report_says(self, desk, video, receive):
        report = receive("wrong-tag", "tapping", video=video, contact="a@example.org")

        response = answer(desk, report, "accept", note="No tapping.")

        report.refresh_from_db()
        assert (response["Location"], report.state, report.note, report.contact) == (
            QUEUE,
            "accepted",
            "No tapping.",
            "",
        )
        assert known(video, "tapping") == ("rejected", "curator")

    def test_a_suggested_address_leads_to_its_import_and_waits_until_somebody_has_seen_to_it(self, desk, receive):
        report = receive("suggest-creator", url="https://www.youtube.com/@quiet?a=1&b=2")
        [row] = desk.get(QUEUE).context["rows"]

        form = unescape(desk.get(row.import_href).content.decode())
        waiting = reports.count_open()
        response = answer(desk, report, "accept")

        assert row.import_href == (
            "/admin/videos/importrun/add/?addresses=https%3A%2F%2Fwww.youtube.com%2F%40quiet%3Fa%3D1%26b%3D2"
        )
        assert "https://www.youtube.com/@quiet?a=1&b=2</textarea>" in form
        assert (waiting, response["Location"], reports.count_open()) == (1, QUEUE, 0)

    def test_an_import_is_offered_of_a_suggested_address_alone(self, desk, video, receive):
        receive("suggest-creator", url="https://www.youtube.com/@quiet")
        receive("suggest-creator", text="Quiet Jo")
        receive("removal", url="https://www.youtube.com/@mine", text="It is mine.")

        assert body(desk.get(QUEUE)).count("Import it…</a>") == 1

    def test_decline_leaves_things_as_they_were(self, desk, video, receive):
        report = receive(video=video)

        answer(desk, report, "decline")

        assert (known(video), Report.objects.get().state) == (None, "declined")

    def test_a_look_that_found_none_declines_it_and_frees_the_video_of_the_tag(self, desk, video, receive):
        report = receive(video=video)
        assert "Decline: I looked, there is none" in body(desk.get(QUEUE))

        response = answer(desk, report, "absent")

        assert (known(video), Report.objects.get().state) == (("absent-checked", "curator"), "declined")
        assert said(response) == [f"Declined: {report}. The video is known to be free of it now."]

    def test_no_look_is_offered_where_no_tag_is_said_to_be_missing(self, desk, video, receive):
        receive("wrong-tag", "tapping", video=video)
        receive("removal", video=video)

        assert "I looked" not in body(desk.get(QUEUE))

    def test_decline_all_of_a_sender(self, desk, make_video, receive):
        sent = [receive(video=make_video(f"Rain {number}"), address="192.0.2.99") for number in range(3)]
        receive(video=make_video("Snow"))
        assert "Decline all 3 of this sender" in body(desk.get(QUEUE))

        response = answer(desk, sent[1], "decline-sender", note="Made up.")

        assert said(response) == ["Declined 3 of that sender."]
        assert [report.note for report in Report.objects.order_by("pk") if report.note] == ["Made up."]
        assert TagDecision.objects.count() == reports.count_open() == 1

    def test_decline_all_of_a_sender_leaves_what_they_ask_as_a_creator_and_says_so(self, desk, make_video, receive):
        sent = [receive(video=make_video(f"Rain {number}"), address="192.0.2.99") for number in range(2)]
        receive("removal", text="All are mine.", address="192.0.2.99")
        offers = [row.same_sender_count for row in desk.get(QUEUE).context["rows"]]

        response = answer(desk, sent[0], "decline-sender")

        assert (offers, list(reports.in_queue().values_list("kind", flat=True))) == ([0, 2, 2], ["removal"])
        assert said(response) == [
            "Declined 2 of that sender. What they ask as a creator waits still: it is answered by itself."
        ]

    def test_a_note_alone_leaves_it_open(self, desk, video, receive):
        report = receive(video=video)

        answer(desk, report, "note", note="Asked\x00 them. " + "x" * 2000)

        report.refresh_from_db()
        assert (report.state, report.note[:13], len(report.note)) == ("open", "Asked them. x", 1000)

    def test_hide_meanwhile_hides_the_video_and_leaves_it_open(self, desk, video, receive):
        report = receive("removal", video=video, text="It is mine.")

        answer(desk, report, "hide", note="Asked them.")

        video.refresh_from_db()
        assert (video.listing_state, reports.count_open()) == ("hidden", 1)
        assert Report.objects.get().note == "Asked them."
        assert "Hide the video meanwhile" not in body(desk.get(QUEUE))

    @pytest.mark.parametrize("state", ["held", "taken-down"])
    def test_hide_meanwhile_leaves_what_no_visitor_sees_as_it_is(self, desk, video, receive, state):
        report = receive("removal", video=video, text="It is mine.")
        type(video).objects.filter(pk=video.pk).update(
            listing_state=state, held_reason="curator" if state == "held" else ""
        )

        response = answer(desk, report, "hide")

        video.refresh_from_db()
        assert (said(response), video.listing_state) == ([f"No visitor sees it; {report} waits still."], state)

    def test_hide_meanwhile_hides_nothing_for_a_report_that_is_handled(self, desk, video, receive, curator):
        report = receive("removal", video=video, text="It is mine.")
        reports.decline(report, user=curator)

        assert said(answer(desk, report, "hide")) == ["Somebody has handled this already: declined."]
        video.refresh_from_db()
        assert video.listing_state == "listed"

    def test_what_somebody_has_handled_meanwhile_is_said(self, desk, video, receive, curator):
        report = receive(video=video)
        reports.decline(report, user=curator)

        response = answer(desk, report, "accept")

        assert said(response) == ["Somebody has handled this already: declined."]
        assert known(video) is None

    @pytest.mark.parametrize("action", ["", "explode", "\x00"])
    def test_an_answer_that_is_none_changes_nothing(self, desk, video, receive, action):
        assert answer(desk, receive(video=video), action).status_code == 404
        assert reports.count_open() == 1

    def test_wants_a_token_from_this_site_which_the_queue_gives(self, desk, video, receive):
        desk.handler.enforce_csrf_checks = True
        report = receive(video=video)
        token = str(desk.get(QUEUE).context["csrf_token"])

        without = answer(desk, report, "accept").status_code
        shown = desk.get(QUEUE).content.decode().count('name="csrfmiddlewaretoken"')

        assert (without, answer(desk, report, "accept", csrfmiddlewaretoken=token).status_code) == (403, 302)
        assert shown == 2  # to sign out, and to answer
