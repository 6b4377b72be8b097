"""The glossary as a page: every term under its letter, with the tags it leads to."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from videos.browsing.counting import count_tags
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.options import LinkOption
from videos.browsing.search import search
from videos.browsing.terms import explain_term
from videos.models import Tag
from videos.tag_graph import TagGraph
from videos.vocabulary.glossary import GlossaryTerm, catalog_evidence_scale, catalog_glossary


@dataclass(frozen=True)
class Entry:
    """A term as the glossary shows it. `tags`: the one that it is, then those near it; `parts`: (words, meaning)."""

    slug: str
    label: str
    text: str
    also: tuple[str, ...]
    tags: tuple[LinkOption, ...]
    parts: tuple[tuple[str, str], ...] = ()


def glossary_context(*, never: NeverList) -> dict:
    """All terms by letter, in alphabetical order, without those whose tag the never-list shuts out. No query."""
    result = search(VideoFilter(), never=never)
    counts, but = count_tags(result), result.unwanted
    entries = [
        _make_entry(term, text, result.graph, counts, but)
        for term in catalog_glossary().terms
        if (text := explain_term(term, result.graph, but))
    ]
    entries.sort(key=lambda entry: entry.label.casefold())
    by_letter = groupby(entries, key=lambda entry: entry.label[0].upper())
    return {"letters": [(letter, list(group)) for letter, group in by_letter]}


def _make_entry(term: GlossaryTerm, text: str, graph: TagGraph, counts: Counter, but: frozenset) -> Entry:
    tags = [graph.tags[slug] for slug in term.tags if slug in graph.tags and ("tag", slug) not in but]
    return Entry(
        term.slug,
        term.label,
        text,
        also=_find_other_names(term),
        tags=tuple(
            LinkOption(tag.name, tag.get_absolute_url(), counts[tag.slug]) for tag in tags if not tag.is_staff_only
        ),
        parts=_name_levels() if term.slug == "evidence-level" else (),
    )


def _find_other_names(term: GlossaryTerm) -> tuple[str, ...]:
    """Its names without those that say the label, or an earlier one, again: plurals, parts."""
    said = [term.label]
    for name in (*term.names, *term.asked):
        if not any(_is_within(name, other) or _is_within(other, name) for other in said):
            said.append(name)
    return tuple(said[1:])


def _is_within(name: str, other: str) -> bool:
    return name.casefold() in other.casefold()


def _name_levels() -> tuple[tuple[str, str], ...]:
    words = dict(Tag._meta.get_field("evidence_level").choices)
    scale = catalog_evidence_scale()
    return tuple((words[level], meaning) for level, meaning in scale.items() if level != "not_applicable")
