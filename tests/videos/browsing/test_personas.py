"""What people come for, with exactly the videos they must find, over the sixty examples as listed videos."""

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.search import search
from videos.models import Video

pytestmark = pytest.mark.usefixtures("examples")


def found(query: str) -> set[str]:
    ids = search(VideoFilter.from_query(query)).hits
    return set(Video.objects.filter(pk__in=list(ids)).values_list("site_id", flat=True))


EVERYTHING = {f"p{number:02}" for number in range(1, 61)} - {"p30"}


class TestInsomniac:
    def test_finds_what_is_made_for_sleep_and_lasts_an_hour(self):
        assert found("tag=sleep&length=60-") == {"p06", "p43", "p48", "p58", "p60"}

    def test_finds_the_one_of_these_without_talking(self):
        assert found("tag=sleep&tag=no-talking&length=60-") == {"p60"}

    def test_finds_all_lengths_without_talking(self):
        assert found("tag=sleep&tag=no-talking") == {"p53", "p60"}


class TestMisophonic:
    def test_loses_exactly_the_videos_with_mouth_eating_or_breath_sounds(self):
        assert EVERYTHING - found("not=misophonia-mouth") == {"p09", "p10", "p14", "p20", "p32", "p50"}

    def test_never_meets_what_is_held(self):
        assert found("") == EVERYTHING

    def test_finds_tapping_without_mouth_sounds(self):
        assert found("tag=tapping&not=misophonia-mouth") == {"p01", "p25", "p53", "p54", "p60"}

    def test_finds_tapping_with_them_when_they_are_not_shut_out(self):
        assert found("tag=tapping") == {"p01", "p20", "p25", "p50", "p53", "p54", "p60"}

    def test_finds_what_creators_declare_free_of_mouth_sounds(self):
        assert found("free=mouth-sounds") == {"p08", "p57"}


class TestTherapist:
    def test_finds_clinical_and_coping_skills_without_spiritual_claims(self):
        assert found("group=clinical,coping&not=spiritual-claims") == {"p03", "p21", "p26", "p40", "p46", "p51"}

    def test_finds_asmr_psychotherapy_without_spiritual_claims(self):
        assert found("tag=psychotherapy-asmr&not=spiritual-claims") == {"p03", "p21", "p40", "p46", "p51"}

    def test_finds_cbt_and_its_children(self):
        assert found("tag=cbt") == {"p03", "p51"}

    def test_finds_the_motorcycle_by_its_words_only(self):
        assert ("p36" in found("q=cbt motorcycle"), "p36" in found("tag=cbt")) == (True, False)
