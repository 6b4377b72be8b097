"""Results that cost something, kept for those who ask again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from pyroaring import BitMap

MOST = 300  # bitmaps, of at most 125 kB a million videos each


class Memory:
    """The bitmaps asked for last, by key. Threads may share it; nobody may change what it gives."""

    def __init__(self, kept: dict[Hashable, BitMap] | None = None):
        self._kept = OrderedDict(kept or {})
        self._turn = Lock()

    def recall(self, key: Hashable, make: Callable[[], BitMap]) -> BitMap:
        """Give what `make` gave for this key, or gives now."""
        with self._turn:
            if (bitmap := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return bitmap
        bitmap = make()
        with self._turn:
            self._kept[key] = bitmap
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return bitmap

    def items(self) -> list[tuple[Hashable, BitMap]]:
        with self._turn:
            return list(self._kept.items())
