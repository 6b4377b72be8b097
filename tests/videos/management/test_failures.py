"""What every command says where the vocabulary or the database cannot be used."""

from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from videos.management import command_line, counted, explaining_failures
from videos.vocabulary import parser
from videos.vocabulary.parser import VocabularyError

COMMANDS = [
    ["suggest_tags", "--from-json", "x.jsonl"],
    ["suggest_tags", "--all"],
    ["evaluate_tagging", "x.jsonl"],
    ["import_videos", "--from-json", "x.jsonl"],
    ["load_vocabulary"],
]


@pytest.fixture
def broken_vocabulary(tmp_path, monkeypatch):
    """The vocabulary's folder is empty."""
    monkeypatch.setattr(parser.read_vocabulary, "__defaults__", (tmp_path,))
    parser.catalog_vocabulary.cache_clear()
    yield
    parser.catalog_vocabulary.cache_clear()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_broken_vocabulary_is_named(run, broken_vocabulary, words):
    assert run(*words).failure == (
        "The vocabulary has 1 problem; nothing was done:\n"
        "  vocabulary.yaml: cannot be read: No such file or directory\n"
        "Mend what is named and run the same command again."
    )


def test_a_database_without_tables_is_told_apart_from_one_that_does_not_answer(monkeypatch):
    monkeypatch.setattr("videos.management.connection", SimpleNamespace(connection="open"))
    with pytest.raises(CommandError) as unprepared, explaining_failures():
        raise OperationalError("no such table: videos_tag")
    monkeypatch.setattr("videos.management.connection", SimpleNamespace(connection=None))
    with pytest.raises(CommandError) as silent, explaining_failures():
        raise OperationalError("connection refused\n")

    assert str(unprepared.value) == (
        f"The database is not set up (no such table: videos_tag). Run: {command_line('migrate')}"
    )
    assert str(silent.value) == "The database of DATABASE_URL does not answer: connection refused"


@pytest.mark.parametrize("reason", ["deadlock detected\nDETAIL: …", "database is locked"])
def test_two_commands_that_write_at_once_are_told_so(reason):
    with pytest.raises(CommandError) as busy, explaining_failures():
        raise OperationalError(reason)

    assert str(busy.value) == (
        f"Another command was writing too ({reason.splitlines()[0]}). Run the same command again: "
        "what is written stays, the rest follows."
    )


def test_several_problems_are_listed():
    beginning = r"^The vocabulary has 2 problems; nothing was done:\n  a\n  b\n"
    with pytest.raises(CommandError, match=beginning), explaining_failures():
        raise VocabularyError(["a", "b"])


def test_numbers_and_nouns_agree():
    assert [counted(number, "video") for number in (0, 1, 2)] == ["0 videos", "1 video", "2 videos"]
    assert [counted(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]
