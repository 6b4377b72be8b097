"""Choices that are one link each: lengths, years, languages, creators, orders, and ways out of an empty result."""

from dataclasses import dataclass

from django.utils.translation import get_language_info

from videos.browsing.counting import LENGTHS, Counts
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import YEARS, parse_length, parse_year
from videos.browsing.search import SearchResult

SORTS = {
    "newest": "newest",
    "oldest": "oldest",
    "longest": "longest",
    "shortest": "shortest",
    "most-viewed": "most viewed",
    "random": "random",
}
MOST_HINTS = 5  # conditions that an empty result tries without, or is known to be free of


@dataclass(frozen=True)
class LinkOption:
    """A choice that is one link. `count`: videos that have it; None where it says nothing. `is_empty`: it has none."""

    label: str
    href: str | None
    count: int | None = None
    is_active: bool = False
    is_empty: bool = False


def make_lengths(result: SearchResult, counts: Counts) -> tuple[LinkOption, ...]:
    undone = result.filter.without("length")
    ranges = {text: parse_length(text) for text in LENGTHS}
    return tuple(
        _link(
            LENGTHS[text],
            count=counts.lengths[text],
            is_active=result.filter.length == limits,
            chosen=result.filter.with_length(limits),
            undone=undone,
        )
        for text, limits in ranges.items()
    )


def make_years(result: SearchResult, counts: Counts) -> tuple[LinkOption, ...]:
    """Years in which a video is known to be published, latest first."""
    undone = result.filter.without("year")
    return tuple(
        _link(
            str(year),
            count=count,
            is_active=result.filter.year == parse_year(str(year)),
            chosen=result.filter.with_year(parse_year(str(year))),
            undone=undone,
        )
        for year, count in counts.years.items()
        if year in YEARS
    )


def make_languages(result: SearchResult, counts: Counts) -> tuple[LinkOption, ...]:
    """Languages, most frequent first; each adds an alternative."""
    return tuple(_toggle(result, "lang", code, language_label(code), count) for code, count in counts.languages.items())


def make_creators(result: SearchResult, counts: dict[str, int]) -> tuple[LinkOption, ...]:
    """The creators with most videos, and the chosen ones; each adds an alternative."""
    index = result.index
    return tuple(
        _toggle(result, "creator", slug, index.creators[index.creator_ids[slug]].name, count)
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
    """For a result of nothing: what dropping one condition would give, most first.

    Exclusions are not among them: nobody is lured out of one.
    """
    wishes = [condition for condition in result.filter.conditions if condition.name not in {"not", "not-group", "free"}]
    hints = []
    for condition in wishes[:MOST_HINTS]:
        count = result.with_filter(condition.removed).count()
        if count:
            label = condition_label(result, condition.name, condition.value)
            hints.append(LinkOption(f"without “{label}”", condition.removed.href(), count=count))
    return tuple(sorted(hints, key=lambda hint: -hint.count))


def make_free_hints(result: SearchResult) -> tuple[LinkOption, ...]:
    """For each exclusion: only those videos that are known to be without it."""
    hints = []
    for slug in result.filter.not_tags[:MOST_HINTS]:
        if slug in result.graph.tags:
            free = result.filter.toggled("free", slug)
            name = result.graph.tags[slug].name
            hints.append(LinkOption(f"only known to be free of {name}", free.href(), result.with_filter(free).count()))
    return tuple(hint for hint in hints if hint.count)


def condition_label(result: SearchResult, name: str, value: tuple[str, ...]) -> str:
    """A condition in the words of the vocabulary; slugs that are nothing here stay as they are."""
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
    if name == "lang":
        return language_label(value)
    if name == "length":
        return LENGTHS.get(value, f"{value} min")
    return value


def _link(label: str, *, count: int, is_active: bool, chosen: VideoFilter, undone: VideoFilter) -> LinkOption:
    target = undone if is_active else chosen
    return LinkOption(label, target.href(), count, is_active, is_empty=not count and not is_active)


def _toggle(result: SearchResult, name: str, value: str, label: str, count: int) -> LinkOption:
    is_active = result.filter.contains(name, value)
    return LinkOption(
        label, result.filter.toggled(name, value).href(), count, is_active, is_empty=not count and not is_active
    )
