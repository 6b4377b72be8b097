import pytest
import yaml

from videos.management import command_line
from videos.management.commands import load_vocabulary
from videos.models import Tag
from videos.vocabulary import parser

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
