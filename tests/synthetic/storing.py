"""A synthetic catalog's rows into the database, by statements for thousands of rows that both databases understand."""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import repeat

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from psycopg2.extras import execute_values

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorAlias
from tests.synthetic.catalog import Chunk, SyntheticCatalog, TagKind
from videos.models import Tag, TagDecision, TaggedVideo, Video

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)  # at which everything was written
FOLDED = ("folded_title", "title_words", "search_words")  # what `fold_texts` sets
LENGTHS = "length"  # the group of tags that follow from the length
FILLED = (Video, TaggedVideo, TagDecision, Creator, CreatorAlias)


def read_tag_kinds() -> list[TagKind]:
    """The tags that videos are given, in the vocabulary's order."""
    tags = Tag.objects.active().in_order().filter(is_assignable=True).exclude(group=LENGTHS)
    return [
        TagKind(tag.slug, tag.name, tag.group_id, is_staff_only=tag.is_staff_only, is_doubtful=tag.is_shut_out)
        for tag in tags
    ]


def store_catalog(catalog: SyntheticCatalog) -> None:
    """Write the catalog into a database that has the vocabulary and no videos. The newest primary key is `count`."""
    creators = catalog.draw_creators()
    named = [creator for creator in creators if creator.alias]
    _insert(
        Creator,
        id=[creator.pk for creator in creators],
        site_id=[f"synthetic-{creator.pk}" for creator in creators],
        slug=[creator.slug for creator in creators],
        source_name=[creator.name for creator in creators],
        folded_name=[fold_name(creator.name) for creator in creators],
        status=[creator.status for creator in creators],
    )
    _insert(
        CreatorAlias,
        id=range(1, len(named) + 1),
        creator_id=[creator.pk for creator in named],
        name=[creator.alias for creator in named],
        folded_name=[fold_name(creator.alias) for creator in named],
    )
    tag_pks = dict(Tag.objects.values_list("slug", "pk"))
    tag_row, decision_row = 1, 1
    for chunk in catalog.draw_videos():
        _store_chunk(chunk, tag_pks, tag_row, decision_row)
        tag_row += len(chunk.tags)
        decision_row += len(chunk.decisions)
    _reset_sequences()
    _analyse()


@contextmanager
def unwatched():
    """Without the triggers of our tables, which would note and index each row; afterwards `migrate` brings them back.

    For a database that nobody else uses; not within a transaction. On SQLite without the tables' indexes too, which are
    made faster from all rows at once, and with nothing kept safe meanwhile.
    """
    tables = [model._meta.db_table for model in FILLED]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")  # kB
            with transaction.atomic():
                indexes = _drop_from_sqlite(cursor, tables)
                yield
                for statement in indexes:
                    cursor.execute(statement)
        else:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            with transaction.atomic():
                yield
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    _analyse()
    call_command("migrate", verbosity=0)
    connection.close()  # and its PRAGMAs with it


def _drop_from_sqlite(cursor, tables: list[str]) -> list[str]:
    """Drop triggers and indexes; gives the statements that make the indexes again."""
    cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL")
    dropped = [(kind, name, sql) for kind, name, table, sql in cursor.fetchall() if table in tables]
    for kind, name, _ in dropped:
        cursor.execute(f"DROP {kind} {connection.ops.quote_name(name)}")
    return [sql for kind, _, sql in dropped if kind == "index"]


def _store_chunk(chunk: Chunk, tag_pks: dict[str, int], tag_row: int, decision_row: int) -> None:
    _insert(
        Video,
        id=chunk.pks,
        site_id=[f"synthetic{pk:07}" for pk in chunk.pks],
        url=[f"https://www.youtube.com/watch?v=synthetic{pk:07}" for pk in chunk.pks],
        **chunk.columns,
        **_fold(chunk.columns),
    )
    _insert(
        TaggedVideo,
        id=range(tag_row, tag_row + len(chunk.tags)),
        content_object_id=[pk for pk, _ in chunk.tags],
        tag_id=[tag_pks[slug] for _, slug in chunk.tags],
    )
    _insert(
        TagDecision,
        id=range(decision_row, decision_row + len(chunk.decisions)),
        video_id=[pk for pk, _, _ in chunk.decisions],
        tag_id=[tag_pks[slug] for _, slug, _ in chunk.decisions],
        kind=[kind for _, _, kind in chunk.decisions],
    )


def _fold(columns: dict[str, list]) -> dict[str, list]:
    """What `Video.save` would set; one instance does for all, since making a million takes longer than the folding."""
    video, folded = Video(), {name: [] for name in FOLDED}
    texts = zip(columns["source_title"], columns["description"], columns["chapters"], strict=True)
    for video.source_title, video.description, video.chapters in texts:
        video.fold_texts()
        for name, values in folded.items():
            values.append(getattr(video, name))
    return folded


DEFAULTS = {"site": "youtube", "source": "automatic"}


def _insert(model: type[models.Model], **columns: Iterable) -> None:
    """Write rows, column by column; a column that is not given has its default everywhere."""
    fields = model._meta.local_concrete_fields
    values = [_prepare(field, columns.get(field.attname)) for field in fields if not field.generated]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields if not field.generated)
    insert = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES "
    rows = zip(*values, strict=False)  # those of a default have no end
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{insert} ({', '.join(['%s'] * len(values))})", rows)
        else:
            execute_values(cursor.cursor, f"{insert} %s", rows, page_size=2_000)


def _prepare(field: models.Field, values: Iterable | None) -> Iterable:
    if values is None:
        is_moment = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        default = DEFAULTS.get(field.attname, MOMENT if is_moment else field.get_default())
        return repeat(field.get_db_prep_save(default, connection))
    if isinstance(field, models.DateTimeField | models.JSONField):
        return (field.get_db_prep_save(value, connection) for value in values)
    return values


def _reset_sequences() -> None:
    """So that the next row that is saved gets a key of its own (on PostgreSQL)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), FILLED):
            cursor.execute(statement)


def _analyse() -> None:
    """So that the database plans queries for this many rows: PostgreSQL would do it by itself, some time later."""
    with connection.cursor() as cursor:
        for model in FILLED:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
