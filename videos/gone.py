"""What was taken down answers 410: gone for good, without a word of what it was."""

from django.db.models import Model, QuerySet
from django.http import Http404


class GoneError(Exception):
    """Whoever asked is told that something was here and was taken down, and nothing more."""


def get_or_gone(shown: QuerySet, gone: QuerySet) -> Model:
    """The one that visitors may see. Raises GoneError where it was taken down, Http404 where there is none.

    One query for what is shown, another for what is not.
    """
    found = shown.first()
    if found is None and gone.exists():
        raise GoneError
    if found is None:
        raise Http404("nothing at this address")
    return found
