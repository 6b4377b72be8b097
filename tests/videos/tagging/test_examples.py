import json
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data" / "vocabulary"


def read_lines(name):
    with (DATA / name).open(encoding="utf-8") as lines:
        return [pytest.param(row, id=row["id"]) for row in map(json.loads, lines)]


@pytest.fixture
def find_described(published, vocabulary):
    """Give the published tags of an example, without what its duration decides."""

    def find_in_row(row):
        parts = {"description": row.get("description", ""), "language": row["language"]}
        return {slug for slug in published(row["title"], **parts) if vocabulary.tags[slug].group != "length"}

    return find_in_row


@pytest.mark.parametrize("row", read_lines("examples.jsonl"))
def test_an_example_gets_exactly_its_tags(find_described, row):
    assert find_described(row) - set(row["optional"]) == set(row["expected"]) - set(row["optional"])


@pytest.mark.parametrize("row", read_lines("examples.jsonl"))
def test_an_example_gets_none_of_the_wrong_tags(find_described, row):
    assert find_described(row) & set(row["must_not"]) == set()


@pytest.mark.parametrize("row", read_lines("traps.jsonl"))
def test_a_trap_is_not_fallen_into(find_described, row):
    found = find_described(row)

    assert set(row["must"]) - found == set()
    assert found & set(row["must_not"]) == set()
