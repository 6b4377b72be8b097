import pytest

from videos.models import Tag
from videos.tag_graph import load_tag_graph

pytestmark = pytest.mark.django_db


@pytest.fixture
def graph():
    return load_tag_graph()


def test_loading_takes_four_queries(django_assert_num_queries):
    with django_assert_num_queries(4):
        load_tag_graph()


def test_says_what_the_vocabulary_says(graph, vocabulary):
    assert set(graph.tags) == set(vocabulary.tags)
    assert graph.present == {slug: vocabulary.closure(slug) for slug in vocabulary.tags}
    assert graph.ancestors == {slug: vocabulary.ancestors(slug) for slug in vocabulary.tags}
    assert {slug: set(parents) for slug, parents in graph.parents.items()} == {
        slug: set(tag.parents) for slug, tag in vocabulary.tags.items()
    }
    assert graph.opposed == {slug: frozenset(tag.opposes) for slug, tag in vocabulary.tags.items()}


def test_tags_stand_by_facet_group_and_place_in_the_files(graph):
    order = [(tag.group.facet.order, tag.group.order, tag.order) for tag in graph.tags.values()]

    assert order == sorted(order)


class TestClosure:
    def test_is_all_that_is_present_with_some_tags(self, graph):
        assert graph.closure(["ear-eating", "slime"]) == {
            "ear-eating", "ear-triggers", "mouth-sounds", "misophonia-mouth", "suggestive", "sound-triggers", "slime",
        }  # fmt: skip

    def test_of_nothing_and_of_the_unknown_is_empty(self, graph):
        assert (graph.closure([]), graph.closure(["no-such-tag"])) == (frozenset(), frozenset())


class TestMakingPresent:
    def test_is_the_tag_its_descendants_and_what_implies_it(self, graph):
        assert graph.making_present("suggestive") == {"suggestive", "ear-eating", "kissing-sounds"}

    def test_of_a_leaf_is_itself(self, graph):
        assert graph.making_present("slime") == {"slime"}

    def test_of_the_unknown_is_empty(self, graph):
        assert graph.making_present("no-such-tag") == frozenset()


class TestDepth:
    @pytest.mark.parametrize(
        ("slug", "depth"),
        [("sound-triggers", 0), ("tapping", 1), ("nail-tapping", 2), ("rain-sounds", 2), ("mouth-sounds", 0)],
    )
    def test_counts_parents_of_the_same_group(self, graph, slug, depth):
        assert graph.depth(slug) == depth


def test_children_are_the_direct_ones(graph):
    assert graph.children["tapping"] == ("nail-tapping",)


def test_opposition_is_as_the_vocabulary_says_and_goes_one_way(graph):
    assert graph.opposed["no-mouth-sounds"] == {"mouth-sounds"}
    assert graph.opposed["mouth-sounds"] == frozenset()


def test_public_tags_leave_out_what_is_the_staff_s(graph):
    hidden = set(graph.tags) - {tag.slug for tag in graph.public_tags}

    assert hidden == {"suggestive", "sexually-explicit", "minor-appears"}


def test_in_order_leaves_out_the_unknown(graph):
    assert [tag.slug for tag in graph.in_order(["whispered", "no-such-tag", "nail-tapping", "tapping"])] == [
        slug for slug in graph.tags if slug in {"whispered", "nail-tapping", "tapping"}
    ]


def test_in_group_gives_the_group_s_tags_in_order(graph):
    assert [tag.slug for tag in graph.in_group("moderation")] == ["suggestive", "sexually-explicit", "minor-appears"]


def test_retired_tags_are_nowhere():
    Tag.objects.filter(slug="tapping").update(is_retired=True)

    graph = load_tag_graph()

    assert "tapping" not in graph.tags
    assert "tapping" not in graph.present["nail-tapping"]
    assert (graph.parents["nail-tapping"], graph.making_present("tapping")) == ((), frozenset())


def test_shelves_hold_every_public_tag_once_below_a_parent_of_its_group(graph):
    shelves = [(group, tags) for _, groups in graph.shelves for group, tags in groups]
    misplaced = []
    for _, tags in shelves:
        above = []  # the tags on the way down to this one
        for tag, depth in tags:
            del above[depth:]
            if depth and not {above[-1]} & set(graph.parents[tag.slug]):
                misplaced.append(tag.slug)
            above.append(tag.slug)

    assert sorted(tag.slug for _, tags in shelves for tag, _ in tags) == sorted(tag.slug for tag in graph.public_tags)
    assert [tag.slug for group, tags in shelves for tag, _ in tags if tag.group_id != group.slug] == []
    assert misplaced == []
