"""What the catalog says of a term of the glossary: its own text, or the definition of the tag that it is."""

from django.urls import reverse

from videos.tag_graph import TagGraph
from videos.vocabulary.glossary import GlossaryTerm


def explain_term(term: GlossaryTerm, graph: TagGraph, but: frozenset[tuple[str, str]] = frozenset()) -> str:
    """Blank for a term whose tag is among `but`, as `unwanted_things` gives it, and for one that only a tag explains
    which this catalog does not have."""
    if ("tag", term.tag) in but:
        return ""
    tag = graph.tags.get(term.tag)
    return term.text or (tag.definition if tag else "")


def entry_href(term: GlossaryTerm) -> str:
    """Its entry in the glossary."""
    return f"{reverse('glossary')}#{term.slug}"
