"""The triggers that note every change visitors may see, generated for both databases from one table.

In the database rather than in `save`: neither bulk writes nor `.update()` nor another program's SQL gets by them. They
are put in place after every `migrate`, because SQLite's migrations remake tables and lose their triggers.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

LOG = "videos_change"
PREFIX = "note_change_of_"


@dataclass(frozen=True)
class Watch:
    """A table: which of its columns tells the video or the creator that changed (neither: it is the vocabulary).

    `unseen` are the fields from which nothing is made that visitors see, so that their change is none. No page, feed or
    answer may read them.
    """

    label: str  # of the model: its table and columns are known only when all applications are ready
    video: str | None = None
    creator: str | None = None
    unseen: frozenset[str] = frozenset()

    @property
    def model(self) -> type:
        return apps.get_model(self.label)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def key(self, row: str) -> tuple[str, str]:
        """Give the SQL of (video id, creator id) in the row that is called so."""
        return tuple(f"{row}.{column}" if column else "NULL" for column in (self.video, self.creator))

    def differs(self, operator: str, *, earlier: str, later: str) -> str:
        """Give the SQL that says whether anything that counts differs between two states of a row."""
        # What the database makes of other columns changes with these.
        fields = [field for field in self.model._meta.concrete_fields if not field.generated]
        columns = [field.column for field in fields if field.name not in self.unseen]
        return " OR ".join(f'{earlier}."{column}" {operator} {later}."{column}"' for column in columns)


# `updated_at` is seen: a feed tells it. A check or a reading that finds nothing new does not set it.
UNSEEN_OF_VIDEO = frozenset(
    {
        *("is_creator_curated", "is_listing_curated", "curated_at", "held_reason", "judged_fingerprint"),
        *("source_keywords", "like_count", "availability", "live_status", "media_type", "release_at", "folded_title"),
        *("read_at", "checked_at", "missing_since", "missing_reason", "gone_at"),
    }
)
UNSEEN_OF_CREATOR = frozenset(
    {"boilerplate", "is_followed", "terminated_at", "synced_at", "sync_due_at", "sync_trouble", "created_at"}
)
UNSEEN_OF_TAG = frozenset({"rules_fingerprint", "curated_fields", "is_ours"})
UNSEEN_OF_TAG_ALIAS = frozenset({"is_in_titles"})
UNSEEN_OF_COLLECTION = frozenset({"is_sample", "curated_at"})
WATCHES = (
    Watch("videos.Video", video="id", unseen=UNSEEN_OF_VIDEO),
    Watch("videos.TaggedVideo", video="content_object_id"),
    Watch("videos.TagDecision", video="video_id"),
    Watch("creators.Creator", creator="id", unseen=UNSEEN_OF_CREATOR),
    *(Watch(f"creators.{name}", creator="creator_id") for name in ("CreatorAlias", "CreatorLink", "CreatorTag")),
    Watch("creators.FormerSlug", creator="creator_id"),
    # What stands around a collection's members is on no list: to the index it is as the vocabulary, read anew.
    Watch("videos.Collection", unseen=UNSEEN_OF_COLLECTION),
    Watch("videos.Collection_creators", creator="creator_id"),
    Watch("videos.Collection_videos", video="video_id"),
    Watch("videos.Tag", unseen=UNSEEN_OF_TAG),
    Watch("videos.TagAlias", unseen=UNSEEN_OF_TAG_ALIAS),
    *(Watch(f"videos.{name}") for name in ("Facet", "TagGroup", "TagClosure")),
    *(Watch(f"videos.Tag_{arrows}") for arrows in ("parents", "implies", "opposes")),
    # No part of the index: noted so that no visitor keeps a page with a number that was corrected.
    *(Watch(f"videos.{name}") for name in ("HelpContact", "Resource", "Resource_tags")),
)


def install(connection: BaseDatabaseWrapper) -> bool:
    """Put triggers in place that are missing or out of date. Tells whether there were any.

    Then changes may have gone by unseen, and that is noted as a change of everything. Does nothing as long as there
    is no table to note it in.
    """
    if LOG not in connection.introspection.table_names():
        return False
    wanted = _wanted(connection)
    missing = find_missing(connection)
    for name in missing:
        # Each with its note: whoever breaks it off loses none. All in one transaction would lock many tables at once.
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in wanted[name].statements:
                cursor.execute(statement)
            cursor.execute(f"INSERT INTO {LOG} (video_id, transaction_id) VALUES (0, {transaction_number(connection)})")
    return bool(missing)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take all triggers out, before the table goes that they write into."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace"
                " WHERE nspname = current_schema() AND starts_with(proname, %s)",
                [PREFIX],
            )
            drop = "DROP FUNCTION {}() CASCADE"
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
                [len(PREFIX), PREFIX],
            )
            drop = "DROP TRIGGER {}"
        for (name,) in cursor.fetchall():
            cursor.execute(drop.format(name))


def find_missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that should be there and are not, or are others than they should be. A query or two."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of the current schema: another one may hold another catalog.
            cursor.execute(
                "SELECT tgname, prosrc FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " JOIN pg_namespace ON pg_namespace.oid = relnamespace JOIN pg_proc ON pg_proc.oid = tgfoid"
                " WHERE nspname = current_schema()"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        present = dict(cursor.fetchall())
    return sorted(name for name, trigger in _wanted(connection).items() if present.get(name) != trigger.source)


@dataclass(frozen=True)
class _Trigger:
    source: str  # as the database gives it back
    statements: tuple[str, ...]


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, _Trigger]:
    # Migrated back, a database lacks the latest tables.
    tables = connection.introspection.table_names()
    watches = [watch for watch in WATCHES if watch.table in tables]
    if connection.vendor == "sqlite":
        return _on_sqlite(watches)
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return _on_postgresql(*cursor.fetchone(), watches)


def transaction_number(connection: BaseDatabaseWrapper) -> str:
    """The SQL for the number of the present transaction."""
    return "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"


def _on_sqlite(watches: list[Watch]) -> dict[str, _Trigger]:
    triggers = {}
    for watch in watches:
        new, old = (", ".join(watch.key(row)) for row in ("new", "old"))
        # A row that moves to another video changes both.
        moved = f"SELECT {old}, 0 WHERE ({old}) IS NOT ({new})"
        noted = {
            "insert": [f"VALUES ({new}, 0)"],
            "update": [f"VALUES ({new}, 0)", *([] if old == new else [moved])],
            "delete": [f"VALUES ({old}, 0)"],
        }
        for event, rows in noted.items():
            name = f"{PREFIX}{watch.table}_{event}"
            notes = " ".join(f"INSERT INTO {LOG} (video_id, creator_id, transaction_id) {row};" for row in rows)
            when = f"WHEN {watch.differs('IS NOT', earlier='old', later='new')}" if event == "update" else ""
            source = f"CREATE TRIGGER {name} AFTER {event.upper()} ON {watch.table} {when} BEGIN {notes} END"
            triggers[name] = _Trigger(source, (f"DROP TRIGGER IF EXISTS {name}", source))
    return triggers


def _on_postgresql(schema: str, watches: list[Watch]) -> dict[str, _Trigger]:
    """One trigger a statement rather than a row: a batch of an import is noted by one insert.

    The log is named with its schema, for whoever writes without any in their search path, as pg_restore does. They
    write it with their own rights, so they need those to add to the log.
    """
    triggers = {}
    for watch in watches:
        key = watch.model._meta.pk.column
        # A row whose key changes is two: one that goes and one that comes.
        differs = watch.differs("IS DISTINCT FROM", earlier="earlier", later="later")
        both = f"FROM later FULL JOIN earlier ON earlier.{key} = later.{key} WHERE ({differs})"
        now, before = (", ".join(watch.key(row)) for row in ("later", "earlier"))
        for event, query, rows in (
            ("insert", f"SELECT {now} FROM later", "REFERENCING NEW TABLE AS later"),
            ("delete", f"SELECT {before} FROM earlier", "REFERENCING OLD TABLE AS earlier"),
            (
                "update",
                f"SELECT {now} {both} AND later.{key} IS NOT NULL"
                f" UNION SELECT {before} {both} AND earlier.{key} IS NOT NULL",
                "REFERENCING NEW TABLE AS later OLD TABLE AS earlier",
            ),
            ("truncate", "SELECT NULL, NULL", ""),
        ):
            name = f"{PREFIX}{watch.table}_{event}"
            source = (
                f"BEGIN INSERT INTO {schema}.{LOG} (video_id, creator_id, transaction_id)"
                " SELECT DISTINCT changed.video_id::bigint, changed.creator_id::bigint,"
                f" pg_current_xact_id()::text::bigint FROM ({query}) AS changed (video_id, creator_id);"
                " RETURN NULL; END"
            )
            triggers[name] = _Trigger(
                source,
                (
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${source}$$",
                    f"DROP TRIGGER IF EXISTS {name} ON {watch.table}",
                    f"CREATE TRIGGER {name} AFTER {event.upper()} ON {watch.table} {rows}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                ),
            )
    return triggers
