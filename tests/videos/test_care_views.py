"""The crisis box, the help page and the resources, as visitors see them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from videos.browsing.resources import resources_of
from videos.curation.care import load_guide
from videos.models import HelpContact, Resource, Tag

pytestmark = pytest.mark.django_db

BOX = "If you are thinking of harming yourself"


def contact(name="Listeners", *, age=0, **values):
    day = timezone.localdate() - timedelta(days=age)
    return HelpContact.objects.create(
        name=name, **{"number": "116 123", "verified_on": day, "verified_by": "c", **values}
    )


def text_of(client, path, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


class TestBox:
    @pytest.mark.parametrize(
        "path",
        [
            *("/tags/crisis-sensitive/", "/tags/panic/", "/help/", "video", "/creators/?q=suicide"),
            *("/videos/?q=suicide", "/videos/?q=panic+attack", "/videos/?q=whispered+panic+attack"),
        ],
    )
    def test_stands_before_any_video_wherever_it_is_called_for(self, client, make_video, path):
        video = make_video("I want to tell you about suicide", tags=["crisis-sensitive", "panic"])

        html = text_of(client, video.get_absolute_url() if path == "video" else path)

        assert html.count(BOX) == 1
        assert html.index(BOX) < min(html.find(mark) % len(html) for mark in ('class="card"', 'class="player"'))

    @pytest.mark.parametrize(
        "path", ["/", "/tags/tapping/", "/videos/?q=rain", "/videos/?not=panic", "/creators/", "/resources/"]
    )
    def test_stands_nowhere_else(self, client, path):
        assert BOX not in text_of(client, path)

    @pytest.mark.parametrize(
        "query",
        [
            "tag=tapping&length=20-60&q=suicide&sort=longest",
            "q=" + "so+tired+" * 22 + "and+i+want+to+die",  # beyond the words that are searched for
            "tag=want-to-die",  # no such tag
        ],
    )
    def test_reads_everything_that_was_typed(self, client, query):
        assert BOX in text_of(client, f"/videos/?{query}")

    @pytest.mark.parametrize(("query", "is_list"), [("q=suicide", True), ("tag=panic", True), ("tag=sleep", False)])
    def test_comes_in_place_of_a_video_by_chance(self, client, make_video, query, is_list):
        make_video("About suicide", tags=["panic", "sleep"])

        address = client.get(f"/videos/random/?{query}")["Location"]

        assert (address == f"/videos/?{query}") is is_list

    def test_shows_no_number_on_a_new_site_and_is_of_use_all_the_same(self, client):
        load_guide()

        html = text_of(client, "/tags/crisis-sensitive/")

        assert "call your local emergency number" in html
        assert "https://findahelpline.com/" in html
        assert "https://befrienders.org/" in html
        assert "tel:" not in html
        assert 'href="/help/"' in html

    @pytest.mark.parametrize("change", [{"is_shown": False}, {"url": "https://moved.example.org/"}])
    def test_names_no_list_that_a_person_shut_off_or_knows_better(self, client, change):
        load_guide()
        HelpContact.objects.filter(key="befrienders").update(**change)

        html = text_of(client, "/help/")

        assert ("https://findahelpline.com/" in html, "befrienders" in html, "moved" in html) == (True, False, False)

    def test_is_of_use_where_every_list_is_shut_off(self, client):
        load_guide()
        HelpContact.objects.update(is_shown=False)

        html = text_of(client, "/help/")

        assert ("call your local emergency number" in html, "Lists of people" in html, "lists above" in html) == (
            True,
            False,
            False,
        )

    def test_leads_to_the_numbers_of_a_country_and_keeps_checked_directories_first(self, client):
        contact("Norway's line", country="NO")
        contact("Checked list", kind="directory", number="", url="https://list.example.org/")

        html = text_of(client, "/tags/crisis-sensitive/")

        assert '<form class="help-choice" method="get" action="/help/">' in html
        assert '<option value="NO" >Norway</option>' in html
        assert "https://list.example.org/" in html
        assert "findahelpline" not in html
        assert "tel:" not in html


class TestHelpPage:
    def test_has_every_checked_contact_by_country(self, client):
        contact("Norwegian", country="NO")
        contact("Old", country="NO", age=181)
        contact("Austrian", country="AT", number="142", hours="day and night")
        contact("Off", country="AT", is_shown=False)

        html = text_of(client, "/help/")

        assert re.findall(r"<h3 id=\"country-(..)\">", html) == ["AT", "NO"]
        assert re.findall(r"tel:\d+", html) == ["tel:142", "tel:116123"]
        assert "day and night" in html

    def test_has_the_country_that_was_asked_for_first_in_the_box(self, client):
        contact("Norwegian", country="NO")
        contact("Police and rescue", country="NO", kind="emergency", number="112")

        html = text_of(client, "/help/", country=" no")
        box = html[html.index(BOX) : html.index("</section>")]

        assert re.findall(r"tel:\d+", box) == ["tel:112", "tel:116123"]
        assert re.findall(r"tel:\d+", html.removeprefix(html[: html.index('id="countries"')])) == [
            "tel:112",
            "tel:116123",
        ]
        assert '<option value="NO" selected>Norway</option>' in box

    def test_has_the_emergency_number_of_the_union_for_its_members(self, client):
        contact("Of the union", country="EU", kind="emergency", number="112")
        contact("Where it is offered", country="EU")
        contact("Berlin line", country="DE")
        contact("Spanish emergency", country="ES", kind="emergency", number="112")
        contact("Oslo line", country="NO")

        def chosen(country):
            html = text_of(client, "/help/", country=country)
            box = html[html.index(BOX) : html.index("<select")]
            return re.findall("Of the union|Where it is offered|Berlin line|Spanish emergency|Oslo line", box)

        assert chosen("DE") == ["Of the union", "Berlin line"]
        assert chosen("IT") == ["Of the union"]
        assert chosen("ES") == ["Spanish emergency"]
        assert chosen("NO") == ["Oslo line"]
        assert chosen("EU") == ["Of the union", "Where it is offered"]

    def test_offers_the_countries_that_have_a_number_of_their_own_or_of_their_union(self, client):
        contact("Oslo line", country="NO")
        contact("Where it is offered", country="EU")
        assert re.findall(r'<option value="(\w+)"', text_of(client, "/help/")) == ["EU", "NO"]

        contact("Of the union", country="EU", kind="emergency", number="112")

        offered = re.findall(r'<option value="(\w+)"', text_of(client, "/help/"))
        assert ({"DE", "EU", "NO"} <= set(offered), "CH" in offered) == (True, False)

    def test_says_where_it_has_no_number_for_a_country(self, client):
        assert "No number for Norway has been checked lately" in text_of(client, "/help/", country="NO")

    @pytest.mark.parametrize("country", ["", "QQ", "\x00", "NOR", "<b>", "🌙" * 500])
    def test_takes_any_other_word_for_no_country(self, client, country):
        html = text_of(client, "/help/", country=country)

        assert "has been checked lately" not in html
        assert "call your local emergency number" in html

    def test_shows_as_text_what_is_not_one_number_to_dial(self, client):
        contact("Text line", country="US", number="HOME to 741741")

        html = text_of(client, "/help/")

        assert ("<strong>HOME to 741741</strong>" in html, "tel:" in html) == (True, False)

    def test_remembers_nothing_of_who_asked(self, client):
        response = client.get("/help/", {"country": "NO"})

        assert response.cookies == {}

    def test_is_told_to_search_engines_and_linked_from_every_page(self, client):
        assert "/help/</loc>" in text_of(client, "/sitemap-lists.xml")
        assert '<a href="/help/">' in text_of(client, "/")


class TestAPageThatIsKept:
    """An old number stays in front of nobody."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda: HelpContact.objects.update(number="112"),
            lambda: HelpContact.objects.update(is_shown=False),
            lambda: contact("Another"),
            lambda: HelpContact.objects.all().delete(),
            lambda: Resource.objects.create(title="Blog", kind="blog"),
        ],
    )
    @pytest.mark.parametrize("path", ["/help/", "/tags/crisis-sensitive/", "/resources/"])
    def test_is_asked_for_anew_after_a_change(self, client, path, change):
        contact()
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304

        change()

        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200

    def test_is_asked_for_anew_on_the_day_when_a_check_has_run_out(self, client, monkeypatch):
        contact(age=180, country="NO")
        tomorrow = timezone.localdate() + timedelta(days=1)
        response = client.get("/help/")
        assert "tel:116123" in response.content.decode()

        monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
        again = client.get("/help/", headers={"If-None-Match": response.headers["ETag"]})

        assert (again.status_code, "tel:" in again.content.decode()) == (200, False)


class TestResources:
    @pytest.fixture(autouse=True)
    def loaded(self, db):
        load_guide()

    def test_lists_kind_status_and_last_check(self, client):
        Resource.objects.filter(key="asmr-university").update(status="live", checked_on="2026-11-30")

        html = text_of(client, "/resources/")

        assert '<a class="resources__link" href="https://asmruniversity.com/"' in html
        assert "There at the last check · last checked 30 November 2026" in html
        assert "Unverified · not checked yet" in html

    def test_gives_the_survey_as_text_only(self, client):
        html = text_of(client, "/resources/")

        assert "www.asmr-research.org (may be closed, so there is no link)" in html
        assert 'href="https://www.asmr-research.org' not in html
        assert "Historic, possibly closed · not checked yet" in html

    def test_leaves_out_what_is_shut_off(self, client):
        Resource.objects.filter(key="asmr-university").update(is_shown=False)

        assert "ASMR University" not in text_of(client, "/resources/")

    def test_leaves_out_what_belongs_to_a_tag_on_the_never_list_and_says_so(self, client):
        client.cookies["never"] = "never=the-cube"

        html = text_of(client, "/resources/")

        assert "Keep the Secret" not in html
        assert "1 hidden by your settings" in html

    @pytest.mark.parametrize(
        ("q", "titles"),
        [
            ("inner psyche evaluation", ["The Cube: Keep the Secret"]),
            ("the cube", ["The Cube: Keep the Secret"]),
            ("Keep the Secret", ["The Cube: Keep the Secret"]),
            ("asmr university", ["ASMR University"]),
            ("ASMR research project", ["ASMR Research Project survey"]),
            ("asmr", []),
            ("secret", []),
        ],
    )
    def test_are_found_by_what_a_search_names(self, client, q, titles):
        answers = client.get("/videos/", {"q": q}).context["result"]["answers"]

        assert [resource.title for resource in answers.resources] == titles

    def test_of_a_tag_on_the_never_list_are_not_found(self, client):
        client.cookies["never"] = "never=the-cube"

        assert client.get("/videos/", {"q": "the cube"}).context["result"]["answers"].resources == ()

    def test_of_a_tag_on_the_never_list_stand_on_no_other_tags_page(self, client):
        Resource.objects.get(key="the-cube-book").tags.add(Tag.objects.get(slug="hypnosis"))
        pages = [client.get("/tags/the-cube/")]
        client.cookies["never"] = "never=hypnosis"

        pages.append(client.get("/tags/the-cube/"))
        assert [len(page.context["resources"]) for page in pages] == [1, 0]

    def test_belong_to_tags(self):
        tags = {slug: Tag.objects.get(slug=slug) for slug in ("the-cube", "cbt")}

        assert {slug: [one.title for one in resources_of(tag)] for slug, tag in tags.items()} == {
            "the-cube": ["The Cube: Keep the Secret"],
            "cbt": [],
        }
