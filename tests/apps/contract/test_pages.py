"""The pages of the contract: who enters, what they show, what they cost."""

import csv
import html
import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.contract.agreement import Agreement

from faire_ensemble.apps.contract.models import Commitment, Contract, OperationalObjective
from faire_ensemble.apps.contract.services import report_commitment, write_measure, write_plan
from faire_ensemble.core.agreement import digest, from_data

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


@pytest.fixture
def told(agreement: Agreement) -> Agreement:
    """A signed contract, then a draft that says more."""
    agreement.commitment()
    agreement.sign()
    agreement.operational("Pas encore signé")
    write_plan(actor=agreement.officer, contract_id=agreement.pk, kind="ptlcd", title="PTLCD",
               link="https://exemple.fr/plan")  # fmt: skip
    write_measure(
        actor=agreement.officer, contract_id=agreement.pk, objective_id=agreement.first.pk,
        indicator_id=agreement.indicator.pk, target_value=52, target_year=2030,
    )  # fmt: skip
    return agreement


def test_everyone_reads_the_contract_its_versions_and_commitments(told: Agreement) -> None:
    passer, one = Client(), f"/contrat/{told.pk}"
    page = text_of(passer.get("/contrat/"))
    assert "PTLCD" in page and "12 000,50 €" in page and f"/objectifs/{told.first.pk}/" in page
    versions = text_of(passer.get(f"{one}/versions/"))
    assert "ajouts : 3" in versions and "Pas encore signé" in versions
    version = passer.get(f"{one}/versions/0/")
    assert version.status_code == 200 and "Financer deux postes" in text_of(version)
    assert "Pas encore signé" not in text_of(version)
    listed = text_of(passer.get(f"{one}/engagements/?partenaire={told.caf.pk}"))
    assert "Financer deux postes" in listed
    assert "Aucun engagement ne répond" in text_of(passer.get(f"{one}/engagements/?etat=kept"))
    for wrong in ("versions/7/", "engagements/999/", "plans/999/", "preuves/1/", "versions/7.json"):
        assert passer.get(f"{one}/{wrong}").status_code == 404
    assert passer.get("/contrat/999/versions/").status_code == 404


def test_the_published_text_gives_the_published_digest(told: Agreement) -> None:
    data = json.loads(Client().get(f"/contrat/{told.pk}/versions/0.json").content)
    assert digest(from_data(data)) in text_of(Client().get(f"/contrat/{told.pk}/versions/0/"))


def test_commitments_leave_as_open_data(told: Agreement) -> None:
    told.commitment("=1+1", mainstream=None, specific=2500)
    answer = Client().get(f"/contrat/{told.pk}/engagements.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [row["engagement"] for row in rows] == ["Financer deux postes", "'=1+1"]
    assert (rows[0]["droitCommun"], rows[0]["creditsSpecifiques"]) == ("12000.50", "")
    book = Client().get(f"/contrat/{told.pk}/engagements.xlsx")
    assert b"".join(book).startswith(b"PK")


def test_the_page_of_an_objective_holds_everything(told: Agreement) -> None:
    page = text_of(Client().get(f"/objectifs/{told.first.pk}/"))
    for words in (
        "Pas encore signé",
        "en projet, pas encore signé",
        "Financer deux postes",
        "Taux d'emploi",
        "52 % en 2030",
        "Cohésion sociale",
    ):
        assert words in page, words
    assert Client().get("/objectifs/999/").status_code == 404


def test_the_page_of_an_objective_costs_the_same_whatever_it_holds(
    told: Agreement, django_assert_max_num_queries: Any
) -> None:
    address = f"/objectifs/{told.first.pk}/"
    Client().get(address)
    with django_assert_max_num_queries(26) as few:
        Client().get(address)
    for rank in range(10):
        told.operational(f"Ligne {rank}")
        told.commitment(f"Engagement {rank}")
    with django_assert_max_num_queries(26) as many:
        Client().get(address)
    assert len(many) == len(few)


def test_the_draft_costs_the_same_whatever_it_holds(
    told: Agreement, django_assert_max_num_queries: Any
) -> None:
    officer, address = signed_in(told.officer), f"/gestion/contrat/{told.pk}/"
    with django_assert_max_num_queries(45) as few:
        officer.get(address)
    for rank in range(10):
        told.operational(f"Ligne {rank}")
        told.commitment(f"Engagement {rank}")
    with django_assert_max_num_queries(45) as many:
        officer.get(address)
    assert len(many) == len(few)


OFFICE = (
    "", "texte/", "partenaires/", "signer/", "pilier/nouveau/", "objectif/nouveau/",
    "operationnel/nouveau/", "mesure/nouveau/", "plan/nouveau/", "ligne/nouveau/",
)  # fmt: skip
COMMITMENTS = ("engagements/", "engagements/nouveau/")


@pytest.mark.parametrize(
    ("who", "text", "commitments"),
    [
        ("officer", 200, 200),
        ("partner", 403, 200),
        ("stranger", 403, 403),
        ("elected", 403, 403),
        ("resident", 403, 403),
        ("", 302, 302),
    ],
)
def test_who_opens_the_office(told: Agreement, who: str, text: int, commitments: int) -> None:
    year = told.year
    people = {
        "officer": lambda: told.officer,
        "partner": lambda: told.partner,
        "stranger": lambda: year.mandated("autre", "partner", year.organisation("Ailleurs")),
        "elected": lambda: year.mandated("elue", "elected"),
        "resident": lambda: year.person("habitante"),
    }
    client = signed_in(people[who]()) if who else Client()
    base = f"/gestion/contrat/{told.pk}/"
    assert {client.get(base + path).status_code for path in OFFICE} == {text}
    assert {client.get(base + path).status_code for path in COMMITMENTS} == {commitments}
    line = OperationalObjective.objects.get()
    posted = client.post(f"{base}operationnel/{line.pk}/agir/", {"do": "remove"})
    assert posted.status_code == (302 if text in (200, 302) else 403)
    assert OperationalObjective.objects.exists() == (who != "officer")


def test_an_officer_of_another_contract_is_a_passer_by(told: Agreement) -> None:
    other = told.year.mandated("lyon", "officer", told.metropolis, contract="CV999")
    answer = signed_in(other).get(f"/gestion/contrat/{told.pk}/")
    assert answer.status_code == 403 and "chefs de projet de ce contrat" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"mainstream": "douze mille"}, "« douze mille » n'est pas un montant"),
        ({"specific": "-5"}, "négatif"),
        ({"due_on": "2014-05-01"}, "avant le début du contrat"),
        ({"due_on": "31/02/2027"}, "un jour qui existe"),
        ({"organisation_id": "999999"}, "ce choix n'y est pas"),
        ({"title": ""}, "Donnez un intitulé"),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(
    told: Agreement, typed: dict[str, str], words: str
) -> None:
    form = {"organisation_id": str(told.caf.pk), "title": "Un poste", "mainstream": "10 000"}
    answer = signed_in(told.officer).post(
        f"/gestion/contrat/{told.pk}/engagements/nouveau/", form | typed
    )
    assert answer.status_code == 422
    page = text_of(answer)
    assert words in page
    assert "10 000" in page or "mainstream" in typed
    assert Commitment.objects.count() == 1


def test_an_officer_writes_moves_and_signs(told: Agreement) -> None:
    officer, base = signed_in(told.officer), f"/gestion/contrat/{told.pk}/"
    answer = officer.post(
        f"{base}operationnel/nouveau/",
        {"objective_id": told.first.pk, "title": "Deux permanences", "due_on": "2027-01-31"},
    )
    assert answer.status_code == 302
    made = OperationalObjective.objects.get(title="Deux permanences")
    assert made.rank == 2
    officer.post(f"{base}operationnel/{made.pk}/agir/", {"do": "up"})
    made.refresh_from_db()
    assert made.rank == 1
    page = text_of(officer.get(f"{base}signer/"))
    read = page.split('name="read_digest" value="')[1][:64]
    signed = officer.post(
        f"{base}signer/", {"title": "Avenant", "signed_on": "2019-12-02", "read_digest": read}
    )
    assert signed.status_code == 302
    assert "Deux permanences" in text_of(Client().get(f"/contrat/{told.pk}/versions/1/"))
    old = officer.post(
        f"{base}signer/", {"title": "Encore", "signed_on": "2020-01-01", "read_digest": read}
    )
    assert old.status_code == 422 and "Rien n'a changé" in text_of(old).replace(
        "&#x27;", "'"
    ).replace("&#39;", "'")


def test_a_proof_is_read_by_everyone(told: Agreement) -> None:
    made = Commitment.objects.get()
    paper = SimpleUploadedFile("preuve.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n")
    answer = signed_in(told.partner).post(
        f"/gestion/contrat/{told.pk}/engagements/{made.pk}/suivi/", {"act": "keep", "proof": paper}
    )
    assert answer.status_code == 302
    step = made.steps.get()
    sent = Client().get(f"/contrat/{told.pk}/preuves/{step.pk}/")
    assert sent.status_code == 200 and b"".join(sent).startswith(b"%PDF")
    assert "preuve.pdf" in text_of(Client().get(f"/contrat/{told.pk}/engagements/{made.pk}/"))


def test_a_report_without_proof_stays_on_the_form(told: Agreement) -> None:
    made = Commitment.objects.get()
    address = f"/gestion/contrat/{told.pk}/engagements/{made.pk}/suivi/"
    answer = signed_in(told.partner).post(address, {"act": "keep", "words": "Fait."})
    assert answer.status_code == 422 and "ce qui le prouve" in text_of(answer)
    report_commitment(actor=told.partner, contract_id=told.pk, pk=made.pk, act="start")
    assert 'value="start"' not in text_of(signed_in(told.partner).get(address))


def test_a_partner_finds_the_work_that_it_leads(told: Agreement) -> None:
    mine = told.operational("Tenir la permanence", owner_id=told.caf.pk)
    told.operational("Celle de l'État", owner_id=told.state.pk)
    partner, base = signed_in(told.partner), f"/gestion/contrat/{told.pk}/"
    page = text_of(partner.get(f"{base}engagements/"))
    assert "Tenir la permanence" in page and "Celle de l'État" not in page
    answer = partner.post(f"{base}operationnel/{mine.pk}/agir/", {"do": "finish"})
    assert (answer.status_code, answer["Location"]) == (302, f"{base}engagements/")
    mine.refresh_from_db()
    assert mine.state == "done"


def test_two_contracts_stay_apart(told: Agreement) -> None:
    lyon = told.year.place("epci", "200046977", "Métropole de Lyon")
    other = Contract.objects.create(epci=lyon, name="Contrat de Lyon", starts_on=date(2024, 1, 1))
    assert f"?contrat={told.pk}" in text_of(Client().get("/contrat/"))  # the other one is current
    assert "Financer deux postes" not in text_of(Client().get(f"/contrat/{other.pk}/engagements/"))
    made = Commitment.objects.get()
    assert Client().get(f"/contrat/{other.pk}/engagements/{made.pk}/").status_code == 404
    base = f"/gestion/contrat/{other.pk}/"
    assert signed_in(told.officer).get(base).status_code == 403
    line = OperationalObjective.objects.get()
    told.year.give(told.officer, "officer", told.metropolis, contract="")
    moved = signed_in(told.officer).post(f"{base}operationnel/{line.pk}/agir/", {"do": "remove"})
    assert moved.status_code == 302 and OperationalObjective.objects.filter(pk=line.pk).exists()
    chosen = text_of(signed_in(told.officer).get("/gestion/contrat/"))
    assert "Contrat de Lyon" in chosen and "Contrat de ville" in chosen


@pytest.mark.parametrize("kind", ["operationnel", "texte", "engagements"])
def test_two_people_on_one_line_lose_nothing(told: Agreement, kind: str) -> None:
    line, made = OperationalObjective.objects.get(), Commitment.objects.get()
    base = f"/gestion/contrat/{told.pk}/"
    address, field, common = {
        "operationnel": (
            f"{base}operationnel/{line.pk}/",
            "title",
            {"objective_id": told.first.pk},
        ),
        "texte": (f"{base}texte/", "name", {"orientations": "Trois piliers."}),
        "engagements": (f"{base}engagements/{made.pk}/", "title", {"organisation_id": told.caf.pk}),
    }[kind]
    officer = signed_in(told.officer)

    def mark(answer: Any) -> str:
        return text_of(answer).split('name="read" value="')[1].split('"')[0]

    read = mark(officer.get(address))
    assert officer.post(address, common | {field: "Écrit avant", "read": read}).status_code == 302
    late = officer.post(address, common | {field: "Écrit après", "read": read})
    assert late.status_code == 422
    shown = text_of(late)
    assert "Un collègue a changé cette ligne" in shown
    assert "Écrit avant" in shown and "Écrit après" in shown
    again = officer.post(address, common | {field: "Écrit ensemble", "read": mark(late)})
    assert again.status_code == 302
    assert "Écrit ensemble" in text_of(officer.get(address))
