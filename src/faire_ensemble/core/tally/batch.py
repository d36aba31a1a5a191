"""Many runs of equal shares at once, one for each share that add1 tries.

Column k is one run. Runs with neighbouring shares buy nearly the same projects, so the project that
most columns would price next is priced for all of them together. The same intervals as in a single
run decide; a column where they do not suffice is set aside, to be run alone with the exact ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.tally.contest import Contest
from faire_ensemble.core.tally.shares import EPSILON, FINE, TRACE, Fan
from faire_ensemble.core.tally.sums import totals

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]
LOOK = 48  # turns between two looks at what may still be bought
CELLS = 2**22  # projects x groups beyond which every project is taken to overlap every other


@dataclass(frozen=True)
class Columns:
    """For each share: whether it must be run alone, what it spent, and what it bought; or that
    add1 certainly goes on after it, known before its end (`within`)."""

    aside: Truths
    within: Truths
    spent: Integers
    bought: Truths


class Batch:
    """Runs of one contest at several shares."""

    def __init__(
        self,
        contest: Contest,
        fans: dict[int, Fan],
        apart: Sequence[Truths],
        shares: Sequence[Fraction],
        until_full: bool = False,
    ) -> None:
        self._contest = contest
        self._numbers = list(fans)
        self._fans = list(fans.values())
        self._cost = [float(contest.profile.cost[p]) for p in self._numbers]
        self._scale = [float(contest.scale(p)) for p in self._numbers]
        self._rivals = self._positions()
        self._apart = apart
        width, height = len(shares), len(fans)
        start = np.array([float(share) for share in shares])
        self._left = np.tile(start, (len(contest.profile.weight), 1))
        self._error = self._left * EPSILON
        self._worst = start * EPSILON
        first = np.array([c / f.total for c, f in zip(self._cost, self._fans, strict=True)])
        self._price = np.repeat(first[:, None], width, axis=1)
        self._slack = np.zeros((height, width))
        self._fresh = np.zeros((height, width), dtype=bool)
        first = first / np.array(self._scale) * (1 - 4 * EPSILON)
        self._low = np.repeat(first[:, None], width, axis=1)
        self._head = np.repeat(self._low[:, :1].argmin(axis=0), width)
        self._bought = np.zeros((height, width), dtype=bool)
        self._spent = np.zeros(width, dtype=np.int64)
        self._aside = np.zeros(width, dtype=bool)
        self._active = np.ones(width, dtype=bool)
        self._within = np.zeros(width, dtype=bool)
        self._until_full = until_full

    def run(self) -> Columns:
        """Run every column until nobody can pay; those after one over the envelope are left."""
        turn = 0
        while self._active.any():
            columns = np.flatnonzero(self._active)
            if turn % LOOK == 0 and not self._contest.rivals:
                self._look_ahead(columns)
                columns = np.flatnonzero(self._active)
                if not len(columns):
                    break
            turn += 1
            heads = self._head[columns]
            project = int(heads[self._low[heads, columns].argmin()])
            columns = columns[heads == project]
            stale = columns[~self._fresh[project, columns]]
            if len(stale):
                self._quote(project, stale)
            self._choose(project, columns[~self._aside[columns]])
        return Columns(self._aside, self._within, self._spent, self._bought)

    def _look_ahead(self, columns: Integers) -> None:
        """End the columns that fit in the envelope whatever is still bought, short of everything.

        A project whose supporters' money together is below its cost will never be bought.
        """
        left = self._left[:, columns]
        cost = np.array([self._contest.profile.cost[p] for p in self._numbers])[:, None]
        money = np.array([totals(fan.weight, left[fan.groups]) for fan in self._fans])
        voters = np.array([[fan.weight.sum()] for fan in self._fans])
        doubt = voters * (self._worst[columns] + EPSILON * (voters + 8) * self._left.max())
        open_ = ~self._bought[:, columns]
        able = open_ & (money + doubt >= cost)
        gone = open_ & ~able
        most = self._spent[columns] + (able * cost).sum(axis=0)
        if self._until_full:
            most = most + np.where(gone, cost, self._contest.budget).min(axis=0)
        sure = gone.any(axis=0) & (most <= self._contest.budget)
        self._within[columns[sure]] = True
        self._active[columns[sure]] = False
        low = self._low[:, columns]
        low[gone] = np.inf
        self._low[:, columns] = low
        self._next(columns[~sure])

    def _choose(self, project: int, columns: Integers) -> None:
        """Buy where the project is certainly the cheapest; elsewhere say whom to price next."""
        low = self._low[:, columns]
        own = low[project].copy()
        low[project] = np.inf
        second = low.min(axis=0)
        high = (self._price[project, columns] + self._slack[project, columns]) / self._scale[
            project
        ]
        sure = np.isfinite(own) & (high < second)
        self._buy(project, columns[sure])
        tied = np.isfinite(own) & ~sure & (own <= second)
        self._next(columns[~tied])
        chosen: dict[int, list[int]] = {}
        for column, most in zip(columns[tied].tolist(), high[tied].tolist(), strict=True):
            winner = self._near(column, most)
            if winner is not None:
                chosen.setdefault(winner, []).append(column)
        for winner, where in chosen.items():
            self._buy(winner, np.array(where))
            self._next(np.array(where))

    def _next(self, columns: Integers) -> None:
        low = self._low[:, columns]
        self._head[columns] = low.argmin(axis=0)
        done = ~np.isfinite(low[self._head[columns], np.arange(len(columns))])
        self._active[columns[done]] = False

    def _near(self, column: int, high: float) -> int | None:
        """Who wins among prices that cannot be told apart in one column, if it can be said now."""
        near = (self._low[:, column] <= high).nonzero()[0].tolist()
        fresh = self._fresh[:, column]
        for position in near:
            if not fresh[position]:
                self._head[column] = position
                return None
        keys = []
        for position in near:
            key = self._exact(position, column)
            if key is None:
                self._aside[column] = True
                self._active[column] = False
                return None
            keys.append((key, position))
        return min(keys)[1]

    def _quote(self, project: int, columns: Integers) -> None:
        """Price a project in several columns, from its last prices up."""
        fan, cost = self._fans[project], self._cost[project]
        left = self._left[fan.groups[:, None], columns]
        price = self._price[project, columns]
        before = np.full(len(columns), -1.0)
        money = np.zeros(len(columns))
        while True:
            poor = left < _due(fan, price)
            value = totals(fan.value, poor)
            going = value != before
            short = value >= fan.total
            if not (going & ~short).any():
                break
            money = totals(fan.weight, left * poor)
            dearer = np.divide(cost - money, fan.total - value, out=price.copy(), where=~short)
            going &= ~short & ((before < 0) | (dearer > price))
            if not going.any():
                break
            before = np.where(going, value, before)
            price = np.where(going, dearer, price)
        self._fresh[project, columns] = True
        if short.any():
            self._short(project, columns[short], totals(fan.weight, left[:, short]))
        kept = ~short
        if kept.any():
            self._bound(project, columns[kept], left[:, kept], price[kept], value[kept])

    def _bound(
        self, project: int, columns: Integers, left: Floats, price: Floats, poor: Floats
    ) -> None:
        """Errors of prices, as in a single run: doubtful ones set their column aside."""
        fan, worst = self._fans[project], self._worst[columns]
        rounding = 2 * (self._cost[project]) * EPSILON * (len(left) + 8)
        error = 2 * (worst * poor + rounding) / (fan.total - poor) + 4 * EPSILON * price
        near = left <= _due(fan, price + 2 * (error + worst))
        poorer = totals(fan.value, near)
        more = poorer != poor
        if more.any():
            with np.errstate(divide="ignore", invalid="ignore"):
                wider = 2 * (worst * poorer + rounding) / (fan.total - poorer)
            bad = more & ~((poorer < fan.total) & (wider <= 2 * (error + worst)))
            error = np.where(more & ~bad, np.maximum(error, wider), error)
            if bad.any():
                self._aside[columns[bad]] = True
                self._active[columns[bad]] = False
        self._price[project, columns] = price
        self._slack[project, columns] = error
        low = (price - error) / self._scale[project] * (1 - 4 * EPSILON)
        self._low[project, columns] = np.maximum(low, self._low[project, columns])

    def _short(self, project: int, columns: Integers, money: Floats) -> None:
        """Supporters without the money: dropped when it is certain, else set aside."""
        fan, cost = self._fans[project], self._cost[project]
        rounding = (money + cost) * EPSILON * (len(fan.weight) + 8)
        sure = money + self._worst[columns] * fan.total + rounding < cost
        self._low[project, columns[sure]] = np.inf
        self._aside[columns[~sure]] = True
        self._active[columns[~sure]] = False

    def _buy(self, project: int, columns: Integers) -> None:
        """Take the price from the supporters, column by column."""
        if not len(columns):
            return
        fan = self._fans[project]
        cells = fan.groups[:, None], columns
        left, error = self._left[cells], self._error[cells]
        price, slack = self._price[project, columns], self._slack[project, columns]
        due = _due(fan, price)
        if (slack > FINE * price).any():
            slack = np.minimum(slack, self._finer(project, columns, left, error))
        doubt = error + (slack / price + 2 * EPSILON) * due + EPSILON * left
        after = np.maximum(left - due, TRACE)
        emptied = left + doubt < due
        after[emptied] = 0.0
        doubt[emptied] = 0.0
        self._left[cells], self._error[cells] = after, doubt
        self._worst[columns] = np.maximum(self._worst[columns], doubt.max(axis=0))
        self._fresh[:, columns] &= self._apart[project]
        for gone in (project, *self._rivals[project]):
            self._low[gone, columns] = np.inf
        self._bought[project, columns] = True
        self._spent[columns] += self._contest.profile.cost[self._numbers[project]]
        over = columns[self._spent[columns] > self._contest.budget]
        if len(over):
            self._active[over.min() :] = False
            self._low[:, over] = np.inf

    def _finer(self, project: int, columns: Integers, left: Floats, error: Floats) -> Floats:
        """Errors of prices from the error of each budget, not from the worst of them."""
        fan, price = self._fans[project], self._price[project, columns]
        margin = price + 2 * (self._slack[project, columns] + self._worst[columns])
        near = left <= _due(fan, margin)
        rest = fan.total - totals(fan.value, near)
        sums = self._cost[project] * 2 * EPSILON * (len(left) + 8)
        slack = 2 * (totals(fan.weight, error * near) + sums) + 4 * EPSILON * price * rest
        found: Floats = np.divide(slack, rest, out=np.full(len(rest), np.inf), where=rest > 0)
        return found

    def _exact(self, position: int, column: int) -> tuple[Fraction, int] | None:
        """The exact worth of a price that all who still have money pay in full, then the tie."""
        project, fan = self._numbers[position], self._fans[position]
        left = self._left[fan.groups, column]
        price, slack = self._price[position, column], self._slack[position, column]
        margin = price + 2 * (slack + self._worst[column])
        near = left <= (margin if fan.points is None else margin * fan.points)
        broke = left == 0.0
        if np.count_nonzero(near) != np.count_nonzero(broke):
            return None
        points = int(fan.total - fan.value @ broke)
        worth = points * self._contest.scale(project)
        return Fraction(self._contest.profile.cost[project], worth), self._contest.rank[project]

    def _positions(self) -> list[list[int]]:
        place = {project: position for position, project in enumerate(self._numbers)}
        rivals = self._contest.rivals
        return [[place[r] for r in sorted(rivals.get(p, ())) if r in place] for p in self._numbers]


def _due(fan: Fan, price: Floats) -> Floats:
    """What each supporter is asked, in each column."""
    return price[None, :] if fan.points is None else fan.points[:, None] * price


def apart(groups: int, fans: list[Fan]) -> list[Truths]:
    """For each project, the projects that share no supporter with it, as columns."""
    if groups * len(fans) > CELLS:
        return [np.zeros((len(fans), 1), dtype=bool)] * len(fans)
    member = np.zeros((len(fans), groups), dtype=bool)
    for position, fan in enumerate(fans):
        member[position, fan.groups] = True
    shared = (np.asarray(member[:, fan.groups].any(axis=1)) for fan in fans)
    return [np.logical_not(row).reshape(-1, 1) for row in shared]
