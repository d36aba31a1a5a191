"""Scores given on a grid: each person's total out of 100, their mean, how far they disagree.

A total is the share of the grid's weighted points, 0 to 100: Σ weight × points / max over Σ weight.
Somebody who did not score every criterion has no total: half a grid is not compared with a whole
one. All sums are exact; only what is kept is rounded, half up, to four decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

HUNDRED = Fraction(100)
# Points out of 100 between the lowest and the highest total, from which people should talk.
LARGE_SPREAD = 30


@dataclass(frozen=True, slots=True)
class GridLine:
    """A criterion: points from 0 to `max_points`, and how much it weighs."""

    max_points: int
    weight: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Lowest, median and highest of `count` figures, with their mean."""

    count: int
    low: Fraction
    middle: Fraction
    high: Fraction
    mean: Fraction

    @property
    def large(self) -> bool:
        """Whether totals out of 100 differ enough to be talked about."""
        return self.high - self.low >= LARGE_SPREAD


def total(grid: Mapping[int, GridLine], points: Mapping[int, int]) -> Fraction | None:
    """One person's total out of 100; None unless every criterion of the grid has points."""
    if not grid or any(key not in points for key in grid):
        return None
    reached = sum(
        (Fraction(line.weight * points[key], line.max_points) for key, line in grid.items()),
        Fraction(0),
    )
    return HUNDRED * reached / sum(line.weight for line in grid.values())


def spread(figures: Iterable[Fraction]) -> Spread | None:
    """Nothing when there is no figure."""
    ordered: Sequence[Fraction] = sorted(figures)
    if not ordered:
        return None
    return Spread(
        count=len(ordered),
        low=ordered[0],
        middle=Fraction(median(ordered)),
        high=ordered[-1],
        mean=sum(ordered, Fraction(0)) / len(ordered),
    )


def kept(value: Fraction | None) -> Decimal | None:
    """A figure as it is stored: four decimals, half up."""
    if value is None:
        return None
    scaled = Decimal(value.numerator * 10**6 // value.denominator).scaleb(-6)
    return scaled.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
