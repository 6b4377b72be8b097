import io
import sys
from types import SimpleNamespace

import pytest

from creators.models import Creator
from videos.management import command_line

pytestmark = pytest.mark.django_db

ID, OTHER_ID = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb"
NEXT = f"To look for their videos, run: {command_line('sync_creators', '--due')}"


def test_each_entry_gets_a_line_and_all_of_them_a_summary(run, write, make_creator):
    make_creator("Rain", site_id=ID)
    make_creator("Gone", handle="@gone", status="removed")

    said = run("add_creators", write("# mine", "@tent", ID, "", "@TENT", "@gone", name="list.txt"))

    assert said.out == [
        "added         @tent  [line 2]",
        "followed now  Rain  [line 3]",
        "duplicate     of @tent  [line 5]",
        "refused       Gone  (taken down; stays out of the catalog)  [line 6]",
        "4 entries: 1 added, 1 followed now, 1 duplicate, 1 refused, 0 failed.",
        NEXT,
    ]
    assert (said.err, said.failure) == ([], "")


def test_what_fails_is_named_and_the_rest_is_saved(run, write):
    said = run("add_creators", write("Quiet Tent", "@tent", "youtu.be/aaaaaaaaa01", name="list.txt"))

    assert said.err == [
        "failed        line 1: Quiet Tent  (neither a web address nor a handle, which begins with @)",
        "failed        line 3: youtu.be/aaaaaaaaa01  (a video, not a channel: import_videos takes it)",
    ]
    assert said.out[-2:] == ["3 entries: 1 added, 0 followed now, 0 duplicate, 0 refused, 2 failed.", NEXT]
    assert said.failure == (
        "2 of 3 entries failed, named above. The others were saved. Mend them and run the same command again: "
        "who is there stays as they are."
    )
    assert list(Creator.objects.values_list("handle", "is_followed")) == [("@tent", True)]


def test_takeout_gives_the_names(run, write):
    header = "Channel Id,Channel Url,Channel Title"
    path = write(header, f'{ID},http://x/,"Rain, softly"', f"{OTHER_ID},http://x/,雨", name="subscriptions.csv")

    said = run("add_creators", path)

    assert said.out[0] == "added         Rain, softly  [line 2]"
    assert list(Creator.objects.order_by("pk").values_list("site_id", "source_name")) == [
        (ID, "Rain, softly"),
        (OTHER_ID, "雨"),
    ]


def test_a_second_time_everything_is_there(run, write):
    path = write("@tent", ID, name="list.txt")
    run("add_creators", path)

    assert run("add_creators", path).out == [
        "duplicate     of @tent  [line 1]",
        f"duplicate     of {ID}  [line 2]",
        "2 entries: 0 added, 0 followed now, 2 duplicate, 0 refused, 0 failed.",
    ]


def test_they_can_be_added_without_following_them(run, write):
    said = run("add_creators", write("@tent", name="list.txt"), "--no-follow")

    assert said.out[-2:] == [
        "1 entry: 1 added, 0 followed now, 0 duplicate, 0 refused, 0 failed.",
        "They are not followed. To follow them, run the same command without --no-follow.",
    ]
    assert Creator.objects.get().is_followed is False


def test_a_dash_reads_what_is_piped_in(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"@tent\n")))

    assert run("add_creators", "-").out[0] == "added         @tent  [line 1]"


def test_it_speaks_of_failures_only_where_it_shall_be_quiet(run, write):
    said = run("add_creators", write("@tent", "tent", name="list.txt"), verbosity=0)

    assert (said.out, len(said.err)) == ([], 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# nothing\n", "no channel in it. Expected one a line: an address, an @handle or an id."),
        (b"@caf\xe9", "line 1: no UTF-8; save it as UTF-8 text or CSV."),
    ],
)
def test_a_file_that_is_no_list_is_refused(run, tmp_path, content, reason):
    path = tmp_path / "list.txt"
    path.write_bytes(content)

    assert run("add_creators", path).failure == f"{path}: {reason}"


def test_a_file_that_cannot_be_read_is_named(run, tmp_path):
    assert (
        run("add_creators", tmp_path / "none").failure
        == f"{tmp_path}/none: cannot be read (No such file or directory)."
    )
    assert run("add_creators", tmp_path).failure == f"{tmp_path}: cannot be read (Is a directory)."
