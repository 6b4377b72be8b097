import dataclasses

import pytest

from videos.vocabulary.definitions import CandidateRules
from videos.vocabulary.parser import read_vocabulary


@pytest.fixture(scope="module")
def vocabulary():
    return read_vocabulary()


class TestTheVocabulary:
    def test_has_226_tags_in_seven_facets(self, vocabulary):
        assert len(vocabulary.tags) == 226
        assert [facet.slug for facet in vocabulary.facets] == [
            "trigger",
            "technique",
            "roleplay",
            "benefit",
            "voice",
            "format",
            "caution",
        ]

    def test_group_slugs_are_unique_over_all_facets(self, vocabulary):
        slugs = [group.slug for group in vocabulary.groups]

        assert sorted(set(slugs)) == sorted(slugs)

    def test_cautions_have_groups_of_their_own(self, vocabulary):
        assert vocabulary.tags["misophonia-mouth"].group == "caution-sound"
        assert vocabulary.tags["flashing-lights"].group == "caution-picture"
        assert vocabulary.tags["tapping"].group == "sound"

    def test_a_tag_carries_its_definition_and_full_references(self, vocabulary):
        tag = vocabulary.tags["cognitive-restructuring"]

        assert (tag.label, tag.facet, tag.group, tag.parents) == (
            "Reframing thoughts",
            "technique",
            "clinical",
            ("cbt",),
        )
        assert tag.evidence.level == "moderate"
        assert [reference[:12] for reference in tag.evidence.references] == ["Ezawa ID, Ho", "Hofmann SG, "]
        assert dict(tag.i18n)["ja"] == ("認知再構成", "自動思考", "認知の歪み", "リフレーミング")

    def test_only_moderation_tags_are_for_staff_only(self, vocabulary):
        staff_only = [slug for slug, tag in vocabulary.tags.items() if tag.is_staff_only]

        assert staff_only == ["suggestive", "sexually-explicit", "minor-appears"]

    def test_four_tags_hold_a_video(self, vocabulary):
        holding = {slug for slug, tag in vocabulary.tags.items() if tag.hold_for_moderator}

        assert holding == {"suggestive", "sexually-explicit", "minor-appears", "ear-eating"}

    def test_browse_nodes_are_not_assignable(self, vocabulary):
        nodes = [slug for slug, tag in vocabulary.tags.items() if not tag.is_assignable]

        assert nodes == ["sound-triggers", "touch-triggers"]

    def test_settings_are_typed(self, vocabulary):
        matching = vocabulary.matching

        assert matching.zone_weights["title"] == 0.95
        assert matching.default_zones == ("title", "chapters", "trigger_list", "lead")
        assert matching.thresholds.benefit_publish == 0.75
        assert matching.negation.prefix_cues[0] == "no"
        assert matching.candidates.groups == {"clinical", "coping"}

    def test_values_are_frozen(self, vocabulary):
        with pytest.raises(dataclasses.FrozenInstanceError):
            vocabulary.tags["tapping"].label = "x"
        with pytest.raises(TypeError):
            vocabulary.tags["x"] = None


def test_a_vocabulary_of_before_there_were_candidates_is_read_and_has_none(write_vocabulary, make_tag):
    folder = write_vocabulary(make_tag(), change_settings=lambda settings: settings["matching"].pop("candidates"))

    assert read_vocabulary(folder).matching.candidates == CandidateRules()


class TestLinks:
    def test_the_closure_follows_parents_and_implications(self, vocabulary):
        assert vocabulary.closure("sleep-hypnosis") == {"sleep-hypnosis", "hypnosis", "sleep", "do-not-drive"}

    def test_ancestors_follow_parents_only(self, vocabulary):
        assert vocabulary.ancestors("sleep-hypnosis") == {"sleep-hypnosis", "hypnosis"}

    def test_an_unknown_slug_is_an_error(self, vocabulary):
        with pytest.raises(KeyError):
            vocabulary.closure("no-such-tag")


class TestFingerprint:
    def test_it_is_the_same_for_the_same_files(self, vocabulary):
        assert read_vocabulary().fingerprint == vocabulary.fingerprint

    def test_it_changes_with_any_file(self, write_vocabulary, make_tag):
        before = read_vocabulary(write_vocabulary(make_tag())).fingerprint

        assert read_vocabulary(write_vocabulary(make_tag(label="Knocking"))).fingerprint != before


class TestFormerSlugs:
    def test_they_are_read(self, write_vocabulary, make_tag):
        folder = write_vocabulary(make_tag(former_slugs=["knocking"]))

        assert read_vocabulary(folder).tags["tapping"].former_slugs == ("knocking",)


def test_tags_keep_the_order_of_the_file(write_vocabulary, make_tag):
    folder = write_vocabulary(make_tag("zipper"), make_tag("apple"))

    assert list(read_vocabulary(folder).tags) == ["zipper", "apple"]


def test_what_a_tag_leaves_out_is_empty(write_vocabulary, make_tag):
    tag = read_vocabulary(write_vocabulary(make_tag(match=None, evidence=None))).tags["tapping"]

    assert (tag.parents, tag.i18n, tag.rules.positive, tag.rules.zones) == ((), (), (), None)
    assert (tag.is_assignable, tag.hold_for_moderator, tag.rules.is_negatable) == (True, False, True)
    assert tag.evidence.level == "not_applicable"
