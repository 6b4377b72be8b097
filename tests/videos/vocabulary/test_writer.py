from dataclasses import replace
from types import MappingProxyType

import pytest
import yaml

from videos.vocabulary.definitions import Evidence
from videos.vocabulary.parser import catalog_vocabulary, parse_vocabulary
from videos.vocabulary.writer import write_files


@pytest.fixture(scope="module")
def vocabulary():
    return catalog_vocabulary()


def written_and_read(vocabulary):
    return parse_vocabulary({name: text.encode() for name, text in write_files(vocabulary).items()})


def parts(vocabulary):
    return vocabulary.facets, vocabulary.groups, dict(vocabulary.tags), vocabulary.matching


def change(vocabulary, slug, **changes):
    return replace(
        vocabulary, tags=MappingProxyType({**vocabulary.tags, slug: replace(vocabulary.tags[slug], **changes)})
    )


def test_what_is_written_and_read_again_is_the_same(vocabulary):
    read = written_and_read(vocabulary)

    assert parts(read) == parts(vocabulary)
    assert list(read.tags) == [
        tag.slug
        for facet in sorted(f.slug for f in vocabulary.facets)
        for tag in vocabulary.tags.values()
        if tag.facet == facet
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "Tapping: “fast”, #1", "definition": "no"},
        {"listening": "“no”: two\nlines"},
        {"own_terms": ("yes", "12", "～", "null"), "synonyms": ("- a", "b: c")},
        {"parents": (), "former_slugs": ("tap",)},
        {
            "evidence": Evidence(
                level="limited", note="Two\nlines.", references=("Nobody A (2024). New.", "Nobody B (2024).")
            )
        },
        {"is_assignable": False, "hold_for_moderator": True},
    ],
)
def test_so_is_what_curators_may_have_changed(vocabulary, changes):
    changed = change(vocabulary, "tapping", **changes)

    assert parts(written_and_read(changed)) == parts(changed)


def test_equal_vocabularies_give_equal_files(vocabulary):
    assert write_files(vocabulary) == write_files(written_and_read(vocabulary))


def test_references_keep_their_keys_and_new_ones_are_named_by_author_and_year(vocabulary):
    new = Evidence(level="limited", note="", references=("Nobody A (2024). New.", "Nobody B (2024). Too."))
    settings = yaml.safe_load(write_files(change(vocabulary, "tapping", evidence=new))["vocabulary.yaml"])

    assert settings["references"]["ezawa2023"].startswith("Ezawa ID")
    assert (settings["references"]["nobody2024"], settings["references"]["nobody2024-2"]) == new.references


def test_a_reworded_reference_was_not_checked(vocabulary):
    reworded = Evidence(level="limited", note="", references=("Joyce J, Herbison GP (2015). Reiki.",))
    settings = yaml.safe_load(write_files(change(vocabulary, "reiki", evidence=reworded))["vocabulary.yaml"])

    assert "joyce2015" not in settings["references_checked"]
    assert settings["references_checked"].keys() < settings["references"].keys()


def test_each_facet_has_its_file(vocabulary):
    assert list(write_files(vocabulary)) == [
        "vocabulary.yaml",
        *sorted(f"tags/{facet.slug}.yaml" for facet in vocabulary.facets),
    ]
