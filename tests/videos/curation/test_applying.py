"""A default for the videos that are there already: foreseen, applied, taken back."""

import pytest

from videos.curation.applying import apply_to_all, find_reach
from videos.curation.entries import recording_parts
from videos.curation.history import NotUndoableError, undo
from videos.curation.judging import load_judge
from videos.curation.retagging import retag_all
from videos.curation.tags import Kind, decide
from videos.models import Action, Source, Tag, TaggedVideo

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_talking():
    return Tag.objects.get(slug="no-talking")


@pytest.fixture
def creator(make_creator):
    return make_creator()


@pytest.fixture
def videos(creator, make_video, no_talking, curator):
    """One that gets it, one that waits, one whose own text says it, one where a person rejected it."""
    made = {
        "gets": make_video("ASMR tapping", creator=creator, tags=["tapping"]),
        "waits": make_video("ASMR tapping, whispered", creator=creator, tags=["whispered"]),
        "says": make_video("ASMR tapping (no talking)", creator=creator, tags=["no-talking"]),
        "rejected": make_video("ASMR rain", creator=creator),
        "taken down": make_video("ASMR wind", creator=creator, listing_state="taken-down"),
        "another's": make_video("ASMR snow"),
    }
    decide(made["rejected"], no_talking, kind=Kind.REJECTED, user=curator)
    return made


@pytest.fixture
def default(creator, videos, no_talking):
    return creator.defaults.create(tag=no_talking)


def kinds(videos):
    known = {}
    for name, video in videos.items():
        known[name] = [row.tag.slug for row in video.tagged_videos.filter(tag__slug="no-talking")]
        known[name] += video.tag_decisions.values_list("kind", flat=True)
    return {name: kinds for name, kinds in known.items() if kinds}


class TestFindReach:
    def test_sorts_the_creator_s_videos_by_what_becomes_of_them(self, default, videos):
        reach = find_reach(default)

        assert reach.gets == {videos["gets"].pk}
        assert reach.waits == {videos["waits"].pk}
        assert reach.spoken == {videos["says"].pk, videos["rejected"].pk}
        assert reach.has == set()

    def test_changes_nothing(self, default, videos):
        before = kinds(videos)

        find_reach(default)

        assert kinds(videos) == before


class TestApplyToAll:
    def test_writes_what_was_foreseen(self, default, videos, curator):
        foreseen = find_reach(default)

        assert apply_to_all(default, user=curator) == foreseen
        assert kinds(videos) == {
            "gets": ["no-talking"],
            "waits": ["suggested"],
            "says": ["no-talking"],
            "rejected": ["rejected"],
        }
        row = TaggedVideo.objects.get(content_object=videos["gets"], tag__slug="no-talking")
        assert (row.source, row.evidence) == (Source.AUTOMATIC, "default of the creator")

    def test_a_second_time_finds_them_done(self, default, videos):
        apply_to_all(default)

        reach = find_reach(default)

        assert (reach.has, reach.is_changing) == ({videos["gets"].pk, videos["waits"].pk}, False)

    def test_is_what_re_tagging_makes_of_them_too(self, default, videos):
        apply_to_all(default)
        before = kinds(videos)

        list(retag_all(load_judge(), apply=True))

        assert kinds(videos) == before

    def test_is_recorded_with_every_video_and_says_that_it_is_taken_back_elsewhere(self, default, videos, curator):
        apply_to_all(default, user=curator)

        action = Action.objects.first()
        assert (action.kind, action.person, action.query) == ("bulk", curator, "creator=quiet-corner-asmr")
        assert action.summary == "Quiet Corner ASMR: “No talking in their videos”, for all videos"
        assert action.changes.count() == 2
        with pytest.raises(NotUndoableError):
            undo(action, user=curator)


class TestTakingBack:
    def test_removes_what_the_default_brought_and_nobody_decided(self, creator, default, videos, curator, no_talking):
        apply_to_all(default)
        decide(videos["waits"], no_talking, kind=None, user=curator)

        with recording_parts(creator, user=curator):
            default.delete()

        assert kinds(videos) == {"waits": ["no-talking"], "says": ["no-talking"], "rejected": ["rejected"]}

    def test_follows_a_default_that_turns_into_its_contrary(self, creator, default, videos, curator):
        apply_to_all(default)

        with recording_parts(creator, user=curator):
            creator.defaults.update(kind="absent")

        assert kinds(videos) == {"says": ["no-talking"], "rejected": ["rejected"]}


class TestRecordingParts:
    def test_tells_what_was_around_the_entry_and_is(self, creator, curator):
        with recording_parts(creator, user=curator):
            creator.aliases.create(name="QC")
            creator.links.create(label="Shop", url="https://shop.example/")
            creator.said_tags.create(tag=Tag.objects.get(slug="cbt"))

        action = Action.objects.get()
        [change] = action.changes.all()
        assert (action.summary, action.person, action.is_undoable) == ("Edited: aliases, links, tags", curator, False)
        assert change.creator == creator
        assert change.before == {"aliases": [], "links": [], "tags": []}
        assert change.after == {"aliases": ["QC"], "links": ["Shop: https://shop.example/"], "tags": ["cbt"]}

    def test_records_nothing_where_nothing_changed(self, creator, curator):
        with recording_parts(creator, user=curator):
            pass

        assert not Action.objects.exists()
