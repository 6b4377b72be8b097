"""What a visitor never wants to meet: a value like the filter, kept by the visitor and applied to every list. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qsl, unquote_plus, urlencode

from .grammar import clean, slug

# Every tag can be on it at once; what would be dropped silently would show what somebody cannot bear.
MAX_TAGS = 300
MAX_CREATORS = 100
PARAMETERS = {"never": "tags", "never-creator": "creators"}
OFF = "off"  # never=off, alone: nothing is left out, this once; the word is no tag's


class TooMuchError(ValueError):
    """More than a never-list can hold: said rather than cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverList:
    """Tags and creators by slug, sorted, each once. Equal wishes are equal lists with one `query_string`.

    A tag takes with it whatever `not=` would: its descendants, what implies it, what is suggested of it.
    Raises `TooMuchError` beyond 300 tags or 100 creators.
    """

    tags: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()

    def __post_init__(self):
        for attribute, most in (("tags", MAX_TAGS), ("creators", MAX_CREATORS)):
            values = tuple(sorted({slug(value) for value in getattr(self, attribute)} - {""}))
            if len(values) > most:
                raise TooMuchError(f"{len(values)} {attribute} are more than the {most} that can be kept")
            object.__setattr__(self, attribute, values)

    @classmethod
    def from_query(cls, raw: str) -> Self:
        """Read `never=slug,slug&never-creator=slug` out of a query string; everything else in it is nothing here.

        Repeat and comma mean the same; `never=off` names no tag. Raises `TooMuchError`.
        """
        values = {attribute: [] for attribute in PARAMETERS.values()}
        for name, text in parse_qsl(raw, keep_blank_values=True):
            if name in PARAMETERS:
                values[PARAMETERS[name]] += clean(text).split(",")
        values["tags"] = [tag for tag in values["tags"] if slug(tag) != OFF]
        return cls(**values)

    @property
    def query_string(self) -> str:
        """The one way to write this list, in an address and in the cookie; empty for the empty list."""
        pairs = ((name, ",".join(getattr(self, attribute))) for name, attribute in PARAMETERS.items())
        return urlencode([(name, value) for name, value in pairs if value])

    def joined(self, other: Self) -> Self:
        """What either list has. Raises `TooMuchError`."""
        return replace(self, tags=(*self.tags, *other.tags), creators=(*self.creators, *other.creators))

    def with_tags(self, *slugs: str) -> Self:
        """This list with some tags more. Raises `TooMuchError`."""
        return replace(self, tags=(*self.tags, *slugs))

    def without_tags(self, *slugs: str) -> Self:
        return replace(self, tags=tuple(tag for tag in self.tags if tag not in slugs))

    def replaced_creators(self, new_slugs: Mapping[str, str]) -> Self:
        """This list with a creator's present slug wherever a former one stands (any -> present); others stay."""
        return replace(self, creators=tuple(new_slugs.get(slug, slug) for slug in self.creators))

    def __bool__(self) -> bool:
        return bool(self.tags or self.creators)


NOTHING = NeverList()


def turns_off(raw: str) -> bool:
    """Whether a query string says `never=off`."""
    return any(name == "never" and slug(text) == OFF for name, text in parse_qsl(raw, keep_blank_values=True))


def own_query(raw: str) -> str:
    """What a query string says of the never-list, in one spelling; may be empty. Raises `TooMuchError`."""
    return urlencode({"never": OFF}) if turns_off(raw) else NeverList.from_query(raw).query_string


def rest_of(raw: str) -> str:
    """A query string without what it says of the never-list; the rest as it stood."""
    return "&".join(pair for pair in raw.split("&") if unquote_plus(pair.partition("=")[0]) not in PARAMETERS)
