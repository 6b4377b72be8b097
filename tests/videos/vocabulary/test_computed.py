import pytest

from videos.vocabulary.computed import ComputedRule, parse_computed_rule


@pytest.mark.parametrize(
    ("derive", "rule"),
    [
        ("duration_s < 180", ComputedRule(below_seconds=180)),
        ("duration_s >= 3600", ComputedRule(from_seconds=3600)),
        ("live_status in ('is_live','was_live')", ComputedRule(live_statuses=frozenset({"is_live", "was_live"}))),
        ("descendant or implication of mouth-sounds", None),
    ],
)
def test_a_rule_is_read(derive, rule):
    assert parse_computed_rule(derive) == rule


@pytest.mark.parametrize("derive", ["duration_s == 5", "duration_s < 3 min", "live_status = was_live"])
def test_a_rule_that_cannot_be_read_is_an_error(derive):
    with pytest.raises(ValueError, match="expected “duration_s < N”"):
        parse_computed_rule(derive)
