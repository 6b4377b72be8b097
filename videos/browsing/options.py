"""Choices that are one link each: lengths, years, languages, creators, orders, and ways out of an empty result."""

from dataclasses import dataclass

from django.utils.translation import get_language_info

from videos.browsing.counting import LENGTHS, Counts
from videos.browsing.grammar import YEARS, Range, parse_length
from videos.browsing.links import FilterLinks
from videos.browsing.search import SearchResult

SORTS = {
    "newest": "newest",
    "oldest": "oldest",
    "longest": "longest",
    "shortest": "shortest",
    "most-viewed": "most viewed",
    "random": "random",
}
MOST_HINTS = 5  # conditions that an empty result offers to drop


@dataclass(frozen=True)
class LinkOption:
    """A choice that is one link. `count`: videos that have it; None where it says nothing. `is_empty`: it has none."""

    label: str
    href: str | None
    count: int | None = None
    is_active: bool = False
    is_empty: bool = False


def make_lengths(result: SearchResult, counts: Counts) -> tuple[LinkOption, ...]:
    links = FilterLinks(result.filter)
    options = []
    for text, label in LENGTHS.items():
        limits = parse_length(text)
        is_active = result.filter.length == limits
        href = links.with_length(None if is_active else limits)
        options.append(_count_option(label, href, counts.lengths[text], is_active=is_active))
    return tuple(options)


def make_years(result: SearchResult, counts: Counts) -> tuple[LinkOption, ...]:
    """Years in which a video is known to be published, latest first."""
    links = FilterLinks(result.filter)
    options = []
    for year, count in counts.years.items():
        if year in YEARS:
            limits = Range(year, year)
            is_active = result.filter.year == limits
            href = links.with_year(None if is_active else limits)
            options.append(_count_option(str(year), href, count, is_active=is_active))
    return tuple(options)


def make_languages(result: SearchResult, counts: Counts) -> tuple[LinkOption, ...]:
    """Languages, most frequent first; each adds an alternative."""
    links = FilterLinks(result.filter)
    return tuple(
        _count_option(
            language_label(code), links.toggled("lang", code), count, is_active=result.filter.contains("lang", code)
        )
        for code, count in counts.languages.items()
    )


def make_creators(result: SearchResult, counts: dict[str, int]) -> tuple[LinkOption, ...]:
    """The creators with most videos, and the chosen ones; each adds an alternative."""
    links, chosen, index = FilterLinks(result.filter), result.filter.creators, result.index
    return tuple(
        _count_option(
            index.creators[index.creator_ids[slug]].name,
            links.toggled("creator", slug),
            count,
            is_active=slug in chosen,
        )
        for slug, count in counts.items()
    )


def make_sorts(result: SearchResult, *, seed: int) -> tuple[LinkOption, ...]:
    """`seed` is for the next random order; a present one stays. Best match is offered where words are searched."""
    sorts = {"best": "best match", **SORTS} if result.filter.q else SORTS
    options = []
    for sort, label in sorts.items():
        is_active = result.filter.sort.split("-")[0] == "random" if sort == "random" else result.filter.sort == sort
        wanted = f"random-{seed}" if sort == "random" else sort
        options.append(LinkOption(label, result.filter.with_sort(wanted).href(), is_active=is_active))
    return tuple(options)


def make_empty_hints(result: SearchResult) -> tuple[LinkOption, ...]:
    """For a result of nothing: what dropping one condition would give, most first, five at most.

    Exclusions are not among them: nobody is lured out of one.
    """
    wishes = [condition for condition in result.filter.conditions if condition.name not in {"not", "not-group", "free"}]
    hints = []
    for condition in wishes:
        count = result.with_filter(condition.removed).count()
        if count:
            label = condition_label(result, condition.name, condition.value)
            hints.append(LinkOption(f"without “{label}”", condition.removed.href(), count=count))
    return tuple(sorted(hints, key=lambda hint: -hint.count)[:MOST_HINTS])


def condition_label(result: SearchResult, name: str, value: tuple[str, ...]) -> str:
    """A condition in the words of the catalog; slugs that are nothing here or never to be met stay as they are."""
    label = CONDITION_LABELS.get(name, "{}")
    return label.format(" or ".join(_value_label(result, name, slug) for slug in value))


CONDITION_LABELS = {
    "not": "without {}",
    "free": "known to be free of {}",
    "group": "{}",
    "not-group": "without {}",
    "year": "from {}",
    "q": "words: {}",
}


def videos_label(count: int) -> str:
    return f"{count:,} video{'' if count == 1 else 's'}"


def language_label(code: str) -> str:
    """The language's English name; an unknown code speaks for itself."""
    try:
        return "Chinese" if code == "zh" else get_language_info(code)["name"]
    except KeyError:
        return code


def _value_label(result: SearchResult, name: str, value: str) -> str:
    if name in {"tag", "not", "free"} and value in result.graph.tags:
        return result.graph.tags[value].name
    if name in {"group", "not-group"}:
        tags = result.graph.in_group(value)
        return tags[0].group.label if tags else value
    if name == "creator" and value in result.index.creator_ids and value not in result.never.creators:
        return result.index.creators[result.index.creator_ids[value]].name
    if name == "lang":
        return language_label(value)
    if name == "length":
        return LENGTHS.get(value, f"{value} min")
    return value


def _count_option(label: str, href: str, count: int, *, is_active: bool) -> LinkOption:
    return LinkOption(label, href, count, is_active, is_empty=not count and not is_active)
