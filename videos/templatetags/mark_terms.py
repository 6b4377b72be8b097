"""Terms of the glossary in the site's own prose: a link to the entry, and what it means for pointer and keyboard."""

from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from videos.browsing.index.current import current_index
from videos.browsing.terms import entry_href, explain_term
from videos.browsing.unwanted import unwanted_things
from videos.guide.mentions import catalog_mentions
from videos.tag_graph import TagGraph
from videos.visitor import never_of
from videos.vocabulary.glossary import GlossaryTerm

register = template.Library()


@register.simple_block_tag(takes_context=True)
def mark_terms(context, content: SafeString, but: str = "", each: bool = False) -> SafeString:
    """Mark terms in a text of ours, each where the page names it first; `each`: where this text does.

    `but` is the slug of a term, or of the tag that it is, whose own entry this is. Not for what creators write, nor
    around another block of this kind. What is put in is escaped by the template.
    """
    page = _page_of(context)
    marked = set() if each else page.marked

    def mark(term: GlossaryTerm, words: str) -> str | None:
        if term.slug in marked or (but and but in {term.slug, term.tag}):
            return None
        text = explain_term(term, page.graph, page.unwanted)
        if not text:
            return None
        marked.add(term.slug)
        page.made += 1
        return (
            f'<span class="term"><a class="term__name" href="{escape(entry_href(term))}"'
            f' aria-describedby="term-{page.made}">{words}</a>'
            f'<span class="term__meaning" role="tooltip" id="term-{page.made}">{escape(text)}</span></span>'
        )

    return mark_safe(catalog_mentions().replace(content, mark))


@dataclass
class _Page:
    """What one page has marked, and for whom it is. `made`: how many marks it has, so that no two are called alike."""

    request: HttpRequest | None
    marked: set[str] = field(default_factory=set)
    made: int = 0

    @cached_property
    def graph(self) -> TagGraph:
        index = getattr(self.request, "index", None)
        return (index or current_index()).graph

    @cached_property
    def unwanted(self) -> frozenset[tuple[str, str]]:
        never = never_of(self.request) if self.request else None
        return unwanted_things(never, self.graph) if never else frozenset()


def _page_of(context) -> _Page:
    """The page that is being made. Parts that are included have contexts of their own, but one request."""
    request = getattr(context, "request", None)
    if request is None:
        return _Page(None)
    if not hasattr(request, "page_of_terms"):
        request.page_of_terms = _Page(request)
    return request.page_of_terms
