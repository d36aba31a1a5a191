"""Quotas that no panel can keep: the smallest change that would make one possible.

Smallest: fewest places moved in all, a minimum lowered by two counting for two; then fewest quotas
touched; then the earliest quotas. The size and the households are never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds, kinds_of
from faire_ensemble.core.sortition.problem import Problem, Quota
from faire_ensemble.core.sortition.programs import INFINITY, Program


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


@dataclass(frozen=True)
class Relaxation:
    """The changes, and how many places they move in all. `reasons`: what is plainly impossible."""

    changes: tuple[Change, ...]
    places: int
    reasons: tuple[str, ...]

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
                    *relaxation.reasons,
                    f"Le plus petit changement qui suffit : {changes}.",
                ]
            )
        super().__init__(words)


def relaxation(problem: Problem) -> Relaxation | None:
    """The smallest change of quotas; empty when none is needed, None when none is enough."""
    kinds = kinds_of(problem)
    quotas = problem.quotas
    total, count = len(kinds.counts), len(quotas)
    if count:
        answer = _program(kinds).solve()
    else:
        answer = Program(
            kinds.rows, kinds.low, kinds.high, 0 * kinds.counts, kinds.counts,
            np.zeros(total), whole=True,
        ).solve()
    if answer is None:
        return None
    moves = np.rint(answer.columns[total:]).astype(int)
    changes = tuple(
        Change(quota, quota.low - int(down), quota.high + int(up))
        for quota, down, up in zip(quotas, moves[:count], moves[count : 2 * count], strict=False)
        if down or up
    )
    places = int(moves[: 2 * count].sum())
    return Relaxation(changes, places, tuple(_reasons(problem)))


def _program(kinds: Kinds) -> Program:
    """Columns: kinds, then for each quota places down, places up, touched down, touched up."""
    quotas, size = kinds.problem.quotas, kinds.problem.size
    total, count, rows = len(kinds.counts), len(quotas), len(kinds.rows)
    free = slice(1, 1 + count)
    eye, none = np.eye(count), np.zeros((count, count))
    blank = np.zeros((rows, count))
    down, up = blank.copy(), blank.copy()
    down[free], up[free] = eye, -eye
    none_of_kinds = np.zeros((count, total))
    kept = np.delete(np.arange(rows), np.arange(1, 1 + count))
    quota_rows = kinds.rows[free].astype(float)
    matrix = np.vstack(
        [
            np.hstack([kinds.rows[kept], np.zeros((len(kept), 4 * count))]),
            np.hstack([quota_rows, eye, none, none, none]),
            np.hstack([quota_rows, none, -eye, none, none]),
            np.hstack([none_of_kinds, eye, none, -size * eye, none]),
            np.hstack([none_of_kinds, none, eye, none, -size * eye]),
        ]
    )
    endless = np.full(count, INFINITY)
    low = np.concatenate([kinds.low[kept], kinds.low[free], -endless, -endless, -endless])
    high = np.concatenate(
        [kinds.high[kept], endless, kinds.high[free], np.zeros(count), np.zeros(count)]
    )
    later = np.arange(count) / 10.0
    touched = count * count + 1.0 + later
    place = 2.0 * count * (touched.max() + 1)
    cost = np.concatenate([np.zeros(total), np.full(2 * count, -place), -touched, -touched])
    most = np.concatenate(
        [kinds.counts, [quota.low for quota in quotas], [size] * count, [1] * (2 * count)]
    )
    return Program(matrix, low, high, np.zeros(len(most)), most, cost, whole=True)


def _reasons(problem: Problem) -> list[str]:
    """What can be seen without computing: one quota, or one category, by itself."""
    found = []
    for quota in problem.quotas:
        holders = problem.holders(quota)
        if holders < quota.low:
            found.append(
                f"Le quota {quota.name} demande au moins {quota.low} personnes et la réserve n'en "
                f"compte que {holders}."
            )
    for category in problem.categories:
        group = [quota for quota in problem.quotas if quota.category == category]
        found += _sums(category, group, problem.size)
    return found


def _sums(category: str, group: Sequence[Quota], size: int) -> list[str]:
    least, most = sum(quota.low for quota in group), sum(quota.high for quota in group)
    if least > size:
        return [f"Les minimums de « {category} » font {least} places pour un panel de {size}."]
    if most < size:
        return [f"Les maximums de « {category} » font {most} places pour un panel de {size}."]
    return []
