"""Quotas that no panel can keep: the smallest change that would make one possible.

Smallest: fewest places moved in all, a minimum lowered by two counting for two; then the largest
move as small as can be; then the earliest quotas. The size and the households are never changed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds, kinds_of
from faire_ensemble.core.sortition.matrices import Ints, column, diagonal, placed
from faire_ensemble.core.sortition.problem import Problem, Quota
from faire_ensemble.core.sortition.programs import INFINITY, Panels, Program
from faire_ensemble.core.sortition.seating import seated


@dataclass(frozen=True, slots=True)
class Change:
    """A quota and the bounds that would do."""

    quota: Quota
    low: int
    high: int

    @property
    def words(self) -> str:
        parts = []
        if self.low != self.quota.low:
            parts.append(f"minimum de {self.quota.low} à {self.low}")
        if self.high != self.quota.high:
            parts.append(f"maximum de {self.quota.high} à {self.high}")
        return f"{self.quota.name} : {', '.join(parts)}"


class Vain(StrEnum):
    """What quotas ask in vain, without computing."""

    FEW = "few"
    """A quota has a minimum of `asked` and the pool has `there` people."""
    LEAST = "least"
    """The minimums of a category make `asked` for a panel of `there`."""
    MOST = "most"
    """The maximums of a category make `asked` for a panel of `there`."""


REASONS = {
    Vain.FEW: (
        "Le quota {name} demande au moins {asked} personnes et la réserve n'en compte que {there}."
    ),
    Vain.LEAST: "Les minimums de {name} font {asked} pour un panel de {there}.",
    Vain.MOST: "Les maximums de {name} font {asked} pour un panel de {there}.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Something plainly impossible. `feature` is empty when it is about a whole category."""

    kind: Vain
    category: str
    feature: str
    asked: int
    there: int

    @property
    def name(self) -> str:
        return f"« {self.category} : {self.feature} »" if self.feature else f"« {self.category} »"

    @property
    def words(self) -> str:
        return REASONS[self.kind].format(name=self.name, asked=self.asked, there=self.there)


@dataclass(frozen=True)
class Relaxation:
    """The changes, and how many places they move in all. `reasons`: what is plainly impossible."""

    changes: tuple[Change, ...]
    places: int
    reasons: tuple[Reason, ...]

    def applied(self, problem: Problem) -> Problem:
        """The problem with the quotas changed: for people to decide, never done in silence."""
        new = {row.quota: replace(row.quota, low=row.low, high=row.high) for row in self.changes}
        return replace(problem, quotas=tuple(new.get(quota, quota) for quota in problem.quotas))


class Infeasible(ValueError):
    """No panel keeps the quotas; the message says why and the smallest change that would do.

    `relaxation` is None when households alone leave too few people.
    """

    def __init__(self, relaxation: Relaxation | None) -> None:
        self.relaxation = relaxation
        if relaxation is None:
            words = (
                "Il n'y a pas assez de foyers pour tirer une personne par foyer : réduisez le "
                "nombre de places, élargissez l'appel ou permettez plusieurs personnes par foyer."
            )
        else:
            changes = " ; ".join(change.words for change in relaxation.changes)
            words = " ".join(
                [
                    "Aucun panel ne peut tenir tous les quotas.",
                    *(reason.words for reason in relaxation.reasons),
                    f"Le plus petit changement qui suffit : {changes}.",
                ]
            )
        super().__init__(words)


def relaxation(problem: Problem) -> Relaxation | None:
    """The smallest change; without changes when the quotas can be kept. None: see Infeasible.

    First as if households did not count: no change is smaller than that one, and it is the answer
    as soon as one panel that it allows seats people of different households.
    """
    apart = kinds_of(problem, frozenset())
    found = _smallest(apart)
    if found is None or seated(apart, [found.panel], "") is None:
        found = _smallest(kinds_of(problem))
    if found is None:
        return None
    changes = tuple(
        Change(quota, quota.low - down, quota.high + up)
        for quota, down, up in zip(problem.quotas, found.down, found.up, strict=True)
        if down or up
    )
    reasons = tuple(_reasons(problem)) if changes else ()
    return Relaxation(changes, sum(found.down) + sum(found.up), reasons)


@dataclass(frozen=True)
class _Found:
    """Places by which minimums go down and maximums up, and a panel that this allows."""

    down: list[int]
    up: list[int]
    panel: Ints


def _smallest(kinds: Kinds) -> _Found | None:
    """Only the moves are whole at first, the panel may be fractional: nothing is smaller.

    Thousands of kinds then cost one linear program a move tried. A whole panel within the moved
    quotas proves that they are the answer; where there is none, kinds are whole from the start.
    """
    total, count = len(kinds.counts), len(kinds.problem.quotas)
    for whole in (False, True):
        answer = _program(kinds, whole).solve()
        if answer is None:
            return None
        moves = np.rint(answer.columns[total:]).astype(np.int64)
        low, high = kinds.low.copy(), kinds.high.copy()
        low[1 : 1 + count] -= moves[:count]
        high[1 : 1 + count] += moves[count : 2 * count]
        if whole:
            panel: Ints | None = np.rint(answer.columns[:total]).astype(np.int64)
        else:
            panel = Panels(kinds).best(np.zeros(total), rows=(low, high))
        if panel is not None:
            return _Found(moves[:count].tolist(), moves[count : 2 * count].tolist(), panel)
    return None


def _program(kinds: Kinds, whole: bool) -> Program:
    """Columns: kinds, then for each quota places down, places up, then the largest move.

    `whole`: whether kinds have whole seats; moves always are whole.
    """
    quotas, size = kinds.problem.quotas, kinds.problem.size
    total, count, rows = len(kinds.counts), len(quotas), len(kinds.rows)
    most = max([size, *(quota.low for quota in quotas)])
    down, up, largest = total, total + count, total + 2 * count
    ones = np.ones(count, dtype=np.int64)
    matrix = placed(
        rows + 3 * count,
        largest + 1,
        [
            (0, 0, kinds.rows),
            (1, down, diagonal(ones)),
            (rows, 0, kinds.rows.lines(1, 1 + count)),
            (rows, up, diagonal(-ones)),
            (rows + count, down, diagonal(ones)),
            (rows + count, largest, column(-ones)),
            (rows + 2 * count, up, diagonal(ones)),
            (rows + 2 * count, largest, column(-ones)),
        ],
    )
    endless, none = np.full(count, INFINITY), np.zeros(2 * count)
    least = np.concatenate([kinds.low, -endless, -endless, -endless])
    over = np.concatenate([kinds.high, kinds.high[1 : 1 + count], none])
    over[1 : 1 + count] = INFINITY
    later = np.arange(count) / max(count, 1)
    evenness = 2.0 * count * most + 1
    place = evenness * (most + 1)
    cost = np.concatenate([np.zeros(total), -place - later, -place - later, [-evenness]])
    limits = [quota.low for quota in quotas] + [size] * count + [most]
    upper = np.concatenate([kinds.counts, limits])
    sorts = [whole] * total + [True] * (2 * count + 1)
    return Program(matrix, least, over, np.zeros(len(upper)), upper, cost, whole=sorts)


def _reasons(problem: Problem) -> list[Reason]:
    """What can be seen without computing: one quota, or one category, by itself."""
    held = Counter((c, p.features[c]) for p in problem.people for c in problem.categories)
    few = [
        Reason(Vain.FEW, q.category, q.feature, q.low, held[q.category, q.feature])
        for q in problem.quotas
        if held[q.category, q.feature] < q.low
    ]
    return [*few, *contradictions(problem.quotas, problem.size)]


def contradictions(quotas: Sequence[Quota], size: int) -> list[Reason]:
    """What quotas ask in vain by themselves, whoever is in the pool."""
    groups: dict[str, list[Quota]] = {}
    for quota in quotas:
        groups.setdefault(quota.category, []).append(quota)
    found = []
    for category, group in groups.items():
        least, most = sum(quota.low for quota in group), sum(quota.high for quota in group)
        if least > size:
            found.append(Reason(Vain.LEAST, category, "", least, size))
        elif most < size:
            found.append(Reason(Vain.MOST, category, "", most, size))
    return found
