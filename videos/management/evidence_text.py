"""What the catalog says of each technique, and who reviewed it, as text, Markdown or CSV."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from videos.models import Tag
from videos.models.note_reviews import NoteReview

HEADINGS = ("group", "technique", "claim", "evidence level", "evidence note", "references", "review")
_YEAR = re.compile(r"^.*?\((?:1[89]|20)\d\d\)", re.DOTALL)  # up to the year: “Au DWH et al. (2015)”


@dataclass(frozen=True)
class EvidenceRow:
    """One technique. `claim` is its definition; `references` are whole, with their DOIs where these are known."""

    group: str
    name: str
    claim: str
    level: str
    note: str
    references: tuple[str, ...]
    review: str

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands under HEADINGS."""
        references = "; ".join(self.references)
        return self.group, self.name, self.claim, self.level, self.note, references, self.review


def read_rows(tags: Iterable[Tag]) -> list[EvidenceRow]:
    """Give a row for each of `tags`, which come with their groups, in their order. No further queries."""
    return [
        EvidenceRow(
            tag.group.label,
            tag.name,
            _on_one_line(tag.definition),
            tag.get_evidence_level_display(),
            _on_one_line(tag.evidence_note),
            tuple(_on_one_line(cited) for cited in tag.evidence_references),
            _tell_review(tag.note_review),
        )
        for tag in tags
    ]


def as_text(rows: Iterable[EvidenceRow]) -> Iterator[str]:
    """A paragraph for each technique, under the names of the groups. References are cut after their years."""
    group = None
    for row in rows:
        if row.group != group:
            group = row.group
            yield f"== {group} =="
            yield ""
        yield row.name
        yield f"  claim       {row.claim}"
        yield f"  evidence    {row.level}{f': {row.note}' if row.note else ''}"
        yield f"  references  {'; '.join(map(_shorten, row.references)) or '–'}"
        yield f"  review      {row.review}"
        yield ""


def as_markdown(rows: Iterable[EvidenceRow]) -> Iterator[str]:
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|{'---|' * len(HEADINGS)}"
    for row in rows:
        cells = [cell.replace("|", r"\|") for cell in row.cells]
        yield f"| {' | '.join(cells)} |"


def as_csv(rows: Iterable[EvidenceRow]) -> Iterator[str]:
    """RFC 4180, but for the ends of the lines."""
    for cells in (HEADINGS, *(row.cells for row in rows)):
        line = StringIO()
        csv.writer(line, lineterminator="").writerow(cells)
        yield line.getvalue()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _shorten(cited: str) -> str:
    found = _YEAR.match(cited)
    return found[0] if found else cited


def _tell_review(review: NoteReview) -> str:
    if review.state == "unreviewed":
        return "unreviewed"
    changed = "; changed since" if review.state == "changed" else ""
    return f"by {review.by} on {review.on.isoformat()}{changed}"


FORMATS = {"text": as_text, "markdown": as_markdown, "csv": as_csv}
