"""What a run was asked for, in plain words."""

from datetime import date

import pytest

from videos.importing.describing import list_conditions, name_first_creators, name_request
from videos.importing.options import RunOptions
from videos.models import ImportRun


def make_run(kind, **options):
    return ImportRun(kind=kind, options=RunOptions(**options).as_json())


class TestNameRequest:
    @pytest.mark.parametrize(
        ("kind", "options", "name"),
        [
            ("addresses", {"urls": ("https://www.youtube.com/@quiet",)}, "www.youtube.com/@quiet"),
            ("addresses", {"urls": ("http://a.example/1", "http://b.example/")}, "a.example/1 and 1 more address"),
            ("addresses", {"urls": ("http://a.example/1",) * 3}, "a.example/1 and 2 more addresses"),
            ("addresses", {}, "no addresses"),
            ("files", {"files": ("/srv/dumps/quiet.jsonl",)}, "quiet.jsonl"),
            ("creators", {"creators": (3,)}, "Channel of Quiet Corner"),
            ("creators", {"creators": (3, 4, 5)}, "Channel of Quiet Corner and 2 more creators"),
            ("creators", {"creators": (9,)}, "Channel of a creator who is no longer there"),
        ],
    )
    def test_names_the_first_thing_and_counts_the_rest(self, kind, options, name):
        assert name_request(make_run(kind, **options), {3: "Quiet Corner"}) == name

    @pytest.mark.parametrize(("videos", "words"), [([1], "1 video"), (list(range(1200)), "1,200 videos")])
    def test_of_a_check_counts_the_videos(self, videos, words):
        run = ImportRun(kind="check", options={"videos": videos})

        assert name_request(run, {}) == f"Whether {words} can still be seen"


def test_the_names_of_many_runs_take_one_query(make_creator, django_assert_num_queries):
    first, second = make_creator("First"), make_creator("Second")
    runs = [make_run("creators", creators=(creator.pk,)) for creator in (first, second)] + [make_run("files")]

    with django_assert_num_queries(1):
        names = name_first_creators(runs)

    assert names == {first.pk: "First", second.pk: "Second"}


class TestListConditions:
    def test_of_a_plain_import_names_tabs_and_pages(self):
        assert list_conditions(make_run("addresses")) == [
            "Tabs of channels: videos, streams.",
            "Of videos never read before, their own pages are read.",
        ]

    def test_names_every_bound(self):
        options = {"newest": 50, "limit": 1000, "since": date(2026, 1, 5), "is_whole": True, "list_all": True}

        assert list_conditions(make_run("creators", tabs=("shorts",), details="none", **options)) == [
            "Tabs of channels: shorts.",
            "No video's own page is read: titles and lengths come from the listings alone.",
            "Of each tab the newest 50 at most.",
            "Of each address, or of all files, 1,000 at most.",
            "Only what was published since 5 January 2026.",
            "Listings are read to their end, not only what is new in them.",
            "Videos that show no sign of ASMR are listed too.",
        ]

    def test_of_files_says_nothing_of_tabs_and_pages(self):
        assert list_conditions(make_run("files", files=("a.json",))) == []
