import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from asmr_catalog import env


@pytest.fixture
def set_variable(monkeypatch):
    """Give set_variable(value): the variable that every test here reads; None: absent."""

    def set_or_unset(value):
        if value is None:
            monkeypatch.delenv("KNOB", raising=False)
        else:
            monkeypatch.setenv("KNOB", value)

    return set_or_unset


def complaint(read, **options):
    with pytest.raises(ImproperlyConfigured) as caught:
        read("KNOB", **options)
    return str(caught.value)


class TestText:
    @pytest.mark.parametrize(
        ("value", "read"), [(None, "quiet"), ("", "quiet"), ("  ", "quiet"), (" loud ", "loud"), ("0", "0")]
    )
    def test_is_taken_without_the_space_around_it(self, set_variable, value, read):
        set_variable(value)

        assert env.text("KNOB", default="quiet") == read


class TestBoolean:
    @pytest.mark.parametrize("default", [True, False])
    @pytest.mark.parametrize("value", [None, "", " "])
    def test_is_the_default_where_nothing_is_said(self, set_variable, value, default):
        set_variable(value)

        assert env.boolean("KNOB", default=default) is default

    @pytest.mark.parametrize(
        ("value", "read"),
        [
            ("1", True), ("true", True), ("YES", True), (" On ", True),
            ("0", False), ("false", False), ("No", False), ("OFF", False),
        ],
    )  # fmt: skip
    def test_is_read_from_the_usual_words(self, set_variable, value, read):
        set_variable(value)

        assert env.boolean("KNOB", default=not read) is read

    @pytest.mark.parametrize("value", ["maybe", "2", "tru", "-1"])
    def test_is_never_guessed(self, set_variable, value):
        set_variable(value)

        assert complaint(env.boolean, default=False) == f'KNOB="{value}": expected true or false'


class TestInteger:
    @pytest.mark.parametrize(("value", "read"), [(None, 24), ("", 24), ("1", 1), ("200", 200), (" 50 ", 50)])
    def test_is_a_whole_number_within_its_bounds(self, set_variable, value, read):
        set_variable(value)

        assert env.integer("KNOB", default=24, minimum=1, maximum=200) == read

    @pytest.mark.parametrize("value", ["many", "0", "201", "-5", "2.5", "1e2", "9" * 5000])
    def test_is_nothing_else(self, set_variable, value):
        set_variable(value)

        said = complaint(env.integer, default=24, minimum=1, maximum=200)

        assert said == f'KNOB="{value}": expected a whole number from 1 to 200'


class TestWords:
    @pytest.mark.parametrize(
        ("value", "read"), [(None, ["a"]), (" , ,", ["a"]), ("b", ["b"]), (" b, c ,,d", ["b", "c", "d"])]
    )
    def test_are_parted_by_commas(self, set_variable, value, read):
        set_variable(value)

        assert env.words("KNOB", default=["a"]) == read


class TestHosts:
    @pytest.mark.parametrize(
        ("value", "read"),
        [
            (None, ["localhost"]),
            (" , ", ["localhost"]),
            ("asmr.example, Www-1.Asmr.example", ["asmr.example", "Www-1.Asmr.example"]),
            ("192.0.2.7,[::1],[2001:DB8::7]", ["192.0.2.7", "[::1]", "[2001:DB8::7]"]),
            (".asmr.example,*", [".asmr.example", "*"]),
        ],
    )
    def test_are_names_and_addresses(self, set_variable, value, read):
        set_variable(value)

        assert env.hosts("KNOB", default=["localhost"]) == read

    @pytest.mark.parametrize(
        "word",
        [
            "https://a.example", "a.example/", "a.example:8000", "[::1]:8000", "::1", "[1]", "*.a.example",
            "a..example", "a.example.", "-a.example", "a b", "user@a.example", "räin.example", "ſ.example", ".", "..a",
        ],
    )  # fmt: skip
    def test_are_nothing_else_and_the_wrong_one_is_named(self, set_variable, word):
        set_variable(f"b.example, {word}")

        said = complaint(env.hosts, default=[])

        assert said == (
            f'KNOB="{word}": expected names or IP addresses without scheme, port and path, '
            "such as asmr.example.org, .example.org (with all its subdomains), 192.0.2.7, [::1] or *"
        )


class TestOrigins:
    @pytest.mark.parametrize(
        ("value", "read"),
        [
            (None, []),
            ("https://asmr.example.org", ["https://asmr.example.org"]),
            ("http://192.0.2.7:8000, https://[::1]:8443", ["http://192.0.2.7:8000", "https://[::1]:8443"]),
            ("https://*.example.org", ["https://*.example.org"]),
            # As browsers write it: Django compares letter by letter.
            ("HTTPS://Asmr.Example.org", ["https://asmr.example.org"]),
        ],
    )
    def test_are_schemes_with_hosts(self, set_variable, value, read):
        set_variable(value)

        assert env.origins("KNOB", default=[]) == read

    @pytest.mark.parametrize(
        "word",
        [
            "asmr.example.org", "https://a.example/", "https://a.example/videos", "ftp://a.example", "//a.example", "*",
            "https://", "https://*", "https://a.example:", "https://a.example:port", "https://u@a.example",
            "https://a.example?b", "https://.a.example", "https://::1",
        ],
    )  # fmt: skip
    def test_are_nothing_else_and_the_wrong_one_is_named(self, set_variable, word):
        set_variable(f"https://b.example, {word}")

        said = complaint(env.origins, default=[])

        expected = "expected http(s)://HOST or http(s)://HOST:PORT without a path, such as https://asmr.example.org"
        assert said == f'KNOB="{word}": {expected}'


class TestFolder:
    def test_is_the_default_where_nothing_is_said(self, set_variable, tmp_path):
        set_variable(None)

        assert env.folder("KNOB", default=tmp_path) == tmp_path

    def test_exists(self, set_variable, tmp_path):
        set_variable(str(tmp_path))

        assert env.folder("KNOB", default=None) == tmp_path

    def test_is_seen_from_where_the_process_started(self, set_variable, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "mydata").mkdir()
        set_variable("mydata")

        assert env.folder("KNOB", default=None) == tmp_path / "mydata"

    def test_is_no_file_and_nothing_that_is_missing(self, set_variable, tmp_path):
        file = tmp_path / "file"
        file.touch()

        for path in (file, tmp_path / "missing"):
            set_variable(str(path))
            assert complaint(env.folder, default=None) == f'KNOB="{path}": expected the path of an existing folder'


class TestJsonObject:
    @pytest.mark.parametrize(
        ("value", "read"),
        [(None, {"a": 1}), ("", {"a": 1}), ("{}", {}), ('{"proxy": "http://a"}', {"proxy": "http://a"})],
    )
    def test_is_read(self, set_variable, value, read):
        set_variable(value)

        assert env.json_object("KNOB", default={"a": 1}) == read

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ('{"password": "geheim', "KNOB: expected a JSON object; it is not JSON (Unterminated string starting at: "
             "line 1 column 14 (char 13))"),
            ('["geheim"]', "KNOB: expected a JSON object, not a list"),
            ('"geheim"', "KNOB: expected a JSON object, not a str"),
            ("null", "KNOB: expected a JSON object, not a NoneType"),
        ],
    )  # fmt: skip
    def test_is_nothing_else_and_no_secret_in_it_is_repeated(self, set_variable, value, said):
        set_variable(value)

        assert complaint(env.json_object, default={}) == said


class TestDatabaseUrl:
    @pytest.mark.parametrize("path", ["/data/catalog.sqlite3", "/a b/c#d?e%20f/catalog.sqlite3"])
    def test_is_a_file_of_any_name_by_default(self, set_variable, path):
        set_variable(None)

        database = env.database_url("KNOB", default=f"sqlite:///{path}")

        assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.sqlite3", path)

    def test_names_an_sqlite_file(self, set_variable):
        set_variable("sqlite:////srv/catalog%20one.sqlite3")

        assert env.database_url("KNOB", default="")["NAME"] == "/srv/catalog one.sqlite3"

    def test_names_an_sqlite_file_as_seen_from_where_the_process_started(self, set_variable, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        set_variable("sqlite:///data/rel.sqlite3")

        assert env.database_url("KNOB", default="")["NAME"] == str(tmp_path / "data" / "rel.sqlite3")

    @pytest.mark.parametrize(
        "url", ["sqlite://", "sqlite:///", "sqlite:", "sqlite://:memory:", "sqlite:///:memory:", "SQLite:///:memory:"]
    )
    def test_names_no_sqlite_in_memory(self, set_variable, url):
        set_variable(url)

        assert complaint(env.database_url, default="") == (
            "KNOB: expected sqlite:///PATH of a file, since every process would have its own database in memory"
        )

    def test_keeps_the_options_of_an_sqlite_url(self, set_variable):
        set_variable("sqlite:////srv/a.sqlite3?timeout=5&transaction_mode=DEFERRED")

        assert env.database_url("KNOB", default="")["OPTIONS"] == {"timeout": 5, "transaction_mode": "DEFERRED"}

    @pytest.mark.parametrize("query", ["mode=memory", "timeout=5&sslmode=require"])
    def test_takes_no_option_that_sqlite_does_not_know(self, set_variable, query):
        set_variable(f"sqlite:////srv/a.sqlite3?{query}")

        unknown = query.rpartition("&")[2].partition("=")[0]
        assert complaint(env.database_url, default="") == (
            f"KNOB: expected of an sqlite URL the options init_command, timeout, transaction_mode, not {unknown!r}"
        )

    @pytest.mark.parametrize("seconds", ["long", "2.5", "true", "5&timeout=6"])
    def test_takes_a_timeout_in_whole_seconds(self, set_variable, seconds):
        set_variable(f"sqlite:////srv/a.sqlite3?timeout={seconds}")

        assert complaint(env.database_url, default="") == (
            "KNOB: expected as timeout of an sqlite URL a whole number of seconds"
        )

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "POSTGRES"])
    def test_names_a_postgresql_database(self, set_variable, scheme):
        set_variable(f"{scheme}://quiet:g%23heim@db.example:5433/catalog?sslmode=require")

        database = env.database_url("KNOB", default="")

        assert database["ENGINE"] == "django.db.backends.postgresql"
        assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("quiet", "g#heim", "db.example")
        assert (database["PORT"], database["NAME"]) == (5433, "catalog")
        assert database["OPTIONS"] == {"sslmode": "require"}

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("mysql://quiet:geheim@db/catalog", ", not 'mysql'"),
            ("geheim", "; the value is no URL"),
            ("sqlite://geheim/catalog.sqlite3", "; its sqlite URL cannot be read"),
            ("sqlite://geheim.sqlite3", "; its sqlite URL cannot be read"),
            ("sqlite:catalog.sqlite3", "; its sqlite URL cannot be read"),
            ("sqlite:////srv/a#geheim.sqlite3", "; its sqlite URL cannot be read"),
            ("postgres://quiet@db/catalog#geheim", "; its postgres URL cannot be read"),
            ("postgres://quiet:geheim@db", "; its postgres URL cannot be read"),
            ("postgres://quiet:geheim@db:port/catalog", "; its postgres URL cannot be read"),
            ("postgres://quiet:ge#heim@db/catalog", "; its postgres URL cannot be read"),
            ("postgres://quiet:geheim@[db/catalog", "; its postgres URL cannot be read"),
        ],
    )
    def test_is_nothing_else_and_no_password_is_repeated(self, set_variable, value, said):
        set_variable(value)

        expected = "expected sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME"
        assert complaint(env.database_url, default="") == f"KNOB: {expected}{said}"


class TestSecretKey:
    def test_is_the_variable_where_it_is_set(self, set_variable, tmp_path):
        set_variable("geheim")

        assert env.secret_key("KNOB", file=tmp_path / "secret-key") == "geheim"
        assert list(tmp_path.iterdir()) == []

    def test_is_made_once_and_kept(self, set_variable, tmp_path):
        set_variable(None)
        file = tmp_path / "secret-key"

        first, second = (env.secret_key("KNOB", file=file) for _ in range(2))

        assert first == second == file.read_text()
        assert len(first) >= 50
        assert list(tmp_path.iterdir()) == [file]

    def test_is_readable_by_its_owner_only(self, set_variable, tmp_path):
        set_variable(None)
        file = tmp_path / "secret-key"

        env.secret_key("KNOB", file=file)

        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_is_another_one_elsewhere(self, set_variable, tmp_path):
        set_variable(None)

        assert env.secret_key("KNOB", file=tmp_path / "a") != env.secret_key("KNOB", file=tmp_path / "b")

    def test_is_made_in_place_of_an_empty_file(self, set_variable, tmp_path):
        set_variable(None)
        file = tmp_path / "secret-key"
        file.touch()

        assert len(env.secret_key("KNOB", file=file)) >= 50
        assert list(tmp_path.iterdir()) == [file]

    def test_is_the_same_for_all_that_start_together(self, set_variable, tmp_path):
        set_variable(None)

        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(lambda _: env.secret_key("KNOB", file=tmp_path / "secret-key"), range(32)))

        assert len(keys) == 1

    def test_needs_a_place(self, set_variable, tmp_path):
        set_variable(None)
        file = tmp_path / "missing" / "secret-key"

        said = complaint(env.secret_key, file=file)

        assert said == f"KNOB: expected a secret, or a place for {file} (No such file or directory)"

    def test_is_no_other_kind_of_file(self, set_variable, tmp_path):
        set_variable(None)
        file = tmp_path / "secret-key"
        file.write_bytes(b"\xff\xfe")

        assert complaint(env.secret_key, file=file) == f"KNOB: expected a key in {file}, which holds something else"
