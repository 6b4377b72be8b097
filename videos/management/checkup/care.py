"""Whom people in distress are led to: whether there is a number for them, and whether somebody checks the numbers."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from videos.management import command_line, counted
from videos.management.checkup.findings import Finding, Level
from videos.models import HelpContact
from videos.models.care import EXPIRING_DAYS, VALID_DAYS

PAGE = "/admin/videos/helpcontact/"


def examine() -> Iterator[Finding]:
    yield from check_help(timezone.localdate())


def check_help(today: date) -> Iterator[Finding]:
    """One line of what is shown, and one for each thing to do, entries named."""
    contacts = HelpContact.objects.all()
    shown, on = contacts.shown(today), contacts.switched_on()
    answering = shown.answering().count()
    words = f"{counted(shown.count(), 'contact')} shown to people in distress, {answering} of them with a person"
    if answering:
        yield Finding(Level.OK, "help", words)
    elif not contacts.exists():
        load = command_line("load_guide")
        yield Finding(Level.MEND, "help", f"{words}. Run: {load}, then check the entries at {PAGE}")
    else:
        advice = f"Check at least the emergency and support lines of your visitors' countries, at {PAGE}"
        yield Finding(Level.MEND, "help", f"{words}. {advice}")
    if expired := on.expired(today):
        words = f"checked more than {VALID_DAYS} days ago, and so shown no longer: {_names(expired)}"
        yield Finding(Level.MEND, "help", f"{words}. Check them again, or shut them off: {PAGE}?check=expired")
    if expiring := contacts.expiring(today):
        words = f"to be checked again within {EXPIRING_DAYS} days: {_names(expiring, today)}"
        yield Finding(Level.LOOK, "help", f"{words}. See {PAGE}?check=expiring")
    if unverified := on.unverified():
        words = f"never checked, and so shown to nobody: {_names(unverified)}"
        yield Finding(Level.LOOK, "help", f"{words}. Check them, or shut them off: {PAGE}?check=unverified")


def _names(contacts: QuerySet[HelpContact], today: date | None = None) -> str:
    """Names, with the days that are left where `today` is given."""
    if today is None:
        return ", ".join(map(str, contacts))
    return ", ".join(f"{contact}: {counted(contact.days_left(today), 'day')} left" for contact in contacts)
