import pytest

from videos.curation.effective import effective_vocabulary
from videos.curation.sharing import exported_vocabulary
from videos.curation.vocabulary_edits import add_synonym, add_tag, draw_arrow, rename_tag, retire_tag
from videos.models import Tag
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
