"""The vocabulary that the catalog works with: its files, what other sites shared, and what curators changed."""

import json
from functools import lru_cache

from videos.models import ArrowEdit, SharedVocabulary, Tag, TagAlias
from videos.vocabulary.definitions import Evidence, Vocabulary
from videos.vocabulary.edits import Arrow, OwnTag, Synonym, VocabularyEdits, apply_edits
from videos.vocabulary.parser import catalog_vocabulary
from videos.vocabulary.sharing import apply_shared

RETIRED = "is_retired"  # among a tag's curated fields: a curator retired it, whatever the files say


def effective_vocabulary() -> Vocabulary:
    """The files' vocabulary with the curators' edits; four queries. As long as neither changes it is the same object.

    Raises VocabularyError where the files cannot be used.
    """
    return apply_edits(files_vocabulary(), read_edits())


def files_vocabulary() -> Vocabulary:
    """The files' vocabulary, and over it what another site shared; one query. What curators edit is not in it.

    Raises VocabularyError where the files cannot be used, or not with what was shared.
    """
    return with_shared(catalog_vocabulary())


def with_shared(files: Vocabulary) -> Vocabulary:
    """Put the shared vocabulary that is in use over `files`; `files` itself where none is. One query.

    Raises VocabularyError where the two do not fit together.
    """
    used = SharedVocabulary.objects.filter(is_in_use=True).values_list("pk", "digest").first()
    return _combine(files, *used) if used else files


@lru_cache(maxsize=2)  # the same digest is the same content, and thus the same vocabulary
def _combine(files: Vocabulary, pk: int, digest: str) -> Vocabulary:
    return apply_shared(files, json.loads(SharedVocabulary.objects.get(pk=pk).content))


def read_edits() -> VocabularyEdits:
    """All that curators changed of the vocabulary. Three queries."""
    tags = Tag.objects.in_bulk()
    aliases = TagAlias.objects.filter(is_curated=True).order_by("pk")
    return VocabularyEdits(
        own_tags=tuple(
            _read_own_tag(tag) for _, tag in sorted(tags.items()) if tag.is_ours and RETIRED not in tag.curated_fields
        ),
        slugs=tuple(
            (alias.name, tags[alias.tag_id].slug) for alias in aliases if alias.kind == TagAlias.Kind.FORMER_SLUG
        ),
        retired=frozenset(tag.slug for tag in tags.values() if RETIRED in tag.curated_fields),
        synonyms=tuple(
            Synonym(tags[alias.tag_id].slug, alias.name, alias.is_in_titles)
            for alias in aliases
            if alias.kind == TagAlias.Kind.SYNONYM
        ),
        arrows=tuple(
            Arrow(tags[row.tag_id].slug, row.kind, tags[row.other_id].slug, row.is_removed)
            for row in ArrowEdit.objects.order_by("pk")
        ),
    )


def _read_own_tag(tag: Tag) -> OwnTag:
    evidence = Evidence(level=tag.evidence_level, note=tag.evidence_note, references=tuple(tag.evidence_references))
    return OwnTag(
        slug=tag.slug,
        label=tag.name,
        group=tag.group_id,
        definition=tag.definition,
        evidence=evidence,
        listening=tag.listening_note,
    )
