from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model

from creators.models import Creator
from videos.curation import editing
from videos.curation.history import NotUndoableError, Undone, acting, history_of, undo
from videos.curation.merging import merge_duplicates
from videos.curation.tags import decide, decide_pairs, forget
from videos.models import Action, ActionKind, ListingState, RecordedChange, Tag, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db

Kind = TagDecision.Kind


def tag(slug):
    return Tag.objects.get(slug=slug)


def told():
    """(kind, summary, person) of every action, oldest first."""
    return [(action.kind, action.summary, action.person_name) for action in Action.objects.order_by("pk")]


def decide_listing(video, state):
    """The action."""
    editing.decide_listing(Video.objects.filter(pk=video.pk), state=state)
    return Action.objects.latest("pk")


def rows():
    """All rows that say something of tags, but for their keys."""
    return [
        [
            {name: value for name, value in row.items() if name != "id"}
            for row in model.objects.order_by(*order).values()
        ]
        for model, order in ((TaggedVideo, ("content_object", "tag")), (TagDecision, ("video", "tag")))
    ]


class TestActing:
    def test_writes_nothing_where_nothing_changed(self, make_video, curator):
        with acting(curator, ActionKind.VIDEO, "Edited") as recorder:
            recorder.note(video=make_video(), before={"a": 1}, after={"a": 1})

        assert (recorder.action, Action.objects.count()) == (None, 0)

    def test_leaves_neither_change_nor_record_where_it_is_broken_off(self, make_video, curator):
        video = make_video()

        def decide_half():
            with acting(curator, ActionKind.TAGS, "Decided") as recorder:
                for slug in ("tapping", "no such tag"):
                    decide_pairs({(video.pk, tag(slug).pk): "present"}, recorder=recorder)

        with pytest.raises(Tag.DoesNotExist):
            decide_half()

        assert (Action.objects.count(), RecordedChange.objects.count(), rows()) == (0, 0, [[], []])

    def test_shortens_what_is_too_long_to_say(self, make_video):
        with acting(None, ActionKind.VIDEO, "x" * 400) as recorder:
            recorder.note(video=make_video(), before={"a": 1}, after={"a": 2})

        assert (len(recorder.action.summary), recorder.action.summary[-1]) == (300, "…")

    def test_outlives_the_account(self, make_video, curator):
        decide(make_video(), tag("tapping"), kind=None, user=curator)
        name = curator.username

        curator.delete()

        [action] = Action.objects.all()
        assert (action.person, action.person_name) == (None, name)


class TestWhatIsRecorded:
    def test_a_decision_on_a_tag(self, make_video, curator):
        video = make_video()

        decide(video, tag("tapping"), kind=Kind.REJECTED, user=curator)
        forget(video, tag("tapping"), user=curator)

        assert told() == [
            ("tags", "“Tapping”: rejected", curator.username),
            ("tags", "“Tapping”: unknown again", curator.username),
        ]
        first, second = RecordedChange.objects.order_by("pk")
        assert (first.before, first.after["kind"], second.before, second.after) == (None, "rejected", first.after, None)

    def test_an_edit_of_a_video(self, make_video, curator):
        video = make_video("Soft rain")
        video.curator_title = "Rain"

        editing.save_video(video, changed={"curator_title"}, user=curator)

        [change] = RecordedChange.objects.all()
        assert told() == [("video", "Edited: title", curator.username)]
        assert (change.before, change.after) == ({"curator_title": ""}, {"curator_title": "Rain"})

    def test_a_listing_state(self, make_video, curator):
        video = make_video()

        editing.decide_listing(Video.objects.all(), state=ListingState.HIDDEN, user=curator)

        [change] = RecordedChange.objects.filter(video=video)
        assert told() == [("listing", "Decided: hidden by a curator", curator.username)]
        assert (change.before, change.after) == (
            {"listing_state": "listed", "is_listing_curated": False},
            {"listing_state": "hidden", "is_listing_curated": True},
        )

    def test_an_edit_of_a_creator_and_of_a_tag(self, make_creator, curator):
        creator, edited = make_creator("Rain"), tag("tapping")
        creator.approach, edited.definition = "Rain only.", "Fingers."

        editing.save_creator(creator, changed={"approach"}, user=curator)
        editing.save_tag(edited, changed={"definition"}, user=curator)

        assert told() == [
            ("creator", "Edited: approach", curator.username),
            ("tag", "Edited: definition", curator.username),
        ]

    def test_that_two_creators_became_one(self, make_creator, curator):
        stays, goes = make_creator("Rain", site_id="UC1"), make_creator("Rain ASMR")
        editing.set_followed(Creator.objects.filter(pk=goes.pk), is_followed=True, user=curator)

        merge_duplicates(stays, goes, user=curator)

        assert [line.action.summary for line in history_of(creator=stays)] == [
            "Rain ASMR became one entry with Rain",
            "Decided: followed",
        ]


class TestUndo:
    def test_gives_equal_rows_back(self, make_video, curator):
        video, other = make_video(tags=["tapping"]), make_video()
        decide(other, tag("whispered"), kind=Kind.REJECTED, user=curator)
        before = rows()
        with acting(curator, ActionKind.BULK, "Many") as recorder:
            pairs = [(video.pk, "tapping"), (video.pk, "whispered"), (other.pk, "whispered")]
            decide_pairs({(pk, tag(slug).pk): Kind.ABSENT_CHECKED for pk, slug in pairs}, recorder=recorder)

        undone = undo(recorder.action, user=curator)

        assert (undone, rows()) == (Undone(restored=3, left=0), before)

    def test_leaves_what_was_decided_anew(self, make_video, curator):
        video, other = make_video(), make_video()
        with acting(curator, ActionKind.BULK, "Many") as recorder:
            decide_pairs({(v.pk, tag("tapping").pk): "present" for v in (video, other)}, recorder=recorder)
        decide(other, tag("tapping"), kind=Kind.REJECTED, user=curator)

        undone = undo(recorder.action, user=curator)

        assert undone == Undone(restored=1, left=1)
        assert [(row.video_id, row.kind) for row in TagDecision.objects.all()] == [(other.pk, "rejected")]
        assert TaggedVideo.objects.count() == 0

    def test_gives_fields_back_with_the_mark_of_a_decision(self, make_video, curator):
        video = make_video(listing_state="held", held_reason="moderation")
        editing.decide_listing(Video.objects.all(), state=ListingState.LISTED, user=curator)

        undo(Action.objects.get(), user=curator)

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason, video.is_listing_curated) == ("held", "moderation", False)

    def test_lists_again_what_a_tag_had_held(self, make_video, curator):
        video = make_video()
        decide(video, tag("ear-eating"), kind=None, user=curator)

        undo(Action.objects.get(), user=curator)

        video.refresh_from_db()
        assert (video.listing_state, video.tagged_videos.count()) == ("listed", 0)

    def test_gives_a_video_back_to_its_creator(self, make_video, make_creator, curator):
        first, second = make_creator("First"), make_creator("Second")
        video = make_video(creator=first)
        video.creator = second
        editing.save_video(video, changed={"creator"}, user=curator)

        undo(Action.objects.get(), user=curator)

        video.refresh_from_db()
        assert (video.creator, video.is_creator_curated) == (first, False)

    def test_lets_restored_names_and_titles_be_found_again(self, make_video, make_creator, curator):
        creator = make_creator("Rain")
        video = make_video("Soft rain", creator=creator)
        before = (video.title_words, video.search_words, video.folded_title, creator.folded_name)
        video.curator_title, creator.curator_name = "Loud thunder", "Thunder"
        editing.save_video(video, changed={"curator_title"}, user=curator)
        editing.save_creator(creator, changed={"curator_name"}, user=curator)

        for action in Action.objects.all():
            undo(action, user=curator)

        video.refresh_from_db()
        creator.refresh_from_db()
        assert (video.title_words, video.search_words, video.folded_title, creator.folded_name) == before

    def test_compares_times_to_the_microsecond(self, make_creator, curator):
        creator = make_creator()
        moment = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
        with acting(curator, ActionKind.CREATOR, "Read") as recorder:
            Creator.objects.update(synced_at=moment)
            recorder.note_fields(creator, before={"synced_at": None}, after={"synced_at": moment})

        assert undo(recorder.action, user=curator) == Undone(restored=1, left=0)

    def test_has_the_videos_judged_anew(self, make_video, curator):
        video = make_video()
        decide(video, tag("tapping"), kind=None, user=curator)
        Video.objects.update(judged_fingerprint="as it is")

        undo(Action.objects.get(), user=curator)

        video.refresh_from_db()
        assert video.judged_fingerprint == ""

    def test_can_be_undone_but_not_twice(self, make_video, curator):
        decide(make_video(), tag("tapping"), kind=None, user=curator)
        [action] = Action.objects.all()
        present = rows()

        undo(action, user=curator)
        with pytest.raises(NotUndoableError, match="undone already"):
            undo(action, user=curator)
        undo(Action.objects.get(undoes=action), user=curator)

        assert rows() == present

    def test_refuses_what_cannot_be_taken_back(self, make_creator, curator):
        merge_duplicates(make_creator("Rain", site_id="UC1"), make_creator("Rain ASMR"), user=curator)

        with pytest.raises(NotUndoableError, match="cannot be taken back"):
            undo(Action.objects.get(), user=curator)

    def test_refuses_that_a_creator_was_added(self, curator):
        editing.save_creator(Creator(curator_name="Quiet Tent"), changed={"curator_name", "approach"}, user=curator)

        with pytest.raises(NotUndoableError, match="cannot be taken back"):
            undo(Action.objects.get(), user=curator)

    def test_leaves_what_another_decided_alike_since(self, make_video, curator):
        video = make_video()
        hidden, listed, hidden_again = (decide_listing(video, state) for state in ("hidden", "listed", "hidden"))

        assert undo(hidden, user=curator) == Undone(restored=0, left=1)

        for action in (hidden_again, listed):
            undo(action, user=curator)
        video.refresh_from_db()
        assert (video.listing_state, undo(hidden, user=curator)) == ("hidden", Undone(restored=1, left=0))

    def test_leaves_a_tag_that_another_made_unknown_alike_since(self, make_video, curator):
        video = make_video(tags=["tapping"])
        forget(video, tag("tapping"), user=curator)
        action = Action.objects.get()
        decide(video, tag("tapping"), kind=None)
        forget(video, tag("tapping"))

        assert (undo(action, user=curator), rows()) == (Undone(restored=0, left=1), [[], []])

    def test_is_the_same_once_an_account_is_gone(self, make_video, curator):
        video, other = make_video(), get_user_model().objects.create_user("other")
        decide(video, tag("tapping"), kind=Kind.REJECTED, user=other)
        decide(video, tag("tapping"), kind=None, user=curator)
        rejected, accepted = Action.objects.order_by("pk")

        other.delete()

        assert undo(accepted, user=curator) == Undone(restored=1, left=0)
        assert TagDecision.objects.values_list("kind", "decided_by").get() == ("rejected", None)
        assert (undo(rejected, user=curator), rows()) == (Undone(restored=1, left=0), [[], []])

    def test_leaves_a_video_whose_former_creator_became_one_with_another(self, make_video, make_creator, curator):
        former, chosen = make_creator("Former"), make_creator("Chosen")
        video = make_video(creator=former)
        video.creator = chosen
        editing.save_video(video, changed={"creator"}, user=curator)
        merge_duplicates(make_creator("Stays", site_id="UC1"), former)

        assert undo(Action.objects.earliest("pk"), user=curator) == Undone(restored=0, left=1)

        assert Video.objects.get().creator == chosen

    def test_refuses_what_is_another_s_by_now(self, make_creator, curator):
        creator = make_creator(site_id="UC1")
        creator.site_id = "UC2"
        editing.save_creator(creator, changed={"site_id"}, user=curator)
        make_creator("Another", site_id="UC1")

        with pytest.raises(NotUndoableError, match="Another entry has that name or channel by now"):
            undo(Action.objects.get(), user=curator)

        assert (Creator.objects.get(pk=creator.pk).site_id, Action.objects.count()) == ("UC2", 1)

    def test_has_a_video_judged_by_what_became_known_while_a_person_s_word_stood(self, make_video, curator):
        video = make_video(judged_fingerprint="of a private video")
        decide_listing(video, "hidden")

        undo(Action.objects.get(), user=curator)

        video.refresh_from_db()
        assert (video.listing_state, video.judged_fingerprint) == ("listed", "")


class TestHistoryOf:
    def test_tells_of_the_one_thing_newest_first(self, make_video, curator):
        video, other = make_video(), make_video()
        decide(video, tag("tapping"), kind=None, user=curator)
        decide(other, tag("tapping"), kind=Kind.REJECTED, user=curator)
        decide(video, tag("whispered"), kind=Kind.REJECTED, user=curator)

        def summaries(**thing):
            return [(line.action.summary, line.count, len(line.changes)) for line in history_of(**thing)]

        assert summaries(video=video) == [("“Whispered”: rejected", 1, 1), ("“Tapping”: present", 1, 1)]
        assert summaries(tag=tag("tapping")) == [("“Tapping”: rejected", 1, 1), ("“Tapping”: present", 1, 1)]
