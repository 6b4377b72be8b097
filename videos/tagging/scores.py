"""How good counted tags are: precision, recall and F1, and how far to trust each figure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import NormalDist, quantiles

RESAMPLES = 1000
SEED = 2025  # Any number does; a fixed one gives the same interval on every run.
_TAIL = 0.025  # of 95 %, on each side
_Z = NormalDist().inv_cdf(1 - _TAIL)


@dataclass(frozen=True, order=True)
class Tally:
    """Tags published and right, published and wrong, labelled and not published."""

    true_positives: int = 0
    false_alarms: int = 0
    misses: int = 0

    @property
    def published(self) -> int:
        return self.true_positives + self.false_alarms

    @property
    def labelled(self) -> int:
        return self.true_positives + self.misses

    @property
    def named(self) -> int:
        """How many were published or labelled."""
        return self.true_positives + self.false_alarms + self.misses

    @property
    def precision(self) -> float | None:
        """Which share of the published is right; None where nothing was published."""
        return _share(self.true_positives, self.published)

    @property
    def recall(self) -> float | None:
        """Which share of the labelled was published; None where nothing is labelled."""
        return _share(self.true_positives, self.labelled)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where nothing was published or labelled."""
        return _share(2 * self.true_positives, self.published + self.labelled)


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Rate:
    """A share from 0 to 1 with its 95 % interval.

    The value is None where nothing was counted; the interval also where all that was counted comes from one cluster.
    """

    value: float | None
    interval: Interval | None


@dataclass(frozen=True)
class Score:
    tally: Tally
    precision: Rate
    recall: Rate
    f1: Rate


def score(tallies: Iterable[Tally]) -> Score:
    """Score what was counted in independent clusters, one tally each; their order does not matter.

    Intervals are those of a percentile bootstrap over clusters. A rate of 1 or 0 never varies there; the side on
    which it can be wrong is then the exact bound of Clopper and Pearson, which takes tags as independent.
    """
    clusters = sorted(tallies)
    resamples = list(_resample(clusters))
    total = _add(clusters)

    def interval(whole: Callable[[Tally], int]) -> Interval | None:
        return _interval(total, clusters, resamples, whole=whole)

    agreement = interval(lambda tally: tally.named)
    return Score(
        tally=total,
        precision=Rate(total.precision, interval(lambda tally: tally.published)),
        recall=Rate(total.recall, interval(lambda tally: tally.labelled)),
        # F1 is no share of counted things, but it rises with one: 2j / (1 + j) of the agreement j.
        f1=Rate(total.f1, agreement and Interval(_as_f1(agreement.low), _as_f1(agreement.high))),
    )


def wilson(count: int, whole: int) -> Rate:
    """Return the share of `count` in `whole` single observations, with Wilson's interval."""
    if not whole:
        return Rate(None, None)
    share = count / whole
    middle = share + _Z**2 / (2 * whole)
    reach = _Z * (share * (1 - share) / whole + _Z**2 / (4 * whole**2)) ** 0.5
    low, high = ((middle + side * reach) / (1 + _Z**2 / whole) for side in (-1, 1))
    # Only rounding keeps the formula from the ends themselves.
    return Rate(share, Interval(low if count else 0.0, high if count < whole else 1.0))


def _resample(clusters: list[Tally]) -> Iterator[Tally]:
    if not clusters:
        return
    generator = random.Random(SEED)
    counts = [(tally.true_positives, tally.false_alarms, tally.misses) for tally in clusters]
    for _ in range(RESAMPLES):
        yield Tally(*map(sum, zip(*generator.choices(counts, k=len(counts)), strict=True)))


def _interval(
    total: Tally, clusters: list[Tally], resamples: list[Tally], *, whole: Callable[[Tally], int]
) -> Interval | None:
    """Return the interval of the share that the true positives are of the `whole`."""
    size = whole(total)
    if not size:
        return None
    if total.true_positives == size:
        return Interval(_TAIL ** (1 / size), 1.0)
    if not total.true_positives:
        return Interval(0.0, 1 - _TAIL ** (1 / size))
    if sum(whole(cluster) > 0 for cluster in clusters) < 2:
        return None
    shares = [resample.true_positives / whole(resample) for resample in resamples if whole(resample)]
    low, *_, high = quantiles(shares, n=round(1 / _TAIL), method="inclusive")
    return Interval(low, high)


def _add(tallies: Iterable[Tally]) -> Tally:
    true_positives = false_alarms = misses = 0
    for tally in tallies:
        true_positives += tally.true_positives
        false_alarms += tally.false_alarms
        misses += tally.misses
    return Tally(true_positives, false_alarms, misses)


def _share(count: int, whole: int) -> float | None:
    return count / whole if whole else None


def _as_f1(agreement: float) -> float:
    return 2 * agreement / (1 + agreement)
