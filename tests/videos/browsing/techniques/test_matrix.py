"""Creators by groups of techniques: who does what, how much of it, in which order."""

import random

import pytest

from creators.models import CreatorTag
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.search import search
from videos.browsing.techniques.matrix import ROWS, make_matrix
from videos.models import Tag, Video

pytestmark = pytest.mark.django_db
PATH = "/techniques/"


def matrix_of(query: str = "", *, by: str = "", never: NeverList = NOTHING):
    return make_matrix(search(VideoFilter.from_query(query), never=never), by=by, path=PATH)


def names(matrix) -> list[str]:
    return [row.name for row in matrix.rows]


def counts(matrix) -> dict[str, dict[str, int]]:
    return {row.name: {cell.group: cell.count for cell in row.cells if cell.count} for row in matrix.rows}


def say(creator, *slugs, source="") -> None:
    tags = Tag.objects.filter(slug__in=slugs)
    CreatorTag.objects.bulk_create(CreatorTag(creator=creator, tag=tag, source=source) for tag in tags)


@pytest.fixture
def three(make_creator, make_video):
    """A clinician of two videos, a healer of three, and one who does both once among four."""
    makers = {name: make_creator(name) for name in ("Ann", "Bea", "Cleo")}
    for name, tags in (
        *[("Ann", ["reiki"])] * 3,
        *[("Bea", ["cbt"])] * 2,
        ("Cleo", ["cbt", "crystal-healing"]),
        *[("Cleo", ["tapping"])] * 3,
    ):
        make_video(tags=tags, creator=makers[name])
    return makers


class TestCells:
    def test_count_videos_by_group_and_their_share_of_all_of_the_creator(self, three):
        matrix = matrix_of()

        assert counts(matrix) == {
            "Bea": {"clinical": 2},
            "Cleo": {"clinical": 1, "energy-spiritual": 1},
            "Ann": {"energy-spiritual": 3},
        }
        (cleo,) = (row for row in matrix.rows if row.name == "Cleo")
        assert [(cell.share_percent, cell.share_step) for cell in cleo.cells if cell.count] == [(25, 5), (25, 5)]
        assert cleo.video_count == 1

    def test_lead_to_the_videos_they_count(self, three):
        for query in ("", "group=clinical,coping", "group=energy-spiritual&tag=cbt", "not=spiritual-claims"):
            for row in matrix_of(query).rows:
                for cell in row.cells:
                    wanted = VideoFilter.from_query(cell.href.partition("?")[2])
                    assert search(wanted).count() == cell.count, (query, row.name, cell)

    def test_have_no_share_above_the_whole_where_a_tag_for_a_moderator_is_asked_for(self, make_creator, make_video):
        creator = make_creator()
        make_video(tags=["tapping"], creator=creator)
        for _ in range(3):
            make_video(tags=["cbt", "ear-eating"], creator=creator, is_listing_curated=True)

        (row,) = matrix_of("tag=ear-eating").rows

        assert [(cell.count, cell.share_percent) for cell in row.cells if cell.count] == [(3, 75)]

    def test_of_videos_of_nobody_are_in_no_row(self, make_video):
        make_video(tags=["cbt"])

        assert matrix_of().rows == ()

    def test_equal_what_the_database_counts(self, make_creator, make_video):
        rng = random.Random(7)
        makers = [make_creator(f"Creator {number}") for number in range(6)]
        techniques = Tag.objects.active().filter(group__facet="technique", is_assignable=True)
        slugs = list(techniques.values_list("slug", flat=True))
        for _ in range(60):
            make_video(tags=rng.sample(slugs, rng.randrange(3)), creator=rng.choice([None, *makers]))

        told = counts(matrix_of())

        for maker in makers:
            of_maker = Video.objects.filter(creator=maker)
            for group in told[maker.name]:
                held = of_maker.filter(tagged_videos__tag__closure__present__group=group).distinct().count()
                assert told[maker.name][group] == held


class TestOrder:
    def test_is_by_methods_from_psychotherapy_where_nothing_is_asked(self, three):
        assert names(matrix_of()) == ["Bea", "Cleo", "Ann"]

    @pytest.mark.parametrize(
        ("by", "expected"),
        [
            ("energy-spiritual", ["Ann", "Cleo", "Bea"]),
            ("videos", ["Ann", "Bea", "Cleo"]),
            ("name", ["Ann", "Bea", "Cleo"]),
            ("nonsense\x00", ["Bea", "Cleo", "Ann"]),
        ],
    )
    def test_follows_the_column_asked_for(self, three, by, expected):
        assert names(matrix_of(by=by)) == expected

    def test_is_told_by_the_column_and_kept_by_its_links(self, three):
        columns = {column.label: column for column in matrix_of("not=spiritual-claims", by="hypnosis").columns}

        assert {label: column.sort for label, column in columns.items() if column.sort} == {"Hypnosis": "descending"}
        assert columns["Creator"].href == "/techniques/?not=spiritual-claims&by=name#who"
        assert columns["Methods from psychotherapy"].href == "/techniques/?not=spiritual-claims#who"

    def test_goes_on_from_page_to_page(self, make_creator, make_video):
        for number in range(ROWS + 1):
            make_video(tags=["cbt"], creator=make_creator(f"Creator {number:02}"))

        second = matrix_of("page=2", by="name")

        assert (names(second), second.total) == ([f"Creator {ROWS:02}"], ROWS + 1)
        assert second.pages.previous_href == "/techniques/?by=name#who"


class TestWhatACuratorSays:
    def test_of_a_creator_stands_where_no_title_does(self, make_creator):
        say(make_creator("Olivia", is_asmr_creator=True), "cbt")

        (row,) = matrix_of().rows

        assert (row.name, row.video_count) == ("Olivia", 0)
        assert {cell.group for cell in row.cells if cell.said} == {"clinical"}

    def test_comes_before_those_of_whom_nothing_is_known(self, three, make_creator):
        say(make_creator("Zoe", is_asmr_creator=True), "cbt")
        say(make_creator("Yann", is_asmr_creator=True), "cbt", source="a blog post")

        assert names(matrix_of()) == ["Bea", "Cleo", "Zoe", "Yann", "Ann"]

    @pytest.mark.parametrize("order", [("", "a blog post"), ("a blog post", "")])
    def test_is_told_from_what_a_source_says_and_outweighs_it(self, make_creator, order):
        olivia = make_creator("Olivia", is_asmr_creator=True)
        for slug, source in zip(("cbt", "dbt"), order, strict=True):
            say(olivia, slug, source=source)
        say(olivia, "reiki", source="a blog post")

        (row,) = matrix_of().rows

        assert {cell.group: cell.said for cell in row.cells if cell.said} == {
            "clinical": "said",
            "energy-spiritual": "named",
        }

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("group=clinical,coping", {"clinical"}),
            ("group=energy-spiritual", {"energy-spiritual"}),
            ("not=spiritual-claims", {"clinical"}),
            ("not-group=clinical", {"energy-spiritual"}),
            ("length=60-", set()),
            ("q=rain", set()),
        ],
    )
    def test_is_asked_for_and_left_out_as_videos_are(self, make_creator, query, expected):
        say(make_creator("Olivia", is_asmr_creator=True), "cbt", "reiki")

        said = {cell.group for row in matrix_of(query).rows for cell in row.cells if cell.said}

        assert said == expected

    def test_of_whom_visitors_may_not_see_or_never_want_to_is_not_told(self, make_creator):
        say(make_creator("Hidden"), "cbt")
        say(make_creator("Unwanted", is_asmr_creator=True), "cbt")
        say(make_creator("Healer", is_asmr_creator=True), "reiki")

        assert names(matrix_of(never=NeverList(creators=("unwanted",), tags=("reiki",)))) == []


class TestNeverList:
    def test_takes_its_videos_out_of_counts_and_shares(self, three):
        shown = counts(matrix_of(never=NeverList(tags=("energy-healing",))))

        assert shown == {"Bea": {"clinical": 2}}
