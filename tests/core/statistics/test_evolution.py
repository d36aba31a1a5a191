"""The change of a gap is always split, and the verdict never reads the gap alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.statistics import (
    Cause,
    Evolution,
    Move,
    NoChangeInterval,
    Observation,
    Rise,
    gap_evolution,
    rate_gap,
)

percents = st.decimals(0, 100, places=1)


def observed(year: int, value: str, reference: str, sizes: tuple[int, int] | None = None):
    one, other = (Decimal(sizes[0]), Decimal(sizes[1])) if sizes else (None, None)
    rates = Decimal(value), Decimal(reference)
    return Observation(year, *rates, rate_gap(*rates, one, other))


def moved(before: tuple[str, str], after: tuple[str, str], rise: Rise) -> Evolution:
    return gap_evolution(observed(2014, *before), observed(2019, *after), rise)


@pytest.mark.parametrize(
    ("before", "after", "rise", "move", "cause"),
    [
        # poverty: a rise is bad, the neighbourhood (first figure) is poorer
        (("50", "20"), ("45", "20"), Rise.BAD, Move.CLOSES, Cause.PART),
        (("50", "20"), ("50", "25"), Rise.BAD, Move.CLOSES, Cause.REFERENCE),
        (("50", "20"), ("45", "25"), Rise.BAD, Move.CLOSES, Cause.BOTH),
        (("50", "20"), ("52", "25"), Rise.BAD, Move.CLOSES, Cause.REFERENCE),
        (("50", "20"), ("40", "18"), Rise.BAD, Move.CLOSES, Cause.PART),
        (("50", "20"), ("55", "20"), Rise.BAD, Move.WIDENS, Cause.PART),
        (("50", "20"), ("50", "15"), Rise.BAD, Move.WIDENS, Cause.REFERENCE),
        (("50", "20"), ("52", "18"), Rise.BAD, Move.WIDENS, Cause.BOTH),
        (("50", "20"), ("48", "15"), Rise.BAD, Move.WIDENS, Cause.REFERENCE),
        (("50", "20"), ("45", "15"), Rise.BAD, Move.STABLE, Cause.NONE),
        (("50", "20"), ("19", "20"), Rise.BAD, Move.OVERTAKES, Cause.PART),
        (("20", "20"), ("22", "20"), Rise.BAD, Move.WIDENS, Cause.PART),
        (("50", "20"), ("20", "20"), Rise.BAD, Move.CLOSES, Cause.PART),
        # employment: a rise is good
        (("40", "60"), ("45", "60"), Rise.GOOD, Move.CLOSES, Cause.PART),
        (("40", "60"), ("40", "55"), Rise.GOOD, Move.CLOSES, Cause.REFERENCE),
        (("40", "60"), ("38", "60"), Rise.GOOD, Move.WIDENS, Cause.PART),
        (("62", "60"), ("65", "60"), Rise.GOOD, Move.LEAD_GROWS, Cause.PART),
        (("62", "60"), ("62", "61"), Rise.GOOD, Move.LEAD_SHRINKS, Cause.REFERENCE),
        (("62", "60"), ("58", "60"), Rise.GOOD, Move.FALLS_BEHIND, Cause.PART),
        (("60", "60"), ("62", "60"), Rise.GOOD, Move.LEAD_GROWS, Cause.PART),
        # neutral: only the size of the gap
        (("40", "60"), ("45", "60"), Rise.NEUTRAL, Move.CLOSES, Cause.PART),
        (("60", "40"), ("65", "40"), Rise.NEUTRAL, Move.WIDENS, Cause.PART),
        (("40", "40"), ("35", "40"), Rise.NEUTRAL, Move.WIDENS, Cause.PART),
    ],
)
def test_verdicts(before, after, rise: Rise, move: Move, cause: Cause) -> None:
    found = moved(before, after, rise)
    assert (found.move, found.cause) == (move, cause)


@given(percents, percents, percents, percents, st.sampled_from(Rise))
def test_the_change_is_the_sum_of_its_sides(
    one: Decimal, other: Decimal, then: Decimal, there: Decimal, rise: Rise
) -> None:
    found = gap_evolution(
        Observation(2014, one, other, rate_gap(one, other)),
        Observation(2019, then, there, rate_gap(then, there)),
        rise,
    )
    assert found.change == found.part_change - found.reference_change
    assert (found.move is Move.STABLE) == (found.change == 0) == (found.cause is Cause.NONE)


@given(percents, percents, percents, percents)
def test_counting_the_opposite_tells_the_same_story(
    one: Decimal, other: Decimal, then: Decimal, there: Decimal
) -> None:
    """The unemployment rate (bad) and its complement (good) must give the same verdict."""
    plain = moved((str(one), str(other)), (str(then), str(there)), Rise.BAD)
    mirror = moved(
        (str(100 - one), str(100 - other)), (str(100 - then), str(100 - there)), Rise.GOOD
    )
    assert (plain.move, plain.cause) == (mirror.move, mirror.cause)


def test_rolling_vintages_overlap_until_five_years_apart() -> None:
    start = observed(2014, "40", "20", (900, 90_000))
    near = gap_evolution(start, observed(2018, "41", "20", (900, 90_000)), Rise.BAD, 5)
    far = gap_evolution(start, observed(2019, "41", "20", (900, 90_000)), Rise.BAD, 5)
    assert near.overlapping and not far.overlapping
    assert near.interval is None
    assert near.no_interval is NoChangeInterval.OVERLAPPING_VINTAGES
    assert far.interval is not None and 1.0 in far.interval


def test_the_change_has_an_interval_only_when_both_gaps_have() -> None:
    without = gap_evolution(observed(2014, "40", "20"), observed(2019, "35", "20"), Rise.BAD)
    assert without.no_interval is NoChangeInterval.UNKNOWN_GAP_INTERVAL
    assert without.conclusive is None
    sizes = (2000, 200_000)
    clear = gap_evolution(
        observed(2014, "40", "20", sizes), observed(2019, "30", "20", sizes), Rise.BAD
    )
    slight = gap_evolution(
        observed(2014, "40", "20", sizes), observed(2019, "39", "20", sizes), Rise.BAD
    )
    assert clear.conclusive is True
    assert slight.conclusive is False


def test_refuses_vintages_out_of_order() -> None:
    with pytest.raises(ValueError, match="ne suit pas"):
        gap_evolution(observed(2019, "1", "2"), observed(2019, "1", "2"), Rise.BAD)
    with pytest.raises(ValueError, match="au moins une année"):
        gap_evolution(observed(2014, "1", "2"), observed(2019, "1", "2"), Rise.BAD, 0)
