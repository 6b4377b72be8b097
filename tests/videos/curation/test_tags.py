import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.curation.history import acting
from videos.curation.pairs import read_pairs
from videos.curation.tags import apply_plans, decide, decide_pairs, forget, plan_findings
from videos.models import ActionKind, Tag, TagDecision, TaggedVideo, Video
from videos.tagging.findings import Finding

pytestmark = pytest.mark.django_db

Kind = TagDecision.Kind


def apply_findings(video, findings, tags):
    plan = plan_findings(video, findings, tags)
    apply_plans([plan])
    return bool(plan.changes)


@pytest.fixture
def tags():
    return {tag.slug: tag for tag in Tag.objects.all()}


@pytest.fixture
def video(make_video):
    return make_video("Soft rain")


def found(tag="tapping", **changes):
    values = {"state": "present", "status": "publish", "confidence": 0.95, "zone": "title", "evidence": tag}
    return Finding(tag=tag, **{**values, **changes})


def rows(video):
    """(slug, kind or "present", source) of all that is known of the video's tags."""
    present = video.tagged_videos.values_list("tag__slug", "source")
    others = video.tag_decisions.values_list("tag__slug", "kind", "source")
    return sorted([(slug, "present", source) for slug, source in present] + list(others))


class TestApplyFindings:
    @pytest.mark.parametrize(
        ("finding", "kind"),
        [
            (found(), "present"),
            (found(status="review"), "suggested"),
            (found(state="absent_declared"), "absent-declared"),
            (found(state="absent_declared", status="review"), "absent-declared"),
        ],
    )
    def test_writes_what_was_found(self, video, tags, finding, kind):
        assert apply_findings(video, [finding], tags)

        assert rows(video) == [("tapping", kind, "automatic")]

    @pytest.mark.parametrize("state", ["present", "absent_declared"])
    def test_keeps_the_words_that_caused_it(self, video, tags, state):
        apply_findings(video, [found(state=state, zone="chapters", confidence=0.8, evidence="nails on wood")], tags)

        [row] = [*video.tagged_videos.all(), *video.tag_decisions.all()]
        assert (row.zone, row.confidence, row.evidence) == ("chapters", 0.8, "nails on wood")

    def test_leaves_what_is_known_of_a_retired_tag(self, video, tags):
        apply_findings(video, [found("tapping"), found("rain-sounds", status="review")], tags)
        active = {slug: tag for slug, tag in tags.items() if slug not in {"tapping", "rain-sounds"}}

        assert not apply_findings(video, [], active)
        assert rows(video) == [("rain-sounds", "suggested", "automatic"), ("tapping", "present", "automatic")]

    def test_takes_out_what_is_found_no_more(self, video, tags):
        apply_findings(video, [found("tapping"), found("rain-sounds", status="review")], tags)

        assert apply_findings(video, [found("brushing")], tags)

        assert rows(video) == [("brushing", "present", "automatic")]

    def test_moves_a_tag_from_suggested_to_present_and_back(self, video, tags):
        apply_findings(video, [found(status="review")], tags)
        apply_findings(video, [found()], tags)
        first = rows(video)

        apply_findings(video, [found(status="review")], tags)

        assert (first, rows(video)) == ([("tapping", "present", "automatic")], [("tapping", "suggested", "automatic")])

    def test_writes_nothing_the_second_time(self, video, tags):
        findings = [found(), found("rain-sounds", status="review"), found("whispered", state="absent_declared")]
        apply_findings(video, findings, tags)
        before = [list(model.objects.order_by("pk").values()) for model in (TaggedVideo, TagDecision)]

        with CaptureQueriesContext(connection) as queries:
            is_changed = apply_findings(video, findings, tags)

        assert not is_changed
        assert [list(model.objects.order_by("pk").values()) for model in (TaggedVideo, TagDecision)] == before
        assert sorted({query["sql"].split()[0] for query in queries}) == ["SELECT"]

    @pytest.mark.parametrize("source", ["curator", "creator", "visitor"])
    @pytest.mark.parametrize("findings", [[], [found(confidence=0.7)], [found(state="absent_declared")]])
    def test_never_touches_a_tag_that_a_person_set(self, video, tags, source, findings):
        decide(video, tags["tapping"], kind=None, source=source)
        before = list(video.tagged_videos.values())

        assert not apply_findings(video, findings, tags)

        assert list(video.tagged_videos.values()) == before
        assert video.tag_decisions.count() == 0

    @pytest.mark.parametrize("kind", [Kind.REJECTED, Kind.ABSENT_CHECKED])
    @pytest.mark.parametrize("findings", [[], [found()], [found(status="review")]])
    def test_never_brings_back_what_a_person_denied(self, video, tags, kind, findings):
        decide(video, tags["tapping"], kind=kind)

        assert not apply_findings(video, findings, tags)

        assert rows(video) == [("tapping", kind, "curator")]

    def test_leaves_other_videos_alone(self, video, tags, make_video):
        other = make_video()
        apply_findings(other, [found("rain-sounds")], tags)

        apply_findings(video, [found("tapping")], tags)

        assert rows(other) == [("rain-sounds", "present", "automatic")]


class TestDecide:
    def test_replaces_a_finding(self, video, tags, curator):
        apply_findings(video, [found()], tags)

        decide(video, tags["tapping"], kind=Kind.ABSENT_CHECKED, user=curator)

        [row] = video.tag_decisions.all()
        assert (row.kind, row.source, row.decided_by) == ("absent-checked", "curator", curator)
        assert (row.confidence, row.zone, row.evidence) == (None, "", "")
        assert video.tagged_videos.count() == 0

    @pytest.mark.parametrize("source", ["automatic", "visitor", "creator"])
    def test_makes_a_curator_s_what_another_said_alike(self, video, tags, curator, source):
        TaggedVideo.objects.create(content_object=video, tag=tags["tapping"], source=source)

        decide(video, tags["tapping"], kind=None, user=curator)

        assert rows(video) == [("tapping", "present", "curator")]

    def test_makes_a_suggestion_present(self, video, tags, curator):
        apply_findings(video, [found(status="review")], tags)

        decide(video, tags["tapping"], kind=None, user=curator)

        [row] = video.tagged_videos.all()
        assert (row.source, row.decided_by, row.confidence, row.evidence) == ("curator", curator, None, "")
        assert video.tag_decisions.count() == 0

    @pytest.mark.parametrize("kind", [None, Kind.REJECTED, Kind.ABSENT_CHECKED])
    def test_has_the_next_import_judge_the_video_anew(self, video, tags, kind):
        video.judged_fingerprint = "as before"
        video.save()

        decide(video, tags["tapping"], kind=kind)
        video.save()

        video.refresh_from_db()
        assert video.judged_fingerprint == ""

    def test_is_undone_by_a_later_word(self, video, tags):
        decide(video, tags["tapping"], kind=Kind.REJECTED)

        decide(video, tags["tapping"], kind=None)

        assert rows(video) == [("tapping", "present", "curator")]


class TestDecidePairs:
    def decided(self, wanted, *, user=None, **options):
        with acting(user, ActionKind.TAGS, "decided") as recorder:
            decide_pairs(wanted, recorder=recorder, **options)
        return recorder

    def test_takes_any_number_of_words_in_the_same_number_of_queries(self, make_video, tags, curator):
        def queries(videos):
            with CaptureQueriesContext(connection) as captured:
                self.decided({(video.pk, tags["tapping"].pk): "present" for video in videos}, user=curator)
            return len(captured)

        assert queries([make_video()]) == queries([make_video() for _ in range(7)])

    @pytest.mark.parametrize("word", ["present", Kind.REJECTED, Kind.ABSENT_CHECKED])
    def test_leaves_a_word_with_who_said_it_first(self, video, tags, curator, word):
        decide(video, tags["tapping"], kind=None if word == "present" else word, user=curator)

        recorder = self.decided({(video.pk, tags["tapping"].pk): word})

        assert len(recorder) == 0
        assert read_pairs([video.pk], [tags["tapping"].pk])[video.pk, tags["tapping"].pk].decided_by_id == curator.pk

    def test_tells_what_was_known_before(self, video, tags):
        apply_findings(video, [found(status="review")], tags)
        pair = video.pk, tags["tapping"].pk
        before = read_pairs([video.pk], [tags["tapping"].pk])

        with acting(None, ActionKind.TAGS, "decided") as recorder:
            assert decide_pairs({pair: Kind.REJECTED}, recorder=recorder) == before

    def test_marks_the_video_as_edited_by_a_person_where_it_was_one_of_ours(self, make_video, tags):
        ours, reported = make_video(), make_video()

        self.decided({(ours.pk, tags["tapping"].pk): "present"})
        self.decided({(reported.pk, tags["tapping"].pk): Kind.SUGGESTED}, source="visitor")

        marks = dict(Video.objects.values_list("pk", "curated_at"))
        assert (marks[ours.pk] is not None, marks[reported.pk]) == (True, None)

    @pytest.mark.parametrize(
        ("slug", "word", "values", "state"),
        [
            ("ear-eating", "present", {}, ("held", "moderation")),
            ("tapping", "present", {}, ("listed", "")),
            ("ear-eating", Kind.REJECTED, {}, ("listed", "")),
            ("ear-eating", "present", {"is_listing_curated": True}, ("listed", "")),
            ("ear-eating", "present", {"listing_state": "hidden"}, ("hidden", "")),
        ],
    )
    def test_holds_a_video_that_has_a_tag_for_a_moderator_now(self, make_video, tags, slug, word, values, state):
        video = make_video(**values)

        self.decided({(video.pk, tags[slug].pk): word})

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason) == state


class TestForget:
    @pytest.mark.parametrize("kind", [None, Kind.REJECTED, Kind.ABSENT_CHECKED])
    def test_makes_a_tag_unknown_again(self, video, tags, kind):
        decide(video, tags["tapping"], kind=kind)
        decide(video, tags["slime"], kind=kind)

        forget(video, tags["tapping"])

        assert [slug for slug, _, _ in rows(video)] == ["slime"]

    def test_has_the_next_import_judge_the_video_anew(self, video, tags):
        video.judged_fingerprint = "as before"
        video.save()

        forget(video, tags["tapping"])
        video.save()

        video.refresh_from_db()
        assert video.judged_fingerprint == ""

    def test_lets_it_be_found_again(self, video, tags):
        decide(video, tags["tapping"], kind=Kind.REJECTED)
        forget(video, tags["tapping"])

        apply_findings(video, [found("tapping")], tags)

        assert rows(video) == [("tapping", "present", "automatic")]
