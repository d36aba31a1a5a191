"""Quotas that cannot be kept: the change is the smallest, against every panel tried by hand."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from tests.core.sortition.pools import any_problems, every_panel, places_moved, pool

from faire_ensemble.core.sortition import (
    Infeasible,
    InvalidDraw,
    Problem,
    Quota,
    leximin,
    relaxation,
)


@settings(max_examples=80, deadline=None)
@given(any_problems())
def test_no_smaller_change_would_do(problem: Problem) -> None:
    ids = [person.id for person in problem.people]
    least = min(places_moved(problem, panel) for panel in combinations(ids, problem.size))
    found = relaxation(problem)
    assert found is not None
    assert found.places == least
    moved = sum(row.quota.low - row.low + row.high - row.quota.high for row in found.changes)
    assert moved == least
    assert every_panel(found.applied(problem))
    if least:
        with pytest.raises(Infeasible) as refusal:
            leximin(problem)
        assert refusal.value.relaxation == found


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
    assert found.reasons == ("Les minimums de « c0 » font 8 pour un panel de 6.",)


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
