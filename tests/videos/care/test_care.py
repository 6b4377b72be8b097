"""The files that a site's help contacts and resources begin with."""

import pytest

from videos.care import country_names, read_contacts, read_resources


def test_no_contact_comes_verified_for_nobody_has_checked_one():
    said = set().union(*read_contacts())

    assert said == {"key", "kind", "country", "name", "number", "url", "hours", "note", "source"}


def test_every_place_that_the_list_names_has_its_contact():
    places = {(fields.get("country", ""), fields.get("number", "")) for fields in read_contacts()}

    assert places == {
        *(("", ""), ("EU", "112"), ("EU", "116 123"), ("US", "988"), ("CA", "988"), ("GB", "116 123")),
        *(("IE", "116 123"), ("AU", "13 11 14"), ("NZ", "1737"), ("FR", "3114"), ("ES", "024")),
        *(("DE", "0800 111 0 111"), ("BR", "188"), ("KR", "109"), ("IN", "14416")),
    }


def test_the_resources_are_what_the_post_names_and_none_says_that_it_was_checked():
    found = {fields["title"]: (fields["kind"], fields["status"], fields.get("tags")) for fields in read_resources()}

    assert found == {
        "ASMR University": ("blog", "unverified", None),
        "ASMR Research Project survey": ("survey", "historic", None),
        "The Cube: Keep the Secret": ("book", "unverified", ["the-cube"]),
    }


@pytest.mark.parametrize("read", [read_contacts, read_resources])
def test_each_entry_has_a_key_of_its_own(read):
    keys = [fields["key"] for fields in read()]

    assert sorted(set(keys)) == sorted(keys)


def test_countries_have_codes_that_yaml_takes_for_text():
    names = country_names()

    assert (names["NO"], names["GB"], names["EU"]) == ("Norway", "United Kingdom", "European Union")
    assert {type(code) for code in names} == {str}
