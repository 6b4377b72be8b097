from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.search import search
from videos.curation import reports, senders
from videos.curation.editing import decide_listing
from videos.curation.history import undo
from videos.curation.judging import load_judge
from videos.curation.listing import hold_for_moderators
from videos.curation.retagging import retag_all
from videos.curation.tags import decide
from videos.curation.telling import recent_actions
from videos.models import Action, ListingState, Report, Tag, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db

ADDRESS = "192.0.2.7"


@pytest.fixture
def video(make_video):
    return make_video("Soft rain", tags=["tapping"])


@pytest.fixture
def other_curator(django_user_model):
    return django_user_model.objects.create_superuser("other")


def tag(slug):
    return Tag.objects.get(slug=slug)


def receive(kind="missing-tag", slug="chewing-gum", *, address=ADDRESS, **values):
    about = {"tag": tag(slug)} if kind in {"missing-tag", "wrong-tag"} else {}
    return reports.receive(Report(kind=kind, **about, **values), address=address)


def known(video, slug):
    """(kind, source) of what is known of a pair, None where nothing is."""
    present = TaggedVideo.objects.filter(content_object=video, tag__slug=slug).values_list("source").first()
    decided = TagDecision.objects.filter(video=video, tag__slug=slug).values_list("kind", "source").first()
    return ("present", *present) if present else decided


def found(query="", **never):
    return list(search(VideoFilter.from_query(query), never=NeverList(**never)).hits)


class TestAMissingTagThatPeopleShutOut:
    def test_is_a_suggestion_at_once(self, video):
        assert receive(video=video) is True

        assert known(video, "chewing-gum") == ("suggested", "visitor")

    def test_keeps_the_video_from_whoever_excludes_it_or_what_it_brings(self, video):
        before = [found("not=chewing-gum"), found(tags=("misophonia-mouth",)), found("not=mouth-sounds")]

        receive(video=video)

        assert before == [[video.pk]] * 3
        assert [found("not=chewing-gum"), found(tags=("misophonia-mouth",)), found("not=mouth-sounds")] == [[]] * 3

    def test_includes_nothing_and_is_no_absence(self, video):
        decide(video, tag("mouth-sounds"), kind=TagDecision.Kind.ABSENT_CHECKED)
        before = found("free=mouth-sounds")

        receive(video=video)

        assert (before, found("free=mouth-sounds")) == ([video.pk], [])
        assert [found("tag=chewing-gum"), found("tag=misophonia-mouth"), found("tag=tapping")] == [[], [], [video.pk]]

    def test_stays_a_suggestion_whatever_is_tagged_anew(self, video):
        receive(video=video)

        list(retag_all(load_judge(), apply=True))

        assert known(video, "chewing-gum") == ("suggested", "visitor")

    @pytest.mark.parametrize("kind", ["rejected", "absent-checked"])
    def test_only_waits_where_a_person_has_said_no(self, video, curator, kind):
        decide(video, tag("chewing-gum"), kind=kind, user=curator)

        assert receive(video=video) is False

        assert known(video, "chewing-gum") == (kind, "curator")
        assert reports.count_open() == 1

    def test_only_waits_where_the_creator_has_spoken(self, video):
        decide(video, tag("chewing-gum"), kind="absent-declared", source="creator")

        receive(video=video)

        assert known(video, "chewing-gum") == ("absent-declared", "creator")

    def test_casts_doubt_on_what_the_text_declares(self, video):
        TagDecision.objects.create(video=video, tag=tag("chewing-gum"), kind="absent-declared", source="automatic")

        receive(video=video)

        assert known(video, "chewing-gum") == ("suggested", "visitor")

    def test_leaves_alone_what_is_present(self, video):
        TaggedVideo.objects.create(content_object=video, tag=tag("chewing-gum"), source="automatic", confidence=1)

        assert receive(video=video) is True

        assert known(video, "chewing-gum") == ("present", "automatic")

    def test_is_told_as_a_visitors_in_the_history(self, video):
        receive(video=video)

        told = recent_actions()

        assert [(action.summary, action.person) for action in told] == [
            ("A visitor's report: “Gum chewing”: suggested", "a visitor")
        ]

    def test_does_not_hold_the_video(self, video):
        receive(slug="ear-eating", video=video)

        hold_for_moderators(Video.objects.all())  # as every loading of the vocabulary does
        video.refresh_from_db()
        assert (video.listing_state, known(video, "ear-eating")) == ("listed", ("suggested", "visitor"))


class TestEverythingElse:
    @pytest.mark.parametrize(
        ("kind", "slug"), [("missing-tag", "whispered"), ("wrong-tag", "tapping"), ("wrong-tag", "chewing-gum")]
    )
    def test_changes_nothing_before_a_curator_has_looked(self, video, kind, slug):
        before = known(video, slug)

        assert receive(kind, slug, video=video) is False

        assert (known(video, slug), Action.objects.count()) == (before, 0)

    def test_hides_nothing_at_a_removal_request_for_anyone_may_ask(self, video):
        receive("removal", video=video, text="It is mine.")

        assert found() == [video.pk]


def test_a_creators_request_is_taken_however_much_others_sent(video, monkeypatch):
    monkeypatch.setattr(senders, "MOST_OF_ALL", 1)
    receive(video=video, address="192.0.2.1")

    with pytest.raises(senders.TooManyReportsError):
        receive(video=video, address="192.0.2.2")
    receive("removal", video=video, address="192.0.2.2")

    assert list(Report.objects.order_by("pk").values_list("kind", flat=True)) == ["missing-tag", "removal"]


class TestTheSameSaidAgain:
    def test_is_one_report_of_two_senders(self, video):
        receive(video=video, text="At 2:10.", contact="a@example.org")
        receive(video=video, text="All of it.", contact="b@example.org", address="192.0.2.8")

        report = Report.objects.get()

        assert (report.count, report.sender) == (2, "")
        assert (report.text, report.contact) == ("At 2:10.\n\nAll of it.", "a@example.org\n\nb@example.org")

    def test_counts_one_sender_once(self, video):
        receive(video=video)
        receive(video=video)

        assert Report.objects.get().count == 1

    def test_does_not_grow_without_end(self, video, monkeypatch):
        monkeypatch.setattr(reports, "MOST_TEXT", 10)
        receive(video=video, text="12345678")
        receive(video=video, text="abc")

        assert Report.objects.get().text == "12345678"

    def test_is_another_report_of_another_tag_video_or_kind(self, video, make_video):
        receive(video=video)
        receive(video=video, slug="mukbang")
        receive(video=make_video())
        receive("wrong-tag", "chewing-gum", video=video, address="192.0.2.8")

        assert reports.count_open() == 4

    def test_is_joined_by_the_address_of_what_is_suggested(self):
        receive("suggest-video", url="https://example.org/1", text="Lovely")
        receive("suggest-video", url="https://example.org/1", text="Nice")
        receive("suggest-video", url="https://example.org/2", text="Nice")

        assert sorted(Report.objects.values_list("text", flat=True)) == ["Lovely\n\nNice", "Nice"]

    def test_is_two_requests_where_two_creators_say_different_things(self):
        receive("removal", url="https://example.org/1", text="Remove all of mine.")
        receive("removal", url="https://example.org/1", text="It is mine, not theirs.")

        assert reports.count_open() == 2

    def test_waits_anew_once_it_was_handled(self, video, curator):
        receive(video=video)
        reports.decline(Report.objects.get(), user=curator)
        receive(video=video)

        assert list(Report.objects.order_by("pk").values_list("state", flat=True)) == ["declined", "open"]


class TestAccepting:
    def test_makes_a_missing_tag_the_curators(self, video, curator):
        receive(video=video)

        reports.accept(Report.objects.get(), user=curator)

        assert known(video, "chewing-gum") == ("present", "curator")
        assert (found("tag=chewing-gum"), found("not=chewing-gum")) == ([video.pk], [])

    def test_rejects_a_wrong_tag_for_good(self, video, curator):
        receive("wrong-tag", "tapping", video=video)

        reports.accept(Report.objects.get(), user=curator)

        assert known(video, "tapping") == ("rejected", "curator")

    def test_is_recorded_and_can_be_taken_back(self, video, curator):
        receive("wrong-tag", "tapping", video=video)
        reports.accept(Report.objects.get(), user=curator)

        action = Action.objects.get()
        undo(action, user=curator)

        assert (action.kind, action.summary) == ("report", "Report accepted: “Tapping”: rejected")
        assert known(video, "tapping") == ("present", "curator")

    def test_holds_a_video_that_gets_a_tag_for_a_moderator(self, video, curator):
        receive(slug="ear-eating", video=video)

        reports.accept(Report.objects.get(), user=curator)

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason) == ("held", "moderation")

    def test_keeps_who_when_and_the_note_but_neither_contact_nor_sender(self, video, curator):
        receive(video=video, contact="a@example.org", text="At 2:10.")

        reports.accept(Report.objects.get(), user=curator, note="Heard it.")

        report = Report.objects.get()
        assert (report.state, report.handled_by, report.note, report.text) == (
            "accepted",
            curator,
            "Heard it.",
            "At 2:10.",
        )
        assert (report.contact, report.sender, report.handled_at is None) == ("", "", False)

    def test_is_done_once(self, video, curator, other_curator):
        receive(video=video)
        seen_by_both = Report.objects.get()
        reports.decline(seen_by_both, user=curator)

        with pytest.raises(reports.HandledError, match="Somebody has handled this already: declined."):
            reports.accept(seen_by_both, user=other_curator)

        assert known(video, "chewing-gum") is None

    def test_of_what_is_no_longer_in_the_catalog_only_closes_it(self, video, curator):
        receive(video=video)
        video.delete()

        reports.accept(Report.objects.get(), user=curator)

        assert Report.objects.get().state == "accepted"


class TestDeclining:
    def test_forgets_the_visitors_suggestion(self, video, curator):
        receive(video=video)

        reports.decline(Report.objects.get(), user=curator)

        assert (known(video, "chewing-gum"), found("not=chewing-gum")) == (None, [video.pk])

    def test_restores_what_the_report_replaced(self, video, curator):
        TagDecision.objects.create(video=video, tag=tag("chewing-gum"), kind="absent-declared", source="automatic")
        receive(video=video)

        reports.decline(Report.objects.get(), user=curator)

        assert known(video, "chewing-gum") == ("absent-declared", "automatic")

    @pytest.mark.parametrize(("kind", "state"), [(None, "present"), ("rejected", "rejected")])
    def test_leaves_what_a_curator_has_decided_since(self, video, curator, kind, state):
        receive(video=video)
        decide(video, tag("chewing-gum"), kind=kind, user=curator)

        reports.decline(Report.objects.get(), user=curator)

        assert known(video, "chewing-gum") == (state, "curator")

    def test_does_nothing_twice_where_the_history_has_taken_it_back(self, video, curator):
        receive(video=video)
        undo(Action.objects.get(), user=curator)

        reports.decline(Report.objects.get(), user=curator)

        assert (known(video, "chewing-gum"), Report.objects.get().state) == (None, "declined")

    def test_of_all_that_a_sender_sent_leaves_other_peoples(self, make_video, curator):
        videos = [make_video(f"Rain {number}") for number in range(3)]
        receive(video=videos[0])
        receive(video=videos[1])
        receive(video=videos[1], address="192.0.2.8")
        receive(video=videos[2], address="192.0.2.9")

        count = reports.decline_sender(Report.objects.get(video=videos[0]), user=curator)

        assert (count, reports.count_open()) == (1, 2)
        assert [known(video, "chewing-gum") for video in videos] == [None, *[("suggested", "visitor")] * 2]

    def test_of_all_that_a_sender_sent_leaves_a_creators_request(self, video, curator):
        receive(video=video)
        receive(kind="removal", video=video, text="It is mine.", contact="a@example.org")

        count = reports.decline_sender(Report.objects.get(kind="missing-tag"), user=curator)

        request = Report.objects.get(kind="removal")
        assert (count, request.state, request.contact) == (1, "open", "a@example.org")

    def test_of_a_senders_where_several_sent_it_declines_none(self, video, curator):
        receive(video=video)
        receive(video=video, address="192.0.2.8")

        assert (reports.decline_sender(Report.objects.get(), user=curator), reports.count_open()) == (0, 1)


class TestCheckedNone:
    def test_declines_a_missing_tag_with_a_persons_word_that_it_is_absent(self, video, curator):
        receive(video=video, slug="chewing-gum")

        reports.check_absent(Report.objects.get(), user=curator, note="Heard it all.")

        decision = video.tag_decisions.get()
        assert (decision.kind, decision.source, decision.decided_by) == ("absent-checked", "curator", curator)
        report = Report.objects.get()
        assert (report.state, report.contact, report.note) == ("declined", "", "Heard it all.")
        assert found("free=chewing-gum") == [video.pk]

    def test_is_done_once(self, video, curator):
        receive(video=video, slug="chewing-gum")
        reports.check_absent(Report.objects.get(), user=curator)

        with pytest.raises(reports.HandledError):
            reports.check_absent(Report.objects.get(), user=curator)

    def test_of_a_wrong_tag_is_no_answer_but_a_decline(self, video, curator):
        receive("wrong-tag", "tapping", video=video)

        reports.check_absent(Report.objects.get(), user=curator)

        assert (video.tag_decisions.count(), Report.objects.get().state) == (0, "declined")


class TestTheQueue:
    def test_has_creators_first_then_by_kind_and_the_longest_waiting_on_top(self, video):
        now = timezone.now()
        kinds = ["suggest-video", "wrong-tag", "other", "missing-tag", "removal"]
        for hours, kind in enumerate([*kinds, "removal"]):
            Report.objects.create(kind=kind, fingerprint=hours, reported_at=now - timedelta(hours=hours))

        queue = [(report.kind, report.fingerprint) for report in reports.in_queue()]

        assert queue == [
            ("removal", "5"),
            ("removal", "4"),
            ("missing-tag", "3"),
            ("other", "2"),
            ("wrong-tag", "1"),
            ("suggest-video", "0"),
        ]

    def test_says_which_requests_wait_too_long(self):
        now = timezone.now()
        ages = {"removal": 23, "other": 99}
        fresh, other = (
            Report.objects.create(kind=kind, fingerprint=kind, reported_at=now - timedelta(hours=hours))
            for kind, hours in ages.items()
        )
        old = Report.objects.create(kind="removal", reported_at=now - timedelta(hours=25))

        assert [reports.is_overdue(report, now) for report in (fresh, other, old)] == [False, False, True]
        assert list(reports.find_overdue_removals(now)) == [old]


class TestContacts:
    def test_are_deleted_after_90_days_in_any_case(self, video):
        receive("other", video=video, text="Hello", contact="a@example.org")
        receive("other", video=video, text="Good day", contact="b@example.org")
        now = timezone.now()
        Report.objects.filter(text="Hello").update(reported_at=now - timedelta(days=91))

        assert reports.delete_overdue(now) == 1

        assert list(Report.objects.order_by("pk").values_list("contact", flat=True)) == ["", "b@example.org"]

    def test_that_are_overdue_go_when_somebody_reports_something(self, video):
        receive("other", video=video, text="Hello", contact="a@example.org")
        Report.objects.update(reported_at=timezone.now() - timedelta(days=91))

        receive(video=video)

        assert Report.objects.get(kind="other").contact == ""


def test_a_video_is_hidden_meanwhile_by_a_curators_decision(video, curator):
    receive("removal", video=video, text="It is mine.")
    report = Report.objects.get()

    reports.hide_meanwhile(report, user=curator)

    video.refresh_from_db()
    assert (video.listing_state, video.is_listing_curated, Report.objects.get().state) == (
        ListingState.HIDDEN,
        True,
        "open",
    )


def test_receiving_takes_the_same_number_of_queries_in_a_catalog_of_any_size(video, make_video):
    def count():
        with CaptureQueriesContext(connection) as queries:
            receive(video=make_video())
        return len(queries)

    count()
    few = count()
    for _ in range(5):
        make_video()
    decide_listing(Video.objects.filter(pk=video.pk), state=ListingState.HIDDEN)

    assert count() == few
