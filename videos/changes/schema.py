"""The triggers that note every change visitors may see, generated for both databases from one table.

In the database rather than in `save`: neither bulk writes nor `.update()` nor another program's SQL gets by them. They
are put in place after every `migrate`, because SQLite's migrations remake tables and lose their triggers.
"""

from dataclasses import dataclass

from creators.models import Creator, CreatorAlias
from videos.models import Change, Facet, Tag, TagAlias, TagClosure, TagDecision, TaggedVideo, TagGroup, Video

PREFIX = "note_change_of_"


@dataclass(frozen=True)
class Watch:
    """A table: which of its columns tells the video or the creator that changed (neither: it is the vocabulary).

    `columns` are those whose change counts; none: each.
    """

    model: type
    video: str | None = None
    creator: str | None = None
    columns: tuple[str, ...] = ()

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
    Watch(Video, video="id", columns=VIDEO_COLUMNS),
    Watch(TaggedVideo, video="content_object_id"),
    Watch(TagDecision, video="video_id"),
    Watch(Creator, creator="id", columns=CREATOR_COLUMNS),
    Watch(CreatorAlias, creator="creator_id"),
    *(Watch(model) for model in (Facet, TagGroup, Tag, TagAlias, TagClosure)),
    *(Watch(getattr(Tag, arrows).through) for arrows in ("parents", "implies", "opposes")),
)


def install(connection) -> bool:
    """Put missing triggers in place. Tells whether there were any: then changes may have gone by unseen.

    That is noted as a change of everything.
    """
    wanted = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    with connection.cursor() as cursor:
        if missing := wanted.keys() - _present(cursor, connection.vendor):
            for name in sorted(missing):
                for statement in wanted[name]:
                    cursor.execute(statement)
            cursor.execute(f"INSERT INTO {Change._meta.db_table} (transaction_id) VALUES ({_transaction(connection)})")
    return bool(missing)


def find_missing(connection) -> list[str]:
    """The names of triggers that should be there."""
    wanted = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    with connection.cursor() as cursor:
        return sorted(wanted.keys() - _present(cursor, connection.vendor))


def _present(cursor, vendor: str) -> set[str]:
    if vendor == "postgresql":
        # A trigger of the current schema; another schema may hold another catalog.
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = current_schema()"
        )
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {name for (name,) in cursor.fetchall()}


def _transaction(connection) -> str:
    return "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"


def _on_sqlite() -> dict[str, list[str]]:
    log = Change._meta.db_table
    triggers = {}
    for watch in WATCHES:
        for event, rows in (("insert", ["new"]), ("update", ["old", "new"]), ("delete", ["old"])):
            name = f"{PREFIX}{watch.table}_{event}"
            keys = list(dict.fromkeys(", ".join(watch.key(row)) for row in rows))
            # A row that moves to another video changes both; mostly they are one, which may well be noted twice.
            notes = " ".join(
                f"INSERT INTO {log} (video_id, creator_id, transaction_id) VALUES ({key}, 0);" for key in keys
            )
            when = f"WHEN {watch.differs('IS NOT', earlier='old', later='new')}" if event == "update" else ""
            triggers[name] = [
                f"CREATE TRIGGER {name} AFTER {event.upper()} ON {watch.table} FOR EACH ROW {when} BEGIN {notes} END"
            ]
    return triggers


def _on_postgresql() -> dict[str, list[str]]:
    """One trigger a statement rather than a row: a batch of an import is noted by one insert."""
    log = Change._meta.db_table
    triggers = {}
    for watch in WATCHES:
        key = watch.model._meta.pk.column
        both = f"FROM later JOIN earlier ON earlier.{key} = later.{key} WHERE " + watch.differs(
            "IS DISTINCT FROM", earlier="earlier", later="later"
        )
        changed = {
            "insert": "SELECT {later} FROM later",
            "delete": "SELECT {earlier} FROM earlier",
            "update": f"SELECT {{later}} {both} UNION SELECT {{earlier}} {both}",
            "truncate": "SELECT NULL, NULL",
        }
        for event, query in changed.items():
            name = f"{PREFIX}{watch.table}_{event}"
            rows = {
                "insert": "REFERENCING NEW TABLE AS later",
                "delete": "REFERENCING OLD TABLE AS earlier",
                "update": "REFERENCING NEW TABLE AS later OLD TABLE AS earlier",
                "truncate": "",
            }[event]
            query = query.format(earlier=", ".join(watch.key("earlier")), later=", ".join(watch.key("later")))
            triggers[name] = [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" INSERT INTO {log} (video_id, creator_id, transaction_id)"
                f" SELECT DISTINCT changed.video_id::bigint, changed.creator_id::bigint,"
                f" pg_current_xact_id()::text::bigint FROM ({query}) AS changed (video_id, creator_id);"
                " RETURN NULL; END $$",
                f"CREATE TRIGGER {name} AFTER {event.upper()} ON {watch.table} {rows}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            ]
    return triggers
