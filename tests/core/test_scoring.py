"""Totals out of 100, their mean and their spread."""

from decimal import Decimal
from fractions import Fraction

import pytest

from faire_ensemble.core.scoring import GridLine, kept, spread, total

GRID = {1: GridLine(4, 1), 2: GridLine(5, 3)}


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({1: 4, 2: 5}, Fraction(100)),
        ({1: 0, 2: 0}, Fraction(0)),
        # (1 × 2/4 + 3 × 3/5) / 4 = 0.575
        ({1: 2, 2: 3}, Fraction(115, 2)),
    ],
)
def test_a_total_is_the_weighted_share_of_the_grid(points, expected):
    assert total(GRID, points) == expected


def test_half_a_grid_has_no_total_and_an_old_criterion_counts_for_nothing():
    assert total(GRID, {1: 4}) is None
    assert total({}, {1: 4}) is None
    assert total(GRID, {1: 2, 2: 3, 9: 4}) == Fraction(115, 2)


def test_the_spread_of_three_persons():
    found = spread([Fraction(80), Fraction(50), Fraction(60)])
    assert (found.count, found.low, found.middle, found.high) == (3, 50, 60, 80)
    assert found.mean == Fraction(190, 3)
    assert kept(found.mean) == Decimal("63.3333")
    assert found.large
    assert not spread([Fraction(50), Fraction(79)]).large
    assert spread([Fraction(50), Fraction(60)]).middle == 55
    assert spread([]) is None


def test_what_is_kept_is_rounded_half_up():
    assert kept(Fraction(200, 3)) == Decimal("66.6667")
    assert kept(Fraction(1, 20000)) == Decimal("0.0001")
    assert kept(Fraction(1, 20001)) == Decimal("0.0000")
    assert kept(None) is None
