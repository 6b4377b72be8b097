import pytest

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
