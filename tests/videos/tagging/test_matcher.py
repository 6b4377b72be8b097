import dataclasses

import pytest

from videos.tagging.findings import Finding
from videos.tagging.matcher import find_tags
from videos.tagging.zones import VideoText


class TestPatterns:
    def test_whole_words_only(self, find):
        assert find("A tapestry of whisks") == {}

    def test_a_finding_carries_the_words_as_they_stand(self, find):
        assert find("ASMR Glass Tapping") == {
            "tapping": Finding(
                tag="tapping", state="present", status="publish", confidence=0.95, zone="title", evidence="Tapping"
            )
        }

    def test_evidence_is_at_most_200_characters(self, vocabulary):
        rules = dataclasses.replace(vocabulary.tags["tapping"].rules, positive=(r"\btap.*",))
        tag = dataclasses.replace(vocabulary.tags["tapping"], rules=rules)
        changed = dataclasses.replace(vocabulary, tags={"tapping": tag})

        (finding,) = find_tags(VideoText(title="tap " * 100), changed)

        assert len(finding.evidence) == 200

    def test_case_sensitive_patterns_look_at_capitals(self, published):
        assert "act-therapy" in published("ACT therapy exercise")
        assert "act-therapy" not in published("act like therapy is fun")

    def test_findings_are_sorted_and_each_tag_stands_once(self, vocabulary):
        findings = find_tags(VideoText(title="Whispered tapping, tapping", description="tapping, slime"), vocabulary)

        assert [finding.tag for finding in findings] == ["slime", "tapping", "whispered"]


class TestMasksAndBlocks:
    def test_a_mask_hides_what_it_overlaps_only(self, published):
        assert "kissing-sounds" not in published("Hershey's Kisses")
        assert "massage" in published("brain massage and back massage")
        assert "massage" not in published("brain massage")

    def test_a_block_drops_the_tag_for_its_zone_only(self, find):
        blocked = find("Body scan by a robot")
        elsewhere = find("A robot story", description="Body scan for the night")

        assert "body-scan" not in blocked
        assert elsewhere["body-scan"].zone == "lead"


class TestWeakPatterns:
    def test_without_context_they_wait_for_review(self, find):
        finding = find("My CBT day (asmr)")["cbt"]

        assert (finding.status, finding.confidence) == ("review", 0.5)

    @pytest.mark.parametrize(
        "parts",
        [
            {"title": "CBT for your anxiety"},
            {"title": "CBT", "description": "Let us look at anxious thoughts"},
            {"title": "CBT", "chapters": ("Coping",)},
        ],
    )
    def test_with_context_they_publish(self, find, parts):
        assert find(**parts)["cbt"].status == "publish"

    def test_context_within_the_weak_words_themselves_is_none(self, vocabulary):
        rules = dataclasses.replace(
            vocabulary.tags["cbt"].rules, weak=(r"\bcbt coping\b",), weak_context=r"\bcoping\b", positive=()
        )
        changed = dataclasses.replace(
            vocabulary, tags={**vocabulary.tags, "cbt": dataclasses.replace(vocabulary.tags["cbt"], rules=rules)}
        )

        (finding,) = find_tags(VideoText(title="CBT coping"), changed)

        assert finding.status == "review"

    def test_another_meaning_is_not_even_queued(self, find):
        assert "cbt" not in find("CBT Motorcycle Test Tips")


class TestTerms:
    def test_a_latin_word_counts_in_its_own_language_only(self, find):
        assert "whispered" in find("ASMR Chuchotements", language="fr")
        assert "whispered" in find("ASMR Chuchotements", language="fr-CA")
        assert "whispered" not in find("ASMR Chuchotements", language="es")
        assert "whispered" not in find("ASMR Chuchotements")

    def test_several_latin_words_count_in_every_language_but_english(self, find):
        assert find("ASMR sin hablar")["no-talking"].status == "publish"
        assert find("ASMR sin hablar", language="pt")["no-talking"].status == "publish"
        assert find("ASMR sin hablar", language="en") == {}

    @pytest.mark.parametrize("denial", ["sem", "sans", "ohne", "senza"])
    def test_several_latin_words_may_be_denied_in_every_language(self, find, denial):
        assert find(f"ASMR {denial} sonidos de boca")["mouth-sounds"].state == "absent_declared"

    @pytest.mark.parametrize("title", ["囁き", "속삭임", "耳语", "шёпот"])
    def test_terms_in_other_scripts_always_count(self, published, title):
        assert published(title) == {"whispered"}

    def test_a_star_continues_the_word(self, published):
        assert "insomnia" in published("бессонницей")

    def test_words_have_edges_where_the_script_has_spaces(self, published):
        assert "massage" not in published("массажист")

    def test_short_katakana_needs_other_neighbours(self, published):
        assert "spa-facial" in published("癒しのスパ")
        assert "spa-facial" not in published("スパチャ")

    def test_terms_for_display_only_never_match(self, find):
        assert find("laut", language="de") == {}

    def test_synonyms_do_not_match_running_text(self, find):
        assert "loud-sudden" not in find("clipping")


class TestLongestWins:
    def test_a_longer_term_of_the_facet_outdoes_what_lies_within(self, published):
        assert published("массаж ушей") == {"ear-massage"}

    def test_a_declared_absence_outdoes_what_lies_within_in_any_facet(self, find):
        assert set(find("sin sonidos de boca", language="es")) == {"no-mouth-sounds"}

    def test_a_more_specific_tag_outdoes_its_parent_in_the_same_words(self, published):
        assert published("Mic scratching") == {"mic-scratching"}

    def test_a_separate_mention_of_the_parent_stays(self, published):
        assert published("Mic scratching, scratching") == {"mic-scratching", "scratching"}

    def test_a_scene_that_only_waits_for_review_takes_no_trigger_with_it(self, find):
        found = find("x", description="A massage appointment")

        assert found["spa-massage"].status == "review"
        assert found["massage"].status == "publish"


class TestSuppression:
    def test_a_tag_found_in_any_zone_suppresses(self, find):
        assert "trigger-words" in find("Trigger words")
        assert "trigger-words" not in find("Trigger words", description="A hypnosis session")


class TestZones:
    @pytest.mark.parametrize(
        ("parts", "zone", "confidence", "status"),
        [
            ({"title": "rain sounds"}, "title", 0.95, "publish"),
            ({"title": "x", "chapters": ("rain sounds",)}, "chapters", 0.90, "publish"),
            ({"title": "x", "description": "Sounds: rain sounds"}, "trigger_list", 0.85, "publish"),
            ({"title": "x", "description": "rain sounds"}, "lead", 0.70, "publish"),
            ({"title": "x", "description": "#asmrrainsounds"}, "hashtags", 0.75, "publish"),
        ],
    )
    def test_the_zone_gives_the_confidence(self, find, parts, zone, confidence, status):
        finding = find(**parts)["rain-sounds"]

        assert (finding.zone, finding.confidence, finding.status) == (zone, confidence, status)

    @pytest.mark.parametrize(
        ("slug", "words", "status"),
        [
            ("relaxation", "a relaxing day", "review"),
            ("hypnosis", "hypnosis", "publish"),
            ("suggestive", "sexy", "publish"),
        ],
    )
    def test_each_facet_has_its_threshold(self, find, slug, words, status):
        assert find("x", description=words)[slug].status == status

    def test_cautions_publish_from_hashtags(self, find):
        assert find("x #needles #injection")["needles-medical"].status == "publish"
        assert find("x", description="#injection")["needles-medical"].status == "publish"

    def test_only_what_must_not_be_missed_reads_the_rest_and_only_for_review(self, find):
        found = find("x", description="Hello\nyou\ntapping and mouth sounds")

        assert set(found) == {"mouth-sounds"}
        assert (found["mouth-sounds"].zone, found["mouth-sounds"].status) == ("rest", "review")

    def test_a_tag_reads_its_own_zones_only(self, find):
        assert "fantasy" in find("a witch")
        assert "fantasy" not in find("x", description="a witch")

    def test_title_beats_description(self, published, absent):
        assert absent("No whispering", description="whispered") == {"whispered"}
        assert published("Whispered", description="no whispering") == {"whispered"}

    def test_one_mention_that_stands_makes_a_zone_positive(self, published):
        assert published("No whispering at first, then whispering") == {"whispered"}


class TestProse:
    """In the first lines of a description a purpose must be stated and a scene entered to be published."""

    @pytest.mark.parametrize(
        ("slug", "lead", "status"),
        [
            ("anxiety", "This one is for anyone with anxiety.", "publish"),
            ("sleep", "Soft sounds to help you sleep", "publish"),
            ("sleep", "Hola. Sonidos suaves para dormir", "publish"),
            ("sleep", "I was so sleepy today.", "review"),
            ("sleep", "I hope this helps you sleep", "review"),
            ("sleep", "Thanks for watching, I am sleepy", "review"),
            ("medical-roleplay", "Welcome back to the clinic!", "publish"),
            ("dentist", "I come straight from the dentist", "review"),
        ],
    )
    def test_a_mention_counts_behind_words_that_make_it_the_videos_own(self, find, slug, lead, status):
        language = "es" if "Hola" in lead else "en"

        assert find("x", description=lead, language=language)[slug].status == status

    def test_the_cue_stands_in_the_same_sentence(self, find):
        assert find("x", description="Made for you. Sleepy me says hello")["sleep"].status == "review"


class TestHashtags:
    def test_six_are_telling_and_more_of_them_are_a_wall(self, find):
        telling = "#tapping #a1 #a2 #a3 #a4 #a5"

        assert find("x", description=telling)["tapping"].status == "publish"
        assert find("x", description=f"{telling} #a6")["tapping"].status == "review"

    def test_a_wall_in_a_title_is_no_title(self, find):
        wall = "#tapping #a1 #a2 #a3 #a4 #a5"

        assert find(f"x {wall}")["tapping"].zone == "title"
        assert find(f"x {wall} #a6")["tapping"].zone == "hashtags"
        assert find(f"x {wall} #a6")["tapping"].status == "review"

    def test_a_technique_needs_more_than_a_hashtag(self, find):
        assert find("x", description="#hypnosis")["hypnosis"].status == "review"

    @pytest.mark.parametrize("hashtag", ["#personalattention", "#asmrpersonalattention", "#PersonalAttentionASMR"])
    def test_squashed_synonyms_count_with_and_without_asmr(self, find, hashtag):
        assert find("x", description=hashtag)["personal-attention"].zone == "hashtags"

    def test_a_latin_name_does_not_count_where_another_language_is_known(self, find):
        assert find("x", description="#susurros")["whispered"].zone == "hashtags"
        assert find("x", description="#susurros", language="es")["whispered"].zone == "hashtags"
        assert find("x", description="#susurros", language="en") == {}

    def test_short_names_do_not_count(self, find):
        assert find("x", description="#loud #iv") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0" * 100,
        "\ud800 tapping \udfff",
        "a" * 5_000_000,
        "no " * 50_000,
        "no a or " * 700,
        "0:00 " * 1_000,
        "tapping " * 1_000,
        "\ufdfa" * 5_000,
        "a아" * 2_500,
        "#a " * 2_000,
        "[\u00a0" * 2_500,
        "reframe a a a " * 400,
        "&amp;#" * 1_000,
    ],
)
def test_no_text_is_too_strange(vocabulary, text):
    strange = VideoText(title=text, description=text, chapters=(text,) * 20, language="\0")

    assert isinstance(find_tags(strange, vocabulary), tuple)
