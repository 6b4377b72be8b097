"""What is taken down is gone from everything, stays so whatever happens, and comes back as it was."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from creators.models import Creator
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search
from videos.curation import vocabulary as curation
from videos.curation.editing import decide_listing, let_rules_decide, list_recognised_by_creator
from videos.curation.judging import load_judge
from videos.curation.merging import merge_duplicates
from videos.curation.retagging import retag_all
from videos.curation.takedowns import (
    NotStandingError,
    find_standing,
    find_undone,
    reverse_takedown,
    take_down,
)
from videos.curation.targets import find_targets
from videos.curation.vocabulary_edits import draw_arrow
from videos.importing.addresses import parse_channel
from videos.importing.files import FoundInfo
from videos.importing.following import follow
from videos.importing.intake import Import
from videos.importing.starter import remove_starter
from videos.models import Action, FormerTitle, ListingState, Tag, Takedown, Video

pytestmark = pytest.mark.django_db

LISTING = ("listing_state", "held_reason", "is_listing_curated")


def listing_of(video):
    return Video.objects.values_list(*LISTING).get(pk=video.pk)


def found():
    return list(search(VideoFilter()).hits[:])


@pytest.fixture
def bring_in(make_info):
    """Import the video with this number by Quiet Tent; gives its outcome as (state, detail)."""

    def import_one(number=1, **changes):
        info = make_info(number, **{"channel": "Quiet Tent", "channel_id": f"UC{'q' * 22}", **changes})
        [outcome] = Import.begin().store_all([FoundInfo(f"file {number}", info)])
        return outcome.state, outcome.detail

    return import_one


class TestAVideoTakenDown:
    def test_is_gone_from_every_list_at_once(self, make_video):
        video, other = make_video("Rain"), make_video("Wind")
        assert found() == [other.pk, video.pk]

        take_down(video, reason="privacy")

        assert found() == [other.pk]

    def test_keeps_who_took_it_down_why_and_what_stood_before(self, make_video, curator):
        video = make_video(listing_state="held", held_reason="curator", is_listing_curated=True)

        takedown = take_down(video, reason="copyright", note="A letter.", user=curator)

        assert listing_of(video) == ("taken-down", "", True)
        assert (takedown.video, takedown.creator, takedown.address) == (video, None, video.url)
        assert (takedown.reason, takedown.note, takedown.person, takedown.person_name) == (
            *("copyright", "A letter.", curator),
            "curator",
        )
        assert takedown.before == {"listing_state": "held", "held_reason": "curator", "is_listing_curated": True}
        action = Action.objects.get()
        assert (action.kind, action.summary, action.is_undoable) == ("takedown", "Taken down: Soft rain", False)

    def test_loses_the_source_s_texts_and_keeps_what_identifies_it(self, make_video):
        texts = {"description": "Hello", "chapters": [[0, "Intro"]], "source_keywords": ["rain"]}
        video = make_video("Rain", **texts, completeness="full", read_at=timezone.now())
        FormerTitle.objects.create(video=video, title="Old", replaced_at=timezone.now())

        take_down(video, reason="creator-request")

        video.refresh_from_db()
        assert (video.description, video.chapters, video.source_keywords) == ("", None, None)
        assert (video.title_words, video.search_words, video.former_titles.count()) == ("", "", 0)
        assert (video.source_title, video.completeness, video.read_at) == ("Rain", "stub", None)

    def test_is_not_taken_down_twice(self, make_video):
        video = make_video()
        first = take_down(video, reason="privacy")

        assert take_down(video, reason="copyright") == first
        assert (Takedown.objects.get().reason, Action.objects.count()) == ("privacy", 1)

    def test_has_one_standing_takedown(self, make_video):
        video = make_video()
        take_down(video, reason="privacy")

        with pytest.raises(IntegrityError):
            Takedown.objects.create(video=video, reason="other", before={})


class TestNothingRevivesAVideo:
    @pytest.fixture
    def video(self, bring_in):
        bring_in()
        video = Video.objects.get()
        take_down(video, reason="creator-request")
        return video

    def test_no_import(self, video, bring_in):
        assert bring_in(title="ASMR tapping again", description="Words") == (
            "skipped",
            "taken down; it stays out of the catalog",
        )
        assert (listing_of(video)[0], Video.objects.get().description) == ("taken-down", "")

    def test_no_tagging_anew(self, video):
        tags = list(video.tagged_videos.values_list("tag__slug", "source"))

        list(retag_all(load_judge(), apply=True))

        assert (listing_of(video)[0], list(video.tagged_videos.values_list("tag__slug", "source"))) == (
            "taken-down",
            tags,
        )

    def test_no_loading_of_the_vocabulary(self, video, vocabulary):
        curation.load(vocabulary)

        assert listing_of(video)[0] == "taken-down"

    def test_no_decision_on_many_videos(self, video):
        decide_listing(Video.objects.all(), state=ListingState.LISTED)
        let_rules_decide(Video.objects.all())
        list_recognised_by_creator(video.creator)

        assert listing_of(video)[0] == "taken-down"

    def test_no_removing_of_the_sample(self, video):
        Video.objects.update(is_sample=True)

        remove_starter()

        assert listing_of(video)[0] == "taken-down"


class TestACreatorTakenDown:
    @pytest.fixture
    def creator(self, bring_in):
        bring_in(description="Hello")
        creator = Video.objects.get().creator
        take_down(creator, reason="creator-request")
        creator.refresh_from_db()
        return creator

    def test_is_gone_with_all_their_videos_and_their_texts(self, creator):
        assert (creator.status, found(), Video.objects.get().description) == ("removed", [], "")

    def test_brings_no_new_video_in(self, creator, bring_in):
        assert bring_in(2) == ("skipped", "its creator was taken down; it stays out of the catalog")
        assert Video.objects.count() == 1

    def test_stays_so_in_one_entry_with_another(self, creator, make_creator):
        other = make_creator("Quiet Tent", is_asmr_creator=True, status="active")

        kept = merge_duplicates(other, creator)

        assert (kept.status, find_standing(kept).reason, found()) == ("removed", "creator-request", [])

    def test_takes_the_texts_of_another_along_in_one_entry(self, creator, make_creator, make_video):
        other = make_creator("Quiet Tent")
        video = make_video(creator=other, description="Hello")

        merge_duplicates(other, creator)

        video.refresh_from_db()
        assert (video.description, found()) == ("", [])

    def test_by_their_handle_stays_so_for_whoever_enters_the_channel_by_its_id(self, bring_in):
        [stranger] = find_targets("https://www.youtube.com/@quiettent")
        take_down(stranger.enter(), reason="creator-request")
        follow(parse_channel(f"https://www.youtube.com/channel/UC{'q' * 22}"))

        outcome = bring_in(uploader_id="@QuietTent")

        assert outcome == ("skipped", "its creator was taken down; it stays out of the catalog")

    def test_stands_once_where_both_were_taken_down(self, creator, make_creator):
        other = make_creator("Quiet Tent")
        take_down(other, reason="privacy")

        kept = merge_duplicates(other, creator)

        assert list(kept.takedowns.filter(reversed_at=None).values_list("reason", flat=True)) == ["creator-request"]

    def test_comes_back_with_all_that_was_not_taken_down_itself(self, creator, bring_in, make_video):
        other = make_video("Wind", creator=creator)
        take_down(other, reason="privacy")

        reverse_takedown(find_standing(creator))

        creator.refresh_from_db()
        assert (creator.status, found()) == ("unverified", [Video.objects.get(site_id="aaaaaaaaa01").pk])
        assert bring_in(2)[0] == "created"


class TestReversing:
    @pytest.mark.parametrize(
        "before",
        [
            {"listing_state": "listed"},
            {"listing_state": "listed", "is_listing_curated": True},
            {"listing_state": "held", "held_reason": "moderation"},
            {"listing_state": "hidden", "is_listing_curated": True},
        ],
    )
    def test_restores_what_stood_before(self, make_video, curator, before):
        video = make_video(**before)
        stood = listing_of(video)
        takedown = take_down(video, reason="other")

        reverse_takedown(takedown, user=curator)

        assert listing_of(video) == stood
        takedown.refresh_from_db()
        assert (takedown.reversed_by, takedown.reversed_by_name) == (curator, "curator")
        assert Action.objects.first().summary == "Takedown reversed: Soft rain"

    def test_lets_the_title_be_found_again(self, make_video):
        video = make_video("Squirrel rain")
        reverse_takedown(take_down(video, reason="other"))

        assert search(VideoFilter.from_query("q=squirrel")).hits[:] == [video.pk]

    def test_has_the_texts_filled_in_by_the_next_reading(self, bring_in):
        bring_in(description="Hello")
        reverse_takedown(take_down(Video.objects.get(), reason="other"))

        assert bring_in(description="Hello")[0] == "updated"
        assert Video.objects.get().description == "Hello"

    def test_leaves_what_a_person_decided_meanwhile(self, make_video):
        video = make_video()
        takedown = take_down(video, reason="other")
        Video.objects.update(listing_state="hidden")

        reverse_takedown(takedown)

        assert listing_of(video)[0] == "hidden"

    def test_leaves_what_is_for_a_moderator_by_now_to_one(self, make_video, curator):
        video = make_video(tags=["slime"])
        takedown = take_down(video, reason="other")
        slime, suggestive = (Tag.objects.get(slug=slug) for slug in ("slime", "suggestive"))
        draw_arrow(slime, "implies", suggestive, is_removed=False, user=curator)

        reverse_takedown(takedown)

        assert listing_of(video) == ("held", "moderation", False)

    def test_is_done_once(self, make_video):
        takedown = take_down(make_video(), reason="other")
        reverse_takedown(takedown)

        with pytest.raises(NotStandingError):
            reverse_takedown(takedown)

    def test_brings_what_was_taken_down_before_takedowns_were_kept_to_a_person(self, make_video):
        video = make_video(listing_state="taken-down")

        reverse_takedown(take_down(video, reason="other"))

        assert listing_of(video) == ("held", "curator", True)


class TestOneThatAnotherProgramUndid:
    @pytest.fixture
    def takedown(self, make_video):
        return take_down(make_video(), reason="other")

    def test_is_none_as_long_as_all_goes_well(self, takedown, make_creator):
        take_down(make_creator(), reason="other")

        assert list(find_undone()) == []

    @pytest.mark.parametrize("state", ["listed", "held"])
    def test_is_found(self, takedown, state):
        Video.objects.update(listing_state=state, held_reason="gone" if state == "held" else "")

        assert list(find_undone()) == [takedown]

    def test_is_found_of_a_creator(self, make_creator):
        takedown = take_down(make_creator(), reason="other")
        Creator.objects.update(status="active")

        assert list(find_undone()) == [takedown]

    def test_is_made_true_again_by_taking_it_down(self, takedown):
        Video.objects.update(listing_state="listed")

        again = take_down(takedown.video, reason="privacy")

        assert (again, again.reason, listing_of(takedown.video)[0]) == (takedown, "other", "taken-down")
