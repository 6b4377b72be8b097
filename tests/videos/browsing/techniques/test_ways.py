"""Ways in by purpose, method and voice, each one tap behind the fold of its purpose."""

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.search import search
from videos.browsing.techniques.ways import MOST_PURPOSES, make_purposes

pytestmark = pytest.mark.django_db


def purposes(*, never: NeverList = NOTHING) -> dict:
    return {purpose.label: purpose for purpose in make_purposes(search(VideoFilter(), never=never))}


def told(purpose) -> dict[str, dict[str, int]]:
    return {method.label: {option.label: option.count for option in method.options} for method in purpose.methods}


def test_each_purpose_stands_by_method_and_voice(make_video):
    make_video(tags=["sleep", "sleep-hypnosis", "whispered"])
    make_video(tags=["sleep", "hypnosis"])
    make_video(tags=["sleep", "soft-spoken"])
    make_video(tags=["study-focus", "breathing-exercise"])

    found = purposes()

    assert list(found) == ["Sleep", "Study, work & focus"]
    assert told(found["Sleep"]) == {
        "Any method": {"any voice": 3, "Soft spoken": 1, "Whispered": 1},
        "Hypnosis": {"any voice": 2, "Whispered": 1},
    }
    assert told(found["Study, work & focus"]) == {
        "Any method": {"any voice": 1},
        "Relaxation and meditation": {"any voice": 1},
    }


def test_every_choice_leads_to_as_many_videos_as_it_says(examples):
    choices = [option for one in purposes().values() for method in one.methods for option in method.options]

    for option in choices:
        assert search(VideoFilter.from_query(option.href.partition("?")[2])).count() == option.count
    assert len(choices) > 20


def test_the_purposes_with_most_videos_come_first_and_no_more_than_some(examples):
    counts = [purpose.count for purpose in purposes().values()]

    assert counts == sorted(counts, reverse=True)
    assert len(counts) <= MOST_PURPOSES


def test_nothing_is_offered_that_is_never_to_be_met(make_video):
    make_video(tags=["sleep", "hypnosis", "whispered"])
    make_video(tags=["study-focus", "soft-spoken"])

    found = purposes(never=NeverList(tags=("hypnosis",)))

    assert {label: told(purpose) for label, purpose in found.items()} == {
        "Study, work & focus": {"Any method": {"any voice": 1, "Soft spoken": 1}}
    }
