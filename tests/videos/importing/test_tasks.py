"""The operator's and curator's tasks of the catalog's persona "importing and truth", from end to end."""

import signal
import time

import pytest

from tests.trials.catalogs import Catalog
from videos.curation.editing import save_video
from videos.curation.tags import Kind, decide
from videos.models import Tag, Video


@pytest.mark.django_db
class TestImportingAFolderTwice:
    """T6.1"""

    @pytest.fixture
    def folder(self, write, make_info, tmp_path):
        write(make_info(1, title="ASMR tapping", duration=600, view_count=5), name="one.info.json")
        write(make_info(2, channel="Quiet Tent"), name="two.info.json")
        return tmp_path

    def test_creates_nothing_the_second_time(self, run, folder):
        run("import_videos", "--from-json", folder)

        said = run("import_videos", "--from-json", folder)

        assert said.out[-1].startswith("2 items: 0 created, 0 updated, 2 unchanged, 0 skipped, 0 failed;")

    def test_updates_only_what_changed_and_never_to_unknown(self, run, folder, write, make_info):
        run("import_videos", "--from-json", folder)
        write(make_info(1, title="ASMR tapping", duration=None, view_count=None, language="en"), name="one.info.json")

        said = run("import_videos", "--from-json", folder)

        video = Video.objects.get(site_id="aaaaaaaaa01")
        assert "updated    ASMR tapping  (source_language)" in said.out
        assert (video.duration_seconds, video.view_count, video.language) == (600, 5, "en")

    def test_never_undoes_a_curator_s_word(self, run, folder, write, make_info):
        run("import_videos", "--from-json", folder)
        video = Video.objects.get(site_id="aaaaaaaaa01")
        video.curator_title = "Tapping, without haste"
        save_video(video, changed={"curator_title"})
        decide(video, Tag.objects.get(slug="tapping"), kind=Kind.REJECTED)
        decide(video, Tag.objects.get(slug="rain-sounds"), kind=None)
        write(make_info(1, title="ASMR tapping and more tapping"), name="one.info.json")

        run("import_videos", "--from-json", folder)

        video.refresh_from_db()
        assert video.title == "Tapping, without haste"
        assert list(video.tags.values_list("slug", flat=True)) == ["rain-sounds"]


class TestKillingAnImport:
    """T6.3, with real processes: `kill -9`, then the same command again."""

    def test_leaves_no_duplicate_and_the_summary_counts_all(self, write, make_info, tmp_path):
        catalog = Catalog(tmp_path / "catalog").set_up()
        rows = [make_info(number, id=f"kill{number:07}", title=f"ASMR rain {number}") for number in range(5000)]
        path = write(*rows, make_info(1, id=None))
        process = catalog.start("import_videos", "--from-json", path)
        while process.poll() is None and catalog.query("SELECT COUNT(*) FROM videos_video") == [(0,)]:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        [(stored,)] = catalog.query("SELECT COUNT(*) FROM videos_video")

        again = catalog.run("import_videos", "--from-json", path, check=False)

        assert 0 < stored < 5000
        assert again.stdout.splitlines()[0] == "Going on with import 1, where it was left."
        assert again.stdout.splitlines()[-1].startswith(
            "5001 items: 5000 created, 0 updated, 0 unchanged, 0 skipped, 1 failed;"
        )
        assert again.returncode == 1
        assert catalog.query("SELECT COUNT(*), COUNT(DISTINCT site_id) FROM videos_video") == [(5000, 5000)]
        assert catalog.query("SELECT state, cursor FROM videos_importrun") == [("finished", 5001)]


@pytest.mark.django_db
def test_pages_hide_a_video_that_is_gone_and_curators_keep_it(client, curator, make_video):
    """T6.4: after two failing checks, as TestAVideoThatIsGone in test_runs has it."""
    video = make_video("Gone with the rain", listing_state="held", held_reason="gone")

    listed = client.get("/videos/").content.decode()
    client.force_login(curator)
    kept = client.get(f"/admin/videos/video/{video.pk}/change/")

    assert "Gone with the rain" not in listed
    assert "Gone with the rain" in kept.content.decode()
