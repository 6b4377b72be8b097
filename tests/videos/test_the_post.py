"""Everything that the blog post names has its place: its rows in the order of the catalog's table of the post.

The post, “What is ASMR? Pt. II”, is the reason for the catalog: it asks who else combines ASMR with the methods of
psychotherapy, and why everybody mixes it with spiritual healing.
"""

import re

import pytest

from creators.models import Creator
from videos.browsing.filters import VideoFilter
from videos.browsing.search import search
from videos.curation.care import load_guide
from videos.importing.starter import THE_POST, add_collection, add_named_creators
from videos.models import Collection, Resource, Tag, Video
from videos.tag_graph import load_tag_graph
from videos.tagging.matcher import find_tags
from videos.tagging.zones import VideoText

pytestmark = pytest.mark.django_db

UMBRELLA = "psychotherapy-asmr"
POST_DEFINITION = "tag=psychotherapy-asmr,hypnosis,affirmations"
RATES = "rates the technique when delivered as designed, not this video"


@pytest.fixture
def graph():
    return load_tag_graph()


@pytest.fixture
def named():
    """The people of the post, as a fresh catalog has them, by name."""
    add_named_creators()
    add_collection()
    return {creator.name: creator for creator in Creator.objects.all()}


@pytest.fixture
def published(vocabulary):
    """Give published(title, **parts): the tags a visitor would see by that text, without what follows from them."""

    def find(title, **parts):
        found = find_tags(VideoText(title=title, **parts), vocabulary)
        return {one.tag for one in found if (one.state, one.status) == ("present", "publish")}

    return find


def found(query: str) -> set[str]:
    """The examples that a filter finds."""
    ids = list(search(VideoFilter.from_query(query)).hits)
    return set(Video.objects.filter(pk__in=ids).values_list("site_id", flat=True))


def said_by_the_post(creator) -> set[str]:
    return set(creator.said_tags.filter(source=THE_POST).values_list("tag__slug", flat=True))


def names_of(creator) -> set[str]:
    return {creator.name, *creator.aliases.values_list("name", flat=True)}


def terms(client, q: str) -> list[str]:
    """The entries of the glossary that a search explains."""
    return [term.label for term in client.get("/videos/", {"q": q}).context["result"]["answers"].glossary]


def text_of(client, path: str) -> str:
    """What a page says, in one line."""
    html = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", client.get(path).text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html)


def is_unverified(client, creator) -> bool:
    page = client.get(creator.get_absolute_url())
    return page.context["status_label"] == "unverified" and "No channel of theirs is known here yet." in page.text


class TestTheAuthorsPartOneWithItsRecommendedArtists:
    def test_is_a_collection_by_a_source_outside_that_copies_nothing(self, client, named):
        collection = Collection.objects.get()

        page = text_of(client, collection.get_absolute_url())

        assert [creator.name for creator in client.get(collection.get_absolute_url()).context["creators"]] == [
            "ASMR Scotsman",
            "Jellybean Green ASMR",
            "Jen Luv's ASMR",
            "Olivia Kissper ASMR",
        ]
        assert "Its address not known here Its date not known here" in page
        assert len(collection.note) < 200

    def test_is_named_on_the_page_of_each_creator(self, client, named):
        source = Collection.objects.get().source_title

        pages = [text_of(client, creator.get_absolute_url()) for creator in named.values()]

        assert [f"Named in: {source}" in page for page in pages] == [True] * 4


class TestAsmrArtists:
    def test_are_found_by_triggers_scenes_and_personal_attention(self, graph):
        facets = {graph.tags[slug].group.facet_id for slug in ("tapping", "haircut")}

        assert facets == {"trigger", "roleplay"}
        assert graph.tags["personal-attention"].group_id == "personal-attention"
        assert "personal-attention" in graph.closure(["haircut"])

    def test_show_their_mosaics_of_triggers_by_chapters(self, published):
        assert published("ASMR", chapters=("Tapping", "Mic brushing")) == {"tapping", "mic-brushing"}


class TestAsmrPsychotherapy:
    def test_is_the_umbrella_of_clinical_methods_and_of_coping_skills(self, graph):
        under = graph.making_present(UMBRELLA)
        clinical = {tag.slug for tag in graph.in_group("clinical")}

        assert clinical - under == set()
        assert {"coping-skills", "resilience", "assertiveness", "grounding"} <= under

    def test_keeps_hypnosis_and_affirmations_as_branches_of_their_own(self, graph):
        under = graph.making_present(UMBRELLA)

        assert {"hypnosis", "sleep-hypnosis", "affirmations"} & under == set()

    def test_as_the_post_defines_it_is_one_saved_view(self, client, examples):
        assert [found(f"tag={slug}") for slug in (UMBRELLA, "hypnosis", "affirmations")] == [
            {"p03", "p21", "p40", "p46", "p51"},
            {"p06", "p56"},
            {"p07", "p46", "p48"},
        ]
        assert found(POST_DEFINITION) == {"p03", "p06", "p07", "p21", "p40", "p46", "p48", "p51", "p56"}
        looks = {look.label: look for look in client.get("/techniques/").context["looks"].wholes}
        assert looks["As in the post"].href == "/techniques/?tag=affirmations,hypnosis,psychotherapy-asmr"


class TestOliviaKissper:
    def test_has_a_record_with_aliases_in_our_own_words(self, client, named):
        olivia = named["Olivia Kissper ASMR"]

        assert names_of(olivia) == {"Olivia Kissper ASMR", "Olivia Kissper", "Olivia's Kissper ASMR"}
        assert olivia.approach
        assert {*(UMBRELLA, "transpersonal"), *("stress", "anxiety", "insomnia", "confidence")} <= said_by_the_post(
            olivia
        )
        assert is_unverified(client, olivia)

    @pytest.mark.parametrize("q", ["Olivia Kissper", "olivia kisper"])
    def test_is_found_by_name_and_by_a_slip(self, client, named, q):
        answers = client.get("/videos/", {"q": q}).context["result"]["answers"]

        assert [option.href for option in answers.creators] == ["/creators/olivia-kissper-asmr/"]

    def test_is_no_sound_of_kisses(self, published):
        assert "kissing-sounds" not in published("Olivia Kissper ASMR: Kissper whispers")

    def test_introduces_asmr_and_that_is_a_tag(self, named, published):
        assert "asmr-explained" in published("What is ASMR? Welcome to my channel")
        assert "asmr-explained" in said_by_the_post(named["Olivia Kissper ASMR"])


class TestAsmrScotsman:
    def test_has_a_record_with_tests_that_are_no_psychotherapy(self, client, named, graph):
        scotsman = named["ASMR Scotsman"]

        assert said_by_the_post(scotsman) == {"personality-test", "psychological-test"}
        assert UMBRELLA not in graph.closure(said_by_the_post(scotsman))
        assert "does not count them as psychotherapy" in text_of(client, scotsman.get_absolute_url())
        assert is_unverified(client, scotsman)

    def test_has_an_accent_that_a_tag_stands_for(self, examples, published):
        assert "multilingual" in published("ASMR Personality Test in a Scottish Accent")
        assert "p12" in found("tag=personality-test&tag=multilingual")


class TestJellybeanGreen:
    def test_has_a_record_under_every_spelling(self, client, named):
        jellybean = named["Jellybean Green ASMR"]

        assert names_of(jellybean) == {"Jellybean Green ASMR", "JellybeanGreen", "Jellybean ASMR"}
        assert said_by_the_post(jellybean) == {"reiki", "affirmations", "hypnosis", "energy-cleansing"}
        assert is_unverified(client, jellybean)

    @pytest.mark.parametrize("q", ["Jellybean Green", "JellybeanGreen", "jellybean asmr"])
    def test_is_found_by_each(self, client, named, q):
        answers = client.get("/videos/", {"q": q}).context["result"]["answers"]

        assert [option.label for option in answers.creators] == ["Jellybean Green ASMR"]

    def test_stands_on_the_page_of_reiki_as_the_posts_word(self, client, named):
        page = text_of(client, "/tags/reiki/")

        assert "Jellybean Green ASMR" in page
        assert f"The {THE_POST.removeprefix('the ')} says so, and no curator of this catalog has checked it." in page


class TestJenLuvs:
    def test_has_a_record_with_her_test_marked_as_entertainment(self, client, named):
        jen = named["Jen Luv's ASMR"]

        assert names_of(jen) == {"Jen Luv's ASMR", "Jen Luv's", "Jenluv"}
        assert said_by_the_post(jen) == {"the-cube", "psychological-test"}
        assert "An entertaining test, not psychotherapy." in text_of(client, jen.get_absolute_url())
        assert is_unverified(client, jen)

    def test_has_a_test_that_is_found_without_inventing_its_video(self, client, named):
        assert terms(client, "inner psyche evaluation") == ["The Cube"]
        assert Video.objects.count() == 0

    def test_has_a_test_whose_like_is_found_by_its_words(self, examples):
        assert "p11" in found("q=inner psyche evaluation") & found("tag=the-cube&tag=psychological-test")


class TestTheCubeTheBook:
    def test_is_a_resource_with_its_authors_and_the_tag(self, client):
        load_guide()
        book = Resource.objects.get(kind="book")

        assert [tag.slug for tag in book.tags.all()] == ["the-cube"]
        page = text_of(client, "/resources/")
        assert [words in page for words in ("The Cube: Keep the Secret", "Annie Gottlieb", "Slobodan Pesic")] == [
            True
        ] * 3

    @pytest.mark.parametrize("text", ["cube test", "desert, cube, ladder, horse, storm, flowers"])
    def test_is_played_in_videos_that_its_tag_finds(self, published, text):
        assert "the-cube" in published(f"ASMR {text}")

    def test_keeps_its_secret(self, client):
        """The key says what each thing stands for: no page that speaks of the game says so of any."""
        load_guide()
        pages = " ".join(text_of(client, path) for path in ("/resources/", "/tags/the-cube/", "/glossary/"))

        thing = r"\b(?:cube|ladder|horse|storm|flowers?)\b"
        assert (
            re.findall(rf"{thing} (?:is|are|means?|stands? for|represents?|symboli[sz]es?) (?:you|your)\b", pages) == []
        )


class TestAsmrUniversity:
    def test_is_a_resource_with_kind_note_and_last_check(self, client):
        load_guide()
        blog = Resource.objects.get(title="ASMR University")

        assert (blog.kind, blog.checked_on, "Craig Richard" in blog.note) == ("blog", None, True)
        assert "ASMR University" in text_of(client, "/resources/")
        assert "not checked yet" in text_of(client, "/resources/")

    @pytest.mark.parametrize("path", ["/glossary/", "/science/"])
    def test_is_one_step_from_the_glossary_and_from_what_science_says(self, client, path):
        assert 'href="/resources/"' in client.get(path).text


class TestTheSurvey:
    def test_is_a_resource_that_may_be_closed_and_is_never_linked(self, client):
        load_guide()
        survey = Resource.objects.get(kind="survey")

        page = client.get("/resources/").text

        assert survey.status == "historic"
        assert "may be closed" in page
        assert [f'{attribute}="{survey.url}' in page for attribute in ("href", "src", "action")] == [False] * 3


class TestTheAutonomicNervousSystem:
    @pytest.mark.parametrize("q", ["ANS", "autonomic", "autonomous", "autonomous nervous system"])
    def test_is_explained_by_either_word(self, client, q):
        assert terms(client, q) == ["Autonomic nervous system (ANS)"]

    def test_is_told_from_the_slip(self, client):
        assert "The word is “autonomic”, not “autonomous”." in text_of(client, "/glossary/")


class TestTheSympatheticSide:
    def test_is_explained_with_what_else_the_letters_mean(self, client):
        assert terms(client, "SNS") == ["Sympathetic nervous system (SNS)"]
        assert "social networking service" in text_of(client, "/glossary/")

    def test_leads_to_what_videos_are_made_for_in_stress(self, client):
        page = client.get("/glossary/").text
        entry = page[page.index('id="sympathetic-nervous-system"') :][:3000]

        assert [f'href="/tags/{slug}/"' in entry for slug in ("stress", "anxiety", "panic")] == [True] * 3


class TestTheParasympatheticSide:
    @pytest.mark.parametrize("q", ["PNS", "PSNS", "parasympathetic"])
    def test_is_explained_with_the_peripheral_caveat(self, client, q):
        assert terms(client, q) == ["Parasympathetic nervous system"]
        assert "textbooks use PNS for the peripheral nervous system" in text_of(client, f"/videos/?q={q}")

    def test_leads_to_the_vagus_nerve(self, client):
        page = client.get("/glossary/").text

        assert 'href="/tags/vagus-nerve/"' in page[page.index('id="parasympathetic-nervous-system"') :][:3000]

    def test_makes_some_people_faint_and_a_caution_says_so(self, graph):
        assert "faint" in graph.tags["needles-medical"].definition
        assert graph.tags["needles-medical"].group.facet_id == "caution"


class TestHypnosis:
    def test_warns_drivers_with_all_its_kinds(self, graph):
        kinds = [tag.slug for tag in graph.in_order(graph.making_present("hypnosis"))]

        assert {"sleep-hypnosis", "past-life-regression"} <= set(kinds)
        assert [slug for slug in kinds if "do-not-drive" not in graph.closure([slug])] == []


class TestCbt:
    def test_has_its_methods_as_children(self, graph):
        under = graph.making_present("cbt")

        assert {"cognitive-restructuring", "cbt-i", "behavioural-activation", "exposure-therapy"} <= under
        assert UMBRELLA in graph.closure(["cbt"])

    def test_is_not_every_cbt(self, examples):
        assert (found("tag=cbt"), "p36" in found("q=cbt motorcycle")) == ({"p03", "p51"}, True)


class TestPositiveAffirmations:
    def test_tell_that_they_can_backfire(self, client):
        page = text_of(client, "/tags/affirmations/")

        assert "can backfire for people with low self-esteem" in page
        assert "Wood JV" in page


class TestCopingAndResilience:
    def test_have_a_shelf(self, graph):
        assert {graph.tags[slug].group_id for slug in ("coping-skills", "resilience")} == {"coping"}


class TestReiki:
    def test_is_energy_healing_with_its_claim_and_no_evidence(self, client, graph):
        assert {"energy-healing", "spiritual-claims"} <= graph.closure(["reiki"])
        assert UMBRELLA not in graph.closure(["reiki"])
        assert Tag.objects.get(slug="reiki").evidence_level == "none"


class TestPsychologicalAndPersonalityTests:
    def test_have_a_shelf_of_their_own_outside_psychotherapy(self, graph):
        tests = {tag.slug for tag in graph.in_group("assessment")}

        assert {"psychological-test", "personality-test", "the-cube"} <= tests
        assert tests & graph.making_present(UMBRELLA) == set()


class TestReframing:
    def test_is_cognitive_restructuring_under_cbt(self, client, graph):
        assert "cbt" in graph.closure(["cognitive-restructuring"])
        assert terms(client, "reframing") == ["Reframing"]

    def test_is_found_in_a_title(self, published):
        assert "cognitive-restructuring" in published("ASMR Reframing Your Automatic Thoughts")

    @pytest.mark.parametrize(
        ("title", "other"),
        [
            ("ASMR Reprogram Your Subconscious Mind While You Sleep", "subconscious-reprogramming"),
            ("ASMR Plucking Away Your Negative Thoughts", "plucking"),
        ],
    )
    def test_is_neither_reprogramming_the_subconscious_nor_plucking(self, graph, published, title, other):
        tags = published(title)

        assert (other in tags, graph.closure(tags) & {"cognitive-restructuring", "cbt", UMBRELLA}) == (True, set())


class TestNewAgeAndSpiritualHealing:
    def test_is_told_apart_as_include_and_as_exclude(self, examples):
        spiritual = found("tag=spiritual-claims")

        assert {"p05", "p16"} <= spiritual
        assert found("not=spiritual-claims") == found("") - spiritual
        assert found("group=clinical,coping&not=spiritual-claims") == {"p03", "p21", "p26", "p40", "p46", "p51"}

    def test_stands_beside_psychotherapy_at_a_glance(self, client, examples):
        groups = {group.label: group for group in client.get("/techniques/").context["groups"]}

        rows = [row for group in groups.values() for row in group.rows]
        assert {"Methods from psychotherapy", "Energy and spiritual"} <= groups.keys()
        assert [row.slug for row in rows if not row.evidence_label] == []

    def test_is_whom_the_post_names_beside_whom_it_looks_for(self, client, named):
        page = text_of(client, "/techniques/")

        assert [name in page for name in ("Olivia Kissper ASMR", "Jellybean Green ASMR")] == [True, True]


class TestMethodsProvenInClinicalSettings:
    @pytest.mark.parametrize("slug", ["cbt", "hypnosis", "reiki"])
    def test_have_levels_references_and_no_claim_for_videos(self, client, slug):
        page = text_of(client, f"/tags/{slug}/")

        assert RATES in page
        assert Tag.objects.get(slug=slug).evidence_references != []

    def test_are_strong_for_cbt(self):
        assert Tag.objects.get(slug="cbt").evidence_level == "strong"


class TestTraumaPhobiaAnxietyAndPanic:
    def test_are_purposes_and_cautions(self, graph):
        purposes = {graph.tags[slug].group.facet_id for slug in ("anxiety", "panic")}
        cautions = {
            graph.tags[slug].group.facet_id for slug in ("trauma-themes", "phobia-triggers", "crisis-sensitive")
        }

        assert (purposes, cautions) == ({"benefit"}, {"caution"})


class TestLeaveAReply:
    @pytest.mark.parametrize("path", ["/suggest/", "/removal/", "/videos/{pk}/report/"])
    def test_is_a_form_without_an_account(self, client, make_video, path):
        page = client.get(path.format(pk=make_video().pk)).text

        assert "<form" in page
        assert re.findall(r"facebook|type=\"password\"|/login", page, re.IGNORECASE) == []

    def test_asks_for_a_contact_only_by_choice(self, client):
        contact = client.get("/removal/").context["form"].fields["contact"]

        assert contact.required is False

    def test_is_no_thread_of_comments(self, client, make_video):
        page = client.get(make_video().get_absolute_url()).text

        assert re.findall(r"leave a reply|<textarea|comments?\b", page, re.IGNORECASE) == []


class TestEmbeddedVideos:
    def test_load_by_a_click_and_without_cookies(self, client, make_video):
        page = client.get(make_video().get_absolute_url()).text

        assert 'data-embed-url="https://www.youtube-nocookie.com/embed/' in page
        assert "<iframe" not in page


class TestRecordsOfThatTime:
    def test_invent_neither_channel_nor_address_and_wait_for_a_curator(self, named):
        records = {(one.status, one.site_id, one.url, one.handle, one.confirmed_at) for one in named.values()}

        assert records == {("unverified", "", "", "", None)}
