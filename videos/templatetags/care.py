"""The crisis box, which stands on pages of all kinds, asks for its contacts itself."""

from django import template

from videos.browsing.care import Help, find_help

register = template.Library()


@register.simple_tag
def help_now() -> Help:
    """The help contacts that may be shown today, no country chosen. One query."""
    return find_help()
