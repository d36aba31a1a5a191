"""From the database to a file that anybody recomputes, and back."""

import json
from decimal import Decimal

import pytest

from faire_ensemble.apps.funding.models import Scenario
from faire_ensemble.apps.funding.selectors.problems import build_problem
from faire_ensemble.apps.funding.selectors.rules import (
    Rules,
    Share,
    rules_from_json,
    rules_to_json,
)
from faire_ensemble.apps.funding.services import scenarios as services
from faire_ensemble.apps.funding.services.envelopes import delegate_envelope
from faire_ensemble.core.allocation import InvalidProblem, digest, problem_to_json
from faire_ensemble.kit.verdicts import Refused


def test_the_problem_is_the_same_each_time_and_holds_nothing_personal(
    year, files, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        one = build_problem(year.call, 2026, Rules()).problem
    again = build_problem(year.call, 2026, Rules()).problem
    assert digest(one) == digest(again)
    text = problem_to_json(one)
    assert "Projet" not in text
    assert "@" not in text
    assert {each.holder for each in one.applications} == {each.lead.name for each in files}
    assert one.applications[0].neighbourhoods == ("QP059074",)
    assert one.applications[0].communes == ("59512",)
    assert one.applications[0].objective == "1.1"


def test_the_best_scored_are_funded_and_never_beyond_the_envelopes(files, make):
    made = make()
    assert made.state == "done", made.failure
    amounts = {name: Decimal(value) for name, value in made.result["amounts"].items()}
    state = sum(value for name, value in amounts.items() if name.endswith("État"))
    assert state == Decimal("5000")
    assert made.result["proved"]
    assert made.result["digest"] == made.problem_digest


def test_unscored_excluded_and_unfunded_requests_say_why(year, files, make):
    year.submitted("500", title="Sans note")
    made = make(excluded={files[0].project.number: "hors sujet"}, least_score=Decimal(50))
    reasons = {each["id"]: each["excluded"] for each in made.problem["requests"]}
    assert "hors sujet" in reasons.values()
    assert "ce dossier n'est pas encore noté" in reasons.values()
    assert "sa note est sous le seuil de 50" in reasons.values()
    assert made.state == "done"


def test_a_funder_without_envelope_excludes_its_requests(year, files, make):
    chosen = year.contract.envelopes.get(name="P147").pk
    made = make(envelopes=(chosen,))
    assert all(name.endswith("État") for name in made.result["amounts"])


def test_shares_that_cannot_be_kept_have_no_solution(year, files, make):
    made = make(shares=(Share("objective", str(year.objectives[1].pk), Decimal(50)),))
    # Nothing answers the second objective, so that nothing at all can be awarded.
    assert made.state in ("done", "failed")
    assert not (made.result or {}).get("amounts")


def test_delegated_money_is_reserved(year, opened, officer):
    root = opened("1000")
    delegate_envelope(
        actor=officer, parent=root, name="Roubaix", amount=Decimal(400), territories=[year.quarter]
    )
    year.submitted("100")
    money = {row.label: row for row in build_problem(year.call, 2026, Rules()).problem.envelopes}
    assert money["Enveloppe 1000"].amount == Decimal(600)
    assert money["Enveloppe 1000 › Roubaix"].neighbourhoods == ("QP059074",)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"excluded": {"P-9999": "x"}}, "P-9999"),
        ({"step": Decimal(0)}, "pas est nul"),
        ({"holder_cap": Decimal(-1)}, "plafond|Plafond"),
    ],
)
def test_impossible_rules_are_refused_in_words(files, make, rules, said):
    with pytest.raises(services.BadScenario, match=said):
        make(**rules)
    assert not Scenario.objects.exists()


def test_a_title_serves_once_and_an_empty_year_has_no_scenario(year, officer, files, make):
    make()
    with pytest.raises(services.BadScenario, match="existe déjà"):
        make()
    with pytest.raises(services.BadScenario, match="Aucune demande"):
        services.make_scenario(actor=officer, call=year.call, year=2031, title="B", rules=Rules())


def test_a_request_whose_rows_contradict_each_other_is_named(files, make):
    files[0].requests.update(committed=Decimal(99999))
    with pytest.raises((services.BadScenario, InvalidProblem), match=files[0].project.number):
        make()


def test_only_officers_make_and_publish(year, files, make):
    made = make()
    for role in ("elected", "council", "holder"):
        person = year.mandated(role, role)
        with pytest.raises(Refused):
            services.make_scenario(
                actor=person, call=year.call, year=2026, title="B", rules=Rules()
            )
        with pytest.raises(Refused):
            services.publish_scenario(actor=person, scenario=made)


def test_rules_come_back_as_they_were():
    rules = Rules((3,), (Share("objective", "4", Decimal("12.5")),), Decimal(9), None, {"P": "x"})
    assert rules_from_json(json.loads(json.dumps(rules_to_json(rules)))) == rules
