"""Citations on pages: a DOI at their end leads to the study."""

import re
from urllib.parse import quote

from django import template
from django.utils.html import format_html

register = template.Library()

_DOI_AT_END = re.compile(r"\bdoi:(?P<name>10\.\d{4,9}/\S*[^\s.,;])[.]?$")


@register.filter
def link_doi(cited: str) -> str:
    """Give a citation, plain text, with the DOI that ends it as a link, safe; without one, as it is, to be escaped."""
    found = _DOI_AT_END.search(cited)
    if not found:
        return cited
    return format_html(
        '{}<a href="https://doi.org/{}" rel="noopener noreferrer">doi:{}</a>',
        cited[: found.start()],
        quote(found["name"], safe="/:;()"),
        found["name"],
    )
