import pytest

from videos.importing.options import RunOptions
from videos.importing.planning import addresses_of, addresses_of_url, lay_out
from videos.models import ImportRun

pytestmark = pytest.mark.django_db

ID = "UCaaaaaaaaaaaaaaaaaaaaaa"
CHANNEL = f"https://www.youtube.com/channel/{ID}"


class TestAddressesOfUrl:
    @pytest.mark.parametrize(
        ("url", "addresses"),
        [
            (CHANNEL, [f"{CHANNEL}/videos", f"{CHANNEL}/streams"]),
            ("https://www.youtube.com/@tent?view=0", ["https://www.youtube.com/@tent/videos",
             "https://www.youtube.com/@tent/streams"]),
            (f"{CHANNEL}/shorts", [f"{CHANNEL}/shorts"]),
            ("https://vimeo.com/tent", ["https://vimeo.com/tent"]),
        ],
    )  # fmt: skip
    def test_are_the_wanted_tabs_of_a_channel_or_the_address(self, url, addresses):
        assert addresses_of_url(url, ("videos", "streams")) == addresses


class TestAddressesOfACreator:
    @pytest.mark.parametrize(
        ("values", "addresses"),
        [
            ({"site_id": ID, "handle": "@tent"}, [f"{CHANNEL}/videos"]),
            ({"handle": "@tent"}, ["https://www.youtube.com/@tent/videos"]),
            ({"handle": "tent"}, ["https://www.youtube.com/@tent/videos"]),
            ({"curator_url": "https://www.youtube.com/c/tent/about"}, ["https://www.youtube.com/c/tent/videos"]),
            ({"site": "peertube", "source_url": "https://framatube.org/video-channels/tent"},
             ["https://framatube.org/c/tent"]),
            ({"site": "vimeo", "site_id": "7", "source_url": "https://vimeo.com/tent"}, ["https://vimeo.com/tent"]),
            ({}, []),
            ({"curator_url": "https://example.org/tent"}, []),
        ],
    )  # fmt: skip
    def test_go_by_the_permanent_id_then_the_handle_then_the_address(self, make_creator, values, addresses):
        assert addresses_of(make_creator("Tent", **values), ("videos",)) == addresses


class TestLayOut:
    def test_knows_the_creator_of_a_channel_named_by_its_id(self, make_creator):
        creator = make_creator("Tent", site_id=ID, handle="@tent")
        urls = (f"{CHANNEL}/videos", "https://www.youtube.com/@tent/videos")

        items = list(lay_out(ImportRun(kind="addresses", options=RunOptions(urls=urls).as_json())))

        assert [item.creator for item in items] == [creator, None]

    def test_of_files_is_nothing(self):
        assert list(lay_out(ImportRun(kind="files", options=RunOptions(files=("a.json",)).as_json()))) == []
