"""The vocabulary of this site as files for others."""

from dataclasses import replace
from types import MappingProxyType

from videos.curation.effective import effective_vocabulary
from videos.models import Tag
from videos.vocabulary.definitions import Evidence, Vocabulary


def exported_vocabulary() -> Vocabulary:
    """The vocabulary that is in force, with the texts that curators wrote. Five queries.

    Raises VocabularyError where the files cannot be used.
    """
    vocabulary = effective_vocabulary()
    written = {tag.slug: tag for tag in Tag.objects.exclude(curated_fields=[])}
    tags = {
        slug: _with_texts(definition, written[slug]) if slug in written else definition
        for slug, definition in vocabulary.tags.items()
    }
    return replace(vocabulary, tags=MappingProxyType(tags))


def _with_texts(definition, tag: Tag):
    def value(column: str, otherwise):
        return getattr(tag, column) if column in tag.curated_fields else otherwise

    evidence = definition.evidence
    return replace(
        definition,
        label=value("name", definition.label),
        definition=value("definition", definition.definition),
        evidence=Evidence(
            level=value("evidence_level", evidence.level),
            note=value("evidence_note", evidence.note),
            references=tuple(value("evidence_references", evidence.references)),
        ),
    )
