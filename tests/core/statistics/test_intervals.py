"""Published values of Wilson and Newcombe intervals, and what must hold for any rates."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.statistics import Estimate, Interval, Rate, difference, newcombe, wilson


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    size = draw(st.integers(1, 5000))
    return Rate.of(draw(st.integers(0, size)), size)


@pytest.mark.parametrize(
    ("count", "size", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0)],
)
def test_wilson_published(count: int, size: int, low: float, high: float) -> None:
    interval = wilson(Rate.of(count, size))
    assert interval.low == pytest.approx(low, abs=5e-5)
    assert interval.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "value", "low", "high"),
    [
        ((56, 70), (48, 80), 0.2000, 0.0524, 0.3339),
        ((5, 56), (0, 29), 5 / 56, -0.0381, 0.1926),
    ],
)
def test_newcombe_published(
    one: tuple[int, int], other: tuple[int, int], value: float, low: float, high: float
) -> None:
    gap = newcombe(Rate.of(*one), Rate.of(*other))
    assert gap.value == pytest.approx(value, abs=1e-12)
    assert gap.interval.low == pytest.approx(low, abs=5e-5)
    assert gap.interval.high == pytest.approx(high, abs=5e-5)


def test_level_widens() -> None:
    rate = Rate.of(81, 263)
    wide = wilson(rate, level=0.99)
    assert wide.level == 0.99
    assert wide.low < wilson(rate).low and wide.high > wilson(rate).high


@given(rates())
def test_wilson_solves_its_equation(rate: Rate) -> None:
    """Each bound b is where the observed share is 1.96 standard errors of b away from b."""
    interval = wilson(rate)
    for bound in (interval.low, interval.high):
        assert 0 <= bound <= 1
        if 0 < bound < 1:
            error = sqrt(bound * (1 - bound) / rate.size)
            assert abs(rate.share - bound) == pytest.approx(1.959964 * error, rel=1e-5)
    assert rate.share in interval


@given(rates(), rates())
def test_newcombe_mirrors(one: Rate, other: Rate) -> None:
    there, back = newcombe(one, other), newcombe(other, one)
    assert there.value == -back.value
    assert there.interval.low == pytest.approx(-back.interval.high, abs=1e-12)
    assert there.value in there.interval
    assert -1 <= there.interval.low and there.interval.high <= 1


@given(rates(), st.integers(2, 50))
def test_more_persons_narrow_the_interval(rate: Rate, times: int) -> None:
    wide, narrow = wilson(rate), wilson(Rate(rate.share, rate.size * times))
    assert narrow.high - narrow.low < wide.high - wide.low


def test_scaled_by_a_negative_factor_swaps_bounds() -> None:
    assert Interval(-1, 3).scaled(-2) == Interval(-6, 2)


def test_difference_refuses_mixed_levels() -> None:
    with pytest.raises(ValueError, match="niveau de confiance"):
        difference(Estimate(0, Interval(-1, 1, 0.9)), Estimate(0, Interval(-1, 1, 0.95)))


@pytest.mark.parametrize("size", [0, -3, float("nan"), float("inf")])
def test_refuses_a_denominator_that_is_not_positive(size: float) -> None:
    with pytest.raises(ValueError, match="dénominateur"):
        Rate.of(1, size)
    with pytest.raises(ValueError, match="dénominateur"):
        Rate(0.5, size)


@pytest.mark.parametrize("count", [-1, 21])
def test_refuses_a_count_outside_its_denominator(count: int) -> None:
    with pytest.raises(ValueError, match="entre 0 et 1"):
        Rate.of(count, 20)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_refuses_a_level_outside_0_1(level: float) -> None:
    with pytest.raises(ValueError, match="niveau de confiance"):
        wilson(Rate.of(1, 2), level)


def test_interval_goes_upwards() -> None:
    with pytest.raises(ValueError, match="plus petit au plus grand"):
        Interval(1, 0)
    with pytest.raises(ValueError, match="plus petit au plus grand"):
        Interval(float("nan"), 0)
