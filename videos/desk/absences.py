"""Absences: of what people shut out, a person says "none" of the videos that are seen most."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from videos.browsing.demand import NONE, read_demand
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.index.current import current_index
from videos.curation.absences import decide_unchecked, find_checkable_tags, find_next, find_unchecked
from videos.curation.pairs import PRESENT
from videos.curation.reviewing import DecidedMeanwhileError, Place
from videos.curation.tags import Kind
from videos.desk.access import desk_context, desk_page
from videos.desk.items import describe, fetch_video
from videos.desk.narrowing import find_tag
from videos.desk.rounds import Round, Said, finish
from videos.models import Tag

KINDS = {"none": Kind.ABSENT_CHECKED, "present": PRESENT}
WORDS = {"none": "None of it", "present": "Present"}


@desk_page("videos.change_video")
def absences(request):
    """The next video of which nobody knows about `?tag=slug`, without it about the tag shut out most."""
    passed = Round(request.session, "absences")
    said = _answer(request, passed) if request.method == "POST" else None
    at = said.at if said else Place.from_key(request.GET.get("at", ""))
    context = _context(request.GET.get("tag", "").strip(), passed, at)
    if said:
        return finish(request, said, "desk/_absences.html", context["query_string"], context)
    return render(request, "desk/absences.html", desk_context(request, title="Absences", **context))


@dataclass(frozen=True)
class TagLink:
    label: str
    href: str
    demand_count: int  # lists of the last twelve months that shut it out
    is_current: bool


def _context(wanted: str, passed: Round, at: Place | None) -> dict:
    index, demand = current_index(), read_demand()
    tags = find_checkable_tags(index.graph, demand)
    found = find_tag(wanted, index.graph) if wanted else next(iter(tags), None)
    tag = found if found in tags else None
    query_string = f"?tag={tag.slug}" if tag else "?"
    return {
        **(_ask(tag, passed, at, index) if tag else {}),
        "problem": None if tag or not wanted else _tell_why_not(wanted, found),
        "tags": [TagLink(one.name, f"?tag={one.slug}", demand.get(one.pk, NONE).against, one == tag) for one in tags],
        "query_string": query_string,
        "action": reverse("desk:absences") + query_string,
        "can_undo": passed.can_undo,
    }


def _ask(tag: Tag, passed: Round, at: Place | None, index: VideoIndex) -> dict:
    """What is asked next about `tag`; `at`, if nobody knows about that."""
    unchecked = find_unchecked(tag, index)
    is_asked = at is not None and at.tag_id == tag.pk and at.video_id in unchecked
    place = at if is_asked else find_next(tag, unchecked, index, passed.skipped)
    video = fetch_video(place.video_id) if place else None
    facts = describe(video, index.graph, tag.name) if video else None
    return {
        "tag": tag,
        "covers": [other.name for other in index.graph.in_order(_below(tag, index)) if not other.is_staff_only],
        "left_count": len(unchecked),
        "place": place,
        "video": facts,
        "announcement": f"Next: “{facts.title}”" if facts else "Nothing more is asked of this tag.",
    }


def _below(tag: Tag, index: VideoIndex) -> set[str]:
    """The tags whose absence follows from that of `tag`."""
    return {slug for slug, above in index.graph.ancestors.items() if tag.slug in above} - {tag.slug}


def _tell_why_not(wanted: str, found: Tag | None) -> str:
    if found is None:
        return f"There is no tag “{wanted[:100]}”."
    return f"{found.name} is not among the tags that people shut out."


def _answer(request, passed: Round) -> Said:
    answer, place = request.POST.get("answer", ""), Place.from_key(request.POST.get("place", ""))
    if answer == "undo":
        return passed.take_back(request.user)
    tag = Tag.objects.active().filter(pk=place.tag_id, is_assignable=True).first() if place else None
    if tag is None or answer not in {*KINDS, "skip"}:
        return Said("The form named nothing that could be answered. Nothing was changed.", is_bad=True)
    if answer == "skip":
        passed.skip(place)
        return Said("Skipped: it comes again last.")
    try:
        passed.note(decide_unchecked(place, kind=KINDS[answer], user=request.user), place)
    except DecidedMeanwhileError as error:
        return Said(f"That is known by now: {error}. Nothing was changed.", is_bad=True)
    return Said(f"{WORDS[answer]}: {tag.name}.")
