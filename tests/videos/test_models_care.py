"""Help contacts are shown as long as a person's check is good; resources say how far they can be trusted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from videos.models import HelpContact, Resource

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)


def contact(name="Listeners", *, age=None, **values):
    """`age`: days since it was checked; None: never."""
    if age is not None:
        values |= {"verified_on": TODAY - timedelta(days=age), "verified_by": "curator"}
    return HelpContact.objects.create(name=name, **{"number": "116 123", **values})


class TestHelpContact:
    @pytest.mark.parametrize(
        ("age", "is_shown", "seen"),
        [
            (None, True, False),
            (0, True, True),
            (180, True, True),
            (181, True, False),
            (0, False, False),
            (-1, True, False),
        ],
    )
    def test_is_seen_for_180_days_after_its_check_and_never_without_one(self, age, is_shown, seen):
        contact(age=age, is_shown=is_shown)

        assert HelpContact.objects.shown(TODAY).exists() is seen

    @pytest.mark.parametrize(("age", "days"), [(None, None), (0, 180), (180, 0), (181, -1)])
    def test_tells_how_many_days_it_has_left(self, age, days):
        assert contact(age=age).days_left(TODAY) == days

    @pytest.mark.parametrize(("age", "is_expiring"), [(165, False), (166, True), (180, True), (181, False)])
    def test_expires_soon_within_the_last_two_weeks(self, age, is_expiring):
        contact(age=age)

        assert HelpContact.objects.expiring(TODAY).exists() is is_expiring

    @pytest.mark.parametrize(
        ("number", "link"),
        [
            ("0800 111 0 111", "tel:08001110111"),
            ("+49 (30) 1-2", "tel:+493012"),
            ("9-8-8", "tel:988"),
            ("*#1", "tel:*%231"),
            ("", ""),
            ("+49 (0)30-1", ""),
            ("13 11 14 / 0477 13 11 14", ""),
            ("0800 111 0 111 0800 111 0 222", ""),
            ("HOME to 741741", ""),
            ("116 123 or 142", ""),
            ("chat", ""),
        ],
    )
    def test_has_a_link_for_telephones_where_it_is_one_number_to_dial(self, number, link):
        assert HelpContact(number=number).phone_link == link

    def test_is_of_a_place(self):
        assert [contact(country=code).place for code in ("", "NO", "QQ")] == ["everywhere", "Norway", "QQ"]

    def test_leads_somewhere(self):
        with pytest.raises(ValidationError, match="Give a number or an address"):
            HelpContact(name="Nobody").full_clean()

    @pytest.mark.parametrize("values", [{"verified_on": TODAY}, {"verified_by": "curator"}])
    def test_was_checked_by_somebody_on_a_day_or_not_at_all(self, values):
        with pytest.raises(IntegrityError):
            contact(**values)


class TestResource:
    @pytest.mark.parametrize(
        ("status", "url", "is_linked"),
        [
            ("live", "https://example.org/", True),
            ("unverified", "https://example.org/", True),
            ("historic", "https://example.org/", False),
            ("live", "", False),
        ],
    )
    def test_is_a_link_unless_it_may_be_closed(self, status, url, is_linked):
        assert Resource(status=status, url=url).is_linked is is_linked

    def test_shows_its_address_as_one_reads_it(self):
        assert Resource(url="https://www.example.org/").shown_address == "www.example.org"
