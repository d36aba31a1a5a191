"""Confidence intervals of rates: Wilson for one, Newcombe for a difference.

Shares are in 0..1, never in percent. Intervals are floats: their last digits carry no meaning,
the data's own uncertainty is larger by ten orders of magnitude. Published differences, on the
contrary, are kept exact (see `gaps`).

Wilson, E. B. (1927), JASA 22(158). Newcombe, R. G. (1998), Statistics in Medicine 17(8),
method 10 "hybrid score". Zou & Donner (2008), Statistics in Medicine 27(10), for `difference`.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, sqrt
from statistics import NormalDist

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds included, in the unit of what they surround, at a confidence level."""

    low: float
    high: float
    level: float = LEVEL

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(
                f"Un intervalle va du plus petit au plus grand : [{self.low} ; {self.high}]."
            )

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def scaled(self, factor: float) -> "Interval":
        """The interval of `factor` times the quantity; a negative factor swaps the bounds."""
        one, other = self.low * factor, self.high * factor
        return Interval(min(one, other), max(one, other), self.level)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share (0..1) observed on `size` units (persons, households…).

    `size` may be fractional: published denominators are sometimes weighted estimates.
    """

    share: float
    size: float

    def __post_init__(self) -> None:
        if not (isfinite(self.size) and self.size > 0):
            raise ValueError(f"Le dénominateur d'un taux doit être positif, pas {self.size}.")
        if not 0 <= self.share <= 1:
            raise ValueError(f"Un taux est compris entre 0 et 1, pas {self.share}.")

    @classmethod
    def of(cls, count: float, size: float) -> "Rate":
        """The rate of `count` units among `size`."""
        if not (isfinite(size) and size > 0):
            raise ValueError(f"Le dénominateur d'un taux doit être positif, pas {size}.")
        return cls(count / size, size)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval."""

    value: float
    interval: Interval


def wilson(rate: Rate, level: float = LEVEL) -> Interval:
    """Wilson score interval of a rate: holds for small counts, and never leaves 0..1."""
    z = normal_quantile(level)
    n, p = rate.size, rate.share
    z2 = z * z
    centre = p + z2 / (2 * n)
    spread = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    low = 0.0 if p == 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if p == 1 else min(1.0, (centre + spread) / scale)
    return Interval(min(low, p), max(high, p), level)


def newcombe(one: Rate, other: Rate, level: float = LEVEL) -> Estimate:
    """`one` minus `other`, for independent rates: Newcombe's hybrid score interval."""
    return difference(
        Estimate(one.share, wilson(one, level)), Estimate(other.share, wilson(other, level))
    )


def difference(one: Estimate, other: Estimate) -> Estimate:
    """`one` minus `other`, for independent estimates: each bound recombines the distances.

    Applied to two Wilson intervals this is Newcombe's; Zou & Donner give the general case.
    """
    if one.interval.level != other.interval.level:
        raise ValueError("Les deux intervalles n'ont pas le même niveau de confiance.")
    value = one.value - other.value
    below = _quadrature(one.value - one.interval.low, other.interval.high - other.value)
    above = _quadrature(one.interval.high - one.value, other.value - other.interval.low)
    return Estimate(value, Interval(value - below, value + above, one.interval.level))


def _quadrature(one: float, other: float) -> float:
    return sqrt(one * one + other * other)


@lru_cache(maxsize=8)
def normal_quantile(level: float) -> float:
    """Half-width in standard errors of a two-sided interval: 1.96 at 95 %."""
    if not 0 < level < 1:
        raise ValueError(f"Un niveau de confiance est compris entre 0 et 1, pas {level}.")
    return NormalDist().inv_cdf((1 + level) / 2)
