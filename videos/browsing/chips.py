"""A filter in words: one removable chip for each condition, and one for each word that is nothing here."""

from dataclasses import dataclass

from videos.browsing.options import condition_label
from videos.browsing.search import SearchResult

KINDS = {
    "tag": "include",
    "group": "include",
    "not": "exclude",
    "not-group": "exclude",
    "free": "free",
    "length": "range",
    "year": "range",
    "lang": "language",
    "creator": "creator",
    "q": "words",
}
UNKNOWN = {
    "tag": "“{}” is not a tag of this catalog: nothing can be found with it",
    "group": "“{}” is not a group of tags: nothing can be found with it",
    "free": "“{}” is not a tag of this catalog: nothing is known to be free of it",
    "not": "“{}” is not a tag of this catalog: videos whose text says it are left out",
    "not-group": "“{}” is not a group of tags: it shuts out nothing",
    "creator": "“{}” is not a creator of this catalog",
}
NO_SUCH_LANGUAGE = "no video of this catalog is known to be in {}"
UNKNOWN_NEVER = {"never": UNKNOWN["not"], "never-creator": UNKNOWN["creator"]}


@dataclass(frozen=True)
class Chip:
    kind: str
    label: str
    remove_href: str


def make_chips(result: SearchResult, path: str = "/videos/") -> tuple[Chip, ...]:
    """In the order of the address; last, what of the address was not understood. Their links lead to `path`."""
    unknown = set(result.unknown)
    chips = []
    for condition in result.filter.conditions:
        strange = [slug for slug in condition.value if (condition.name, slug) in unknown]
        if strange == list(condition.value):
            label, kind = UNKNOWN[condition.name].format("” or “".join(strange)), "unknown"
        else:
            label, kind = condition_label(result, condition.name, condition.value), KINDS[condition.name]
        if condition.name == "lang" and not any(result.index.languages.get(code) for code in condition.value):
            label, kind = NO_SUCH_LANGUAGE.format(label), "unknown"
        chips.append(Chip(kind, label, condition.removed.href(path)))
    understood = result.filter.with_page(1).href(path)
    if result.filter.is_cut_short:
        chips.append(Chip("ignored", "too many conditions or words: nothing is found rather than too much", understood))
    else:
        ignored = result.filter.ignored
        chips += [Chip("ignored", f"{name}={value} was not understood", understood) for name, value in ignored]
    return tuple(chips)


def describe_unknown_never(result: SearchResult) -> tuple[str, ...]:
    """For each word of the never-list that is nothing here, what is done with it. At most one query."""
    return tuple(UNKNOWN_NEVER[name].format(slug) for name, slug in result.unknown_never)
