"""A filter meets the catalog's vocabulary: synonyms and old slugs become today's, unknown words are named."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.text import slugify

from asmr_catalog.folding import fold
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import Range
from videos.browsing.words import cut
from videos.models import TagAlias
from videos.tag_graph import TagGraph

MOST_UNKNOWN = 20  # words of `not` that are no tag

# The computed length tags are lengths: one address for one question.
LENGTH_TAGS = {"shorts": Range(None, 3), "one-hour-plus": Range(60, None), "three-hours-plus": Range(180, None)}


@dataclass(frozen=True)
class Resolution:
    """`filter` in today's slugs, and the (parameter, slug) pairs that are nothing here; these stay in `filter`."""

    filter: VideoFilter
    unknown: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShutOut:
    """Today's slugs of what is shut out, sorted, and those of them that are no tag."""

    slugs: tuple[str, ...]
    unknown: frozenset[str]


def resolve(video_filter: VideoFilter, graph: TagGraph, *, creators: Mapping[str, str]) -> Resolution:
    """Put present slugs for old ones and synonyms. One query, none for a filter of known tags alone.

    `creators` maps every slug of those whom visitors may see, former ones included, to today's. Of words that are
    searched for in texts, in `q` or shut out though they are no tag, twenty each are taken: each may cost a query.
    Beyond them the filter is cut short.
    """
    known = set(graph.public_slugs)
    asked = {*_flat(video_filter.tags), *video_filter.not_tags, *video_filter.free_tags}
    meanings = find_meanings(asked - known, graph) if asked - known else {}
    clear = {word: slugs[0] for word, slugs in meanings.items() if len(slugs) == 1}
    # Of a word with several meanings all are shut out: who excludes it is spared the doubt.
    shut_out = [meaning for slug in video_filter.not_tags for meaning in meanings.get(slug, (slug,))]
    resolved = replace(video_filter.replaced_slugs(clear).replaced_creators(creators), not_tags=tuple(shut_out))
    resolved = _cut_words(_lengths_for_tags(resolved), known)
    groups = {tag.group_id for tag in graph.public_tags}
    unknown = [
        *(("tag", slug) for slug in _flat(resolved.tags) if slug not in known),
        *(("not", slug) for slug in resolved.not_tags if slug not in known),
        *(("free", slug) for slug in resolved.free_tags if slug not in known),
        *(("group", slug) for slug in _flat(resolved.groups) if slug not in groups),
        *(("not-group", slug) for slug in resolved.not_groups if slug not in groups),
    ]
    unknown += [("creator", slug) for slug in resolved.creators if slug not in creators]
    return Resolution(resolved, tuple(unknown))


def resolve_shut_out(words: Iterable[str], graph: TagGraph) -> ShutOut:
    """What the words of a never-list mean, of each all of its meanings. However many; at most one query."""
    known, words = set(graph.public_slugs), set(words)
    meanings = find_meanings(words - known, graph) if words - known else {}
    slugs = {slug for word in words for slug in meanings.get(word, (word,))}
    return ShutOut(tuple(sorted(slugs)), frozenset(slugs - known))


def find_meanings(words: Collection[str], graph: TagGraph) -> dict[str, tuple[str, ...]]:
    """Map old slugs, synonyms and labels to the slugs they stand for today; a word may mean several tags. One query."""
    slug_of = {word: slugify(fold(word), allow_unicode=True) for word in words}
    found: dict[str, set[str]] = defaultdict(set)
    for tag in graph.public_tags:
        found[slugify(fold(tag.name), allow_unicode=True)].add(tag.slug)
    public = set(graph.public_slugs)
    aliases = TagAlias.objects.filter(slug__in=set(slug_of.values()) - {""}).values_list("slug", "tag__slug")
    for alias, slug in aliases:
        found[alias] |= {slug} & public
    return {word: tuple(sorted(found[slug])) for word, slug in slug_of.items() if found.get(slug)}


def _lengths_for_tags(video_filter: VideoFilter) -> VideoFilter:
    if video_filter.length is not None:
        return video_filter
    for slug, length in LENGTH_TAGS.items():
        if (slug,) in video_filter.tags:
            others = tuple(clause for clause in video_filter.tags if clause != (slug,))
            return replace(video_filter, tags=others, length=length)
    return video_filter


def _cut_words(video_filter: VideoFilter, known: Collection[str]) -> VideoFilter:
    beyond = [slug for slug in video_filter.not_tags if slug not in known][MOST_UNKNOWN:]
    q, beyond_q = cut(video_filter.q)
    ignored = [*(("not", slug) for slug in beyond), *(("q", text) for text in beyond_q)]
    if not ignored:
        return video_filter
    not_tags = tuple(slug for slug in video_filter.not_tags if slug not in beyond)
    return replace(video_filter, not_tags=not_tags, q=q, ignored=(*ignored, *video_filter.ignored))


def _flat(clauses) -> list[str]:
    return [slug for clause in clauses for slug in clause]
