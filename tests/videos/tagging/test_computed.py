import math

import pytest

from videos.tagging.computed import add_computed_tags, find_computed_tags
from videos.tagging.findings import Finding
from videos.tagging.matcher import find_tags
from videos.tagging.zones import VideoText


@pytest.mark.parametrize(
    ("duration_seconds", "slugs"),
    [
        (None, []),
        (0, []),
        (-5, []),
        (math.nan, []),
        (math.inf, []),
        (179.9, ["shorts"]),
        (180, []),
        (3599, []),
        (3600, ["one-hour-plus"]),
        (10_800, ["one-hour-plus", "three-hours-plus"]),
    ],
)
def test_the_duration_gives_the_length(vocabulary, duration_seconds, slugs):
    findings = find_computed_tags(duration_seconds=duration_seconds, live_status=None, vocabulary=vocabulary)

    assert [finding.tag for finding in findings] == slugs


@pytest.mark.parametrize(
    ("live_status", "slugs"),
    [
        (None, []),
        ("not_live", []),
        ("is_upcoming", []),
        ("is_live", ["live-stream"]),
        ("was_live", ["live-stream"]),
        ("post_live", ["live-stream"]),
    ],
)
def test_the_live_status_tells_a_live_stream(vocabulary, live_status, slugs):
    findings = find_computed_tags(duration_seconds=None, live_status=live_status, vocabulary=vocabulary)

    assert [finding.tag for finding in findings] == slugs


def test_a_computed_finding_is_certain(vocabulary):
    assert find_computed_tags(duration_seconds=58, live_status=None, vocabulary=vocabulary) == (
        Finding(tag="shorts", state="present", status="publish", confidence=1.0, zone="computed", evidence="58 s"),
    )


@pytest.mark.parametrize(("duration_seconds", "zone"), [(None, "title"), (58, "computed"), (600, None)])
def test_a_known_duration_overrules_the_text(vocabulary, duration_seconds, zone):
    findings = add_computed_tags(
        find_tags(VideoText(title="Tapping #shorts"), vocabulary),
        duration_seconds=duration_seconds,
        live_status=None,
        vocabulary=vocabulary,
    )

    assert {finding.tag: finding.zone for finding in findings}.get("shorts") == zone


def test_text_and_facts_are_joined_in_order(vocabulary):
    findings = add_computed_tags(
        find_tags(VideoText(title="Asmr live, tapping"), vocabulary),
        duration_seconds=4000,
        live_status="was_live",
        vocabulary=vocabulary,
    )

    assert [(finding.tag, finding.zone) for finding in findings] == [
        ("live-stream", "computed"),
        ("one-hour-plus", "computed"),
        ("tapping", "title"),
    ]
