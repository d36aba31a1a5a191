"""How a gap moved between two vintages, and whose move it was.

change of the gap = change of the neighbourhood - change of the reference, exactly. A metropolis
that falls also "closes" a gap: the verdict never reads the gap's change alone.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.statistics.direction import Rise
from faire_ensemble.core.statistics.gaps import Gap
from faire_ensemble.core.statistics.intervals import Estimate, Interval, difference

ZERO = Decimal(0)


class Move(StrEnum):
    """What the gap did, read from the neighbourhood's side.

    For a neutral indicator, "closes" and "widens" only speak of the gap's size.
    """

    CLOSES = "closes"
    WIDENS = "widens"
    STABLE = "stable"
    OVERTAKES = "overtakes"
    FALLS_BEHIND = "falls_behind"
    LEAD_GROWS = "lead_grows"
    LEAD_SHRINKS = "lead_shrinks"


class Cause(StrEnum):
    """Which side's move explains the gap's: the one that goes the same way as the gap.

    PART with both sides moving means that the neighbourhood went further than the reference;
    BOTH means that each pulled in the direction of the gap's change.
    """

    PART = "part"
    REFERENCE = "reference"
    BOTH = "both"
    NONE = "none"


class NoChangeInterval(StrEnum):
    """Why the change of a gap has no interval."""

    UNKNOWN_GAP_INTERVAL = "unknown_gap_interval"
    OVERLAPPING_VINTAGES = "overlapping_vintages"


@dataclass(frozen=True, slots=True)
class Observation:
    """A neighbourhood and its reference in one year, with the gap computed between them."""

    year: int
    value: Decimal
    reference: Decimal
    gap: Gap


@dataclass(frozen=True, slots=True)
class Evolution:
    """The change of a gap, split; amounts are in the indicator's unit (points for a rate).

    `overlapping`: the two vintages share years of collection, so part of the persons surveyed
    are the same and the change understates what happened.
    """

    earlier: int
    later: int
    change: Decimal
    part_change: Decimal
    reference_change: Decimal
    move: Move
    cause: Cause
    overlapping: bool
    interval: Interval | None = None
    no_interval: NoChangeInterval | None = None

    @property
    def conclusive(self) -> bool | None:
        """Whether the change differs from zero beyond chance; None when that is not known."""
        return None if self.interval is None else 0 not in self.interval


def gap_evolution(
    earlier: Observation, later: Observation, rise: Rise, rolling_years: int = 1
) -> Evolution:
    """Compare two vintages of a gap; `rolling_years` is what one vintage collects over.

    Raises ValueError when the vintages are not in order.
    """
    if later.year <= earlier.year:
        raise ValueError(
            f"Le millésime {later.year} ne suit pas le millésime {earlier.year} : "
            "donnez-les du plus ancien au plus récent."
        )
    if rolling_years < 1:
        raise ValueError(f"Un millésime couvre au moins une année, pas {rolling_years}.")
    before, after = earlier.value - earlier.reference, later.value - later.reference
    part = later.value - earlier.value
    reference = later.reference - earlier.reference
    sign = _unfavourable_sign(rise, before, after)
    overlapping = later.year - earlier.year < rolling_years
    interval, missing = _interval(earlier.gap, later.gap, overlapping)
    return Evolution(
        earlier=earlier.year,
        later=later.year,
        change=after - before,
        part_change=part,
        reference_change=reference,
        move=_move(sign * before, sign * after),
        cause=_cause(sign * part, sign * reference),
        overlapping=overlapping,
        interval=interval,
        no_interval=missing,
    )


def _unfavourable_sign(rise: Rise, before: Decimal, after: Decimal) -> int:
    """+1 when a positive gap is to the neighbourhood's disadvantage, -1 otherwise.

    A neutral indicator has no bad side: the side where the gap began stands for it.
    """
    if rise is Rise.NEUTRAL:
        return -1 if (before or after) < 0 else 1
    return 1 if rise is Rise.BAD else -1


def _move(before: Decimal, after: Decimal) -> Move:
    """The move of a disadvantage (positive) or a lead (negative)."""
    if before == after:
        return Move.STABLE
    if before > 0:
        if after < 0:
            return Move.OVERTAKES
        return Move.CLOSES if after < before else Move.WIDENS
    if after > 0:
        return Move.FALLS_BEHIND if before < 0 else Move.WIDENS
    return Move.LEAD_GROWS if after < before else Move.LEAD_SHRINKS


def _cause(part: Decimal, reference: Decimal) -> Cause:
    """Whose rise (or fall) of the unfavourable quantity goes the way of the gap's change."""
    gap = part - reference
    if gap == 0:
        return Cause.NONE
    by_part = part != 0 and (part > 0) == (gap > 0)
    by_reference = reference != 0 and (reference < 0) == (gap > 0)
    if by_part and by_reference:
        return Cause.BOTH
    return Cause.PART if by_part else Cause.REFERENCE


def _interval(
    earlier: Gap, later: Gap, overlapping: bool
) -> tuple[Interval | None, NoChangeInterval | None]:
    """Interval of the change of the gap, for vintages that share no year of collection."""
    if earlier.interval is None or later.interval is None:
        return None, NoChangeInterval.UNKNOWN_GAP_INTERVAL
    if overlapping:
        return None, NoChangeInterval.OVERLAPPING_VINTAGES
    change = difference(
        Estimate(float(later.value), later.interval),
        Estimate(float(earlier.value), earlier.interval),
    )
    return change.interval, None
