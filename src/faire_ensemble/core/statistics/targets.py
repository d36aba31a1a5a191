"""Bringing a gap, in equal yearly steps, to a share of what it was; where that stands.

g*(t) = g0 [1 - (1 - remaining)(t - t0) / (T - t0)]: remaining = 1/2 halves the gap. The base
gap is taken as agreed, without uncertainty: it is a commitment, not an estimate.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.statistics.intervals import Interval

HALF = Decimal("0.5")


class TargetState(StrEnum):
    """Where a gap stands against its path."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    INCONCLUSIVE = "inconclusive"


class Basis(StrEnum):
    """What the state was read from: the whole interval, or the published point alone."""

    INTERVAL = "interval"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class TargetPath:
    """From `base_gap` in `base_year` to `remaining` times it in `target_year`."""

    base_year: int
    base_gap: Decimal
    target_year: int
    remaining: Decimal = HALF

    def __post_init__(self) -> None:
        if self.target_year <= self.base_year:
            raise ValueError(
                f"L'année d'arrivée ({self.target_year}) doit suivre l'année de départ "
                f"({self.base_year})."
            )
        if not 0 <= self.remaining < 1:
            raise ValueError(
                f"La part de l'écart qui doit rester est entre 0 et 1 (exclu), "
                f"pas {self.remaining}."
            )
        if self.base_gap == 0:
            raise ValueError("Il n'y a pas d'écart à réduire : l'écart de départ est nul.")

    @property
    def final_gap(self) -> Decimal:
        """The gap to reach."""
        return self.base_gap * self.remaining

    def gap_in(self, year: int) -> Decimal:
        """The gap that the path allows in a year; after the target year, the final gap."""
        if year < self.base_year:
            raise ValueError(
                f"La trajectoire commence en {self.base_year} : rien n'est attendu en {year}."
            )
        if year >= self.target_year:
            return self.final_gap
        done = (1 - self.remaining) * (year - self.base_year)
        return self.base_gap - self.base_gap * done / (self.target_year - self.base_year)


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """A state with what it was read from. `expected` and `final` are gaps, in the same unit.

    `shortfall` is how much gap is left above the path (negative when ahead of it).
    """

    state: TargetState
    basis: Basis
    year: int
    expected: Decimal
    final: Decimal
    shortfall: Decimal


def target_status(
    path: TargetPath, year: int, gap: Decimal, interval: Interval | None = None
) -> TargetStatus:
    """Compare a gap with its path.

    With an interval: met when all of it is at or under the final gap, on track when all of it
    is at or under the path, behind when all of it is above, inconclusive when the path runs
    through it. Without one, the published point decides and `basis` says so. A gap that changed
    side (the neighbourhood overtook) is under any path.
    """
    expected, final = path.gap_in(year), path.final_gap
    sign = 1 if path.base_gap > 0 else -1
    point = float(sign * gap)
    low, high = point, point
    if interval is not None:
        facing = interval.scaled(sign)
        low, high = facing.low, facing.high
    return TargetStatus(
        state=_state(low, high, float(sign * expected), float(sign * final)),
        basis=Basis.POINT if interval is None else Basis.INTERVAL,
        year=year,
        expected=expected,
        final=final,
        shortfall=sign * (gap - expected),
    )


def _state(low: float, high: float, expected: float, final: float) -> TargetState:
    if high <= final:
        return TargetState.MET
    if high <= expected:
        return TargetState.ON_TRACK
    return TargetState.BEHIND if low > expected else TargetState.INCONCLUSIVE
