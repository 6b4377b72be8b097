"""What re-tagging changes, as text for an operator."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from videos.curation.retagging import Change
from videos.curation.tags import PRESENT, TagChange
from videos.management import counted
from videos.models import TagDecision

WORDS = {
    PRESENT: "shown",
    TagDecision.Kind.SUGGESTED: "for review",
    TagDecision.Kind.ABSENT_DECLARED: "declared absent",
    None: "nothing",
}


def describe_change(change: Change, *, verbosity: int = 1) -> Iterator[str]:
    """Give the video and a line for each tag that changes; at a verbosity from 2 also where only the reason does."""
    lines = [_describe_tag(tag) for tag in change.plan.changes if tag.before != tag.after or verbosity > 1]
    if change.listing:
        lines.append("listing: {} -> {}".format(*change.listing))
    if lines:
        yield f"{change.video.pk}  {change.video.shown_title}"
        yield from (f"    {line}" for line in lines)


@dataclass
class Tally:
    """Counts over many changes."""

    videos: int = 0  # with a change of any kind
    counts: Counter = field(default_factory=Counter)

    def add(self, change: Change) -> None:
        self.videos += 1
        self.counts["listing"] += change.listing is not None
        for tag in change.plan.changes:
            self.counts[_name_kind(tag)] += 1

    def describe(self, *, is_applied: bool) -> str:
        if not self.videos:
            return "All tags are as the tagger finds them; nothing to change."
        counts = self.counts
        return (
            f"{counted(self.videos, 'video')} {'changed' if is_applied else 'would change'}: "
            f"{counted(counts['shown'], 'tag')} newly shown, {counts['taken']} no longer shown, "
            f"{counted(counts['other'], 'other')} changed (review, declared absence), "
            f"{counts['reason']} with another reason only; {counted(counts['listing'], 'video')} listed or held."
        )


def _name_kind(tag: TagChange) -> str:
    if tag.before == tag.after:
        return "reason"
    if PRESENT in (tag.before, tag.after):
        return "shown" if tag.after == PRESENT else "taken"
    return "other"


def _describe_tag(tag: TagChange) -> str:
    sign = {"shown": "+", "taken": "-"}.get(_name_kind(tag), "~")
    reason = f"  ({tag.finding.zone}: “{tag.finding.evidence}”)" if tag.finding else ""
    return f"{sign} {tag.tag.slug}: {WORDS[tag.before]} -> {WORDS[tag.after]}{reason}"
