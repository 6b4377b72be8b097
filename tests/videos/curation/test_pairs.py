import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from videos.curation.pairs import Knowledge, read_pairs, write_pairs
from videos.curation.tags import decide
from videos.models import Tag, TagDecision, TaggedVideo, Video
from videos.writing import writing

pytestmark = pytest.mark.django_db

PRESENT = Knowledge("present", "curator", decided_at=datetime(2026, 1, 2, 3, 4, 5, 678901, UTC))
SUGGESTED = Knowledge("suggested", "automatic", 0.5, "title", "soft taps", None, PRESENT.decided_at)


@pytest.fixture
def tags():
    return [Tag.objects.get(slug=slug).pk for slug in ("tapping", "whispered")]


def test_what_is_written_is_what_is_read(make_video, tags):
    one, two = make_video().pk, make_video().pk
    wanted = {(one, tags[0]): PRESENT, (one, tags[1]): SUGGESTED, (two, tags[0]): SUGGESTED}

    write_pairs(wanted)

    assert read_pairs([one, two], tags) == wanted


@pytest.mark.parametrize("before", [PRESENT, SUGGESTED])
@pytest.mark.parametrize("after", [PRESENT, SUGGESTED, None])
def test_what_is_written_takes_the_place_of_what_was_known(make_video, tags, before, after):
    pair, beside = (make_video().pk, tags[0]), (make_video().pk, tags[0])
    write_pairs({pair: before, beside: SUGGESTED})

    write_pairs({pair: after})

    assert read_pairs([pair[0], beside[0]], tags) == {**({pair: after} if after else {}), beside: SUGGESTED}


@pytest.mark.parametrize("before", [PRESENT, SUGGESTED, None])
@pytest.mark.parametrize("after", [PRESENT, SUGGESTED, None])
def test_who_has_read_what_was_known_has_it_replaced_too(make_video, tags, before, after):
    pair = make_video().pk, tags[0]
    write_pairs({pair: before})

    write_pairs({pair: after}, known=read_pairs([pair[0]], tags))

    assert read_pairs([pair[0]], tags) == ({pair: after} if after else {})


def test_many_are_read_in_parts(make_video, tags, monkeypatch):
    monkeypatch.setattr("videos.writing._MAX_KEYS", 2)
    wanted = {(make_video().pk, tags[0]): PRESENT for _ in range(5)}

    write_pairs(wanted)

    assert read_pairs([video for video, _ in wanted], tags) == wanted


@pytest.mark.parametrize("knowledge", [PRESENT, SUGGESTED, Knowledge(TagDecision.Kind.REJECTED, "curator")])
def test_json_holds_all_of_it(knowledge):
    assert Knowledge.from_json(knowledge.as_json) == knowledge


@pytest.mark.django_db(transaction=True)
def test_a_decision_waits_for_who_writes_of_the_video(loaded_vocabulary, make_video):
    """An import might bring a row of the pair between taking the old one out and writing the new one."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    video, tag = make_video(), Tag.objects.get(slug="tapping")
    writes, done = threading.Event(), []

    def bring():
        with writing():
            list(Video.objects.select_for_update().order_by("pk"))
            TaggedVideo.objects.create(content_object=video, tag=tag, source="automatic", confidence=1)
            writes.set()
            time.sleep(0.3)
        connection.close()

    def say():
        writes.wait(10)
        decide(video, tag, kind=TagDecision.Kind.REJECTED)
        done.append(True)
        connection.close()

    threads = [threading.Thread(target=work) for work in (bring, say)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert done == [True]
    assert (TaggedVideo.objects.count(), [row.kind for row in TagDecision.objects.all()]) == (0, ["rejected"])
