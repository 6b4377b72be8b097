"""The rows that a vocabulary's tags become: what is the same is left alone."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from django.utils.text import slugify

from asmr_catalog.folding import fold
from videos.models import Facet, Tag, TagAlias, TagClosure, TagGroup
from videos.vocabulary.definitions import TagDefinition, Vocabulary

LINKS = ("parents", "implies", "opposes")
# Columns, as the vocabulary's files call them.
PART_NAMES = {"name": "label", "group_id": "group", "rules_fingerprint": "patterns", "listening_note": "listening"}
NO_RULES = {"notes", "computed"}  # remarks, and what is read out of "derive"


def write_shelves(vocabulary: Vocabulary) -> None:
    """Write facets and groups; those that the vocabulary has no more stay."""
    for facet in vocabulary.facets:
        values = {"label": facet.label, "question": facet.question, "order": facet.order}
        Facet.objects.update_or_create(slug=facet.slug, defaults=values)
    for group in vocabulary.groups:
        values = {"facet_id": group.facet, "label": group.label, "order": group.order}
        TagGroup.objects.update_or_create(slug=group.slug, defaults=values)


def values_of(definition: TagDefinition, *, order: int, is_ours: bool) -> dict:
    """The columns of one tag, as the vocabulary has them."""
    evidence = definition.evidence
    return {
        "name": definition.label,
        "group_id": definition.group,
        "order": order,
        "definition": definition.definition,
        "listening_note": definition.listening,
        "evidence_level": evidence.level,
        "evidence_note": evidence.note,
        "evidence_references": list(evidence.references),
        "is_staff_only": definition.is_staff_only,
        "holds_for_moderator": definition.hold_for_moderator,
        "is_shut_out": definition.is_shut_out,
        "is_assignable": definition.is_assignable,
        "is_retired": False,
        "is_ours": is_ours,
        "rules_fingerprint": fingerprint(definition),
    }


def fingerprint(definition: TagDefinition) -> str:
    """Of all that decides where the tag is found; the same in every process."""
    rules = {name: value for name, value in asdict(definition.rules).items() if name not in NO_RULES}
    if not definition.rules.candidate:
        del rules["candidate"]  # a tag without any is as it was before there were such
    # Sets have no order of their own, and strings hash differently in each process.
    terms = [definition.i18n, sorted(definition.i18n_display_only)]
    if definition.own_terms:
        terms.append(sorted(definition.own_terms))
    return hashlib.sha256(json.dumps([rules, terms], sort_keys=True).encode()).hexdigest()


def update_tag(tag: Tag, values: dict) -> tuple[tuple[str, ...], tuple[str, ...]]:
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


def write_links(vocabulary: Vocabulary, tags: dict[str, Tag]) -> dict[str, tuple[str, ...]]:
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
    for slug in _write_aliases(vocabulary, tags):
        changed.setdefault(slug, []).append("synonyms")
    return {slug: tuple(dict.fromkeys(parts)) for slug, parts in changed.items()}


def _write_aliases(vocabulary: Vocabulary, tags: dict[str, Tag]) -> set[str]:
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


def write_closure(vocabulary: Vocabulary, tags: dict[str, Tag]) -> None:
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
