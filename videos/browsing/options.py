"""Choices that are one link each: lengths, years, languages, creators, orders, and ways out of an empty result."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language_info

from creators.models import Creator
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import parse_length, parse_year
from videos.browsing.search import SearchResult

LENGTHS = {"-10": "under 10 min", "10-20": "10–20 min", "20-60": "20–60 min", "60-": "1 hour+", "180-": "3 hours+"}
SORTS = {
    "newest": "newest",
    "oldest": "oldest",
    "longest": "longest",
    "shortest": "shortest",
    "most-viewed": "most viewed",
    "random": "random",
}
MOST_HINTS = 5  # conditions that an empty result tries without, a query each
MOST_CREATORS = 12  # creators offered at once, besides chosen ones


@dataclass(frozen=True)
class LinkOption:
    """A choice that is one link. `count`: videos that have it; None where it says nothing. `is_empty`: it has none."""

    label: str
    href: str | None
    count: int | None = None
    is_active: bool = False
    is_empty: bool = False


def make_lengths(result: SearchResult) -> tuple[LinkOption, ...]:
    """One query."""
    base = result.with_filter(result.filter.without("length"))
    ranges = {text: parse_length(text) for text in LENGTHS}
    counts = base.matching.aggregate(
        **{
            f"n{place}": Count(
                "pk",
                filter=Q(duration_seconds__gte=(limits.start or 0) * 60)
                & (Q(duration_seconds__lt=limits.end * 60) if limits.end else Q()),
            )
            for place, limits in enumerate(ranges.values())
        }
    )
    return tuple(
        _link(
            LENGTHS[text],
            count=counts[f"n{place}"],
            is_active=result.filter.length == limits,
            chosen=result.filter.with_length(limits),
            undone=base.filter,
        )
        for place, (text, limits) in enumerate(ranges.items())
    )


def make_years(result: SearchResult) -> tuple[LinkOption, ...]:
    """Years in which a video is known to be published, latest first. One query."""
    base = result.with_filter(result.filter.without("year"))
    dated = base.matching.exclude(published_at=None).annotate(year=ExtractYear("published_at"))
    counts = dated.values_list("year").annotate(count=Count("pk")).order_by("-year")
    return tuple(
        _link(
            str(year),
            count=count,
            is_active=result.filter.year == parse_year(str(year)),
            chosen=result.filter.with_year(parse_year(str(year))),
            undone=base.filter,
        )
        for year, count in counts
    )


def make_languages(result: SearchResult) -> tuple[LinkOption, ...]:
    """Languages, most frequent first; each adds an alternative. One query."""
    base = result.with_filter(result.filter.without("lang"))
    counts = Counter(
        dict(base.matching.exclude(language="").values_list("language").annotate(count=Count("pk")).order_by())
    )
    counts.update(dict.fromkeys(result.filter.languages, 0))
    return tuple(_toggle(result, "lang", code, language_label(code), count) for code, count in counts.most_common())


def make_creators(result: SearchResult) -> tuple[LinkOption, ...]:
    """The creators with most videos, and the chosen ones; each adds an alternative. At most two queries."""
    base = result.with_filter(result.filter.without("creator"))
    rows = base.matching.exclude(creator=None).values_list("creator__slug", "creator__name")
    found = list(rows.annotate(count=Count("pk")).order_by("-count", "creator__slug")[:MOST_CREATORS])
    chosen = set(result.filter.creators) - {slug for slug, _, _ in found} - set(result.never.creators)
    if chosen:
        known = Creator.objects.visible().filter(slug__in=chosen).values_list("slug", "name")
        counts = dict(base.matching.filter(creator__slug__in=chosen).values_list("creator__slug").annotate(Count("pk")))
        found += [(slug, name, counts.get(slug, 0)) for slug, name in known]
    return tuple(_toggle(result, "creator", slug, name, count) for slug, name, count in found)


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
    """For a result of nothing: what dropping one condition would give, most first. One query a condition.

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
