import pytest

from videos.tagging.noise import PATTERNS, find_noise, is_advert
from videos.tagging.prefilter import loosen


class TestFindNoise:
    def test_the_places_of_noisy_lines_are_found(self):
        assert find_noise(["slime", "my instagram", "", "www.example.org", "rain"]) == {1, 3}

    @pytest.mark.parametrize(
        "line", ["see amzn.to/abc", "me@example.org", "www.x", "linktr.ee/someone", "10 % off", "구독"]
    )
    def test_links_addresses_and_offers_are_noise(self, line):
        assert find_noise([line]) == {0}

    @pytest.mark.parametrize("line", ["a.b", "tapping... and more", "9/10 brushes", "e.g. slime", "100 % slime", ""])
    def test_other_lines_are_none(self, line):
        assert find_noise([line]) == set()

    @pytest.mark.parametrize(
        "line", ["tags: asmr, reiki", "🎵 music by someone", "- keywords: slime", "intro music: x"]
    )
    def test_keywords_and_credits_are_found_where_they_stand(self, line):
        assert find_noise(["rain", "🌙", "", line, "slime", "tapping"]) == {3}

    @pytest.mark.parametrize(
        ("line", "advertises"),
        [("sponsored by x", True), ("use code x", True), ("20% off", True), ("my instagram", False), ("rain", False)],
    )
    def test_adverts_are_told_from_other_noise(self, line, advertises):
        assert is_advert(line) == advertises

    def test_without_lines_there_is_none(self):
        assert find_noise([]) == set()

    def test_all_patterns_can_be_scanned_for(self):
        assert [pattern for pattern in PATTERNS if loosen(pattern) is None] == []
