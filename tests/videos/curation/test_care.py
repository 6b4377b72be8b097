"""Adding what a site begins with, and saying that somebody checked it."""

import pytest
from django.utils import timezone

from videos.care import read_contacts, read_resources
from videos.curation.care import confirm_resources, load_guide, save_contact, verify
from videos.models import HelpContact, Resource

pytestmark = pytest.mark.django_db


class TestLoadGuide:
    def test_adds_everything_and_shows_no_contact(self):
        added = load_guide()

        assert len(added) == len(read_contacts()) + len(read_resources())
        assert (HelpContact.objects.count(), Resource.objects.count()) == (len(read_contacts()), len(read_resources()))
        assert HelpContact.objects.shown().count() == 0
        assert [tag.slug for tag in Resource.objects.get(key="the-cube-book").tags.all()] == ["the-cube"]

    def test_adds_nothing_a_second_time(self):
        load_guide()

        assert load_guide() == []

    def test_spares_what_a_person_edited_shut_off_or_made(self):
        load_guide()
        HelpContact.objects.filter(key="gb-samaritans").update(number="1", is_shown=False)
        Resource.objects.get(key="the-cube-book").tags.clear()
        HelpContact.objects.create(name="Ours", number="2")

        load_guide()

        edited = HelpContact.objects.get(key="gb-samaritans")
        assert (edited.number, edited.is_shown) == ("1", False)
        assert Resource.objects.get(key="the-cube-book").tags.count() == 0
        assert HelpContact.objects.filter(name="Ours").count() == 1

    def test_adds_again_only_what_is_missing(self):
        load_guide()
        HelpContact.objects.filter(key="ca-988").delete()

        assert load_guide() == ["9-8-8 Suicide Crisis Helpline (Canada)"]


class TestChecking:
    @pytest.fixture
    def contact(self, curator):
        contact = HelpContact.objects.create(name="Listeners", number="1")
        verify(HelpContact.objects.all(), user=curator)
        contact.refresh_from_db()
        return contact

    def test_is_written_down_with_day_and_person(self, contact):
        assert (contact.verified_on, contact.verified_by) == (timezone.localdate(), "curator")

    @pytest.mark.parametrize(
        ("changed", "is_checked", "is_unverified"),
        [
            ({"number"}, False, True),
            ({"number"}, True, False),
            ({"note", "is_shown"}, False, False),
            (set(), False, False),
        ],
    )
    def test_does_not_outlast_a_change_of_what_was_checked(self, contact, curator, changed, is_checked, is_unverified):
        told = save_contact(contact, changed=changed, is_checked=is_checked, user=curator)

        contact.refresh_from_db()
        assert (told, contact.verified_on is None, contact.verified_by == "") == (is_unverified,) * 3

    def test_of_a_resource_says_that_it_is_there(self):
        resource = Resource.objects.create(title="Blog", kind="blog")

        confirm_resources(Resource.objects.all())

        resource.refresh_from_db()
        assert (resource.status, resource.checked_on) == ("live", timezone.localdate())
