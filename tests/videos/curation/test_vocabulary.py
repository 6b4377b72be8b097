import os
import subprocess
import sys
from dataclasses import replace
from types import MappingProxyType

import pytest

from videos.changes.log import find_position
from videos.curation import vocabulary as curation
from videos.curation.vocabulary_edits import add_tag
from videos.models import ArrowEdit, Facet, Tag, TagAlias, TagClosure, TaggedVideo, TagGroup
from videos.vocabulary.parser import VocabularyError

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(vocabulary):
    """Give change(slug=changes, …): the vocabulary with some definitions changed; None takes the tag out of it."""

    def make(**definitions):
        tags = dict(vocabulary.tags)
        for slug, changes in definitions.items():
            slug = slug.replace("_", "-")
            definition = tags.pop(slug)
            if changes is not None:
                tags[changes.get("slug", slug)] = replace(definition, **changes)
        return replace(vocabulary, tags=MappingProxyType(tags))

    return make


def tag(slug):
    return Tag.objects.get(slug=slug)


def related(slug, name):
    return sorted(getattr(tag(slug), name).values_list("slug", flat=True))


def test_a_circle_of_the_files_with_a_curators_arrow_is_named_and_nothing_loaded(change):
    ArrowEdit.objects.create(tag=tag("brushing"), kind="implies", other=tag("tapping"), is_removed=False)
    before = related("tapping", "implies")

    with pytest.raises(VocabularyError, match="circle: (tapping → brushing → tapping|brushing → tapping → brushing)"):
        curation.load(change(tapping={"implies": ("brushing",)}))

    assert related("tapping", "implies") == before


def test_a_tag_of_ours_stays_where_the_files_come_to_call_another_so_formerly(vocabulary, curator):
    add_tag("soap", "Soap", "sound", "Soap is cut.", user=curator)
    theirs = replace(vocabulary.tags["tapping"], slug="soap-work", label="Soap work", former_slugs=("soap",))
    tags = MappingProxyType({**vocabulary.tags, "soap-work": theirs})

    diff = curation.load(replace(vocabulary, tags=tags))

    assert (diff.added, diff.renamed) == (("soap-work",), {})
    assert (tag("soap").name, tag("soap").is_ours, tag("soap-work").name) == ("Soap", True, "Soap work")


@pytest.mark.django_db(transaction=True)
def test_loading_the_same_again_writes_nothing_that_the_log_would_note(loaded_vocabulary, vocabulary):
    since = find_position()

    curation.load(vocabulary)

    assert find_position().last_id == since.last_id


def test_loading_mends_the_arrows_followed_to_their_end(vocabulary):
    def followed():
        return sorted(TagClosure.objects.values_list("tag__slug", "present__slug", "is_ancestor"))

    before = followed()
    own, other = TagClosure.objects.filter(tag__slug="cbt").order_by("pk")[:2]
    TagClosure.objects.filter(pk=own.pk).update(is_ancestor=not own.is_ancestor)
    other.delete()
    TagClosure.objects.create(tag=tag("cbt"), present=tag("slime"), is_ancestor=True)

    curation.load(vocabulary)

    assert followed() == before


class TestTheFirstLoading:
    """The test database was loaded once from nothing."""

    def test_makes_all_tags_groups_and_facets(self, vocabulary):
        assert list(Tag.objects.in_order().values_list("slug", flat=True).order_by("order")) == list(vocabulary.tags)
        assert (Tag.objects.count(), Facet.objects.count()) == (226, 7)
        assert TagGroup.objects.count() == len(vocabulary.groups)

    def test_gives_a_tag_all_that_its_definition_says(self, vocabulary):
        definition = vocabulary.tags["hypnosis"]

        row = tag("hypnosis")

        assert (row.name, row.definition, row.group_id) == (definition.label, definition.definition, definition.group)
        assert (row.evidence_level, row.evidence_note) == (definition.evidence.level, definition.evidence.note)
        assert row.listening_note == definition.listening
        assert row.evidence_references == list(definition.evidence.references)

    def test_follows_every_arrow_to_its_end(self, vocabulary):
        closure = {(row.tag.slug, row.present.slug): row.is_ancestor
                   for row in TagClosure.objects.select_related("tag", "present")}  # fmt: skip

        assert closure == {
            (slug, other): other in vocabulary.ancestors(slug)
            for slug in vocabulary.tags
            for other in vocabulary.closure(slug)
        }

    def test_makes_synonyms_of_which_none_is_a_curator_s(self, vocabulary):
        names = TagAlias.objects.filter(tag__slug="slime", kind="synonym").values_list("name", flat=True)

        definition = vocabulary.tags["slime"]
        assert set(names) == {*definition.synonyms, *definition.search_only_synonyms}
        assert not TagAlias.objects.filter(is_curated=True).exists()

    @pytest.mark.parametrize(
        ("slug", "is_staff_only", "is_shut_out"),
        [("slime", False, False), ("mouth-sounds", False, True), ("needles-medical", False, True)],
    )
    def test_marks_what_people_shut_out(self, slug, is_staff_only, is_shut_out):
        assert (tag(slug).is_staff_only, tag(slug).is_shut_out) == (is_staff_only, is_shut_out)


class TestLoadingAgain:
    def test_changes_nothing(self, vocabulary):
        before = list(Tag.objects.order_by("pk").values())

        diff = curation.load(vocabulary)

        assert diff == curation.VocabularyDiff()
        assert diff.is_empty
        assert list(Tag.objects.order_by("pk").values()) == before

    @pytest.mark.parametrize("seed", ["1", "2"])
    def test_changes_nothing_in_another_process(self, vocabulary, seed):
        script = (
            "import django; django.setup()\n"
            "from videos.curation.vocabulary_rows import fingerprint\n"
            "from videos.vocabulary.parser import read_vocabulary\n"
            "print(*map(fingerprint, read_vocabulary().tags.values()))"
        )
        environment = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "asmr_catalog.settings"}

        command = [sys.executable, "-c", script]
        answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

        stored = dict(Tag.objects.values_list("slug", "rules_fingerprint"))
        assert answer.stdout.split() == [stored[slug] for slug in vocabulary.tags]

    def test_a_tag_without_candidates_is_what_it_was_before_there_were_such(self):
        kept = Tag.objects.get(slug="sound-triggers").rules_fingerprint

        assert kept == "824f2a50e8e738d1c858d55868e57782c71bc42f500243cedf1ce76ec5c31f3f"


class TestADifference:
    def test_is_a_tag_added(self, change, vocabulary):
        curation.load(change(slime=None))
        Tag.objects.filter(slug="slime").delete()

        assert curation.load(vocabulary) == curation.VocabularyDiff(added=("slime",))

    @pytest.mark.parametrize(
        ("changes", "parts"),
        [
            ({"label": "Goo"}, ("label",)),
            ({"definition": "Goo on things."}, ("definition",)),
            ({"group": "touch"}, ("group",)),
            ({"synonyms": ("goo",)}, ("synonyms",)),
            ({"parents": ("rain-sounds",)}, ("parents",)),
            ({"opposes": ("rain-sounds",)}, ("opposes",)),
            ({"is_assignable": False}, ("is_assignable",)),
            ({"hold_for_moderator": True}, ("holds_for_moderator",)),
            ({"i18n": (("de", ("Klopfen",)),)}, ("patterns",)),
            ({"i18n_display_only": frozenset({"ja", "ko"})}, ("patterns",)),
        ],
    )
    def test_is_named_by_tag_and_part(self, change, changes, parts):
        diff = curation.load(change(slime=changes))

        assert diff == curation.VocabularyDiff(changed={"slime": parts})

    @pytest.mark.parametrize(
        ("rules", "changed"),
        [
            ({"positive": ("knock",)}, {"slime": ("patterns",)}),
            ({"is_negatable": False}, {"slime": ("patterns",)}),
            ({"notes": "Found by hand."}, {}),
        ],
    )
    def test_in_the_patterns_is_seen_and_in_remarks_is_none(self, change, vocabulary, rules, changed):
        changes = {"rules": replace(vocabulary.tags["slime"].rules, **rules)}

        assert curation.load(change(slime=changes)).changed == changed

    def test_counts_the_videos_that_it_affects(self, change, make_video):
        make_video(tags=["slime", "rain-sounds"])
        make_video(tags=["slime"])
        make_video(tags=["brushing"])

        diff = curation.load(change(slime={"label": "Goo"}, rain_sounds={"label": "Raindrops"}))

        assert diff.affected_video_count == 2

    def test_of_places_in_the_files_is_not_told(self, vocabulary):
        backwards = replace(vocabulary, tags=MappingProxyType(dict(reversed(vocabulary.tags.items()))))

        assert curation.load(backwards).is_empty
        assert Tag.objects.order_by("order").first().slug == list(vocabulary.tags)[-1]

    def test_of_labels_that_two_tags_swap_is_loaded(self, change, vocabulary):
        labels = {slug: vocabulary.tags[slug].label for slug in ("slime", "rain-sounds")}

        diff = curation.load(change(slime={"label": labels["rain-sounds"]}, rain_sounds={"label": labels["slime"]}))

        assert set(diff.changed) == {"slime", "rain-sounds"}
        assert (tag("slime").name, tag("rain-sounds").name) == (labels["rain-sounds"], labels["slime"])


class TestARename:
    def test_keeps_the_row_with_its_videos_and_answers_to_the_old_slug(self, change, make_video):
        video = make_video(tags=["slime"])
        pk = tag("slime").pk

        diff = curation.load(change(slime={"slug": "goo", "former_slugs": ("slime",)}))

        assert diff == curation.VocabularyDiff(renamed={"slime": "goo"}, affected_video_count=1)
        assert tag("goo").pk == pk
        assert [each.slug for each in video.tags.all()] == ["goo"]
        assert TagAlias.objects.filter(tag=pk, kind="former-slug", slug="slime").exists()


class TestARetirement:
    def test_keeps_the_row_and_what_it_was_set_on(self, change, make_video):
        video = make_video(tags=["slime"])

        diff = curation.load(change(slime=None))

        assert (diff.retired, diff.affected_video_count) == (("slime",), 1)
        assert tag("slime").is_retired
        assert video.tagged_videos.count() == 1
        assert not Tag.objects.active().filter(slug="slime").exists()

    def test_is_told_once_and_as_nothing_else(self, change):
        first = curation.load(change(slime=None))

        second = curation.load(change(slime=None))

        assert "slime" not in first.changed
        assert second.is_empty

    def test_gives_its_label_free(self, change, vocabulary):
        label = vocabulary.tags["slime"].label

        curation.load(change(slime=None, rain_sounds={"label": label}))

        assert tag("rain-sounds").name == label

    def test_ends_when_the_tag_comes_back(self, change, vocabulary):
        curation.load(change(slime=None))

        diff = curation.load(vocabulary)

        assert set(diff.changed) >= {"slime"}
        assert (tag("slime").is_retired, tag("slime").name) == (False, vocabulary.tags["slime"].label)
        assert curation.load(vocabulary).is_empty


class TestACuratorsWord:
    def test_on_a_label_that_another_tag_needs_is_named_and_nothing_is_loaded(self, change):
        Tag.objects.filter(slug="slime").update(name="Wobbling", curated_fields=["name"])

        with pytest.raises(curation.LabelConflictError) as conflict:
            curation.load(change(tapping={"label": "Wobbling"}))

        assert conflict.value.pairs == [("Wobbling", "slime", "tapping")]
        assert tag("tapping").name == "Tapping"

    def test_on_a_label_ends_when_the_tag_retires(self, change, vocabulary):
        Tag.objects.filter(slug="slime").update(name="Wobbling", curated_fields=["name"])

        curation.load(change(slime=None))
        curation.load(vocabulary)

        assert (tag("slime").name, tag("slime").is_retired) == (vocabulary.tags["slime"].label, False)

    def test_stands_and_is_told(self, change):
        Tag.objects.filter(slug="slime").update(definition="Ours.", curated_fields=["definition"])

        diff = curation.load(change(slime={"definition": "Theirs.", "label": "Goo"}))

        assert (diff.changed, diff.kept) == ({"slime": ("label",)}, {"slime": ("definition",)})
        assert (tag("slime").definition, tag("slime").name) == ("Ours.", "Goo")

    def test_on_another_name_stands(self, vocabulary):
        tag("slime").aliases.create(kind="synonym", name="Poking")

        assert curation.load(vocabulary).is_empty
        assert TagAlias.objects.filter(name="Poking").exists()


def test_a_failure_loads_nothing(change):
    before = list(Tag.objects.order_by("pk").values())

    with pytest.raises(KeyError):
        curation.load(change(slime={"label": "Goo", "parents": ("no-such-tag",)}))

    assert list(Tag.objects.order_by("pk").values()) == before


def test_tags_set_on_videos_survive_every_loading(vocabulary, make_video):
    make_video(tags=["slime", "rain-sounds"])
    before = list(TaggedVideo.objects.order_by("pk").values())

    curation.load(vocabulary)

    assert list(TaggedVideo.objects.order_by("pk").values()) == before
