"""Each way to edit the vocabulary as a question: what would follow, and how it is done once a person says yes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from videos.curation import tag_merging, vocabulary_edits
from videos.curation.arrows import KINDS, check_arrow, preview_arrow, warn_of_holding, with_arrow
from videos.curation.effective import effective_vocabulary, files_vocabulary, read_edits
from videos.curation.vocabulary_checks import MOST_LETTERS, RefusedEdit, check_can_go, check_new_slug, check_synonym
from videos.curation.vocabulary_edits import Saved
from videos.curation.vocabulary_preview import Sample
from videos.models import Tag, TagAlias, TaggedVideo
from videos.vocabulary.edits import Arrow, apply_edits

NAMES = "Searches and addresses with these words lead to the tag; no video changes."


@dataclass(frozen=True)
class Preview:
    """What would follow, in words."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """`question` is what is asked, `preview` looks at the catalog, `apply` takes the user and does it.

    `then` is the tag to look at afterwards: the same one, unless it has gone.
    """

    question: str
    preview: Callable[[], Preview]
    apply: Callable[..., Saved | None]
    then: Tag | None = None


def propose(edit: str, tag: Tag, told: Mapping[str, str]) -> Proposal:
    """The proposal `edit`, one of EDITS, of `tag` with what the form told. Raises RefusedEdit."""
    return EDITS[edit](tag, {name: value.strip() for name, value in told.items()})


def describe_saved(saved: Saved | None) -> str:
    """What became of the videos, for the person who said yes."""
    if saved is None or not saved.affected:
        return "Saved."
    if saved.retagged is None:
        return (
            f"Saved. It may change {saved.affected:,} videos, too many to tag anew while you wait: they are when they "
            "are next imported, or all at once with the command suggest_tags --all --apply."
        )
    return f"Saved. Looked at {saved.affected:,} videos anew, {saved.retagged:,} of them changed."


def find_tag(name: str) -> Tag:
    """The tag in use that is called so, by slug or label. Raises RefusedEdit. Up to two queries."""
    name = name.replace("\x00", "").strip()
    name = name[: MOST_LETTERS + 1]  # no tag's is as long, and SQLite compares no endless one
    tag = Tag.objects.active().filter(slug=name).first() or Tag.objects.active().filter(name__iexact=name).first()
    if tag is None:
        raise RefusedEdit(f"There is no tag “{name}”." if name else "Choose another tag.")
    return tag


def _propose_synonym(tag: Tag, told: Mapping[str, str]) -> Proposal:
    in_titles = bool(told.get("in_titles"))
    words = check_synonym(tag, told.get("words", ""), vocabulary=effective_vocabulary(), is_in_titles=in_titles)

    def preview() -> Preview:
        if not in_titles:
            return Preview((NAMES,))
        seen = vocabulary_edits.preview_synonym(tag, words)
        return Preview(tuple(seen.lines), samples=seen.samples)

    return Proposal(
        f"Let “{words}” mean “{tag.name}”, {'also in titles and descriptions' if in_titles else 'in searches only'}?",
        preview,
        lambda user: vocabulary_edits.add_synonym(tag, words, in_titles=in_titles, user=user),
    )


def _propose_removal(tag: Tag, told: Mapping[str, str]) -> Proposal:
    names = tag.aliases.filter(kind=TagAlias.Kind.SYNONYM, is_curated=True).select_related("tag")
    alias = names.filter(name=told.get("words", "").replace("\x00", "")).first()
    if alias is None:
        raise RefusedEdit("There is no such synonym of ours.")

    def preview() -> Preview:
        if not alias.is_in_titles:
            return Preview(("Searches and addresses with these words no longer lead to the tag; no video changes.",))
        seen = vocabulary_edits.preview_removal(alias)
        return Preview(tuple(seen.lines), samples=seen.samples)

    return Proposal(
        f"Let “{alias.name}” no longer mean “{tag.name}”?",
        preview,
        lambda user: vocabulary_edits.remove_synonym(alias, user=user),
    )


def _propose_arrow(tag: Tag, told: Mapping[str, str], *, is_removed: bool = False) -> Proposal:
    before, other = effective_vocabulary(), find_tag(told.get("other", ""))
    arrow = check_arrow(Arrow(tag.slug, told.get("kind", ""), other.slug, is_removed), before)

    def preview() -> Preview:
        after = apply_edits(files_vocabulary(), with_arrow(read_edits(), arrow))
        seen = preview_arrow(before, after)
        return Preview(seen.lines, seen.warnings)

    verb = "Take away the" if is_removed else "Add the"
    return Proposal(
        f"{verb} {KINDS[arrow.kind]} “{other.name}” {'from' if is_removed else 'to'} “{tag.name}”?",
        preview,
        lambda user: vocabulary_edits.draw_arrow(tag, arrow.kind, other, is_removed=is_removed, user=user),
    )


def _propose_arrow_removal(tag: Tag, told: Mapping[str, str]) -> Proposal:
    return _propose_arrow(tag, told, is_removed=True)


def _propose_slug(tag: Tag, told: Mapping[str, str]) -> Proposal:
    check_can_go(tag, how="renamed")
    slug = check_new_slug(told.get("slug", ""), effective_vocabulary(), besides=tag)
    if slug == tag.slug:
        raise RefusedEdit(f"It is called “{slug}” already.")

    def preview() -> Preview:
        count = TaggedVideo.objects.filter(tag=tag).count()
        lines = (
            f"{count:,} video{'' if count == 1 else 's'} keep the tag; none changes",
            f"/tags/{tag.slug}/ leads to /tags/{slug}/ for good, and so do filters, feeds and never-lists",
            "The files may go on calling it by its old slug: loading them keeps yours and says so",
        )
        return Preview(lines)

    return Proposal(
        f"Give “{tag.name}” the slug “{slug}” in place of “{tag.slug}”?",
        preview,
        lambda user: vocabulary_edits.rename_tag(tag, slug, user=user),
    )


def _propose_merge(tag: Tag, told: Mapping[str, str]) -> Proposal:
    stays = find_tag(told.get("other", ""))
    tag_merging.check_merge(tag, stays, effective_vocabulary())

    def preview() -> Preview:
        seen = tag_merging.preview_merge(tag, stays)
        return Preview(seen.lines, ("Two tags made one cannot be parted again.", *seen.warnings))

    return Proposal(
        f"Make “{tag.name}” ({tag.slug}) one with “{stays.name}” ({stays.slug}), which stays?",
        preview,
        lambda user: tag_merging.merge_tags(tag, stays, user=user),
        then=stays,
    )


def _propose_retirement(tag: Tag, told: Mapping[str, str]) -> Proposal:
    check_can_go(tag, how="retired")
    if tag.is_retired:
        raise RefusedEdit(f"“{tag.name}” is retired already.")

    def preview() -> Preview:
        count = TaggedVideo.objects.filter(tag=tag).count()
        below = tag.children.active().count()
        lines = [f"{count:,} video{'' if count == 1 else 's'} would no longer show it; what is known is kept"]
        lines += [f"{below} tag{'' if below == 1 else 's'} below it would lose this parent"] if below else []
        edits = read_edits()
        without = replace(
            edits,
            retired=edits.retired | {tag.slug},
            own_tags=tuple(own for own in edits.own_tags if own.slug != tag.slug),
        )
        warnings = warn_of_holding(effective_vocabulary(), apply_edits(files_vocabulary(), without))
        return Preview((*lines, "Its page and filters with it would find nothing"), warnings)

    return Proposal(f"Take “{tag.name}” out of use?", preview, lambda user: vocabulary_edits.retire_tag(tag, user=user))


def _propose_return(tag: Tag, told: Mapping[str, str]) -> Proposal:
    vocabulary_edits.check_can_return(tag)

    def preview() -> Preview:
        count = TaggedVideo.objects.filter(tag=tag).count()
        return Preview((f"{count:,} video{'' if count == 1 else 's'} would show it again",))

    return Proposal(
        f"Put “{tag.slug}” to use again?", preview, lambda user: vocabulary_edits.bring_back(tag, user=user)
    )


def _propose_files(tag: Tag, told: Mapping[str, str]) -> Proposal:
    field = told.get("field", "")
    if tag.is_ours or field not in tag.curated_fields:
        raise RefusedEdit("There is nothing of the files to take: they and the catalog say the same.")
    return Proposal(
        f"Take what the files say of “{tag.name}” in place of ours ({field.replace('_', ' ')})?",
        lambda: Preview(("Your words are replaced by those of the files; they stay in the tag's history.",)),
        lambda user: vocabulary_edits.take_the_files(tag, field, user=user),
    )


EDITS: dict[str, Callable[[Tag, Mapping[str, str]], Proposal]] = {
    "synonym": _propose_synonym,
    "remove-synonym": _propose_removal,
    "arrow": _propose_arrow,
    "remove-arrow": _propose_arrow_removal,
    "slug": _propose_slug,
    "merge": _propose_merge,
    "retire": _propose_retirement,
    "bring-back": _propose_return,
    "files": _propose_files,
}
