import socket

import pytest

from creators.models import Creator
from videos.models import Tag, TaggedVideo, Video

pytestmark = pytest.mark.django_db

TABLES = (Tag, Creator, Video, TaggedVideo)


def everything():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def test_it_fills_the_catalog_and_says_how_to_go_on(run):
    said = run("quickstart", "--no-serve", "--port", "8123")

    listed, held = Video.objects.published().count(), Video.objects.filter(listing_state="held").count()
    assert listed + held == 575
    assert said.out == [
        "Preparing the database …",
        "Importing the sample catalog …",
        "  575 created, 0 updated, 0 as before, 0 failed.",
        f"{listed} videos are listed, {held} are held for a person to decide.",
        "  The catalog:       http://127.0.0.1:8123/",
        "  To curate it, make an admin:  python manage.py createsuperuser",
        "  The curator's side:  http://127.0.0.1:8123/admin/",
        "  To import more:    python manage.py import_videos https://www.youtube.com/@CHANNEL/videos",
        "  To start empty:    python manage.py remove_starter",
    ]
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


def test_it_brings_the_sample_back_once_removed(run, small_sample):
    run("quickstart", "--no-serve")
    run("remove_starter")

    said = run("quickstart", "--no-serve")

    assert said.out[2] == "  3 created, 0 updated, 0 as before, 0 failed."


class TestThePort:
    def test_that_is_in_use_is_named_before_anything_is_done(self, run):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            said = run("quickstart", "--port", port)

        other = port + 1 if port < 65535 else 8000
        assert said.failure == (
            f"Port {port} cannot be used (Address already in use). Choose another: manage.py quickstart --port {other}"
        )
        assert (said.out, Video.objects.count()) == ([], 0)

    @pytest.mark.parametrize("port", [0, -1, 65536])
    def test_that_is_none_is_named(self, run, port):
        assert run("quickstart", f"--port={port}").failure == f"--port {port}: expected a number from 1 to 65535"
