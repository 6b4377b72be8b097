import pytest

from videos.tagging.scores import Interval, Rate, Score, Tally, score, wilson


def interval_of(rate):
    return (rate.interval.low, rate.interval.high)


class TestTally:
    def test_counts_what_was_published_and_what_is_labelled(self):
        tally = Tally(true_positives=3, false_alarms=1, misses=2)

        assert (tally.published, tally.labelled, tally.named) == (4, 5, 6)

    def test_gives_precision_recall_and_f1(self):
        tally = Tally(true_positives=3, false_alarms=1, misses=2)

        assert (tally.precision, tally.recall, tally.f1) == (3 / 4, 3 / 5, 6 / 9)

    @pytest.mark.parametrize(
        ("tally", "rates"),
        [
            (Tally(), (None, None, None)),
            (Tally(false_alarms=1), (0, None, 0)),
            (Tally(misses=1), (None, 0, 0)),
        ],
    )
    def test_what_nothing_was_counted_for_is_unknown_not_zero(self, tally, rates):
        assert (tally.precision, tally.recall, tally.f1) == rates


class TestScore:
    def test_adds_the_clusters_up(self):
        found = score([Tally(3, 1, 0), Tally(1, 0, 1)])

        assert found.tally == Tally(4, 1, 1)
        assert (found.precision.value, found.recall.value, found.f1.value) == (4 / 5, 4 / 5, 8 / 10)

    def test_of_nothing_is_unknown(self):
        unknown = Rate(None, None)

        assert score([]) == score([Tally()]) == Score(Tally(), unknown, unknown, unknown)

    def test_a_perfect_rate_may_be_as_low_as_the_exact_bound(self):
        found = score([Tally(6, 0, 0), Tally(4, 0, 5)])

        assert found.precision == Rate(1.0, Interval(0.025 ** (1 / 10), 1.0))

    def test_a_rate_of_zero_may_be_as_high_as_the_exact_bound(self):
        found = score([Tally(0, 2, 0), Tally(0, 0, 3)])

        assert found.precision == Rate(0.0, Interval(0.0, 1 - 0.025 ** (1 / 2)))
        assert found.recall == Rate(0.0, Interval(0.0, 1 - 0.025 ** (1 / 3)))

    def test_a_perfect_f1_is_bounded_through_the_agreement(self):
        agreement = 0.025 ** (1 / 10)

        assert score([Tally(10)]).f1 == Rate(1.0, Interval(2 * agreement / (1 + agreement), 1.0))

    def test_two_clusters_at_odds_say_nothing(self):
        # Of all resamples a quarter is one cluster twice, a quarter the other.
        assert score([Tally(10, 0, 0), Tally(0, 10, 0)]).precision == Rate(0.5, Interval(0.0, 1.0))

    def test_many_clusters_of_one_tag_come_near_the_normal_interval(self):
        found = score([Tally(1, 0, 0)] * 300 + [Tally(0, 1, 0)] * 100)

        reach = 1.96 * (0.75 * 0.25 / 400) ** 0.5
        assert interval_of(found.precision) == pytest.approx((0.75 - reach, 0.75 + reach), abs=0.006)

    def test_alike_within_a_channel_is_less_sure_than_spread_over_channels(self):
        def width(rate):
            return rate.interval.high - rate.interval.low

        alike = score([Tally(10, 0, 0)] * 9 + [Tally(0, 10, 0)])
        spread = score([Tally(9, 1, 0), Tally(8, 2, 0), *[Tally(9, 1, 0)] * 7, Tally(10, 0, 0)])

        assert alike.precision.value == spread.precision.value == 0.9
        assert width(alike.precision) > 3 * width(spread.precision)

    def test_mistakes_within_one_cluster_tell_nothing_of_others(self):
        found = score([Tally(8, 2, 0), Tally(), Tally(0, 0, 3)])

        assert found.precision == Rate(0.8, None)
        assert found.recall.interval is not None

    def test_is_the_same_on_every_run_and_in_any_order(self):
        tallies = [Tally(5, 1, 0), Tally(2, 0, 2), Tally(7, 3, 1), Tally(1, 0, 0)]

        assert score(tallies) == score(tallies) == score(reversed(tallies))


class TestWilson:
    @pytest.mark.parametrize(
        ("count", "whole", "bounds"),
        [
            (0, 75, (0, 0.0487)),
            (1, 10, (0.0179, 0.4042)),
            (5, 10, (0.2366, 0.7634)),
            (10, 10, (0.7225, 1)),
        ],
    )
    def test_is_the_interval_of_the_tables(self, count, whole, bounds):
        rate = wilson(count, whole)

        assert rate.value == count / whole
        assert interval_of(rate) == pytest.approx(bounds, abs=0.00005)

    def test_of_nothing_is_unknown(self):
        assert wilson(0, 0) == Rate(None, None)
