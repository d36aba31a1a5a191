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
from faire_ensemble.core.tally.shares import EPSILON, TRACE, Fan

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]
CELLS = 2**22  # projects x groups beyond which every project is taken to overlap every other


@dataclass(frozen=True)
class Columns:
    """For each share: whether it must be run alone, what it spent, and what it bought."""

    aside: Truths
    spent: Integers
    bought: Truths


class Batch:
    """Runs of one contest at several shares."""

    def __init__(self, contest: Contest, fans: dict[int, Fan], shares: Sequence[Fraction]) -> None:
        self._contest = contest
        self._numbers = list(fans)
        self._fans = list(fans.values())
        self._cost = [float(contest.profile.cost[p]) for p in self._numbers]
        self._scale = [float(contest.scale(p)) for p in self._numbers]
        self._rivals = self._positions()
        self._together = _overlaps(len(contest.profile.weight), self._fans)
        width, height = len(shares), len(fans)
        start = np.array([float(share) for share in shares])
        self._left = np.tile(start, (len(contest.profile.weight), 1))
        self._error = self._left * EPSILON
        self._worst = start * EPSILON
        first = np.array([c / f.total for c, f in zip(self._cost, self._fans, strict=True)])
        self._price = np.repeat(first[:, None], width, axis=1)
        self._slack = np.zeros((height, width))
        self._alone = np.zeros((height, width))  # points of those who pay, all of them in full
        self._fresh = np.zeros((height, width), dtype=bool)
        first = first / np.array(self._scale) * (1 - 4 * EPSILON)
        self._low = np.repeat(first[:, None], width, axis=1)
        self._head = np.repeat(self._low[:, :1].argmin(axis=0), width)
        self._bought = np.zeros((height, width), dtype=bool)
        self._spent = np.zeros(width, dtype=np.int64)
        self._aside = np.zeros(width, dtype=bool)
        self._active = np.ones(width, dtype=bool)

    def run(self) -> Columns:
        """Run every column until nobody can pay; those after one over the envelope are left."""
        while self._active.any():
            columns = np.flatnonzero(self._active)
            heads = self._head[columns]
            project = int(heads[self._low[heads, columns].argmin()])
            columns = columns[heads == project]
            stale = columns[~self._fresh[project, columns]]
            if len(stale):
                self._quote(project, stale)
            self._choose(project, columns[~self._aside[columns]])
        return Columns(self._aside, self._spent, self._bought)

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
        for column in columns[tied]:
            self._near(project, int(column), float(high[columns == column][0]))
        self._next(columns[~tied])

    def _next(self, columns: Integers) -> None:
        low = self._low[:, columns]
        self._head[columns] = low.argmin(axis=0)
        done = ~np.isfinite(low[self._head[columns], np.arange(len(columns))])
        self._active[columns[done]] = False

    def _near(self, project: int, column: int, high: float) -> None:
        """Projects whose prices cannot be told apart in one column."""
        near = np.flatnonzero(self._low[:, column] <= high)
        stale = near[~self._fresh[near, column]]
        if len(stale):
            self._head[column] = stale[0]
            return
        if not self._alone[near, column].all():
            self._aside[column] = True
            self._active[column] = False
            return
        chosen = min(near.tolist(), key=lambda p: self._exact(p, column))
        one = np.array([column])
        self._buy(chosen, one)
        self._next(one)

    def _quote(self, project: int, columns: Integers) -> None:
        """Price a project in several columns, from its last prices up."""
        fan, cost = self._fans[project], self._cost[project]
        left = self._left[fan.groups[:, None], columns]
        price = self._price[project, columns]
        before = np.full(len(columns), -1.0)
        money = np.zeros(len(columns))
        while True:
            poor = left < _due(fan, price)
            value = fan.value @ poor
            going = value != before
            short = value >= fan.total
            if not (going & ~short).any():
                break
            money = fan.weight @ (left * poor)
            with np.errstate(divide="ignore", invalid="ignore"):
                dearer = (cost - money) / (fan.total - value)
            going &= ~short & ((before < 0) | (dearer > price))
            if not going.any():
                break
            before = np.where(going, value, before)
            price = np.where(going, dearer, price)
        self._fresh[project, columns] = True
        if short.any():
            self._short(project, columns[short], fan.weight @ left[:, short])
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
        poorer = fan.value @ near
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
        broke = fan.value @ (left == 0.0)
        self._alone[project, columns] = np.where(poorer == broke, fan.total - broke, 0.0)
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
        near = left <= _due(fan, price + 2 * (slack + self._worst[columns]))
        rest = fan.total - fan.value @ near
        sums = self._cost[project] * 2 * EPSILON * (len(left) + 8)
        with np.errstate(divide="ignore"):
            finer = 2 * (fan.weight @ (error * near) + sums) / rest + 4 * EPSILON * price
        wrong = np.where(rest > 0, np.minimum(slack, finer), slack)
        doubt = error + (wrong + 2 * EPSILON * price) * (due / price) + EPSILON * left
        after = np.maximum(left - due, TRACE)
        emptied = left + doubt < due
        after[emptied] = 0.0
        doubt[emptied] = 0.0
        self._left[cells], self._error[cells] = after, doubt
        self._worst[columns] = np.maximum(self._worst[columns], doubt.max(axis=0))
        self._fresh[np.ix_(self._together[project], columns)] = False
        for gone in (project, *self._rivals[project]):
            self._low[gone, columns] = np.inf
        self._bought[project, columns] = True
        self._spent[columns] += self._contest.profile.cost[self._numbers[project]]
        over = columns[self._spent[columns] > self._contest.budget]
        if len(over):
            self._active[over.min() :] = False
            self._low[:, over] = np.inf

    def _exact(self, position: int, column: int) -> tuple[Fraction, int]:
        """The exact worth of a price that all who still have money pay in full, then the tie."""
        project = self._numbers[position]
        worth = int(self._alone[position, column]) * self._contest.scale(project)
        return Fraction(self._contest.profile.cost[project], worth), self._contest.rank[project]

    def _positions(self) -> list[list[int]]:
        place = {project: position for position, project in enumerate(self._numbers)}
        rivals = self._contest.rivals
        return [[place[r] for r in sorted(rivals.get(p, ())) if r in place] for p in self._numbers]


def _due(fan: Fan, price: Floats) -> Floats:
    """What each supporter is asked, in each column."""
    return price[None, :] if fan.points is None else fan.points[:, None] * price


def _overlaps(groups: int, fans: list[Fan]) -> list[Truths]:
    """For each project, the projects that share a supporter with it."""
    if groups * len(fans) > CELLS:
        return [np.ones(len(fans), dtype=bool)] * len(fans)
    member = np.zeros((len(fans), groups), dtype=np.float32)
    for position, fan in enumerate(fans):
        member[position, fan.groups] = 1
    return list(member @ member.T > 0)
