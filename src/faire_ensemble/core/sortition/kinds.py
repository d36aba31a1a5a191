"""People who are alike, counted instead of named: the draw treats them the same, so it is enough.

Two people are of one kind when they have the same features and, where one person of a household
may be drawn, when their households are made of the same profiles. Permuting people of a kind
changes no rule, so the fairest draw gives them the same chance, and a panel is known by how many
of each kind it holds. Kinds are sorted: the order of the file changes nothing.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.sortition.problem import Person, Problem

Ints = NDArray[np.int64]
Profile = tuple[str, ...]
Key = tuple[Profile, tuple[Profile, ...]]


@dataclass(frozen=True)
class Kinds:
    """The pool by kind, and the rows that a panel keeps: `low <= rows @ panel <= high`.

    Rows: the size, the quotas in their order, then one a sort of household of several people.
    """

    problem: Problem
    keys: tuple[Key, ...]
    members: tuple[tuple[str, ...], ...]
    """Ids of each kind, sorted."""
    rows: Ints
    low: Ints
    high: Ints

    @cached_property
    def counts(self) -> Ints:
        return np.array([len(ids) for ids in self.members], dtype=np.int64)

    @cached_property
    def together(self) -> bool:
        """Whether some household has several people."""
        return len(self.rows) > 1 + len(self.problem.quotas)

    def keeps(self, panel: Ints) -> bool:
        """Whether a panel, given by kind, keeps every row."""
        sums = self.rows @ panel
        return bool(
            (panel >= 0).all()
            and (panel <= self.counts).all()
            and (self.low <= sums).all()
            and (sums <= self.high).all()
        )


def kinds_of(problem: Problem) -> Kinds:
    """Sort the pool into kinds."""
    profiles = {p.id: tuple(p.features[c] for c in problem.categories) for p in problem.people}
    households = _households(problem.people)
    grouped: defaultdict[Key, list[str]] = defaultdict(list)
    sorts: Counter[tuple[Profile, ...]] = Counter()
    for ids in households:
        sort = tuple(sorted(profiles[name] for name in ids)) if len(ids) > 1 else ()
        if sort:
            sorts[sort] += 1
        for name in ids:
            grouped[profiles[name], sort].append(name)
    keys = tuple(sorted(grouped))
    rows = [np.ones(len(keys), dtype=np.int64)]
    low, high = [problem.size], [problem.size]
    for quota in problem.quotas:
        place = problem.categories.index(quota.category)
        rows.append(np.array([key[0][place] == quota.feature for key in keys], dtype=np.int64))
        low.append(quota.low)
        high.append(quota.high)
    for sort in sorted(sorts):
        rows.append(np.array([key[1] == sort for key in keys], dtype=np.int64))
        low.append(0)
        high.append(sorts[sort])
    return Kinds(
        problem,
        keys,
        tuple(tuple(sorted(grouped[key])) for key in keys),
        np.array(rows, dtype=np.int64),
        np.array(low, dtype=np.int64),
        np.array(high, dtype=np.int64),
    )


def _households(people: tuple[Person, ...]) -> list[list[str]]:
    """Ids by household; whoever gives none is alone."""
    shared: defaultdict[str, list[str]] = defaultdict(list)
    alone = []
    for person in people:
        if person.household:
            shared[person.household].append(person.id)
        else:
            alone.append([person.id])
    return [*shared.values(), *alone]
