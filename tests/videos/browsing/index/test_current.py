"""The index follows the database: whatever happens, it is the one that would be built anew."""

import dataclasses
import random
import threading
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import connection, transaction

from creators.models import Creator
from videos.browsing.filters import VideoFilter
from videos.browsing.index import current
from videos.browsing.index.building import build
from videos.browsing.index.current import current_index
from videos.browsing.index.verifying import find_differences
from videos.browsing.search import search
from videos.models import Tag, TagDecision, Video

TAGS = ["tapping", "nail-tapping", "mouth-sounds", "chewing-gum", "cbt", "reiki", "no-talking", "whispered"]


def content(index) -> dict:
    """All that an index says, comparable."""

    def plain(value):
        if isinstance(value, np.ndarray):
            return value.tolist()
        if dataclasses.is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        if isinstance(value, dict):
            return {key: said for key, one in value.items() if (said := plain(one)) != []}
        return sorted(value) if hasattr(value, "to_array") else value

    names = (
        "creators",
        "listed",
        "direct",
        "confirmed",
        "suggested",
        "absent",
        "present",
        "languages",
        "years",
        "columns",
        "orders",
    )
    said = {name: plain(getattr(index, name)) for name in names}
    # Places beyond the last listed video say nothing.
    for name, values in said["columns"].items():
        said["columns"][name] = values[: max(said["listed"], default=0) + 1]
    return said


def change_something(rng: random.Random, make_video, make_creator) -> None:
    videos = list(Video.objects.all())
    video = rng.choice(videos) if videos else make_video()
    tag = Tag.objects.get(slug=rng.choice(TAGS))
    moment = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=rng.randrange(3000), microseconds=rng.randrange(10**6))
    creators = list(Creator.objects.all())
    match rng.randrange(13):
        case 0 | 1:
            make_video(tags=rng.sample(TAGS, 3), duration_seconds=rng.randrange(9000), source_language=rng.choice("ed"))
        case 2:
            video.delete()
        case 3:
            video.tags.add(tag)
        case 4:
            video.tagged_videos.all().delete()
        case 5:
            TagDecision.objects.update_or_create(
                video=video,
                tag=tag,
                defaults={"kind": rng.choice(["suggested", "absent-declared", "rejected"]), "source": "automatic"},
            )
        case 6:
            Video.objects.filter(pk=video.pk).update(published_at=moment, published_precision="exact")
        case 7:
            Video.objects.filter(pk=video.pk).update(view_count=rng.choice([None, 5, 5, 100]))
        case 8:
            Video.objects.filter(pk=video.pk).update(listing_state=rng.choice(["listed", "hidden"]))
        case 9:
            video.creator = rng.choice([None, *creators])
            video.save()
        case 10:
            make_creator(f"Creator {rng.randrange(10**6)}")
        case 11:
            video.tagged_videos.update(source=rng.choice(["curator", "automatic", "creator"]))
        case _ if creators:
            Creator.objects.filter(pk=rng.choice(creators).pk).update(status=rng.choice(["removed", "active"]))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_after_any_changes_is_the_one_that_would_be_built_anew(make_video, make_creator, seed):
    rng = random.Random(seed)
    for _ in range(30):
        make_video(tags=rng.sample(TAGS, 2), duration_seconds=rng.randrange(9000))
    current_index()

    for _ in range(25):
        for _ in range(rng.randrange(1, 4)):
            change_something(rng, make_video, make_creator)
        index = current_index()

        assert content(index) == content(build())
    assert list(find_differences(index)) == []


@pytest.mark.django_db
def test_knows_former_slugs_of_creators_as_soon_as_they_are_there(make_creator):
    creator = make_creator("New", is_asmr_creator=True)
    current_index()

    creator.former_slugs.create(slug="old")

    assert current_index().creator_slugs == {"new": "new", "old": "new"}
    assert content(current_index()) == content(build())


@pytest.mark.django_db
def test_shares_what_did_not_change_with_the_one_before(make_video):
    make_video(tags=["cbt"])
    other = make_video(tags=["tapping"])
    before = current_index()

    Video.objects.filter(pk=other.pk).update(view_count=5)
    after = current_index()

    assert after is not before
    assert after.present["cbt"] is before.present["cbt"]


@pytest.mark.django_db
def test_looks_for_remembered_terms_in_what_changed(make_video, django_assert_num_queries):
    rain, other = make_video("Rain on a tent"), make_video("Rain and wind")
    queries = ["q=rain", 'q="a tent"', "q=ten*", "q=wind&sort=best"]
    for query in queries:
        search(VideoFilter.from_query(query)).hits[:9]

    rain.source_title = "Snow"
    rain.save()
    new = make_video("Wind in a tent")
    found = [search(VideoFilter.from_query(query)).hits[:9] for query in queries]
    index = current_index()

    assert found == [[other.pk], [new.pk], [new.pk], [new.pk, other.pk]]
    with django_assert_num_queries(0):
        for query in queries:
            search(VideoFilter.from_query(query), index=index).hits[:9]


@pytest.mark.django_db
def test_after_a_change_of_the_vocabulary_follows_its_arrows(make_video):
    make_video(tags=["nail-tapping"])
    before = search(VideoFilter.from_query("tag=tapping")).count()

    Tag.objects.get(slug="nail-tapping").closure.filter(present__slug="tapping").delete()

    assert (before, search(VideoFilter.from_query("tag=tapping")).count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_what_one_thread_has_not_committed_no_other_sees(self, make_video):
        make_video()
        counts = {}

        def count_elsewhere(name):
            thread = threading.Thread(target=lambda: counts.update({name: len(current_index().listed)}))
            thread.start()
            thread.join()

        with transaction.atomic():
            make_video()
            counts["inside"] = len(current_index().listed)
            if connection.vendor == "postgresql":  # on SQLite in memory both share a connection
                count_elsewhere("outside")
            transaction.set_rollback(True)

        assert counts["inside"] == 2
        assert counts.get("outside", 1) == 1
        assert len(current_index().listed) == 1

    def test_what_was_rolled_back_has_never_been_though_the_next_change_bears_its_number(self, make_video):
        make_video()
        current_index()
        with transaction.atomic():
            make_video()
            current_index()
            transaction.set_rollback(True)

        Video.objects.update(listing_state="hidden")

        assert len(current_index().listed) == 0


@pytest.mark.usefixtures("loaded_vocabulary")
def test_an_old_one_is_built_anew_aside_and_swapped_and_says_what_had_gone_astray(make_video, monkeypatch, caplog):
    make_video(tags=["cbt"])
    stale = dataclasses.replace(current_index(), present={**current_index().present, "cbt": type(build().listed)()})
    monkeypatch.setattr(current, "_current", stale)
    monkeypatch.setattr(current, "MAX_AGE_SECONDS", -1)
    monkeypatch.setattr(current, "JITTER_SECONDS", 1)

    during = current_index()
    for thread in threading.enumerate():
        if thread.name == "rebuild-index":
            thread.join()
    monkeypatch.setattr(current, "MAX_AGE_SECONDS", 3600)

    assert (len(during.present["cbt"]), len(current_index().present["cbt"])) == (0, 1)
    assert "tag cbt: 0 videos in the index, 1 in the database" in caplog.text


@pytest.mark.django_db
class TestIdsBeyond32Bits:
    def test_are_shown_nowhere_and_named_by_the_comparison(self, make_video):
        make_video()
        current_index()
        make_video(pk=2**33)

        assert len(current_index().listed) == len(build().listed) == 1
        assert "listed videos listed: 1 videos in the index, 2 in the database" in list(find_differences(build()))

    def test_take_no_other_video_out(self, make_video):
        video = make_video()
        current_index()
        make_video(pk=2**32 + video.pk, listing_state="hidden")

        assert list(current_index().listed) == [video.pk]


@pytest.mark.django_db(transaction=True)
def test_what_it_stumbles_over_costs_a_build_not_the_site(make_video, monkeypatch, caplog):
    make_video()
    current_index()
    make_video()
    monkeypatch.setattr(current, "update", lambda *_: 1 / 0)

    assert len(current_index().listed) == 2
    assert "could not follow a change and is built anew" in caplog.text


@pytest.mark.django_db
def test_creators_who_leave_and_come_back_take_their_videos_along(make_video, make_creator):
    creator = make_creator()
    video = make_video(creator=creator)
    before = list(current_index().listed)

    Creator.objects.update(status="removed")
    without = list(current_index().listed)
    Creator.objects.update(status="active")

    assert (before, without, list(current_index().listed)) == ([video.pk], [], [video.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("is_known", [True, False])
def test_a_tag_that_is_renamed_or_comes_back_keeps_its_videos(make_video, is_known):
    video = make_video(tags=["cbt"])
    if not is_known:
        Tag.objects.filter(slug="cbt").update(is_retired=True)
    current_index()

    Tag.objects.filter(slug="cbt").update(slug="cognitive-work", is_retired=False)
    index = current_index()

    assert list(index.present["cognitive-work"]) == [video.pk]
    assert content(index) == content(build())
