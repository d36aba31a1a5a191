"""Seats left empty: the same draw again for them alone, or who could take one seat.

What the rest of the panel already fills is taken off the quotas, so that the panel made whole
keeps those it was drawn with.
"""

from collections.abc import Iterable
from dataclasses import replace

from faire_ensemble.core.sortition.lots import lot
from faire_ensemble.core.sortition.problem import InvalidDraw, Person, Problem
from faire_ensemble.core.sortition.seating import Panel


def replacement(problem: Problem, panel: Panel, leaving: Iterable[str]) -> Problem:
    """The draw of those who replace `leaving`, people of the panel who declined.

    `panel` is the whole panel, `problem` the pool without those who declined before. Raises
    InvalidDraw when nobody leaves, when a name is not of the panel or when the pool is too small.
    """
    gone = set(leaving)
    if not gone:
        raise InvalidDraw("Personne ne quitte le panel : il n'y a rien à tirer.")
    for name in gone - set(panel):
        raise InvalidDraw(f"« {name} » n'est pas dans le panel : vérifiez la liste des refus.")
    kept = [problem.by_id[name] for name in panel if name not in gone and name in problem.by_id]
    homes = {person.household for person in kept if person.household}
    waiting = tuple(
        person
        for person in problem.people
        if person.id not in set(panel) and person.household not in homes
    )
    if len(waiting) < len(gone):
        raise InvalidDraw(
            f"Il faut {len(gone)} remplaçants et la réserve ne compte plus que {len(waiting)} "
            "personnes : élargissez l'appel."
        )
    quotas = []
    for quota in problem.quotas:
        filled = sum(person.features[quota.category] == quota.feature for person in kept)
        low, high = max(0, quota.low - filled), max(0, quota.high - filled)
        quotas.append(replace(quota, low=low, high=high))
    return Problem(waiting, tuple(quotas), len(gone))


def stand_ins(
    problem: Problem, panel: Panel, leaving: str, seed: str, declined: Iterable[str] = ()
) -> tuple[str, ...]:
    """Who could take this one seat with every quota kept, in the order of a published lot."""
    others = [problem.by_id[name] for name in panel if name != leaving]
    homes = {person.household for person in others if person.household}
    out = {*panel, *declined}
    fit = [
        person.id
        for person in problem.people
        if person.id not in out and person.household not in homes and _fits(problem, others, person)
    ]
    return tuple(sorted(fit, key=lambda name: lot(seed, name)))


def _fits(problem: Problem, others: list[Person], person: Person) -> bool:
    whole = [*others, person]
    for quota in problem.quotas:
        held = sum(other.features[quota.category] == quota.feature for other in whole)
        if not quota.low <= held <= quota.high:
            return False
    return True
