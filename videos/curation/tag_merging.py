"""Two tags become one: what is known of either, and no word of a person, is lost; what was asked of one finds both."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from videos.curation.arrows import find_newly_holding, links_of, warn_of_holding
from videos.curation.effective import effective_vocabulary, files_vocabulary, read_edits
from videos.curation.pairs import PRESENT, Knowledge, Pair, lock_videos, read_pairs, write_pairs
from videos.curation.vocabulary_checks import RefusedEdit, check_can_go, check_circles
from videos.curation.vocabulary_edits import Saved, editing, keep_slug, retag_bearing
from videos.models import Source, Tag, TagAlias, TagDecision
from videos.vocabulary.definitions import Vocabulary
from videos.vocabulary.edits import VocabularyEdits, apply_edits
from videos.writing import in_chunks

Kind = TagDecision.Kind
# Whose word counts more; of people alike the newer one, of automatic findings what they found.
_RANKS = {Source.AUTOMATIC: 0, Source.VISITOR: 1, Source.CREATOR: 2, Source.CURATOR: 3}
_KINDS = [Kind.SUGGESTED, Kind.ABSENT_DECLARED, Kind.REJECTED, Kind.ABSENT_CHECKED, PRESENT]


@dataclass(frozen=True)
class MergePreview:
    """What merging would do, in words."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def preview_merge(goes: Tag, stays: Tag) -> MergePreview:
    """What would become of the videos of both. Reads all pairs of `goes`. Raises RefusedEdit."""
    before = effective_vocabulary()
    after = check_merge(goes, stays, before)
    told = Counter()
    for _, theirs, ours, left in _settle(goes, stays):
        told.update(_describe_pair(theirs, ours, left))
    name, other = f"“{stays.name}”", f"“{goes.name}”"
    words = {
        "gained": f"would have {name} in place of {other}",
        "moved": f"would keep what is known of {other}, said of {name}",
        "both": "have both and would have one",
        "lost": f"have {other} and a person’s word against {name}: that stands",
        "overruled": f"where a person’s word on {other} would replace what the tagger found of {name}",
        "disagreed": "where people said different things of the two: the newer word stands",
    }
    lines = [f"{told[key]:,} video{'' if told[key] == 1 else 's'} {text}" for key, text in words.items() if told[key]]
    children = goes.children.active().count()
    lines += (
        [f"{children} tag{'' if children == 1 else 's'} below {other} would stand below {name}"] if children else []
    )
    lines += [f"The address, filters and never-lists of {other} would lead to {name}, and its words would find it"]
    warnings = warn_of_holding(before, after)
    absent = goes.decisions.filter(kind__in=[Kind.ABSENT_DECLARED, Kind.ABSENT_CHECKED]).count()
    if absent and stays.slug in before.closure(goes.slug):
        videos = f"{absent:,} video{'' if absent == 1 else 's'} known to have none of {other}"
        warnings += (f"{name} is more than {other}: {videos} would count as free of both.",)
    return MergePreview(tuple(lines), warnings)


def merge_tags(goes: Tag, stays: Tag, *, user) -> Saved:
    """Make `goes` a former name of `stays`, for good: its pairs, words, children and former names go over.

    A person's word beats the tagger's; of two people's the newer one stands. `goes` retires. Raises RefusedEdit.
    """
    before = effective_vocabulary()
    after = check_merge(goes, stays, before)
    with editing(user, stays, f"Merged: {goes.slug} into {stays.slug}") as recorder:
        lock_videos(_find_saying(goes))  # what a person says of one meanwhile waits, and is not written over
        for chunk in in_chunks(list(_settle(goes, stays))):
            wanted: dict[Pair, Knowledge | None] = {}
            for video_id, theirs, ours, left in chunk:
                wanted[video_id, goes.pk] = None
                recorder.note(video=video_id, tag=goes, before=theirs, after=None)
                if left != ours:
                    wanted[video_id, stays.pk] = left
                    recorder.note(video=video_id, tag=stays, before=ours, after=left)
            write_pairs(wanted)
        _move_names(goes, stays)
        _move_arrows(goes, stays)
        _move_other_words(goes, stays)
        Tag.objects.filter(pk=goes.pk).update(is_ours=False, curated_fields=[])
    return retag_bearing(find_newly_holding(before, after))


def check_merge(goes: Tag, stays: Tag, vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary after the merging. Raises RefusedEdit."""
    check_can_go(goes, how="merged into another")
    if goes.pk == stays.pk:
        raise RefusedEdit("A tag cannot be merged into itself.")
    for tag in (goes, stays):
        if tag.slug not in vocabulary.tags:
            raise RefusedEdit(f"“{tag.name}” is retired.")
    if goes.group.facet_id != stays.group.facet_id:
        raise RefusedEdit(f"“{goes.name}” and “{stays.name}” answer different questions: {goes.group.facet.question} "
                          f"{stays.group.facet.question}")  # fmt: skip
    if vocabulary.tags[goes.slug].rules.computed or vocabulary.tags[stays.slug].rules.computed:
        raise RefusedEdit("A tag that follows from a video’s length or live status cannot be merged.")
    after = apply_edits(files_vocabulary(), _with_merge(read_edits(), goes.slug, stays.slug))
    check_circles(links_of(after))
    return after


def choose(theirs: Knowledge | None, ours: Knowledge | None) -> Knowledge | None:
    """What is left of what is known of two tags of one video."""
    known = [knowledge for knowledge in (ours, theirs) if knowledge is not None]
    return max(known, key=_weigh, default=None)


def _weigh(knowledge: Knowledge) -> tuple:
    rank = _RANKS[knowledge.source]
    return rank, (knowledge.decided_at.timestamp() if rank else _KINDS.index(knowledge.kind))


def _settle(goes: Tag, stays: Tag) -> Iterator[tuple[int, Knowledge, Knowledge | None, Knowledge]]:
    """Of each video of which something is known of `goes`: that, the same of `stays`, and what is left of both."""
    for some in in_chunks(sorted(_find_saying(goes))):
        pairs = read_pairs(some, {goes.pk, stays.pk})
        for video_id in some:
            theirs, ours = pairs.get((video_id, goes.pk)), pairs.get((video_id, stays.pk))
            if theirs is not None:
                yield video_id, theirs, ours, choose(theirs, ours)


def _find_saying(tag: Tag) -> set[int]:
    """The videos of which something is known of the tag."""
    present, decided = tag.tagged_videos, tag.decisions
    return {*present.values_list("content_object", flat=True), *decided.values_list("video", flat=True)}


def _describe_pair(theirs: Knowledge, ours: Knowledge | None, left: Knowledge) -> list[str]:
    told = []
    if ours is None:
        told.append("gained" if left.kind == PRESENT else "moved")
    elif theirs.kind == ours.kind:
        told.append("both")
    elif min(_RANKS[theirs.source], _RANKS[ours.source]):
        told.append("disagreed")
    elif left is theirs:
        told.append("overruled" if _RANKS[theirs.source] else "gained")
    else:
        told.append("lost" if theirs.kind == PRESENT else "both")
    return told


def _with_merge(edits: VocabularyEdits, goes: str, stays: str) -> VocabularyEdits:
    slugs = [(old, stays if target == goes else target) for old, target in edits.slugs]
    arrows = [
        replace(arrow, **{end: stays for end in ("slug", "other") if getattr(arrow, end) == goes})
        for arrow in edits.arrows
        if (arrow.slug, arrow.kind) != (goes, "parents")
    ]
    return replace(
        edits,
        own_tags=tuple(own for own in edits.own_tags if own.slug != goes),
        slugs=(*slugs, (goes, stays)),
        synonyms=tuple(replace(word, slug=stays) if word.slug == goes else word for word in edits.synonyms),
        arrows=tuple(arrow for arrow in dict.fromkeys(arrows) if arrow.slug != arrow.other),
    )


def _move_names(goes: Tag, stays: Tag) -> None:
    if goes.is_ours:  # of a tag of the files its label goes over with its other words
        goes.aliases.get_or_create(kind=TagAlias.Kind.SYNONYM, name=goes.name)
    taken = set(stays.aliases.values_list("kind", "name"))
    for alias in goes.aliases.filter(is_curated=True):
        if (alias.kind, alias.name) in taken:
            alias.delete()
        else:
            alias.tag = stays
            alias.save()
    keep_slug(stays, goes.slug)


def _move_arrows(goes: Tag, stays: Tag) -> None:
    """Where the one that stays stands is its own matter; what the other implied it brings along."""
    goes.arrow_edits.filter(kind="parents").delete()
    ends = {"tag": goes.arrow_edits.all(), "other": goes.arrow_edits.model.objects.filter(other=goes)}
    for end, edits in ends.items():
        for edit in edits:
            setattr(edit, end, stays)
            same = {"tag": edit.tag, "kind": edit.kind, "other": edit.other}
            if edit.tag_id == edit.other_id or edit._meta.model.objects.filter(**same).exists():
                edit.delete()
            else:
                edit.save()


def _move_other_words(goes: Tag, stays: Tag) -> None:
    """What curators say of creators, what visitors report, and what to read is of the one that stays; what is said of
    both of one creator already is left with the one that goes. How often it was asked for stays with its months."""
    in_our_word = goes.said_of_creators.filter(source="").values("creator")
    stays.said_of_creators.exclude(source="").filter(creator__in=in_our_word).delete()
    for said in ("said_of_creators", "creator_defaults"):
        taken = getattr(stays, said).values("creator")
        getattr(goes, said).exclude(creator__in=taken).update(tag=stays)
    goes.reports.update(tag=stays)
    for resource in goes.resources.all():
        resource.tags.add(stays)
        resource.tags.remove(goes)
