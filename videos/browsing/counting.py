"""How many videos each choice would give, exactly, for one result."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from videos.browsing.grammar import parse_length
from videos.browsing.search import SearchResult

LENGTHS = {"-10": "under 10 min", "10-20": "10–20 min", "20-60": "20–60 min", "60-": "1 hour+", "180-": "3 hours+"}
MOST_CREATORS = 12  # creators offered at once, besides chosen ones


@dataclass(frozen=True)
class Counts:
    """What is beside each option of the list page.

    Within an any-of (lengths, years, languages, creators) an option is counted without that condition: it would widen
    it. An alternative among tags has the same count either way, for whoever has it satisfies the clause; what a further
    one would bring is `count_either`. What is shut out is counted as if it were not: that is what undoing would bring.
    `tags` and `groups` by slug; `lengths` by the text of the range; `years` from the latest; `languages` and
    `creators` (by slug, at most 12 and the chosen ones) from the most frequent.
    """

    tags: Counter
    groups: Counter
    lengths: dict[str, int]
    years: dict[int, int]
    languages: dict[str, int]
    creators: dict[str, int]


def count_options(result: SearchResult) -> Counts:
    """Count everything. No query."""
    return Counts(
        tags=_count_all_tags(result),
        groups=_count_all_groups(result),
        lengths=_count_lengths(result),
        years=_count_years(result),
        languages=_count_languages(result),
        creators=count_creators(result),
    )


def count_tags(result: SearchResult) -> Counter:
    """How many of the videos found have each public tag, closure included, by slug."""
    counts = Counter(result.index.count_tags(result.videos, result.graph.public_slugs))
    if result.index.opt_in:
        for slug in result.graph.asking.intersection(result.graph.public_slugs).difference(result.filter.free_tags):
            # Asked for, it brings what nobody meets who does not ask.
            counts[slug] = result.with_filter(result.filter.including(slug)).count()
    return counts


def count_creators(result: SearchResult, *, most: int = MOST_CREATORS) -> dict[str, int]:
    """By slug: the creators with most videos, equal ones by slug, then the chosen ones that are not among them."""
    base = result.with_filter(result.filter.without("creator"))
    index = result.index
    counts = index.count_creators(base.videos)
    # Whoever has as many as the last of the most frequent is looked at too: the slug decides.
    made = counts[1:][counts[1:] > 0]  # those of nobody stand at 0
    least = max(1, int(sorted(made.tolist())[-most])) if len(made) > most else 1
    frequent = [(index.creators[pk].slug, int(counts[pk])) for pk in (counts >= least).nonzero()[0].tolist() if pk]
    found = dict(sorted(frequent, key=lambda pair: (-pair[1], pair[0]))[:most])
    for slug in result.filter.creators:
        if slug in index.creator_ids and slug not in result.never.creators:
            pk = index.creator_ids[slug]
            found.setdefault(slug, int(counts[pk]) if pk < len(counts) else 0)
    return found


def count_either(result: SearchResult, asked: str, slugs: Iterable[str]) -> dict[str, int]:
    """How many would be found if each of `slugs` did as well where the tag `asked` is asked for."""
    wanted, present = result.filter, result.index.present
    (clause, *others) = [clause for clause in wanted.tags if asked in clause]
    if others or asked in result.graph.asking:
        return {slug: result.with_filter(wanted.widened(asked, slug)).count() for slug in slugs}
    # What would come along: what has the tag and lacks only this clause.
    beyond = result.with_filter(wanted.without("tag", clause)).videos - result.videos
    return {slug: result.count() + beyond.intersection_cardinality(present[slug]) for slug in slugs}


def count_videos_of(result: SearchResult, creator_ids: Iterable[int]) -> dict[int, int]:
    """How many of the videos found each of these creators made."""
    counts = result.index.count_creators(result.videos)
    return {pk: int(counts[pk]) if pk < len(counts) else 0 for pk in creator_ids}


def _count_all_tags(result: SearchResult) -> Counter:
    return _undo_exclusions(result, count_tags(result), result.index.present, "not")


def _count_all_groups(result: SearchResult) -> Counter:
    groups = result.index.groups
    counts = Counter({slug: result.videos.intersection_cardinality(videos) for slug, videos in groups.items()})
    return _undo_exclusions(result, counts, groups, "not-group")


def _undo_exclusions(result: SearchResult, counts: Counter, bitmaps, parameter: str) -> Counter:
    """Count what is shut out as if it were not."""
    for (name, slug), videos in result.kept_out.items():
        if name == parameter and slug in bitmaps:
            counts[slug] += videos.intersection_cardinality(bitmaps[slug])
    return counts


def _count_lengths(result: SearchResult) -> dict[str, int]:
    base = result.with_filter(result.filter.without("length")).videos
    return {text: base.intersection_cardinality(result.index.lasting(parse_length(text))) for text in LENGTHS}


def _count_years(result: SearchResult) -> dict[int, int]:
    base = result.with_filter(result.filter.without("year")).videos
    counts = {year: base.intersection_cardinality(videos) for year, videos in result.index.years.items()}
    return {year: counts[year] for year in sorted(counts, reverse=True) if counts[year]}


def _count_languages(result: SearchResult) -> dict[str, int]:
    base = result.with_filter(result.filter.without("lang")).videos
    counts = {code: base.intersection_cardinality(videos) for code, videos in result.index.languages.items()}
    chosen = {code: counts.get(code, 0) for code in result.filter.languages}
    found = {code: count for code, count in counts.items() if count} | chosen
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
