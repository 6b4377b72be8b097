"""What a site's list of help contacts and resources begins with, as data. Pure."""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
UNION = "EU"
# The states of the European Union since 2020.
MEMBERS = frozenset(
    [
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    ]
)


def read_contacts() -> list[dict[str, str]]:
    """The help contacts that every site begins with: the fields of an entry, `key` among them. None is verified."""
    return _read("contacts")["contacts"]


@cache
def directories() -> dict[str, str]:
    """The addresses of the directories among them, by key. Read once in a process."""
    return {entry["key"]: entry["url"] for entry in read_contacts() if entry["kind"] == "directory"}


def read_resources() -> list[dict]:
    """The resources that every site begins with: the fields of an entry, `key` among them, and slugs of `tags`."""
    return _read("resources")["resources"]


@cache
def country_names() -> dict[str, str]:
    """English names of countries by their ISO code, in the order of the names. Read once in a process."""
    return _read("countries")


def _read(name: str) -> dict:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
