import json
from dataclasses import replace
from types import MappingProxyType

import pytest

from videos.vocabulary.definitions import Evidence, Group
from videos.vocabulary.parser import VocabularyError, catalog_vocabulary
from videos.vocabulary.sharing import NOTHING, apply_shared, digest, find_shared


@pytest.fixture(scope="module")
def files():
    return catalog_vocabulary()


def change(vocabulary, **definitions):
    """The vocabulary with some definitions changed, or new ones like “tapping”; None takes the tag out of it."""
    tags = dict(vocabulary.tags)
    for name, changes in definitions.items():
        slug = name.replace("_", "-")
        if changes is None:
            del tags[slug]
            continue
        new = replace(tags.get(slug, tags["tapping"]), **{"slug": slug, **changes})
        tags = {key: tag for key, tag in tags.items() if key != slug} | {new.slug: new}
    return replace(vocabulary, tags=MappingProxyType(tags))


def together(files, theirs, **options):
    """Both, by what is stored of it."""
    return apply_shared(files, json.loads(json.dumps(find_shared(theirs, files, **options))))


NEW = {
    "label": "Beekeeping",
    "parents": ("sound-triggers",),
    "evidence": Evidence(level="limited", note="", references=("Nobody (2024).",)),
}


def test_of_an_equal_vocabulary_nothing_is_shared(files):
    assert find_shared(files, files) == NOTHING
    assert dict(apply_shared(files, NOTHING).tags) == dict(files.tags)


def test_a_new_tag_is_taken_whole(files):
    theirs = change(files, beekeeping=NEW)

    assert dict(together(files, theirs).tags) == dict(theirs.tags)


def test_a_tag_that_differs_is_taken_in_its_place(files):
    theirs = change(files, tapping={"definition": "Theirs.", "rules": files.tags["slime"].rules})

    merged = together(files, theirs)

    assert merged.tags["tapping"] == theirs.tags["tapping"]
    assert list(merged.tags) == list(files.tags)


def test_what_they_lack_stays(files):
    assert dict(together(files, change(files, slime=None)).tags) == dict(files.tags)


def test_a_group_of_theirs_is_taken_with_its_tags(files):
    group = Group(slug="farm", facet="trigger", label="Farm", order=9)
    theirs = replace(change(files, beekeeping=NEW | {"group": "farm"}), groups=(*files.groups, group))

    merged = together(files, theirs)

    assert merged.groups == (*files.groups, group)
    assert merged.tags["beekeeping"].group == "farm"


def test_their_settings_of_the_tagger_are_not_taken(files):
    matching = replace(files.matching, default_zones=("title",))

    assert together(files, replace(files, matching=matching)).matching == files.matching


def test_a_tag_that_they_renamed_is_one_with_ours(files):
    theirs = change(files, slime=None, goo={"label": "Goo", "former_slugs": ("slime",), "parents": ()})

    merged = together(files, theirs)

    assert "slime" not in merged.tags
    assert list(merged.tags).index("goo") == list(files.tags).index("slime")


def test_arrows_to_a_tag_that_they_renamed_follow_it(files):
    child = next(slug for slug, tag in files.tags.items() if "tapping" in tag.parents)
    theirs = change(files, tapping={"slug": "knocking", "label": "Knocking", "former_slugs": ("tapping",)})

    assert together(files, theirs).tags[child].parents == ("knocking",)


def test_a_tag_that_we_renamed_stays_as_we_call_it(files):
    ours = change(files, slime={"slug": "goo", "former_slugs": ("slime",)})
    theirs = change(files, beekeeping=NEW | {"implies": ("slime",)})

    merged = together(ours, theirs)

    assert "slime" not in merged.tags
    assert merged.tags["beekeeping"].implies == ("goo",)


def test_what_was_shared_before_stays_unless_they_say_otherwise(files):
    before = find_shared(change(files, beekeeping=NEW, pottery={"label": "Pottery"}), files)

    merged = together(files, change(files, pottery={"label": "Potting"}), before=before)

    assert (merged.tags["beekeeping"].label, merged.tags["pottery"].label) == ("Beekeeping", "Potting")


def test_the_fingerprint_follows_what_is_shared(files):
    one, other = (find_shared(change(files, beekeeping=NEW | {"label": label}), files) for label in ("Bees", "Hives"))

    assert len({files.fingerprint, apply_shared(files, one).fingerprint, apply_shared(files, other).fingerprint}) == 3
    assert digest(one) == digest(json.loads(json.dumps(one)))


@pytest.mark.parametrize(
    ("definitions", "problem"),
    [
        (
            {"knocking": {"label": "Tapping"}, "tapping": None},
            "the label “Tapping” is also that of tapping",
        ),
        ({"tapping": {"parents": ("nail-tapping",)}}, "parents and implications run in a circle"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(files, definitions, problem):
    with pytest.raises(VocabularyError, match=problem):
        together(files, change(files, **definitions))
