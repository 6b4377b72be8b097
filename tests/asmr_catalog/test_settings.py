"""A start in a process of its own, as an operator makes it."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("ASMR_", "DATABASE_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS")


def start(*arguments, folder=ROOT, **variables):
    """Start Python in `folder` with no variable of ours but `variables`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment = {**inherited, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "asmr_catalog.settings", **variables}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def run(script, **options):
    return start("-c", f"import json, django; from django.conf import settings; {script}", **options)


def manage(*words, **options):
    answer = start(str(ROOT / "manage.py"), *words, **options)
    assert answer.returncode == 0, answer.stderr


def read(expression, **options):
    answer = run(f"print(json.dumps({expression}, default=str))", **options)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


class TestTheFirstStart:
    def test_is_a_safe_one(self, tmp_path):
        names = "DEBUG", "ALLOWED_HOSTS", "ASMR_PAGE_SIZE", "ASMR_YTDLP_OPTIONS"
        names += "ASMR_ALLOW_GENERIC", "ASMR_ALLOW_LOCAL_ADDRESSES"

        values = read(f"[settings.{', settings.'.join(names)}]", ASMR_DATA_DIR=str(tmp_path))

        assert values == [False, ["localhost", "127.0.0.1", "[::1]"], 24, {}, False, False]

    def test_makes_a_key_that_stays_and_is_the_owner_s_only(self, tmp_path):
        first, second = (read("settings.SECRET_KEY", ASMR_DATA_DIR=str(tmp_path)) for _ in range(2))

        file = tmp_path / "secret-key"
        assert first == second == file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_keeps_its_data_in_the_folder_that_was_named(self, tmp_path):
        name = read("settings.DATABASES['default']['NAME']", ASMR_DATA_DIR=str(tmp_path))

        assert name == str(tmp_path / "catalog.sqlite3")

    def test_opens_an_sqlite_that_readers_and_writers_share(self, tmp_path):
        script = (
            "django.setup(); from django.db import connection as c; cursor = c.cursor(); "
            "print([cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in ('journal_mode', 'busy_timeout')], "
            "settings.DATABASES['default']['OPTIONS']['transaction_mode'])"
        )

        assert run(script, ASMR_DATA_DIR=str(tmp_path)).stdout == "['wal', 20000] IMMEDIATE\n"


class TestAnSqliteStart:
    def test_in_another_folder_means_paths_as_seen_from_there(self, tmp_path):
        (tmp_path / "mydata").mkdir()

        name = read("settings.DATABASES['default']['NAME']", folder=tmp_path, ASMR_DATA_DIR="mydata")
        key = read("settings.SECRET_KEY", folder=tmp_path, ASMR_DATA_DIR="mydata")

        assert name == str(tmp_path / "mydata" / "catalog.sqlite3")
        assert key == (tmp_path / "mydata" / "secret-key").read_text()

    def test_puts_the_options_of_its_url_over_the_usual_ones(self, tmp_path):
        url = f"sqlite:///{tmp_path}/rain.sqlite3?timeout=5"

        options = read("settings.DATABASES['default']['OPTIONS']", DATABASE_URL=url, ASMR_DATA_DIR=str(tmp_path))

        assert (options["timeout"], options["transaction_mode"]) == (5, "IMMEDIATE")
        assert "journal_mode=WAL" in options["init_command"]


class TestAPostgresqlStart:
    def test_keeps_connections_and_checks_them(self, tmp_path):
        url = "postgres://quiet:geheim@db.example:5433/catalog"

        database = read("settings.DATABASES['default']", DATABASE_URL=url, ASMR_DATA_DIR=str(tmp_path))

        assert database["ENGINE"] == "django.db.backends.postgresql"
        assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
        assert "init_command" not in database.get("OPTIONS", {})


class TestAVariable:
    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("ASMR_PAGE_SIZE", "many", 'ASMR_PAGE_SIZE="many": expected a whole number from 1 to 200'),
            ("ASMR_PAGE_SIZE", "0", 'ASMR_PAGE_SIZE="0": expected a whole number from 1 to 200'),
            ("DEBUG", "maybe", 'DEBUG="maybe": expected true or false'),
            ("ALLOWED_HOSTS", "https://a.example",
             'ALLOWED_HOSTS="https://a.example": expected names or IP addresses without scheme, port and path, '
             "such as asmr.example.org, .example.org (with all its subdomains), 192.0.2.7, [::1] or *"),
            ("ASMR_TRUSTED_ORIGINS", "asmr.example.org",
             'ASMR_TRUSTED_ORIGINS="asmr.example.org": expected http(s)://HOST or http(s)://HOST:PORT without a path, '
             "such as https://asmr.example.org"),
            ("ASMR_BEHIND_HTTPS_PROXY", "x", 'ASMR_BEHIND_HTTPS_PROXY="x": expected true or false'),
            ("ASMR_DATA_DIR", "/no/such", 'ASMR_DATA_DIR="/no/such": expected the path of an existing folder'),
            ("ASMR_YTDLP_OPTIONS", "[]", "ASMR_YTDLP_OPTIONS: expected a JSON object, not a list"),
            ("DATABASE_URL", "mysql://quiet:geheim@db/catalog",
             "DATABASE_URL: expected sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME, not 'mysql'"),
        ],
    )  # fmt: skip
    def test_that_is_wrong_stops_the_start_and_is_named(self, tmp_path, name, value, said):
        answer = run("settings.DEBUG", **{"ASMR_DATA_DIR": str(tmp_path), name: value})

        assert answer.returncode == 1
        assert answer.stderr.splitlines()[-1] == f"django.core.exceptions.ImproperlyConfigured: {said}"
        assert "geheim" not in answer.stderr

    @pytest.mark.parametrize(
        ("name", "value", "setting", "read_as"),
        [
            ("DEBUG", "yes", "DEBUG", True),
            ("SECRET_KEY", "geheim", "SECRET_KEY", "geheim"),
            ("ALLOWED_HOSTS", "asmr.example, www.asmr.example", "ALLOWED_HOSTS", ["asmr.example", "www.asmr.example"]),
            ("ASMR_TRUSTED_ORIGINS", "https://asmr.example", "CSRF_TRUSTED_ORIGINS", ["https://asmr.example"]),
            ("ASMR_BEHIND_HTTPS_PROXY", "1", "SESSION_COOKIE_SECURE", True),
            ("ASMR_SITE_NAME", "Quiet", "ASMR_SITE_NAME", "Quiet"),
            ("ASMR_PAGE_SIZE", "48", "ASMR_PAGE_SIZE", 48),
            ("ASMR_IMPORT_PAUSE_SECONDS", "0", "ASMR_IMPORT_PAUSE_SECONDS", 0),
            ("ASMR_YTDLP_OPTIONS", '{"retries": 2}', "ASMR_YTDLP_OPTIONS", {"retries": 2}),
            ("ASMR_ALLOW_GENERIC", "true", "ASMR_ALLOW_GENERIC", True),
            ("ASMR_ALLOW_LOCAL_ADDRESSES", "true", "ASMR_ALLOW_LOCAL_ADDRESSES", True),
        ],
    )
    def test_that_is_right_is_read(self, tmp_path, name, value, setting, read_as):
        assert read(f"settings.{setting}", **{"ASMR_DATA_DIR": str(tmp_path), name: value}) == read_as


@pytest.fixture
def ask(tmp_path):
    """Give ask(*paths): what an empty catalog in `tmp_path` answers, each as [status, cache control, body]."""
    manage("migrate", "--verbosity=0", ASMR_DATA_DIR=str(tmp_path))

    def get(*paths):
        script = (
            "django.setup(); from django.test import Client; client = Client(headers={'host': 'localhost'}); "
            f"answers = [client.get(path) for path in {paths!r}]; "
            "print(json.dumps([[a.status_code, a.get('Cache-Control'), a.getvalue().decode()] for a in answers]))"
        )
        answer = run(script, ASMR_DATA_DIR=str(tmp_path))
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return get


@pytest.fixture
def collect(tmp_path):
    def run_collectstatic():
        manage("collectstatic", "--noinput", "--verbosity=0", ASMR_DATA_DIR=str(tmp_path))

    return run_collectstatic


def linked_tokens(page):
    return re.search(r'href="(/static/css/tokens[^"]*)"', page)[1]


class TestStaticFiles:
    def test_are_served_as_they_lie_in_the_source(self, ask):
        [_, _, page], [status, _, body] = ask("/", "/static/css/tokens.css")

        assert linked_tokens(page) == "/static/css/tokens.css"
        assert (status, body) == (200, (ROOT / "static/css/tokens.css").read_text(encoding="utf-8"))

    def test_that_were_collected_are_linked_by_hashed_names_that_browsers_may_keep(self, ask, collect, tmp_path):
        collect()

        [[_, _, page]] = ask("/")

        href = linked_tokens(page)
        assert re.fullmatch(r"/static/css/tokens\.[0-9a-f]{12}\.css", href)
        assert [answer[:2] for answer in ask(href)] == [[200, "max-age=315360000, public, immutable"]]
        assert (tmp_path / "staticfiles" / f"{href.removeprefix('/static/')}.gz").is_file()

    def test_that_were_collected_keep_the_names_that_the_page_for_a_broken_site_links(self, ask, collect):
        collect()

        hrefs = re.findall(r'href="(/static/[^"]+)"', (ROOT / "templates/500.html").read_text(encoding="utf-8"))

        assert hrefs
        assert [status for status, _, _ in ask(*hrefs)] == [200] * len(hrefs)
