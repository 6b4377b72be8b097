"""Two tags made one, over the catalog's own files."""

from datetime import UTC, datetime

import pytest

from videos.curation import vocabulary as curation
from videos.curation.effective import effective_vocabulary
from videos.curation.judging import load_judge
from videos.curation.pairs import Knowledge
from videos.curation.retagging import retag_all
from videos.curation.tag_merging import choose, merge_tags, preview_merge
from videos.curation.tags import decide
from videos.curation.vocabulary_checks import RefusedEdit
from videos.curation.vocabulary_edits import add_synonym, add_tag, rename_tag
from videos.models import Action, Report, Resource, Tag, TagAlias, TagDecision, TaggedVideo

pytestmark = pytest.mark.django_db
EARLY, LATE = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)


def tag(slug):
    return Tag.objects.get(slug=slug)


def known(video):
    """slug -> kind"""
    present = dict.fromkeys(
        TaggedVideo.objects.filter(content_object=video).values_list("tag__slug", flat=True), "present"
    )
    return present | dict(TagDecision.objects.filter(video=video).values_list("tag__slug", "kind"))


def said(kind, source="automatic", at=EARLY):
    return Knowledge(kind, source, decided_at=at)


class TestChoosing:
    @pytest.mark.parametrize(
        ("theirs", "ours", "left"),
        [
            (said("present"), None, "theirs"),
            (said("rejected", "curator"), said("present"), "theirs"),
            (said("present"), said("rejected", "curator"), "ours"),
            (said("present", "curator", LATE), said("rejected", "curator"), "theirs"),
            (said("present", "curator"), said("rejected", "curator", LATE), "ours"),
            (said("present", "visitor", LATE), said("rejected", "curator"), "ours"),
            (said("present"), said("suggested"), "theirs"),
            (said("suggested"), said("present"), "ours"),
            (said("present"), said("absent-declared"), "theirs"),
        ],
    )
    def test_a_persons_word_beats_the_tagger_and_the_newer_one_beats_the_older(self, theirs, ours, left):
        assert choose(theirs, ours) is {"theirs": theirs, "ours": ours}[left]


class TestMerging:
    def test_moves_what_is_known_of_videos(self, make_video, curator):
        only, both, rejected = make_video(tags=["slime"]), make_video(tags=["slime", "crinkling"]), make_video()
        decide(rejected, tag("slime"), kind="rejected", user=curator)

        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        assert known(only) == {"crinkling": "present"}
        assert known(both) == {"crinkling": "present"}
        assert known(rejected) == {"crinkling": "rejected"}

    def test_lets_no_automatic_tag_undo_a_persons_word(self, make_video, curator):
        video = make_video()
        TaggedVideo.objects.create(content_object=video, tag=tag("slime"), source="automatic", confidence=0.9)
        decide(video, tag("crinkling"), kind="absent-checked", user=curator)

        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        assert known(video) == {"crinkling": "absent-checked"}

    def test_finds_by_the_words_of_both_and_retags_to_the_same(self, make_video, curator):
        video = make_video("ASMR slime", tags=())
        list(retag_all(load_judge(), apply=True))
        before = known(video)

        merge_tags(tag("slime"), tag("crinkling"), user=curator)
        merged = known(video)
        list(retag_all(load_judge(), apply=True))

        assert (before, merged, known(video)) == (
            {"slime": "present"},
            {"crinkling": "present"},
            {"crinkling": "present"},
        )

    def test_leads_from_the_old_slug_and_its_words(self, make_video, curator, client):
        make_video(tags=["slime"])

        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        assert client.get("/tags/slime/").headers["Location"] == "/tags/crinkling/"
        assert client.get("/videos/?tag=slime").headers["Location"] == "/videos/?tag=crinkling"

    def test_stands_against_the_files(self, make_video, curator, vocabulary):
        video = make_video(tags=["slime"])
        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        diff = curation.load(vocabulary)

        assert diff.is_empty
        assert diff.differing == {"crinkling": ("merged into it, which the files call slime",)}
        assert (tag("slime").is_retired, known(video)) == (True, {"crinkling": "present"})

    def test_moves_children_synonyms_and_former_slugs(self, curator, vocabulary):
        rename_tag(tag("eating-sounds"), "munching", user=curator)
        add_synonym(tag("munching"), "glorp glorp", in_titles=True, user=curator)

        merge_tags(tag("munching"), tag("slime"), user=curator)

        assert "slime" in effective_vocabulary().tags["mukbang"].parents
        aliases = set(TagAlias.objects.filter(tag=tag("slime"), is_curated=True).values_list("kind", "name"))
        assert aliases == {
            ("former-slug", "eating-sounds"),
            ("former-slug", "munching"),
            ("synonym", "glorp glorp"),
        }

    def test_keeps_a_curators_word_on_a_creator_before_that_of_another_source(self, make_creator, curator):
        creator = make_creator()
        creator.said_tags.create(tag=tag("slime"))
        creator.said_tags.create(tag=tag("crinkling"), source="A blog post")

        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        assert list(creator.said_tags.values_list("tag__slug", "source")) == [("crinkling", "")]

    def test_moves_what_is_said_of_creators_and_what_visitors_report(self, make_video, make_creator, curator):
        creator = make_creator()
        creator.said_tags.create(tag=tag("slime"))
        creator.defaults.create(tag=tag("slime"), kind="absent")
        Report.objects.create(kind="wrong-tag", video=make_video(), tag=tag("slime"))

        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        assert [row.tag.slug for row in (*creator.said_tags.all(), *creator.defaults.all(), Report.objects.get())] == [
            "crinkling"
        ] * 3

    def test_moves_what_one_may_read_of_it(self, curator):
        resource = Resource.objects.create(title="Of slime", kind="book")
        resource.tags.set([tag("slime")])

        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        assert [one.slug for one in resource.tags.all()] == ["crinkling"]

    def test_takes_a_tag_of_ours_in_with_its_label(self, make_video, curator):
        ours = add_tag("glorping", "Glorping", "sound", "Sounds of glorp.", user=curator)
        add_synonym(ours, "glorp glorp", in_titles=True, user=curator)
        video = make_video("ASMR glorp glorp")

        merge_tags(tag("glorping"), tag("slime"), user=curator)

        assert {finding.tag for finding in load_judge().examine(video).findings} == {"slime"}
        assert set(TagAlias.objects.filter(tag=tag("slime"), is_curated=True).values_list("name", flat=True)) == {
            "Glorping",
            "glorping",
            "glorp glorp",
        }

    def test_into_a_tag_of_ours_takes_the_files_patterns_over(self, make_video, curator, vocabulary):
        add_tag("glorping", "Glorping", "sound", "Sounds of glorp.", user=curator)
        video = make_video("ASMR slime")

        merge_tags(tag("slime"), tag("glorping"), user=curator)

        assert {finding.tag for finding in load_judge().examine(video).findings} == {"glorping"}
        assert curation.load(vocabulary).is_empty

    def test_is_recorded_with_every_pair(self, make_video, curator):
        video = make_video(tags=["slime"])

        merge_tags(tag("slime"), tag("crinkling"), user=curator)

        action = Action.objects.get()
        assert (action.summary, action.is_undoable) == ("Merged: slime into crinkling", False)
        assert {change.tag.slug for change in action.changes.filter(video=video)} == {"slime", "crinkling"}

    @pytest.mark.parametrize(
        ("goes", "stays"),
        [("slime", "slime"), ("no-talking", "whispered"), ("slime", "whispered"), ("slime", "shorts")],
    )
    def test_is_refused_where_it_makes_no_sense(self, goes, stays, curator):
        with pytest.raises(RefusedEdit):
            merge_tags(tag(goes), tag(stays), user=curator)

        assert not Action.objects.exists()


class TestThePreview:
    def test_counts_what_merging_then_does(self, make_video, curator):
        make_video(tags=["slime"])
        make_video(tags=["slime", "crinkling"])
        newer = make_video(tags=["slime"])
        decide(newer, tag("crinkling"), kind="rejected", user=curator)

        preview = preview_merge(tag("slime"), tag("crinkling"))

        assert preview.lines[:3] == (
            "1 video would have “Crinkling” in place of “Slime & squishing”",
            "1 video have both and would have one",
            "1 video where people said different things of the two: the newer word stands",
        )
        assert preview.warnings == ()

    def test_says_loudly_what_a_moderator_would_have_to_see(self, make_video):
        make_video(tags=["heartbeat"])

        preview = preview_merge(tag("ear-eating"), tag("heartbeat"))

        assert preview.warnings == (
            f"From now on every video with “{tag('heartbeat').name}” waits for a moderator, also where it is only "
            "suggested: 1 video that visitors may see now would be held.",
        )

    def test_says_where_more_would_be_said_to_be_absent_than_anybody_checked(self, make_video):
        decide(make_video(), tag("chewing-gum"), kind="absent-checked")

        preview = preview_merge(tag("chewing-gum"), tag("mouth-sounds"))

        assert preview.warnings == (
            f"“{tag('mouth-sounds').name}” is more than “Gum chewing”: 1 video known to have none of “Gum chewing” "
            "would count as free of both.",
        )
