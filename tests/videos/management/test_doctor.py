import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.trials.catalogs import Catalog
from videos.importing import queue
from videos.importing.options import RunOptions
from videos.importing.troubles import Trouble
from videos.models import HelpContact, ImportRun, Tag


def everything():
    return {
        model: list(model.objects.order_by("pk").values())
        for label in ("videos", "creators")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


@pytest.fixture(autouse=True)
def well_installed(settings, tmp_path):
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path


@pytest.mark.django_db
class TestDoctor:
    @pytest.fixture(autouse=True)
    def checked_help(self, db):
        HelpContact.objects.create(
            name="Listeners", number="1", verified_on=timezone.localdate(), verified_by="curator"
        )

    def test_says_a_line_for_each_thing_and_is_content_where_nothing_needs_a_person(self, run):
        said = run("doctor")

        assert (said.failure, said.err) == ("", [])
        assert {line[:6] for line in said.out} <= {"ok    ", "look  "}
        topics = [line[6:].partition(":")[0] for line in said.out]
        own = ["database", "migrations", *(["journal", "disk"] if connection.vendor == "sqlite" else [])]
        assert topics == [
            "python", "packages", "yt-dlp", "options", "hyperscan", "secret key", "site", "static files", *own,
            "vocabulary", "videos", "search", "creators", "help", "reports", "workers", "limits",
        ]  # fmt: skip

    def test_fails_where_something_needs_a_person_and_says_what(self, run):
        run_id = queue.request_run("addresses", RunOptions().as_json()).pk
        ImportRun.objects.update(state="stopped", trouble=Trouble.BROKEN, reason="It failed.")
        Tag.objects.filter(slug="tapping").update(definition="old")

        said = run("doctor")

        assert said.failure == f"2 things need a person, as said above: vocabulary, import {run_id}."
        amiss = [line.split(":")[0] for line in said.out if line.startswith("MEND")]
        assert amiss == ["MEND  vocabulary", f"MEND  import {run_id}"]

    def test_shows_its_words_in_colour(self, capsys):
        call_command("doctor", force_color=True)

        assert "\x1b[32;1mok  \x1b[0m  python: " in capsys.readouterr().out

    def test_changes_nothing(self, run, make_video):
        make_video(tags=["whispered"])
        Tag.objects.filter(slug="tapping").update(definition="old")
        before = everything()

        run("doctor", "--thorough")

        assert everything() == before


class TestWithoutADatabase:
    @pytest.fixture
    def catalog(self, tmp_path):
        return Catalog(tmp_path / "data")

    def test_it_says_so_and_makes_none(self, catalog):
        said = catalog.run("doctor", check=False)

        assert said.returncode == 1
        assert said.stderr == "CommandError: 1 thing needs a person, as said above: database.\n"
        assert said.stdout.splitlines()[-1].startswith("MEND  database: there is none at ")
        assert sorted(path.name for path in catalog.folder.iterdir()) == ["secret-key"]

    def test_that_is_set_up_it_says_what_lacks(self, catalog):
        (catalog.folder / "catalog.sqlite3").touch()

        said = catalog.run("doctor", check=False)

        assert said.stderr == "CommandError: 1 thing needs a person, as said above: migrations.\n"
