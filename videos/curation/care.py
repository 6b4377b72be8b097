"""The entries of help contacts and resources: adding what a site begins with, and saying that somebody checked them."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from videos.care import read_contacts, read_resources
from videos.models import HelpContact, Resource, Tag

# Another number, or another country's, is another thing to check.
CHECKED_FIELDS = frozenset({"kind", "country", "name", "number", "url", "hours"})


@transaction.atomic
def load_guide() -> list[str]:
    """Add the entries of the files that are missing by their keys; gives the names of those added.

    What is there stays as it is, for a person may have edited it or shut it off. None is verified by being loaded.
    """
    added = []
    for fields in read_contacts():
        contact, is_new = HelpContact.objects.get_or_create(key=fields["key"], defaults=fields)
        added += [str(contact)] if is_new else []
    for order, fields in enumerate(read_resources()):
        values = {name: value for name, value in fields.items() if name != "tags"}
        resource, is_new = Resource.objects.get_or_create(key=fields["key"], defaults={**values, "order": order})
        if is_new:
            resource.tags.set(Tag.objects.filter(slug__in=fields.get("tags", ())))
            added.append(str(resource))
    return added


def verify(contacts: QuerySet[HelpContact], *, user) -> int:
    """Write down that this person checked these contacts today; gives how many."""
    return contacts.update(verified_on=timezone.localdate(), verified_by=user.get_username())


def save_contact(contact: HelpContact, *, changed: set[str], is_checked: bool, user) -> bool:
    """Save what a person edited. `is_checked`: they checked it as it stands now.

    Without that a change of what was checked makes it unverified; gives whether it did.
    """
    was_verified = contact.verified_on is not None
    if is_checked:
        contact.verified_on, contact.verified_by = timezone.localdate(), user.get_username()
    elif CHECKED_FIELDS & changed:
        contact.verified_on, contact.verified_by = None, ""
    contact.save()
    return was_verified and contact.verified_on is None


def save_resource(resource: Resource, *, changed: set[str]) -> bool:
    """Save what a person edited. Nobody has looked at another address yet, unless they say so with it.

    Gives whether it is unverified by that. What is historic stays so.
    """
    forgets = resource.checked_on is not None and "url" in changed and "checked_on" not in changed
    if forgets:
        resource.checked_on = None
        if resource.status == Resource.Status.LIVE:
            resource.status = Resource.Status.UNVERIFIED
    resource.save()
    return forgets


def confirm_resources(resources: QuerySet[Resource]) -> int:
    """Write down that somebody opened these today and found them there; gives how many."""
    return resources.update(checked_on=timezone.localdate(), status=Resource.Status.LIVE)
