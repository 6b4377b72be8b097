"""Page, API, feed and exports give the same videos in the same order: random filters over 300 random videos.

Thirty of them in the suite, for lack of time; `--filters 2000` makes them 300.
"""

import csv
import json
import random
import re
from io import StringIO

import pytest
from django.core.management import call_command

from videos.browsing.addresses import at_rest, feed_href, random_href
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import Range
from videos.browsing.never import NOTHING, NeverList
from videos.models import ListingState, Tag, TagDecision

pytestmark = pytest.mark.django_db

TAGS = (
    *("tapping", "nail-tapping", "whispered", "no-talking", "mouth-sounds", "no-mouth-sounds", "ear-eating", "sleep"),
    *(
        "sleep-hypnosis",
        "hypnosis",
        "affirmations",
        "cbt",
        "reiki",
        "rain-sounds",
        "misophonia-mouth",
        "spiritual-claims",
    ),
)
GROUPS = ("clinical", "coping", "hypnosis", "energy-spiritual", "voice")
LANGUAGES = ("", "en", "de", "ja")
WORDS = ("rain", "tent", "cosy", "雨")
SORTS = ("newest", "oldest", "longest", "shortest", "most-viewed", "best", "random-7")


@pytest.fixture
def chance():
    return random.Random(20261124)


@pytest.fixture
def catalog(make_video, make_creator, chance):
    """300 videos of which little is known, a tenth of them held, with suggestions, refusals and absences."""
    creators = [None, *(make_creator(f"Creator {number}") for number in range(6))]
    known = [tag for tag in TAGS if Tag.objects.filter(slug=tag).exists()]
    tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=known)}
    for number in range(300):
        is_held = chance.random() < 0.1
        year = chance.choice([None, 2017, 2019, 2021])
        video = make_video(
            " ".join([f"ASMR {number}", *chance.sample(WORDS, chance.randrange(3))]),
            tags=chance.sample(known, chance.randrange(4)),
            creator=chance.choice(creators),
            duration_seconds=chance.choice([None, 300, 1200, 3599, 3600, 20000]),
            source_language=chance.choice(LANGUAGES),
            view_count=chance.choice([None, 0, 10, 5000]),
            published_at=year and f"{year}-0{chance.randint(1, 9)}-01T00:00:00Z",
            published_precision=chance.choice(["exact", "day", "approximate"]) if year else "unknown",
            listing_state=ListingState.HELD if is_held else ListingState.LISTED,
            held_reason="moderation" if is_held else "",
        )
        for slug in chance.sample(known, chance.randrange(3)):
            kind = chance.choice(["suggested", "rejected", "absent-declared", "absent-checked"])
            TagDecision.objects.create(video=video, tag=tags[slug], kind=kind, source="curator")


def make_filter(chance) -> VideoFilter:
    """Few conditions at once, so that most filters find something."""
    conditions = {
        "tags": lambda: (tuple(chance.sample(TAGS, chance.randint(1, 3))),),
        "not_tags": lambda: tuple(chance.sample(TAGS, chance.randint(1, 2))),
        "free_tags": lambda: (chance.choice(TAGS),),
        "groups": lambda: (tuple(chance.sample(GROUPS, 2)),),
        "not_groups": lambda: (chance.choice(GROUPS),),
        "length": lambda: chance.choice([Range(20, 60), Range(60, None), Range(None, 20)]),
        "year": lambda: chance.choice([Range(2019, 2021), Range(None, 2019)]),
        "languages": lambda: tuple(chance.sample(LANGUAGES[1:], 2)),
        "creators": lambda: tuple(f"creator-{number}" for number in chance.sample(range(6), 3)),
        "q": lambda: chance.choice(WORDS),
    }
    asked = chance.sample(sorted(conditions), chance.choice([0, 1, 2, 2, 2, 3]))
    return VideoFilter(sort=chance.choice(SORTS), **{name: conditions[name]() for name in asked})


def make_never(chance) -> NeverList:
    if chance.random() < 0.5:
        return NOTHING
    creators = [f"creator-{number}" for number in chance.sample(range(6), chance.randrange(2))]
    return NeverList(tags=tuple(chance.sample(TAGS, chance.randint(1, 2))), creators=tuple(creators))


def walk_pages(client, asked) -> list[int]:
    found, href = [], asked.href()
    while href:
        html = client.get(href, follow=True).content.decode()
        found += [int(pk) for pk in re.findall(r'class="card__link" href="/videos/(\d+)/"', html)]
        following = re.search(r'href="([^"]+)" rel="next"', html)
        href = following and following[1].replace("&amp;", "&")
    return found


def walk_api(client, asked, never) -> list[int]:
    found, url = [], f"/api/v1/videos?{asked.query_string}&{never.query_string}"
    while url:
        answer = client.get(url).json()
        found += [video["id"] for video in answer["videos"]]
        url = answer["next"]
    return found


def read_feed(client, asked, never) -> list[int]:
    feed = client.get(feed_href(asked, never)).content.decode()
    return [int(pk) for pk in re.findall(r"<id>tag:testserver,\d+:video/(\d+)</id>", feed)]


def export(asked, never, form) -> list[str]:
    out = StringIO()
    options = {"filter": asked.query_string, "never": ",".join(never.tags), "never_creator": ",".join(never.creators)}
    call_command("export_videos", format=form, stdout=out, verbosity=0, **options)
    return out.getvalue().splitlines()


def test_every_face_gives_the_same_videos_in_the_same_order(client, settings, catalog, chance, request):
    settings.ASMR_PAGE_SIZE, settings.ASMR_API_PAGE_SIZE = 200, 70
    found_any, count = 0, request.config.getoption("--filters") * 3 // 20

    for _ in range(count):
        asked, never = make_filter(chance), make_never(chance)
        client.cookies["never"] = never.query_string
        expected = walk_pages(client, asked)
        found_any += bool(expected)

        assert walk_api(client, asked, never) == expected, asked
        assert [int(row["id"]) for row in csv.DictReader(export(asked, never, "csv"))] == expected, asked
        assert [json.loads(line)["id"] for line in export(asked, never, "jsonl")] == expected, asked
        newest = expected if at_rest(asked) == asked else walk_api(client, at_rest(asked), never)
        assert read_feed(client, asked, never) == newest[:50], asked
        picked = client.get(random_href(asked)).headers["Location"]
        assert picked in ({f"/videos/{pk}/" for pk in expected} or {at_rest(asked).with_sort("newest").href()}), asked

    assert found_any > count / 3
