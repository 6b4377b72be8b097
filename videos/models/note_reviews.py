"""Whether a person who knows the subject has looked at what is said of a technique, and whether that still stands."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

# What a reviewer vouches for.
REVIEWED_FIELDS = ("definition", "listening_note", "evidence_level", "evidence_note", "evidence_references")
# What is kept of a review. No file of the vocabulary knows of it, so loading one neither sets nor resets it.
REVIEW_FIELDS = ("note_reviewed_by", "note_reviewed_on", "note_reviewed_fingerprint")


@dataclass(frozen=True)
class NoteReview:
    """The review of one tag's texts. `changed`: they read otherwise now than what was reviewed.

    `by` is blank and `on` None where nobody has reviewed them.
    """

    state: Literal["unreviewed", "reviewed", "changed"]
    by: str = ""
    on: date | None = None


def fingerprint_texts(texts: Mapping[str, Any]) -> str:
    """Return the fingerprint of REVIEWED_FIELDS in `texts`; the same in every process."""
    told = json.dumps([texts[name] for name in REVIEWED_FIELDS])
    return hashlib.sha256(told.encode()).hexdigest()
