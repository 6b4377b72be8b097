"""What can be done to many videos at once, and what that makes of one of them."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from creators.models import Creator
from videos.models import ListingState, Tag


class BulkKind(models.TextChoices):
    ADD_TAG = "add-tag", "Add a tag"
    REMOVE_TAG = "remove-tag", "Remove a tag: rejected for good"
    REPLACE_TAG = "replace-tag", "Replace a tag by another"
    CHECK_NONE = "check-none", "Checked: none of a tag"
    SET_CREATOR = "set-creator", "Set the creator"
    LIST = "list", "List: visitors see them"
    HOLD = "hold", "Hold (by a curator)"
    HIDE = "hide", "Hide: visitors do not see them"


TAG_KINDS = frozenset({BulkKind.ADD_TAG, BulkKind.REMOVE_TAG, BulkKind.REPLACE_TAG, BulkKind.CHECK_NONE})
STATES = {
    BulkKind.LIST: ListingState.LISTED,
    BulkKind.HOLD: ListingState.HELD,
    BulkKind.HIDE: ListingState.HIDDEN,
}


@dataclass(frozen=True)
class BulkEdit:
    """What is done to each video. `tag` for whatever is about a tag, `new_tag` beside it for a replacement, `creator`
    for setting one. `overrules`: also where a person said otherwise."""

    kind: BulkKind
    tag: Tag | None = None
    new_tag: Tag | None = None
    creator: Creator | None = None
    overrules: bool = False


class Outcome(StrEnum):
    """What an edit makes of one video; `BulkEdit.kind` says which words that are."""

    CHANGED = "changed"
    SUGGESTED = "suggested"  # was a mere suggestion, is decided now
    CONFIRMED = "confirmed"  # was so without a curator's word, has it now
    CONTRADICTED = "contradicted"  # the text says otherwise
    OVERRULED = "overruled"  # a person said otherwise
    STANDING = "standing"  # a person said otherwise, and that stays
    ALREADY = "already"
    IMPLIED = "implied"  # it follows from another of its tags
    WITHOUT = "without"  # it has nothing that could be taken
    REFUSED = "refused"  # it has a tag with which nothing is ever listed
    TAKEN_DOWN = "taken-down"

    @property
    def is_change(self) -> bool:
        return self in _CHANGES


_CHANGES = {Outcome.CHANGED, Outcome.SUGGESTED, Outcome.CONFIRMED, Outcome.CONTRADICTED, Outcome.OVERRULED}
