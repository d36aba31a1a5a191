"""From the database to a file that anybody recomputes, and back."""

import json
import subprocess
import sys
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from faire_ensemble.apps.funding.models import Recusal, Scenario
from faire_ensemble.apps.funding.selectors.problems import build_problem
from faire_ensemble.apps.funding.selectors.rules import (
    Rules,
    Share,
    rules_from_json,
    rules_to_json,
)
from faire_ensemble.apps.funding.selectors.scenarios import published_file
from faire_ensemble.apps.funding.services import scenarios as services
from faire_ensemble.apps.funding.services.envelopes import delegate_envelope
from faire_ensemble.core.allocation import (
    InvalidProblem,
    digest,
    problem_to_json,
    result_to_json,
    scenario_from_json,
    solve,
)
from faire_ensemble.kit.jobs import run_waiting
from faire_ensemble.kit.verdicts import Refused


@pytest.fixture
def anonymous_client() -> Client:
    return Client()


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
    assert not any(each.lead.name in text for each in files)
    assert len({each.holder for each in one.applications}) == len({each.lead_id for each in files})
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


def test_rules_that_cannot_be_kept_say_which_and_by_how_much(files, make):
    for each in files:
        each.requests.filter(funder__name="État").update(committed=Decimal(2000))
    made = make()
    assert made.state == "failed"
    assert made.result is None
    assert "P147" in made.failure
    assert "1\u202f000" in made.failure


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


def test_the_command_recomputes_the_published_file(year, files, make, officer, tmp_path):
    made = services.publish_scenario(actor=officer, scenario=make())
    path = tmp_path / "scenario.json"
    path.write_text(published_file(made), encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "faire_ensemble", "allocate", str(path)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    changed = json.loads(path.read_text(encoding="utf-8"))
    name = next(iter(changed["result"]["amounts"]))
    changed["result"]["amounts"][name] = "1"
    path.write_text(json.dumps(changed), encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "faire_ensemble", "allocate", str(path)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert said.returncode != 0


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


def test_an_officer_makes_one_in_the_browser_and_the_worker_computes_it(
    year, files, officer, client
):
    client.force_login(officer)
    address = f"/scenarios/nouveau/{year.call.code}/2026/"
    assert client.get(address).status_code == 200
    asked = {"title": "Plafonné", "step": "500", "mode": "proved", "holder_cap": "3 000",
             f"share-objective-{year.objectives[0].pk}": "50",
             "excluded": f"{files[2].project.number} : hors sujet"}  # fmt: skip
    bad = client.post(address, asked | {"excluded": "P-1"}).content.decode()
    assert "deux points" in bad
    assert "trois mille" not in bad
    answer = client.post(address, asked)
    made = Scenario.objects.get()
    assert answer["Location"] == f"/scenarios/{made.pk}/"
    assert 'http-equiv="refresh"' in client.get(answer["Location"]).content.decode()
    run_waiting()
    html = client.get(answer["Location"]).content.decode()
    assert 'http-equiv="refresh"' not in html
    assert "hors sujet" in html
    assert "prouvé optimal" in html or "optimal à" in html
    again = client.get(f"{address}?depuis={made.pk}").content.decode()
    assert "hors sujet" in again


def test_published_it_is_everyones_and_recomputes_the_same(
    year, files, make, officer, client, anonymous_client
):
    made = make()
    for path in (f"/scenarios/{made.pk}/", f"/scenarios/{made.pk}.json"):
        assert anonymous_client.get(path).status_code == 403
    client.force_login(officer)
    client.post(f"/scenarios/{made.pk}/publier/")
    assert anonymous_client.get(f"/scenarios/{made.pk}/").status_code == 200
    text = anonymous_client.get(f"/scenarios/{made.pk}.json").content.decode()
    assert "@" not in text
    read = scenario_from_json(text)
    assert read.result is not None
    again = solve(read.problem, mode=read.result.mode)
    assert result_to_json(read.problem, again) == result_to_json(read.problem, read.result)
    assert digest(read.problem) == made.problem_digest


def test_scenarios_stand_side_by_side_with_what_differs_and_why(
    year, files, make, officer, client, django_assert_max_num_queries
):
    one, two = make("Large"), make("Plafonné", holder_cap=Decimal(2000))
    client.force_login(officer)
    with django_assert_max_num_queries(25):
        html = client.get(f"/scenarios/comparer/?s={one.pk}&s={two.pk}").content.decode()
    assert "Large" in html
    assert "Plafonné" in html
    assert "plafond" in html
    assert "Trois Ponts" in html
    everything = client.get(f"/scenarios/comparer/?s={one.pk}&s={two.pk}&tout=1")
    assert everything.content.decode().count("<tr>") >= html.count("<tr>")
    for query in ("", "?s=1", "?s=x&s=99999999999999999999", f"?s={one.pk}&s={one.pk}"):
        assert client.get(f"/scenarios/comparer/{query}").status_code == 302


def test_a_closed_file_is_in_no_row_and_no_download(year, files, make, client):
    one, two = make("Large"), make("Plafonné", holder_cap=Decimal(3000))
    elected = year.mandated("elue", "elected")
    Recusal.objects.create(
        application=files[0], person=elected, reason="sœur", declared_at=timezone.now()
    )
    client.force_login(elected)
    number = files[0].project.number
    for path in (f"/scenarios/{one.pk}/", f"/scenarios/comparer/?s={one.pk}&s={two.pk}&tout=1"):
        html = client.get(path).content.decode()
        assert number not in html
        assert files[1].project.number in html
    assert client.get(f"/scenarios/{one.pk}.json").status_code == 403
    client.force_login(year.mandated("conseil", "council"))
    assert client.get(f"/scenarios/{one.pk}/").status_code == 403
    assert client.get("/scenarios/").status_code == 403


def test_a_published_scenario_names_no_holder_to_the_public(client, year, make, officer, files):
    row = make("Public")
    services.publish_scenario(actor=officer, scenario=row)
    names = [each.lead.name for each in files]
    for address in (f"/scenarios/{row.pk}/", f"/scenarios/{row.pk}.json"):
        page = client.get(address).content.decode()
        assert not [name for name in names if name in page]
    client.force_login(officer)
    assert names[0] in client.get(f"/scenarios/{row.pk}/").content.decode()
