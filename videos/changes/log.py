"""Reading what changed since a position in the log: exactly, whatever the order in which transactions end."""

from dataclasses import dataclass

from django.db import connection

from videos.changes.schema import LOG, transaction_number

KEPT = 100_000  # changes; who is further behind reads everything anew
ANYTHING = 0  # in place of a video's id: anything may have changed

# The latest row, and how many there are: two states of the log never have the same.
_STATE = (
    f"COALESCE((SELECT MAX(id) FROM {LOG}), 0), COALESCE((SELECT token FROM {LOG} ORDER BY id DESC LIMIT 1), 0),"
    f" (SELECT COUNT(*) FROM {LOG})"
)


@dataclass(frozen=True)
class Position:
    """How far the log has been read: to its row `last_id`, on PostgreSQL everything that `snapshot` saw."""

    last_id: int
    token: int
    count: int
    snapshot: str = ""

    @property
    def state(self) -> str:
        """A name of what is in the database at this position: the same in every process, another after any change.

        The latest change alone would not do: on PostgreSQL an earlier one may become visible after it.
        """
        return f"{self.last_id}.{self.token}.{self.count}"


@dataclass(frozen=True)
class Changes:
    """What changed up to `position`.

    `is_everything`: anything may have, since a part of the log is gone or it is another database's.
    """

    position: Position
    video_ids: frozenset[int] = frozenset()
    creator_ids: frozenset[int] = frozenset()
    is_vocabulary: bool = False
    is_everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.video_ids or self.creator_ids or self.is_vocabulary or self.is_everything)


def find_position() -> Position:
    """The position at which nothing is left to be read. One query, some milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_STATE}, {_snapshot()}")
        return Position(*cursor.fetchone())


def read_changes(since: Position) -> Changes:
    """What changed since. One query if nothing did, which takes some microseconds on SQLite."""
    return _read_on_postgresql(since) if connection.vendor == "postgresql" else _read_on_sqlite(since)


def note_everything() -> None:
    """Have every process read everything anew."""
    with connection.cursor() as cursor:
        number = transaction_number(connection)
        cursor.execute(f"INSERT INTO {LOG} (video_id, transaction_id) VALUES ({ANYTHING}, {number})")


def cut_log() -> None:
    """Forget the oldest changes once there are twice as many as are kept. Two quick queries if there are not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT MAX(id) FROM {LOG}), (SELECT MIN(id) FROM {LOG})")
        latest, oldest = cursor.fetchone()
        if latest is None or latest - oldest <= 2 * KEPT:
            return
        cursor.execute(f"SELECT MAX(transaction_id) FROM {LOG} WHERE id <= %s", [latest - KEPT])
        (cut,) = cursor.fetchone()
        cursor.execute(f"DELETE FROM {LOG} WHERE id <= %s", [latest - KEPT])
        cursor.execute(
            f"INSERT INTO {LOG} (cut_transaction_id, transaction_id) VALUES (%s, {transaction_number(connection)})",
            [cut],
        )


def _snapshot() -> str:
    return "pg_current_snapshot()::text" if connection.vendor == "postgresql" else "''"


def _read_on_sqlite(since: Position) -> Changes:
    """There is one writer at a time, so changes become visible in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, token FROM {LOG} ORDER BY id DESC LIMIT 1")
        if (cursor.fetchone() or (0, 0)) == (since.last_id, since.token):
            return Changes(since)
        # In one statement, for each sees a state of its own: the changes, and what the log was at their end.
        cursor.execute(
            f"SELECT id, token, video_id, creator_id, cut_transaction_id, (SELECT COUNT(*) FROM {LOG}) FROM {LOG}"
            " WHERE id >= %s ORDER BY id",
            [since.last_id],
        )
        rows = cursor.fetchall()
    is_known = since.last_id == 0 or rows and rows[0][:2] == (since.last_id, since.token)
    if not is_known or not rows:
        return Changes(find_position(), is_everything=True)
    last_id, token, *_, count = rows[-1]
    return _collect(Position(last_id, token, count), [row[2:5] for row in rows if row[0] > since.last_id])


def _read_on_postgresql(since: Position) -> Changes:
    """Ids say nothing, for transactions end in any order: what the last snapshot did not see is new."""
    _, upper, running = _parse(since.snapshot)
    # Of what is visible now: begun after that snapshot or running then; or written since by this very transaction.
    # A number from beyond the present snapshot comes from another cluster, whose dump was restored here.
    unseen = (
        "((transaction_id >= %s OR transaction_id = ANY(%s::bigint[]))"
        " AND transaction_id < pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        " OR transaction_id = pg_current_xact_id_if_assigned()::text::bigint AND id > %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {LOG} WHERE {unseen}),"
            f" EXISTS (SELECT FROM {LOG} WHERE id = %s AND token = %s),"
            " pg_snapshot_xmax(pg_current_snapshot())::text::bigint >= %s",
            [upper, running, since.last_id, since.last_id, since.token, upper],
        )
        is_changed, is_anchored, is_later = cursor.fetchone()
        if not is_later or not is_anchored and since.last_id:
            return Changes(find_position(), is_everything=True)
        if not is_changed:
            return Changes(since)
        cursor.execute(
            f"SELECT {_STATE}, {_snapshot()},"
            f" ARRAY(SELECT ARRAY[video_id, creator_id, cut_transaction_id] FROM {LOG} WHERE {unseen})",
            [upper, running, since.last_id],
        )
        *position, rows = cursor.fetchone()
    return _collect(Position(*position), rows, oldest_running=_parse(since.snapshot)[0])


def _parse(snapshot: str) -> tuple[int, int, list[int]]:
    """A snapshot's oldest running transaction, the first that had not begun, and those that were running."""
    oldest, upper, running = snapshot.split(":")
    return int(oldest), int(upper), [int(number) for number in running.split(",") if number]


def _collect(position: Position, rows, *, oldest_running: int | None = None) -> Changes:
    """Rows of (video, creator, cut). A cut hurts whoever may not have seen what it took."""
    cuts = [cut for _, _, cut in rows if cut is not None]
    noted = [(video, creator) for video, creator, cut in rows if cut is None]
    videos = frozenset(video for video, _ in noted if video is not None)
    is_hurt = oldest_running is not None and any(cut >= oldest_running for cut in cuts)
    return Changes(
        position,
        videos - {ANYTHING},
        frozenset(creator for _, creator in noted if creator is not None),
        is_vocabulary=any(video is creator is None for video, creator in noted),
        is_everything=ANYTHING in videos or is_hurt,
    )
