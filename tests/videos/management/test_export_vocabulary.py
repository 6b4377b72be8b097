import pytest

from videos.vocabulary.parser import read_vocabulary

pytestmark = pytest.mark.django_db


def test_writes_files_that_give_the_vocabulary_again(run, tmp_path, vocabulary):
    folder = tmp_path / "ours"

    said = run("export_vocabulary", folder)

    assert said.out == [f"226 tags written into {folder}."]
    assert dict(read_vocabulary(folder).tags) == dict(vocabulary.tags)


def test_writes_over_nothing(run, tmp_path):
    (tmp_path / "letter.txt").write_text("dear")

    said = run("export_vocabulary", tmp_path)

    assert said.failure == f"{tmp_path} is there already. Name a new folder, or an empty one: nothing was written."
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_named(run, tmp_path):
    (tmp_path / "file").write_text("")

    assert run("export_vocabulary", tmp_path / "file" / "ours").failure.startswith(f"{tmp_path}/file/ours cannot be")
