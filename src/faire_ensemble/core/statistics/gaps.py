"""The gap of a neighbourhood (a part) to the metropolis it lies in (the whole).

The part belongs to the whole, so their rates are not independent. With f the part's share of
the denominator, p_part - p_whole = (1 - f)(p_part - p_rest), and `part` and `rest` share no
one: the interval of the right side is Newcombe's, scaled by (1 - f).

The value of a gap is the exact difference of what was published; only its interval is a float.
Without a denominator, or for an amount published without its spread, there is no interval and
the gap says why: none is ever invented.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.statistics.intervals import LEVEL, Estimate, Interval, Rate, newcombe

ROUNDING = 0.0005  # half of the last published digit of a rate in percent with one decimal


class NoIntervalReason(StrEnum):
    """Why a gap has no interval."""

    UNKNOWN_DENOMINATOR = "unknown_denominator"
    UNKNOWN_SPREAD = "unknown_spread"
    INCONSISTENT_COUNTS = "inconsistent_counts"


class GapMethod(StrEnum):
    """How a gap was computed; each has its page in docs/methods."""

    NESTED = "nested"
    PLAIN = "plain"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Gap:
    """Value minus reference, in the unit of both (a rate in percent gives points).

    `relative` is the gap over the reference (amounts only; None when the reference is zero).
    Either `interval` or `no_interval` is set, never both.
    """

    value: Decimal
    method: GapMethod
    interval: Interval | None = None
    no_interval: NoIntervalReason | None = None
    relative: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.interval is None) == (self.no_interval is None):
            raise ValueError("Un écart porte un intervalle, ou la raison de son absence.")

    @property
    def conclusive(self) -> bool | None:
        """Whether zero lies outside the interval; None when there is no interval."""
        return None if self.interval is None else 0 not in self.interval


def nested_gap(
    part: Rate, rest: Rate, part_share: float | None = None, level: float = LEVEL
) -> Estimate:
    """Gap of a part to the whole, from the part and the rest of the whole (shares in 0..1).

    `part_share` is f, the part's share of the denominator; by default that of the two sizes
    (give it when the sizes are of samples drawn at different rates).
    """
    share = part.size / (part.size + rest.size) if part_share is None else part_share
    if not 0 <= share < 1:
        raise ValueError(f"La part du quartier dans l'ensemble est entre 0 et 1, pas {share}.")
    to_rest = newcombe(part, rest, level)
    return Estimate((1 - share) * to_rest.value, to_rest.interval.scaled(1 - share))


def rest_of(whole: Rate, part: Rate, rounding: float = ROUNDING) -> Rate:
    """What remains of the whole without the part.

    Published rates are rounded, so the remainder may fall outside 0..1 by at most what
    `rounding` (a share) explains: it is then brought back. Beyond, the two figures contradict
    each other: ValueError.
    """
    size = whole.size - part.size
    if size <= 0:
        raise ValueError(
            f"Le quartier ({part.size}) n'est pas plus petit que l'ensemble ({whole.size})."
        )
    count = whole.share * whole.size - part.share * part.size
    slack = rounding * (whole.size + part.size)
    if not -slack <= count <= size + slack:
        raise ValueError(
            f"Les effectifs se contredisent : il resterait {count:.1f} sur {size:.1f} hors du "
            "quartier."
        )
    return Rate(min(1.0, max(0.0, count / size)), size)


def rate_gap(
    value: Decimal,
    reference: Decimal,
    size: Decimal | None = None,
    reference_size: Decimal | None = None,
    level: float = LEVEL,
) -> Gap:
    """Gap between two rates in percent, as published; value and interval are in points.

    `size` and `reference_size` are the denominators of the part and of the whole it lies in.
    Any missing one leaves the plain difference. Raises ValueError on rates outside 0..100.
    """
    for name, rate in (("quartier", value), ("référence", reference)):
        if not 0 <= rate <= 100:
            raise ValueError(f"Un taux est compris entre 0 et 100 %, pas {rate} ({name}).")
    plain = value - reference
    if size is None or reference_size is None or size <= 0 or reference_size <= 0:
        return Gap(plain, GapMethod.PLAIN, no_interval=NoIntervalReason.UNKNOWN_DENOMINATOR)
    part = Rate(float(value) / 100, float(size))
    whole = Rate(float(reference) / 100, float(reference_size))
    try:
        rest = rest_of(whole, part)
    except ValueError:
        return Gap(plain, GapMethod.PLAIN, no_interval=NoIntervalReason.INCONSISTENT_COUNTS)
    interval = nested_gap(part, rest, level=level).interval.scaled(100)
    return Gap(plain, GapMethod.NESTED, interval=_around(interval, float(plain)))


def amount_gap(value: Decimal, reference: Decimal) -> Gap:
    """Gap between two amounts (a median income in euros, a count, a ratio).

    A median or a mean published without its spread gets no interval.
    """
    gap = value - reference
    return Gap(
        gap,
        GapMethod.AMOUNT,
        no_interval=NoIntervalReason.UNKNOWN_SPREAD,
        relative=gap / reference if reference else None,
    )


def _around(interval: Interval, value: float) -> Interval:
    """Rounding of the published figures must not leave the published gap outside."""
    return Interval(min(interval.low, value), max(interval.high, value), interval.level)
