from datetime import timedelta

import pytest
from django.utils import timezone

from videos.management import command_line
from videos.management.checkup.reports import check_reports
from videos.models import Report

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def report(kind, *, days, **values):
    Report.objects.create(kind=kind, reported_at=NOW - timedelta(days=days), fingerprint=f"{kind}{days}", **values)


def test_is_content_as_long_as_nobody_waits_too_long():
    report("removal", days=0.9, contact="a@example.org")
    report("wrong-tag", days=80, contact="b@example.org")
    report("removal", days=9, state="accepted")

    found = check_reports(NOW)

    assert (found.level, found.words) == ("ok", "2 reports of visitors open")


def test_names_creators_who_wait_and_contacts_that_should_be_gone():
    report("removal", days=1.1)
    report("other", days=91, contact="a@example.org")

    found = check_reports(NOW)

    assert (found.level, found.words) == (
        "MEND",
        "2 reports of visitors open; 1 request for removal older than 24 hours. Answer at /admin/desk/reports/; "
        f"1 contact kept longer than 90 days. Have a timer run every night: {command_line('check_links')}",
    )
