"""The contexts of the public pages: everything that a template prints, ready to print."""

import random
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.urls import reverse

from creators.models import Creator, CreatorStatus
from videos.browsing import options
from videos.browsing.addresses import feed_href, random_href
from videos.browsing.answers import make_answers
from videos.browsing.calling import calls_for_help, is_from_distress
from videos.browsing.cards import Card, day_label, duration_label, make_card, make_cards, published_label
from videos.browsing.chips import make_chips
from videos.browsing.claims import find_claims_of_creator
from videos.browsing.counting import count_options, count_tags
from videos.browsing.distress import speaks_of_distress
from videos.browsing.explaining import explain
from videos.browsing.facets import make_facets
from videos.browsing.filters import VideoFilter
from videos.browsing.honesty import make_honesty
from videos.browsing.links import FilterLinks
from videos.browsing.never import NeverList
from videos.browsing.never_page import offer_never
from videos.browsing.options import LinkOption, language_label
from videos.browsing.paging import PageLinks, link_pages
from videos.browsing.players import make_chapters, make_player
from videos.browsing.recommending import leave_startling_out
from videos.browsing.said_of_creators import describe_said
from videos.browsing.search import SearchResult, search
from videos.browsing.sharing import SharedList
from videos.browsing.shelves import find_nearest, make_creator_rows, make_profile
from videos.models import Completeness, Tag, Video
from videos.tag_graph import TagGraph

RELATED = 6  # videos of the same creator on a video's page
SHOWN_DESCRIPTION = 300  # characters
DEEP = 3  # conditions from which on a list is not for search engines
VISITOR_SEEDS = 10**8
STATUS_NOTES = {
    CreatorStatus.UNVERIFIED: "Nobody has confirmed yet that this entry belongs to this channel.",
    CreatorStatus.INACTIVE: "No new videos are expected.",
    CreatorStatus.TERMINATED: "The site has closed this channel; its videos may be gone.",
}

NO_CHANNEL = "No channel of theirs is known here yet."


def seeded(video_filter: VideoFilter) -> VideoFilter:
    """A random order without a seed gets one, so that its pages belong together."""
    if video_filter.sort != "random":
        return video_filter
    return replace(video_filter, sort=f"random-{random.randrange(VISITOR_SEEDS)}")


def list_context(result: SearchResult, *, feed_never: NeverList) -> dict:
    """One page of a filter's videos with everything that can be chosen next.

    `feed_never` is the never-list of the feed that is offered: what the page shows for once, a feed does not.
    """
    shown = result.filter
    cards, pages, total = page_of(result, shown.page, FilterLinks(shown).with_page)
    shown = shown.with_page(pages.number)
    counts = count_options(result)
    lengths = options.make_lengths(result, counts)
    unused = _find_unused(result) if total == 0 else None
    choices = {
        "total": total,
        "total_label": options.videos_label(total),
        "chips": make_chips(result),
        "facets": make_facets(result, counts),
        "lengths": lengths,
        # A row without a link in it takes the focus itself, to be drawn aside by keyboard.
        "lengths_are_idle": all(option.is_empty for option in lengths),
        "languages": options.make_languages(result, counts),
        "creators": options.make_creators(result, counts.creators),
        "years": options.make_years(result, counts),
        "sorts": options.make_sorts(result, seed=random.randrange(VISITOR_SEEDS)),
        "answers": make_answers(result) if shown.q else None,
        "honesty": make_honesty(result),
        "leaves_out": bool(shown.not_tags or shown.not_groups or shown.free_tags or result.never),
        "needs_help": calls_for_help(result),
        "is_from_distress": is_from_distress(result),
        "clear_href": shown.cleared().href(),
        "empty_hints": options.make_empty_hints(result) if total == 0 else (),
        "nearest": _find_near(result, unused) if unused else [],
        "suggest_href": f"{reverse('suggestion')}?{urlencode({'tag': unused.slug})}" if unused else "",
    }
    return {
        "heading": "Videos",
        "hidden_count": result.hidden_count,
        "page_title": ", ".join(chip.label for chip in choices["chips"] if chip.kind not in {"ignored", "unknown"}),
        "filter": shown,
        "result": choices,
        "hidden_fields": shown.without("q").pairs,
        "canonical_url": shown.href(),
        "feed_href": feed_href(result.filter, feed_never),
        "random_href": random_href(result.filter),
        "noindex": len(shown.conditions) >= DEEP or shown.seed is not None,
        "cards": cards,
        "pages": pages,
    }


def video_context(video: Video, graph: TagGraph, *, never: NeverList) -> dict:
    """One video fetched with `for_page()`: what it is, why its tags are there, how to play it."""
    explanation = explain(video, graph)
    related, related_hidden_count = _find_related(video, graph, never)
    return {
        "video": video,
        "card": make_card(video, graph),
        "is_sample": video.is_sample,
        "cautions": explanation.cautions,
        "possible_cautions": explanation.possible_cautions,
        "tag_groups": explanation.by_facet,
        "declared_absent": explanation.declared_absent,
        "checked_absent": explanation.checked_absent,
        "suggested": explanation.suggested,
        "crisis_sensitive": explanation.is_crisis_sensitive,
        "has_technique_or_benefit": explanation.has_technique_or_benefit,
        "chapters": make_chapters(video),
        "description": _cut(video.description),
        "facts": _facts(video),
        "player": make_player(video),
        "never_options": offer_never(_direct_tags(video), video.creator),
        "related": related,
        "related_hidden_count": related_hidden_count,
        "list_href": SharedList(ids=(video.pk,)).href,
    }


def creator_context(creator: Creator, *, page: int, never: NeverList, feed_never: NeverList) -> dict:
    """One creator: who they are, what they do and how often, their videos."""
    result = search(VideoFilter(creators=(creator.slug,)), never=never)
    cards, pages, total = page_of(result, page, numbered(creator.get_absolute_url()))
    claimed = {slug for slug, count in count_tags(result).items() if count}
    return {
        "creator": creator,
        "aliases": [alias.name for alias in creator.aliases.all()],
        "claims": find_claims_of_creator(claimed, creator),
        "said": describe_said(creator, result),
        "named_in": [(named.source_title, named.get_absolute_url()) for named in creator.collections.all()],
        "status_label": creator.get_status_display(),
        "status_note": _note_status(creator),
        "profile": make_profile(result, creator_slug=creator.slug),
        "list_url": result.filter.href(),
        "never_options": offer_never((), creator),
        "feed_href": feed_href(result.filter, feed_never),
        "video_count": total,
        "hidden_count": result.hidden_count,
        "cards": cards,
        "pages": pages,
    }


def creator_list_context(*, page: int, q: str, never: NeverList) -> dict:
    """Creators by name, each with what they do most. A fixed number of queries."""
    result = search(VideoFilter(), never=never)
    named = Creator.objects.visible().named(q)
    shown = Paginator(named.without(result.never.creators), settings.ASMR_PAGE_SIZE * 2).get_page(page)
    total = shown.paginator.count
    return {
        "creators": make_creator_rows(shown.object_list, result),
        "total": total,
        "hidden_count": named.count() - total if never.creators else 0,
        "needs_help": speaks_of_distress(q),
        "q": q,
        "pages": link_pages(shown, numbered(reverse("creator-list"), q=q)),
    }


def _note_status(creator: Creator) -> str:
    if creator.status == CreatorStatus.UNVERIFIED and not (creator.site_id or creator.url or creator.handle):
        return NO_CHANNEL
    return STATUS_NOTES.get(creator.status, "")


def _find_unused(result: SearchResult) -> Tag | None:
    """For a list that found nothing: an asked tag that no video has. None where another cause is at work."""
    if result.filter.is_cut_short:
        return None
    used = count_tags(result.with_filter(VideoFilter()))
    asked = {slug for clause in result.filter.tags for slug in clause}
    return next((tag for tag in result.graph.public_tags if tag.slug in asked and not used[tag.slug]), None)


def _find_near(result: SearchResult, unused: Tag) -> list[LinkOption]:
    """Tags near one that no video has, in its place under all other conditions of the list. Two queries."""
    others = result.filter.without("tag", unused.slug)
    counts = count_tags(result.with_filter(others))
    near = find_nearest(unused, result.graph, counts)
    return [LinkOption(tag.name, others.including(tag.slug).href(), counts[tag.slug]) for tag in near]


def page_of(result: SearchResult, page: int, href: Callable[[int], str]) -> tuple[tuple[Card, ...], PageLinks, int]:
    """The cards of one page of a result, the links to the others, and the total. Pages beyond the last are the last."""
    shown = Paginator(result.hits, settings.ASMR_PAGE_SIZE).get_page(page)
    videos = Video.objects.for_cards().in_order(list(shown.object_list))
    return make_cards(videos, result.graph), link_pages(shown, href), shown.paginator.count


def _find_related(video: Video, graph: TagGraph, never: NeverList) -> tuple[tuple[Card, ...], int]:
    """The newest other videos of its creator, for sleep none that startles, and how many the never-list hides."""
    if video.creator is None:
        return (), 0
    result = search(VideoFilter(creators=(video.creator.slug,)), never=never)
    result = leave_startling_out(result, beside=[row.tag.slug for row in video.tagged_videos.all()])
    others = [pk for pk in result.hits[: RELATED + 1] if pk != video.pk][:RELATED]
    return make_cards(Video.objects.for_cards().in_order(others), graph), result.hidden_count


def _direct_tags(video: Video) -> list[Tag]:
    """The public tags of a video itself, without its length."""
    tags = [row.tag for row in video.tagged_videos.all()]
    return [tag for tag in tags if not tag.is_staff_only and not tag.is_retired and tag.group_id != "length"]


def numbered(path: str, **parameters: str) -> Callable[[int], str]:
    """The address of a page of a list by its number; the first one has none."""

    def href(number: int) -> str:
        asked = {**parameters, "page": number if number > 1 else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{query}" if query else path

    return href


def _cut(description: str) -> str:
    """At most 300 characters are shown, cut between words: the rest belongs to the creator's own page."""
    if len(description) <= SHOWN_DESCRIPTION:
        return description
    return description[:SHOWN_DESCRIPTION].rsplit(maxsplit=1)[0] + " …"


def _facts(video: Video) -> tuple[tuple[str, str], ...]:
    """What the source says of a video, as label and value; unknown facts are left out, but length and date say so."""
    facts = [("Length", duration_label(video.duration_seconds)), ("Published", published_label(video))]
    if video.language:
        facts.append(("Language", language_label(video.language)))
    if video.view_count is not None:
        read = f", read {day_label(video.counts_read_at)}" if video.counts_read_at else " (day of counting unknown)"
        facts.append(("Views", f"{video.view_count:,}{read}"))
    if video.completeness == Completeness.STUB:
        facts.append(("Details", "title and length only"))
    return tuple(facts)
