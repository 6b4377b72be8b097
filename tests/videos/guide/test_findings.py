"""What studies found, as data."""

from datetime import date

import pytest
import yaml

from videos.guide.findings import PATH, Source, catalog_findings, read_findings

FILE = """
sources: {{one: {{authors: A, year: 2020, place: J 1:2}}}}
chapters: [{{slug: who, title: Who, findings: [{{source: {source}, basis: {basis}, text: T{more}}}]}}]
"""


def read(tmp_path, source="one", basis="text", more=""):
    path = tmp_path / "findings.yaml"
    path.write_text(FILE.format(source=source, basis=basis, more=more), encoding="utf-8")
    return read_findings(path)


class TestReadFindings:
    def test_gives_each_finding_with_its_source(self, tmp_path):
        ((finding,),) = [chapter.findings for chapter in read(tmp_path)]

        assert (finding.source.citation, finding.basis_label) == ("A 2020, J 1:2", "read in public text")

    @pytest.mark.parametrize("wrong", [{"source": "two"}, {"basis": "hearsay"}, {"more": ", colour: red"}])
    def test_refuses_what_it_does_not_know(self, tmp_path, wrong):
        with pytest.raises((KeyError, TypeError)):
            read(tmp_path, **wrong)


class TestSource:
    def test_is_cited_without_a_year_that_nobody_knows(self):
        assert Source("A & B", None, "preprint").citation == "A & B, preprint"


class TestCatalogFindings:
    def test_is_grouped_by_what_is_asked(self):
        assert [chapter.slug for chapter in catalog_findings()] == ["who", "body", "mood", "misophonia", "videos"]

    def test_says_of_each_how_it_is_known(self):
        known = [finding.basis for chapter in catalog_findings() for finding in chapter.findings]

        assert {basis: known.count(basis) for basis in known} == {"text": 14, "press": 1, "reference-list": 1}

    def test_cites_every_study_of_the_file(self):
        cited = {finding.source.citation for chapter in catalog_findings() for finding in chapter.findings}

        assert len(cited) == 14
        assert "Barratt & Davis 2015, PeerJ 3:e851. doi:10.7717/peerj.851" in cited

    def test_says_when_each_source_was_compared_with_a_public_page(self):
        file = yaml.safe_load(PATH.read_text(encoding="utf-8"))

        assert {type(day) for day in file["sources_checked"].values()} == {date}
        assert file["sources"].keys() - file["sources_checked"].keys() == {"ahuja2019", "alam", "poerio2023", "xie2022"}
        assert file["sources_checked"].keys() - file["sources"].keys() == set()
