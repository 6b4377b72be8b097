"""One edit of many videos: what would become of each is said first, done as said, and taken back without a trace."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from videos.curation.bulk import PreviewOutdatedError, apply, preview
from videos.curation.bulk_edits import BulkEdit, BulkKind, Outcome
from videos.curation.bulk_words import describe_outcome, propose
from videos.curation.history import Undone, undo
from videos.curation.listing import hold_for_moderators
from videos.curation.tags import decide
from videos.models import Action, ListingState, RecordedChange, Source, Tag, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db

Kind = TagDecision.Kind
TAG, NEW_TAG = "tapping", "scratching"


def tag(slug=TAG):
    return Tag.objects.get(slug=slug)


def edit(kind, *, overrules=False, **things):
    about_tag = kind in {BulkKind.ADD_TAG, BulkKind.REMOVE_TAG, BulkKind.REPLACE_TAG, BulkKind.CHECK_NONE}
    if about_tag:
        things.setdefault("tag", tag())
    if kind is BulkKind.REPLACE_TAG:
        things["new_tag"] = tag(NEW_TAG)
    return BulkEdit(kind, overrules=overrules, **things)


def know(video, kind, *, source=Source.AUTOMATIC, slug=TAG):
    """Have it on record: "present", or a kind of decision."""
    said = {"tag": tag(slug), "source": source, "confidence": 0.9, "zone": "title", "evidence": "tap"}
    if kind == "present":
        TaggedVideo.objects.create(content_object=video, **said)
    else:
        TagDecision.objects.create(video=video, kind=kind, **said)


def outcome_of(bulk_edit, video):
    return preview(bulk_edit, [video.pk]).outcomes[video.pk]


def do(bulk_edit, videos, user=None):
    return apply(bulk_edit, [video.pk for video in videos], user=user)


def known(video):
    """slug -> (kind, source)"""
    present = {row.tag.slug: ("present", row.source) for row in video.tagged_videos.select_related("tag")}
    return present | {row.tag.slug: (row.kind, row.source) for row in video.tag_decisions.select_related("tag")}


def rows():
    """All that tags and videos say, but for primary keys and the marks of when somebody touched them."""
    unseen = {TaggedVideo: {"id"}, TagDecision: {"id"}, Video: {"updated_at", "curated_at"}}
    orders = {TaggedVideo: ("content_object", "tag"), TagDecision: ("video", "tag"), Video: ("pk",)}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in unseen[model]}
            for row in model.objects.order_by(*orders[model]).values()
        ]
        for model in unseen
    }


@pytest.fixture
def videos(make_video):
    return [make_video(f"Rain {number}") for number in range(3)]


class TestAddingATag:
    @pytest.mark.parametrize(
        ("kind", "source", "outcome"),
        [
            (None, None, Outcome.CHANGED),
            ("present", Source.AUTOMATIC, Outcome.CONFIRMED),
            ("present", Source.CREATOR, Outcome.CONFIRMED),
            ("present", Source.CURATOR, Outcome.ALREADY),
            (Kind.SUGGESTED, Source.AUTOMATIC, Outcome.SUGGESTED),
            (Kind.SUGGESTED, Source.VISITOR, Outcome.SUGGESTED),
            (Kind.ABSENT_DECLARED, Source.AUTOMATIC, Outcome.CONTRADICTED),
            (Kind.REJECTED, Source.CURATOR, Outcome.STANDING),
            (Kind.ABSENT_CHECKED, Source.CURATOR, Outcome.STANDING),
        ],
    )
    def test_depends_on_what_is_known_of_the_pair(self, make_video, kind, source, outcome):
        video = make_video()
        if kind:
            know(video, kind, source=source)

        assert outcome_of(edit(BulkKind.ADD_TAG), video) == outcome

    def test_makes_it_present_by_the_curators_word(self, videos, curator):
        know(videos[1], Kind.SUGGESTED)
        know(videos[2], "present")

        action = do(edit(BulkKind.ADD_TAG), videos, curator)

        assert [known(video) for video in videos] == [{TAG: ("present", "curator")}] * 3
        assert [row.decided_by for row in TaggedVideo.objects.all()] == [curator] * 3
        assert (action.kind, action.summary, action.person) == (
            "bulk",
            "“Tapping” added: 3 of 3 videos changed",
            curator,
        )

    def test_leaves_what_a_person_rejected_or_found_without(self, videos, curator):
        decide(videos[0], tag(), kind=Kind.REJECTED, user=curator)
        decide(videos[1], tag(), kind=Kind.ABSENT_CHECKED, user=curator)

        do(edit(BulkKind.ADD_TAG), videos, curator)

        assert [known(video)[TAG][0] for video in videos] == ["rejected", "absent-checked", "present"]

    def test_goes_over_these_too_where_it_is_told_to(self, videos, curator):
        decide(videos[0], tag(), kind=Kind.REJECTED, user=curator)
        overruling = edit(BulkKind.ADD_TAG, overrules=True)
        outcome = outcome_of(overruling, videos[0])

        action = do(overruling, videos, curator)

        assert outcome == Outcome.OVERRULED
        assert [known(video)[TAG][0] for video in videos] == ["present"] * 3
        assert action.summary == ("“Tapping” added, also where a person had said otherwise: 3 of 3 videos changed")

    def test_that_is_for_a_moderator_holds_what_is_listed(self, videos, curator):
        Video.objects.filter(pk=videos[0].pk).update(is_listing_curated=True)

        do(edit(BulkKind.ADD_TAG, tag=tag("suggestive")), videos, curator)

        assert [(video.listing_state, video.held_reason) for video in Video.objects.order_by("pk")] == [
            ("listed", ""),
            ("held", "moderation"),
            ("held", "moderation"),
        ]


class TestRemovingATag:
    @pytest.mark.parametrize(
        ("kind", "source", "outcome"),
        [
            (None, None, Outcome.WITHOUT),
            ("present", Source.AUTOMATIC, Outcome.CHANGED),
            ("present", Source.CURATOR, Outcome.STANDING),
            (Kind.SUGGESTED, Source.AUTOMATIC, Outcome.SUGGESTED),
            (Kind.ABSENT_DECLARED, Source.AUTOMATIC, Outcome.WITHOUT),
            (Kind.REJECTED, Source.CURATOR, Outcome.ALREADY),
            (Kind.ABSENT_CHECKED, Source.CURATOR, Outcome.WITHOUT),
        ],
    )
    def test_depends_on_what_is_known_of_the_pair(self, make_video, kind, source, outcome):
        video = make_video()
        if kind:
            know(video, kind, source=source)

        assert outcome_of(edit(BulkKind.REMOVE_TAG), video) == outcome

    def test_rejects_it_for_good(self, videos, curator):
        know(videos[0], "present")

        do(edit(BulkKind.REMOVE_TAG), videos, curator)

        assert [known(video) for video in videos] == [{TAG: ("rejected", "curator")}, {}, {}]

    def test_leaves_a_video_that_has_it_by_another_of_its_tags_alone(self, make_video, curator):
        video = make_video(tags=["chewing-gum"])
        removing = edit(BulkKind.REMOVE_TAG, tag=tag("mouth-sounds"))

        outcome = outcome_of(removing, video)

        assert (outcome, do(removing, [video], curator)) == (Outcome.IMPLIED, None)


class TestReplacingATag:
    @pytest.mark.parametrize(
        ("kind", "source", "new_kind", "outcome"),
        [
            (None, None, None, Outcome.WITHOUT),
            (Kind.SUGGESTED, Source.AUTOMATIC, None, Outcome.WITHOUT),
            ("present", Source.AUTOMATIC, None, Outcome.CHANGED),
            ("present", Source.AUTOMATIC, "present", Outcome.CHANGED),
            ("present", Source.AUTOMATIC, Kind.ABSENT_DECLARED, Outcome.CONTRADICTED),
            ("present", Source.AUTOMATIC, Kind.REJECTED, Outcome.STANDING),
            ("present", Source.AUTOMATIC, Kind.ABSENT_CHECKED, Outcome.STANDING),
            ("present", Source.CURATOR, None, Outcome.STANDING),
        ],
    )
    def test_depends_on_what_is_known_of_both_pairs(self, make_video, kind, source, new_kind, outcome):
        video = make_video()
        if kind:
            know(video, kind, source=source)
        if new_kind:
            know(video, new_kind, slug=NEW_TAG)

        assert outcome_of(edit(BulkKind.REPLACE_TAG), video) == outcome

    def test_rejects_the_one_and_adds_the_other(self, videos, curator):
        know(videos[0], "present")

        do(edit(BulkKind.REPLACE_TAG), videos, curator)

        assert [known(video) for video in videos] == [
            {TAG: ("rejected", "curator"), NEW_TAG: ("present", "curator")},
            {},
            {},
        ]


class TestCheckingForNone:
    @pytest.mark.parametrize(
        ("kind", "source", "outcome"),
        [
            (None, None, Outcome.CHANGED),
            ("present", Source.AUTOMATIC, Outcome.CONTRADICTED),
            ("present", Source.CURATOR, Outcome.STANDING),
            (Kind.SUGGESTED, Source.AUTOMATIC, Outcome.SUGGESTED),
            (Kind.ABSENT_DECLARED, Source.AUTOMATIC, Outcome.CONFIRMED),
            (Kind.REJECTED, Source.CURATOR, Outcome.CHANGED),
            (Kind.ABSENT_CHECKED, Source.CURATOR, Outcome.ALREADY),
        ],
    )
    def test_depends_on_what_is_known_of_the_pair(self, make_video, kind, source, outcome):
        video = make_video()
        if kind:
            know(video, kind, source=source)

        assert outcome_of(edit(BulkKind.CHECK_NONE), video) == outcome

    def test_makes_it_known_to_be_absent(self, videos, curator):
        do(edit(BulkKind.CHECK_NONE), videos, curator)

        assert [known(video) for video in videos] == [{TAG: ("absent-checked", "curator")}] * 3

    def test_never_of_a_video_whose_other_tag_brings_it(self, make_video):
        video = make_video(tags=["chewing-gum"])

        assert outcome_of(edit(BulkKind.CHECK_NONE, tag=tag("mouth-sounds")), video) == Outcome.IMPLIED


class TestSettingTheCreator:
    @pytest.mark.parametrize(
        ("is_theirs", "is_curated", "outcome"),
        [
            (False, False, Outcome.CHANGED),
            (False, True, Outcome.STANDING),
            (True, False, Outcome.CONFIRMED),
            (True, True, Outcome.ALREADY),
        ],
    )
    def test_depends_on_who_chose_the_present_one(self, make_video, make_creator, is_theirs, is_curated, outcome):
        creator = make_creator()
        video = make_video(creator=creator if is_theirs else None, is_creator_curated=is_curated)

        assert outcome_of(edit(BulkKind.SET_CREATOR, creator=creator), video) == outcome

    def test_is_a_persons_word(self, videos, make_creator, curator):
        creator = make_creator()

        action = do(edit(BulkKind.SET_CREATOR, creator=creator), videos, curator)

        marks = Video.objects.exclude(curated_at=None).values_list("creator", "is_creator_curated")
        assert (list(marks), action.summary) == (
            [(creator.pk, True)] * 3,
            "Creator set to Quiet Corner ASMR: 3 of 3 videos changed",
        )


class TestDecidingOnTheListing:
    @pytest.mark.parametrize(
        ("state", "reason", "is_curated", "outcome"),
        [
            ("listed", "", False, Outcome.CHANGED),
            ("listed", "", True, Outcome.STANDING),
            ("held", "moderation", False, Outcome.CONFIRMED),
            ("held", "curator", True, Outcome.ALREADY),
            ("hidden", "", False, Outcome.STANDING),
        ],
    )
    def test_depends_on_who_decided_before(self, make_video, state, reason, is_curated, outcome):
        video = make_video(listing_state=state, held_reason=reason, is_listing_curated=is_curated)

        assert outcome_of(edit(BulkKind.HOLD), video) == outcome

    @pytest.mark.parametrize(
        ("kind", "state", "reason"),
        [(BulkKind.LIST, "listed", ""), (BulkKind.HOLD, "held", "curator"), (BulkKind.HIDE, "hidden", "")],
    )
    def test_is_a_persons_word(self, videos, curator, kind, state, reason):
        do(edit(kind), videos, curator)

        marks = Video.objects.exclude(curated_at=None)
        fields = marks.values_list("listing_state", "held_reason", "is_listing_curated")
        assert list(fields) == [(state, reason, True)] * 3


@pytest.mark.parametrize("kind", BulkKind)
class TestEveryEdit:
    @pytest.fixture
    def some_edit(self, kind, make_creator):
        return edit(kind, creator=make_creator("Another")) if kind is BulkKind.SET_CREATOR else edit(kind)

    def test_leaves_out_what_was_taken_down(self, make_video, some_edit, curator):
        video = make_video(listing_state=ListingState.TAKEN_DOWN)
        know(video, "present")

        assert (outcome_of(some_edit, video), do(some_edit, [video], curator)) == (Outcome.TAKEN_DOWN, None)

    def test_leaves_out_ids_that_are_none(self, some_edit):
        assert preview(some_edit, [123456]).outcomes == {}

    def test_has_words_for_all_that_can_become_of_a_video(self, some_edit, make_video, make_creator):
        said = set()
        for pair in [None, ("present", "automatic"), ("present", "curator"), *((kind, "curator") for kind in Kind)]:
            for new in (None, Kind.ABSENT_DECLARED, Kind.REJECTED):
                for is_curated in (True, False):
                    video = make_video(is_listing_curated=is_curated, is_creator_curated=is_curated)
                    if pair:
                        know(video, pair[0], source=pair[1])
                    if new:
                        know(video, new, slug=NEW_TAG)
                    for overrules in (True, False):
                        asked = BulkEdit(
                            some_edit.kind, some_edit.tag, some_edit.new_tag, some_edit.creator, overrules=overrules
                        )
                        said.add(describe_outcome(asked, outcome_of(asked, video)))

        assert [words for words in said if not words or "{" in words] == []


class TestProposing:
    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (BulkKind.ADD_TAG, "Add “Tapping” to 8 videos"),
            (BulkKind.REMOVE_TAG, "Remove “Tapping” from 8 videos"),
            (BulkKind.REPLACE_TAG, "Replace “Tapping” by “Scratching” in 8 videos"),
            (BulkKind.CHECK_NONE, "Say “checked: none” of “Tapping” for 8 videos"),
            (BulkKind.LIST, "List 8 videos"),
            (BulkKind.HOLD, "Hold 8 videos"),
            (BulkKind.HIDE, "Hide 8 videos"),
        ],
    )
    def test_says_what_is_still_to_be_done(self, kind, words):
        assert propose(edit(kind), "8 videos") == words
        assert propose(edit(kind, overrules=True), "8 videos") == f"{words}, also where a person said otherwise"

    def test_names_the_creator(self, make_creator):
        asked = edit(BulkKind.SET_CREATOR, creator=make_creator("Quiet Tent"))

        assert propose(asked, "1 video") == "Set the creator of 1 video to Quiet Tent"


class TestApplying:
    def test_does_exactly_what_was_previewed(self, videos, curator):
        asked = edit(BulkKind.ADD_TAG)
        ids = [video.pk for video in videos]
        seen = preview(asked, ids)

        apply(asked, ids, user=curator, query="q=rain", expected=seen.fingerprint)

        assert (Action.objects.get().query, len(seen.changing), TaggedVideo.objects.count()) == ("q=rain", 3, 3)

    @pytest.mark.parametrize(
        "change",
        [
            lambda video: know(video, Kind.SUGGESTED),
            lambda video: decide(video, tag(), kind=Kind.REJECTED),
            lambda video: Video.objects.filter(pk=video.pk).update(listing_state="taken-down"),
            lambda video: video.delete(),
        ],
        ids=["suggested", "rejected", "taken down", "gone"],
    )
    def test_does_nothing_where_something_changed_since_and_says_what_would_become_now(self, videos, curator, change):
        asked = edit(BulkKind.ADD_TAG)
        ids = [video.pk for video in videos]
        seen = preview(asked, ids)
        change(videos[0])
        actions = Action.objects.count()

        with pytest.raises(PreviewOutdatedError) as raised:
            apply(asked, ids, user=curator, expected=seen.fingerprint)

        assert raised.value.preview == preview(asked, ids)
        assert (TaggedVideo.objects.count(), Action.objects.count()) == (0, actions)

    def test_another_edit_of_the_same_videos_has_another_fingerprint(self, videos):
        ids = [video.pk for video in videos]
        asked = [
            edit(BulkKind.ADD_TAG),
            edit(BulkKind.ADD_TAG, overrules=True),
            edit(BulkKind.ADD_TAG, tag=tag(NEW_TAG)),
            edit(BulkKind.HIDE),
            edit(BulkKind.HOLD),
        ]

        assert len({preview(one, ids).fingerprint for one in asked}) == 5

    def test_asks_the_same_number_of_queries_for_three_and_for_thirty_videos(
        self, videos, make_video, django_assert_num_queries, curator
    ):
        with CaptureQueriesContext(connection) as few:
            do(edit(BulkKind.ADD_TAG), videos, curator)
        more = [make_video(f"Wind {number}") for number in range(30)]

        with django_assert_num_queries(len(few)):
            do(edit(BulkKind.ADD_TAG), more, curator)


class TestUndoing:
    def test_says_how_many_are_restored_and_leaves_what_somebody_decided_since(self, videos, curator):
        action = do(edit(BulkKind.ADD_TAG), videos, curator)
        decide(videos[0], tag(), kind=Kind.REJECTED, user=curator)

        undone = undo(action, user=curator)

        assert undone == Undone(restored=2, left=1)
        assert [known(video) for video in videos] == [{TAG: ("rejected", "curator")}, {}, {}]

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_leaves_every_row_as_it_was(self, make_video, make_creator, curator, data):
        Video.objects.all().delete()
        creators = [make_creator(f"Creator {number}") for number in range(2)]
        pair = st.one_of(st.none(), st.tuples(st.sampled_from(["present", *Kind]), st.sampled_from(Source)))
        listing = st.sampled_from([("listed", ""), ("held", "moderation"), ("hidden", ""), ("taken-down", "")])
        for _ in range(data.draw(st.integers(1, 5))):
            state, reason = data.draw(listing)
            video = make_video(
                listing_state=state,
                held_reason=reason,
                is_listing_curated=data.draw(st.booleans()),
                creator=data.draw(st.sampled_from([None, *creators])),
                is_creator_curated=data.draw(st.booleans()),
            )
            for slug in (TAG, NEW_TAG, "suggestive"):
                if drawn := data.draw(pair):
                    know(video, drawn[0], source=drawn[1], slug=slug)
                    if slug == "suggestive" and drawn[0] in {
                        "present",
                        Kind.SUGGESTED,
                    }:  # only a person lists such a video
                        Video.objects.filter(pk=video.pk).update(is_listing_curated=True)
        kind = data.draw(st.sampled_from(BulkKind))
        things = {"creator": creators[0]} if kind is BulkKind.SET_CREATOR else {}
        if "tag" in kind or kind is BulkKind.CHECK_NONE:
            things["tag"] = tag(data.draw(st.sampled_from([TAG, "suggestive"])))
        asked = edit(kind, overrules=data.draw(st.booleans()), **things)
        hold_for_moderators(Video.objects.all())  # as in every catalog; undoing would do it
        before = rows()

        action = do(asked, list(Video.objects.all()), curator)
        undone = undo(action, user=curator) if action else Undone(0, 0)

        assert rows() == before
        assert undone == Undone(RecordedChange.objects.filter(action=action).count() if action else 0, 0)


class TestListingWhatNobodyMayList:
    @pytest.mark.parametrize("overrules", [False, True])
    def test_refuses_what_has_a_tag_with_which_nothing_is_ever_listed(self, make_video, curator, overrules):
        explicit = make_video(tags=["sexually-explicit"], listing_state="held", held_reason="moderation")
        other = make_video(listing_state="held", held_reason="moderation")

        do(edit(BulkKind.LIST, overrules=overrules), [explicit, other], curator)

        states = dict(Video.objects.values_list("pk", "listing_state"))
        assert states == {explicit.pk: "held", other.pk: "listed"}
        assert outcome_of(edit(BulkKind.LIST), explicit) == Outcome.REFUSED
        assert describe_outcome(edit(BulkKind.LIST), Outcome.REFUSED).startswith("has a tag with which nothing is")
