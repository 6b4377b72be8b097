from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from django.utils import timezone

from videos.curation.effective import effective_vocabulary
from videos.curation.sharing import drop_shared, exported_vocabulary, preview_shared, use_shared
from videos.curation.vocabulary_edits import add_synonym, add_tag, draw_arrow, rename_tag, retire_tag
from videos.models import Action, SharedVocabulary, Tag
from videos.vocabulary.parser import parse_vocabulary
from videos.vocabulary.writer import write_files

pytestmark = pytest.mark.django_db


def tag(slug):
    return Tag.objects.get(slug=slug)


class TestTheExport:
    def test_is_the_files_vocabulary_where_nobody_edited(self, vocabulary):
        exported = exported_vocabulary()

        assert (exported.tags, exported.fingerprint) == (vocabulary.tags, vocabulary.fingerprint)

    def test_has_what_curators_wrote(self):
        row = tag("tapping")
        row.name, row.evidence_note, row.evidence_references = "Taps", "Ours.", ["Nobody (2024)."]
        row.curated_fields = ["name", "evidence_note", "evidence_references"]
        row.save()

        exported = exported_vocabulary().tags["tapping"]

        assert (exported.label, exported.evidence.note, exported.evidence.references) == (
            "Taps",
            "Ours.",
            ("Nobody (2024).",),
        )
        assert exported.definition == effective_vocabulary().tags["tapping"].definition

    def test_read_again_is_the_vocabulary_in_force_with_every_kind_of_edit(self, curator):
        add_tag("beekeeping", "Beekeeping", "sound", "Work with bees.", user=curator)
        add_synonym(tag("beekeeping"), "hive inspection", in_titles=True, user=curator)
        add_synonym(tag("tapping"), "woodpecker noises", in_titles=False, user=curator)
        draw_arrow(tag("beekeeping"), "parents", tag("sound-triggers"), is_removed=False, user=curator)
        rename_tag(tag("slime"), "goo", user=curator)
        retire_tag(tag("crinkling"), user=curator)

        exported = exported_vocabulary()
        read = parse_vocabulary({name: text.encode() for name, text in write_files(exported).items()})

        assert dict(read.tags) == dict(exported.tags)
        assert (read.facets, read.groups, read.matching) == (exported.facets, exported.groups, exported.matching)
        assert (read.tags["beekeeping"].own_terms, read.tags["goo"].former_slugs, "crinkling" in read.tags) == (
            ("hive inspection",),
            ("slime",),
            False,
        )


@pytest.fixture
def theirs(vocabulary):
    """Another site's vocabulary: without slime, with a tag more, and with another definition of tapping."""
    tags = {slug: definition for slug, definition in vocabulary.tags.items() if slug != "slime"}
    tags["tapping"] = replace(tags["tapping"], definition="Theirs.")
    tags["beekeeping"] = replace(tags["tapping"], slug="beekeeping", label="Beekeeping", former_slugs=())
    return replace(vocabulary, tags=MappingProxyType(tags))


class TestAnotherSitesVocabulary:
    def test_is_told_before_it_is_used_and_nothing_is_written(self, theirs):
        found = preview_shared(theirs, name="theirs.zip")

        assert (found.diff.added, found.diff.changed, found.diff.retired, found.lacking) == (
            ("beekeeping",),
            {"tapping": ("definition",)},
            (),
            ("slime",),
        )
        assert not Tag.objects.filter(slug="beekeeping").exists()
        assert SharedVocabulary.objects.count() == 0

    def test_in_use_counts_over_the_files_and_never_takes_a_tag_of_ours(self, theirs, vocabulary, curator):
        use_shared(preview_shared(theirs, name="theirs.zip").shared, user=curator)

        assert tag("tapping").definition == "Theirs."
        assert (tag("beekeeping").is_retired, tag("slime").is_retired) == (False, False)
        assert effective_vocabulary().tags["beekeeping"].rules == vocabulary.tags["tapping"].rules
        action = Action.objects.get()
        assert (action.summary, action.kind, action.person) == (
            "Another site's vocabulary is in use: theirs.zip",
            "vocabulary",
            curator,
        )

    def test_outlives_the_next_loading_of_the_files(self, theirs, run):
        use_shared(preview_shared(theirs, name="theirs.zip").shared)

        assert run("load_vocabulary").out == [
            "227 tags in 7 facets: 0 added, 0 changed, 0 renamed, 0 retired; 0 videos affected."
        ]

    def test_leaves_what_curators_decided_and_says_so(self, theirs, curator):
        Tag.objects.filter(slug="tapping").update(definition="Ours.", curated_fields=["definition"])
        add_tag("pottery", "Pottery", "sound", "Work with clay.", user=curator)
        rename_tag(tag("crinkling"), "rustling", user=curator)

        found = preview_shared(theirs, name="theirs.zip")
        use_shared(found.shared)
        drop_shared()
        use_shared(preview_shared(theirs, name="theirs.zip").shared)

        assert (found.diff.kept, found.lacking) == ({"tapping": ("definition",)}, ("pottery", "rustling", "slime"))
        assert found.diff.differing == {"rustling": ("its slug, which the files call crinkling",)}
        assert (tag("tapping").definition, tag("pottery").is_retired, tag("rustling").is_retired) == (
            "Ours.",
            False,
            False,
        )

    def test_read_twice_changes_nothing_more(self, theirs):
        use_shared(preview_shared(theirs, name="theirs.zip").shared)

        assert preview_shared(theirs, name="theirs.zip").diff.is_empty

    def test_of_a_second_site_comes_on_top_of_the_first(self, theirs, vocabulary):
        use_shared(preview_shared(theirs, name="first").shared)
        more = {**vocabulary.tags, "pottery": replace(theirs.tags["beekeeping"], slug="pottery", label="Pottery")}
        use_shared(preview_shared(replace(vocabulary, tags=MappingProxyType(more)), name="second").shared)

        assert {"beekeeping", "pottery"} <= effective_vocabulary().tags.keys()
        assert SharedVocabulary.objects.get().name == "second"

    def test_taken_out_of_use_leaves_the_files(self, theirs, vocabulary, curator):
        use_shared(preview_shared(theirs, name="theirs.zip").shared)

        diff = drop_shared(user=curator)

        assert diff.retired == ("beekeeping",)
        assert tag("tapping").definition == vocabulary.tags["tapping"].definition
        assert effective_vocabulary() is vocabulary
        assert drop_shared(user=curator) is None

    def test_of_this_site_itself_brings_nothing(self, curator):
        add_tag("pottery", "Pottery", "sound", "Work with clay.", user=curator)
        add_synonym(tag("tapping"), "woodpecker noises", in_titles=True, user=curator)

        assert preview_shared(exported_vocabulary(), name="ours").diff.is_empty

    def test_with_a_tag_that_a_curator_made_here_too_leaves_the_curators(self, theirs, curator):
        add_tag("beekeeping", "Hives", "sound", "Ours.", user=curator)

        found = preview_shared(theirs, name="theirs.zip")
        use_shared(found.shared)
        drop_shared()

        assert (found.ours, found.diff.added) == (("beekeeping",), ())
        assert (tag("beekeeping").name, tag("beekeeping").is_ours, tag("beekeeping").is_retired) == (
            "Hives",
            True,
            False,
        )

    def test_that_nobody_used_goes_after_a_day(self, theirs):
        preview_shared(theirs, name="old", keep=True)
        SharedVocabulary.objects.update(made_at=timezone.now() - timedelta(days=2))

        preview_shared(theirs, name="new", keep=True)

        assert [shared.name for shared in SharedVocabulary.objects.all()] == ["new"]
