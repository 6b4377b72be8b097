"""The choices of the never-list's page."""

import pytest

from videos.browsing.never import NOTHING, NeverList
from videos.browsing.never_page import choose, never_context, offer_never, shorten
from videos.browsing.presets import PRESETS
from videos.models import Tag
from videos.tag_graph import load_tag_graph

pytestmark = pytest.mark.django_db


def boxes(context):
    return {choice.value: choice for _, _, groups in context["shelves"] for _, choices in groups for choice in choices}


class TestPresets:
    def test_are_made_of_tags_that_visitors_may_see(self):
        public = {tag.slug for tag in load_tag_graph().public_tags}

        assert {tag for preset in PRESETS for tag in preset.tags} - public == set()

    def test_of_voices_leave_no_voice_in(self):
        graph = load_tag_graph()
        [voices] = [preset for preset in PRESETS if preset.slug == "voices"]
        covered = {other for tag in voices.tags for other in graph.making_present(tag)}

        assert {tag.slug for tag in graph.in_group("voice")} - covered == {"no-talking"}

    @pytest.mark.parametrize("tag", ["sound-bath", "eft-tapping"])
    def test_of_spiritual_content_leave_in_what_they_say(self, make_video, tag):
        from_video = make_video(tags=[tag])

        context = never_context(choose(presets=["spiritual"], tags=[], creators=[]))

        assert (from_video.title, context["hidden_count"]) == ("Soft rain", 0)

    @pytest.mark.parametrize(
        ("preset", "tag"),
        [
            ("mouth", "chewing-gum"),
            ("mouth", "teeth-brushing"),
            ("loud", "loud-sudden"),
            ("voices", "inaudible-whisper"),
            ("medical", "dentist"),
            ("spiritual", "reiki"),
            ("spiritual", "prayer"),
            ("hypnosis", "sleep-hypnosis"),
        ],
    )
    def test_take_with_them_all_kinds(self, make_video, preset, tag):
        make_video(tags=[tag])

        assert never_context(choose(presets=[preset], tags=[], creators=[]))["hidden_count"] == 1


class TestChoosing:
    def test_joins_presets_with_single_choices(self):
        never = choose(presets=["spiritual", "nonsense"], tags=["tapping"], creators=["somebody"])

        assert never == NeverList(tags=("religious-content", "spiritual-claims", "tapping"), creators=("somebody",))

    def test_shows_a_preset_as_chosen_when_all_its_tags_are(self):
        presets = {choice.value: choice.is_chosen for choice in never_context(NeverList(tags=("hypnosis",)))["presets"]}

        assert [slug for slug, is_chosen in presets.items() if is_chosen] == ["hypnosis"]

    def test_shows_what_comes_with_a_preset_as_no_choice_of_its_own(self):
        found = boxes(never_context(NeverList(tags=("hypnosis", "religious-content"))))

        assert (found["hypnosis"].is_chosen, found["hypnosis"].comes_with) == (True, "Hypnosis")
        assert (found["religious-content"].is_chosen, found["religious-content"].comes_with) == (True, "")

    def test_offers_every_tag_cautions_first(self):
        shelves = never_context(NOTHING)["shelves"]

        assert shelves[0][0].slug == "caution"
        assert boxes(never_context(NOTHING)).keys() == {tag.slug for tag in load_tag_graph().public_tags}

    def test_shows_an_old_name_as_the_tag_it_is_today(self):
        context = never_context(NeverList(tags=("reframing",)))

        assert (boxes(context)["cognitive-restructuring"].is_chosen, context["unknown_tags"]) == (True, [])

    def test_keeps_what_is_no_longer_in_the_catalog(self):
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        context = never_context(NeverList(tags=("tapping",), creators=("long-gone",)))

        assert [(choice.value, choice.is_chosen) for choice in context["unknown_tags"]] == [("tapping", True)]
        assert [(choice.label, choice.note) for choice in context["creators"]] == [
            ("long-gone", "not in the catalog now")
        ]

    def test_finds_creators_by_name_but_those_already_chosen(self, make_creator):
        make_creator("Quiet Corner", is_asmr_creator=True)
        make_creator("Quiet Tent", is_asmr_creator=True)

        context = never_context(NeverList(creators=("quiet-tent",)), find="quiet\0")

        assert [choice.label for choice in context["found_creators"]] == ["Quiet Corner"]
        assert [choice.label for choice in context["creators"]] == ["Quiet Tent"]


class TestShortening:
    def test_drops_only_what_another_tag_brings_along(self):
        never = NeverList(tags=("misophonia-mouth", "chewing-gum", "whispered", "xyz"))

        assert shorten(never).tags == ("misophonia-mouth", "whispered", "xyz")


class TestOffering:
    def test_leads_to_a_ticked_box(self, make_creator):
        links = offer_never(Tag.objects.filter(slug="tapping"), make_creator("雨音"))

        assert [link.href for link in links] == ["/never/?add=tapping", "/never/?add-creator=%E9%9B%A8%E9%9F%B3"]
