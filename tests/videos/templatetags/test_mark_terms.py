"""Terms of the glossary in the site's own prose."""

import re

import pytest
from django.template import Context, RequestContext, Template

from videos.models import Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def render(rf):
    """Give render(template, never=…, **values): the HTML of a page."""

    def make(source, *, never="", **values):
        request = rf.get("/", headers={"Cookie": f"never={never}"} if never else {})
        return Template("{% load mark_terms %}" + source).render(RequestContext(request, values))

    return make


def names(html) -> list[str]:
    """What is marked, in order."""
    return re.findall(r'<a class="term__name"[^>]*>([^<]*)</a>', html)


class TestMarkTerms:
    def test_leads_to_the_entry_and_says_what_the_term_means(self, render):
        html = render("{% mark_terms %}No misophonia.{% endmark_terms %}")

        assert html == (
            'No <span class="term"><a class="term__name" href="/glossary/#misophonia" aria-describedby="term-1">'
            'misophonia</a><span class="term__meaning" role="tooltip" id="term-1">Strong distress at particular '
            "everyday sounds, often chewing or breathing.</span></span>."
        )

    def test_takes_the_definition_of_the_tag_as_a_curator_wrote_it(self, render):
        Tag.objects.filter(slug="reiki").update(definition='Hands & "energy" <b>')

        assert "Hands &amp; &quot;energy&quot; &lt;b&gt;</span>" in render("{% mark_terms %}reiki{% endmark_terms %}")

    def test_escapes_what_is_put_in(self, render):
        html = render("{% mark_terms %}{{ text }}{% endmark_terms %}", text='<script>x</script> reiki " onclick=1')

        assert html.startswith("&lt;script&gt;x&lt;/script&gt; <span")
        assert html.endswith("</span></span> &quot; onclick=1")
        assert names(html) == ["reiki"]

    def test_marks_a_term_where_a_page_names_it_first(self, render):
        text = "{% mark_terms %}reiki, Reiki{% endmark_terms %}"

        assert names(render(text + text)) == ["reiki"]

    def test_marks_it_first_in_a_text_of_its_own(self, render):
        text = "{% mark_terms each=True %}reiki, Reiki{% endmark_terms %}"

        assert re.findall(r'id="(.*?)"', render(text + text)) == ["term-1", "term-2"]

    @pytest.mark.parametrize("own", ["reframing", "cognitive-restructuring"])
    def test_does_not_lead_an_entry_to_itself(self, render, own):
        html = render("{% mark_terms but=own %}Reframing and reiki{% endmark_terms %}", own=own)

        assert names(html) == ["reiki"]

    def test_says_nothing_of_what_its_reader_never_wants_to_meet(self, render):
        text = "{% mark_terms %}Reiki, hypnosis{% endmark_terms %}"

        assert names(render(text, never="never=energy-healing")) == ["hypnosis"]

    def test_leaves_a_term_alone_whose_tag_the_catalog_does_not_have(self, render):
        Tag.objects.filter(slug="reiki").update(is_retired=True)

        assert render("{% mark_terms %}Reiki{% endmark_terms %}") == "Reiki"

    def test_counts_on_in_parts_that_are_included(self, render):
        part = Template("{% load mark_terms %}{% mark_terms %}reiki, misophonia{% endmark_terms %}")

        html = render("{% mark_terms %}reiki{% endmark_terms %}{% include part only %}", part=part)

        assert (names(html), re.findall(r'id="(.*?)"', html)) == (["reiki", "misophonia"], ["term-1", "term-2"])

    def test_needs_no_request(self):
        html = Template("{% load mark_terms %}{% mark_terms %}reiki{% endmark_terms %}").render(Context())

        assert names(html) == ["reiki"]
