"""The path that halves a gap, and what may be said of where a gap stands on it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.statistics import (
    Basis,
    Interval,
    TargetPath,
    TargetState,
    target_status,
)

PATH = TargetPath(2024, Decimal(-19), 2030)
gaps = st.decimals(-100, 100, places=1).filter(bool)
shares = st.decimals(0, Decimal("0.99"), places=2)


def test_published_path() -> None:
    assert PATH.gap_in(2024) == Decimal(-19)
    assert PATH.gap_in(2027) == Decimal("-14.25")
    assert PATH.gap_in(2030) == Decimal("-9.5") == PATH.final_gap
    assert PATH.gap_in(2040) == Decimal("-9.5")


@given(gaps, shares, st.integers(1, 20), st.data())
def test_a_path_only_ever_narrows(
    base: Decimal, remaining: Decimal, years: int, data: st.DataObject
) -> None:
    path = TargetPath(2024, base, 2024 + years, remaining)
    year = data.draw(st.integers(2024, 2023 + years))
    assert abs(path.gap_in(year + 1)) < abs(path.gap_in(year)) <= abs(base)
    assert path.gap_in(2024 + years) == base * remaining


@pytest.mark.parametrize(
    ("year", "gap", "interval", "state"),
    [
        (2027, "-9", (-9.4, -8.0), TargetState.MET),
        (2027, "-12", (-13.0, -11.0), TargetState.ON_TRACK),
        (2027, "-12", (-15.0, -9.0), TargetState.INCONCLUSIVE),
        (2027, "-15", (-16.0, -14.0), TargetState.INCONCLUSIVE),
        (2027, "-17", (-18.0, -15.0), TargetState.BEHIND),
        (2030, "-9", (-9.5, -8.0), TargetState.MET),
        (2030, "-9", (-10.0, -8.0), TargetState.INCONCLUSIVE),
        (2027, "2", (1.0, 3.0), TargetState.MET),
        (2027, "-9", None, TargetState.MET),
        (2027, "-14.25", None, TargetState.ON_TRACK),
        (2027, "-14.26", None, TargetState.BEHIND),
        (2031, "-9.6", None, TargetState.BEHIND),
    ],
)
def test_states(
    year: int, gap: str, interval: tuple[float, float] | None, state: TargetState
) -> None:
    found = target_status(PATH, year, Decimal(gap), Interval(*interval) if interval else None)
    assert found.state is state
    assert found.basis is (Basis.INTERVAL if interval else Basis.POINT)
    assert found.expected == PATH.gap_in(year)


def test_shortfall_is_what_remains_above_the_path() -> None:
    assert target_status(PATH, 2027, Decimal(-17)).shortfall == Decimal("2.75")
    assert target_status(PATH, 2027, Decimal(-12)).shortfall == Decimal("-2.25")
    upwards = TargetPath(2024, Decimal(19), 2030)
    assert target_status(upwards, 2027, Decimal(17)).shortfall == Decimal("2.75")


@given(gaps, st.integers(2024, 2034), gaps, st.integers(0, 30))
def test_mirrored_gaps_get_the_same_state(base: Decimal, year: int, gap: Decimal, half: int):
    interval = Interval(float(gap) - half, float(gap) + half)
    there = target_status(TargetPath(2024, base, 2030), year, gap, interval)
    back = target_status(TargetPath(2024, -base, 2030), year, -gap, interval.scaled(-1))
    assert there.state is back.state


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ((2024, Decimal(-19), 2024), "doit suivre"),
        ((2024, Decimal(0), 2030), "pas d'écart à réduire"),
        ((2024, Decimal(-19), 2030, Decimal(1)), "doit rester"),
        ((2024, Decimal(-19), 2030, Decimal("-0.1")), "doit rester"),
    ],
)
def test_refuses_a_path_that_leads_nowhere(fields: tuple, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        TargetPath(*fields)


def test_nothing_is_expected_before_the_path_begins() -> None:
    with pytest.raises(ValueError, match="commence en 2024"):
        PATH.gap_in(2023)
