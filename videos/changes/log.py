"""Reading what changed since a position in the log: exactly, whatever the order in which transactions end."""

from dataclasses import dataclass

from django.db import connection

from videos.changes.schema import LOG as _LOG
from videos.changes.schema import transaction_number

KEPT = 200_000  # changes; who is further behind reads everything anew
_WINDOW = 10_000  # of the latest changes, by whose number two states with the same latest one are told apart


@dataclass(frozen=True)
class Position:
    """How far the log has been read: up to `last_id`, on PostgreSQL everything that `snapshot` saw."""

    last_id: int
    snapshot: str = ""


@dataclass(frozen=True)
class Changes:
    """What changed up to `position`. `is_everything`: the vocabulary did, or the log does not reach back far enough."""

    position: Position
    video_ids: frozenset[int] = frozenset()
    creator_ids: frozenset[int] = frozenset()
    is_everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.video_ids or self.creator_ids or self.is_everything)


def find_position() -> Position:
    """The position at which nothing is left to be read. One query."""
    snapshot = "pg_current_snapshot()::text" if connection.vendor == "postgresql" else "''"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0), {snapshot} FROM {_LOG}")
        return Position(*cursor.fetchone())


def read_changes(since: Position) -> Changes:
    """What changed since. One query if nothing did, which takes some microseconds on SQLite."""
    return _read_on_postgresql(since) if connection.vendor == "postgresql" else _read_on_sqlite(since)


def name_state(position: Position) -> str:
    """A short name of the state that this position is at: the same in every process, another one after any change.

    One query. The latest change alone would not do: on PostgreSQL an earlier one may become visible after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(id), COUNT(*) FROM {_LOG} WHERE id > %s", [position.last_id - _WINDOW])
        return "{}.{}".format(*cursor.fetchone())


def note_everything() -> None:
    """Have every process read everything anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_LOG} (transaction_id) VALUES ({transaction_number(connection)})")


def cut_log() -> None:
    """Forget the oldest changes once there are twice as many as are kept. Two quick queries if there are not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT MAX(id) FROM {_LOG}), (SELECT MIN(id) FROM {_LOG})")
        latest, oldest = cursor.fetchone()
        if latest is not None and latest - oldest > 2 * KEPT:
            cursor.execute(f"DELETE FROM {_LOG} WHERE id <= %s", [latest - KEPT])


def _read_on_sqlite(since: Position) -> Changes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT MAX(id) FROM {_LOG}), (SELECT MIN(id) FROM {_LOG})")
        latest, oldest = cursor.fetchone()
        position = Position(latest or 0)
        if position == since:
            return Changes(since)
        # Less than was read: another file. More missing than the log holds: it was cut.
        if position.last_id < since.last_id or oldest > since.last_id + 1:
            return Changes(position, is_everything=True)
        cursor.execute(f"SELECT video_id, creator_id FROM {_LOG} WHERE id > %s", [since.last_id])
        return _collect(position, cursor.fetchall())


def _read_on_postgresql(since: Position) -> Changes:
    """Transactions become visible in any order, so ids say nothing: what the last snapshot did not see is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_current_snapshot()::text, (SELECT MAX(id) FROM {_LOG}), (SELECT MIN(id) FROM {_LOG}),"
            f" ARRAY(SELECT ARRAY[video_id, creator_id] FROM {_LOG}"
            " WHERE transaction_id >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint"
            " AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, %s::pg_snapshot))",
            [since.snapshot, since.snapshot],
        )
        snapshot, latest, oldest, rows = cursor.fetchone()
    position = Position(latest or 0, snapshot)
    if position.last_id < since.last_id or (oldest or 0) > since.last_id + 1:
        return Changes(position, is_everything=True)
    return _collect(position, rows)


def _collect(position: Position, rows) -> Changes:
    videos = frozenset(video for video, _ in rows if video is not None)
    creators = frozenset(creator for _, creator in rows if creator is not None)
    return Changes(position, videos, creators, any(video is creator is None for video, creator in rows))
