"""The vocabulary, files and curators' edits, becomes rows, and what that changed is told."""

from dataclasses import dataclass, field

from django.db import transaction

from videos.curation.effective import read_edits
from videos.curation.history import Recorder
from videos.curation.listing import hold_for_moderators
from videos.curation.vocabulary_rows import update_tag, values_of, write_closure, write_links, write_shelves
from videos.models import Tag, TaggedVideo, Video
from videos.vocabulary.checks import find_cycles
from videos.vocabulary.definitions import Vocabulary
from videos.vocabulary.edits import VocabularyEdits, apply_edits, find_slugs
from videos.vocabulary.parser import VocabularyError
from videos.writing import writing

RETIRED_NAME = " (retired)"


@dataclass(frozen=True)
class VocabularyDiff:
    """What loading changed. All by slug; `changed` names the parts, `kept` those where a curator's word stands.

    `differing` says of tags what the files have that a curator's edit of names or arrows keeps out.
    """

    added: tuple[str, ...] = ()
    changed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)  # old slug -> new slug
    retired: tuple[str, ...] = ()
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    differing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    affected_video_count: int = 0  # videos that carry a changed, renamed or retired tag
    held_video_count: int = 0  # videos that wait for a moderator now, for a tag of theirs holds

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.renamed or self.retired)


class LabelConflictError(Exception):
    """A curator gave a tag the label that the vocabulary gives another. `pairs`: (label, curator's slug, other one)."""

    def __init__(self, pairs: list[tuple[str, str, str]]):
        super().__init__(pairs)
        self.pairs = pairs


@writing()
def load(vocabulary: Vocabulary, *, recorder: Recorder | None = None) -> VocabularyDiff:
    """Make the rows say what the files' `vocabulary` says with the curators' edits, but for fields a curator wrote.

    Tags that are in neither are retired. Videos that a moderator must see for it are held, noted with `recorder`. It
    waits for its turn among those who write many videos.

    Raises LabelConflictError, and loads nothing, where a curator's label stands in another tag's way; VocabularyError
    where the files' arrows and a curator's run in a circle.
    """
    edits, files = read_edits(), vocabulary
    vocabulary = apply_edits(files, edits)
    _check_circles(vocabulary)
    write_shelves(vocabulary)
    existing = {tag.slug: tag for tag in Tag.objects.all()}
    _check_labels(vocabulary, existing)
    renamed = _rename(vocabulary, existing)
    retired = _retire(vocabulary, existing)
    _free_labels(vocabulary, existing)
    added, changed, kept = [], {}, {}
    ours = {own.slug for own in edits.own_tags} - files.tags.keys()
    for order, definition in enumerate(vocabulary.tags.values()):
        tag = existing.get(definition.slug)
        values = values_of(definition, order=order, is_ours=definition.slug in ours)
        if tag is None:
            existing[definition.slug] = Tag.objects.create(slug=definition.slug, **values)
            added.append(definition.slug)
            continue
        parts, stands = update_tag(tag, values)
        if parts:
            changed[definition.slug] = parts
        if stands:
            kept[definition.slug] = stands
    for slug, parts in write_links(vocabulary, existing).items():
        if slug in vocabulary.tags and slug not in added:
            changed[slug] = (*changed.get(slug, ()), *parts)
    write_closure(vocabulary, existing)
    held_video_count = hold_for_moderators(Video.objects.all(), recorder=recorder)
    touched = {*changed, *renamed.values(), *retired}
    return VocabularyDiff(
        added=tuple(added),
        changed=changed,
        renamed=renamed,
        retired=tuple(retired),
        kept=kept,
        differing=find_differences(files, edits),
        affected_video_count=TaggedVideo.objects.filter(tag__slug__in=touched)
        .values("content_object")
        .distinct()
        .count(),
        held_video_count=held_video_count,
    )


@transaction.atomic
def preview(vocabulary: Vocabulary) -> VocabularyDiff:
    """What `load` would change; changes nothing. It loads and rolls back, so it waits for other writers as `load` does.

    Raises what `load` does.
    """
    diff = load(vocabulary)
    transaction.set_rollback(True)
    return diff


def find_differences(files: Vocabulary, edits: VocabularyEdits) -> dict[str, tuple[str, ...]]:
    """What the files have and the edits keep out, in words by today's slug: names, arrows, whole tags."""
    today = find_slugs(files, edits)
    found: dict[str, list[str]] = {}
    for slug, target in today.items():
        verb = "merged into it" if target in files.tags and target not in today else "its slug"
        found.setdefault(target, []).append(f"{verb}, which the files call {slug}")
    for slug in sorted(edits.retired & files.tags.keys()):
        found.setdefault(slug, []).append("its retirement, though the files have it")
    links = {
        (today.get(slug, slug), kind, today.get(other, other))
        for slug, tag in files.tags.items()
        for kind in ("parents", "implies")
        for other in getattr(tag, kind)
    }
    for arrow in edits.arrows:
        if arrow.is_removed and (arrow.slug, arrow.kind, arrow.other) in links:
            word = "parent" if arrow.kind == "parents" else "implication"
            found.setdefault(arrow.slug, []).append(f"without the {word} {arrow.other} of the files")
    return {slug: tuple(parts) for slug, parts in found.items()}


def _check_circles(vocabulary: Vocabulary) -> None:
    """The files alone have no circle, and no arrow that closes one can be drawn; but both change after that."""
    links = {slug: (*tag.parents, *tag.implies) for slug, tag in vocabulary.tags.items()}
    done: set[str] = set()
    circles = [" → ".join(circle) for start in links for circle in find_cycles(start, links, done)]
    if circles:
        raise VocabularyError(
            f"Parents and implications would run in a circle: {circle}. "
            "First take away an arrow that a curator drew, under “Words and place” of one of these tags."
            for circle in circles
        )


def _rename(vocabulary: Vocabulary, existing: dict[str, Tag]) -> dict[str, str]:
    renamed = {}
    for definition in vocabulary.tags.values():
        for old in definition.former_slugs:
            # A tag of ours may bear what is a former slug in the files by now: it is another tag.
            if old in existing and old not in vocabulary.tags and definition.slug not in existing:
                tag = existing[definition.slug] = existing.pop(old)
                tag.slug = definition.slug
                tag.save(update_fields=["slug"])
                renamed[old] = definition.slug
    return renamed


def _check_labels(vocabulary: Vocabulary, existing: dict[str, Tag]) -> None:
    kept = {
        tag.name: slug for slug, tag in existing.items() if "name" in tag.curated_fields and slug in vocabulary.tags
    }
    conflicts = [
        (definition.label, kept[definition.label], slug)
        for slug, definition in vocabulary.tags.items()
        if slug not in kept.values() and definition.label in kept
    ]
    if conflicts:
        raise LabelConflictError(conflicts)


def _retire(vocabulary: Vocabulary, existing: dict[str, Tag]) -> list[str]:
    """A retired tag gives up its label, which is unique, so that another may bear it."""
    retired = [tag for slug, tag in existing.items() if slug not in vocabulary.tags and not tag.is_retired]
    for tag in retired:
        tag.is_retired = True
        tag.name = retired_name(tag)
        tag.curated_fields = [name for name in tag.curated_fields if name != "name"]
        tag.save(update_fields=["is_retired", "name", "curated_fields"])
    return [tag.slug for tag in retired]


def retired_name(tag: Tag) -> str:
    """Of a tag of ours, or one that a curator named, the label still stands in it: it is nowhere else."""
    return f"{tag.name if tag.is_ours or 'name' in tag.curated_fields else tag.slug}{RETIRED_NAME}"[-100:]


def _free_labels(vocabulary: Vocabulary, existing: dict[str, Tag]) -> None:
    """Labels that will change make room first: two tags may swap theirs."""
    for definition in vocabulary.tags.values():
        tag = existing.get(definition.slug)
        if tag and tag.name != definition.label and "name" not in tag.curated_fields:
            tag.name = f"~{tag.slug}"
            tag.save(update_fields=["name"])
