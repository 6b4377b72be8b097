"""In which language a video speaks of itself: what the source states, else the script, else a small detector.

Only the tagger uses it: it decides which words in Latin letters count. It is a guess, and no guess is stored.
"""

from __future__ import annotations

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from videos.tagging.zones import VideoText, Zones

# Those that the vocabulary has terms for, and their neighbours, so that nothing foreign is pressed into one of them.
LANGUAGES = (
    "en", "es", "pt", "fr", "it", "de", "nl", "da", "sv", "no", "fi", "pl", "cs", "hu", "ro", "tr", "id", "vi", "tl",
)  # fmt: skip
# From here on hardly an English title is taken for another language.
MIN_CONFIDENCE = 0.8
MAX_READ = 120  # characters; more of them tell no more

_PARTS = re.compile(r"[-_]")
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30fa\u31f0-\u31ff]")),
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)
_OWN_NAMES = re.compile(
    r"\b(?:(?P<es>espanol|castellano)|(?P<pt>portugues|brasileir[ao])|(?P<fr>francais)|(?P<it>italiano)|(?P<de>deutsch))\b"
)
# Every language of ASMR borrows these.
_LOANWORDS = re.compile(r"\b(?:asmr\w*|role ?play\w*|rp|binaural|3dio|tingles?|triggers?|\d+\w*)\b", re.IGNORECASE)


def find_language(text: VideoText, zones: Zones) -> str | None:
    """Return the language of `text` as a two-letter code; None where nothing tells it surely enough.

    The first call that needs the detector loads its model, about half a second.
    """
    if text.language:
        return _PARTS.split(text.language)[0].casefold()
    title = zones.texts.get("title")
    shown = " ".join(zones.texts[zone].shown for zone in ("title", "lead") if zone in zones.texts)[:MAX_READ]
    if not shown.isascii() and (script := _find_script(shown)):
        return script
    if title and (named := _OWN_NAMES.search(title.folded)):
        return named.lastgroup
    language, _ = _detector().classify(_LOANWORDS.sub(" ", shown).lower())
    return None if language == "und" else language


def _find_script(shown: str) -> str | None:
    """Return the language that the script stands for; kana before the characters that Chinese shares with Japanese."""
    return next((language for language, letters in _SCRIPTS if letters.search(shown)), None)


@lru_cache(maxsize=1)
def _detector() -> LanguageIdentifier:
    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True, min_confidence=MIN_CONFIDENCE)
    detector.set_languages(LANGUAGES)
    return detector
