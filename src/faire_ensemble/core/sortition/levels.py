"""The fairest chances over fractional panels: a bound that no draw can pass, found by kind.

Leximin: the smallest chance as large as can be, then the second smallest, and so on. One linear
program a level; a kind is settled at a level when its price there is positive, for then no
optimal answer gives it more (strict complementarity). Real panels are fractional panels too, so
these chances bound every draw; `splitting` then shows whether real panels attain them.

The solver computes in floating numbers and only suggests prices. The level is computed from them
in fractions, by weak duality: it bounds the smallest chance whatever the prices are.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds
from faire_ensemble.core.sortition.matrices import Floats, Ints, column, diagonal, placed
from faire_ensemble.core.sortition.programs import INFINITY, Answer, Program, Stuck

Chances = tuple[Fraction, ...]
"""The chance of one person of each kind."""
PRICE = 1e-7
NEAR = 1e-7
DENOMINATOR = 10**6
"""Prices are ratios of small whole numbers: the nearest one is taken."""


class _Levels:
    """One call of `relaxed`: the program, and what is settled so far."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds, self._counts = kinds, kinds.counts
        total, rows = len(kinds.counts), len(kinds.rows)
        ones = np.ones(total, dtype=np.int64)
        matrix = placed(
            rows + total,
            total + 1,
            [(0, 0, kinds.rows), (rows, 0, diagonal(ones)), (rows, total, column(-kinds.counts))],
        )
        self._low = np.concatenate([kinds.low, np.zeros(total)])
        self._high = np.concatenate([kinds.high.astype(float), np.full(total, INFINITY)])
        self._lower = np.zeros(total + 1)
        self._upper = np.append(kinds.counts.astype(float), 1.0)
        cost = np.append(np.zeros(total), 1.0)
        self._program = Program(matrix, self._low, self._high, self._lower, self._upper, cost)
        self.found: dict[int, Fraction] = {}

    def run(self) -> Chances | None:
        total = len(self._counts)
        while len(self.found) < total:
            answer = self._program.solve()
            if answer is None:
                if self.found:
                    raise Stuck("Le calcul des chances s'est contredit.")
                return None
            level = self._level(answer)
            self._settle(answer, level)
        return tuple(self.found[kind] for kind in range(total))

    def _settle(self, answer: Answer, level: Fraction) -> None:
        rows = len(self._kinds.rows)
        prices = np.abs(answer.prices[rows:]) * self._counts.astype(float)
        chances = answer.columns[:-1] / self._counts
        for kind in newly_settled(prices, self.found, chances):
            self.found[kind] = level
            self._lower[kind] = float(level * int(self._counts[kind]))
            self._low[rows + kind] = -INFINITY
        self._program.bound(self._lower, self._upper)
        self._program.bound_rows(self._low, self._high)

    def _level(self, answer: Answer) -> Fraction:
        """The bound that the prices prove, in fractions; the solver's own if they are rounded."""
        rows = len(self._kinds.rows)
        weights = [
            Fraction(0) if kind in self.found else near(abs(float(price)))
            for kind, price in enumerate(answer.prices[rows:])
        ]
        whole = sum(
            (weight * int(n) for weight, n in zip(weights, self._counts, strict=True)), Fraction(0)
        )
        prices = [near(float(price)) for price in answer.prices[:rows]]
        if whole:
            for sign in (1, -1):
                bound = self._bound(weights, [sign * price for price in prices]) / whole
                if abs(float(bound) - answer.objective) < NEAR:
                    return min(max(bound, Fraction(0)), Fraction(1))
        return near(answer.objective)

    def _bound(self, weights: Sequence[Fraction], prices: Sequence[Fraction]) -> Fraction:
        """Most that the weighted seats can be: rows at their price, then each kind at its best."""
        kinds = self._kinds
        common = math.lcm(*{each.denominator for each in (*weights, *prices)})
        price = [each.numerator * (common // each.denominator) for each in prices]
        total = sum(
            each * (high if each > 0 else low)
            for each, low, high in zip(price, kinds.low.tolist(), kinds.high.tolist(), strict=True)
        )
        lost: defaultdict[Fraction, int] = defaultdict(int)
        counts = self._counts.tolist()
        for kind, (weight, rows) in enumerate(zip(weights, kinds.rows.by_column, strict=True)):
            left = weight.numerator * (common // weight.denominator)
            left -= sum([price[row] for row in rows])
            if left > 0:
                total += left * counts[kind]
            elif left < 0 and kind in self.found:
                lost[self.found[kind]] += left * counts[kind]
        whole = sum((level * seats for level, seats in lost.items()), Fraction(total))
        return whole / common


def relaxed(kinds: Kinds) -> Chances | None:
    """Leximin chances over fractional panels; None when no fractional panel keeps the rows."""
    return _Levels(kinds).run()


def newly_settled(prices: Floats, found: dict[int, Fraction], chances: Floats) -> list[int]:
    """Kinds whose price is positive; else, against rounding, the one with the least chance."""
    waiting = [kind for kind in range(len(prices)) if kind not in found]
    settled = [kind for kind in waiting if prices[kind] > PRICE]
    return settled or [min(waiting, key=lambda kind: (float(chances[kind]), kind))]


@lru_cache(maxsize=4096)
def near(value: float) -> Fraction:
    """The nearest ratio of small whole numbers."""
    return Fraction(value).limit_denominator(DENOMINATOR)


def seats(kinds: Kinds, chances: Chances, panels: int) -> tuple[Ints, Ints]:
    """Seats of each kind over so many panels: rounded down, and what that leaves out (0 or 1)."""
    exact = [chance * int(n) * panels for chance, n in zip(chances, kinds.counts, strict=True)]
    down = np.array([value.numerator // value.denominator for value in exact], dtype=np.int64)
    more = np.array([value.denominator > 1 for value in exact], dtype=np.int64)
    return down, more
