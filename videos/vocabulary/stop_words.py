"""Read the words that say nothing of what is in a video, in all languages together."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from asmr_catalog.folding import fold

PATH = Path(__file__).with_name("stop_words.yaml")


@lru_cache(maxsize=1)
def read_stop_words() -> frozenset[str]:
    """Return all stop words of the YAML file, folded; read once in a process.

    A word of one language counts in all: which one a title is in, most sources do not say.
    """
    lists = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return frozenset(fold(word) for words in lists.values() for word in words.split())
