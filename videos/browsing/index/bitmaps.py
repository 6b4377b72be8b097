"""Between numpy's arrays and compressed bitmaps of video ids."""

from array import array

import numpy as np
from pyroaring import BitMap

MAX_ID = 2**32 - 1  # of a bitmap's 32 bits; ids count from 1


def to_bitmap(ids: np.ndarray) -> BitMap:
    """Ascending ids are taken in fastest. Raises ValueError for one beyond 32 bits."""
    if len(ids) and ids.max() > MAX_ID:
        raise ValueError(f"video {ids.max()}: the index takes ids up to {MAX_ID}")
    return BitMap(array("I", np.asarray(ids, dtype=np.uint32).tobytes()))


def to_array(bitmap: BitMap) -> np.ndarray:
    """The ids, ascending, as uint32. Shares no memory with the bitmap."""
    return np.frombuffer(bitmap.to_array(), dtype=np.uint32)


def union(bitmaps) -> BitMap:
    """Those in any; empty for no bitmaps."""
    return BitMap.union(BitMap(), *bitmaps)
