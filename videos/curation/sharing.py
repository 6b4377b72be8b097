"""The vocabulary of this site for others, and another site's for this one."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

from django.utils import timezone

from videos.curation.effective import effective_vocabulary
from videos.curation.history import acting
from videos.curation.vocabulary import VocabularyDiff, load, preview
from videos.models import ActionKind, SharedVocabulary, Tag
from videos.vocabulary.definitions import Evidence, TagDefinition, Vocabulary
from videos.vocabulary.parser import catalog_vocabulary
from videos.vocabulary.sharing import NOTHING, apply_shared, digest, find_shared

LOOKED_AT = timedelta(days=1)  # after which an upload that nobody applied goes


@dataclass(frozen=True)
class SharedDiff:
    """What a shared vocabulary would change here.

    Tags in force here that it lacks (`lacking`) stay, and so do tags that a curator made, whatever it says (`ours`).
    """

    shared: SharedVocabulary
    diff: VocabularyDiff
    lacking: tuple[str, ...]
    ours: tuple[str, ...]


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


def preview_shared(theirs: Vocabulary, *, name: str, user=None, keep: bool = False) -> SharedDiff:
    """What `theirs` would change here; with `keep` it is stored, out of use, so that `use_shared` can be called later.

    It loads and rolls back as `curation.vocabulary.preview` does. Raises VocabularyError where it does not fit to what
    is here, and LabelConflictError.
    """
    used = SharedVocabulary.objects.filter(is_in_use=True).first()
    files, present = catalog_vocabulary(), exported_vocabulary().tags
    own = set(Tag.objects.filter(is_ours=True).values_list("slug", flat=True))
    alike = {slug for slug, tag in theirs.tags.items() if tag == present.get(slug)}
    content = find_shared(theirs, files, before=json.loads(used.content) if used else NOTHING, besides=own | alike)
    diff = preview(apply_shared(files, content))
    shared = SharedVocabulary(name=name[-200:], content=json.dumps(content), digest=digest(content), made_by=user)
    if keep:
        SharedVocabulary.objects.filter(is_in_use=False, made_at__lt=timezone.now() - LOOKED_AT).delete()
        shared.save()
    lacking, ours = present.keys() - theirs.tags.keys(), (own & theirs.tags.keys()) - alike
    return SharedDiff(shared, diff, lacking=tuple(sorted(lacking)), ours=tuple(sorted(ours)))


def use_shared(shared: SharedVocabulary, *, user=None) -> VocabularyDiff:
    """Put `shared` over the files in place of what was there, and load the tags. Recorded.

    Raises VocabularyError and LabelConflictError, and changes nothing then.
    """
    with acting(user, ActionKind.VOCABULARY, f"Another site's vocabulary is in use: {shared.name}") as recorder:
        vocabulary = apply_shared(catalog_vocabulary(), json.loads(shared.content))
        before = _end_use()
        shared.is_in_use = True
        shared.save()
        recorder.is_undoable = False  # it is taken out by its own button
        recorder.note(before={"shared vocabulary": before}, after={"shared vocabulary": shared.name})
        return load(vocabulary, recorder=recorder)


def drop_shared(*, user=None) -> VocabularyDiff | None:
    """Take the shared vocabulary out of use: the tags that only it has retire. None where there is none. Recorded."""
    with acting(user, ActionKind.VOCABULARY, "Another site's vocabulary is out of use") as recorder:
        before = _end_use()
        if before is None:
            return None
        recorder.is_undoable = False
        recorder.note(before={"shared vocabulary": before}, after={"shared vocabulary": None})
        return load(catalog_vocabulary(), recorder=recorder)


def _end_use() -> str | None:
    """Returns what was in use."""
    used = SharedVocabulary.objects.filter(is_in_use=True).first()
    if used:
        used.delete()
    return used and used.name


def _with_texts(definition: TagDefinition, tag: Tag) -> TagDefinition:
    def value(column: str, otherwise):
        return getattr(tag, column) if column in tag.curated_fields else otherwise

    evidence = definition.evidence
    return replace(
        definition,
        label=value("name", definition.label),
        definition=value("definition", definition.definition),
        listening=value("listening_note", definition.listening),
        evidence=Evidence(
            level=value("evidence_level", evidence.level),
            note=value("evidence_note", evidence.note),
            references=tuple(value("evidence_references", evidence.references)),
        ),
    )
