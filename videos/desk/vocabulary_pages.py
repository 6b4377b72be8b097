"""What the page of one tag's place in the vocabulary shows: values that its template prints."""

from dataclasses import dataclass

from videos.curation.effective import RETIRED, files_vocabulary, read_edits
from videos.curation.vocabulary import find_differences
from videos.curation.vocabulary_rows import PART_NAMES
from videos.models import Tag, TagAlias
from videos.vocabulary.definitions import TagDefinition
from videos.vocabulary.edits import find_slugs


@dataclass(frozen=True)
class Difference:
    """One field of which a curator and the files say different things."""

    field: str
    name: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class TagPage:
    """A tag as its page shows it. `arrows` are (kind, its name, its tags); `decided` what else the files say."""

    tag: Tag
    synonyms: list[TagAlias]
    synonyms_of_files: list[TagAlias]
    former_slugs: list[str]
    arrows: tuple[tuple[str, str, list[Tag]], ...]
    differences: list[Difference]
    decided: tuple[str, ...]
    is_retired_by_curator: bool
    merged_into: Tag | None


def look_at_tag(tag: Tag) -> TagPage:
    """Read all that the page shows. Eight queries, nine of a retired tag; reads the files once in a process."""
    aliases = list(tag.aliases.order_by("name"))
    synonyms = [alias for alias in aliases if alias.kind == TagAlias.Kind.SYNONYM]
    files, edits = files_vocabulary(), read_edits()
    today = find_slugs(files, edits)
    definition = next((d for slug, d in files.tags.items() if today.get(slug, slug) == tag.slug), None)
    return TagPage(
        tag=tag,
        synonyms=[alias for alias in synonyms if alias.is_curated],
        synonyms_of_files=[alias for alias in synonyms if not alias.is_curated],
        former_slugs=[alias.name for alias in aliases if alias.kind == TagAlias.Kind.FORMER_SLUG],
        arrows=(
            ("parents", "parent", list(tag.parents.order_by("order"))),
            ("implies", "implication", list(tag.implies.order_by("order"))),
        ),
        differences=list(_find_differences(tag, definition)) if definition else [],
        decided=find_differences(files, edits).get(tag.slug, ()),
        is_retired_by_curator=RETIRED in tag.curated_fields,
        merged_into=_find_heir(tag) if tag.is_retired else None,
    )


def _find_heir(tag: Tag) -> Tag | None:
    """The tag in use that has the slug of this one as a former slug of its own."""
    return Tag.objects.active().filter(aliases__kind=TagAlias.Kind.FORMER_SLUG, aliases__name=tag.slug).first()


def make_choices() -> list[tuple[str, str]]:
    """The slugs and labels of all tags in use. One query."""
    return list(Tag.objects.active().order_by("name").values_list("slug", "name"))


def _find_differences(tag: Tag, definition: TagDefinition):
    theirs = {
        "name": definition.label,
        "definition": definition.definition,
        "listening_note": definition.listening,
        "evidence_level": definition.evidence.level,
        "evidence_note": definition.evidence.note,
        "evidence_references": list(definition.evidence.references),
    }
    for field in tag.curated_fields:
        if field in theirs and getattr(tag, field) != theirs[field]:
            name = PART_NAMES.get(field, field).replace("_", " ")
            yield Difference(field, name, _as_text(getattr(tag, field)), _as_text(theirs[field]))


def _as_text(value) -> str:
    return "\n".join(value) if isinstance(value, list) else value
