"""The links from a filter to its neighbours, for pages that offer hundreds of them. Pure.

A link is the filter's own address with a few letters put in or taken out: making the other filter costs far more.
"""

from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from urllib.parse import quote_plus

from .filters import MAX_ALTERNATIVES, MAX_EXCLUDED, MAX_VALUES, VideoFilter
from .grammar import Range, canonical_length, canonical_page, canonical_year, slug

# Parameters whose values are one sorted list, with the attribute that holds it and how many it holds.
_LISTS = {
    "not": ("not_tags", MAX_EXCLUDED),
    "free": ("free_tags", MAX_VALUES),
    "not-group": ("not_groups", MAX_EXCLUDED),
    "lang": ("languages", MAX_VALUES),
    "creator": ("creators", MAX_VALUES),
}
_CLAUSES = {"tag": "tags", "group": "groups"}
_ORDER = ("tag", "not", "free", "group", "not-group", "length", "year", "lang", "creator", "q", "sort")
_NEXT = dict(pairwise(_ORDER))


class FilterLinks:
    """Addresses that differ from a filter's own in one thing; each is exactly what the `VideoFilter` method gives.

    What splicing cannot give (a parameter at its limit, a slug that is not written as slugs are) that method gives.
    """

    def __init__(self, video_filter: VideoFilter, path: str = "/videos/"):
        self._filter = video_filter.with_page(1)
        self._path = path
        self._asked = {
            name: frozenset(value for clause in getattr(self._filter, attribute) for value in clause)
            for name, attribute in _CLAUSES.items()
        }
        self._standing = {name: frozenset(getattr(self._filter, attribute)) for name, (attribute, _) in _LISTS.items()}
        self._text = ""  # the query string, with "&" before every parameter
        self._starts: dict[str, int] = {}  # where a parameter stands in it, or would
        self._clause_starts: dict[str, list[int]] = {name: [] for name in _CLAUSES}
        pairs = self._filter.pairs
        for name in _ORDER:
            self._starts[name] = len(self._text)
            for other, value in pairs:
                if other == name:
                    self._clause_starts.get(name, []).append(len(self._text))
                    self._text += f"&{name}={quote_plus(value, safe=',')}"
            if name in _CLAUSES:
                self._clause_starts[name].append(len(self._text))

    def including(self, tag: str) -> str:
        """As `VideoFilter.including`."""
        if tag in self._asked["tag"] or tag in self._standing["free"] or not self._takes_clause("tag", tag):
            return self._filter.including(tag).href(self._path)
        text = self._less("not", tag) if tag in self._standing["not"] else self._text
        return self._address(self._with_clause(text, "tag", tag))

    def excluding(self, tag: str) -> str:
        """As `VideoFilter.excluding`."""
        if tag in self._asked["tag"] or not _is_slug(tag):
            return self._filter.excluding(tag).href(self._path)
        return self._address(self._text) if tag in self._standing["not"] else self.toggled("not", tag)

    def including_group(self, group: str) -> str:
        """Ask for any tag of the group, shut out no longer; of a group that is asked for already, no longer."""
        if group in self._standing["not-group"] or not _is_slug(group):
            return self._filter.without("not-group", group).toggled("group", group).href(self._path)
        return self.toggled("group", group)

    def excluding_group(self, group: str) -> str:
        """Shut all tags of the group out and ask for none; of a group that is shut out already, no longer."""
        if group in self._asked["group"] or not _is_slug(group):
            return self._filter.without("group", group).toggled("not-group", group).href(self._path)
        return self.toggled("not-group", group)

    def toggled(self, name: str, value: str) -> str:
        """As `VideoFilter.toggled`. Raises KeyError if the parameter takes no slugs."""
        if name in _CLAUSES:
            if value not in self._asked[name] and self._takes_clause(name, value):
                return self._address(self._with_clause(self._text, name, value))
        elif value in self._standing[name]:
            return self._address(self._less(name, value))
        elif len(self._standing[name]) < _LISTS[name][1] and _is_slug(value):
            return self._address(self._more(name, value))
        return self._filter.toggled(name, value).href(self._path)

    def widened(self, tag: str, other: str) -> str:
        """As `VideoFilter.widened`."""
        asked = self._asked["tag"]
        clauses = self._filter.tags
        is_plain = tag in asked and other not in asked and _is_slug(other)
        if not is_plain or any(len(clause) == MAX_ALTERNATIVES for clause in clauses):
            return self._filter.widened(tag, other).href(self._path)
        wider = sorted({tuple(sorted((*clause, other))) if tag in clause else clause for clause in clauses})
        text = "".join(f"&tag={','.join(map(_quoted, clause))}" for clause in wider)
        return self._address(text + self._text[self._starts["not"] :])

    def with_length(self, length: Range | None) -> str:
        """As `VideoFilter.with_length`."""
        return self._address(self._replaced("length", str(canonical_length(length) or "")))

    def with_year(self, year: Range | None) -> str:
        """As `VideoFilter.with_year`."""
        return self._address(self._replaced("year", str(canonical_year(year) or "")))

    def with_page(self, page: int) -> str:
        """As `VideoFilter.with_page`."""
        number = canonical_page(page)
        return self._address(self._text if number == 1 else f"{self._text}&page={number}")

    def _address(self, text: str) -> str:
        return f"{self._path}?{text[1:]}" if text else self._path

    def _takes_clause(self, name: str, value: str) -> bool:
        return len(getattr(self._filter, _CLAUSES[name])) < MAX_VALUES and _is_slug(value)

    def _with_clause(self, text: str, name: str, value: str) -> str:
        """`text` may lack letters behind the clauses of `name`, never before."""
        place = self._clause_starts[name][bisect_left(getattr(self._filter, _CLAUSES[name]), (value,))]
        return f"{text[:place]}&{name}={_quoted(value)}{text[place:]}"

    def _more(self, name: str, value: str) -> str:
        return self._relisted(name, sorted((*self._values(name), value)))

    def _less(self, name: str, value: str) -> str:
        return self._relisted(name, [other for other in self._values(name) if other != value])

    def _values(self, name: str) -> tuple[str, ...]:
        return getattr(self._filter, _LISTS[name][0])

    def _relisted(self, name: str, values: list[str]) -> str:
        return self._replaced(name, ",".join(map(_quoted, values)))

    def _replaced(self, name: str, written: str) -> str:
        """The query string in which the parameter says `written`, or is left out where that is blank."""
        end = self._starts[_NEXT[name]]
        said = f"&{name}={written}" if written else ""
        return f"{self._text[: self._starts[name]]}{said}{self._text[end:]}"


# As many as the vocabulary and a few visitors' own words.
@lru_cache(maxsize=2048)
def _quoted(value: str) -> str:
    return quote_plus(value)


@lru_cache(maxsize=2048)
def _is_slug(value: str) -> bool:
    return bool(value) and slug(value) == value
