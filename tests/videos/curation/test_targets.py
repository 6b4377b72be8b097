import pytest

from creators.models import Creator
from videos.curation.takedowns import take_down
from videos.curation.targets import Stranger, find_targets
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Video

pytestmark = pytest.mark.django_db

CHANNEL_ID = f"UC{'z' * 22}"


class TestFindTargets:
    @pytest.fixture
    def video(self, make_video):
        return make_video(site_id="aaaaaaaaa01", url="https://www.youtube.com/watch?v=aaaaaaaaa01")

    @pytest.mark.parametrize(
        "words",
        [
            "{pk}",
            "/videos/{pk}/",
            "http://localhost:8000/videos/{pk}/?page=2",
            "https://www.youtube.com/watch?v=aaaaaaaaa01",
            "https://youtu.be/aaaaaaaaa01",
            "https://www.youtube.com/shorts/aaaaaaaaa01",
        ],
    )
    def test_knows_a_video(self, video, words):
        assert find_targets(words.format(pk=video.pk)) == [video]

    def test_knows_a_video_of_another_site_by_its_address(self, make_video):
        video = make_video(site="vimeo", url="https://vimeo.com/12")

        assert find_targets("https://vimeo.com/12") == [video]

    @pytest.mark.parametrize(
        "words",
        [
            "quiet-corner-asmr",
            "former",
            "@quiet",
            "quiet",
            "Quiet Corner ASMR",
            CHANNEL_ID,
            f"https://www.youtube.com/channel/{CHANNEL_ID}/videos",
            "https://www.youtube.com/@quiet",
            "/creators/quiet-corner-asmr/",
            "/creators/former/",
        ],
    )
    def test_knows_a_creator(self, make_creator, words):
        creator = make_creator(site_id=CHANNEL_ID, handle="@quiet")
        creator.former_slugs.create(slug="former")
        creator.traces.create(
            kind="handle", value="@quiet", first_seen_at=creator.created_at, last_seen_at=creator.created_at
        )

        assert find_targets(words) == [creator]

    def test_names_all_that_it_may_be(self, make_creator):
        both = [make_creator("Tent"), make_creator("Tent")]

        assert find_targets("Tent") == both

    @pytest.mark.parametrize(
        "words", ["", "\x00", "nobody", "99999999999999999999999", "/videos/99/", "https://[", "https://example.org/a"]
    )
    def test_knows_nothing_else(self, words):
        assert find_targets(words) == []

    @pytest.mark.parametrize(
        ("words", "address"),
        [
            ("https://youtu.be/aaaaaaaaa09", "https://www.youtube.com/watch?v=aaaaaaaaa09"),
            (CHANNEL_ID, f"https://www.youtube.com/channel/{CHANNEL_ID}"),
            ("@stranger", "https://www.youtube.com/@stranger"),
        ],
    )
    def test_takes_an_address_that_the_catalog_does_not_have(self, words, address):
        [stranger] = find_targets(words)

        assert (type(stranger), str(stranger)) == (Stranger, address)


class TestAStrangerTakenDown:
    @pytest.fixture
    def bring_in(self, make_info):
        def import_one(**changes):
            info = make_info(
                9, **{"channel": "Stranger", "channel_id": CHANNEL_ID, "uploader_id": "@Stranger", **changes}
            )
            [outcome] = Import.begin().store_all([FoundInfo("a file", info)])
            return outcome.state

        return import_one

    @pytest.mark.parametrize("words", ["https://youtu.be/aaaaaaaaa09", CHANNEL_ID, "@stranger"])
    def test_is_left_out_by_imports(self, bring_in, words):
        [stranger] = find_targets(words)
        take_down(stranger.enter(), reason="privacy")

        assert bring_in() == "skipped"
        assert (Video.objects.published().count(), Creator.objects.visible().count()) == (0, 0)

    @pytest.mark.parametrize("words", ["https://youtu.be/aaaaaaaaa09", CHANNEL_ID, "@stranger"])
    def test_is_known_from_then_on(self, words):
        [stranger] = find_targets(words)
        entry = stranger.enter()

        assert find_targets(words) == [entry]
