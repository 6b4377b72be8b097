"""The glossary as a page."""

import pytest

from videos.browsing.never import NOTHING, NeverList
from videos.guide.glossary import glossary_context
from videos.models import Tag
from videos.vocabulary.glossary import catalog_glossary

pytestmark = pytest.mark.django_db


def entries(*, never=NOTHING):
    return {entry.slug: entry for _, group in glossary_context(never=never)["letters"] for entry in group}


class TestGlossaryContext:
    def test_has_every_term_in_alphabetical_order_under_its_letter(self):
        letters = glossary_context(never=NOTHING)["letters"]

        labels = [entry.label for _, group in letters for entry in group]
        assert sorted(labels, key=str.casefold) == labels
        assert len(labels) == len(catalog_glossary().terms)
        assert {entry.label[0].upper() == letter for letter, group in letters for entry in group} == {True}

    def test_leads_to_the_tag_with_the_number_of_its_videos(self, make_video):
        make_video(tags=["cbt"])
        make_video(tags=["cbt"])

        (tag,) = entries()["cbt"].tags
        assert (tag.label, tag.href, tag.count) == ("CBT (cognitive behavioural therapy)", "/tags/cbt/", 2)

    def test_leads_to_tags_near_it(self):
        hrefs = [tag.href for tag in entries()["sympathetic-nervous-system"].tags]

        assert hrefs == ["/tags/stress/", "/tags/anxiety/", "/tags/panic/"]

    def test_names_what_else_it_is_called_but_no_plurals(self):
        assert entries()["asmrtist"].also == ("ASMR artist",)

    def test_says_what_each_level_of_evidence_means(self):
        words = [words for words, _ in entries()["evidence-level"].parts]

        assert words == ["strong", "moderate", "limited", "no reliable evidence yet"]

    def test_explains_by_the_definition_that_is_in_force(self):
        Tag.objects.filter(slug="cbt").update(definition="As a curator says.")

        assert entries()["cbt"].text == "As a curator says."

    def test_leaves_out_what_its_reader_never_wants_to_meet(self):
        found = entries(never=NeverList(tags=("energy-healing", "panic")))

        assert "reiki" not in found
        assert [tag.href for tag in found["sympathetic-nervous-system"].tags] == ["/tags/stress/", "/tags/anxiety/"]

    def test_leaves_out_what_only_a_missing_tag_explains(self):
        Tag.objects.filter(slug__in=["reiki", "stress"]).update(is_retired=True)

        found = entries()

        assert "reiki" not in found
        assert [tag.href for tag in found["sympathetic-nervous-system"].tags] == ["/tags/anxiety/", "/tags/panic/"]
