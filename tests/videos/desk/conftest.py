"""What the tests of the desk share: a curator who is signed in, and suggestions that wait."""

import pytest

from videos.models import Tag, TagDecision


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def suggest(make_video):
    """Suggest a tag of a video, as the tagger does where it is unsure; without a video of a new one."""

    def suggest(slug, video=None, *, evidence="", zone="title", confidence=0.5, source="automatic", **values):
        video = video or make_video(**values)
        return TagDecision.objects.create(
            video=video,
            tag=Tag.objects.get(slug=slug),
            kind="suggested",
            source=source,
            evidence=evidence,
            zone=zone,
            confidence=confidence,
        )

    return suggest
