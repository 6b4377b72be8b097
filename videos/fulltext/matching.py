"""Which videos say a term, asked of the database's own index of words."""

import numpy as np
from django.db import connection, transaction

from videos.fulltext.schema import COLUMNS, INDEX, VIDEOS
from videos.fulltext.terms import Term
from videos.fulltext.terms import says as says  # the truth of the same question

# Without both, PostgreSQL splits the texts themselves once more, at 50 µs a row: all of them where most have the word,
# and those on every page that it could not remember in 4 MB. They hold to the end of the transaction.
_PLANNING = "SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '64MB';"


def find_videos(term: Term, *, in_title: bool = False) -> np.ndarray:
    """Ids of all videos that say `term`, ascending, as uint64: listed or not; with `in_title` in the shown title.

    One query, on PostgreSQL within a savepoint if a transaction is open. The ids come as one text: a million rows one
    by one would take ten times as long.
    """
    column = COLUMNS[0] if in_title else COLUMNS[1]
    if connection.vendor == "sqlite":
        ids = _ask(*_on_sqlite(term, column))
    elif not connection.in_atomic_block:
        ids = _ask(*_on_postgresql(term, column))
    else:
        with transaction.atomic():
            ids = _ask(*_on_postgresql(term, column))
            transaction.set_rollback(True)  # back to the caller's settings
    return np.sort(np.fromstring(ids or "", dtype=np.uint64, sep=","))


def _ask(sql: str, parameters: list[str]) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        (ids,) = cursor.fetchone()
    return ids


def _on_sqlite(term: Term, column: str) -> tuple[str, list[str]]:
    asked = f'{column} : "{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}'
    return f"SELECT group_concat(rowid) FROM {INDEX} WHERE {INDEX} MATCH %s", [asked]


def _on_postgresql(term: Term, column: str) -> tuple[str, list[str]]:
    """The index finds what has all the words; whether they stand in a row, the text itself says sooner than it."""
    query = (
        f"{_PLANNING} SELECT string_agg(id::text, ',') FROM {VIDEOS} "
        f"WHERE to_tsvector('simple', {column}) @@ %s::tsquery"
    )
    words = " & ".join(term.tokens) + (":*" if term.is_prefix else "")
    if len(term.tokens) == 1:
        return query, [words]
    in_a_row = f"% {' '.join(term.tokens)}{'' if term.is_prefix else ' '}%"
    return f"{query} AND ' ' || {column} || ' ' LIKE %s", [words, in_a_row]
