"""Quotas that cannot be kept: the change is the smallest, against every panel tried by hand."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from tests.core.sortition.pools import (
    any_problems,
    apart,
    crowd,
    every_panel,
    places_moved,
    pool,
)

from faire_ensemble.core.sortition import (
    Infeasible,
    InvalidDraw,
    Problem,
    Quota,
    Reason,
    Vain,
    leximin,
    relaxation,
)
from faire_ensemble.core.sortition.kinds import kinds_of
from faire_ensemble.core.sortition.relaxing import _program


@settings(max_examples=120, deadline=None)
@given(any_problems() | any_problems(households=True))
def test_no_smaller_change_would_do(problem: Problem) -> None:
    ids = [person.id for person in problem.people]
    panels = [panel for panel in combinations(ids, problem.size) if apart(problem, panel)]
    found = relaxation(problem)
    assert (found is None) == (not panels)
    if found is None:
        return
    least = min(places_moved(problem, panel) for panel in panels)
    moves = [row.quota.low - row.low for row in found.changes]
    moves += [row.high - row.quota.high for row in found.changes]
    assert (found.places, max(moves, default=0)) == least
    assert sum(moves) == found.places
    assert every_panel(found.applied(problem))
    if found.places:
        with pytest.raises(Infeasible) as refusal:
            leximin(problem)
        assert refusal.value.relaxation == found


@pytest.mark.parametrize("seed", range(12))
def test_a_larger_pool_has_the_change_that_whole_seats_give(seed: int) -> None:
    """The search that begins with fractional panels, against the one that never has any."""
    problem = crowd(people=90, size=24, seed=seed)
    found = relaxation(problem)
    whole = _program(kinds_of(problem), True).solve()
    assert found is not None and whole is not None
    moves = whole.columns[len(kinds_of(problem).counts) :]
    count = len(problem.quotas)
    assert found.places == round(sum(moves[: 2 * count])) > 0
    largest = max(max(c.quota.low - c.low, c.high - c.quota.high) for c in found.changes)
    assert largest == round(moves[-1])
    assert leximin(found.applied(problem), prove=False).chances


def test_the_sentence_names_the_quota_and_the_bounds() -> None:
    problem = Problem(pool("f", "m", "m", "m"), (Quota("c0", "f", 2, 3), Quota("c0", "m", 0, 1)), 3)
    with pytest.raises(Infeasible) as refusal:
        leximin(problem)
    assert str(refusal.value) == (
        "Aucun panel ne peut tenir tous les quotas. Le quota « c0 : f » demande au moins 2 "
        "personnes et la réserve n'en compte que 1. Le plus petit changement qui suffit : "
        "« c0 : f » : minimum de 2 à 1 ; « c0 : m » : maximum de 1 à 2."
    )


def test_a_change_is_shared_between_quotas_rather_than_borne_by_one() -> None:
    quotas = (Quota("c0", "f", 4, 8), Quota("c0", "m", 4, 8))
    found = relaxation(Problem(pool(*"ffffffmmmmmm"), quotas, 6))
    assert found is not None
    assert [(row.low, row.high) for row in found.changes] == [(3, 8), (3, 8)]
    assert found.reasons == (Reason(Vain.LEAST, "c0", "", 8, 6),)
    assert found.reasons[0].words == "Les minimums de « c0 » font 8 pour un panel de 6."


def test_households_alone_can_make_it_impossible() -> None:
    with pytest.raises(Infeasible, match="pas assez de foyers") as refusal:
        leximin(Problem(pool("a", "a", "a", households="xxx"), (), 2))
    assert refusal.value.relaxation is None


@pytest.mark.parametrize(
    ("quotas", "size", "words"),
    [
        ((), 0, "il en faut au moins une"),
        ((), 4, "ne compte que 3 personnes"),
        ((Quota("c0", "a", 2, 1),), 1, "le minimum \\(2\\) doit être entre 0 et le maximum"),
        ((Quota("c0", "a", -1, 1),), 1, "entre 0"),
        ((Quota("c0", "a", 0, 1), Quota("c0", "a", 0, 2)), 1, "écrit deux fois"),
        ((Quota("c0", "", 0, 1),), 1, "pas de valeur"),
        ((Quota("c0", "a", 0, 1),), 1, "« P02 » a « b » pour « c0 », et aucun quota"),
        ((Quota("age", "a", 0, 1),), 1, "n'a pas de valeur pour « age »"),
    ],
)
def test_contradictions_are_refused_with_a_sentence(
    quotas: tuple[Quota, ...], size: int, words: str
) -> None:
    with pytest.raises(InvalidDraw, match=words):
        Problem(pool("a", "a", "b"), quotas, size)


def test_two_people_of_one_name_are_refused() -> None:
    (person,) = pool("a")
    with pytest.raises(InvalidDraw, match="« P00 » est celui de plusieurs"):
        Problem((person, person), (), 1)
