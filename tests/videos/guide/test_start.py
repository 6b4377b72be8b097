"""Three ways in for newcomers."""

import pytest

from videos.browsing.never import NOTHING, NeverList
from videos.browsing.search import search
from videos.guide.start import SKILLS, SPIRITUAL, start_context

pytestmark = pytest.mark.django_db


def start(**never):
    return start_context(never=NeverList(**never) if never else NOTHING)


class TestWays:
    @pytest.mark.parametrize(
        ("way", "tag", "href"),
        [
            ("sounds", "tapping", "/videos/?group=sound"),
            ("care", "personal-attention", "/videos/?group=beauty,care,personal-attention"),
            ("skills", "cbt", "/videos/?group=clinical,coping,relaxation&not-group=energy-spiritual"),
            ("spiritual", "reiki", "/videos/?group=energy-spiritual"),
        ],
    )
    def test_each_leads_to_its_videos(self, make_video, way, tag, href):
        make_video(tags=[tag])

        assert (start()[way].href, start()[way].count_label) == (href, "1 video")

    def test_one_without_videos_is_no_link(self):
        assert (start()["skills"].href, start()["skills"].tags) == ("", ())

    def test_offers_the_tags_that_most_have_but_none_that_all_have(self, make_video):
        for tag in ("scratching", "tapping", "tapping"):
            make_video(tags=[tag])

        assert [tag.label for tag in start()["sounds"].tags] == ["Tapping", "Scratching"]

    def test_methods_and_spiritual_healing_never_mix(self, examples):
        skills, spiritual = (set(search(way).hits) for way in (SKILLS, SPIRITUAL))

        assert skills
        assert spiritual
        assert skills & spiritual == set()

    def test_what_belongs_to_both_is_behind_no_tag_of_methods(self, make_video):
        for tags in (["grounding"], ["grounding", "reiki"], ["cbt"]):
            make_video(tags=tags)

        (grounding,) = (tag for tag in start()["skills"].tags if tag.label.startswith("Grounding"))

        assert (grounding.href, grounding.count) == ("/videos/?tag=grounding&not-group=energy-spiritual", 1)

    def test_leaves_out_what_its_reader_never_wants_to_meet(self, make_video):
        make_video(tags=["tapping"])
        make_video(tags=["scratching"])

        found = start(tags=("tapping",))

        assert (found["sounds"].count_label, found["hidden_count"]) == ("1 video", 1)


class TestKissper:
    @pytest.mark.parametrize("name", ["Olivia Kissper ASMR", "Olivia Kissper"])
    def test_is_led_to_where_the_catalog_has_her(self, make_creator, name):
        creator = make_creator(name, is_asmr_creator=True)

        assert start()["kissper_href"] == creator.get_absolute_url()

    def test_is_not_where_it_has_not_or_her_reader_shuts_her_out(self, make_creator):
        before = start()["kissper_href"]
        creator = make_creator("Olivia Kissper", is_asmr_creator=True)

        assert (before, start(creators=(creator.slug,))["kissper_href"]) == ("", "")
