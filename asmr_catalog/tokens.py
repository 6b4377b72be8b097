"""Text as a list of words that every database splits alike, because we have split it already. Pure.

A word is kept as ASCII letters and digits beginning with a letter, so that no database has anything left to decide:
`z` is written `zz`, any other character `z0441` or `zg01f600` by its code, a leading digit has `zn` before it. A word
begins with another one exactly if its kept form begins with the other's.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from string import ascii_lowercase, digits

from asmr_catalog.folding import fold

# PostgreSQL remembers positions up to 16,383, 256 of them for a word, and refuses a text above a megabyte.
MOST_WORDS = 16_000
MOST_TIMES = 250  # that one word is kept of a text
MOST_CHARACTERS = 500_000
MOST_OF_A_WORD = 240  # characters of its kept form
# Between two texts, so that no phrase goes from one into the next; no word is kept as this.
BOUNDARY = "z"

# English endings belong to their word ("don't", "Jen Luv's"); elsewhere an apostrophe parts words ("d'oreilles").
_APOSTROPHES = "'\u2018\u2019\u02bc"
_ENDING = re.compile(rf"[{_APOSTROPHES}](?<=[^\W_].)(?=(?:s|t|d|m|re|ve|ll)(?![^\W_]))")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# A table of one ASCII character for another: five times as quick as a regular expression that finds the words.
_SPACED = {code: " " for code in range(128) if chr(code) not in ascii_lowercase + digits}
# Written without spaces: Thai to Tibetan, Myanmar, Hangul's letters, Khmer, Han, kana, bopomofo, Hangul, rare Han.
_WITHOUT_SPACES = (
    *((0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007)),
    *((0x3021, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF)),
    *((0x16FE0, 0x18DFF), (0x1AFF0, 0x1B16F), (0x20000, 0x3FFFF)),
)


def tokenise(text: str) -> list[str]:
    """The words of `text` in their kept form: folded runs of letters and digits, marks with their letters.

    Each character of a script that is written without spaces (Japanese, Chinese, Thai, also Korean) is a word of its
    own: what is looked for there is a run of them.
    """
    written = fold(text)
    if any(apostrophe in written for apostrophe in _APOSTROPHES):
        written = _ENDING.sub("", written)
    written = written.replace("z", "zz")
    if not written.isascii():
        written = _NOT_ASCII.sub(lambda run: run[0].translate(_FORMS), written)
    words = written.translate(_SPACED).split()
    return [(f"zn{word}" if word[0] < "a" else word)[:MOST_OF_A_WORD] for word in words]


def keep_words(*texts: str) -> str:
    """The words of `texts` as they are stored: one space between two, and a boundary between two texts.

    The 251st time a word stands there, and what is beyond 16,000 words or 500,000 characters, is left out.
    """
    words = [word for text in texts if text for word in (BOUNDARY, *tokenise(text))][1:]
    kept = " ".join(words)
    # Hardly any text is beyond them.
    is_within = len(words) <= MOST_TIMES or len(words) <= MOST_WORDS and max(Counter(words).values()) <= MOST_TIMES
    return kept if is_within and len(kept) < MOST_CHARACTERS else " ".join(_limit(words))


def _limit(words: list[str]) -> Iterator[str]:
    times, length = Counter(), 0
    for word in words[:MOST_WORDS]:
        times[word] += 1
        length += len(word) + 1
        if length > MOST_CHARACTERS:
            return
        if times[word] <= MOST_TIMES:
            yield word


class _Forms(dict):
    """What `str.translate` puts for a character that is not ASCII; each is worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = form = _form_of(code)
        return form


def _form_of(code: int) -> str:
    character = chr(code)
    kind = unicodedata.category(character)
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return ""  # how a character is drawn, not which it is
    if kind[0] not in "LMN" or code == 0x2BC:  # an apostrophe
        return " "
    form = f"z{code:04x}" if code < 0x10000 else f"zg{code:06x}"
    return f" {form} " if any(first <= code <= last for first, last in _WITHOUT_SPACES) else form


_FORMS = _Forms()
