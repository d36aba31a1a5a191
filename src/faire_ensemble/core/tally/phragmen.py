"""Sequential Phragmén: money flows to every voter at the same pace; a group buys when it can.

Brill, Freeman, Janson, Lackner, "Phragmén's Voting Methods and Justified Representation", AAAI
2017; with costs: Los, Christoff, Grossi, "Proportional Budget Allocations", IJCAI 2022. A voter's
load is what her purchases brought her to; the next project is the one that brings its supporters
to the smallest common load. The count stops when one of the next projects (all, if tied) no
longer fits in the envelope.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.tally.contest import Contest, Found, Purchase

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
NEAR = 1e-9  # relative; loads are rounded once (1e-16) and summed over at most some hundred terms


def phragmen(contest: Contest) -> Found:
    """Winners in order. Floats only discard projects far from the smallest load."""
    profile = contest.profile
    last = np.zeros(len(profile.weight), dtype=np.int64)  # which purchase set each group's load
    loads = [Fraction(0)]
    left, purchases = contest.budget, list[Purchase]()
    running = [p for p in contest.candidates if profile.supporters[p]]
    counts = np.zeros((len(profile.cost), len(running) + 1))
    counts[:, 0] = profile.supporters
    costs = np.array(profile.cost, dtype=float)
    while running:
        rows = np.array(running)
        found = counts[rows, : len(loads)] @ np.array([float(load) for load in loads])
        found = (found + costs[rows]) / profile.supporters[rows]
        near = rows[found <= found.min() * (1 + NEAR)]
        exact = {int(p): _load(contest, counts[p], loads, int(p)) for p in near}
        smallest = min(exact.values())
        tied = [p for p, load in exact.items() if load == smallest]
        for project in sorted(tied, key=contest.rank.__getitem__):
            if profile.cost[project] > left:
                return Found(purchases, stopped_by=project, refused={project: left})
        chosen = min(tied, key=contest.rank.__getitem__)
        group = profile.group[profile.start[chosen] : profile.start[chosen + 1]]
        last[group] = len(loads)
        loads.append(smallest)
        left -= profile.cost[chosen]
        purchases.append(Purchase(chosen, float(smallest), int(profile.supporters[chosen])))
        gone = contest.rivals.get(chosen, frozenset()) | {chosen}
        running = [p for p in running if p not in gone]
        counts = _counts(contest, last, len(running) + len(loads))
    return Found(purchases)


def _counts(contest: Contest, last: Integers, width: int) -> Floats:
    """For each project, how many of its supporters bear each load (whole numbers below 2^53)."""
    profile = contest.profile
    cell = profile.project_of.astype(np.int64) * width + last[profile.group]
    size = len(profile.cost) * width
    counted = np.bincount(cell, profile.weight[profile.group].astype(float), size)
    found: Floats = counted.astype(np.float64).reshape(len(profile.cost), width)
    return found


def _load(contest: Contest, count: Floats, loads: list[Fraction], project: int) -> Fraction:
    total = Fraction(contest.profile.cost[project])
    for times, load in zip(count, loads, strict=False):
        if times:
            total += int(times) * load
    return total / int(contest.profile.supporters[project])
