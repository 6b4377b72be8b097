"""What visitors say: whether somebody answers it, and whether nothing of them is kept too long."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from videos.curation.reports import count_open, find_overdue_contacts, find_overdue_removals
from videos.management import command_line, counted
from videos.management.checkup.findings import Finding, Level


def examine() -> Iterator[Finding]:
    yield check_reports(timezone.now())


def check_reports(now: datetime) -> Finding:
    words = f"{counted(count_open(), 'report')} of visitors open"
    troubles = []
    if removals := find_overdue_removals(now).count():
        troubles.append(
            f"{counted(removals, 'request')} for removal older than 24 hours. Answer at /admin/desk/reports/"
        )
    if contacts := find_overdue_contacts(now).count():
        kept = f"{counted(contacts, 'contact')} kept longer than 90 days"
        troubles.append(f"{kept}. Have a timer run every night: {command_line('check_links')}")
    return Finding(Level.MEND if troubles else Level.OK, "reports", "; ".join([words, *troubles]))
