"""What a technique's own page says besides what every tag's does: what it is, and how sure anybody is of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from videos.browsing.cards import Card, TagLink, day_label, link_tags, make_cards
from videos.browsing.filters import VideoFilter
from videos.browsing.index.sorting import find_latest
from videos.browsing.options import LinkOption
from videos.browsing.search import SearchResult
from videos.browsing.techniques.counting import find_confirmed, find_reported
from videos.browsing.techniques.looks import SPIRITUAL
from videos.models import Tag, Video
from videos.models.note_reviews import NoteReview
from videos.tag_graph import TagGraph

MOST_REPORTED = 12  # videos shown that wait for a person's word
MOST_RELATED = 8
SPIRITUAL_CLAIMS = "spiritual-claims"


@dataclass(frozen=True)
class Evidence:
    """How well a technique is founded: the level in words, a note for lay readers, the studies behind it."""

    level_label: str  # blank for what is not rated
    note: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Technique:
    """`review` tells in words whether a person reviewed these texts; `without_claims` leads to its videos that are free
    of spiritual claims, None where all or none are; `reported` are those that somebody has yet to look at."""

    listening_note: str
    evidence: Evidence | None
    review: str
    cautions: tuple[TagLink, ...]
    related: tuple[TagLink, ...]
    confirmed_count: int
    by_rule_count: int
    without_claims: LinkOption | None
    reported: tuple[Card, ...]
    reported_count: int


def describe_technique(tag: Tag, everything: SearchResult) -> Technique:
    """`everything` are all videos that the visitor may meet. A query or two, for the cards of what is reported."""
    graph, result = everything.graph, everything.with_filter(VideoFilter(tags=((tag.slug,),)))
    confirmed, reported = find_confirmed(result, tag.slug), find_reported(everything, tag.slug)
    latest = find_latest(reported, MOST_REPORTED) if reported else []
    return Technique(
        listening_note=tag.listening_note,
        evidence=_make_evidence(tag),
        review=describe_review(tag.note_review),
        cautions=link_tags(_public(tag for tag in graph.in_order(graph.present[tag.slug]) if _is_caution(tag))),
        related=link_tags(find_related(tag, everything)),
        confirmed_count=len(confirmed),
        by_rule_count=result.count() - len(confirmed),
        without_claims=_offer_without_claims(tag, result),
        reported=make_cards(Video.objects.for_cards().in_order(latest), graph) if latest else (),
        reported_count=len(reported),
    )


def describe_review(review: NoteReview) -> str:
    """The state of a review, for everybody who reads the note."""
    if review.state == "unreviewed":
        return "Nobody has reviewed this note yet."
    told = f"Reviewed by {review.by} on {day_label(review.on)}"
    return f"{told}." if review.state == "reviewed" else f"{told}; it was changed since."


def mark_confirmed(cards: Iterable[Card], tag: Tag, result: SearchResult) -> tuple[Card, ...]:
    """The cards of videos with a technique, each with who says that it is one."""
    confirmed = find_confirmed(result, tag.slug)
    return tuple(
        replace(card, said_by="confirmed by a curator" if card.pk in confirmed else "found by a rule, not confirmed")
        for card in cards
    )


def find_related(tag: Tag, everything: SearchResult) -> list[Tag]:
    """The tags beside it: of the same parents, then of the same group. Its parents and children stand elsewhere.

    Nothing that the never-list shuts out. As clinical and spiritual have groups of their own, neither is offered for
    the other.
    """
    graph, unwanted = everything.graph, everything.unwanted
    kin = {*graph.ancestors[tag.slug], *_descendants(tag.slug, graph)}
    siblings = [graph.tags[child] for parent in graph.parents[tag.slug] for child in graph.children[parent]]
    of_group = [other for other in siblings if other.group_id == tag.group_id]
    near = {other.slug: other for other in _public([*of_group, *graph.in_group(tag.group_id)])}
    return [other for slug, other in near.items() if slug not in kin and ("tag", slug) not in unwanted][:MOST_RELATED]


def _descendants(slug: str, graph: TagGraph) -> list[str]:
    return [other for other, ancestors in graph.ancestors.items() if slug in ancestors]


def _is_caution(tag: Tag) -> bool:
    return tag.group.facet_id == "caution"


def _public(tags: Iterable[Tag]) -> Iterable[Tag]:
    return (tag for tag in tags if not tag.is_staff_only)


def _make_evidence(tag: Tag) -> Evidence | None:
    """None for a technique of which nothing is said."""
    level = "" if tag.evidence_level == "not_applicable" else tag.get_evidence_level_display()
    return Evidence(level, tag.evidence_note, tuple(tag.evidence_references)) if level or tag.evidence_note else None


def _offer_without_claims(tag: Tag, result: SearchResult) -> LinkOption | None:
    if tag.group_id in SPIRITUAL or SPIRITUAL_CLAIMS not in result.graph.tags:
        return None
    narrowed = result.with_filter(result.filter.excluding(SPIRITUAL_CLAIMS))
    if not 0 < narrowed.count() < result.count():
        return None
    return LinkOption("Those without spiritual or energy claims", narrowed.filter.href(), narrowed.count())
