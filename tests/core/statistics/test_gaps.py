"""The gap of a part to its whole: the published value, identities, and refusals to invent."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from faire_ensemble.core.statistics import (
    Gap,
    GapMethod,
    NoIntervalReason,
    Rate,
    amount_gap,
    nested_gap,
    newcombe,
    rate_gap,
    rest_of,
)

percents = st.decimals(0, 100, places=1)


def test_published_value_of_a_nested_gap() -> None:
    gap = nested_gap(Rate.of(540, 1200), Rate.of(12800, 20000), part_share=0.08)
    assert gap.value == pytest.approx(-0.1748, abs=5e-5)
    assert gap.interval.low == pytest.approx(-0.2012, abs=5e-5)
    assert gap.interval.high == pytest.approx(-0.1481, abs=5e-5)


@given(
    st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 30000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_nested_gap_is_the_part_minus_the_whole(
    part: tuple[int, int], rest: tuple[int, int]
) -> None:
    gap = nested_gap(Rate.of(*part), Rate.of(*rest))
    whole = (part[0] + rest[0]) / (part[1] + rest[1])
    assert gap.value == pytest.approx(part[0] / part[1] - whole, abs=1e-12)
    assert gap.value in gap.interval
    apart = newcombe(Rate.of(*part), Rate.of(*rest)).interval
    assert gap.interval.high - gap.interval.low <= apart.high - apart.low


@given(
    st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 30000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_the_rest_is_found_again(part: tuple[int, int], rest: tuple[int, int]) -> None:
    whole = Rate.of(part[0] + rest[0], part[1] + rest[1])
    found = rest_of(whole, Rate.of(*part), rounding=1e-9)
    assert found.size == rest[1]
    assert found.share == pytest.approx(rest[0] / rest[1], abs=1e-6)


def test_rate_gap_is_exact_with_an_interval_in_points() -> None:
    gap = rate_gap(Decimal("45.0"), Decimal("62.9"), Decimal(1200), Decimal(21200))
    assert gap.value == Decimal("-17.9")
    assert gap.method is GapMethod.NESTED
    assert gap.no_interval is None and gap.interval is not None
    rest = rest_of(Rate(0.629, 21200), Rate(0.45, 1200))
    expected = nested_gap(Rate(0.45, 1200), rest).interval
    assert gap.interval.low == pytest.approx(100 * expected.low)
    assert gap.interval.high == pytest.approx(100 * expected.high)
    assert gap.conclusive is True


@pytest.mark.parametrize(
    ("size", "whole"),
    [(None, None), (Decimal(900), None), (None, Decimal(9000)), (Decimal(0), Decimal(9000))],
)
def test_no_interval_without_both_denominators(size: Decimal | None, whole: Decimal | None) -> None:
    gap = rate_gap(Decimal("56.3"), Decimal("19.4"), size, whole)
    assert gap.value == Decimal("36.9")
    assert gap.interval is None
    assert gap.no_interval is NoIntervalReason.UNKNOWN_DENOMINATOR
    assert gap.conclusive is None


@pytest.mark.parametrize(
    ("value", "reference", "size", "whole"),
    [
        ("100", "1", 900, 1000),  # 900 persons in the part, 10 in the whole
        ("0", "99", 900, 1000),
        ("50", "50", 1000, 1000),  # the part is as large as its whole
        ("50", "50", 2000, 1000),
    ],
)
def test_figures_that_contradict_each_other_get_no_interval(
    value: str, reference: str, size: int, whole: int
) -> None:
    gap = rate_gap(Decimal(value), Decimal(reference), Decimal(size), Decimal(whole))
    assert gap.value == Decimal(value) - Decimal(reference)
    assert gap.no_interval is NoIntervalReason.INCONSISTENT_COUNTS


def test_rounding_alone_is_not_a_contradiction() -> None:
    """All 50 of the part, none elsewhere: 50/1000 published as 5.0 or, rounded down, 4.96."""
    assert rest_of(Rate(0.0496, 1000), Rate(1, 50)).share == 0
    with pytest.raises(ValueError, match="se contredisent"):
        rest_of(Rate(0.04, 1000), Rate(1, 50))


@given(percents, percents, st.integers(1, 5000), st.integers(1, 100_000))
def test_a_published_gap_lies_in_its_interval(
    value: Decimal, reference: Decimal, size: int, more: int
) -> None:
    gap = rate_gap(value, reference, Decimal(size), Decimal(size + more))
    assert gap.value == value - reference
    assume(gap.interval is not None)
    assert gap.interval is not None and float(gap.value) in gap.interval
    assert -100 <= gap.interval.low <= gap.interval.high <= 100


@pytest.mark.parametrize(("value", "reference"), [("101", "5"), ("5", "-1")])
def test_refuses_rates_outside_0_100(value: str, reference: str) -> None:
    with pytest.raises(ValueError, match="entre 0 et 100"):
        rate_gap(Decimal(value), Decimal(reference))


def test_amounts_have_a_relative_gap_and_no_interval() -> None:
    gap = amount_gap(Decimal(11666), Decimal(20940))
    assert gap.value == Decimal(-9274)
    assert gap.relative is not None and round(gap.relative, 4) == Decimal("-0.4429")
    assert gap.interval is None and gap.no_interval is NoIntervalReason.UNKNOWN_SPREAD
    assert amount_gap(Decimal(3), Decimal(0)).relative is None


def test_a_gap_says_its_interval_or_why_there_is_none() -> None:
    with pytest.raises(ValueError, match="raison"):
        Gap(Decimal(1), GapMethod.PLAIN)


@pytest.mark.parametrize("share", [-0.1, 1.0, 2.0])
def test_refuses_a_part_share_outside_0_1(share: float) -> None:
    with pytest.raises(ValueError, match="part du quartier"):
        nested_gap(Rate.of(1, 2), Rate.of(1, 2), part_share=share)
