"""Ballots as arrays: who supports each project, with how many points, identical ballots grouped.

Amounts are whole numbers of the smallest unit written in the file (a euro, or a cent), and points
whole numbers of the smallest fraction of a point: everything that decides is an exact integer.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.tally.ballots import Ballot, BallotType, Project

Integers = NDArray[np.int64]
SAMPLE, WORTH = 2000, 0.9  # group identical ballots when a sample shows a tenth of them repeated


@dataclass(frozen=True)
class Profile:
    """Groups of identical ballots and, for each project, the groups that support it.

    Project p is supported by `group[start[p]:start[p + 1]]`, with `points` beside (None when all
    count one). `weight[g]` is how many voters cast ballot g. `unit` is how many units of `cost`
    and `budget` make one euro, `point` how many units of `points` make one point.
    """

    voters: int
    unit: int
    point: int
    budget: int
    cost: tuple[int, ...]
    weight: Integers
    start: Integers
    group: NDArray[np.int32]
    points: Integers | None

    @cached_property
    def single(self) -> bool:
        """Whether each voter is a group."""
        return bool((self.weight == 1).all())

    @cached_property
    def supporters(self) -> Integers:
        """How many voters support each project."""
        if self.single:
            return np.diff(self.start)
        return self._by_project(self.weight[self.group])

    @cached_property
    def score(self) -> Integers:
        """Votes of each project: supporters, or their points, in units of `points`."""
        if self.points is None:
            return self.supporters
        return self._by_project(self.weight[self.group] * self.points)

    def _by_project(self, values: Integers) -> Integers:
        total = np.concatenate(([0], np.cumsum(values)))
        return np.asarray(total[self.start[1:]] - total[self.start[:-1]], dtype=np.int64)

    @cached_property
    def by_group(self) -> tuple[Integers, Integers]:
        """The other way round: start of each group's entries, and entries in the project order."""
        order = np.argsort(self.group, kind="stable")
        count = np.bincount(self.group, minlength=len(self.weight))
        return np.concatenate(([0], np.cumsum(count))), order

    @cached_property
    def project_of(self) -> NDArray[np.int32]:
        """The project of each entry."""
        return np.repeat(np.arange(len(self.cost), dtype=np.int32), np.diff(self.start))


def build_profile(
    projects: Sequence[Project],
    ballots: Sequence[Ballot],
    budget: Decimal,
    vote_type: BallotType,
) -> Profile:
    """Arrays of an election whose ballots have been checked."""
    unit = _denominator(chain((budget,), (project.cost for project in projects)))
    names, marks, weight = _grouped(ballots, vote_type)
    index = {project.id: number for number, project in enumerate(projects)}
    lengths = np.fromiter(map(len, names), np.int64, len(names))
    flat = np.fromiter(
        map(index.__getitem__, chain.from_iterable(names)),
        np.int16 if len(projects) < 2**15 else np.int32,
        int(lengths.sum()),
    )
    groups = np.repeat(np.arange(len(names), dtype=np.int32), lengths)
    values, point = _points(marks, lengths, vote_type)
    if values is not None and not values.all():
        kept = values > 0
        flat, groups, values = flat[kept], groups[kept], values[kept]
    order = np.argsort(flat, kind="stable")
    count = np.bincount(flat, minlength=len(projects))
    return Profile(
        voters=len(ballots),
        unit=unit,
        point=point,
        budget=int(budget * unit),
        cost=tuple(int(project.cost * unit) for project in projects),
        weight=weight,
        start=np.concatenate(([0], np.cumsum(count))),
        group=groups[order],
        points=None if values is None else values[order],
    )


Names = list[tuple[str, ...]]
Marks = list[tuple[Decimal, ...]]


def _grouped(ballots: Sequence[Ballot], vote_type: BallotType) -> tuple[Names, Marks, Integers]:
    """Distinct ballots (projects, points) and how many voters cast each.

    Each ballot is its own group where few repeat. Chosen projects count as written: an approval in
    another order is another group, which costs a little time and changes nothing.
    """
    sample = [ballot.projects for ballot in ballots[:: max(1, len(ballots) // SAMPLE)]]
    scored = vote_type is BallotType.CUMULATIVE
    if len(set(sample)) > WORTH * len(sample):
        names = [ballot.projects for ballot in ballots]
        marks = [ballot.points for ballot in ballots] if scored else []
        return names, marks, np.ones(len(ballots), dtype=np.int64)
    if not scored:
        counted = Counter(ballot.projects for ballot in ballots)
        return list(counted), [], np.fromiter(counted.values(), np.int64, len(counted))
    pairs = Counter((ballot.projects, ballot.points) for ballot in ballots)
    weight = np.fromiter(pairs.values(), np.int64, len(pairs))
    return [names for names, _ in pairs], [points for _, points in pairs], weight


def _points(marks: Marks, lengths: Integers, vote_type: BallotType) -> tuple[Integers | None, int]:
    """Points of each entry in ballot order, as integers, and how many of these make a point.

    A ranking gives as many points as the choices from there down: 3, 2, 1 (Borda), which is what
    the published files count.
    """
    if vote_type is BallotType.ORDINAL:
        ends = np.cumsum(lengths)
        return np.repeat(ends, lengths) - np.arange(int(lengths.sum())), 1
    if vote_type is not BallotType.CUMULATIVE:
        return None, 1
    flat = list(chain.from_iterable(marks))
    point = _denominator(flat)
    return np.fromiter((int(value * point) for value in flat), np.int64, len(flat)), point


def _denominator(amounts: Iterable[Decimal]) -> int:
    """The least multiplier that makes every amount whole."""
    return math.lcm(*(Fraction(amount).denominator for amount in set(amounts)))
