"""Short ways to ask the tagger."""

import pytest

from videos.tagging.matcher import find_tags
from videos.tagging.zones import VideoText


@pytest.fixture(scope="session")
def find(vocabulary):
    """Give find(title, **parts of the VideoText): what is found, by slug."""

    def find_by_slug(title, **parts):
        return {finding.tag: finding for finding in find_tags(VideoText(title=title, **parts), vocabulary)}

    return find_by_slug


@pytest.fixture(scope="session")
def published(find):
    """Give published(title, **parts): the slugs a visitor would see."""

    def find_published(title, **parts):
        found = find(title, **parts)
        return {slug for slug in found if found[slug].state == "present" and found[slug].status == "publish"}

    return find_published


@pytest.fixture(scope="session")
def absent(find):
    """Give absent(title, **parts): the slugs the text declares absent."""

    def find_absent(title, **parts):
        return {slug for slug, finding in find(title, **parts).items() if finding.state == "absent_declared"}

    return find_absent
