import pytest

from tests.videos.importing.hostile import HostileSite


@pytest.fixture
def hostile_site():
    """A site on 127.0.0.1 that behaves as badly as its path says: hostile_site.url("429")."""
    with HostileSite() as site:
        yield site


@pytest.fixture
def local_pages_allowed(settings, monkeypatch):
    """Let `fetch` read any page, of this machine too, and not through the proxy of whoever runs the tests."""
    settings.ASMR_ALLOW_GENERIC = settings.ASMR_ALLOW_LOCAL_ADDRESSES = True
    monkeypatch.setenv("no_proxy", "*")
