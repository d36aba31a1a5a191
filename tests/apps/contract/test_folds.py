"""The pages of the contract are short, open where one was, and forms keep what was typed."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.apps.contract.agreement import Agreement

from faire_ensemble.apps.contract.models import (
    Commitment,
    Contract,
    ContractVersion,
    ObjectiveMeasure,
)
from faire_ensemble.apps.contract.services import write_measure, write_plan, write_plan_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(agreement: Agreement) -> Client:
    client = Client()
    client.force_login(agreement.officer)
    return client


def base(agreement: Agreement) -> str:
    return f"/gestion/contrat/{agreement.pk}/"


def text_of(answer: Any) -> str:
    page = html.unescape(answer.content.decode())
    return page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def unfolded(page: str) -> list[str]:
    return re.findall(r'<details class="[^"]*" id="([\w-]+)" open>', page)


def test_the_draft_is_folded_and_opens_where_one_was(agreement: Agreement, office: Client) -> None:
    late = agreement.operational("Ouvrir une permanence", due_on=date(2020, 1, 1))
    plan = write_plan(
        actor=agreement.officer, contract_id=agreement.pk, kind="gusp", title="Charte"
    )
    act = {"actor": agreement.officer, "contract_id": agreement.pk}
    step = write_plan_line(plan_id=plan.pk, title="Nommer un gardien", **act)
    where, first = base(agreement), f"objectif-{agreement.first.pk}"
    page = text_of(office.get(where))
    assert unfolded(page) == [] and page.count("en retard : 1") == 1
    everything = text_of(office.get(where + "?ouvert=tout"))
    assert unfolded(everything) == [first, f"objectif-{agreement.second.pk}", f"plan-{plan.pk}"]
    done = office.post(f"{where}operationnel/{late.pk}/agir/", {"do": "start"})
    assert done["Location"] == f"{where}?ouvert={first}#operationnel-{late.pk}"
    assert unfolded(text_of(office.get(done["Location"]))) == [first]
    done = office.post(f"{where}ligne/{step.pk}/agir/", {"do": "remove"})
    assert unfolded(text_of(office.get(done["Location"]))) == [f"plan-{plan.pk}"]
    new = office.post(
        f"{where}operationnel/nouveau/", {"objective_id": agreement.second.pk, "title": "Un relais"}
    )
    assert new["Location"].endswith(f"?ouvert=objectif-{agreement.second.pk}#objectif-"
                                    f"{agreement.second.pk}")  # fmt: skip
    assert office.post(f"{where}pilier/nouveau/", {"title": "Un pilier"})["Location"] == where


def test_the_commitments_open_on_what_is_late(agreement: Agreement, office: Client) -> None:
    agreement.commitment("À l'heure", due_on=date(2030, 6, 30))
    agreement.commitment("En retard", due_on=date(2020, 6, 30), organisation_id=agreement.state.pk)
    page = text_of(office.get(f"{base(agreement)}engagements/"))
    groups = re.findall(r'<details class="panel mb-3"( open)?>\s*<summary><h2[^>]*>([^<]+)', page)
    assert groups == [("", agreement.caf.name), (" open", agreement.state.name)]


def test_the_public_page_has_its_contents_and_folds_long_lists(agreement: Agreement) -> None:
    for rank in range(4):
        name = f"Ville {rank}"
        body = agreement.year.organisation(name, "commune")
        agreement.contract.partners.create(organisation=body)
    agreement.contract.orientations = "Trois piliers.\n\nPuis la suite."
    agreement.contract.save()
    page = text_of(Client().get(f"/contrat/?contrat={agreement.pk}"))
    for anchor in re.findall(r'<li><a href="#([a-z]+)">', page):
        assert f'id="{anchor}"' in page
    assert "La suite des orientations" in page and page.index("Trois piliers.") < page.index(
        "La suite des orientations"
    )
    assert re.search(r"<details>\s*<summary><h3[^>]*>Commune ou CCAS</h3>", page)
    state = re.search(r"<li>État : (.*?)</li>", page)
    assert state and agreement.state.name in state[1]


def test_the_contract_says_what_is_promised_and_folds_how_it_is_measured(
    agreement: Agreement,
) -> None:
    write_measure(
        actor=agreement.officer, contract_id=agreement.pk, objective_id=agreement.first.pk,
        indicator_id=agreement.indicator.pk, target_value=52, target_year=2030,
    )  # fmt: skip
    agreement.commitment("Hier", due_on=date(2020, 1, 1))
    page = text_of(Client().get("/contrat/"))
    line = page[page.index(f"/objectifs/{agreement.first.pk}/") :]
    line = line[: line.index("</li>")]
    assert "1 engagement" in line and "en retard : 1" in line and "Mesuré" not in line
    fold = page[page.index("Comment ces objectifs sont mesurés") :]
    assert agreement.indicator.label in fold[: fold.index("</details>")]


def test_people_write_and_read_the_last_day(agreement: Agreement, office: Client) -> None:
    where = f"{base(agreement)}texte/"
    answer = office.post(where, {"name": "Contrat", "ends_on": "2030-12-31"})
    assert answer.status_code == 302
    contract = Contract.objects.get(pk=agreement.pk)
    assert (contract.ends_on, contract.last_day) == (date(2031, 1, 1), date(2030, 12, 31))
    assert 'value="2030-12-31"' in text_of(office.get(where))
    assert "31 décembre 2030" in text_of(Client().get("/contrat/"))
    agreement.sign()
    version = text_of(Client().get(f"/contrat/{agreement.pk}/versions/0/"))
    assert "Dernier jour : 31 décembre 2030" in version
    stale = office.post(where, {"name": "Autre", "ends_on": "2032-12-31", "read": "x" * 32})
    assert "31 décembre 2030" in text_of(stale)
    assert 'value="2032-12-31"' in text_of(stale)
    late = {"title": "Trop tard", "organisation_id": agreement.caf.pk, "due_on": "2031-01-01"}
    refused = text_of(office.post(f"{base(agreement)}engagements/nouveau/", late))
    assert "après le dernier jour du contrat (31 décembre 2030)" in refused


@pytest.mark.parametrize(
    ("path", "typed", "field", "words"),
    [
        ("signer/", {"title": "Avenant", "signed_on": ""}, "signed_on", "Donnez le jour."),
        ("signer/", {"title": "Avenant", "signed_on": "2020-02-31"}, "signed_on",
         "Écrivez un jour qui existe"),
        ("texte/", {"name": "Contrat", "ends_on": "2014-12-31"}, "ends_on",
         "sa fin doit venir après"),
        ("plan/nouveau/", {"title": "Charte", "kind": "gusp", "starts_on": "2020-01-01",
                           "ends_on": "2019-01-01"}, "ends_on", "sa fin doit venir après"),
        ("mesure/nouveau/", {"objective_id": "1", "indicator_id": "1", "target_value": "52"},
         "target_year", "écrivez laquelle"),
        ("mesure/nouveau/", {"objective_id": "1", "indicator_id": "1", "target_value": "52 %",
                             "target_year": "2030"}, "target_value", "Écrivez un nombre"),
        ("mesure/nouveau/", {"objective_id": "1", "indicator_id": "1", "target_year": "2030"},
         "target_value", "Écrivez la valeur visée pour 2030"),
        ("engagements/nouveau/", {"title": "Deux postes", "organisation_id": "1",
                                  "objective_id": "1"}, "title", "déjà cet engagement"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_question_and_the_rest_is_kept(
    agreement: Agreement, office: Client, path: str, typed: dict[str, str], field: str, words: str
) -> None:
    keys = {
        "objective_id": agreement.first.pk,
        "indicator_id": agreement.indicator.pk,
        "organisation_id": agreement.caf.pk,
    }
    agreement.commitment("Deux postes")
    before = Commitment.objects.count(), ContractVersion.objects.count()
    sent = {name: str(keys.get(name, value)) for name, value in typed.items()}
    answer = office.post(base(agreement) + path, sent)
    assert answer.status_code == 422
    page = text_of(answer)
    asked = page.index(f'id="id_{field}"')
    said = page.index(words)
    others = [page.index(f'id="id_{name}"') for name in sent if name != field]
    assert not [at for at in others if min(asked, said) < at < max(asked, said)]
    for name, value in sent.items():
        kept = f'value="{value}" selected' if name in keys or name == "kind" else value
        assert kept in page or not value, name
    assert (Commitment.objects.count(), ContractVersion.objects.count()) == before
    assert not ObjectiveMeasure.objects.exists()


def test_a_target_without_its_unit_is_that_of_its_indicator(
    agreement: Agreement, office: Client
) -> None:
    """« 52 » is read in the unit of the indicator, which the pages write beside it."""
    write_measure(
        actor=agreement.officer, contract_id=agreement.pk, objective_id=agreement.first.pk,
        indicator_id=agreement.indicator.pk, target_value=52, target_year=2030,
    )  # fmt: skip
    assert "viser 52 % en 2030" in text_of(office.get(base(agreement) + "?ouvert=tout"))
    assert "Visé : 52 % en 2030" in text_of(Client().get(f"/contrat/?contrat={agreement.pk}"))
