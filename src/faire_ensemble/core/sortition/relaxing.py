"""Quotas that no panel can keep: the smallest change that would make one possible.

Smallest: fewest places moved in all, a minimum lowered by two counting for two; then the largest
move as small as can be; then the earliest quotas. The size and the households are never changed.
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
            kinds.rows,
            kinds.low,
            kinds.high,
            0 * kinds.counts,
            kinds.counts,
            np.zeros(total),
            whole=True,
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
    """Columns: kinds, then for each quota places down, places up, then the largest move."""
    quotas, size = kinds.problem.quotas, kinds.problem.size
    total, count, rows = len(kinds.counts), len(quotas), len(kinds.rows)
    most = max([size, *(quota.low for quota in quotas)])
    free = slice(1, 1 + count)
    kept = np.delete(np.arange(rows), np.arange(1, 1 + count))
    quota_rows, blank = kinds.rows[free].astype(float), np.zeros((count, total))
    eye, none, ones = np.eye(count), np.zeros((count, count)), np.ones((count, 1))
    matrix = np.vstack(
        [
            np.hstack([kinds.rows[kept], np.zeros((len(kept), 2 * count + 1))]),
            np.hstack([quota_rows, eye, none, 0 * ones]),
            np.hstack([quota_rows, none, -eye, 0 * ones]),
            np.hstack([blank, eye, none, -ones]),
            np.hstack([blank, none, eye, -ones]),
        ]
    )
    endless = np.full(count, INFINITY)
    low = np.concatenate([kinds.low[kept], kinds.low[free], -endless, -endless, -endless])
    high = np.concatenate(
        [kinds.high[kept], endless, kinds.high[free], np.zeros(count), np.zeros(count)]
    )
    later = np.arange(count) / count
    evenness = 2.0 * count * most + 1
    place = evenness * (most + 1)
    cost = np.concatenate([np.zeros(total), -place - later, -place - later, [-evenness]])
    limits = [quota.low for quota in quotas] + [size] * count + [most]
    upper = np.concatenate([kinds.counts, limits])
    return Program(matrix, low, high, np.zeros(len(upper)), upper, cost, whole=True)


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
    return [*found, *contradictions(problem.quotas, problem.size)]


def contradictions(quotas: Sequence[Quota], size: int) -> list[str]:
    """What quotas ask in vain by themselves, whoever is in the pool (French sentences)."""
    groups: dict[str, list[Quota]] = {}
    for quota in quotas:
        groups.setdefault(quota.category, []).append(quota)
    return [each for category, group in groups.items() for each in _sums(category, group, size)]


def _sums(category: str, group: Sequence[Quota], size: int) -> list[str]:
    least, most = sum(quota.low for quota in group), sum(quota.high for quota in group)
    if least > size:
        return [f"Les minimums de « {category} » font {least} pour un panel de {size}."]
    if most < size:
        return [f"Les maximums de « {category} » font {most} pour un panel de {size}."]
    return []
