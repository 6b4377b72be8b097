from dataclasses import replace
from types import MappingProxyType

import pytest
import yaml

from videos.management import command_line
from videos.management.commands import load_vocabulary
from videos.models import Tag
from videos.vocabulary import parser
from videos.vocabulary.writer import write_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the vocabulary's files that the command reads in their place; gives a function that changes a tag."""
    for path in [parser.FOLDER / "vocabulary.yaml", *(parser.FOLDER / "tags").glob("*.yaml")]:
        target = tmp_path / path.relative_to(parser.FOLDER)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    monkeypatch.setattr(load_vocabulary, "read_vocabulary", lambda: parser.read_vocabulary(tmp_path))

    def change(slug, /, **changes):
        for path in (tmp_path / "tags").glob("*.yaml"):
            tags = yaml.safe_load(path.read_text(encoding="utf-8"))
            if any(tag["slug"] == slug for tag in tags):
                changed = [{**tag, **changes} if tag["slug"] == slug else tag for tag in tags]
                path.write_text(yaml.safe_dump(changed, sort_keys=False), encoding="utf-8")

    return change


def test_nothing_is_told_but_the_sum_where_nothing_changed(run):
    assert run("load_vocabulary").out == [
        "226 tags in 7 facets: 0 added, 0 changed, 0 renamed, 0 retired; 0 videos affected."
    ]


def test_what_changed_is_told(run, copy, make_video):
    make_video(tags=["slime", "crinkling"])
    Tag.objects.filter(slug="lotion-sounds").update(name="Creams", curated_fields=["name"])
    copy("slime", label="Goo and slime", match={"positive": [r"\bgoo\b"]})
    copy("crinkling", slug="rustling", former_slugs=["crinkling"])
    copy("fizzing", slug="bubbling")

    said = run("load_vocabulary")

    assert said.out == [
        "added      bubbling",
        "changed    slime: label, patterns",
        "renamed    crinkling -> rustling",
        "retired    fizzing: no longer in the vocabulary; kept on its videos, shown to nobody",
        "kept       lotion-sounds: a curator's label",
        "226 tags in 7 facets: 1 added, 1 changed, 1 renamed, 1 retired; 1 video affected.",
        f"See what it changes on videos: {command_line('suggest_tags', '--all')}",
    ]


def test_everything_wrong_is_named_and_nothing_loaded(run, copy):
    before = list(Tag.objects.order_by("pk").values())
    copy("slime", parents=["no-such-tag"], match={"positive": ["("]})
    copy("fizzing", label="Bubbles", parents=["fizzing"])

    said = run("load_vocabulary")

    first, *problems, last = said.failure.splitlines()
    assert first == f"The vocabulary has {len(problems)} problems; nothing was done:"
    assert last == "Mend what is named and run the same command again."
    assert any("slime" in problem and "no-such-tag" in problem for problem in problems)
    assert any("fizzing" in problem for problem in problems)
    assert list(Tag.objects.order_by("pk").values()) == before


def test_a_quiet_run_says_nothing(run):
    assert run("load_vocabulary", verbosity=0).out == []


class TestAnotherSitesFolder:
    @pytest.fixture
    def folder(self, tmp_path, vocabulary):
        """What another site wrote: a label of theirs, and no slime."""
        tags = {slug: tag for slug, tag in vocabulary.tags.items() if slug != "slime"}
        tags["tapping"] = replace(tags["tapping"], definition="Theirs.")
        for name, text in write_files(replace(vocabulary, tags=MappingProxyType(tags))).items():
            path = tmp_path / "theirs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "theirs"

    def test_is_shown(self, run, folder):
        assert run("load_vocabulary", folder).out == [
            "changed    tapping: definition",
            "stays      slime: theirs has none",
            f"225 tags in {folder}: 0 added, 1 changed, 0 renamed, 0 retired; 0 videos affected.",
            f"Nothing was written. To use it: {command_line('load_vocabulary', str(folder), '--apply')}",
        ]
        assert Tag.objects.get(slug="tapping").definition != "Theirs."

    def test_is_used_with_apply_and_taken_out_again(self, run, folder, vocabulary):
        run("load_vocabulary", folder, "--apply")
        used = Tag.objects.get(slug="tapping").definition

        run("load_vocabulary", "--without-shared")

        assert (used, Tag.objects.get(slug="tapping").definition) == ("Theirs.", vocabulary.tags["tapping"].definition)

    def test_with_problems_is_named_by_file_and_tag(self, run, folder):
        path = folder / "tags" / "trigger.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("group: sound", "group: noise", 1), encoding="utf-8")

        assert "tags/trigger.yaml, sound-triggers: unknown group “noise”" in run("load_vocabulary", folder).failure

    def test_that_is_not_there_is_named(self, run, tmp_path):
        assert (
            "vocabulary.yaml: cannot be read: No such file or directory"
            in run("load_vocabulary", tmp_path / "x").failure
        )

    @pytest.mark.parametrize("options", [["--apply"], ["FOLDER", "--without-shared"]])
    def test_options_that_do_not_go_together_are_refused(self, run, options):
        assert "goes with" in run("load_vocabulary", *options).failure
