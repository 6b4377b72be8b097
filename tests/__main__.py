"""`python -m tests`: the whole suite on SQLite, then on a PostgreSQL of its own. Arguments go on to pytest.

The PostgreSQL server lives in a temporary folder and is gone afterwards. Where none is installed the second run is left
out and said to be; with CI=true that is a failure.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    print("== Tests on SQLite", flush=True)
    failed = run_tests({"DATABASE_URL": ""})
    binaries = find_postgresql()
    if binaries is None:
        print("== PostgreSQL is not installed: its run is left out", flush=True)
        return failed or (os.environ.get("CI") == "true")
    with postgresql(binaries) as url:
        print("== Tests on PostgreSQL", flush=True)
        return run_tests({"DATABASE_URL": url}) or failed


def run_tests(environment: dict[str, str]) -> int:
    # As one word: pytest would take a folder that stands by itself for the root of the tests.
    arguments = "\0".join(sys.argv[1:]).replace("--recordings\0", "--recordings=").split("\0")
    command = [sys.executable, "-m", "pytest", *filter(None, arguments)]
    return subprocess.run(command, cwd=HERE, env={**os.environ, **environment}).returncode


def find_postgresql() -> Path | None:
    """The folder with initdb: where Debian puts it, newest first, or on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -float(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = [*debian, *([Path(on_path)] if on_path else [])]
    return found[0].parent if found else None


@contextmanager
def postgresql(binaries: Path):
    """A server on a free port of this machine; gives the URL of an empty database in it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        data = Path(folder) / "data"
        as_postgres = []
        if os.geteuid() == 0:  # initdb refuses root
            shutil.chown(folder, "postgres")
            as_postgres = ["runuser", "-u", "postgres", "--"]
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        server = [*as_postgres, binaries / "pg_ctl", "-D", data]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
        subprocess.run(
            [
                *as_postgres,
                binaries / "initdb",
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale",
                "C.UTF-8",
            ],
            **quiet,
        )
        subprocess.run([*server, "-o", options, "-w", "-l", Path(folder) / "log", "start"], **quiet)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*server, "-m", "immediate", "stop"], **quiet)


if __name__ == "__main__":
    sys.exit(main())
