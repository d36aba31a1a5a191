"""People who are alike, counted instead of named: the draw treats them the same, so it is enough.

Two people are of one kind when they have the same features and, where one person of a household
may be drawn, when their households are made of the same profiles. Permuting people of a kind
changes no rule, so the fairest draw gives them the same chance, and a panel is known by how many
of each kind it holds. Kinds are sorted: the order of the file changes nothing.

Households make nearly a kind a person. `strict` says which sorts of households count: the others
are looked at once chances are known (`crowded`), when they are seldom in the way.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from faire_ensemble.core.sortition.matrices import Ints, Matrix, pointing
from faire_ensemble.core.sortition.problem import Person, Problem

Profile = tuple[str, ...]
Sort = tuple[Profile, ...]
"""The profiles of a household of several people, sorted; empty for whoever is alone."""
Key = tuple[Profile, Sort]


@dataclass(frozen=True)
class Kinds:
    """The pool by kind, and the rows that a panel keeps: `low <= rows @ panel <= high`.

    Rows: the size, the quotas in their order, then one a sort of household of several people.
    """

    problem: Problem
    keys: tuple[Key, ...]
    members: tuple[tuple[str, ...], ...]
    """Ids of each kind, sorted."""
    rows: Matrix
    low: Ints
    high: Ints

    @cached_property
    def counts(self) -> Ints:
        return np.array([len(ids) for ids in self.members], dtype=np.int64)

    @cached_property
    def places(self) -> Mapping[Key, int]:
        return {key: place for place, key in enumerate(self.keys)}

    @cached_property
    def together(self) -> bool:
        """Whether some household of several people counts."""
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


def kinds_of(problem: Problem, strict: Set[Sort] | None = None) -> Kinds:
    """Sort the pool into kinds; `strict`: the sorts of households that count, all when None."""
    grouped: defaultdict[Key, list[str]] = defaultdict(list)
    sorts: Counter[Sort] = Counter()
    for sort, home in _by_sort(problem):
        counts = bool(sort) and (strict is None or sort in strict)
        if counts:
            sorts[sort] += 1
        for name, profile in home:
            grouped[profile, sort if counts else ()].append(name)
    keys = tuple(sorted(grouped))
    place = {(q.category, q.feature): row for row, q in enumerate(problem.quotas, start=1)}
    first = 1 + len(problem.quotas)
    line = {sort: row for row, sort in enumerate(sorted(sorts), start=first)}
    touched = [
        [
            0,
            *(place[each] for each in zip(problem.categories, profile, strict=True)),
            *([line[sort]] if sort else []),
        ]
        for profile, sort in keys
    ]
    low = [problem.size, *(quota.low for quota in problem.quotas), *(0 for _ in line)]
    high = [problem.size, *(quota.high for quota in problem.quotas), *(sorts[s] for s in line)]
    return Kinds(
        problem,
        keys,
        tuple(tuple(sorted(grouped[key])) for key in keys),
        pointing(first + len(line), touched),
        np.array(low, dtype=np.int64),
        np.array(high, dtype=np.int64),
    )


def crowded(kinds: Kinds, chances: Sequence[Fraction]) -> set[Sort]:
    """Sorts of households whose people would together sit more than once in a panel."""
    chance = {name: c for ids, c in zip(kinds.members, chances, strict=True) for name in ids}
    return {
        sort
        for sort, home in _by_sort(kinds.problem)
        if sort
        and (home[0][1], sort) not in kinds.places
        and sum((chance[name] for name, _ in home), Fraction(0)) > 1
    }


def entangled(kinds: Kinds, chances: Sequence[Fraction], spare: int) -> set[Sort]:
    """Sorts that count already, and those of households with several people hard to replace.

    Hard: a panel takes all but fewer than `spare` of their kind.
    """
    hard: set[str] = set()
    for ids, chance in zip(kinds.members, chances, strict=True):
        if len(ids) - math.ceil(chance * len(ids)) < spare:
            hard.update(ids)
    found = {
        sort
        for sort, home in _by_sort(kinds.problem)
        if sort and sum(name in hard for name, _ in home) > 1
    }
    return found | {sort for _, sort in kinds.keys if sort}


def _by_sort(problem: Problem) -> Iterator[tuple[Sort, list[tuple[str, Profile]]]]:
    """Each household with its sort, its people and their profiles."""
    profiles = {p.id: tuple(p.features[c] for c in problem.categories) for p in problem.people}
    for ids in _households(problem.people):
        home = [(name, profiles[name]) for name in ids]
        yield (tuple(sorted(profile for _, profile in home)) if len(home) > 1 else ()), home


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
