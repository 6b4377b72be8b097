"""A person says of a channel that it is this creator's, having seen what the site says of it."""

from django.utils import timezone

from creators.models import Creator, CreatorStatus, CreatorTrace
from videos.curation.history import acting, field_values
from videos.models import ActionKind, ChannelCheck

_SAID = {"site": "site", "site_id": "site_id", "handle": "handle", "name": "source_name", "url": "source_url"}
_TRACES = {"name": CreatorTrace.Kind.NAME, "handle": CreatorTrace.Kind.HANDLE, "url": CreatorTrace.Kind.ADDRESS}
_CHANGED = {*_SAID.values(), "status", "confirmed_at"}


class NotConfirmableError(Exception):
    """The channel cannot be this entry's; the text says why. `other` is the entry that has it, where one has."""

    def __init__(self, reason: str, *, other: Creator | None = None):
        super().__init__(reason)
        self.other = other


def check_confirmable(creator: Creator, check: ChannelCheck) -> None:
    """Raise NotConfirmableError where `creator` cannot have the channel that was answered. One query."""
    if check.answered_at is None:
        raise NotConfirmableError("The site has not answered yet.")
    if creator.status == CreatorStatus.REMOVED:
        raise NotConfirmableError("This creator asked to be removed from the catalog.")
    here = Creator.objects.filter(site=check.site, site_id=check.site_id).exclude(site_id="")
    other = here.exclude(pk=creator.pk).first()
    if other:
        raise NotConfirmableError(f"Another entry of the catalog has this channel: “{other}”.", other=other)
    if creator.site_id and (creator.site, creator.site_id) != (check.site, check.site_id):
        raise NotConfirmableError(
            f"This entry has a channel already, {creator.site_id} on {creator.site}: that is another one than "
            f"{check.site_id} on {check.site}."
        )


def confirm_channel(check: ChannelCheck, *, user=None) -> Creator:
    """Make the channel of the answered `check` that of its creator, who is active and confirmed from now on.

    Returns the creator as stored. The record tells what the person was shown. Raises NotConfirmableError.
    """
    summary = f"Confirmed: the channel {check.name} ({check.handle or check.site_id}) is theirs"
    with acting(user, ActionKind.CREATOR, summary) as recorder:
        creator = Creator.objects.select_for_update().get(pk=check.creator_id)
        check_confirmable(creator, check)
        shown = f"; shown: {check.site_id}, {'; '.join(check.titles)}"
        recorder.summary = summary + shown
        before = field_values(creator, _CHANGED)
        for said, column in _SAID.items():
            if value := getattr(check, said):
                setattr(creator, column, value)
        creator.status = CreatorStatus.ACTIVE
        # To the second, as the history can tell it.
        creator.curated_at = creator.confirmed_at = timezone.now().replace(microsecond=0)
        creator.save(update_fields={*_CHANGED, "curated_at"})
        _keep_traces(creator, check, before)
        recorder.note_fields(creator, before=before, after=field_values(creator, _CHANGED))
    return creator


def _keep_traces(creator: Creator, check: ChannelCheck, before: dict) -> None:
    """By what it is called now, and was until now, the channel is found again."""
    now = timezone.now()
    for said, kind in _TRACES.items():
        for value in {getattr(check, said), before[_SAID[said]]} - {""}:
            seen = {"first_seen_at": now, "last_seen_at": now}
            creator.traces.update_or_create(
                kind=kind, value=value, defaults={"last_seen_at": now}, create_defaults=seen
            )
