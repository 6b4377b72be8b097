"""The filter that every list of videos is a function of, and the links that change it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import parse_qsl, quote_plus

from .grammar import (
    Range,
    canonical_length,
    canonical_page,
    canonical_sort,
    canonical_year,
    clean,
    length_label,
    parse_length,
    parse_page,
    parse_year,
    slug,
    words,
    year_label,
)

MAX_VALUES = 20
# Every tag can be shut out at once: an exclusion that is dropped would show what somebody cannot bear.
MAX_EXCLUDED = 300
MAX_ALTERNATIVES = 10
MAX_IGNORED = 20
MAX_IGNORED_LENGTH = 100

# Parameter -> attribute.
_CLAUSES = {"tag": "tags", "group": "groups"}
_LISTS = {
    "not": "not_tags",
    "free": "free_tags",
    "not-group": "not_groups",
    "lang": "languages",
    "creator": "creators",
}
_EXCLUDING = {"not", "not-group"}
_SINGLES = {"length": "length", "year": "year", "q": "q", "sort": "sort", "page": "page"}
_ATTRIBUTES = _CLAUSES | _LISTS | _SINGLES
_PARSERS = {"length": parse_length, "year": parse_year, "q": clean, "sort": canonical_sort, "page": parse_page}


@dataclass(frozen=True, slots=True)
class Condition:
    """One chip: a condition of a filter, and the filter without it.

    `name` is the parameter; `value` the alternatives it allows (one, unless it is an any-of);
    `label_value` says the value in words as long as nobody has better names for the slugs.
    """

    name: str
    value: tuple[str, ...]
    label_value: str
    removed: "VideoFilter"


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFilter:
    """What a visitor asked for, canonical however it was made: equal wishes are equal filters with one URL.

    `tags` and `groups` are clauses: all of (any of …). `not_tags`, `free_tags`, `not_groups`: each of them.
    `languages`, `creators`: any of them. `length` is in minutes, start included, end excluded; `year` includes
    both ends. `sort` may be a bare "random", to which the caller gives a seed.

    At most 20 clauses or values each (300 that are shut out), 10 alternatives in a clause and 200 characters of `q`;
    what comes later is not taken, and the filter `is_cut_short` where that would widen the result.
    `ignored` holds (parameter, value) of what was not taken or not understood, the first 20 of them; it is no part
    of the filter's identity or URL. Raises ValueError for a length, year or sort order that cannot be.
    """

    tags: tuple[tuple[str, ...], ...] = ()
    not_tags: tuple[str, ...] = ()
    free_tags: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    not_groups: tuple[str, ...] = ()
    length: Range | None = None
    year: Range | None = None
    languages: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    q: str = ""
    sort: str = "newest"
    page: int = 1
    ignored: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def __post_init__(self):
        ignored = []
        q = clean(self.q)
        settled = {
            "length": canonical_length(self.length),
            "year": canonical_year(self.year),
            "q": words(q),
            "sort": self._settle_sort(),
            "page": canonical_page(self.page),
        }
        for name, attribute in _CLAUSES.items():
            clauses = []
            for clause in getattr(self, attribute):
                alternatives, beyond = _canonical(map(slug, clause), most=MAX_ALTERNATIVES)
                clauses.append(alternatives)
                ignored += [(name, alternative) for alternative in beyond]
            settled[attribute], beyond = _canonical(clauses, most=MAX_VALUES)
            ignored += [(name, ",".join(clause)) for clause in beyond]
        for name, attribute in _LISTS.items():
            most = MAX_EXCLUDED if name in _EXCLUDING else MAX_VALUES
            settled[attribute], beyond = _canonical(map(slug, getattr(self, attribute)), most=most)
            ignored += [(name, value) for value in beyond]
        if beyond := q[len(settled["q"]) :].strip():
            ignored.append(("q", beyond))
        # What was too much stands before what was not understood: it decides whether the filter is cut short.
        ignored = [*ignored, *self.ignored][:MAX_IGNORED]
        settled["ignored"] = tuple((name, value[:MAX_IGNORED_LENGTH]) for name, value in ignored)
        for attribute, value in settled.items():
            object.__setattr__(self, attribute, value)

    @classmethod
    def from_query(cls, raw: str) -> Self:
        """Read a query string. Any text gives a filter; what was not understood is in `ignored`.

        Unknown parameters and empty values are nothing. Of a repeated single value the last one understood counts.
        """
        values = defaultdict(list)
        ignored = []
        for name, text in parse_qsl(raw, keep_blank_values=True):
            value = clean(text)
            if not value or name not in _ATTRIBUTES:
                continue
            attribute = _ATTRIBUTES[name]
            if name in _CLAUSES:
                values[attribute].append(value.split(","))
            elif name in _LISTS:
                values[attribute].extend(value.split(","))
            else:
                try:
                    values[attribute] = _PARSERS[name](value)
                except ValueError:
                    ignored.append((name, value))
        return cls(**values, ignored=tuple(ignored))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Parameters and values in canonical order, without defaults; a form's hidden inputs."""
        candidates = (
            *(("tag", ",".join(clause)) for clause in self.tags),
            ("not", ",".join(self.not_tags)),
            ("free", ",".join(self.free_tags)),
            *(("group", ",".join(clause)) for clause in self.groups),
            ("not-group", ",".join(self.not_groups)),
            ("length", str(self.length or "")),
            ("year", str(self.year or "")),
            ("lang", ",".join(self.languages)),
            ("creator", ",".join(self.creators)),
            ("q", self.q),
            ("sort", "" if self.sort == "newest" else self.sort),
            ("page", "" if self.page == 1 else str(self.page)),
        )
        return tuple((name, value) for name, value in candidates if value)

    @property
    def query_string(self) -> str:
        """The one way to write this filter; `from_query` reads it back. Empty for the filter without any wish."""
        return "&".join(f"{name}={quote_plus(value, safe=',')}" for name, value in self.pairs)

    def href(self, path: str = "/videos/") -> str:
        """Give the link to this filter's list at `path`."""
        return f"{path}?{self.query_string}" if self.query_string else path

    @property
    def seed(self) -> int | None:
        """The seed of a random order; None for any other order and for a random one that has no seed yet."""
        return int(self.sort.removeprefix("random-")) if self.sort.startswith("random-") else None

    @property
    def is_cut_short(self) -> bool:
        """Whether a condition or word was not taken because there were too many: without it too much would be found."""
        return any(name in {*_CLAUSES, *_EXCLUDING, "free", "q"} for name, _ in self.ignored)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; sort order and page are no conditions."""
        return self == VideoFilter(sort=self.sort, page=self.page)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The filter's conditions in canonical order. Any-of clauses, languages and creators are one condition each."""
        alternatives = (
            *(("tag", clause) for clause in self.tags),
            *(("not", (value,)) for value in self.not_tags),
            *(("free", (value,)) for value in self.free_tags),
            *(("group", clause) for clause in self.groups),
            *(("not-group", (value,)) for value in self.not_groups),
            ("length", (str(self.length),) if self.length else ()),
            ("year", (str(self.year),) if self.year else ()),
            ("lang", self.languages),
            ("creator", self.creators),
            ("q", (self.q,) if self.q else ()),
        )
        return tuple(
            Condition(name, value, self._label(name, value), self.without(name, value))
            for name, value in alternatives
            if value
        )

    def contains(self, name: str, value: str) -> bool:
        """Whether the parameter asks for the slug, alone or as an alternative. Raises KeyError if it takes no slugs."""
        if name in _CLAUSES:
            return any(slug(value) in clause for clause in getattr(self, _CLAUSES[name]))
        return slug(value) in getattr(self, _LISTS[name])

    def toggled(self, name: str, value: str) -> Self:
        """Take the slug out of the parameter, wherever it stands in it, or else add it (as a clause of its own).

        Raises KeyError if the parameter takes no slugs.
        """
        if self.contains(name, value):
            return self.without(name, value)
        addition = (value,) if name in _CLAUSES else value
        attribute = _ATTRIBUTES[name]
        return self._changed(**{attribute: (*getattr(self, attribute), addition)})

    def widened(self, tag: str, other: str) -> Self:
        """Let `other` do wherever `tag` is asked for: `tag` becomes `tag,other`, also if both were asked for before.

        Nothing changes but the page if `tag` is not asked for.
        """
        if not self.contains("tag", tag):
            return self._changed()
        demanded = [clause for clause in self.tags if clause != (slug(other),) or clause == (slug(tag),)]
        return self._changed(tags=[(*clause, other) if slug(tag) in clause else clause for clause in demanded])

    def excluding(self, tag: str) -> Self:
        """Shut the tag out and ask for it no longer."""
        return self.without("tag", tag)._changed(not_tags=(*self.not_tags, tag))

    def including(self, tag: str) -> Self:
        """Ask for the tag, whatever else is asked for, and shut it out no longer."""
        return self.without("not", tag).without("free", tag)._changed(tags=(*self.tags, (tag,)))

    def with_length(self, length: Range | None) -> Self:
        """Limit the length in minutes; None is any length. Raises ValueError for an empty range."""
        return self._changed(length=length)

    def with_year(self, year: Range | None) -> Self:
        """Limit the year of publication; None is any. Raises ValueError for an impossible range."""
        return self._changed(year=year)

    def with_q(self, q: str) -> Self:
        """Search for other words; "" is none."""
        return self._changed(q=q)

    def with_sort(self, sort: str) -> Self:
        """Sort otherwise. Raises ValueError if there is no such order."""
        return self._changed(sort=sort)

    def with_page(self, page: int) -> Self:
        """Turn to a page, brought into 1 to 10,000; everything else stays."""
        return replace(self, page=page)

    def without(self, name: str, value: str | tuple[str, ...] | None = None) -> Self:
        """Drop a slug, one whole clause (a tuple), or everything that the parameter says (None).

        A single-valued parameter is dropped whatever the value. Raises KeyError if there is no such parameter.
        """
        attribute = _ATTRIBUTES[name]
        if value is None or name in _SINGLES:
            return self._changed(**{attribute: getattr(VideoFilter(), attribute)})
        unwanted = {slug(value)} if isinstance(value, str) else set(map(slug, value))
        present = getattr(self, attribute)
        if name in _LISTS:
            kept = _less(present, unwanted)
        elif isinstance(value, str):
            kept = [_less(clause, unwanted) for clause in present]
        else:
            kept = [clause for clause in present if set(clause) != unwanted]
        return self._changed(**{attribute: kept})

    def cleared(self) -> Self:
        """Drop every condition; the sort order stays."""
        return VideoFilter(sort=self.sort)

    def replaced_slugs(self, new_slugs: Mapping[str, str]) -> Self:
        """Put a tag's present slug wherever an old slug or synonym stands (old -> new); everything else stays."""
        return replace(
            self,
            tags=[[new_slugs.get(tag, tag) for tag in clause] for clause in self.tags],
            not_tags=[new_slugs.get(tag, tag) for tag in self.not_tags],
            free_tags=[new_slugs.get(tag, tag) for tag in self.free_tags],
        )

    def replaced_creators(self, new_slugs: Mapping[str, str]) -> Self:
        """Put a creator's present slug wherever a former one stands (any -> present); everything else stays."""
        return replace(self, creators=[new_slugs.get(slug, slug) for slug in self.creators])

    def _settle_sort(self):
        # Without words nothing is a better match than anything else.
        sort = canonical_sort(self.sort)
        return "newest" if sort == "best" and not words(self.q) else sort

    def _changed(self, **attributes):
        return replace(self, page=1, ignored=(), **attributes)

    def _label(self, name, value):
        if name == "length":
            return length_label(self.length)
        if name == "year":
            return year_label(self.year)
        return " or ".join(value)


def is_parameter(name: str) -> bool:
    """Whether a filter understands the parameter; pages leave others alone, a misspelt one among them."""
    return name in _ATTRIBUTES


def is_canonical(raw: str) -> bool:
    """Whether a query string decodes to exactly what its filter's own does; the filter's own always does."""
    return tuple(parse_qsl(raw, keep_blank_values=True)) == VideoFilter.from_query(raw).pairs


def _canonical(values, *, most):
    distinct = list(dict.fromkeys(value for value in values if value))
    return tuple(sorted(distinct[:most])), distinct[most:]


def _less(values, unwanted):
    return tuple(value for value in values if value not in unwanted)
