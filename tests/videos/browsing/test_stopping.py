"""Why a video is kept from a visitor: always where search leaves it out, and only there."""

import random

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.index.current import current_index
from videos.browsing.never import NeverList
from videos.browsing.resolving import resolve_shut_out
from videos.browsing.search import search
from videos.browsing.stopping import SUGGESTED, TAGGED, Reason, find_reasons
from videos.models import Tag, TagDecision, Video

pytestmark = pytest.mark.django_db


def reasons(video, *tags, creators=()):
    video = Video.objects.for_page().get(pk=video.pk)
    return find_reasons(video, NeverList(tags=tags, creators=creators), current_index())


def suggest(video, slug):
    TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind="suggested", source="automatic")


class TestReasons:
    def test_name_what_was_chosen_not_what_was_found(self, make_video):
        video = make_video(tags=["chewing-gum"])

        assert reasons(video, "misophonia-mouth") == (Reason("Mouth, eating or breath sounds", TAGGED),)

    def test_say_where_it_is_only_suggested(self, make_video):
        video = make_video()
        suggest(video, "chewing-gum")

        assert reasons(video, "misophonia-mouth") == (Reason("Mouth, eating or breath sounds", SUGGESTED),)

    def test_do_not_name_the_creator(self, make_video, make_creator):
        video = make_video(creator=make_creator())

        [reason] = reasons(video, creators=("quiet-corner-asmr",))

        assert reason.choice == "its creator"

    def test_look_for_the_words_of_what_is_no_tag(self, make_video):
        assert [reason.choice for reason in reasons(make_video("Squeaky shoes"), "squeaky-shoes")] == [
            "“squeaky-shoes”"
        ]

    def test_understand_synonyms_and_old_slugs(self, make_video):
        [reason] = reasons(make_video(tags=["cognitive-restructuring"]), "reframing")

        assert reason.why == TAGGED

    def test_are_none_for_what_nothing_is_known_of(self, make_video):
        assert reasons(make_video(), "misophonia-mouth") == ()

    def test_count_every_tag_of_a_list_that_is_full(self, make_video):
        video = make_video(tags=["whispered"])
        # The second of these words means two tags: the list has 301.
        never = NeverList(tags=(*(f"a{number:03}" for number in range(298)), "personality-quiz", "whispered"))
        assert len(resolve_shut_out(never.tags, current_index().graph).slugs) == 301

        assert reasons(video, *never.tags) == (Reason("Whispered", TAGGED),)
        assert search(VideoFilter(), never=never).hidden_count == 1

    def test_cost_no_query_for_each_word_of_a_list_that_hides_nothing(self, make_video, django_assert_max_num_queries):
        video = Video.objects.for_page().get(pk=make_video().pk)
        never, index = NeverList(tags=tuple(f"a{number:03}" for number in range(300))), current_index()
        search(VideoFilter(), never=never, index=index)

        with django_assert_max_num_queries(1):
            assert find_reasons(video, never, index) == ()

    def test_are_there_exactly_where_search_leaves_a_video_out(self, examples, make_creator):
        chance = random.Random(5)
        slugs = list(current_index().graph.tags)
        creator = make_creator()
        for video in chance.sample(list(examples.values()), 20):
            suggest(video, chance.choice(slugs))
        Video.objects.filter(site_id__in=["p03", "p04"]).update(creator=creator)
        videos, index = list(Video.objects.published().for_page()), current_index()

        for _ in range(40):
            tags = (*chance.sample(slugs, 3), chance.choice(["asmr", "rain", "cognitive-behavioral-therapy", "xyz"]))
            never = NeverList(tags=tags, creators=chance.choice([(), (creator.slug,)]))
            shown = set(search(VideoFilter(), never=never, index=index).hits[:1000])

            assert {video.pk for video in videos if not find_reasons(video, never, index)} == shown
