"""Two server processes over one database: what changes through one, or by a third, the other shows at once."""

import json
import re
import socket
import time
from contextlib import closing
from http.cookiejar import CookieJar
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import psycopg2
import pytest
from django.conf import settings

from tests.trials.catalogs import Catalog

PASSWORD = "only for this test"


class Server:
    """One gunicorn with a single worker process, and a browser that speaks to it."""

    def __init__(self, catalog: Catalog):
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        bind = self.address.removeprefix("http://")
        options = ("asmr_catalog.wsgi", "--bind", bind, "--workers", "1", "--threads", "4", "--no-control-socket")
        self.process = catalog.start(*options, module=("-m", "gunicorn"))
        self._cookies = CookieJar()
        self._browser = build_opener(HTTPCookieProcessor(self._cookies))

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.get("/")
            except URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def get(self, path: str) -> str:
        with self._browser.open(f"{self.address}{path}") as answer:
            return answer.read().decode()

    def post(self, path: str, **values) -> None:
        self.get(path)
        token = next(cookie.value for cookie in self._cookies if cookie.name == "csrftoken")
        body = urlencode({**values, "csrfmiddlewaretoken": token}, doseq=True).encode()
        self._browser.open(f"{self.address}{path}", body).close()

    def shows(self) -> list[str]:
        """The titles on the list, and its total."""
        html = self.get("/videos/")
        titles = re.findall(r'class="card__link" href="[^"]+">([^<]+)<', html)
        return [*titles, re.search(r'id="results-total">([^<]+)<', html)[1]]


@pytest.fixture
def catalog(tmp_path):
    """A catalog of its own, on the kind of database that the suite runs on."""
    catalog = Catalog(tmp_path / "catalog")
    database = settings.DATABASES["default"]
    if "postgresql" not in database["ENGINE"]:
        yield catalog.set_up()
        return
    name, host, port = f"workers_{tmp_path.stat().st_ino}", database["HOST"], database["PORT"]
    user = f"{database['USER']}{':' if database['PASSWORD'] else ''}{database['PASSWORD']}"
    with closing(psycopg2.connect(f"postgres://{user}@{host}:{port}/postgres")) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        catalog.settings["DATABASE_URL"] = f"postgres://{user}@{host}:{port}/{name}"
        yield catalog.set_up()
        connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def servers(catalog):
    servers = [Server(catalog), Server(catalog)]
    for server in servers:
        server.wait()
    yield servers
    for server in servers:
        server.process.terminate()
        server.process.wait(20)


def add_videos(catalog: Catalog, *numbers: int) -> None:
    infos = [
        {"id": f"aaaaaaaaa{number:02}", "title": f"ASMR rain {number}", "extractor_key": "Youtube"}
        for number in numbers
    ]
    file = catalog.folder / "infos.jsonl"
    file.write_text("\n".join(map(json.dumps, infos)))
    catalog.run("import_videos", "--from-json", file)


def test_an_edit_in_one_and_an_import_in_a_third_are_in_the_next_answer_of_each(catalog, servers):
    one, other = servers
    add_videos(catalog, 1, 2)
    catalog.settings["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    catalog.run("createsuperuser", "--noinput", "--username", "curator", "--email", "")
    after_import = [server.shows() for server in servers]

    one.post("/admin/login/?next=/admin/", username="curator", password=PASSWORD)
    (hidden,) = re.findall(r'class="card__link" href="/videos/(\d+)/">ASMR rain 1<', one.get("/videos/"))
    one.post("/admin/videos/video/", action="hide_them", _selected_action=[hidden])
    after_edit = [server.shows() for server in (other, one)]

    add_videos(catalog, 3)
    after_another_import = [server.shows() for server in servers]

    assert after_import == 2 * [["ASMR rain 2", "ASMR rain 1", "2 videos"]]
    assert after_edit == 2 * [["ASMR rain 2", "1 video"]]
    assert after_another_import == 2 * [["ASMR rain 3", "ASMR rain 2", "2 videos"]]
