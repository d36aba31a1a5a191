"""Files of scenarios: they come back the same, and bad ones get one clear sentence."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.core.allocation.instances import problems

from faire_ensemble.core.allocation import (
    Infeasible,
    InvalidProblem,
    Problem,
    Sameness,
    Unreadable,
    digest,
    problem_from_json,
    problem_to_json,
    result_from_json,
    result_to_json,
    scenario_from_json,
    scenario_to_json,
    solve,
    verify,
)


@settings(max_examples=100, deadline=None)
@given(problem=problems())
def test_a_problem_comes_back_the_same(problem: Problem):
    again = problem_from_json(problem_to_json(problem))
    assert again == problem
    assert digest(again) == digest(problem)


@settings(max_examples=50, deadline=None)
@given(problem=problems())
def test_a_published_result_comes_back_and_verifies(problem: Problem):
    try:
        result = solve(problem)
    except Infeasible:
        return
    assert result_from_json(problem, result_to_json(problem, result)) == result
    scenario = scenario_from_json(scenario_to_json(problem, result))
    assert scenario.result == result
    verification = verify(scenario.problem, result)
    assert verification.faults == ()
    assert verification.sameness is Sameness.IDENTICAL


def example() -> dict:
    return {
        "format": "faire-ensemble/allocation",
        "version": 1,
        "problem": {
            "applications": [{"id": "D1", "holder": "H1", "score": 60}],
            "requests": [{"id": "R1", "application": "D1", "funder": "F1", "asked": "8000"}],
            "envelopes": [{"id": "E1", "funder": "F1", "amount": "5000.00"}],
        },
    }


def test_a_hand_written_file_may_leave_defaults_out():
    scenario = scenario_from_json(json.dumps(example()))
    assert scenario.problem.requests[0].asked == 8000
    assert solve(scenario.problem).programme.amount("R1") == 5000


def test_the_digest_does_not_depend_on_how_numbers_are_written():
    first = example()["problem"]
    second = json.loads(json.dumps(first).replace('"5000.00"', "5e3").replace("60", '"60.0"'))
    digests = {digest(problem_from_json(json.dumps(data))) for data in (first, second)}
    assert len(digests) == 1


def changed(path: str, value: object) -> str:
    data = example()
    *way, last = path.split(".")
    place: object = data
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("format", "autre", "« format » doit être"),
        ("version", 2, "Version 2 inconnue"),
        ("problem", None, "ne contient pas de problème"),
        ("problem.requests", None, "la liste « requests » manque"),
        ("problem.requests", {}, "requests : une liste […] est attendue"),
        ("problem.requests.0.asked", None, "requests[0] (R1) : le champ « asked » manque"),
        ("problem.requests.0.asked", "cinq cents", "requests[0] (R1).asked : « cinq cents »"),
        ("problem.requests.0.asked", "-500", "-500 n'est pas un montant positif"),
        ("problem.requests.0.asked", "10.005", "plus de deux décimales"),
        ("problem.requests.0.asked", True, "un nombre est attendu, pas « true »"),
        ("problem.requests.0.asked", "1e99", "trop grand"),
        ("problem.requests.0.askd", "1", "le champ « askd » est inconnu"),
        ("problem.requests.0.funder", "F9", "le financeur F9 n'a pas d'enveloppe"),
        ("problem.requests.0.application", "D9", "le dossier D9 n'existe pas"),
        ("problem.requests.0.minimum", "9000", "le minimum viable dépasse le montant demandé"),
        ("problem.requests.0.committed", "9000", "dépasse ce qui peut être accordé"),
        ("problem.requests.0.step", "0", "le pas est nul"),
        ("problem.requests.0.envelopes", "E1", "une liste de textes est attendue"),
        ("problem.requests.0.envelopes", ["E9"], "l'enveloppe E9 n'existe pas"),
        ("problem.applications.0.score", "-1", "la note Decimal('-1')"),
        ("problem.envelopes.0.parent", "E1", "elle dépend d'elle-même"),
        ("problem.envelopes.0.parent", "E9", "dont elle dépend, n'existe pas"),
        ("problem.minimum_shares", [{"id": "P", "scope": "x", "target": "Q"}], '« "x" »'),
        ("problem.minimum_shares", [{"id": "P", "scope": "objective", "target": "Q"}], "une part"),
        (
            "problem.minimum_shares",
            [{"id": "P", "scope": "objective", "target": "Q", "share": "3"}],
            "n'est pas entre 0 et 1",
        ),
        ("problem.weights", {"beyond": "2"}, "n'est pas entre 0 et 1"),
    ],
)
def test_bad_files_say_where_and_what(path: str, value: object, words: str):
    with pytest.raises(InvalidProblem) as caught:
        scenario_from_json(changed(path, value))
    assert words in str(caught.value)


@pytest.mark.parametrize("source", ["", "{", "[]", '{"a": NaN}', "[" * 100_000])
def test_what_is_not_a_scenario_is_refused(source: str):
    with pytest.raises(Unreadable):
        scenario_from_json(source)


def test_a_result_of_another_problem_is_refused():
    problem = problem_from_json(json.dumps(example()["problem"]))
    data = json.loads(scenario_to_json(problem, solve(problem)))
    data["problem"]["envelopes"][0]["amount"] = "6000"
    with pytest.raises(Unreadable, match="empreinte"):
        scenario_from_json(json.dumps(data))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amounts": {"R1": "5500"}}, "il y manque"),
        ({"benefit": "400"}, "Le bénéfice publié est 400"),
        ({"bound": "100", "gap": "0"}, "dépasse la borne publiée"),
        ({"prices": []}, "les prix n'en prouvent que"),
        ({"bound": "9000"}, "L'écart publié est plus petit"),
    ],
)
def test_a_false_result_is_told(change: dict, words: str):
    problem = problem_from_json(json.dumps(example()["problem"]))
    data = json.loads(result_to_json(problem, solve(problem))) | change
    verification = verify(problem, result_from_json(problem, json.dumps(data)))
    assert any(words in fault for fault in verification.faults), verification.faults


def test_money_is_never_negative_zero():
    problem = problem_from_json(json.dumps(example()["problem"]))
    assert solve(problem).programme.amounts == {"R1": Decimal("5000.00")}
