"""What becomes of a technique that a description may mean: it waits for a person, and changes no list before."""

import pytest

from creators.models import Creator, CreatorDefault
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.search import search
from videos.curation.pairs import PRESENT
from videos.curation.reviewing import Place, count_all_waiting, decide_suggestion
from videos.curation.tags import Kind
from videos.models import Tag, TagDecision, TaggedVideo, Video
from videos.tag_graph import load_tag_graph

pytestmark = pytest.mark.django_db

DESCRIPTION = "Hello and welcome.\nPut your headphones on.\nTonight: cognitive restructuring, with a pen."
SLUG = "cognitive-restructuring"


@pytest.fixture
def store(run_import, make_info):
    """Give store(**changes): the one video, stored anew."""

    def import_again(**changes):
        run_import(make_info(1, **{"description": DESCRIPTION, "channel": "Quiet", "channel_id": "UCq", **changes}))
        return Video.objects.get()

    return import_again


def find(query, *, never=()):
    return list(search(VideoFilter.from_query(query), never=NeverList(tags=never)).hits)


def test_it_waits_with_its_words_and_is_no_tag_of_the_video(store):
    video = store()

    [waiting] = TagDecision.objects.filter(tag__slug=SLUG)
    assert (waiting.kind, waiting.source, waiting.zone, waiting.evidence) == (
        Kind.SUGGESTED,
        "automatic",
        "rest",
        "cognitive restructuring",
    )
    assert SLUG not in set(video.tags.values_list("slug", flat=True))
    assert count_all_waiting() == 1


@pytest.mark.parametrize("slug", [SLUG, "cbt", "psychotherapy-asmr"])
def test_no_list_has_it_and_none_is_without_the_video_for_it(store, slug):
    video = store()

    assert find(f"tag={slug}") == []
    assert find(f"not={slug}") == find("not-group=clinical") == find("", never=(slug,)) == [video.pk]


def test_no_technique_that_is_looked_for_so_counts_for_who_excludes(vocabulary):
    groups = vocabulary.matching.candidates.groups
    graph = load_tag_graph()

    assert {slug for slug in graph.doubtful if graph.tags[slug].group_id in groups} == {"exposure-therapy"}


def test_accepted_it_is_a_person_s(store, curator):
    video = store()

    decide_suggestion(Place(video.pk, Tag.objects.get(slug=SLUG).pk), kind=PRESENT, user=curator)
    store(description=f"{DESCRIPTION}\nAnd more.")

    [row] = TaggedVideo.objects.filter(tag__slug=SLUG)
    assert (row.source, row.decided_by, row.zone, row.evidence, row.confidence) == ("curator", curator, "", "", None)
    assert find("tag=cbt") == [video.pk]


def test_rejected_no_import_brings_it_back(store, curator):
    video = store()

    decide_suggestion(Place(video.pk, Tag.objects.get(slug=SLUG).pk), kind=Kind.REJECTED, user=curator)
    store(title="ASMR more rain", description=f"{DESCRIPTION}\nThere is more cognitive restructuring.")

    assert TagDecision.objects.get(tag__slug=SLUG).kind == Kind.REJECTED
    assert count_all_waiting() == 0


def test_what_a_curator_says_of_all_videos_of_a_creator_is_a_rule_s_word_on_each(store):
    """Nobody looked at this very video: where people's words are counted, it is none of them."""
    store()
    CreatorDefault.objects.create(
        creator=Creator.objects.get(), tag=Tag.objects.get(slug=SLUG), kind="present", since=None
    )

    store(description=f"{DESCRIPTION}\nAnd more.")

    [row] = TaggedVideo.objects.filter(tag__slug=SLUG)
    assert (row.source, row.zone) == ("automatic", "creator")
    assert not TagDecision.objects.filter(tag__slug=SLUG).exists()
