import pytest

from videos.browsing.answers import FEW, Answers, make_answers
from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.search import search

pytestmark = pytest.mark.django_db


def answer(query, *, never=NOTHING):
    return make_answers(search(VideoFilter.from_query(query), never=never))


def links(options):
    return [(option.label, option.href, option.count) for option in options]


@pytest.fixture
def kissper(make_creator, make_video):
    creator = make_creator("Olivia Kissper ASMR", handle="@oliviakissper")
    make_video("Reframing your day", creator=creator, tags=["whispered"])
    return creator


class TestFilters:
    def test_are_what_the_words_name_each_alone_and_all_together(self, kissper):
        assert links(answer("q=whispered olivia kissper umbrella&sort=oldest").filters) == [
            ("Whispered", "/videos/?tag=whispered&q=olivia+kissper+umbrella&sort=oldest", 0),
            ("Olivia Kissper ASMR", "/videos/?creator=olivia-kissper-asmr&q=whispered+umbrella&sort=oldest", 0),
            ("both", "/videos/?tag=whispered&creator=olivia-kissper-asmr&q=umbrella&sort=oldest", 0),
        ]

    def test_stands_alone_for_one_name_and_keeps_all_other_conditions(self, kissper):
        assert links(answer("lang=en&not=reiki&q=tapping").filters) == [
            ("Tapping", "/videos/?tag=tapping&not=reiki&lang=en", 0)
        ]

    def test_count_what_they_would_find(self, kissper):
        assert [option.count for option in answer("q=olivia kissper asmr").filters] == [1]

    def test_name_no_creator_whom_visitors_may_not_see(self, make_creator):
        make_creator("Nobody Special")

        assert answer("q=nobody special").filters == ()

    def test_name_no_tag_that_only_staff_see(self):
        assert answer("q=suggestive").filters == ()


class TestCreators:
    @pytest.mark.parametrize("query", ["q=olivia kissper", "q=olivia kisper", "q=tapping by Olivia Kissper"])
    def test_are_led_to_also_by_a_slip_and_without_videos(self, make_creator, query):
        make_creator("Olivia Kissper ASMR", is_asmr_creator=True).aliases.create(name="Olivia Kissper")

        assert links(answer(query).creators) == [("Olivia Kissper ASMR", "/creators/olivia-kissper-asmr/", None)]

    def test_on_the_never_list_are_not(self, kissper):
        assert answer("q=olivia kissper", never=NeverList.from_query(f"never-creator={kissper.slug}")).creators == ()


class TestChoices:
    def test_say_which_meaning_of_letters_is_a_tag(self):
        (choice,) = answer("q=cbt").choices

        assert (choice.words, links(choice.options)) == ("cbt", [("CBT: the therapy", "/videos/?tag=cbt", 0)])

    def test_are_given_where_several_things_go_by_a_name(self, make_creator, make_video):
        make_video(creator=make_creator("Rain ASMR"))

        (choice,) = answer("q=rain").choices

        assert [option.label for option in choice.options][-1] == "Rain ASMR (creator)"
        assert len(choice.options) > 1

    def test_are_the_tags_near_words_that_name_none(self):
        (choice,) = answer("not=mouth-sounds&q=cognitive behavioral").choices

        assert "/videos/?tag=cbt&not=mouth-sounds" in [option.href for option in choice.options]


class TestDidYouMean:
    def test_offers_the_creator_behind_a_slip(self, kissper):
        assert links(answer("q=olivia kisper").did_you_mean) == [
            ("Olivia Kissper ASMR", "/videos/?creator=olivia-kissper-asmr", 1)
        ]

    def test_leaves_words_alone_that_find_enough(self, make_video):
        for _ in range(FEW):
            make_video("Taping boxes")

        assert answer("q=taping").did_you_mean == ()


class TestGlossary:
    def test_explains_a_term_in_its_own_words(self):
        (term,) = answer("q=PNS").glossary

        assert (term.label, term.href) == ("Parasympathetic nervous system", "")
        assert term.entry_href == "/glossary/#parasympathetic-nervous-system"
        assert "peripheral" in term.text

    def test_explains_a_tag_by_its_definition_and_leads_to_its_videos(self, vocabulary):
        (term,) = answer("q=inner psyche evaluation").glossary

        definition = vocabulary.tags["the-cube"].definition
        assert (term.label, term.text, term.href) == ("The Cube", definition, "/videos/?tag=the-cube")


class TestNever:
    @pytest.mark.parametrize("q", ["mouth sounds", "licking", "chewing sounds", "mouth soundz"])
    def test_nothing_on_the_list_is_offered_nor_what_would_bring_it(self, q):
        never = NeverList(tags=("misophonia-mouth",))
        answers = answer(f"q={q}", never=never)

        offered = [*answers.filters, *answers.did_you_mean, *(o for choice in answers.choices for o in choice.options)]
        forbidden = search(VideoFilter()).graph.making_present("misophonia-mouth")
        assert [
            option for option in offered if any(f"tag={slug}" == option.href.split("?")[1] for slug in forbidden)
        ] == []

    def test_no_creator_on_the_list_is_offered(self, kissper):
        never = NeverList(creators=("olivia-kissper-asmr",))

        assert (answer("q=olivia kissper", never=never), answer("q=olivia kisper", never=never)) == (
            Answers(),
            Answers(),
        )


def test_nothing_is_answered_where_no_words_are_searched_for():
    assert not answer("tag=tapping")
