"""Whom somebody in distress may turn to: what the crisis box and the help page show."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from videos.care import country_names, directories, union_of
from videos.models import HelpContact

_KINDS = HelpContact.Kind.values


@dataclass(frozen=True)
class CountryHelp:
    """The contacts of one country; there may be none."""

    code: str
    name: str
    contacts: tuple[HelpContact, ...]


@dataclass(frozen=True)
class Help:
    """Contacts that a person has checked lately.

    `everywhere` serve any country, `countries` are in the order of their names. `chosen`: the country that was asked
    for, with or without contacts; None where none was asked for, or one that does not exist. `known_lists`: addresses
    of directories that nobody has checked, where there is nothing for everywhere.
    """

    everywhere: tuple[HelpContact, ...]
    countries: tuple[CountryHelp, ...]
    choices: tuple[tuple[str, str], ...]  # code and name of each country that has any, also by its union
    chosen: CountryHelp | None = None
    known_lists: tuple[str, ...] = ()


def find_help(country: str = "") -> Help:
    """Everything that may be shown today, with the country of that code chosen. A query or two.

    Of each country emergency numbers come first, directories last; with a chosen one of the European Union comes its
    emergency number, which is the same in all of it.
    """
    by_country = {
        code: _in_order(contacts)
        for code, contacts in groupby(HelpContact.objects.shown(), key=lambda contact: contact.country)
    }
    names, asked = country_names(), country.strip().upper()
    chosen = CountryHelp(asked, names[asked], _contacts_of(asked, by_country)) if asked in names else None
    countries = (CountryHelp(code, names.get(code, code), contacts) for code, contacts in by_country.items() if code)
    everywhere = by_country.get("", ())
    known_lists = () if everywhere else _find_known_lists()
    return Help(
        everywhere=everywhere,
        countries=tuple(sorted(countries, key=lambda one: one.name)),
        choices=tuple((code, name) for code, name in names.items() if _contacts_of(code, by_country)),
        chosen=chosen,
        known_lists=known_lists,
    )


def _in_order(contacts: Iterable[HelpContact]) -> tuple[HelpContact, ...]:
    return tuple(sorted(contacts, key=lambda contact: _KINDS.index(contact.kind)))


def _contacts_of(country: str, by_country: dict[str, tuple[HelpContact, ...]]) -> tuple[HelpContact, ...]:
    """A country's contacts, and first the emergency number of its union where it has none of its own."""
    own = by_country.get(country, ())
    if any(contact.kind == HelpContact.Kind.EMERGENCY for contact in own):
        return own
    shared = by_country.get(union_of().get(country), ())
    return (*(contact for contact in shared if contact.kind == HelpContact.Kind.EMERGENCY), *own)


def _find_known_lists() -> tuple[str, ...]:
    """Well-known directories stand in where nothing was checked, for an outdated address leads to no wrong number.

    Not where a person shut the entry off or wrote another address: they know better. One query.
    """
    listed = directories()
    entries = HelpContact.objects.filter(key__in=listed).values_list("key", "url", "is_shown")
    refused = {key for key, url, is_shown in entries if not is_shown or url != listed[key]}
    return tuple(url for key, url in listed.items() if key not in refused)
