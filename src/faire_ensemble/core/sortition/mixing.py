"""The fairest chances over real panels, by column generation, where fractional ones mislead.

Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens' assemblies",
Nature 596, 2021 (their LEXIMIN), over kinds instead of people. The master program mixes the panels
known so far; its prices say which panel would help most; when none helps, the level is reached and
kinds with a positive price are settled. Levels are computed in fractions from rounded prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds
from faire_ensemble.core.sortition.levels import NEAR, Chances, near, newly_settled
from faire_ensemble.core.sortition.matrices import Floats, Ints, dense
from faire_ensemble.core.sortition.programs import INFINITY, Answer, Panels, Program, Stuck
from faire_ensemble.core.sortition.splitting import Split

HELPS = 1e-7
SCALE = 1e6
"""Prices are given to the search in whole millionths, so that its answer is exact."""


@dataclass(frozen=True)
class Mix:
    """Chances by kind and the panels of a mix that gives them."""

    chances: Chances
    panels: tuple[Ints, ...]


def mixed(kinds: Kinds, panels: Panels) -> Mix | None:
    """Leximin chances over real panels; None when no panel keeps the rows."""
    known = _first(kinds, panels)
    if not known:
        return None
    found: dict[int, Fraction] = {}
    while len(found) < len(kinds.counts):
        answer = _level(kinds, panels, known, found)
        prices = np.abs(answer.prices[:-1])
        level = _exact(kinds, known, found, prices, answer.objective)
        held = np.array(known).T @ answer.columns[1:]
        for kind in newly_settled(prices * kinds.counts, found, held / kinds.counts):
            found[kind] = level
    return Mix(tuple(found[kind] for kind in range(len(found))), tuple(known))


def _first(kinds: Kinds, panels: Panels) -> list[Ints]:
    """For each kind, a panel that holds as many of it as can be."""
    known: dict[bytes, Ints] = {}
    for kind in range(len(kinds.counts)):
        wish = np.zeros(len(kinds.counts))
        wish[kind] = 1
        panel = panels.best(wish, proved=True)
        if panel is None:
            return []
        known[panel.tobytes()] = panel
    return list(known.values())


def _level(kinds: Kinds, panels: Panels, known: list[Ints], found: dict[int, Fraction]) -> Answer:
    """Add panels to `known` until none would raise the smallest chance not settled."""
    program = _master(kinds, known, found)
    rows = range(len(kinds.counts) + 1)
    while True:
        answer = program.solve()
        if answer is None:
            raise Stuck("Le calcul des chances s'est contredit.")
        prices = np.rint(np.abs(answer.prices[:-1]) * SCALE)
        panel = panels.best(prices, proved=True)
        if panel is None:
            raise Stuck("Le calcul des chances s'est contredit.")
        reached = max(float(prices @ other) for other in known)
        if float(prices @ panel) <= reached + HELPS * SCALE:
            return answer
        known.append(panel)
        program.add_column(0.0, 0.0, rows, np.append(panel, 1.0))


def _master(kinds: Kinds, known: Sequence[Ints], found: dict[int, Fraction]) -> Program:
    """Columns: the level, then the weight of each panel. Rows: kinds, then the weights' sum."""
    total = len(kinds.counts)
    matrix = np.zeros((total + 1, 1 + len(known)), dtype=np.int64)
    matrix[:total, 0] = [0 if k in found else -int(n) for k, n in enumerate(kinds.counts)]
    matrix[:total, 1:] = np.array(known).T
    matrix[total, 1:] = 1
    low = [float(found.get(k, Fraction(0)) * int(n)) for k, n in enumerate(kinds.counts)]
    lower, upper = np.zeros(1 + len(known)), np.full(1 + len(known), INFINITY)
    upper[0] = 1
    cost = np.zeros(1 + len(known))
    cost[0] = 1
    return Program(
        dense(matrix),
        np.array([*low, 1.0]),
        np.array([*[INFINITY] * total, 1.0]),
        lower,
        upper,
        cost,
    )


def _exact(
    kinds: Kinds,
    known: Sequence[Ints],
    found: dict[int, Fraction],
    prices: Floats,
    reached: float,
) -> Fraction:
    """The level that the prices prove; the solver's own if they are rounded too far."""
    ratios = [near(float(price)) for price in prices]
    counts = [int(n) for n in kinds.counts]
    whole = sum(
        (p * n for k, (p, n) in enumerate(zip(ratios, counts, strict=True)) if k not in found),
        Fraction(0),
    )
    if whole:
        most = max(
            sum((ratios[k] * int(panel[k]) for k in np.flatnonzero(panel)), Fraction(0))
            for panel in known
        )
        owed = sum((ratios[k] * counts[k] * level for k, level in found.items()), Fraction(0))
        level = (most - owed) / whole
        if abs(float(level) - reached) < NEAR:
            return min(max(level, Fraction(0)), Fraction(1))
    return near(reached)


def apportioned(kinds: Kinds, mix: Mix, number: int) -> Split:
    """`number` panels among those of the mix, as near as can be to its chances, in seats."""
    total, columns = len(kinds.counts), len(mix.panels)
    wanted = np.array(
        [float(c * int(n) * number) for c, n in zip(mix.chances, kinds.counts, strict=True)]
    )
    seats, ones = np.array(mix.panels).T, np.ones((total, 1), dtype=np.int64)
    matrix = np.block([[-ones, seats], [ones, seats], [0 * ones[:1], np.ones_like(seats[:1])]])
    unbound = np.full(total, INFINITY)
    program = Program(
        dense(matrix),
        np.concatenate([-unbound, wanted - NEAR, [number]]),
        np.concatenate([wanted + NEAR, unbound, [number]]),
        np.zeros(1 + columns),
        np.full(1 + columns, float(number * kinds.problem.size)),
        np.append(-1.0, np.zeros(columns)),
        whole=True,
    )
    answer = program.solve()
    if answer is None:
        raise Stuck("Les panels n'ont pas pu être répartis.")
    times = np.rint(answer.columns[1:]).astype(int)
    return [(panel, int(n)) for panel, n in zip(mix.panels, times, strict=True) if n]
