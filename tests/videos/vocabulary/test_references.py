"""The studies that the evidence notes cite: what of them was compared with a public page, as data."""

import re
from datetime import date

import pytest
import yaml

from videos.vocabulary.parser import FOLDER


@pytest.fixture(scope="module")
def settings():
    return yaml.safe_load((FOLDER / "vocabulary.yaml").read_text(encoding="utf-8"))


def with_doi(references) -> set[str]:
    return {key for key, cited in references.items() if re.search(r"\. doi:10\.\d{4,9}/[^\s,;]*[^\s.,;]$", cited)}


def test_every_checked_reference_is_one_of_the_file_with_the_day(settings):
    checked = settings["references_checked"]

    assert checked.keys() - settings["references"].keys() == set()
    assert {type(day) for day in checked.values()} == {date}


def test_those_that_nobody_found_are_known(settings):
    assert settings["references"].keys() - settings["references_checked"].keys() == {"gottlieb1995", "spanos1991"}


def test_a_doi_ends_the_reference_and_only_one_that_was_checked_has_it(settings):
    found = with_doi(settings["references"])

    assert {key for key, cited in settings["references"].items() if "doi" in cited} == found
    assert settings["references_checked"].keys() - found == {"ezawa2023"}
