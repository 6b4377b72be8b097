"""`manage.py export_videos`."""

import csv
import json

import pytest

pytestmark = pytest.mark.django_db


class TestExport:
    def test_writes_csv_with_a_heading_and_empty_cells_for_the_unknown(self, run, make_video):
        video = make_video('=A "title", with all', tags=["cbt", "no-mouth-sounds"])

        [row] = csv.DictReader(run("export_videos").out)

        assert (row["id"], row["title"]) == (str(video.pk), '=A "title", with all')
        assert (row["duration_seconds"], row["creator_slug"], row["published_precision"]) == ("", "", "unknown")
        assert "cbt" in row["tags"].split(";")
        assert "mouth-sounds" in row["known_absent"].split(";")

    def test_writes_json_lines_with_null_for_the_unknown(self, run, make_video):
        video = make_video("雨")

        [line] = run("export_videos", "--format", "jsonl").out

        written = json.loads(line)
        assert (written["title"], written["duration_seconds"], written["page"]) == (
            "雨",
            None,
            video.get_absolute_url(),
        )

    def test_keeps_the_filters_order_and_the_never_list(self, run, make_video):
        make_video("Long", duration_seconds=900)
        make_video("Short", duration_seconds=60)
        make_video("Gum", tags=["mouth-sounds"])
        make_video("Held", listing_state="held", held_reason="moderation")

        done = run("export_videos", "--filter", "/videos/?sort=shortest", "--never", "mouth-sounds")

        assert [row["title"] for row in csv.DictReader(done.out)] == ["Short", "Long"]
        assert done.err == ["2 videos (1 more are on the never-list)"]

    def test_writes_a_file(self, run, make_video, tmp_path):
        make_video("Rain")

        done = run("export_videos", "--output", tmp_path / "all.csv")

        assert done.out == []
        with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
            assert [row["title"] for row in csv.DictReader(file)] == ["Rain"]

    @pytest.mark.parametrize(
        ("arguments", "fault"),
        [
            (["--filter", "tag=xyz"], "tag=xyz is nothing in this catalog"),
            (["--filter", "length=abc"], "length=abc was not understood"),
            (["--filter", "tga=cbt"], "tga: there is no such parameter"),
            (["--never", "xyz"], "never=xyz is no tag of this catalog"),
            (["--never-creator", "xyz"], "never-creator=xyz is no creator of this catalog"),
        ],
    )
    def test_writes_nothing_where_something_means_nothing(self, run, make_video, arguments, fault):
        make_video()

        done = run("export_videos", *arguments)

        assert (done.out, done.failure) == ([], f"Nothing was written: {fault}.")

    def test_says_why_a_file_cannot_be_written(self, run, tmp_path):
        done = run("export_videos", "--output", tmp_path / "none" / "all.csv")

        assert done.failure == f"{tmp_path / 'none' / 'all.csv'} cannot be written: No such file or directory"
