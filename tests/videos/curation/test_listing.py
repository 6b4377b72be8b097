from datetime import UTC, datetime

import pytest

from videos.curation.listing import apply, judge
from videos.curation.tags import decide
from videos.models import Tag, TagDecision, TaggedVideo, Video
from videos.tag_graph import load_tag_graph
from videos.tagging.findings import Finding

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
HOLDING = "kissing-sounds"  # implies one of the moderators' tags


def found(tag, **changes):
    values = {"state": "present", "status": "publish", "confidence": 0.95, "zone": "title", "evidence": tag}
    return Finding(tag=tag, **{**values, **changes})


def judged(video, *findings, is_recognised=True, list_all=False):
    listing = judge(video, findings, is_recognised=is_recognised, graph=load_tag_graph(), list_all=list_all)
    return str(listing.state), str(listing.reason)


def reconsidered(video, *findings, is_recognised=True):
    """Judge and apply; returns whether that changed anything, and the state and reason the video is then in."""
    listing = judge(video, findings, is_recognised=is_recognised, graph=load_tag_graph())
    return apply(video, listing), str(video.listing_state), str(video.held_reason)


class TestJudge:
    @pytest.mark.parametrize(
        ("facts", "verdict"),
        [
            ({}, ("listed", "")),
            ({"age_limit": 17}, ("listed", "")),
            ({"age_limit": 18}, ("held", "age-limit")),
            ({"availability": "public"}, ("listed", "")),
            ({"availability": "unlisted"}, ("listed", "")),
            ({"availability": "private"}, ("held", "not-public")),
            ({"availability": "subscriber_only"}, ("held", "not-public")),
            ({"availability": "premium_only"}, ("held", "not-public")),
            ({"availability": "needs_auth"}, ("held", "not-public")),
            ({"gone_at": LONG_AGO}, ("held", "gone")),
            ({"gone_at": LONG_AGO, "age_limit": 18}, ("held", "age-limit")),
            ({"missing_since": LONG_AGO}, ("listed", "")),
            ({"live_status": "was_live"}, ("listed", "")),
            ({"live_status": "is_live"}, ("held", "not-over")),
            ({"live_status": "is_upcoming"}, ("held", "not-over")),
        ],
    )
    def test_goes_by_the_facts(self, facts, verdict):
        assert judged(Video(**facts)) == verdict

    @pytest.mark.parametrize(
        ("finding", "verdict"),
        [
            (found("tapping"), ("listed", "")),
            (found(HOLDING), ("held", "moderation")),
            (found(HOLDING, status="review", confidence=0.3), ("held", "moderation")),
            (found(HOLDING, state="absent_declared"), ("listed", "")),
        ],
    )
    def test_holds_for_a_moderator_what_implies_or_may_be_one_of_their_tags(self, finding, verdict):
        assert judged(Video(), finding) == verdict

    def test_names_the_tags_that_a_moderator_must_see(self):
        listing = judge(Video(), [found(HOLDING)], is_recognised=True, graph=load_tag_graph())

        assert listing.detail == Tag.objects.get(slug="suggestive").name

    def test_holds_what_shows_no_sign_of_asmr(self):
        assert judged(Video(), is_recognised=False) == ("held", "not-recognised")

    @pytest.mark.parametrize(
        ("is_asmr_creator", "verdict"),
        [(True, ("listed", "")), (None, ("held", "not-recognised")), (False, ("held", "not-recognised"))],
    )
    def test_needs_no_sign_of_an_asmr_creator(self, make_creator, is_asmr_creator, verdict):
        video = Video(creator=make_creator(is_asmr_creator=is_asmr_creator))

        assert judged(video, is_recognised=False) == verdict

    @pytest.mark.parametrize(("facts", "verdict"), [({}, ("listed", "")), ({"age_limit": 18}, ("held", "age-limit"))])
    def test_lists_all_but_what_is_held_for_another_reason(self, facts, verdict):
        assert judged(Video(**facts), is_recognised=False, list_all=True) == verdict

    def test_hears_a_person_who_set_a_tag_that_holds(self, make_video):
        video = make_video()
        decide(video, Tag.objects.get(slug=HOLDING), kind=None)

        assert judged(video) == ("held", "moderation")

    @pytest.mark.parametrize("kind", [TagDecision.Kind.REJECTED, TagDecision.Kind.ABSENT_CHECKED])
    def test_hears_a_person_who_denied_a_tag_that_holds(self, make_video, kind):
        video = make_video()
        decide(video, Tag.objects.get(slug=HOLDING), kind=kind)

        assert judged(video, found(HOLDING)) == ("listed", "")

    def test_forgets_what_was_found_earlier(self, make_video):
        video = make_video()
        TaggedVideo.objects.create(content_object=video, tag=Tag.objects.get(slug=HOLDING), source="automatic")

        assert judged(video) == ("listed", "")


class TestApply:
    def test_holds_and_lists_as_judged(self, make_video):
        video = make_video()

        assert reconsidered(video, found(HOLDING)) == (True, "held", "moderation")
        assert reconsidered(video, found(HOLDING)) == (False, "held", "moderation")
        assert reconsidered(video) == (True, "listed", "")

    @pytest.mark.parametrize("state", ["hidden", "taken-down"])
    def test_never_brings_back_what_a_curator_took_away(self, make_video, state):
        video = make_video(listing_state=state)

        assert reconsidered(video) == (False, state, "")

    @pytest.mark.parametrize(
        "decided", [{"listing_state": "listed"}, {"listing_state": "held", "held_reason": "curator"}]
    )
    def test_leaves_a_curator_s_decision(self, make_video, decided):
        video = make_video(**decided, is_listing_curated=True)

        assert reconsidered(video, found(HOLDING)) == (False, decided["listing_state"], decided.get("held_reason", ""))

    def test_leaves_a_curator_s_decision_on_what_is_gone(self, make_video):
        video = make_video(is_listing_curated=True, gone_at=LONG_AGO)

        assert reconsidered(video) == (False, "listed", "")

    def test_does_not_hold_for_want_of_a_sign_what_was_once_listed(self, make_video):
        assert reconsidered(make_video(), is_recognised=False) == (False, "listed", "")

    def test_holds_a_new_video_for_want_of_a_sign(self):
        assert reconsidered(Video(), is_recognised=False) == (True, "held", "not-recognised")
