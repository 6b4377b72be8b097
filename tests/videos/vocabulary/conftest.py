import pytest
import yaml

from videos.vocabulary.parser import FOLDER, VocabularyError, read_vocabulary


def make_tag(slug="tapping", **changes):
    tag = {
        "slug": slug,
        "label": "A label",
        "facet": "trigger",
        "group": "sound",
        "definition": "A sound.",
        "match": {"positive": [rf"\b{slug}\b"]},
        "evidence": {"level": "not_applicable"},
    }
    return {key: value for key, value in (tag | changes).items() if value is not None}


@pytest.fixture
def write_vocabulary(tmp_path):
    """Give write_vocabulary(*tags, settings=change): a folder with the real settings and only these tags."""

    def write(*tags, change_settings=lambda settings: None):
        settings = yaml.safe_load((FOLDER / "vocabulary.yaml").read_text(encoding="utf-8"))
        change_settings(settings)
        (tmp_path / "tags").mkdir(exist_ok=True)
        (tmp_path / "vocabulary.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        (tmp_path / "tags" / "trigger.yaml").write_text(yaml.safe_dump(list(tags)), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def problems_of():
    """Give problems_of(folder): what the parser has to say against it."""

    def read_problems(folder):
        with pytest.raises(VocabularyError) as caught:
            read_vocabulary(folder)
        return caught.value.problems

    return read_problems


@pytest.fixture(name="make_tag")
def make_tag_fixture():
    return make_tag
