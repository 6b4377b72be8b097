"""What an edit of the vocabulary would change on the videos of this catalog, told before it is made."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.models import prefetch_related_objects

from asmr_catalog.tokens import tokenise
from videos.browsing.explaining import ZONES
from videos.curation import listing
from videos.curation.judging import Judge
from videos.curation.pairs import PRESENT
from videos.fulltext.matching import find_videos
from videos.fulltext.terms import Term
from videos.models import HeldReason, ListingState, Source, Tag, TagDecision, Video
from videos.tagging.findings import Examination, Finding
from videos.tagging.terms import split_words

MOST_EXAMINED = 2_000  # videos; each is examined twice, a good millisecond with its reading
FEW_EXAMINED = 20  # videos for which a process that has no scan of all patterns yet compiles none
MOST_SAMPLES = 12
CHUNK = 500  # videos read at once

Kind = TagDecision.Kind
_OUTCOMES = {
    "gained": "gains it",
    "suggested": "gets it suggested",
    "declared_absent": "is declared free of it",
    "lost": "loses it",
    "decided": "a person decided otherwise",
}


@dataclass(frozen=True)
class Sample:
    """One video as the edit would change it; `words` caused it, or no longer would, and stand in that `place`."""

    video: Video
    outcome: str
    words: str
    place: str


@dataclass(frozen=True)
class SynonymPreview:
    """What the tag's new words, or their going, would change. Counts are of videos, of the `examined` ones.

    `found` is how many have the words: where it is more than `examined`, the newest were looked at and the rest may
    change too. `others` tells of other tags (label, gained, lost).
    """

    tag: Tag
    words: str
    found: int
    examined: int
    gained: int = 0
    suggested: int = 0
    lost: int = 0
    declared_absent: int = 0
    decided: int = 0
    held: int = 0
    listed: int = 0
    others: tuple[tuple[str, int, int], ...] = ()
    samples: tuple[Sample, ...] = field(default=(), compare=False)

    @property
    def is_cut(self) -> bool:
        return self.examined < self.found

    @property
    def lines(self) -> list[str]:
        """All of it in words."""
        name = f"“{self.tag.name}”"
        told = [
            (self.gained, f"would gain {name}"),
            (self.suggested, f"would get {name} suggested"),
            (self.lost, f"would lose {name}"),
            (self.declared_absent, f"would be declared free of {name}"),
            (self.decided, "would gain it by these words, but a person decided otherwise: that stays"),
            (self.held, "would be held for a moderator"),
            (self.listed, "would be listed, held until now as not recognised"),
        ]
        for label, gained, lost in self.others:
            told += [(gained, f"would gain “{label}”"), (lost, f"would lose “{label}”")]
        lines = [f"{_count(number)} {what}" for number, what in told if number]
        seen = f"the newest {self.examined:,} of {_count(self.found)}" if self.is_cut else _count(self.found)
        return [*(lines or ["No video would change"]), f"Looked at {seen} with these words in the text"]


def find_saying(words: str) -> np.ndarray:
    """Ids of the videos that may say `words`, newest first: in a row, squashed as in a hashtag, glued as in a name.

    Up to three queries. Words glued behind others than ASMR are not found: these are few.
    """
    terms = {Term(tuple(tokens), is_prefix): None for tokens, is_prefix in _ways(words) if tokens}
    found = [find_videos(term) for term in terms]
    return np.unique(np.concatenate(found))[::-1] if found else np.empty(0, dtype=np.uint64)


def preview_words(tag: Tag, words: str, *, before: Judge, after: Judge) -> SynonymPreview:
    """Examine the videos that say `words` with both vocabularies, at most 2,000; nothing is written.

    The first time in a process it loads the tagger, one or two seconds, and three more where there are more than a few
    videos. Four queries for each 500 videos.
    """
    ids = find_saying(words)
    some = ids[:MOST_EXAMINED].tolist()
    are_few = len(some) <= FEW_EXAMINED
    counts, others, samples, examined = Counter(), Counter(), [], 0
    for video in _read(some):
        examined += 1
        was, would = (judge.examine(video, spares_scan=are_few) for judge in (before, after))
        if was == would:
            continue
        counts.update(_compare_listing(video, was, would, before, after))
        spoken = _find_spoken(video)
        for slug, (earlier, later) in _differences(was, would):
            if slug != tag.slug:
                others[slug, "gained" if later and later.status == "publish" else "lost"] += 1
                continue
            outcome = _outcome(earlier, later) if tag.pk not in spoken else _spoken_outcome(spoken[tag.pk], later)
            counts[outcome] += 1
            if outcome and len(samples) < MOST_SAMPLES:
                samples.append(_make_sample(video, outcome, later or earlier))
    labels = before.graph.tags
    return SynonymPreview(
        tag=tag,
        words=words,
        found=len(ids) - len(some) + examined,
        examined=examined,
        others=tuple(
            (labels[slug].name, others[slug, "gained"], others[slug, "lost"])
            for slug in sorted({slug for slug, _ in others})
        ),
        samples=tuple(samples),
        **{
            name: counts[name]
            for name in ("gained", "suggested", "lost", "declared_absent", "decided", "held", "listed")
        },
    )


def _ways(words: str) -> Iterator[tuple[list[str], bool]]:
    """The tokens in which a text may say `words`, each with whether its last word may go on."""
    squashed = "".join(split_words(words))
    yield tokenise(words), False
    for name in (squashed, f"asmr{squashed}"):
        yield tokenise(name), True


def _read(ids: Sequence[int]) -> Iterator[Video]:
    for start in range(0, len(ids), CHUNK):
        videos = Video.objects.filter(pk__in=ids[start : start + CHUNK]).exclude(listing_state=ListingState.TAKEN_DOWN)
        found = list(videos.select_related("creator").order_by("-pk"))
        prefetch_related_objects(found, "tagged_videos", "tag_decisions")
        yield from found


def _differences(was: Examination, would: Examination) -> Iterator[tuple[str, tuple[Finding | None, Finding | None]]]:
    """The tags of which the findings say something else, not only for another reason."""
    earlier, later = ({finding.tag: finding for finding in each.findings} for each in (was, would))
    for slug in sorted(earlier.keys() | later.keys()):
        pair = earlier.get(slug), later.get(slug)
        if _kind(pair[0]) != _kind(pair[1]):
            yield slug, pair


def _kind(finding: Finding | None) -> str | None:
    if finding is None:
        return None
    if finding.state == "absent_declared":
        return Kind.ABSENT_DECLARED
    return PRESENT if finding.status == "publish" else Kind.SUGGESTED


def _outcome(earlier: Finding | None, later: Finding | None) -> str:
    kinds = {PRESENT: "gained", Kind.SUGGESTED: "suggested", Kind.ABSENT_DECLARED: "declared_absent"}
    if later is None or (_kind(earlier) == PRESENT and _kind(later) == Kind.SUGGESTED):
        return "lost"
    return kinds[_kind(later)]


def _spoken_outcome(said: str, later: Finding | None) -> str:
    """A person's word stays; worth telling where they said otherwise."""
    return "decided" if later is not None and _kind(later) != Kind.ABSENT_DECLARED and said != PRESENT else ""


def _find_spoken(video: Video) -> dict[int, str]:
    """What others than the tagger said of the video's tags, by the tags' keys."""
    present = {row.tag_id: PRESENT for row in video.tagged_videos.all() if row.source != Source.AUTOMATIC}
    return present | {row.tag_id: row.kind for row in video.tag_decisions.all() if row.source != Source.AUTOMATIC}


def _compare_listing(video: Video, was: Examination, would: Examination, before: Judge, after: Judge) -> list[str]:
    if video.is_listing_curated or video.listing_state not in {ListingState.LISTED, ListingState.HELD}:
        return []
    verdicts = [
        listing.judge(video, each.findings, is_recognised=each.is_recognised, graph=judge.graph)
        for each, judge in ((was, before), (would, after))
    ]
    reasons = [verdict.reason for verdict in verdicts]
    if HeldReason.MODERATION in reasons[1:] and reasons[0] != HeldReason.MODERATION:
        return ["held"]
    return ["listed"] if reasons == [HeldReason.NOT_RECOGNISED, HeldReason.NONE] else []


def _make_sample(video: Video, outcome: str, finding: Finding) -> Sample:
    return Sample(video, _OUTCOMES[outcome], finding.evidence, f"in the {ZONES.get(finding.zone, finding.zone)}")


def _count(number: int) -> str:
    return f"{number:,} video{'' if number == 1 else 's'}"
