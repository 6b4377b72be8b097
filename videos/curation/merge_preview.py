"""What two entries would be as one, seen before it is done."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from creators.models import Creator, CredentialState
from creators.querysets import CreatorQuerySet
from videos.curation.entries import read_parts
from videos.curation.merging import merge_duplicates

_WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class MergeRow:
    """One thing that entries say: of the one that stays, of the one that goes, and of what they become."""

    label: str
    stays: str
    goes: str
    result: str

    @property
    def is_changing(self) -> bool:
        return self.result != self.stays


@dataclass(frozen=True)
class MergePreview:
    """`stays` and `goes` as they are now."""

    stays: Creator
    goes: Creator
    rows: tuple[MergeRow, ...]


def foresee_merge(creator: Creator, other: Creator) -> MergePreview:
    """See what `merge_duplicates` would make of the two; changes nothing. Raises what it does.

    It merges and rolls back, so it waits for other writers as that does.
    """
    both = {entry.pk: (entry, _describe(entry)) for entry in (creator, other)}
    with transaction.atomic():
        result = merge_duplicates(creator, other)
        becomes = _describe(result)
        transaction.set_rollback(True)
    (stays, own), (goes, others) = both[result.pk], both[(both.keys() - {result.pk}).pop()]
    rows = (MergeRow(label, own[label], others[label], becomes[label]) for label in becomes)
    return MergePreview(stays, goes, tuple(row for row in rows if row.stays or row.goes or row.result))


def find_namesakes(creator: Creator) -> CreatorQuerySet:
    """Other entries of that site that share a name or handle with `creator` and may be one with it. By name."""
    names = {creator.folded_name, *creator.aliases.values_list("folded_name", flat=True)}
    called = Q(folded_name__in=names) | Q(aliases__folded_name__in=names)
    if creator.handle:
        called |= Q(handle__iexact=creator.handle)
    found = Creator.objects.filter(called, site=creator.site).exclude(pk=creator.pk).distinct()
    return found.filter(site_id="") if creator.site_id else found


def _describe_confirmation(creator: Creator) -> str:
    is_confirmed = creator.credential_state == CredentialState.CONFIRMED
    return f"{creator.confirmed_credential} ({creator.credential_source})" if is_confirmed else ""


def _describe(creator: Creator) -> dict[str, str]:
    parts = read_parts(creator)
    return {
        "Name": creator.shown_name,
        "The site's name": creator.source_name,
        "Site": creator.site,
        "Channel id": creator.site_id,
        "Handle": creator.handle,
        "Address": creator.curator_url or creator.source_url,
        "Status": creator.get_status_display(),
        "ASMR creator": _WORDS[creator.is_asmr_creator],
        "Followed": _WORDS[creator.is_followed],
        "Approach": creator.approach,
        "Credentials": creator.credentials,
        "Credential confirmed": _describe_confirmation(creator),
        "Languages": ", ".join(creator.languages),
        "Videos": f"{creator.videos.count():,}",
        "Videos listed": f"{creator.videos.filter(listing_state='listed').count():,}",
        "Named in": "; ".join(map(str, creator.collections.all())),
        **{name.capitalize(): "; ".join(told) for name, told in parts.items()},
    }
