"""The public pages, asked as a browser asks."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db

BAD_QUERIES = [
    "page=99999999999999999999",
    "page=0",
    "page=-1",
    "page=abc",
    "tag=%00",
    "tag=%FF%FE",
    "q=%00",
    "q=%ED%A0%80",
    "length=abc",
    "length=NaN",
    "length=60-20",
    "length=99999999999999999999-",
    "year=0000",
    "year=99999",
    "sort=;drop",
    "creator=%00",
    "lang=%F0%9F%98%80",
    "free=%27%20OR%201=1",
    "tag=" + ",".join(f"t{n}" for n in range(500)),
    "&".join(f"tag=t{n}" for n in range(500)),
    "&".join(f"not=t{n}" for n in range(500)),
    "q=" + "a" * 100_000,
    "q=" + "a+" * 50_000,
    "&&&===",
    "%",
    "tag",
    "q=%25%5F%5C",
    "sort=random-999999999999999999",
]
LISTS = ["/videos/", "/creators/", "/creators/quiet-corner-asmr/", "/tags/tapping/"]


def count_queries(client, path) -> int:
    client.get(path)  # what changed before is read into the index once, by whoever asks first
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


TOO_MANY = "too many conditions or words: nothing is found rather than too much"


class TestEveryPage:
    @pytest.mark.parametrize("path", ["/", *LISTS, "/tags/", "/tags/cbt/"])
    def test_asks_no_other_host_and_allows_none(self, client, make_video, make_creator, path):
        make_video("Rain", creator=make_creator(), tags=["tapping"])

        response = client.get(path)

        policy = response.headers["Content-Security-Policy"]
        assert response.status_code == 200
        assert "default-src 'self'" in policy
        assert "frame-src https://www.youtube-nocookie.com" in policy
        assert "unsafe" not in policy

    @pytest.mark.parametrize("query", BAD_QUERIES)
    @pytest.mark.parametrize("path", LISTS)
    def test_answers_any_query_without_a_fault(self, client, make_video, make_creator, path, query):
        make_video("Rain", creator=make_creator(), tags=["tapping"])

        response = client.get(f"{path}?{query}", follow=True)

        assert response.status_code == 200
        assert len(response.redirect_chain) <= 1

    @pytest.mark.parametrize(
        "path",
        [
            "/videos/0/",
            "/videos/99999999999999999999/",
            "/videos/abc/",
            "/creators/nobody/",
            "/creators/%00/",
            "/tags/%00/",
            "/tags/nothing/",
            "/tags/suggestive/",
            f"/tags/{quote('🌧')}/",
        ],
    )
    def test_is_not_found_where_there_is_none(self, client, path):
        response = client.get(path)

        assert response.status_code == 404
        assert "All videos" in response.content.decode() or "/videos/" in response.content.decode()


class TestQueryCounts:
    @pytest.mark.parametrize("path", ["/", *LISTS, "/videos/?tag=tapping&not=whispered"])
    def test_are_the_same_for_three_videos_and_for_thirty(self, client, settings, make_video, make_creator, path):
        settings.ASMR_PAGE_SIZE = 30
        first = make_creator()
        for number in range(3):
            make_video(f"Tapping {number}", creator=first, tags=["tapping", "sleep"])
        few = count_queries(client, path)

        for number in range(27):
            creator = make_creator(f"Creator {number}")
            make_video(
                f"More {number}", creator=creator if number % 2 else first, tags=["tapping", "sleep", "hypnosis"]
            )

        assert count_queries(client, path) == few

    def test_of_a_video_are_the_same_for_two_tags_and_for_many(self, client, make_video, make_creator):
        few = make_video(tags=["tapping", "sleep"], creator=make_creator())
        many = make_video(
            tags=["tapping", "sleep", "hypnosis", "cbt", "whispered", "rain-sounds", "reiki"],
            creator=make_creator("Other"),
        )

        assert count_queries(client, many.get_absolute_url()) == count_queries(client, few.get_absolute_url())


class TestVideoList:
    @pytest.mark.parametrize(
        ("asked", "status", "location"),
        [
            ("not=mouth-sounds&tag=sleep", 301, "/videos/?tag=sleep&not=mouth-sounds"),
            ("q=&tag=sleep&sort=newest&page=1", 301, "/videos/?tag=sleep"),
            ("tag=cognitive-behavioral-therapy", 301, "/videos/?tag=cbt"),
            ("tag=one-hour-plus&tag=sleep", 301, "/videos/?tag=sleep&length=60-"),
            ("utm_source=post", 301, "/videos/"),
        ],
    )
    def test_has_one_address_for_each_filter(self, client, asked, status, location):
        response = client.get(f"/videos/?{asked}")

        assert (response.status_code, response.headers["Location"]) == (status, location)

    def test_gives_random_a_seed_for_this_visit_only(self, client):
        response = client.get("/videos/?sort=random")

        assert response.status_code == 302
        assert response.headers["Location"].startswith("/videos/?sort=random-")

    def test_says_what_it_did_not_understand_instead_of_redirecting(self, client):
        response = client.get("/videos/?length=abc")

        assert response.status_code == 200
        assert [chip.label for chip in response.context["result"]["chips"]] == ["length=abc was not understood"]

    @pytest.mark.parametrize("order", ["", "&sort=random"])
    def test_still_says_it_where_the_filter_is_written_otherwise(self, client, order):
        response = client.get(f"/videos/?tag=one-hour-plus&year=abc{order}")

        chips = [chip.label for chip in response.context["result"]["chips"]]
        assert (response.status_code, chips) == (200, ["1 hour+", "year=abc was not understood"])

    @pytest.mark.parametrize("order", ["", "&sort=random"])
    def test_finds_nothing_rather_than_too_much_where_there_are_too_many_conditions(self, client, make_video, order):
        slugs = [
            "reframing",
            *Tag.objects.public().exclude(slug="cognitive-restructuring").values_list("slug", flat=True),
        ]
        make_video(tags=["cognitive-restructuring", *slugs[1:20]])

        response = client.get("/videos/?" + "&".join(f"tag={slug}" for slug in slugs[:21]) + order)

        result = response.context["result"]
        options = [option for facet in result["facets"] for group in facet.groups for option in group.options]
        assert (response.status_code, result["total"], result["chips"][-1].label) == (200, 0, TOO_MANY)
        assert {option.count for option in (*options, *result["lengths"])} == {0}
        assert (result["empty_hints"], result["nearest"]) == ((), [])

    def test_asks_for_twenty_words_that_are_no_tags_and_no_more(
        self, client, make_video, django_assert_max_num_queries
    ):
        make_video(tags=["tapping"])
        words = [f"z{number:02}" for number in range(30)]

        # One question a word; on PostgreSQL, within a transaction, each with three statements around it.
        with django_assert_max_num_queries(120):
            few = client.get(f"/videos/?tag=tapping&not={','.join(words[:20])}&lang=en")
        with django_assert_max_num_queries(30):
            many = client.get(f"/videos/?tag=tapping&not={','.join(words)}")

        assert "too many" not in few.context["result"]["chips"][-1].label
        assert (many.context["result"]["total"], many.context["result"]["chips"][-1].label) == (0, TOO_MANY)

    @pytest.mark.parametrize(
        "q", ["rain " * 40 + "-thunder", " ".join(f"w{number}" for number in range(20)) + " thunder"]
    )
    def test_says_that_there_are_too_many_words_and_finds_nothing(self, client, make_video, q):
        make_video("Rain and thunder " + " ".join(f"w{number}" for number in range(20)))

        response = client.get("/videos/", {"q": q})

        chip = response.context["result"]["chips"][-1]
        assert (response.status_code, response.context["result"]["total"], chip.label) == (200, 0, TOO_MANY)
        assert client.get(chip.remove_href).context["result"]["total"] == 1

    def test_keeps_an_unknown_tag_visible(self, client, make_video):
        make_video()

        response = client.get("/videos/?tag=xyz")

        [chip] = response.context["result"]["chips"]
        assert (chip.kind, chip.remove_href, response.context["result"]["total"]) == ("unknown", "/videos/", 0)

    def test_shows_chips_in_the_words_of_the_vocabulary(self, client):
        response = client.get("/videos/?tag=affirmations,hypnosis&not=mouth-sounds&length=60-")

        assert [chip.label for chip in response.context["result"]["chips"]] == [
            "Positive affirmations or Hypnosis",
            "without Mouth sounds",
            "1 hour+",
        ]

    def test_names_creators_in_chips_and_title(self, client, make_video, make_creator):
        make_video(creator=make_creator("Quiet Tent"))
        make_creator("Loud Tent", is_asmr_creator=True)

        context = client.get("/videos/?creator=loud-tent,nobody,quiet-tent").context

        assert [chip.label for chip in context["result"]["chips"]] == ["Loud Tent or nobody or Quiet Tent"]
        assert context["page_title"] == "Loud Tent or nobody or Quiet Tent"

    def test_beyond_the_last_page_shows_the_last(self, client, settings, make_video):
        settings.ASMR_PAGE_SIZE = 2
        for number in range(3):
            make_video(f"Rain {number}")

        response = client.get("/videos/?page=9")

        assert [card.title for card in response.context["cards"]] == ["Rain 0"]
        assert response.context["canonical_url"] == "/videos/?page=2"

    def test_offers_what_the_words_name_above_the_results(self, client, make_video, make_creator):
        make_video("Rain", tags=["no-talking"], creator=make_creator("Gibi ASMR"))

        response = client.get("/videos/", {"not": "mouth-sounds", "q": "no talking gibi"})

        assert [link.href for link in response.context["result"]["answers"].filters] == [
            "/videos/?tag=no-talking&not=mouth-sounds&q=gibi",
            "/videos/?not=mouth-sounds&creator=gibi-asmr&q=no+talking",
            "/videos/?tag=no-talking&not=mouth-sounds&creator=gibi-asmr",
        ]
        assert "Filter:" in response.content.decode()

    def test_answers_a_term_of_the_glossary_first(self, client):
        html = client.get("/videos/", {"q": "PNS"}).content.decode()

        assert html.index("peripheral nervous system") < html.index("Nothing fits all of this")

    def test_is_honest_about_nothing_and_names_what_is_near(self, client, make_video):
        make_video(tags=["dbt"])

        result = client.get("/videos/?tag=cbt").context["result"]

        assert result["total_label"] == "0 videos"
        assert [option.label for option in result["nearest"]][0] == "ASMR psychotherapy"

    def test_is_named_by_its_filter_so_that_bookmarks_differ(self, client):
        html = client.get("/videos/?tag=sleep&not=mouth-sounds").content.decode()

        assert "<title>Sleep, without Mouth sounds · Videos · ASMR catalog</title>" in html

    @pytest.mark.parametrize(
        ("q", "needs_help"), [("suicide", True), ("自殺", True), ("SELF-HARM", True), ("rain", False)]
    )
    def test_offers_a_hand_before_a_list_to_who_speaks_of_distress(self, client, q, needs_help):
        html = client.get("/videos/", {"q": q}).content.decode()

        assert ("findahelpline.com" in html) is needs_help

    @pytest.mark.parametrize(
        "path", ["/videos/?q=i+want+to+die", "/videos/?tag=want-to-die", "/creators/?q=want+to+die"]
    )
    def test_answers_distress_with_no_talk_of_filters_where_it_finds_nothing(self, client, path):
        html = client.get(path).content.decode()
        empty = html[html.index('<div class="empty">') : html.index("<footer")]

        assert "There are people who listen." in empty
        assert 'href="/help/"' in empty
        assert "want to die" not in empty
        assert "fewer conditions" not in empty


class TestSuggest:
    def test_gives_tags_creators_and_terms_with_their_lists(self, client, make_video, make_creator):
        make_video(creator=make_creator("Misophonia Diary"))

        answer = client.get("/videos/suggest/", {"q": "misoph"})

        found = answer.json()["suggestions"]
        assert found[0] == {
            "kind": "creator",
            "label": "Misophonia Diary",
            "url": "/videos/?creator=misophonia-diary",
        }
        assert found[-1] == {"kind": "term", "label": "Misophonia", "url": "/videos/?q=misophonia"}

    @pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=%F0%9F%98%B4", "q=asmr"])
    def test_suggests_nothing_where_nothing_was_asked(self, client, query):
        kinds = {found["kind"] for found in client.get(f"/videos/suggest/?{query}").json()["suggestions"]}

        assert kinds <= {"term"}


class TestVideoDetail:
    def test_says_why_each_tag_is_there(self, client, make_video):
        video = make_video("Sleep hypnosis", tags=["sleep-hypnosis"])
        row = video.tagged_videos.get()
        row.source, row.zone, row.evidence, row.confidence = "automatic", "title", "Sleep hypnosis", 0.95
        row.save()

        response = client.get(video.get_absolute_url())

        why = {tag.label: tag.why for _, tags in response.context["tag_groups"] for tag in tags}
        assert why["Sleep hypnosis"] == "found in the title: “Sleep hypnosis”"
        assert why["Sleep"] == "follows from Sleep hypnosis"

    def test_warns_of_what_follows_from_its_tags_before_play(self, client, make_video):
        html = client.get(make_video(tags=["sleep-hypnosis"]).get_absolute_url()).content.decode()

        assert 0 < html.index('id="cautions"') < html.index("data-embed-url")

    def test_keeps_a_suggestion_apart_from_what_is_known(self, client, make_video):
        video = make_video()
        TagDecision.objects.create(
            video=video,
            tag=Tag.objects.get(slug="cbt"),
            kind="suggested",
            source="automatic",
            zone="title",
            evidence="CBT",
        )

        response = client.get(video.get_absolute_url())

        assert response.context["tag_groups"] == ()
        assert [tag.why for tag in response.context["suggested"]] == ["found in the title: “CBT”"]

    def test_keeps_the_creators_word_and_a_curators_check_apart(self, client, make_video):
        video = make_video()
        for slug, kind in (("whispered", "absent-declared"), ("tapping", "absent-checked")):
            TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind=kind, source="curator")

        context = client.get(video.get_absolute_url()).context

        assert [tag.label for tag in context["declared_absent"]] == ["Whispered"]
        assert [tag.label for tag in context["checked_absent"]] == ["Tapping"]

    def test_shows_nothing_of_staff_tags(self, client, make_video):
        video = make_video(tags=["suggestive"])

        assert "uggestive" not in client.get(video.get_absolute_url()).content.decode()

    def test_shows_at_most_300_characters_of_the_description(self, client, make_video):
        response = client.get(make_video(description="word " * 400).get_absolute_url())

        assert len(response.context["description"]) <= 302

    def test_escapes_what_the_source_says(self, client, make_video):
        video = make_video("<script>alert(1)</script>", description="<img src=x onerror=alert(2)>")

        html = client.get(video.get_absolute_url()).content.decode()

        assert ("<script>alert" in html, "<img src=x" in html) == (False, False)

    @pytest.mark.parametrize("state", ["held", "hidden"])
    def test_is_not_there_for_what_is_not_listed(self, client, make_video, state):
        video = make_video(listing_state=state, held_reason="moderation" if state == "held" else "")

        assert client.get(video.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("of_creator", [True, False])
    def test_is_gone_without_a_word_of_it_for_what_was_taken_down(self, client, make_video, make_creator, of_creator):
        removed = {"creator": make_creator("Jane Qvox", status="removed")}
        video = make_video("Qvox rain", **(removed if of_creator else {"listing_state": "taken-down"}))

        answer = client.get(video.get_absolute_url())

        assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-cache")
        assert "Qvox" not in answer.content.decode()
        assert '<meta name="robots" content="noindex">' in answer.content.decode()

    def test_opens_elsewhere_what_may_not_be_embedded(self, client, make_video):
        html = client.get(make_video(is_embeddable=False).get_absolute_url()).content.decode()

        assert "data-embed-url" not in html

    @pytest.mark.parametrize(
        ("precision", "label"),
        [
            ("exact", "1 May 2019"),
            ("day", "1 May 2019"),
            ("approximate", "about 2019"),
        ],
    )
    def test_never_shows_an_estimate_as_a_date(self, client, make_video, precision, label):
        video = make_video(published_at="2019-05-01T00:00:00Z", published_precision=precision)

        assert dict(client.get(video.get_absolute_url()).context["facts"])["Published"] == label


class TestTagDetail:
    def test_redirects_synonyms(self, client):
        response = client.get("/tags/reframing/")

        assert (response.status_code, response.headers["Location"]) == (301, "/tags/cognitive-restructuring/")

    @pytest.mark.parametrize("query", ["page=2&never=hypnosis", "page=2", "never=off"])
    def test_redirects_with_what_the_address_says_besides(self, client, query):
        response = client.get(f"/tags/reframing/?{query}")

        assert response.headers["Location"] == f"/tags/cognitive-restructuring/?{query}"

    def test_rates_the_technique_never_the_video(self, client):
        response = client.get("/tags/cbt/")

        assert response.context["technique"].evidence.level_label == "strong"
        assert "This rates the technique when delivered as designed, not this video." in response.content.decode()

    @pytest.mark.parametrize("slug", ["hypnosis", "sleep-hypnosis"])
    def test_offers_to_change_what_is_never_shown_already(self, client, slug):
        offered = client.get(f"/tags/{slug}/").content.decode()
        chosen = client.get(f"/tags/{slug}/?never=hypnosis").content.decode()

        assert (f'href="/never/?add={slug}"' in offered, "You never see it" in offered) == (True, False)
        assert (f'href="/never/?add={slug}"' in chosen, "You never see it" in chosen) == (False, True)

    def test_asks_who_does_it_of_what_can_be_done_alone(self, client, make_video, make_creator):
        make_video(creator=make_creator(is_asmr_creator=True), tags=["hypnosis"])

        assert ">Who does it</h2>" in client.get("/tags/hypnosis/").content.decode()
        assert ">Whose videos have it</h2>" in client.get("/tags/do-not-drive/").content.decode()

    def test_leads_from_a_reference_to_its_study(self, client):
        html = client.get("/tags/reiki/").content.decode()

        assert (
            'CD006833. <a href="https://doi.org/10.1002/14651858.CD006833.pub2" rel="noopener noreferrer">'
            "doi:10.1002/14651858.CD006833.pub2</a></li>"
        ) in html

    def test_rates_nothing_but_techniques(self, client):
        assert client.get("/tags/tapping/").context["technique"] is None

    def test_says_nobody_yet_and_names_what_is_near(self, client, make_video):
        make_video(tags=["dbt"])

        response = client.get("/tags/cbt/")

        assert "Nobody yet" in response.content.decode()
        assert [option.label for option in response.context["nearest"]] == [
            "ASMR psychotherapy",
            Tag.objects.get(slug="dbt").name,
        ]

    @pytest.mark.parametrize(("asked", "other_world"), [("cbt", "hypnosis"), ("reiki", "cbt"), ("reiki", "body-scan")])
    def test_never_offers_spiritual_healing_for_clinical_technique_or_the_reverse(
        self, client, make_video, asked, other_world
    ):
        make_video(tags=[other_world])

        assert client.get(f"/tags/{asked}/").context["nearest"] == []

    def test_leads_to_what_is_known_to_be_free_of_it(self, client, make_video):
        make_video(tags=["no-mouth-sounds"])

        context = client.get("/tags/mouth-sounds/").context

        assert (context["free_href"], context["free_count"]) == ("/videos/?free=mouth-sounds", 1)

    def test_lists_children_with_their_counts(self, client, make_video):
        make_video(tags=["nail-tapping"])

        children = client.get("/tags/tapping/").context["children"]

        assert [(link.label, count) for link, count in children] == [("Nail tapping", 1)]


class TestHome:
    def test_leads_into_each_facet_by_what_there_is(self, client, make_video):
        make_video(tags=["tapping", "hypnosis", "sleep"])

        ways = {way["title"]: [tag["label"] for tag in way["tags"]] for way in client.get("/").context["ways"]}

        assert ways["Triggers"] == ["Sound triggers", "Tapping"]
        assert [tag["label"] for tag in client.get("/").context["purposes"]] == ["Sleep"]

    def test_leads_to_both_worlds_of_techniques_whichever_is_empty(self, client, make_video):
        make_video(tags=["reiki"])

        (way,) = (way for way in client.get("/").context["ways"] if way["url"] == "/techniques/")

        assert {tag["label"]: (tag["url"], tag["count"]) for tag in way["tags"] if "Energy" in tag["label"]} == {
            "Energy and spiritual": ("/videos/?group=energy-spiritual", 1)
        }
        assert [(tag["url"], tag["count"]) for tag in way["tags"]][0] == ("/techniques/#group-clinical", 0)

    def test_shows_techniques_that_nobody_uses_yet(self, client):
        (clinical, *_) = client.get("/").context["techniques"]

        assert (clinical["label"], clinical["count"]) == ("Methods from psychotherapy", 0)
        assert (clinical["gap_count"], clinical["size"]) == (13, 13)

    def test_counts_the_creators_of_its_videos_and_nobody_who_is_only_named(self, client, make_video, make_creator):
        make_video(creator=make_creator("Ann"))
        make_video()
        make_creator("Named in a post", is_asmr_creator=True)

        context = client.get("/").context

        assert (context["video_count"], context["creator_count"]) == (2, 1)

    def test_calls_nothing_a_gap_that_is_only_hidden_and_counts_nothing_that_is_shut_out(self, client, make_video):
        make_video(tags=["sleep-hypnosis", "cbt"])

        groups = {group["slug"]: group for group in client.get("/?never=hypnosis").context["techniques"]}

        assert (groups["hypnosis"]["count"], groups["hypnosis"]["is_gap"]) == (0, False)
        assert (groups["hypnosis"]["gap_count"], groups["hypnosis"]["size"]) == (1, 1)
        assert (groups["clinical"]["gap_count"], groups["clinical"]["size"]) == (11, 13)
        assert groups["energy-spiritual"]["is_gap"]
