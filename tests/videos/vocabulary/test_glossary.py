import pytest

from videos.vocabulary.glossary import catalog_evidence_scale, catalog_glossary, read_glossary
from videos.vocabulary.parser import catalog_vocabulary


def found(q):
    return [term.slug for term in catalog_glossary().find_terms(q)]


class TestFindTerms:
    @pytest.mark.parametrize(
        ("q", "slug"),
        [
            ("PNS", "parasympathetic-nervous-system"),
            ("psns", "parasympathetic-nervous-system"),
            ("parasympathetic", "parasympathetic-nervous-system"),
            ("ANS", "autonomic-nervous-system"),
            ("autonomous nervous system", "autonomic-nervous-system"),
            ("autonomic", "autonomic-nervous-system"),
            ("SNS", "sympathetic-nervous-system"),
            ("inner psyche evaluation", "the-cube"),
            ("cube test", "the-cube"),
            ("ASMR", "asmr"),
            ("what is ASMR?", "asmr"),
            ("what are tingles", "tingles"),
            ("What’s the cube?", "the-cube"),
            ("misophonia asmr", "misophonia"),
            ("trauma trigger", "trigger"),
            ("ACT", "act"),
        ],
    )
    def test_finds_the_term_that_goes_by_a_name(self, q, slug):
        assert found(q) == [slug]

    @pytest.mark.parametrize("q", ["", "rain", "cube", "what is", "misophonia rain"])
    def test_finds_none_in_other_words(self, q):
        assert found(q) == []


class TestSuggest:
    def test_gives_terms_that_begin_so(self):
        assert [term.slug for term in catalog_glossary().suggest("parasym")] == ["parasympathetic-nervous-system"]

    def test_gives_no_more_than_asked_for_and_none_for_nothing(self):
        assert (len(catalog_glossary().suggest("a", most=1)), catalog_glossary().suggest(" ")) == (1, ())


class TestCatalogGlossary:
    def test_knows_only_tags_of_the_vocabulary(self):
        tags = catalog_vocabulary().tags.keys()
        terms, abbreviations = catalog_glossary().terms, catalog_glossary().abbreviations
        asked = {*(tag for term in terms for tag in term.tags), *(letters.tag for letters in abbreviations)}

        assert asked - tags == set()

    def test_explains_every_term_itself_or_by_a_tag(self):
        assert [term.slug for term in catalog_glossary().terms if not (term.text or term.tag)] == []

    def test_gives_each_name_to_one_term(self):
        assert [name for name, terms in catalog_glossary().called.items() if len(terms) > 1] == []

    def test_says_of_the_pns_that_textbooks_mean_another(self):
        (term,) = catalog_glossary().find_terms("PNS")

        assert "peripheral" in term.text

    def test_has_an_entry_for_all_letters_that_mean_several_things(self):
        assert [
            one.name for one in catalog_glossary().abbreviations if not catalog_glossary().find_terms(one.name)
        ] == []

    def test_has_a_slug_for_each_term(self):
        slugs = [term.slug for term in catalog_glossary().terms]

        assert len(set(slugs)) == len(slugs)


class TestEvidenceScale:
    def test_says_what_each_level_means_best_founded_first(self):
        levels = ["strong", "moderate", "limited", "none", "not_applicable"]

        assert [*catalog_evidence_scale()] == levels


class TestReadGlossary:
    def test_refuses_a_term_with_an_unknown_key(self, tmp_path):
        path = tmp_path / "glossary.yaml"
        path.write_text("terms: [{slug: a, label: A, names: [], colour: red}]\nabbreviations: []", encoding="utf-8")

        with pytest.raises(TypeError):
            read_glossary(path)
