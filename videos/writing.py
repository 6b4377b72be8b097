"""How many rows are written: writers take turns, and known rows are updated by one statement."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

from videos.changes.log import cut_log

# Any number will do that nothing else in the database uses: "asmr" in ASCII.
_TURN = 0x61736D72
_MAX_PARAMETERS = 30_000  # SQLite takes 32,766
_MAX_KEYS = 10_000  # so that a statement has room for some other parameters


@contextmanager
def writing() -> Iterator[None]:
    """A transaction for whoever writes many videos: imports and re-tagging take turns, so that they never deadlock.

    SQLite has one writer at a time by itself. On PostgreSQL it waits for the others' end, and its own turn ends with
    the outermost transaction. Curators' edits wait for no turn. In passing the log of changes is kept short.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
        yield
        if not connection.needs_rollback:  # as after a dry run
            cut_log()


def in_chunks(items: Collection) -> Iterator[list]:
    """Cut keys, or what has one, into lists that a database takes in one `IN (…)`."""
    ordered = list(items)
    for start in range(0, len(ordered), _MAX_KEYS):
        yield ordered[start : start + _MAX_KEYS]


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model whose keys nobody needs: they are not read back, and no signal runs.

    One statement for some thousand rows, and half the work of `bulk_create`, which asks each field for its SQL.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(meta.db_table)
    _write(rows, fields, f"INSERT INTO {table} ({names}) VALUES {{}}", add=True)


def update_rows(rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """Write the fields `columns` of known rows of one model, by their primary keys. Neither `save` nor a signal runs.

    One statement for some hundreds of rows, 20 times as quick as `bulk_update` with its CASE for each row and field.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.pk, *(meta.get_field(name) for name in columns)]
    names = [connection.ops.quote_name(field.column) for field in fields]
    told = [f"told.{name}" for name in names]
    if connection.vendor == "postgresql":  # which takes what it is told for text
        told = [f"CAST({name} AS {field.db_type(connection)})" for name, field in zip(told, fields, strict=True)]
        told[0] = f"told.{names[0]}"
    table = connection.ops.quote_name(meta.db_table)
    wanted = ", ".join(f"{name} = {value}" for name, value in zip(names[1:], told[1:], strict=True))
    _write(
        rows,
        fields,
        f"WITH told ({', '.join(names)}) AS (VALUES {{}}) "
        f"UPDATE {table} SET {wanted} FROM told WHERE {table}.{names[0]} = {told[0]}",
        add=False,
    )


def _write(rows: Sequence[models.Model], fields: Sequence[models.Field], statement: str, *, add: bool) -> None:
    """Execute the statement with the rows' values for `{}`, as many rows at a time as the database takes parameters."""
    values = f"({', '.join(['%s'] * len(fields))})"
    size = _MAX_PARAMETERS // len(fields)
    readers = [_make_reader(field, add=add) for field in fields]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            parameters = [read(row) for row in some for read in readers]
            cursor.execute(statement.format(", ".join([values] * len(some))), parameters)


def _make_reader(field: models.Field, *, add: bool) -> Callable[[models.Model], Any]:
    """Give the function from a row to what is written of one field.

    Thousands of rows share a moment or what is recorded of them: the same object is made ready once.
    """
    if isinstance(field, models.ForeignKey):
        return attrgetter(field.attname)  # a key stands as it is
    ready: dict[int, tuple[Any, Any]] = {}  # by identity, with the object, so that no other takes its place

    def read(row: models.Model):
        value = field.pre_save(row, add=add)
        if value is None or type(value) in {str, int, float, bool}:
            return field.get_db_prep_save(value, connection)
        if id(value) not in ready:
            ready[id(value)] = value, field.get_db_prep_save(value, connection)
        return ready[id(value)][1]

    return read
