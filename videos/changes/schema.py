"""The triggers that note every change visitors may see, generated for both databases from one table.

In the database rather than in `save`: neither bulk writes nor `.update()` nor another program's SQL gets by them. They
are put in place after every `migrate`, because SQLite's migrations remake tables and lose their triggers.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

LOG = "videos_change"
PREFIX = "note_change_of_"


@dataclass(frozen=True)
class Watch:
    """A table: which of its columns tells the video or the creator that changed (neither: it is the vocabulary).

    `columns` are those whose change counts; none: each.
    """

    label: str  # of the model: its table and columns are known only when all applications are ready
    video: str | None = None
    creator: str | None = None
    columns: tuple[str, ...] = ()

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
        columns = self.columns or [field.column for field in self.model._meta.concrete_fields]
        return " OR ".join(f'{earlier}."{column}" {operator} {later}."{column}"' for column in columns)


# All that a list, a page, a feed or a search shows of a video; not when it was last checked.
VIDEO_COLUMNS = (
    *("site", "site_id", "url", "creator_id", "source_title", "curator_title", "source_language", "curator_language"),
    *("description", "chapters", "duration_seconds", "published_at", "published_precision", "view_count"),
    *("counts_read_at", "is_embeddable", "age_limit", "completeness", "listing_state", "is_sample"),
)
CREATOR_COLUMNS = (
    *("slug", "source_name", "curator_name", "handle", "source_url", "curator_url", "approach", "status"),
    *("is_asmr_creator", "curated_at", "is_sample"),
)
WATCHES = (
    Watch("videos.Video", video="id", columns=VIDEO_COLUMNS),
    Watch("videos.TaggedVideo", video="content_object_id"),
    Watch("videos.TagDecision", video="video_id"),
    Watch("creators.Creator", creator="id", columns=CREATOR_COLUMNS),
    Watch("creators.CreatorAlias", creator="creator_id"),
    Watch("creators.FormerSlug", creator="creator_id"),
    *(Watch(f"videos.{name}") for name in ("Facet", "TagGroup", "Tag", "TagAlias", "TagClosure")),
    *(Watch(f"videos.Tag_{arrows}") for arrows in ("parents", "implies", "opposes")),
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
    with connection.cursor() as cursor:
        for name in missing:
            for statement in wanted[name].statements:
                cursor.execute(statement)
        if missing:
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
    """The names of triggers that should be there and are not, or are others than they should be. One query."""
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
    return _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()


def transaction_number(connection: BaseDatabaseWrapper) -> str:
    """The SQL for the number of the present transaction."""
    return "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"


def _on_sqlite() -> dict[str, _Trigger]:
    triggers = {}
    for watch in WATCHES:
        for event, rows in (("insert", ["new"]), ("update", ["old", "new"]), ("delete", ["old"])):
            name = f"{PREFIX}{watch.table}_{event}"
            # A row that moves to another video changes both; mostly they are one, which may well be noted twice.
            rows = rows[-1:] if "id" in (watch.video, watch.creator) else rows
            keys = dict.fromkeys(", ".join(watch.key(row)) for row in rows)
            notes = " ".join(
                f"INSERT INTO {LOG} (video_id, creator_id, transaction_id) VALUES ({key}, 0);" for key in keys
            )
            when = f"WHEN {watch.differs('IS NOT', earlier='old', later='new')}" if event == "update" else ""
            source = f"CREATE TRIGGER {name} AFTER {event.upper()} ON {watch.table} {when} BEGIN {notes} END"
            triggers[name] = _Trigger(source, (f"DROP TRIGGER IF EXISTS {name}", source))
    return triggers


def _on_postgresql() -> dict[str, _Trigger]:
    """One trigger a statement rather than a row: a batch of an import is noted by one insert."""
    triggers = {}
    for watch in WATCHES:
        key = watch.model._meta.pk.column
        both = f"FROM later JOIN earlier ON earlier.{key} = later.{key} WHERE " + watch.differs(
            "IS DISTINCT FROM", earlier="earlier", later="later"
        )
        now, before = (", ".join(watch.key(row)) for row in ("later", "earlier"))
        for event, query, rows in (
            ("insert", f"SELECT {now} FROM later", "REFERENCING NEW TABLE AS later"),
            ("delete", f"SELECT {before} FROM earlier", "REFERENCING OLD TABLE AS earlier"),
            (
                "update",
                f"SELECT {now} {both} UNION SELECT {before} {both}",
                "REFERENCING NEW TABLE AS later OLD TABLE AS earlier",
            ),
            ("truncate", "SELECT NULL, NULL", ""),
        ):
            name = f"{PREFIX}{watch.table}_{event}"
            source = (
                f"BEGIN INSERT INTO {LOG} (video_id, creator_id, transaction_id)"
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
