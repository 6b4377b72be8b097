"""What a program does to many videos waits for the person who is deciding on one of them, and leaves their word."""

import threading
import time

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from videos.curation.applying import apply_to_all
from videos.curation.editing import decide_listing
from videos.curation.history import undo
from videos.curation.listing import hold_for_moderators
from videos.curation.tag_merging import merge_tags
from videos.curation.tags import decide
from videos.models import Action, ListingState, Tag, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db(transaction=True)

Kind = TagDecision.Kind


def tag(slug):
    return Tag.objects.get(slug=slug)


@pytest.fixture
def while_deciding(loaded_vocabulary):
    """Have a person decide, who takes a while to be done, and meanwhile the program work."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")

    def run(decide_something, work) -> None:
        decided, failed = threading.Event(), []

        def person():
            with transaction.atomic():
                decide_something()
                decided.set()
                time.sleep(0.3)
            connection.close()

        def program():
            decided.wait(10)
            try:
                with transaction.atomic():
                    work()
            except Exception as error:
                failed.append(error)
            connection.close()

        threads = [threading.Thread(target=one) for one in (person, program)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert failed == []

    return run


def test_holding_for_moderators(while_deciding, make_video):
    video = make_video(tags=["ear-eating"])
    videos = Video.objects.filter(pk=video.pk)

    while_deciding(lambda: decide_listing(videos, state=ListingState.HIDDEN), lambda: hold_for_moderators(videos))

    video.refresh_from_db()
    assert (video.listing_state, video.is_listing_curated) == ("hidden", True)


def test_merging_tags(while_deciding, make_video):
    video, slime, stays = make_video(), tag("slime"), tag("tapping")
    TagDecision.objects.create(video=video, tag=slime, kind=Kind.SUGGESTED, source="automatic")
    user = get_user_model().objects.create_superuser("curator")

    while_deciding(lambda: decide(video, slime, kind=None), lambda: merge_tags(slime, stays, user=user))

    assert list(TaggedVideo.objects.values_list("tag__slug", "source")) == [("tapping", "curator")]
    assert not TagDecision.objects.exists()


def test_a_default_for_all_videos(while_deciding, make_video, make_creator):
    creator = make_creator()
    video, default = make_video(creator=creator), creator.defaults.create(tag=tag("tapping"))

    while_deciding(lambda: decide(video, tag("tapping"), kind=Kind.REJECTED), lambda: apply_to_all(default))

    assert not TaggedVideo.objects.exists()
    assert TagDecision.objects.values_list("kind", "source").get() == ("rejected", "curator")


def test_undoing(while_deciding, make_video):
    videos = Video.objects.filter(pk=make_video().pk)
    decide_listing(videos, state=ListingState.HELD)
    action = Action.objects.get()

    while_deciding(lambda: decide_listing(videos, state=ListingState.HIDDEN), lambda: undo(action, user=None))

    assert videos.get().listing_state == "hidden"
