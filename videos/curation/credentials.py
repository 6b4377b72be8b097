"""A person says that a creator's stated credential is true, and where they looked it up."""

from collections.abc import Collection

from django.utils import timezone

from creators.models import Creator

WRITTEN = ("confirmed_credential", "credential_source")
CONFIRMATION = (*WRITTEN, "credential_confirmed_of", "credential_confirmed_at", "credential_confirmed_by")


def settle_confirmation(creator: Creator, *, changed: Collection[str], user) -> tuple[str, ...]:
    """Set on `creator`, unsaved, what an edit of the fields in `changed` makes of the confirmation of a credential.

    Whoever writes what was confirmed, and its source, confirms it now and by their name. Where the credentials alone
    changed it was said of another text, and is taken back. Returns the fields that may have changed; none where the
    edit touches neither. Raises ValueError where nobody is logged in who could confirm.
    """
    if not {"credentials", *WRITTEN} & set(changed):
        return ()
    if not (set(WRITTEN) & set(changed) and creator.confirmed_credential):
        take_over_confirmation(creator, None)
        return CONFIRMATION
    if user is None:
        raise ValueError("a credential is confirmed by a person who is logged in")
    creator.credential_confirmed_of = creator.credentials
    # To the second, as the history can tell it.
    creator.credential_confirmed_at = timezone.now().replace(microsecond=0)
    creator.credential_confirmed_by = user.get_username()
    return CONFIRMATION


def take_over_confirmation(creator: Creator, other: Creator | None) -> None:
    """Set on `creator`, unsaved, the confirmation that stands at `other`; for None that there is none."""
    for name in CONFIRMATION:
        setattr(creator, name, getattr(other or Creator(), name))
