"""A creator's default brought to the videos that the catalog has already, and taken back from them."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from creators.models import Creator, CreatorDefault
from videos.curation.defaults import EVIDENCE, ZONE, Said, settle
from videos.curation.history import Recorder, acting
from videos.curation.pairs import PRESENT, Knowledge, lock_videos, read_pairs, write_pairs
from videos.models import ActionKind, ListingState, Source, TagDecision, TaggedVideo
from videos.tag_graph import TagGraph, load_tag_graph


@dataclass(frozen=True)
class Reach:
    """What becomes of a default in the videos of its creator, by their primary keys; each is in one of the sets."""

    gets: frozenset[int]  # nothing in them speaks against it
    waits: frozenset[int]  # something does ("soft-spoken", where it is "no talking"): suggested to a person
    has: frozenset[int]  # have it from this default already
    spoken: frozenset[int]  # their own text or a person has said the same, or the contrary: left alone

    @property
    def is_changing(self) -> bool:
        return bool(self.gets or self.waits)


def find_reach(default: CreatorDefault, *, graph: TagGraph | None = None) -> Reach:
    """See what `default` would make of all videos that its creator has now; changes nothing. Seven queries at most."""
    graph = graph or load_tag_graph()
    slug = graph.slugs.get(default.tag_id)
    if slug is None:  # retired
        return Reach(*[frozenset()] * 4)
    said, has = _read_said(default, graph)
    sets: dict[str | None, set[int]] = defaultdict(set)
    for video_id in _videos_of(default):
        sets["has" if video_id in has else settle(slug, default.kind, said[video_id], graph)].add(video_id)
    return Reach(
        gets=frozenset(sets[PRESENT] | sets[TagDecision.Kind.ABSENT_DECLARED]),
        waits=frozenset(sets[TagDecision.Kind.SUGGESTED]),
        has=frozenset(sets["has"]),
        spoken=frozenset(sets[None]),
    )


def apply_to_all(default: CreatorDefault, *, user=None) -> Reach:
    """Let `default` hold for the videos of before it too, and write it to them. Returns what became of them.

    Recorded, but not undone as other actions are: without the default its creator's videos lose what they have from it.
    """
    with acting(user, ActionKind.BULK, f"{default.creator}: “{default}”, for all videos") as recorder:
        recorder.is_undoable = False
        recorder.query = f"creator={default.creator.slug}"
        default = CreatorDefault.objects.select_for_update(of=("self",)).select_related("creator").get(pk=default.pk)
        lock_videos(_videos_of(default))  # what a person says of one meanwhile waits, and is not written over
        reach = find_reach(default)
        kind = PRESENT if default.kind == CreatorDefault.Kind.PRESENT else TagDecision.Kind.ABSENT_DECLARED
        _write(default, dict.fromkeys(reach.gets, kind), recorder)
        _write(default, dict.fromkeys(reach.waits, TagDecision.Kind.SUGGESTED), recorder)
        CreatorDefault.objects.filter(pk=default.pk).update(since=None)
    return reach


def take_back(creator: Creator, tag_id: int, recorder: Recorder) -> None:
    """Make unknown again what the creator's videos have from a default of this tag; the next import judges them anew.

    A decision that somebody made since, and what the text said first, stays.
    """
    own = {"source": Source.AUTOMATIC, "zone": ZONE, "tag": tag_id}
    videos = {
        *TaggedVideo.objects.filter(content_object__creator=creator, **own).values_list("content_object", flat=True),
        *TagDecision.objects.filter(video__creator=creator, **own).values_list("video", flat=True),
    }
    lock_videos(videos)
    read = read_pairs(videos, [tag_id])
    # As it is now: somebody may have decided before the videos were locked.
    known = {pair: it for pair, it in read.items() if (it.source, it.zone) == (Source.AUTOMATIC, ZONE)}
    write_pairs(dict.fromkeys(known), known=known)
    for (video_id, _), knowledge in known.items():
        recorder.note(video=video_id, tag=tag_id, before=knowledge, after=None)


def _videos_of(default: CreatorDefault) -> list[int]:
    videos = default.creator.videos.exclude(listing_state=ListingState.TAKEN_DOWN)
    return list(videos.order_by("pk").values_list("pk", flat=True))


def _read_said(default: CreatorDefault, graph: TagGraph) -> tuple[dict[int, Said], set[int]]:
    """What is said of each video but by defaults, and which have this default's own tag."""
    said, has = defaultdict(Said), set()
    present = TaggedVideo.objects.filter(content_object__creator=default.creator_id)
    decided = TagDecision.objects.filter(video__creator=default.creator_id)
    rows = [(*row, PRESENT) for row in present.values_list("content_object", "tag", "source", "zone")]
    rows += decided.values_list("video", "tag", "source", "zone", "kind")
    for video_id, tag_id, source, zone, kind in rows:
        if source == Source.AUTOMATIC and zone == ZONE:
            has |= {video_id} if tag_id == default.tag_id else set()
        elif tag_id in graph.slugs:
            said[video_id].add(graph.slugs[tag_id], kind)
    return said, has


def _write(default: CreatorDefault, kinds: dict[int, str], recorder: Recorder) -> None:
    known = read_pairs(kinds, [default.tag_id])
    now = timezone.now()
    wanted = {
        (video_id, default.tag_id): Knowledge(kind, Source.AUTOMATIC, 1.0, ZONE, EVIDENCE, None, now)
        for video_id, kind in kinds.items()
    }
    write_pairs(wanted)
    for (video_id, tag_id), knowledge in wanted.items():
        recorder.note(video=video_id, tag=tag_id, before=known.get((video_id, tag_id)), after=knowledge)
