"""What visitors' filters want of tags, as sums of nobody in particular."""

import threading
from collections import Counter
from datetime import date

import pytest
from django.db import DatabaseError

from videos.browsing import demand
from videos.browsing.demand import MOST_KEPT, Demand, Tally, find_wishes, read_demand
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.search import search
from videos.models import Tag, TagDemand

pytestmark = pytest.mark.django_db


@pytest.fixture
def tally(monkeypatch):
    """The counts of this process, empty before and forgotten afterwards."""
    tally = Tally()
    monkeypatch.setattr(demand, "_tally", tally)
    return tally


def demand_of(slug):
    return read_demand().get(Tag.objects.get(slug=slug).pk)


class TestWishes:
    def test_are_what_a_filter_and_a_never_list_say_of_tags(self):
        video_filter = VideoFilter.from_query("tag=tapping,rain-sounds&tag=sleep&not=talking&free=mouth-sounds&q=rain")

        wishes = find_wishes(search(video_filter, never=NeverList(tags=["chewing-gum", "talking"])))

        assert wishes == Counter(
            {
                ("tapping", "included"): 1,
                ("rain-sounds", "included"): 1,
                ("sleep", "included"): 1,
                ("chewing-gum", "excluded"): 1,
                ("mouth-sounds", "freed"): 1,
                **({("talking", "excluded"): 1} if Tag.objects.filter(slug="talking").exists() else {}),
            }
        )

    def test_are_none_of_words_that_are_no_tag(self):
        assert find_wishes(search(VideoFilter.from_query("tag=nonsense&not=%00&free=1"))) == Counter()


class TestTally:
    def test_adds_to_what_is_there(self):
        for _ in range(2):
            tally = Tally()
            tally.add(Counter({("tapping", "included"): 2, ("tapping", "excluded"): 3, ("sleep", "freed"): 1}))
            assert tally.save()

        assert (demand_of("tapping"), demand_of("sleep")) == (Demand(4, 6, 0), Demand(0, 0, 2))

    def test_counts_a_wish_so_often_at_most(self):
        tally = Tally()
        for _ in range(MOST_KEPT + 50):
            tally.add(Counter({("tapping", "included"): 1}))

        tally.save()

        assert demand_of("tapping") == Demand(included=MOST_KEPT)

    def test_keeps_its_counts_where_the_database_does_not_take_them(self, monkeypatch):
        tally = Tally()
        tally.add(Counter({("tapping", "included"): 1}))

        def refuse(counts):
            raise DatabaseError("database is locked")

        with monkeypatch.context() as patched:
            patched.setattr(demand, "_add_to_database", refuse)
            is_saved = tally.save()
        tally.add(Counter({("tapping", "included"): 1}))

        assert (is_saved, tally.save(), demand_of("tapping")) == (False, True, Demand(included=2))

    def test_leaves_out_a_tag_that_is_gone(self):
        tally = Tally()
        tally.add(Counter({("long-gone", "included"): 1, ("tapping", "included"): 1}))

        assert (tally.save(), TagDemand.objects.count()) == (True, 1)

    def test_tells_one_thread_that_it_is_time(self, monkeypatch):
        monkeypatch.setattr(demand, "SAVE_EVERY_SECONDS", 0)
        tally = Tally()

        told = [tally.begin_saving()]
        tally.add(Counter({("tapping", "included"): 1}))
        told.append(tally.begin_saving())

        assert told == [False, True]

    def test_is_not_saved_before_it_is_time(self):
        tally = Tally()
        tally.add(Counter({("tapping", "included"): 1}))

        assert not tally.begin_saving()


class TestReading:
    def test_sums_up_twelve_months(self):
        tag, this = Tag.objects.get(slug="tapping"), demand._month(0)
        for ago, count in ((0, 1), (11, 10), (12, 100)):
            TagDemand.objects.create(tag=tag, month=demand._month(ago), excluded=count)

        found = read_demand()[tag.pk]

        assert (found.excluded, found.against, found.total, this.day) == (11, 11, 11, 1)

    @pytest.mark.parametrize(("ago", "month"), [(0, date(2026, 2, 1)), (1, date(2026, 1, 1)), (2, date(2025, 12, 1))])
    def test_knows_the_months_before_this_one(self, monkeypatch, ago, month):
        class February:
            @staticmethod
            def now():
                return February

            @staticmethod
            def date():
                return date(2026, 2, 28)

        monkeypatch.setattr(demand, "timezone", February)

        assert demand._month(ago) == month


class TestFaces:
    @pytest.mark.parametrize(
        "path", ["/videos/?tag=tapping", "/videos/feed.atom?tag=tapping", "/api/v1/videos?tag=tapping"]
    )
    def test_lists_feeds_and_the_api_are_counted(self, client, tally, path):
        client.get(path)
        tally.save()

        assert demand_of("tapping") == Demand(included=1)

    def test_a_never_list_counts_as_shutting_out(self, client, tally):
        client.cookies["never"] = "never=tapping"
        client.get("/videos/")
        tally.save()

        assert demand_of("tapping") == Demand(excluded=1)

    def test_turning_pages_and_a_page_that_did_not_change_count_nothing_more(self, client, tally, make_video):
        make_video(tags=["tapping"])
        etag = client.get("/videos/?tag=tapping").headers["ETag"]
        again = client.get("/videos/?tag=tapping", headers={"If-None-Match": etag}).status_code
        client.get("/videos/?tag=tapping&page=2")
        tally.save()

        assert (again, demand_of("tapping")) == (304, Demand(included=1))

    def test_saving_does_not_make_pages_new(self, client, tally):
        etag = client.get("/videos/?tag=tapping").headers["ETag"]

        tally.save()

        assert client.get("/videos/?tag=tapping", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_its_own_saves_when_it_is_time(loaded_vocabulary, monkeypatch, tally):
    monkeypatch.setattr(demand, "SAVE_EVERY_SECONDS", 0)

    demand.note_demand(search(VideoFilter(tags=(("tapping",),))))
    for thread in threading.enumerate():
        if thread.name == "save-demand":
            thread.join()

    assert demand_of("tapping") == Demand(included=1)
