"""The public pages of money: filters, totals, pages, open data, a constant number of queries."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from faire_ensemble.apps.contract.models import Objective, Pillar
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.directory.services import identify, register
from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.apps.funding.selectors import (
    grant_totals,
    grants_of_contract,
    grants_of_holder,
    grants_of_territory,
    grants_of_year,
    totals_by_scheme_and_year,
)
from faire_ensemble.apps.territory.models import Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(mel: Territory, contract: int) -> dict[str, int]:
    """120 grants: two funders, two schemes, four years; one for a neighbourhood."""
    town, state, *holders = register(
        [identify("Ville de Roubaix"), identify("État", kind="state")]
        + [identify(f"Association n° {rank}") for rank in range(10)]
        + [identify("<b>Été & Cie</b>")]
    )
    place = Territory.objects.create(kind="priority", code="QP059074", name="Moulins", epci=mel)
    pillar = Pillar.objects.create(contract_id=contract, rank=1, title="Cohésion")
    objective = Objective.objects.create(pillar=pillar, rank=1, title="Lire et écrire")
    Grant.objects.bulk_create(
        Grant(
            dataset="t",
            external_key=str(rank),
            funder_id=state if rank % 2 else town,
            holder_id=holders[rank % 11],
            contract_id=contract,
            scheme="Adultes-relais" if rank % 2 else "",
            nature="specific" if rank % 2 else "unknown",
            year=2020 + rank % 4,
            purpose=f"Objet {rank}",
            amount_awarded=Decimal("100.10") * (rank + 1),
            territory=place if rank == 7 else None,
            objective=objective if rank == 7 else None,
            source="essai",
        )
        for rank in range(120)
    )
    return {"state": state, "town": town, "place": place.pk, "objective": objective.pk}


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_fifty_rows_and_the_whole_total(client: Client, money: Any) -> None:
    page = read(client, "/subventions/")
    assert page.count('<tr><th scope="row"><a href="/organisations/') == 50
    assert "726\u202f726\u00a0€" in page  # 100.10 × (1 + … + 120)
    assert "120 lignes" in page and "Page 1 sur 3" in page
    assert "<svg" in page and "Demandé" in page


def test_a_constant_number_of_queries(
    client: Client, money: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):
        client.get("/subventions/")
    with django_assert_num_queries(5):
        client.get("/subventions/?page=3")
    with django_assert_num_queries(6):
        client.get("/subventions/?annee=2021&porteur=association")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("annee=2020", 30),
        ("financeur={state}", 60),
        ("dispositif=Adultes-relais", 60),
        ("porteur=ÉTÉ", 10),
        ("porteur=association 3", 11),
        ("objectif={objective}", 1),
        ("quartier=QP059074", 1),
        ("annee=2020&financeur={state}", 0),
        ("annee=2021&dispositif=Adultes-relais", 30),
    ],
)
def test_filters(client: Client, money: dict[str, int], query: str, count: int) -> None:
    query = query.format(**money)
    body = b"".join(client.get(f"/subventions.csv?{query}").streaming_content)  # type: ignore[attr-defined]
    assert len(body.decode().splitlines()) == count + 1
    page = read(client, f"/subventions/?{query}")
    assert (f"{count} ligne" in page) if count else ("Aucune subvention publiée" in page)


def test_pages_keep_the_filters(client: Client, money: Any) -> None:
    page = read(client, "/subventions/?dispositif=Adultes-relais&page=2")
    assert 'href="?dispositif=Adultes-relais&amp;page=1"' in page
    assert page.count('<tr><th scope="row"><a href="/organisations/') == 10


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=99999",
        "page=x",
        "annee=²",
        "annee=999999999",
        "financeur=-1",
        "dispositif=%00",
        "quartier=%00QP",
        "porteur=%00",
        "objectif=99999999999999999999",
    ],
)
def test_odd_addresses_never_break(client: Client, money: Any, query: str) -> None:
    read(client, f"/subventions/?{query}")


def test_a_wrong_year_is_said(client: Client, money: Any) -> None:
    assert "n'est pas un nombre" in read(client, "/subventions/?annee=abc").replace("&#39;", "'")


def test_names_are_escaped(client: Client, money: Any) -> None:
    page = read(client, "/subventions/?porteur=cie")
    assert "&lt;b&gt;Été &amp; Cie" in page and "<b>Été" not in page


def test_without_grants_the_page_says_who_must_complete_it(client: Client) -> None:
    assert "À compléter par les financeurs" in read(client, "/subventions/")


def test_the_csv_is_scdl_and_safe_for_spreadsheets(client: Client, money: Any) -> None:
    Grant.objects.filter(external_key="119").update(
        purpose="=2+2", amount_awarded=Decimal("-12.50")
    )
    response = client.get("/subventions.csv?porteur=association 9")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))  # type: ignore[attr-defined]
    clawed = next(row for row in rows if row["montant"] == "-12.50")
    assert clawed["objet"] == "'=2+2"
    assert (
        clawed["pourcentageSubvention"] == "1" and clawed["origineCredits"] == "crédits spécifiques"
    )
    assert {row["nomAttribuant"] for row in rows} <= {"État", "Ville de Roubaix"}


def test_an_organisation_shows_what_it_received_and_gave(client: Client, money: Any) -> None:
    holder = Organisation.objects.get(name="Association n° 3")
    page = read(client, f"/organisations/{holder.pk}/")
    received = sum(line.amount for line in grants_of_holder(holder.pk))
    assert received == sum(
        Grant.objects.filter(holder=holder).values_list("amount_awarded", flat=True)
    )
    assert "Reçu par année" in page and "Donné par année" not in page
    assert "Donné par année" in read(client, f"/organisations/{money['town']}/")
    assert client.get("/organisations/999999/").status_code == 404


def test_namesakes_are_shown(client: Client) -> None:
    numbered, named = register(
        [identify("ADEMN", "41921355800028", "419213558"), identify("Ademn")]
    )
    assert f'href="/organisations/{numbered}/"' in read(client, f"/organisations/{named}/")


def test_read_models_for_reports(mel: Territory, contract: int, money: dict[str, int]) -> None:
    everything = grants_of_contract(contract)
    assert len(everything) == 120 and len(grants_of_contract(contract, 2021)) == 30
    (line,) = grants_of_territory(money["place"])
    assert (line.territory, line.objective, line.nature) == (
        "Moulins",
        "Lire et écrire",
        "crédits spécifiques",
    )
    for totals in (grant_totals(mel.pk), totals_by_scheme_and_year(contract)):
        assert sum(each.amount for each in totals) == sum(each.amount for each in everything)
        assert sum(each.count for each in totals) == 120
    assert sum(each.amount for each in grants_of_year(mel.pk, 2021)) == sum(
        each.amount for each in grant_totals(mel.pk) if each.year == 2021
    )
