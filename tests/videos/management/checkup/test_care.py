from datetime import date, timedelta

import pytest

from videos.management import command_line
from videos.management.checkup.care import check_help
from videos.models import HelpContact

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)


def contact(name, *, age=None, **values):
    if age is not None:
        values |= {"verified_on": TODAY - timedelta(days=age), "verified_by": "curator"}
    HelpContact.objects.create(name=name, **{"number": "1", **values})


def lines():
    return [(found.level, found.words) for found in check_help(TODAY)]


def test_is_content_where_a_person_answers_and_all_is_checked():
    contact("Listeners", age=10)
    contact("Old", age=500, is_shown=False)

    assert lines() == [("ok", "1 contact shown to people in distress, 1 of them with a person")]


def test_wants_the_list_where_there_is_none():
    assert lines() == [
        (
            "MEND",
            f"0 contacts shown to people in distress, 0 of them with a person. Run: {command_line('load_guide')}, "
            "then check the entries at /admin/videos/helpcontact/",
        )
    ]


def test_wants_a_number_where_only_a_directory_is_checked_and_names_what_nobody_has():
    contact("List", age=10, kind="directory", url="https://example.org/")
    contact("Listeners", country="NO")

    assert lines() == [
        (
            "MEND",
            "1 contact shown to people in distress, 0 of them with a person. Check at least the emergency and support "
            "lines of your visitors' countries, at /admin/videos/helpcontact/",
        ),
        (
            "look",
            "never checked, and so shown to nobody: Listeners (Norway). Check them, or shut them off: "
            "/admin/videos/helpcontact/?check=unverified",
        ),
    ]


def test_says_two_weeks_before_that_a_check_runs_out_and_wants_a_person_when_it_has():
    contact("Soon", age=170, kind="emergency")
    contact("Late", age=181, country="NO")

    assert lines() == [
        ("ok", "1 contact shown to people in distress, 1 of them with a person"),
        (
            "MEND",
            "checked more than 180 days ago, and so shown no longer: Late (Norway). Check them again, or shut them "
            "off: /admin/videos/helpcontact/?check=expired",
        ),
        (
            "look",
            "to be checked again within 14 days: Soon (everywhere): 10 days left. See "
            "/admin/videos/helpcontact/?check=expiring",
        ),
    ]
