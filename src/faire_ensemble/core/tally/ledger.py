"""Exact budgets of voters, kept apart and worked out only when floats cannot decide.

Voters with the same purchases behind them have the same budget: a class. A purchase splits the
classes it touches. Nothing is computed when a purchase is noted; a class's budget and a purchase's
price are worked out, as fractions, the first time that a comparison needs them.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.tally.profile import Profile

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Buyers:
    """Who bought, by class and points: `weight[k]` voters of class `kind[k]`, `points[k]` each."""

    project: int
    kind: list[int]
    points: list[int]
    weight: list[int]


class Ledger:
    """The exact side of one run of equal shares, each voter starting with `share`."""

    def __init__(self, profile: Profile, share: Fraction) -> None:
        self._profile = profile
        self._class = np.zeros(len(profile.weight), dtype=np.int64)
        self._bought: list[Buyers] = []
        self._price: list[Fraction | None] = []
        self._budget: list[Fraction | None] = [share]
        self._parent: list[tuple[int, int, int]] = [(0, 0, 0)]  # class, purchase, points

    def note(self, project: int) -> None:
        """Record a purchase: its buyers leave their classes for new ones."""
        buyers, back, groups = self._buyers(project)
        first, step = len(self._budget), len(self._bought)
        self._bought.append(buyers)
        self._price.append(None)
        self._parent += [
            (kind, step, points) for kind, points in zip(buyers.kind, buyers.points, strict=True)
        ]
        self._budget += [None] * len(buyers.kind)
        self._class[groups] = first + back

    def price(self, project: int) -> Fraction | None:
        """What a point of `project` costs its supporters now; None when they cannot pay."""
        return self._solve(self._buyers(project)[0])

    def _buyers(self, project: int) -> tuple[Buyers, Numbers, NDArray[np.int32]]:
        profile = self._profile
        part = slice(profile.start[project], profile.start[project + 1])
        groups = profile.group[part]
        keys = self._class[groups]
        most = 1
        if profile.points is not None:
            most = int(profile.points[part].max(initial=0)) + 1
            keys = keys * most + profile.points[part]
        kinds, back = np.unique(keys, return_inverse=True)
        weight = np.bincount(back, profile.weight[groups], len(kinds))  # whole, far below 2^53
        if profile.points is None:
            points = [1] * len(kinds)
        else:
            points = (kinds % most).tolist()
            kinds = kinds // most
        found = Buyers(project, kinds.tolist(), points, weight.astype(np.int64).tolist())
        return found, back, groups

    def _solve(self, buyers: Buyers) -> Fraction | None:
        """The least price at which supporters, paying at most all they have, pay the cost."""
        rows = []
        rest = 0
        for kind, points, weight in zip(buyers.kind, buyers.points, buyers.weight, strict=True):
            budget = self._of(kind)
            if budget:
                rows.append((budget / points, weight * points))
                rest += weight * points
        cost = Fraction(self._profile.cost[buyers.project])
        rows.sort()
        for limit, weight in rows:
            if limit * rest >= cost:
                return cost / rest
            cost -= limit * weight
            rest -= weight
        return None

    def _of(self, kind: int) -> Fraction:
        """The exact budget of a class."""
        known = self._budget[kind]
        if known is not None:
            return known
        parent, step, points = self._parent[kind]
        left = self._of(parent)
        if left:
            left = max(Fraction(0), left - self._price_of(step) * points)
        self._budget[kind] = left
        return left

    def _price_of(self, step: int) -> Fraction:
        known = self._price[step]
        if known is None:
            known = self._solve(self._bought[step])
            if known is None:
                raise AssertionError("bought without the money")
            self._price[step] = known
        return known
