"""Techniques at a glance: what stands beside each, and what is said where nobody does one."""

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.techniques.glance import glance_context
from videos.models import Tag, TagClosure, TaggedVideo

pytestmark = pytest.mark.django_db


def look(query: str = "", *, never: NeverList = NOTHING, by: str = "") -> dict:
    return glance_context(VideoFilter.from_query(query), by=by, never=never)


def rows_of(context: dict) -> dict:
    return {row.slug: row for group in context["groups"] for row in group.rows}


class TestEveryTechnique:
    def test_stands_in_its_group_in_the_order_of_the_vocabulary(self, vocabulary):
        groups = look()["groups"]

        assert [group.label for group in groups] == [
            "Methods from psychotherapy",
            "Coping and resilience",
            "Relaxation and meditation",
            "Hypnosis",
            "Affirmations and suggestion",
            "Tests and questionnaires",
            "Energy and spiritual",
        ]
        techniques = {tag.slug for tag in vocabulary.tags.values() if tag.facet == "technique"}
        assert rows_of({"groups": groups}).keys() == techniques

    def test_has_its_definition_its_evidence_in_words_and_its_place_below_its_parents(self):
        reframing = rows_of(look())["cognitive-restructuring"]

        assert (reframing.label, reframing.depth) == ("Reframing thoughts", 2)
        assert reframing.definition.startswith("Spotting automatic negative thoughts")
        assert rows_of(look())["reiki"].evidence_label == "no reliable evidence yet"

    def test_counts_videos_creators_and_what_a_person_confirmed(self, make_video, make_creator):
        one, other = make_creator("One"), make_creator("Other")
        make_video(tags=["cbt"], creator=one)
        make_video(tags=["cognitive-restructuring"], creator=one)
        unsure = make_video(tags=["cbt"], creator=other)
        make_video(tags=["cbt"])
        TaggedVideo.objects.filter(content_object=unsure).update(source="automatic", zone="title", confidence=0.9)

        cbt = rows_of(look())["cbt"]

        assert (cbt.video_count, cbt.creator_count, cbt.confirmed_count) == (4, 2, 3)

    def test_that_no_video_has_is_a_gap_with_a_way_to_suggest_one(self, make_video):
        make_video(tags=["cbt"])

        rows = rows_of(look())

        assert (rows["cbt"].is_gap, rows["cognitive-restructuring"].is_gap) == (False, True)
        assert rows["cognitive-restructuring"].suggest_href == "/suggest/?tag=cognitive-restructuring"

    def test_that_others_have_is_no_gap_among_fewer_videos(self, make_video):
        make_video(tags=["cbt"], duration_seconds=60)

        cbt = rows_of(look("length=60-"))["cbt"]

        assert (cbt.video_count, cbt.is_gap) == (0, False)

    def test_that_only_videos_for_who_asks_have_is_a_gap_to_all_others(self, make_video):
        make_video(tags=["cbt", "ear-eating"], is_listing_curated=True)

        told = [(rows_of(look(query))["cbt"]) for query in ("", "tag=ear-eating")]

        assert [(cbt.video_count, cbt.is_gap) for cbt in told] == [(0, True), (1, False)]

    def test_that_is_hidden_by_settings_is_no_gap(self, client, make_video):
        make_video(tags=["cbt", "tapping"])

        context = look(never=NeverList(tags=("tapping",)))

        assert (rows_of(context)["cbt"].is_gap, rows_of(context)["reiki"].is_gap) == (False, True)
        assert {group.slug: group.is_gap for group in context["worlds"]} == {
            "clinical": False,
            "energy-spiritual": True,
        }
        html = client.get("/techniques/?never=tapping").text
        assert "Methods from psychotherapy</a>: none among these." in html
        assert "Energy and spiritual</a>: nobody yet" in html

    def test_that_nobody_known_has_made_is_no_gap(self, client, make_video):
        assert "No video of this catalog is known to have a technique." in client.get("/techniques/").text

        make_video(tags=["cbt"])

        html = client.get("/techniques/").text
        assert "No video of this catalog is known to have a technique." not in html
        assert "None of these videos has a technique and a known creator." in html


class TestTheHonestCount:
    def test_tells_what_persons_confirmed_from_what_rules_found(self, make_video):
        make_video(tags=["reiki"])
        make_video(tags=["tapping"])
        by_rule = make_video(tags=["hypnosis", "cbt"])
        by_rule.tagged_videos.update(source="automatic", zone="title", confidence=0.9)

        context = look()

        assert (context["used_count"], context["confirmed_count"], context["by_rule_count"]) == (2, 1, 1)

    def test_confirmed_sounds_confirm_no_technique(self, make_video):
        video = make_video(tags=["reiki", "tapping"])
        video.tagged_videos.filter(tag__slug="reiki").update(source="automatic", zone="title", confidence=0.9)

        context = look()

        assert (context["used_count"], context["confirmed_count"]) == (1, 0)

    def test_counts_as_confirmed_what_brings_a_technique_along(self, make_video):
        scene, technique = Tag.objects.get(slug="tapping"), Tag.objects.get(slug="cbt")
        TagClosure.objects.create(tag=scene, present=technique, is_ancestor=False)
        make_video(tags=["tapping"])

        context = look()

        assert (context["used_count"], context["confirmed_count"]) == (1, 1)


class TestForSearchEngines:
    @pytest.mark.parametrize(
        ("query", "noindex"), [("", False), ("tag=cbt", True), ("not=reiki", True), ("page=2", False)]
    )
    def test_is_one_page_and_no_filter_of_it(self, query, noindex):
        context = look(query)

        assert (context["canonical_url"], context["noindex"]) == ("/techniques/", noindex)

    def test_is_in_one_order(self):
        assert look(by="name")["noindex"]


class TestWhatIsAsked:
    def test_and_not_understood_is_said(self, client):
        assert "length=abc was not understood" in client.get("/techniques/?length=abc").text

    def test_beyond_what_a_filter_takes_leads_to_no_list_of_more(self, client, make_video):
        make_video(tags=["cbt"])

        html = client.get("/techniques/?" + "&".join(["tag=cbt"] + [f"tag=unknown-{n}" for n in range(25)])).text

        assert "Counted among 0 videos:" in html
        assert "too many conditions" in html


class TestTheTwoWorlds:
    def test_are_counted_apart(self, make_video, make_creator):
        creator = make_creator()
        make_video(tags=["cbt"], creator=creator)
        make_video(tags=["reiki"], creator=creator)
        make_video(tags=["crystal-healing"], creator=creator)

        worlds = {group.slug: (group.creator_count, group.video_count) for group in look()["worlds"]}

        assert worlds == {"clinical": (1, 1), "energy-spiritual": (1, 2)}

    def test_are_excluded_each(self, make_video):
        make_video(tags=["cbt", "reiki"])
        make_video(tags=["cbt"])

        assert rows_of(look("not=spiritual-claims"))["cbt"].video_count == 1
        assert rows_of(look("not-group=clinical"))["cbt"].video_count == 0


class TestNeverList:
    def test_takes_out_techniques_that_bring_what_is_shut_out_and_says_how_many(self, make_video):
        make_video(tags=["reiki"])

        context = look(never=NeverList(tags=("energy-healing",)))

        assert "reiki" not in rows_of(context)
        assert "cbt" in rows_of(context)
        assert context["unwanted_count"] == 57 - len(rows_of(context))
        assert context["hidden_count"] == 1


def test_asks_as_many_queries_for_many_videos_as_for_few(make_video, make_creator, django_assert_num_queries):
    for number in range(15):
        make_video(tags=["cbt", "reiki"], creator=make_creator(f"Creator {number}"))
    look()

    with django_assert_num_queries(3):  # the state of the catalog, what is said of creators, a page of these
        look()
