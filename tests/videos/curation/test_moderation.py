"""Whichever way a video may come before visitors: a person decides first, and on some nobody can."""

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.index.current import current_index
from videos.browsing.index.verifying import find_differences
from videos.browsing.search import search
from videos.curation import vocabulary as curation
from videos.curation.editing import decide_listing, decide_tags, let_rules_decide, list_recognised_by_creator
from videos.curation.history import undo
from videos.curation.judging import load_judge
from videos.curation.listing import hold_for_moderators, refuses_listing
from videos.curation.merging import merge_duplicates
from videos.curation.retagging import retag_all
from videos.curation.tags import decide, forget
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.importing.missing import note_answer
from videos.importing.troubles import Trouble
from videos.models import Action, ListingState, Source, Tag, TagClosure, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db

# Tags for a moderator, and one that brings one of theirs.
HOLDING = ["suggestive", "minor-appears", "sexually-explicit", "ear-eating", "kissing-sounds"]
REFUSING = ["sexually-explicit", "minor-appears"]


def tag(slug):
    return Tag.objects.get(slug=slug)


def state_of(video):
    return Video.objects.values_list("listing_state", "held_reason").get(pk=video.pk)


def carry(video, slug, *, source=Source.AUTOMATIC, is_suggested=False):
    """Write the row alone, as if nothing had judged the video since."""
    if is_suggested:
        TagDecision.objects.create(video=video, tag=tag(slug), kind="suggested", source=source)
    else:
        TaggedVideo.objects.create(content_object=video, tag=tag(slug), source=source)


def visible():
    return set(search(VideoFilter()).hits[:]) | set(Video.objects.published().values_list("pk", flat=True))


class TestNoWayLeadsPastAModerator:
    @pytest.fixture
    def bring_in(self, make_info):
        def import_one(**changes):
            list(Import.begin(list_all=True).store_all([FoundInfo("a file", make_info(**changes))]))
            return Video.objects.get()

        return import_one

    @pytest.mark.parametrize("title", ["ASMR kissing sounds", "ASMR ear eating", "NSFW ASMR 18+", "kid ASMR tapping"])
    def test_an_import(self, bring_in, title):
        assert state_of(bring_in(title=title)) == ("held", "moderation")

    def test_an_import_that_finds_it_later(self, bring_in):
        bring_in(title="ASMR tapping")

        assert state_of(bring_in(title="ASMR ear eating")) == ("held", "moderation")

    def test_an_import_of_what_is_for_adults(self, bring_in):
        assert state_of(bring_in(age_limit=18)) == ("held", "age-limit")

    def test_a_site_that_says_it_is_for_adults(self, make_video):
        video = make_video("ASMR tapping")

        note_answer(video.pk, Trouble.AGE_RESTRICTED, load_judge(), now=video.created_at)

        assert state_of(video) == ("held", "age-limit")

    def test_tagging_anew(self, make_video):
        video = make_video("ASMR ear eating")

        list(retag_all(load_judge(), apply=True))

        assert state_of(video) == ("held", "moderation")

    @pytest.mark.parametrize("slug", HOLDING)
    @pytest.mark.parametrize("source", [Source.CURATOR, Source.VISITOR, Source.CREATOR])
    def test_somebody_s_word_on_a_tag(self, make_video, slug, source):
        video = make_video()

        decide(video, tag(slug), kind=None, source=source)

        assert state_of(video) == ("held", "moderation")

    def test_an_accepted_suggestion(self, make_video):
        video = make_video()
        carry(video, "ear-eating", is_suggested=True)

        decide(video, tag("ear-eating"), kind=None)

        assert state_of(video) == ("held", "moderation")

    def test_a_tag_taken_out(self, make_video):
        video = make_video(listing_state="held", held_reason="moderation", tags=["ear-eating"])

        for way in (
            lambda: decide(video, tag("ear-eating"), kind="rejected"),
            lambda: forget(video, tag("ear-eating")),
        ):
            way()

        assert state_of(video) == ("held", "moderation")

    @pytest.mark.parametrize("is_suggested", [True, False])
    def test_an_asmr_creator(self, make_video, make_creator, is_suggested):
        waits = {"listing_state": "held", "held_reason": "not-recognised", "creator": make_creator()}
        video, adult, fine = make_video(**waits), make_video(**waits, age_limit=18), make_video(**waits)
        gone = make_video(**waits, gone_at=video.created_at)
        carry(video, "ear-eating", is_suggested=is_suggested)

        list_recognised_by_creator(video.creator)

        assert [state_of(one)[0] for one in (video, adult, gone, fine)] == ["held", "held", "held", "listed"]

    def test_two_entries_made_one(self, make_video, make_creator):
        waits = {"listing_state": "held", "held_reason": "not-recognised", "creator": make_creator("Tent")}
        video = make_video(**waits)
        carry(video, "ear-eating")

        merge_duplicates(make_creator("Tent", is_asmr_creator=True), video.creator)

        assert state_of(video)[0] == "held"

    @pytest.mark.parametrize("is_suggested", [True, False])
    def test_a_listing_given_back_to_the_rules(self, make_video, is_suggested):
        decided = {"is_listing_curated": True}
        video, adult, fine = make_video(**decided), make_video(**decided, age_limit=18), make_video(**decided)
        carry(video, "ear-eating", is_suggested=is_suggested)

        let_rules_decide(Video.objects.all())

        assert [state_of(one) for one in (video, adult, fine)] == [
            ("held", "moderation"),
            ("held", "age-limit"),
            ("listed", ""),
        ]

    def test_an_action_taken_back(self, make_video):
        video = make_video(listing_state="listed")
        decide_listing(Video.objects.all(), state=ListingState.HELD)
        hold = Action.objects.get()
        decide(video, tag("ear-eating"), kind=None)

        undo(hold, user=None)

        assert state_of(video) == ("held", "moderation")

    @pytest.mark.parametrize("is_suggested", [True, False])
    def test_a_vocabulary_that_makes_a_tag_hold(self, make_video, vocabulary, is_suggested):
        video, decided = make_video("Soft"), make_video("Soft", is_listing_curated=True)
        for one in (video, decided):
            carry(one, "ear-eating", is_suggested=is_suggested)
        Tag.objects.filter(slug="ear-eating").update(holds_for_moderator=False)

        diff = curation.load(vocabulary)

        assert (diff.held_video_count, state_of(video), state_of(decided)) == (
            1,
            ("held", "moderation"),
            ("listed", ""),
        )

    def test_what_a_person_listed_stays_so(self, make_video):
        video = make_video(is_listing_curated=True)
        carry(video, "ear-eating")

        assert hold_for_moderators(Video.objects.all()) == 0
        decide(video, tag("kissing-sounds"), kind=None)
        list(retag_all(load_judge(), apply=True))

        assert state_of(video) == ("listed", "")


class TestWhatNobodyMayList:
    @pytest.mark.parametrize("slug", REFUSING)
    def test_is_never_shown_whatever_its_row_says(self, make_video, slug):
        video, other = make_video(is_listing_curated=True), make_video()
        assert visible() == {video.pk, other.pk}

        carry(video, slug)

        assert visible() == {other.pk}
        assert list(find_differences(current_index())) == []

    def test_is_known_by_what_its_tags_bring(self, make_video):
        video = make_video(tags=["tapping"], is_listing_curated=True)
        assert visible() == {video.pk}

        TagClosure.objects.create(tag=tag("tapping"), present=tag("sexually-explicit"), is_ancestor=False)

        assert visible() == set()
        assert list(find_differences(current_index())) == []

    def test_is_not_what_is_only_suggested_and_a_person_listed(self, make_video):
        video = make_video(is_listing_curated=True)

        carry(video, "sexually-explicit", is_suggested=True)

        assert visible() == {video.pk}

    @pytest.mark.parametrize("slug", REFUSING)
    def test_is_left_out_where_many_are_listed(self, make_video, slug):
        video = make_video(listing_state="held", held_reason="moderation", tags=[slug])
        other = make_video(listing_state="held", held_reason="moderation", tags=["ear-eating"])

        decided = decide_listing(Video.objects.all(), state=ListingState.LISTED)

        assert decided == [other]
        assert list(refuses_listing(Video.objects.all())) == [video]
        assert state_of(video) == ("held", "moderation")

    def test_can_be_held_and_hidden(self, make_video):
        video = make_video(tags=["sexually-explicit"])

        decide_listing(Video.objects.all(), state=ListingState.HIDDEN)

        assert state_of(video)[0] == "hidden"

    @pytest.mark.parametrize("slug", REFUSING)
    def test_is_held_by_the_tag_though_a_person_had_listed_it(self, make_video, slug):
        video = make_video(is_listing_curated=True)

        decide_tags(video, shown=[], present=[tag(slug)], shown_absent=[], absent=[])

        assert state_of(video) == ("held", "moderation")

    def test_may_be_listed_once_the_tag_is_rejected(self, make_video):
        video = make_video(listing_state="held", held_reason="moderation", tags=["sexually-explicit"])
        decide(video, tag("sexually-explicit"), kind="rejected")

        decide_listing(Video.objects.all(), state=ListingState.LISTED)

        assert visible() == {video.pk}
