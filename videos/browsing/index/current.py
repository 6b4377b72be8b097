"""The index of this process: built when first asked for, and at every question brought up to what is committed."""

import gc
import logging
import os
import threading
import time

from django.db import DatabaseError, connection

from videos.browsing.index.building import build
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.index.updating import update
from videos.browsing.index.verifying import find_lasting_differences
from videos.changes.log import Changes, read_changes
from videos.tag_graph import TagGraph

# After so many seconds an index is built anew, in the background, whatever the log says: a net below the triggers.
MAX_AGE_SECONDS = 6 * 3600
MUCH = 100  # changed videos: from here on it is time to follow, for each question reads them all
JITTER_SECONDS = 1800  # between processes, so that they do not all build at once

_log = logging.getLogger(__name__)
_turn = threading.Lock()  # one thread brings it up to date, the others wait for the result
_current: VideoIndex | None = None
_built_at = 0.0  # by the monotonic clock
_is_rebuilding = False
_own = threading.local()  # of a thread that is within a transaction: what nobody else may see yet


def current_index() -> VideoIndex:
    """Give the index of everything that is committed now. One query if nothing changed since the last question.

    The first question in a process builds it. Within a transaction it has what that transaction wrote, too.
    """
    if connection.in_atomic_block:
        return _index_of_transaction()
    index = _bring_up_to_date()
    if time.monotonic() - _built_at > MAX_AGE_SECONDS + os.getpid() % JITTER_SECONDS:
        _rebuild_aside()
    return index


def current_graph() -> TagGraph:
    """Give the tags as they are committed now, without following what happened to videos unless it is much.

    For pages of curators, who change a video with every request. One query, two where something changed.
    """
    index = _current
    if index is not None and not connection.in_atomic_block:
        changes = read_changes(index.position)
        if not changes.is_vocabulary and not changes.is_everything and len(changes.video_ids) < MUCH:
            return index.graph
    return current_index().graph


def _bring_up_to_date() -> VideoIndex:
    global _current, _built_at
    if (index := _current) and not read_changes(index.position):
        return index
    with _turn:
        if _current is None:
            _current, _built_at = build(), time.monotonic()
        elif changes := read_changes(_current.position):
            _current = _follow(_current, changes)
            _built_at = time.monotonic() if changes.is_everything else _built_at
        return _current


def _follow(index: VideoIndex, changes: Changes) -> VideoIndex:
    try:
        return update(index, changes)
    except DatabaseError:
        raise
    except Exception:
        # Whatever it stumbled over, a page with the truth is only a build away.
        _log.exception("the index of videos could not follow a change and is built anew")
        return build()


def _index_of_transaction() -> VideoIndex:
    """An index for this thread until the transaction ends: rolled back, what it saw has never been.

    A hook that waits for the commit tells whether it still stands: the end of the transaction removes it, and so does
    the end of a savepoint that is rolled back.
    """
    hook = getattr(_own, "hook", None)
    is_standing = hook is not None and any(waiting[1] is hook for waiting in connection.run_on_commit)
    index = _own.index if is_standing else _current or build()
    changes = read_changes(index.position)
    if changes:
        index = update(index, changes)
    if changes or not is_standing:
        _own.hook = _own.__dict__.clear
        connection.on_commit(_own.hook)
    _own.index = index
    return index


def warm_up() -> None:
    """Build the index before a server forks its workers: they share its memory, and no visitor waits for it.

    A database that cannot be read now is said and left to the first question.
    """
    try:
        current_index().names  # noqa: B018
    except DatabaseError as error:
        _log.warning("the index of videos is built with the first page: %s", error)
    finally:
        connection.close()
    gc.freeze()


def forget_index() -> None:
    """Build anew at the next question: for another database behind the same process, as tests have it."""
    global _current
    with _turn:
        _current = None


def _rebuild_aside() -> None:
    """Build in the background and swap when it is whole; meanwhile the present one answers, up to date as ever."""
    global _is_rebuilding
    with _turn:
        if _is_rebuilding:
            return
        _is_rebuilding = True
    threading.Thread(target=_rebuild, name="rebuild-index", daemon=True).start()


def _rebuild() -> None:
    global _current, _built_at, _is_rebuilding
    try:
        for difference in find_lasting_differences(_bring_up_to_date)[:10]:
            _log.error("the index of videos had gone astray: %s. Please run verify_index.", difference)
        fresh = build()
        with _turn:
            _current, _built_at = fresh, time.monotonic()
    except Exception:
        # The present index goes on; it is tried again at the next question.
        _log.exception("the index of videos could not be built anew")
    finally:
        _is_rebuilding = False
        connection.close()
