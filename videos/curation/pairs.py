"""What is known of pairs of a video and a tag, read and written many at a time."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from videos.models import TagDecision, TaggedVideo, Video
from videos.writing import in_chunks, insert_rows

PRESENT = "present"
Pair = tuple[int, int]  # the video's primary key, the tag's
_REASON = ("source", "confidence", "zone", "evidence", "decided_by_id", "decided_at")


@dataclass(frozen=True)
class Knowledge:
    """What is known of one pair: `kind` is PRESENT or a kind of decision; who said so, why and when."""

    kind: str
    source: str
    confidence: float | None = None
    zone: str = ""
    evidence: str = ""
    decided_by_id: int | None = None
    decided_at: datetime | None = None

    @cached_property
    def as_json(self) -> dict:
        """As it is recorded. Made once: the same is said of thousands of pairs."""
        # Not `asdict`, which copies deeply: a decision on thousands of videos would spend most of its time on it.
        return {**self.__dict__, "decided_at": self.decided_at and self.decided_at.isoformat()}

    @classmethod
    def from_json(cls, value: dict | None) -> "Knowledge | None":
        if value is None:
            return None
        decided_at = value["decided_at"]
        return cls(**{**value, "decided_at": datetime.fromisoformat(decided_at) if decided_at else None})


def lock_videos(video_ids: Collection[int]) -> None:
    """Let nobody else write of these videos before this transaction ends: an import would bring rows between ours.

    In the order in which imports lock them. SQLite has one writer anyway.
    """
    for ids in in_chunks(sorted(video_ids)):
        list(Video.objects.filter(pk__in=ids).select_for_update().order_by("pk").values_list("pk"))


def read_pairs(video_ids: Collection[int], tag_ids: Collection[int]) -> dict[Pair, Knowledge]:
    """What is known of all pairs of these videos and tags; nothing for what is unknown. Two queries a 10,000 videos."""
    found = {}
    for ids in in_chunks(video_ids):
        present = TaggedVideo.objects.filter(content_object__in=ids, tag__in=tag_ids)
        decided = TagDecision.objects.filter(video__in=ids, tag__in=tag_ids)
        for video_id, tag_id, *reason in present.values_list("content_object_id", "tag_id", *_REASON):
            found[video_id, tag_id] = Knowledge(PRESENT, *reason)
        for video_id, tag_id, kind, *reason in decided.values_list("video_id", "tag_id", "kind", *_REASON):
            found[video_id, tag_id] = Knowledge(kind, *reason)
    return found


def write_pairs(wanted: Mapping[Pair, Knowledge | None], *, known: Mapping[Pair, Knowledge] | None = None) -> None:
    """Make known exactly this of the pairs, whatever was known before; None makes a pair unknown.

    Who has locked the videos and read what is `known` of the pairs saves the statements for those of which nothing is.
    Two statements for each tag and 10,000 videos, and two for all. Call it inside a transaction.
    """
    videos_of = defaultdict(list)
    for video_id, tag_id in wanted if known is None else wanted.keys() & known.keys():
        videos_of[tag_id].append(video_id)
    for tag_id, video_ids in videos_of.items():
        for ids in in_chunks(video_ids):
            TaggedVideo.objects.filter(tag=tag_id, content_object__in=ids).delete()
            TagDecision.objects.filter(tag=tag_id, video__in=ids).delete()
    rows = {TaggedVideo: [], TagDecision: []}
    for (video_id, tag_id), knowledge in wanted.items():
        if knowledge is not None:
            row = _make_row(video_id, tag_id, knowledge)
            rows[type(row)].append(row)
    for some in rows.values():
        insert_rows(some)


def _make_row(video_id: int, tag_id: int, knowledge: Knowledge) -> TaggedVideo | TagDecision:
    reason = {name: getattr(knowledge, name) for name in _REASON}
    if knowledge.kind == PRESENT:
        return TaggedVideo(content_object_id=video_id, tag_id=tag_id, **reason)
    return TagDecision(video_id=video_id, tag_id=tag_id, kind=knowledge.kind, **reason)
