import pytest

from tests.videos.importing.hostile import HostileSite
from videos.importing.files import FoundInfo
from videos.importing.intake import Import


@pytest.fixture
def run_import(db):
    """Give run_import(*items, **options): the outcomes of one import of info dicts, or of what `files` yields."""

    def run(*items, **options):
        found = [
            FoundInfo(f"found.jsonl:{line}", item) if isinstance(item, dict) else item
            for line, item in enumerate(items, start=1)
        ]
        return list(Import.begin(**options).store_all(found))

    return run


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
