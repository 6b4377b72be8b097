"""A catalog of its own for each trial: a folder, a database in it, commands as an operator gives them."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What may differ between two imports of the same: keys and the process; of times only whether there is one is compared.
VOLATILE = {"id", "worker", "reason"}
TIMES = {
    "created_at", "updated_at", "decided_at", "read_at", "checked_at", "counts_read_at", "first_seen_at", "gone_at",
    "last_seen_at", "done_at", "read_whole_at", "replaced_at", "requested_at", "started_at", "ended_at", "resume_at",
    "missing_since", "synced_at", "sync_due_at", "terminated_at", "lease_until",
}  # fmt: skip
TABLES = (
    "videos_video", "creators_creator", "videos_taggedvideo", "videos_tagdecision", "videos_sourcelisting",
    "videos_listedvideo", "videos_runitem", "videos_importrun", "videos_formertitle", "creators_creatortrace",
)  # fmt: skip


class Catalog:
    def __init__(self, folder: Path):
        self.folder = folder
        self.settings: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        here = {"ASMR_DATA_DIR": str(self.folder), "DATABASE_URL": "", "ASMR_IMPORT_PAUSE_SECONDS": "0"}
        return {**os.environ, **here, **self.settings}

    def set_up(self) -> "Catalog":
        self.run("migrate", "-v0")
        self.run("load_vocabulary", "-v0")
        return self

    def start(self, *arguments, module: tuple[str, ...] = (str(ROOT / "manage.py"),)) -> subprocess.Popen:
        """Start a command in a process group of its own, quietly."""
        return subprocess.Popen(
            [sys.executable, *module, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, *arguments, check=True) -> subprocess.CompletedProcess:
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=check)

    def query(self, sql: str) -> list[tuple]:
        connection = sqlite3.connect(f"file:{self.folder / 'catalog.sqlite3'}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def dump(self) -> dict[str, list[str]]:
        """Every row of every table that an import writes, without keys and times, in an order of their own.

        A key of another row is given as what that row is called.
        """
        names = {
            "creators_creator": dict(self.query("SELECT id, site || site_id || source_name FROM creators_creator")),
            "videos_video": dict(self.query("SELECT id, site || site_id FROM videos_video")),
            "videos_tag": dict(self.query("SELECT id, slug FROM videos_tag")),
            "videos_sourcelisting": dict(self.query("SELECT id, url FROM videos_sourcelisting")),
        }
        return {table: self._dump_table(table, names) for table in TABLES}

    def _dump_table(self, table: str, names: dict[str, dict]) -> list[str]:
        columns = [row[1] for row in self.query(f"PRAGMA table_info({table})")]
        columns += [row[1] for row in self.query(f"PRAGMA table_xinfo({table})") if row[1] not in columns]
        targets = {row[3]: row[2] for row in self.query(f"PRAGMA foreign_key_list({table})")}
        kept = [name for name in columns if name not in VOLATILE and targets.get(name) != "videos_importrun"]
        rows = []
        for values in self.query(f"SELECT {', '.join(kept)} FROM {table}"):
            row = dict(zip(kept, values, strict=True))
            row |= {name: row[name] is not None for name in TIMES & row.keys()}
            row |= {name: names[targets[name]].get(row[name]) for name in kept if targets.get(name) in names}
            rows.append(json.dumps(row, sort_keys=True, ensure_ascii=False))
        return sorted(rows)
