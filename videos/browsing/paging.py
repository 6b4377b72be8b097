"""Links from page to page of a list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from videos.browsing.options import LinkOption


@dataclass(frozen=True)
class PageLinks:
    number: int  # of the page shown
    previous_href: str | None
    next_href: str | None
    numbers: tuple[LinkOption, ...]  # a gap has no href
    summary: str  # "25–48 of 212"


def link_pages(page: Page, href: Callable[[int], str]) -> PageLinks:
    """`href` gives the address of a page by its number."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return PageLinks(
        number=page.number,
        previous_href=href(page.previous_page_number()) if page.has_previous() else None,
        next_href=href(page.next_page_number()) if page.has_next() else None,
        numbers=tuple(
            LinkOption("…", None)
            if number == Paginator.ELLIPSIS
            else LinkOption(str(number), href(number), is_active=number == page.number)
            for number in numbers
        )
        if page.paginator.num_pages > 1
        else (),
        summary=f"{page.start_index():,}–{page.end_index():,} of {page.paginator.count:,}"
        if page.paginator.count
        else "",
    )
