"""Citations on pages."""

import pytest
from django.template import Context, Template

from videos.templatetags.citations import link_doi


def render(cited) -> str:
    return Template("{% load citations %}{{ cited|link_doi }}").render(Context({"cited": cited}))


class TestLinkDoi:
    def test_leads_from_the_doi_at_the_end_to_the_study(self):
        assert render("Au DWH & al. (2015). A 33:353. doi:10.1136/acupmed-2014-010720") == (
            "Au DWH &amp; al. (2015). A 33:353. "
            '<a href="https://doi.org/10.1136/acupmed-2014-010720" rel="noopener noreferrer">'
            "doi:10.1136/acupmed-2014-010720</a>"
        )

    @pytest.mark.parametrize(
        ("name", "path"),
        [
            ("10.1023/A:1014576505223", "10.1023/A:1014576505223"),
            ("10.1002/(SICI)1097<44::AID-A1>3.0.CO;2-#", "10.1002/(SICI)1097%3C44::AID-A1%3E3.0.CO;2-%23"),
            ('10.1000/"onclick="x', "10.1000/%22onclick%3D%22x"),
            ("10.1000/é?a&b", "10.1000/%C3%A9%3Fa%26b"),
        ],
    )
    def test_its_address_is_encoded_and_the_words_are_escaped(self, name, path):
        html = render(f"Somebody. doi:{name}")

        assert html.split('"')[1] == f"https://doi.org/{path}"
        assert "<44" not in html
        assert html.count('"') == 4

    def test_a_full_stop_at_the_end_is_not_part_of_it(self):
        assert render("A. doi:10.1136/b.").endswith(">doi:10.1136/b</a>")

    @pytest.mark.parametrize(
        "cited",
        ["", "A (2015).", "doi:10.1136/b, read in 2020", "A. doi:11.1136/b", "A. doi:10.1136/", "xdoi:10.1136/b"],
    )
    def test_anything_else_stays_as_it_is(self, cited):
        assert link_doi(cited) == cited

    def test_what_is_no_link_is_escaped_too(self):
        assert render("<b>A</b>") == "&lt;b&gt;A&lt;/b&gt;"
