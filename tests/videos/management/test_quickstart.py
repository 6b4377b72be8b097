import shlex
import socket
import sys
from pathlib import Path

import pytest

from creators.models import Creator
from videos.management import command_line
from videos.models import Tag, TaggedVideo, Video

pytestmark = pytest.mark.django_db

TABLES = (Tag, Creator, Video, TaggedVideo)


def everything():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def test_it_fills_the_catalog_and_says_how_to_go_on(run):
    said = run("quickstart", "--no-serve", "--port", "8123")

    listed, held = Video.objects.published().count(), Video.objects.filter(listing_state="held").count()
    assert listed + held == 575
    assert said.out[:4] == [
        "Preparing the database …",
        "Importing the sample catalog …",
        "  575 created, 0 updated, 0 as before, 0 failed.",
        f"{listed} videos are listed, {held} are held for a person to decide.",
    ]
    assert [line.split(":")[0].strip() for line in said.out[4:]] == [
        "In another terminal", "make an admin", "import more", "remove the sample",
    ]  # fmt: skip
    assert (said.err, said.failure) == ([], "")


def test_it_changes_nothing_the_second_time(run, small_sample):
    run("quickstart", "--no-serve")
    before = everything()

    said = run("quickstart", "--no-serve")

    assert said.out[2] == "  0 created, 0 updated, 3 as before, 0 failed."
    assert everything() == before


def test_it_takes_back_nothing_that_a_later_import_or_a_curator_wrote(run, small_sample):
    run("quickstart", "--no-serve")
    video = Video.objects.order_by("pk").first()
    Video.objects.filter(pk=video.pk).update(is_sample=False, source_title="ASMR, renamed", curator_language="de")

    run("quickstart", "--no-serve")

    video.refresh_from_db()
    assert (video.source_title, video.curator_language) == ("ASMR, renamed", "de")


def test_it_says_nothing_of_an_admin_where_there_is_one(run, curator, small_sample):
    assert "createsuperuser" not in "".join(run("quickstart", "--no-serve").out)


def test_it_leaves_a_catalog_without_the_sample_as_it_is(run, small_sample, make_video):
    run("quickstart", "--no-serve")
    make_video("Our own")
    run("remove_starter")

    said = run("quickstart", "--no-serve")

    assert "Importing the sample catalog …" not in said.out
    assert [video.title for video in Video.objects.all()] == ["Our own"]


def test_it_leaves_the_sample_out_when_asked(run, small_sample):
    run("quickstart", "--no-serve", "--no-sample")

    assert Video.objects.count() == 0


def test_what_it_prints_can_be_pasted(run, small_sample):
    commands = [line.split(":", 1)[1].strip() for line in run("quickstart", "--no-serve").out[-3:]]

    programs = {Path(shlex.split(command)[0]) for command in commands}
    assert {program.resolve() for program in programs} == {Path(sys.executable).resolve()}


class TestThePort:
    def test_that_is_in_use_is_named_before_anything_is_done(self, run):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            said = run("quickstart", "--port", port)

        other = port + 1 if port < 65535 else 8000
        assert said.failure == (
            f"Port {port} cannot be used (Address already in use). Choose another: "
            + command_line("quickstart", "--port", str(other))
        )
        assert (said.out, Video.objects.count()) == ([], 0)

    @pytest.mark.parametrize("port", [0, -1, 65536])
    def test_that_is_none_is_named(self, run, port):
        assert run("quickstart", f"--port={port}").failure == f"--port {port}: expected a number from 1 to 65535"
