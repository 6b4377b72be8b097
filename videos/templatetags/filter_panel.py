"""The options of the filter panel as HTML: hundreds of small pieces, on which a template spends more than on the rest.

Whatever is put in is escaped here, addresses included.
"""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from videos.browsing.facets import GroupOptions, TagOption
from videos.browsing.options import LinkOption, videos_label

register = template.Library()


@register.simple_tag
def filter_group(group: GroupOptions) -> SafeString:
    """A fold with the group as a whole and each of its tags; a long one has a place for a script's search box."""
    label = escape(group.label)
    search = f'<option-search label="Search in {label}"></option-search>' if group.is_long else ""
    options = "".join(map(_tag_option, group.options))
    return mark_safe(
        f'<details class="group" id="group-{escape(group.slug)}"{" open" if group.is_open else ""}>'
        f'<summary class="fold group__summary">{label} {_count(group.count)}</summary>'
        f'{search}<ul class="group__options">{_whole_group(group)}{options}</ul></details>'
    )


@register.simple_tag
def filter_choices(slug: str, label: str, options: Sequence[LinkOption]) -> SafeString:
    """A fold of choices that are one link each."""
    choices = "".join(_choice(f"{slug}-{place}", option) for place, option in enumerate(options, start=1))
    return mark_safe(
        f'<details class="facet" id="facet-{escape(slug)}">'
        f'<summary class="fold facet__summary">{escape(label)}</summary>'
        f'<ul class="facet__body">{choices}</ul></details>'
    )


def _whole_group(group: GroupOptions) -> str:
    slug, label = escape(group.slug), escape(group.label)
    return (
        f'<li class="option option--whole-group" data-state="{group.state}">'
        f'<a class="option__include" id="option-group-{slug}" href="{escape(group.include_href)}" rel="nofollow">'
        f'<span class="option__name"><span class="option__label">Any of these</span> '
        f'<span class="visually-hidden">({label})</span> <span class="option__state">{group.state}</span></span></a>'
        f"{_exclude(f'without-group-{slug}', group.exclude_href, f'without any of {label}')}</li>"
    )


def _tag_option(option: TagOption) -> str:
    """What would give nothing is no link, but can still be shut out: a bookmark outlives today's videos."""
    slug, label = escape(option.slug), escape(option.label)
    title = f' title="{escape(option.definition)}"' if option.definition else ""
    if option.is_empty:
        include = f'<span class="option__empty"{title}>{_name(label, "")} <span class="count">0</span></span>'
    else:
        include = (
            f'<a class="option__include" id="option-{slug}" href="{escape(option.include_href)}" rel="nofollow"{title}>'
            f"{_name(label, option.state_label)} {_count(option.count)}</a>"
        )
    return (
        f'<li class="option option--depth-{option.depth}" data-state="{option.state}">{include}{_either(option)}'
        f"{_exclude(f'without-{slug}', option.exclude_href, f'without {label}')}</li>"
    )


def _choice(anchor: str, choice: LinkOption) -> str:
    label = f"<bdi>{escape(choice.label)}</bdi>"
    if choice.is_empty:
        return f'<li class="option" data-state=""><span class="option__empty">{label} {_count(0)}</span></li>'
    state, current = ("included", ' aria-current="true"') if choice.is_active else ("", "")
    return (
        f'<li class="option" data-state="{state}">'
        f'<a class="option__include" id="{escape(anchor)}" href="{escape(choice.href)}" rel="nofollow"{current}>'
        f'<span class="option__name">{label}</span> {_count(choice.count)}</a></li>'
    )


def _name(label: str, state_label: str) -> str:
    return (
        f'<span class="option__name"><span class="option__label">{label}</span> '
        f'<span class="option__state">{state_label}</span></span>'
    )


def _either(option: TagOption) -> str:
    if not option.either_href:
        return ""
    slug, label = escape(option.slug), escape(option.label)
    found = "" if option.either_count is None else f": {videos_label(option.either_count)}"
    return (
        f'<a class="option__either" id="or-{slug}" href="{escape(option.either_href)}" rel="nofollow" '
        f'title="or {label}{found}">or<span class="visually-hidden"> {label}</span></a>'
    )


def _exclude(anchor: str, href: str, label: str) -> str:
    """`anchor` and `label` are escaped already."""
    return (
        f'<a class="option__exclude" id="{anchor}" href="{escape(href)}" rel="nofollow" title="{label}">'
        f'<span class="visually-hidden">{label}</span></a>'
    )


def _count(count: int | None) -> str:
    """None: not counted."""
    return f'<span class="count">{"" if count is None else f"{count:,}"}</span>'
