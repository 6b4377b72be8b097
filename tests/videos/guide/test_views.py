"""The pages for newcomers, as they are served."""

import re

import pytest

from tests.videos.test_views import count_queries
from videos.guide.findings import catalog_findings

pytestmark = pytest.mark.django_db

PAGES = ["/start/", "/glossary/", "/science/"]


def links(html) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


@pytest.mark.parametrize("path", PAGES)
class TestPages:
    def test_are_led_to_from_the_foot_of_every_page(self, client, path):
        assert path in links(client.get("/creators/").content.decode().split("<footer")[1])

    def test_are_not_sent_again_unchanged(self, client, path):
        etag = client.get(path).headers["ETag"]

        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304

    @pytest.mark.parametrize("query", ["page=x", "q=%00", "never=off", "tag=%F0%9F", "never=nothing-of-ours"])
    def test_take_any_address(self, client, path, query):
        assert client.get(f"{path}?{query}").status_code == 200

    def test_cost_the_same_with_videos_as_without(self, client, make_video, path):
        without = count_queries(client, path)
        for tag in ("tapping", "cbt", "reiki", "personal-attention"):
            make_video(tags=[tag])

        assert count_queries(client, path) == without


class TestGlossary:
    def test_every_letter_leads_to_its_terms_and_every_term_has_an_anchor(self, client):
        html = client.get("/glossary/").content.decode()

        anchors = set(re.findall(r'id="([^"]*)"', html))
        asked = {href.split("#")[1] for href in links(html) if href.startswith(("#", "/glossary/#"))} - {"content"}
        assert asked - anchors == set()
        assert {"letter-s", "sympathetic-nervous-system", "act"} <= anchors

    def test_says_of_the_sns_what_else_it_is(self, client):
        assert "SNS also means social networking service." in client.get("/glossary/").content.decode()


class TestScience:
    def test_says_first_that_nothing_is_proven_of_videos(self, client):
        html = client.get("/science/").content.decode()

        assert html.index("No trial has tested") < html.index("<h2")

    def test_names_the_source_of_each_finding_and_how_it_is_known(self, client):
        html = client.get("/science/").content.decode()

        assert html.count("<cite>") == html.count("read in public text") + html.count("as quoted in the press") + 1
        assert "<cite>Niu et al. 2022, CHI. <a " in html
        assert "<cite>Xie et al. 2022, HCII</cite> · read in public text" in html
        assert re.search(r"<cite>Ahuja &amp; Ahuja 2019, JAMA .*</cite> · seen in a list of references, not read", html)

    def test_leads_to_each_study_that_has_a_doi(self, client):
        html = client.get("/science/").content.decode()

        assert set(
            re.findall(r'href="https://doi\.org/([^"]*)" rel="noopener noreferrer">doi:\1</a></cite>', html)
        ) == {
            finding.source.citation.split("doi:")[1]
            for chapter in catalog_findings()
            for finding in chapter.findings
            if "doi:" in finding.source.citation
        }


class TestProseElsewhere:
    def test_a_technique_explains_the_terms_of_its_note(self, client):
        html = client.get("/tags/talk-therapy/").content.decode()

        assert re.search(r'<a class="term__name" href="/glossary/#cbt" aria-describedby="term-\d">CBT</a>', html)

    def test_a_video_explains_the_terms_of_its_cautions_and_never_those_of_its_creator(self, client, make_video):
        video = make_video("Reiki", tags=["misophonia-mouth"], description="With misophonia, reiki and CBT")

        html = client.get(video.get_absolute_url()).content.decode()

        assert re.findall(r'class="term__name" href="/glossary/#([^"]*)"', html) == ["misophonia"]

    def test_home_explains_the_words_of_what_asmr_is(self, client):
        found = re.findall(r'class="term__name" href="/glossary/#([^"]*)"', client.get("/").content.decode())

        assert found == ["asmr", "tingles", "cbt"]
