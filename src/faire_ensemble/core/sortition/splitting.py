"""Seats over many panels, split into whole panels that keep every row: whole numbers throughout.

Each step asks for one panel whose seats of a kind are the mean of what is left, rounded down or
up, and such that what is left can still be shared over the panels that remain; the panel is then
repeated as often as that stays true. So at most about as many different panels as kinds and rows
are made, and each kind ends with exactly the seats it was given.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds
from faire_ensemble.core.sortition.levels import Chances, seats
from faire_ensemble.core.sortition.lots import lot
from faire_ensemble.core.sortition.matrices import Floats, Ints
from faire_ensemble.core.sortition.programs import Panels, Program

Split = list[tuple[Ints, int]]
"""Panels by kind, each with how many times it is used."""
TIES = 1 << 14
SHARE = 1 << 8


def split(kinds: Kinds, panels: Panels, chances: Chances, number: int) -> Split | None:
    """`number` panels in which each kind has its chances, rounded to a seat down or up.

    None when no such panels were found, which does not prove that there are none.
    """
    total = rounded(kinds, chances, number)
    if total is None:
        return None
    made: Split = []
    ties = tie_breaks(kinds)
    while number:
        panel = _next(kinds, panels, total, number, ties)
        if panel is None:
            return None
        times = _times(kinds, panel, total, number)
        made.append((panel, times))
        total = total - times * panel
        number -= times
    return made


def rounded(kinds: Kinds, chances: Chances, number: int) -> Ints | None:
    """Seats of each kind over all the panels, such that all rows can be kept on average."""
    down, more = seats(kinds, chances, number)
    if not more.any():
        return down
    sums = kinds.rows @ down
    weights = np.array(
        [float((c * int(n) * number) % 1) for c, n in zip(chances, kinds.counts, strict=True)]
    )
    program = Program(
        kinds.rows,
        kinds.low * number - sums,
        kinds.high * number - sums,
        np.zeros_like(more),
        more,
        np.floor(weights * SHARE) * TIES + tie_breaks(kinds),
        whole=True,
    )
    answer = program.solve()
    return None if answer is None else down + np.rint(answer.columns).astype(np.int64)


def tie_breaks(kinds: Kinds) -> Floats:
    """A whole number a kind, from its profile alone, so that the best panel is the only best."""
    return np.array([int(lot(repr(key))[:10], 16) % TIES for key in kinds.keys], dtype=float)


def _next(kinds: Kinds, panels: Panels, total: Ints, number: int, ties: Floats) -> Ints | None:
    down = total // number
    rest = total - down * number
    up = down + (rest > 0)
    sums = kinds.rows @ total
    low = np.maximum(kinds.low, sums - (number - 1) * kinds.high)
    high = np.minimum(kinds.high, sums - (number - 1) * kinds.low)
    weights = (rest * SHARE // number) * TIES + ties
    return panels.best(weights.astype(float), (down, up), (low, high))


def _times(kinds: Kinds, panel: Ints, total: Ints, number: int) -> int:
    """How often the panel can be used, what is left staying possible on average."""
    limits = [number]
    sums, held = kinds.rows @ total, kinds.rows @ panel
    for left, step in (
        (total, panel),
        (number * kinds.counts - total, kinds.counts - panel),
        (sums - number * kinds.low, held - kinds.low),
        (number * kinds.high - sums, kinds.high - held),
    ):
        positive = step > 0
        limits += [int(value) for value in left[positive] // step[positive]]
    return max(1, min(limits))


def repeated(made: Split) -> Iterator[Ints]:
    """Every panel, as often as it is used."""
    for panel, times in made:
        for _ in range(times):
            yield panel


def deviation(kinds: Kinds, made: Split, chances: Chances) -> Fraction:
    """The largest distance between a kind's chances and those that these panels give."""
    number = sum(times for _, times in made)
    total = sum((times * panel for panel, times in made), np.zeros_like(kinds.counts))
    return max(
        abs(Fraction(int(seat), number * int(count)) - chance)
        for seat, count, chance in zip(total, kinds.counts, chances, strict=True)
    )
