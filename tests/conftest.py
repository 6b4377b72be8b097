"""What every test may ask for: the vocabulary in the database, makers of creators and videos, recorded answers."""

import json
import math
import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from creators.models import Creator
from videos.browsing import demand
from videos.curation import vocabulary as curation
from videos.models import Tag, TaggedVideo, Video
from videos.tagging.computed import find_computed_tags
from videos.vocabulary.parser import catalog_vocabulary

EXAMPLES = Path(__file__).parent / "data" / "vocabulary" / "examples.jsonl"
HELD = {"p30"}  # ear eating waits for a moderator

# Playwright's own event loop runs in the tests' thread, where Django would refuse to speak to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# Half-way through a test no thread shall write what earlier ones asked for.
demand.SAVE_EVERY_SECONDS = math.inf


def pytest_addoption(parser):
    parser.addoption(
        "--recordings",
        type=Path,
        metavar="DIR",
        help="a folder with recordings/, data/infodicts.jsonl and tools/replay_proxy.py, for tests over real answers",
    )
    parser.addoption(
        "--filters", type=int, default=200, metavar="N", help="random filters that are compared with plain Python"
    )


@pytest.fixture(scope="session")
def shared_folder(request) -> Path:
    """The folder given as --recordings; tests that need it are skipped without it."""
    folder = request.config.getoption("--recordings")
    if folder is None:
        pytest.skip("needs --recordings DIR")
    return folder


@pytest.fixture(scope="session")
def vocabulary():
    return catalog_vocabulary()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, vocabulary):
    """The test database holds the vocabulary, as every catalog does."""
    with django_db_blocker.unblock():
        curation.load(vocabulary)


@pytest.fixture
def loaded_vocabulary(transactional_db, vocabulary):
    """For a test that commits: such a one empties the database behind it, the vocabulary included."""
    if not Tag.objects.exists():
        curation.load(vocabulary)


@pytest.fixture
def make_creator(db):
    def make(name="Quiet Corner ASMR", **values) -> Creator:
        return Creator.objects.create(**{"source_name": name, **values})

    return make


@pytest.fixture
def make_video(db):
    """Make a listed video; a test states only what matters to its sentence. `tags` are slugs, a curator's word."""
    made = 0

    def make(title="Soft rain", *, tags=(), **values) -> Video:
        nonlocal made
        made += 1
        defaults = {"site": "youtube", "site_id": f"video{made:06}", "source_title": title}
        values = {**defaults, "url": f"https://www.youtube.com/watch?v=video{made:06}", **values}
        if values.get("published_at") and "published_precision" not in values:
            values["published_precision"] = "exact"
        video = Video.objects.create(**values)
        tag_video(video, tags)
        video.refresh_from_db()
        return video

    return make


@pytest.fixture
def examples(db, vocabulary) -> dict[str, Video]:
    """The sixty example titles as listed videos, as the personas' tasks presuppose them, by their ids.

    Their tags are the expected direct ones and the computed lengths, not the tagger's.
    """
    videos = {}
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        video = Video.objects.create(
            site="youtube",
            site_id=row["id"],
            url=f"https://www.youtube.com/watch?v={row['id']}",
            source_title=row["title"],
            source_language=row["language"],
            description=row["description"],
            duration_seconds=row["duration"],
            **({"listing_state": "held", "held_reason": "moderation"} if row["id"] in HELD else {}),
        )
        computed = find_computed_tags(duration_seconds=row["duration"], live_status=None, vocabulary=vocabulary)
        tag_video(video, [*row["expected"], *(finding.tag for finding in computed)])
        videos[row["id"]] = video
    return videos


def tag_video(video: Video, slugs) -> None:
    found = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs)}
    TaggedVideo.objects.bulk_create(TaggedVideo(content_object=video, tag=found[slug]) for slug in slugs)


@pytest.fixture
def curator(db):
    return get_user_model().objects.create_superuser("curator")
