"""One way of comparing text for everything: matching tags, matching creators' names, searching words. Pure."""

import re
import unicodedata

# Only Latin, Greek and Cyrillic accents: Japanese voicing marks and Hangul stay whole.
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WHITE_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """`text` without case, accents, full-width and fancy forms: equal words compare equal. Its length may change."""
    if text.isascii():  # nothing to take apart, and most text is
        return text.lower()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def fold_name(name: str) -> str:
    """`fold` with white space collapsed: the form in which creators' names are compared. At most 300 characters."""
    return _WHITE_SPACE.sub(" ", fold(name)).strip()[:300]
