"""The vocabulary, files and curators' edits, becomes rows, and what that changed is told."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils.text import slugify

from asmr_catalog.folding import fold
from videos.curation.effective import read_edits
from videos.curation.history import Recorder
from videos.curation.listing import hold_for_moderators
from videos.models import Facet, Tag, TagAlias, TagClosure, TaggedVideo, TagGroup, Video
from videos.vocabulary.checks import find_cycles
from videos.vocabulary.definitions import TagDefinition, Vocabulary
from videos.vocabulary.edits import VocabularyEdits, apply_edits, find_slugs
from videos.vocabulary.parser import VocabularyError
from videos.writing import writing

RETIRED_NAME = " (retired)"
LINKS = ("parents", "implies", "opposes")
# Columns, as the vocabulary's files call them.
PART_NAMES = {"name": "label", "group_id": "group", "rules_fingerprint": "patterns"}
NO_RULES = {"notes", "computed"}  # remarks, and what is read out of "derive"


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
    _load_shelves(vocabulary)
    existing = {tag.slug: tag for tag in Tag.objects.all()}
    _check_labels(vocabulary, existing)
    renamed = _rename(vocabulary, existing)
    retired = _retire(vocabulary, existing)
    _free_labels(vocabulary, existing)
    added, changed, kept = [], {}, {}
    ours = {own.slug for own in edits.own_tags} - files.tags.keys()
    for order, definition in enumerate(vocabulary.tags.values()):
        tag = existing.get(definition.slug)
        values = _values(definition, order=order, is_ours=definition.slug in ours)
        if tag is None:
            existing[definition.slug] = Tag.objects.create(slug=definition.slug, **values)
            added.append(definition.slug)
            continue
        parts, stands = _update(tag, values)
        if parts:
            changed[definition.slug] = parts
        if stands:
            kept[definition.slug] = stands
    for slug, parts in _load_links(vocabulary, existing).items():
        if slug in vocabulary.tags and slug not in added:
            changed[slug] = (*changed.get(slug, ()), *parts)
    _load_closure(vocabulary, existing)
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


def _load_shelves(vocabulary: Vocabulary) -> None:
    for facet in vocabulary.facets:
        values = {"label": facet.label, "question": facet.question, "order": facet.order}
        Facet.objects.update_or_create(slug=facet.slug, defaults=values)
    for group in vocabulary.groups:
        values = {"facet_id": group.facet, "label": group.label, "order": group.order}
        TagGroup.objects.update_or_create(slug=group.slug, defaults=values)


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


def _values(definition: TagDefinition, *, order: int, is_ours: bool) -> dict:
    """The columns of one tag, as the vocabulary has them."""
    evidence = definition.evidence
    return {
        "name": definition.label,
        "group_id": definition.group,
        "order": order,
        "definition": definition.definition,
        "evidence_level": evidence.level,
        "evidence_note": evidence.note,
        "evidence_references": list(evidence.references),
        "is_staff_only": definition.is_staff_only,
        "holds_for_moderator": definition.hold_for_moderator,
        "is_shut_out": definition.rules.recall_first or definition.facet == "caution",
        "is_assignable": definition.is_assignable,
        "is_retired": False,
        "is_ours": is_ours,
        "rules_fingerprint": _fingerprint(definition),
    }


def _fingerprint(definition: TagDefinition) -> str:
    """Of all that decides where the tag is found; the same in every process."""
    rules = {name: value for name, value in asdict(definition.rules).items() if name not in NO_RULES}
    # Sets have no order of their own, and strings hash differently in each process.
    terms = [definition.i18n, sorted(definition.i18n_display_only)]
    if definition.own_terms:
        terms.append(sorted(definition.own_terms))
    return hashlib.sha256(json.dumps([rules, terms], sort_keys=True).encode()).hexdigest()


def _update(tag: Tag, values: dict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write what differs; returns the names of the parts that changed, and of those where a curator's word was kept."""
    different = [name for name, value in values.items() if getattr(tag, name) != value]
    kept = [name for name in different if name in tag.curated_fields]
    changing = [name for name in different if name not in kept]
    if changing:
        for name in changing:
            setattr(tag, name, values[name])
        tag.save(update_fields=changing)
    # The place in the files shifts whenever a tag is added above; nobody needs to hear of it.
    return _name_parts(name for name in changing if name != "order"), _name_parts(kept)


def _name_parts(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(PART_NAMES.get(name, name) for name in columns)


def _load_links(vocabulary: Vocabulary, tags: dict[str, Tag]) -> dict[str, tuple[str, ...]]:
    """Write parents, implications, oppositions and aliases where they differ; returns the changed parts by slug."""
    changed: dict[str, list[str]] = {}
    for link in LINKS:
        through = getattr(Tag, link).through
        wanted = {
            (tags[definition.slug].pk, tags[other].pk): definition.slug
            for definition in vocabulary.tags.values()
            for other in getattr(definition, link)
        }
        rows = {(row.from_tag_id, row.to_tag_id): row for row in through.objects.all()}
        slug_of = {tag.pk: slug for slug, tag in tags.items()}
        for pair in rows.keys() ^ wanted.keys():
            changed.setdefault(slug_of[pair[0]], []).append(link)
        through.objects.filter(pk__in=[row.pk for pair, row in rows.items() if pair not in wanted]).delete()
        through.objects.bulk_create(through(from_tag_id=a, to_tag_id=b) for a, b in wanted if (a, b) not in rows)
    for slug in _load_aliases(vocabulary, tags):
        changed.setdefault(slug, []).append("synonyms")
    return {slug: tuple(dict.fromkeys(parts)) for slug, parts in changed.items()}


def _load_aliases(vocabulary: Vocabulary, tags: dict[str, Tag]) -> set[str]:
    """Returns the slugs of the tags whose synonyms changed. A curator's aliases stay."""
    wanted = {
        (tags[definition.slug].pk, kind, name): definition.slug
        for definition in vocabulary.tags.values()
        for kind, names in (
            (TagAlias.Kind.SYNONYM, (*definition.synonyms, *definition.search_only_synonyms)),
            (TagAlias.Kind.FORMER_SLUG, definition.former_slugs),
        )
        for name in names
    }
    rows = {(row.tag_id, row.kind, row.name): row for row in TagAlias.objects.all()}
    gone = {key: row for key, row in rows.items() if key not in wanted and not row.is_curated}
    new = wanted.keys() - rows.keys()
    TagAlias.objects.filter(pk__in=[row.pk for row in gone.values()]).delete()
    TagAlias.objects.bulk_create(
        TagAlias(tag_id=pk, kind=kind, name=name, slug=slugify(fold(name), allow_unicode=True), is_curated=False)
        for pk, kind, name in sorted(new)
    )
    slug_of = {tag.pk: slug for slug, tag in tags.items()}
    return {slug_of[pk] for pk, kind, _ in new | gone.keys() if kind == TagAlias.Kind.SYNONYM}


def _load_closure(vocabulary: Vocabulary, tags: dict[str, Tag]) -> None:
    """Writes only what differs: every row that is written has every process read the catalog anew."""
    wanted = {
        (tags[slug].pk, tags[other].pk): other in vocabulary.ancestors(slug)
        for slug in vocabulary.tags
        for other in sorted(vocabulary.closure(slug))
    }
    right, wrong = set(), []
    for row in TagClosure.objects.all():
        pair = row.tag_id, row.present_id
        if wanted.get(pair) == row.is_ancestor:
            right.add(pair)
        else:
            wrong.append(row.pk)
    TagClosure.objects.filter(pk__in=wrong).delete()
    TagClosure.objects.bulk_create(
        TagClosure(tag_id=pair[0], present_id=pair[1], is_ancestor=is_ancestor)
        for pair, is_ancestor in wanted.items()
        if pair not in right
    )
