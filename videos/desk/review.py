"""The review: one thing after the other waits for a curator's word, what may harm first."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from videos.browsing.demand import read_demand
from videos.browsing.index.current import current_graph
from videos.curation import reviewing
from videos.curation.pairs import PRESENT
from videos.curation.reviewing import (
    CLASSES,
    TECHNIQUE,
    DecidedMeanwhileError,
    NeverListedError,
    Place,
    Waiting,
    WaitingTag,
)
from videos.curation.tags import Kind
from videos.desk.access import desk_context, desk_page
from videos.desk.items import HeldVideo, Suggestion, fetch_video, make_held_video, make_suggestion
from videos.desk.narrowing import Narrowing, find_tag
from videos.desk.rounds import Round, Said, finish
from videos.models import ListingState, Tag
from videos.tag_graph import TagGraph

LISTINGS = {
    "list": (ListingState.LISTED, "Listed: visitors see it now."),
    "keep": (ListingState.HELD, "Held: it stays so."),
    "hide": (ListingState.HIDDEN, "Hidden: visitors do not see it."),
}
GONE = "That does not wait any more"
MOST_TYPED = 200  # characters of a tag's name, as the field takes them


@desk_page("videos.change_video")
def review(request):
    """What waits first, within `?creator=ID&tag=slug&run=ID&class=…&group=…`; a form's answer leads to the next."""
    graph, passed = current_graph(), Round(request.session, "review")
    narrowing = Narrowing.from_query(request.GET, graph)
    if request.method == "POST":
        said = _answer(request, passed, graph)
        context = {**_context(narrowing, passed, graph, said.at), "instead": said.typed}
        return finish(request, said, "desk/_review.html", narrowing.query_string, context)
    context = _context(narrowing, passed, graph, Place.from_key(request.GET.get("at", "")))
    context["instead"] = request.GET.get("typed", "")[:MOST_TYPED]
    tags = [tag for tag in graph.tags.values() if tag.is_assignable]
    return render(request, "desk/review.html", desk_context(request, title="Review", tags=tags, **context))


@dataclass(frozen=True)
class Group:
    """A class, a shelf of one, or a tag in the list of what waits."""

    label: str
    href: str
    count: int
    is_current: bool
    tags: tuple["Group", ...] = ()
    is_shelf: bool = False


def _context(narrowing: Narrowing, passed: Round, graph: TagGraph, at: Place | None) -> dict:
    scope = narrowing.scope
    waiting = reviewing.count_waiting(scope, graph, read_demand())
    place = None
    if not narrowing.problems:
        asked = reviewing.find_still_waiting(reviewing.Scope(), [at]) if at else []
        place = asked[0] if asked else reviewing.find_next(scope, waiting, passed.skipped)
    item = _make_item(place, graph)
    return {
        "item": item,
        "announcement": f"Next: {item.heading} “{item.video.title}”" if item else "Nothing more waits here.",
        "is_held": isinstance(item, HeldVideo),
        "groups": _make_groups(narrowing, waiting),
        "chips": narrowing.chips,
        "problems": narrowing.problems,
        "action": reverse("desk:review") + narrowing.query_string,
        "can_undo": passed.can_undo,
    }


def _make_item(place: Place | None, graph: TagGraph) -> Suggestion | HeldVideo | None:
    video = fetch_video(place.video_id) if place else None
    if video is None:
        return None
    if place.tag_id is None:
        return make_held_video(video, graph)
    return make_suggestion(video, graph.tags[graph.slugs[place.tag_id]], graph)


def _make_groups(narrowing: Narrowing, waiting: Waiting) -> list[Group]:
    groups = []
    for kind, label in CLASSES.items():
        tags = [one for one in waiting.tags if one.kind == kind]
        href = narrowing.to(tag=None, kind=kind, shelf=None).query_string
        shown = () if kind == TECHNIQUE else _make_tags(narrowing, tags)
        groups.append(Group(label, href, waiting.counts[kind], narrowing.scope.kind == kind, shown))
        groups += _make_shelves(narrowing, tags) if kind == TECHNIQUE else []
    return groups


def _make_shelves(narrowing: Narrowing, tags: list[WaitingTag]) -> list[Group]:
    """Techniques by shelf: methods from psychotherapy wait beside energy work, and are asked one shelf at a time."""
    shelves = sorted({one.tag.group for one in tags}, key=lambda shelf: shelf.order)
    made = []
    for shelf in shelves:
        on_it = [one for one in tags if one.tag.group == shelf]
        href = narrowing.to(tag=None, kind="", shelf=shelf).query_string
        count = sum(one.count for one in on_it)
        is_current = narrowing.scope.shelf == shelf
        made.append(Group(shelf.label, href, count, is_current, _make_tags(narrowing, on_it), is_shelf=True))
    return made


def _make_tags(narrowing: Narrowing, tags: list[WaitingTag]) -> tuple[Group, ...]:
    return tuple(
        Group(
            one.tag.name,
            narrowing.to(tag=one.tag, kind="", shelf=None).query_string,
            one.count,
            narrowing.scope.tag == one.tag,
        )
        for one in tags
    )


def _answer(request, passed: Round, graph: TagGraph) -> Said:
    """Do what a form says. Whatever it says, there is an answer to it in words."""
    answer, place = request.POST.get("answer", ""), Place.from_key(request.POST.get("place", ""))
    if answer == "undo":
        return passed.take_back(request.user)
    tag = graph.tags.get(graph.slugs.get(place.tag_id)) if place else None
    if place is None or (place.tag_id is not None and tag is None):
        return Said("The form named nothing that could be answered. Nothing was changed.", is_bad=True)
    if answer == "skip":
        passed.skip(place)
        return Said("Skipped: it comes again last.")
    try:
        if tag is None:
            return _answer_held(answer, place, passed, request.user)
        return _answer_suggestion(request, answer, place, tag, passed, graph)
    except DecidedMeanwhileError as error:
        return Said(f"{GONE}: {error}. Nothing was changed.", is_bad=True)
    except NeverListedError:
        text = "It has a tag with which nothing is ever listed: reject that first. Nothing was changed."
        return Said(text, is_bad=True, at=place)


def _answer_held(answer: str, place: Place, passed: Round, user) -> Said:
    if answer not in LISTINGS:
        return Said("The form gave no answer that is known. Nothing was changed.", is_bad=True, at=place)
    state, text = LISTINGS[answer]
    passed.note(reviewing.decide_held(place, state=state, user=user), place)
    return Said(text)


def _answer_suggestion(request, answer: str, place: Place, tag: Tag, passed: Round, graph: TagGraph) -> Said:
    if answer in {"accept", "reject"}:
        kind = PRESENT if answer == "accept" else Kind.REJECTED
        passed.note(reviewing.decide_suggestion(place, kind=kind, user=request.user), place)
        return Said(f"{'Accepted' if answer == 'accept' else 'Rejected'}: {tag.name}.")
    if answer == "hold":
        passed.note(reviewing.hold(place.video_id, user=request.user), place)
        passed.skip(place)
        return Said(f"Held: the video. {tag.name} comes again last.")
    if answer == "change":
        return _change(request, place, tag, passed, graph)
    return Said("The form gave no answer that is known. Nothing was changed.", is_bad=True, at=place)


def _change(request, place: Place, tag: Tag, passed: Round, graph: TagGraph) -> Said:
    """Another tag in place of the one that was suggested."""
    text = request.POST.get("instead", "").strip()
    other = find_tag(text, graph) if text else None
    if other is None:
        said = f"There is no tag “{text[:100]}”" if text else "No tag was given"
        return Said(f"{said}. Nothing was changed.", is_bad=True, at=place, typed=text[:MOST_TYPED])
    if other == tag or not other.is_assignable:
        why = "is the one that was suggested" if other == tag else "is only a heading over others"
        return Said(f"{other.name} {why}. Nothing was changed.", is_bad=True, at=place, typed=text[:MOST_TYPED])
    action = reviewing.decide_suggestion(place, kind=Kind.REJECTED, instead=other, user=request.user)
    passed.note(action, place)
    return Said(f"Changed: {other.name} in place of {tag.name}.")
