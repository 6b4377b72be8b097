"""Imports from sites that behave badly: how each run ends, over real sockets."""

from functools import partial

import pytest

from tests.videos.importing.hostile import HostileSite
from videos.importing import guard, ytdlp
from videos.models import ImportRun, RunItem, SiteLimit, Video

pytestmark = pytest.mark.django_db


@pytest.fixture
def hostile_site():
    with HostileSite() as site:
        yield site


@pytest.fixture(autouse=True)
def local_pages(settings, monkeypatch):
    settings.ASMR_ALLOW_GENERIC = settings.ASMR_ALLOW_LOCAL_ADDRESSES = True
    settings.ASMR_IMPORT_PAUSE_SECONDS = 0
    settings.ASMR_YTDLP_OPTIONS = {"retries": 0, "extractor_retries": 0, "socket_timeout": 1}
    monkeypatch.setenv("no_proxy", "*")


def brief(item):
    return item.state, item.trouble


class TestARun:
    @pytest.mark.parametrize(
        ("behaviour", "trouble"),
        [
            ("500", "network"),
            ("half", "network"),
            ("silent", "network"),
            ("close", "network"),
            ("redirect-to-file", "refused"),
            ("loop", "refused"),
            ("garbage", "network"),
            ("huge", "refused"),
            ("404", "network"),
        ],
    )
    def test_ends_with_one_failure_that_is_named(self, run, hostile_site, behaviour, trouble):
        url = hostile_site.url(behaviour)

        said = run("import_videos", url)

        assert brief(RunItem.objects.get()) == ("failed", trouble)
        assert ImportRun.objects.get().state == "finished"
        assert said.err[0].startswith(f"failed     {url}  ")
        assert said.failure.startswith("1 of 1 item failed, named above.")
        assert Video.objects.count() == 0

    def test_stops_and_remembers_where_the_site_has_had_enough(self, run, hostile_site):
        said = run("import_videos", hostile_site.url("429"), hostile_site.url("good"))

        limit = SiteLimit.objects.get()
        stopped = ImportRun.objects.get()
        assert (limit.site, limit.trouble) == ("127.0.0.1", "rate-limited")
        assert (stopped.state, stopped.resume_at) == ("stopped", limit.until)
        assert set(RunItem.objects.values_list("state", flat=True)) == {"waiting"}
        assert said.failure.startswith("Stopped, with 2 items left: ")
        assert "/good" not in hostile_site.paths

    def test_follows_no_redirect_into_the_own_network(self, run, hostile_site, settings, monkeypatch):
        settings.ASMR_ALLOW_LOCAL_ADDRESSES = False
        monkeypatch.setattr(guard, "is_public_host", lambda host: host == "127.0.0.1")
        monkeypatch.setattr(guard, "is_public_address", lambda address: address == "127.0.0.1")

        said = run("import_videos", hostile_site.url("redirect-to/127.0.0.2"))

        assert hostile_site.paths == ["/redirect-to/127.0.0.2"]
        assert brief(RunItem.objects.get()) == ("failed", "refused")
        assert said.failure.startswith("1 of 1 item failed")

    def test_ends_where_a_site_answers_byte_by_byte(self, run, hostile_site, settings, monkeypatch):
        settings.ASMR_YTDLP_OPTIONS = {**settings.ASMR_YTDLP_OPTIONS, "socket_timeout": 30}
        monkeypatch.setattr(ytdlp, "Guard", partial(guard.Guard, limits=guard.Limits(seconds=2)))

        said = run("import_videos", hostile_site.url("trickle"))

        assert brief(RunItem.objects.get()) == ("failed", "network")
        assert "no complete answer within 2 s" in said.err[0]

    def test_goes_on_after_the_bad_ones(self, run, hostile_site):
        run("import_videos", hostile_site.url("500"), hostile_site.url("good"), hostile_site.url("half"))

        assert sorted(map(brief, RunItem.objects.all())) == [
            ("created", ""), ("failed", "network"), ("failed", "network"),
        ]  # fmt: skip

    def test_stops_after_three_of_the_kind_in_a_row_and_goes_on_later(self, run, hostile_site):
        run("import_videos", *(hostile_site.url(name) for name in ("500", "half", "close", "good")))

        stopped = ImportRun.objects.get()
        assert (stopped.state, stopped.trouble, stopped.resume_at is not None) == ("stopped", "network", True)
