"""A curator's edits of the vocabulary: checked, told before by a preview, made, recorded, and carried to the videos."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from videos.curation import retagging, vocabulary_preview
from videos.curation.arrows import check_arrow, find_bearing, find_newly_holding, with_arrow
from videos.curation.effective import RETIRED, files_vocabulary, read_edits
from videos.curation.history import Recorder, acting
from videos.curation.judging import Judge, load_judge
from videos.curation.vocabulary import RETIRED_NAME, LabelConflictError, load
from videos.curation.vocabulary_checks import (
    RefusedEdit,
    check_can_go,
    check_group,
    check_new_label,
    check_new_slug,
    check_synonym,
    find_bearer,
)
from videos.curation.vocabulary_preview import SynonymPreview
from videos.models import ActionKind, ArrowEdit, Tag, TagAlias
from videos.vocabulary.edits import Arrow, Synonym, VocabularyEdits, apply_edits
from videos.vocabulary.parser import VocabularyError
from videos.writing import writing

MOST_AT_ONCE = 500  # videos that are tagged anew while the curator waits
LABELS_IN_THE_WAY = "The vocabulary's files and a curator gave one label to two tags; load_vocabulary names them."


@dataclass(frozen=True)
class Saved:
    """What became of an edit: of the `affected` videos `retagged` were tagged anew at once, None where too many."""

    affected: int = 0
    retagged: int | None = 0


def preview_synonym(tag: Tag, words: str) -> SynonymPreview:
    """What would change on this catalog's videos if the tagger looked for `words` too. Raises RefusedEdit.

    Cut at 2,000 videos, and so at some seconds; says how many it looked at. Nothing is written.
    """
    before = load_judge()
    words = check_synonym(tag, words, vocabulary=before.vocabulary, is_in_titles=True)
    edits = read_edits()
    after = _with_synonym(edits, Synonym(tag.slug, words, is_in_titles=True))
    return vocabulary_preview.preview_words(tag, words, before=before, after=_judge(after, before))


def preview_removal(alias: TagAlias) -> SynonymPreview:
    """What would change if a synonym of ours went. Nothing is written."""
    before, edits = load_judge(), read_edits()
    after = replace(edits, synonyms=tuple(s for s in edits.synonyms if (s.slug, s.words) != _key(alias)))
    return vocabulary_preview.preview_words(alias.tag, alias.name, before=before, after=_judge(after, before))


def add_synonym(tag: Tag, words: str, *, in_titles: bool, user) -> Saved:
    """Make `words` mean `tag`: in searches and addresses, and with `in_titles` wherever the tagger reads.

    Of a synonym of ours that is there it changes whether the tagger looks for it. Up to 500 videos that say the words
    are tagged anew at once. Raises RefusedEdit.
    """
    before = load_judge()
    words = check_synonym(tag, words, vocabulary=before.vocabulary, is_in_titles=in_titles)
    known = tag.aliases.filter(kind=TagAlias.Kind.SYNONYM, name__iexact=words).first()
    if known and (known.is_in_titles == in_titles if known.is_curated else not in_titles):
        raise RefusedEdit(f"“{tag.name}” has this synonym already.")
    was_in_titles = bool(known and known.is_in_titles)
    with editing(user, tag, f"“{words}” means “{tag.name}”{' in titles too' if in_titles else ''}"):
        tag.aliases.update_or_create(
            kind=TagAlias.Kind.SYNONYM,
            name=known.name if known else words,
            defaults={"is_curated": True, "is_in_titles": in_titles},
        )
    return _retag(words) if in_titles or was_in_titles else Saved()


def remove_synonym(alias: TagAlias, *, user) -> Saved:
    """Take a synonym of ours away; one that the files have too is theirs again. Raises RefusedEdit for the files'."""
    if not alias.is_curated or alias.kind != TagAlias.Kind.SYNONYM:
        raise RefusedEdit(f"“{alias.name}” comes from the vocabulary's files.")
    with editing(user, alias.tag, f"“{alias.name}” no longer means “{alias.tag.name}”"):
        alias.delete()
    return _retag(alias.name) if alias.is_in_titles else Saved()


def add_tag(slug: str, label: str, group: str, definition: str, *, user) -> Tag:
    """Make a tag that is in no file: found by the synonyms it is given, and kept whatever the files say.

    `group` is a group's slug. Raises RefusedEdit.
    """
    vocabulary = load_judge().vocabulary
    slug, label = check_new_slug(slug, vocabulary), check_new_label(label, vocabulary)
    definition = definition.replace("\x00", "").strip()
    if not definition:
        raise RefusedEdit("The definition is empty: say in a sentence what the tag stands for.")
    tag = Tag(slug=slug, name=label, group=check_group(group), definition=definition, is_ours=True)
    tag.curated_fields = ["definition", "name"]  # should the files have a tag of this slug some day
    with editing(user, tag, f"New tag “{label}” ({slug})", before={}):
        tag.save()
    tag.refresh_from_db()
    return tag


def rename_tag(tag: Tag, slug: str, *, user) -> None:
    """Give `tag` another slug. The old one leads to it for ever: addresses, filters, feeds, never-lists.

    Raises RefusedEdit.
    """
    check_can_go(tag, how="renamed")
    slug = check_new_slug(slug, load_judge().vocabulary, besides=tag)
    old = Tag.objects.values_list("slug", flat=True).get(pk=tag.pk)
    if slug == old:
        raise RefusedEdit(f"It is called “{slug}” already.")
    with editing(user, tag, f"Renamed: {old} is {slug}"):
        tag.aliases.filter(kind=TagAlias.Kind.FORMER_SLUG, name=slug).delete()
        keep_slug(tag, old)
        tag.slug = slug
        tag.save(update_fields=["slug"])


def retire_tag(tag: Tag, *, user) -> None:
    """Take `tag` out of use though the files have it: kept on its videos, shown to nobody. Raises RefusedEdit."""
    check_can_go(tag, how="retired")
    if tag.is_retired:
        raise RefusedEdit(f"“{tag.name}” is retired already.")
    with editing(user, tag, f"Retired: {tag.slug}"):
        tag.curated_fields = sorted({*tag.curated_fields, RETIRED})
        tag.save(update_fields=["curated_fields"])


def check_can_return(tag: Tag) -> None:
    """Raise RefusedEdit where no curator retired `tag`, as one that was merged, or its slug means another by now."""
    if RETIRED not in tag.curated_fields:
        raise RefusedEdit(f"“{tag.name}” was not retired by a curator.")
    bearer = find_bearer(tag.slug, load_judge().vocabulary, besides=tag.slug)
    if bearer:
        raise RefusedEdit(f"“{tag.slug}” means “{bearer.label}” ({bearer.slug}) by now: take that word away first.")


def bring_back(tag: Tag, *, user) -> None:
    """Put a tag to use again that a curator retired. Raises RefusedEdit."""
    check_can_return(tag)
    with editing(user, tag, f"In use again: {tag.slug}"):
        tag.curated_fields = [name for name in tag.curated_fields if name != RETIRED]
        label = tag.name.removesuffix(RETIRED_NAME)
        if tag.is_ours or label != tag.slug:  # a curator's: of others the files say it
            tag.name = check_new_label(label, load_judge().vocabulary)
            tag.curated_fields = sorted({*tag.curated_fields, "name"})
        tag.save(update_fields=["curated_fields", "name"])


def draw_arrow(tag: Tag, kind: str, other: Tag, *, is_removed: bool, user) -> Saved:
    """Make `other` a parent or an implication of `tag`, or no longer one. Raises RefusedEdit.

    Up to 500 videos that a moderator must see because of it are judged anew at once.
    """
    before = load_judge()
    arrow = check_arrow(Arrow(tag.slug, kind, other.slug, is_removed), before.vocabulary)
    after = apply_edits(files_vocabulary(), with_arrow(read_edits(), arrow))
    verb = "no longer has" if is_removed else "has"
    with editing(user, tag, f"“{tag.name}” {verb} the {ArrowEdit.Kind(kind).label} “{other.name}”"):
        opposite = tag.arrow_edits.filter(kind=kind, other=other, is_removed=not is_removed)
        if not opposite.delete()[0]:
            tag.arrow_edits.create(kind=kind, other=other, is_removed=is_removed)
    return retag_bearing(find_newly_holding(before.vocabulary, after))


def take_the_files(tag: Tag, field: str, *, user) -> None:
    """Let one field of `tag`, such as its definition, be as the files have it again. Raises RefusedEdit."""
    if tag.is_ours or field not in tag.curated_fields or field == RETIRED:
        raise RefusedEdit("There is nothing of the files to take: they and the catalog say the same.")
    with editing(user, tag, f"As the files have it: {field.replace('_', ' ')} of {tag.slug}"):
        tag.curated_fields = [name for name in tag.curated_fields if name != field]
        tag.save(update_fields=["curated_fields"])


def retag_bearing(slugs: frozenset[str]) -> Saved:
    """Judge the videos with one of these tags anew, present or suggested, where they are not too many."""
    return _retag_ids(find_bearing(slugs).values_list("pk", flat=True)) if slugs else Saved()


def keep_slug(tag: Tag, slug: str) -> None:
    """Let `slug`, which the files may have for ever, lead to `tag`."""
    tag.aliases.update_or_create(kind=TagAlias.Kind.FORMER_SLUG, name=slug, defaults={"is_curated": True})


@contextmanager
def editing(user, tag: Tag, summary: str, *, before: dict | None = None) -> Iterator[Recorder]:
    """One edit: what is written within it is recorded as a change of `tag`, then the vocabulary is loaded by it.

    It waits for its turn among those who write many videos: an import may be giving them this tag.

    Raises RefusedEdit, and writes nothing, where the vocabulary cannot be loaded so.
    """
    before = _describe(tag) if before is None else before
    try:
        with writing(), acting(user, ActionKind.VOCABULARY, summary) as recorder:
            recorder.is_undoable = False  # more hangs on it than fields: it is taken back by the opposite edit
            yield recorder
            load(files_vocabulary(), recorder=recorder)
            after = _describe(tag)
            changed = [name for name in after if before.get(name) != after[name]]
            recorder.note(
                tag=tag,
                before={name: before.get(name) for name in changed},
                after={name: after[name] for name in changed},
            )
    except LabelConflictError as error:
        raise RefusedEdit(LABELS_IN_THE_WAY) from error
    except VocabularyError as error:
        raise RefusedEdit(str(error)) from error
    tag.refresh_from_db()


def _describe(tag: Tag) -> dict:
    """What an edit may change of the tag, as it is in the database."""
    row = Tag.objects.get(pk=tag.pk)
    return {
        "slug": row.slug,
        "label": row.name,
        "retired": row.is_retired,
        "edited": row.curated_fields,
        "synonyms": [
            f"{alias.name}{' (in titles)' if alias.is_in_titles else ''}"
            for alias in row.aliases.filter(kind=TagAlias.Kind.SYNONYM, is_curated=True)
        ],
        "former slugs": [alias.name for alias in row.aliases.filter(kind=TagAlias.Kind.FORMER_SLUG)],
        "parents": sorted(row.parents.values_list("slug", flat=True)),
        "implies": sorted(row.implies.values_list("slug", flat=True)),
    }


def _with_synonym(edits: VocabularyEdits, synonym: Synonym) -> VocabularyEdits:
    others = tuple(s for s in edits.synonyms if (s.slug, s.words) != (synonym.slug, synonym.words))
    return replace(edits, synonyms=(*others, synonym))


def _key(alias: TagAlias) -> tuple[str, str]:
    return alias.tag.slug, alias.name


def _judge(edits: VocabularyEdits, before: Judge) -> Judge:
    return replace(before, vocabulary=apply_edits(files_vocabulary(), edits))


def _retag(words: str) -> Saved:
    return _retag_ids(vocabulary_preview.find_saying(words).tolist())


def _retag_ids(video_ids: Collection[int]) -> Saved:
    if len(video_ids) > MOST_AT_ONCE:
        return Saved(len(video_ids), None)
    return Saved(len(video_ids), retagging.retag(video_ids, load_judge()) if video_ids else 0)
