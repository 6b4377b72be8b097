"""What a list that leaves something out knows of it: how many videos are known to be without, how many say nothing."""

from dataclasses import dataclass

from videos.browsing.resolving import resolve_shut_out
from videos.browsing.search import SearchResult

MOST = 5  # tags told of


@dataclass(frozen=True)
class Honesty:
    """Of one tag that is left out: `href` leads to the stricter list, or back from it where `is_free_only`."""

    label: str
    free_count: int
    unchecked_count: int
    is_free_only: bool
    href: str


def make_honesty(result: SearchResult) -> tuple[Honesty, ...]:
    """For each tag that the filter keeps out; of the never-list's, those that some videos are known to be free of.

    Five tags at most; of a list of nothing those that more can be seen of. What is known to be without a tag is
    always among what is not known to have it.
    """
    wanted, total = result.filter, result.count()
    asked = dict.fromkeys([*wanted.free_tags, *wanted.not_tags])
    tags = [slug for slug in dict.fromkeys([*asked, *_never_tags(result)]) if slug in result.graph.tags][:MOST]
    told = {slug: (_of_known if slug in wanted.free_tags else _of_unsure)(result, slug, total) for slug in tags}
    worth = {slug: honesty for slug, honesty in told.items() if total or honesty.unchecked_count}
    return tuple(honesty for slug, honesty in worth.items() if slug in asked or honesty.free_count)


def _of_unsure(result: SearchResult, slug: str, total: int) -> Honesty:
    """Of a list without the tag: some are known to be free of it, the others say nothing."""
    stricter = result.filter.without("not", slug).toggled("free", slug)
    free_count = result.with_filter(stricter).count()
    return Honesty(result.graph.tags[slug].name, free_count, total - free_count, False, stricter.href())


def _of_known(result: SearchResult, slug: str, total: int) -> Honesty:
    """Of a list that is known to be free of the tag: more say nothing of it."""
    looser = result.filter.without("free", slug)
    if slug not in looser.not_tags and slug not in _never_tags(result):
        looser = looser.toggled("not", slug)
    unchecked_count = result.with_filter(looser).count() - total
    return Honesty(result.graph.tags[slug].name, total, unchecked_count, True, looser.href())


def _never_tags(result: SearchResult) -> tuple[str, ...]:
    return resolve_shut_out(result.never.tags, result.graph).slugs
