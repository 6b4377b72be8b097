import pytest

from videos.curation.duplicates import find_near_duplicates

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator(make_creator):
    return make_creator()


class TestFindNearDuplicates:
    @pytest.mark.parametrize(
        ("title", "values"),
        [
            ("Soft Rain", {}),
            ("𝐒𝐨𝐟𝐭 rain", {}),
            ("Soft rain", {"duration_seconds": 602}),
            ("Soft rain", {"duration_seconds": 598, "site": "vimeo"}),
        ],
    )
    def test_are_of_the_same_creator_title_and_length(self, make_video, creator, title, values):
        video = make_video("Soft rain", creator=creator, duration_seconds=600)
        other = make_video(title, creator=creator, **{"duration_seconds": 600, **values})

        assert list(find_near_duplicates(video)) == [other]

    @pytest.mark.parametrize(
        ("title", "values"),
        [
            ("Hard rain", {}),
            ("Soft rain", {"duration_seconds": 603}),
            ("Soft rain", {"duration_seconds": None}),
            ("Soft rain", {"creator": None}),
        ],
    )
    def test_are_not_those_that_differ_or_of_which_too_little_is_known(self, make_video, creator, title, values):
        video = make_video("Soft rain", creator=creator, duration_seconds=600)
        make_video(title, **{"creator": creator, "duration_seconds": 600, **values})

        assert list(find_near_duplicates(video)) == []

    def test_are_none_where_the_length_is_unknown(self, make_video, creator):
        videos = [make_video("Soft rain", creator=creator) for _ in range(2)]

        assert list(find_near_duplicates(videos[0])) == []
