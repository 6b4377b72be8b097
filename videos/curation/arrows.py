"""Parents and implications that curators draw: what is refused, and what would follow from them on this catalog."""

from dataclasses import dataclass, replace

from django.db.models import Q

from videos.curation.vocabulary_checks import RefusedEdit, check_circles
from videos.models import ArrowEdit, HeldReason, ListingState, Tag, TagDecision, TaggedVideo, Video
from videos.querysets import VideoQuerySet
from videos.vocabulary.definitions import Vocabulary
from videos.vocabulary.edits import Arrow, VocabularyEdits

KINDS = {kind.value: kind.label for kind in ArrowEdit.Kind}


@dataclass(frozen=True)
class ArrowPreview:
    """What an arrow would change, in words: `lines` on videos, `warnings` on what a moderator would have to see."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def check_arrow(arrow: Arrow, vocabulary: Vocabulary) -> Arrow:
    """Return `arrow`. Raises RefusedEdit where it leads nowhere, changes nothing, or closes a circle."""
    if arrow.kind not in KINDS:
        raise RefusedEdit("An arrow is a parent or an implication.")
    for slug in (arrow.slug, arrow.other):
        if slug not in vocabulary.tags:
            raise RefusedEdit(f"“{slug}” is no tag that is in use.")
    if arrow.slug == arrow.other:
        raise RefusedEdit(f"“{arrow.slug}” cannot be its own {KINDS[arrow.kind]}.")
    is_there = arrow.other in getattr(vocabulary.tags[arrow.slug], arrow.kind)
    if is_there != arrow.is_removed:
        state = "no" if arrow.is_removed else "already a"
        raise RefusedEdit(f"“{arrow.other}” is {state} {KINDS[arrow.kind]} of “{arrow.slug}”.")
    if not arrow.is_removed:
        links = links_of(vocabulary)
        # First, so that a circle is told from there.
        check_circles({arrow.slug: (arrow.other, *links.pop(arrow.slug)), **links})
    return arrow


def links_of(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """The parents and implications of each tag."""
    return {slug: (*tag.parents, *tag.implies) for slug, tag in vocabulary.tags.items()}


def with_arrow(edits: VocabularyEdits, arrow: Arrow) -> VocabularyEdits:
    """The edits with this one more; an opposite one is gone by it."""
    opposite = replace(arrow, is_removed=not arrow.is_removed)
    if opposite in edits.arrows:
        return replace(edits, arrows=tuple(known for known in edits.arrows if known != opposite))
    return replace(edits, arrows=(*edits.arrows, arrow))


def preview_arrow(before: Vocabulary, after: Vocabulary) -> ArrowPreview:
    """What follows on the catalog from the difference of arrows. Two queries for each tag that is affected."""
    lines = []
    for slug in after.tags:
        was, would = _making(slug, before), _making(slug, after)
        if was == would:
            continue
        earlier, later = find_having(was), find_having(would)
        label = after.tags[slug].label
        gained = later.exclude(pk__in=earlier.values("pk")).count()
        lost = earlier.exclude(pk__in=later.values("pk")).count()
        lines += [f"{_count(gained)} would count as “{label}” too"] if gained else []
        lines += [f"{_count(lost)} would no longer count as “{label}”"] if lost else []
    return ArrowPreview(tuple(lines) or ("No video would change",), warn_of_holding(before, after))


def warn_of_holding(before: Vocabulary, after: Vocabulary) -> tuple[str, ...]:
    """What a moderator would have to see in future, and what no longer, in words; nothing where nothing.

    Two queries at most.
    """
    warnings = []
    if holding := find_newly_holding(before, after):
        held = find_bearing(holding).filter(listing_state=ListingState.LISTED, is_listing_curated=False).count()
        warnings.append(
            f"From now on every video with {_name(holding, after)} waits for a moderator, also where it is only "
            f"suggested: {_count(held)} that visitors may see now would be held."
        )
    today = {old: slug for slug, tag in after.tags.items() for old in tag.former_slugs}
    held_before = (slug for slug in before.tags if _holds(slug, before))
    if freed := frozenset(slug for slug in held_before if not _holds(today.get(slug, slug), after)):
        waiting = find_bearing(freed).filter(held_reason=HeldReason.MODERATION, is_listing_curated=False).count()
        warnings.append(
            f"From now on no video waits for a moderator because of {_name(freed, before)}: the next import may list "
            f"{_count(waiting)} of which nobody has decided."
        )
    return tuple(warnings)


def find_newly_holding(before: Vocabulary, after: Vocabulary) -> frozenset[str]:
    """The tags that hold a video for a moderator in `after` and did not in `before`."""
    return frozenset(slug for slug in after.tags if _holds(slug, after) and not _holds(slug, before))


def find_bearing(slugs: frozenset[str]) -> VideoQuerySet:
    """The videos that have one of these tags, present or suggested."""
    tags = Tag.objects.filter(slug__in=slugs)
    suggested = TagDecision.objects.filter(tag__in=tags, kind=TagDecision.Kind.SUGGESTED).values("video")
    return Video.objects.filter(Q(pk__in=find_having(slugs).values("pk")) | Q(pk__in=suggested))


def find_having(slugs: frozenset[str]) -> VideoQuerySet:
    """The videos in which one of these tags is present by itself."""
    rows = TaggedVideo.objects.filter(tag__slug__in=slugs)
    return Video.objects.filter(pk__in=rows.values("content_object"))


def _making(slug: str, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(tag for tag in vocabulary.tags if slug in vocabulary.closure(tag))


def _holds(slug: str, vocabulary: Vocabulary) -> bool:
    return slug in vocabulary.tags and any(
        vocabulary.tags[other].hold_for_moderator for other in vocabulary.closure(slug)
    )


def _name(slugs: frozenset[str], vocabulary: Vocabulary) -> str:
    return ", ".join(f"“{vocabulary.tags[slug].label}”" for slug in sorted(slugs))


def _count(number: int) -> str:
    return f"{number:,} video{'' if number == 1 else 's'}"
